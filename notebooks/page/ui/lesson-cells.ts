/** What the build says of a lesson's cells, and what the reader has kept, as the notebook wants them. */
import type { CellStore, KeptText, NotebookCell } from "../cells-api.ts";
import type { Keep } from "../keep.ts";
import type { LessonModule, PageData } from "../page-data.ts";

export function notebookCells(data: PageData, lesson: LessonModule): NotebookCell[] {
  const cells = data.cells.map((it): NotebookCell => {
    const body = lesson.bodies[it.slug];
    return {
      slug: it.slug,
      kind: it.kind,
      original: it.text,
      names: it.outputs,
      needs: it.inputs,
      expression: it.expression,
      ...(it.functions ? { functions: it.functions } : {}),
      ...(it.budgetMs === undefined ? {} : { budgetMs: it.budgetMs }),
      ...(it.kind === "view" && body ? { body } : {}),
    };
  });
  const prose = data.prose.flatMap((it): NotebookCell[] => {
    const body = lesson.bodies[it.slug];
    return body ? [{ slug: it.slug, kind: "prose", original: "", names: [], needs: it.inputs, body }] : [];
  });
  return [...cells, ...prose];
}

/** The reader's texts of this lesson's cells, on this device; not those that are somebody else's and only read. */
export function cellStore(keep: Keep, data: PageData, reading: ReadonlyMap<string, string>): CellStore {
  return {
    load() {
      const kept: Record<string, KeptText> = {};
      for (const { slug, kind } of data.cells) {
        const record = kind === "simulation" ? keep.read(slug) : null;
        if (record) kept[slug] = { text: record.text, starterHash: record.starterHash, base: record.base };
      }
      return kept;
    },
    save(slug, kept) {
      if (kept !== null && reading.get(slug) === kept.text) return;
      if (kept === null) keep.forget(slug);
      else keep.write(slug, kept);
    },
  };
}
