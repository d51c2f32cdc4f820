/** A lab in this thread, and a notebook on it, for tests of what the page does with results. */
import { readCell } from "../../../notebooks/exercises/cells.ts";
import type { CellNow, KeptText, Notebook, NotebookCell, NotebookOptions } from "../../../notebooks/page/cells-api.ts";
import { createNotebook } from "../../../notebooks/page/notebook.ts";
import type { CellResult, EvaluateOptions, Lab } from "../../../workers/api.ts";
import { readShape } from "../../../workers/page/shape.ts";
import { openBench, TRANSPORTS } from "../../workers/transports.ts";

export interface TestLab extends Lab {
  /** Slugs in the order in which they were evaluated. */
  readonly ran: string[];
  /** Answers the next evaluation of a slug instead of running it. */
  answer(slug: string, result: CellResult | Promise<CellResult>): void;
}

export function makeLab(): TestLab {
  const bench = openBench(TRANSPORTS[0]![1]);
  const answers = new Map<string, CellResult | Promise<CellResult>>();
  const ran: string[] = [];
  const stops: (() => void)[] = [];
  const evaluate = async (text: string, options: EvaluateOptions): Promise<CellResult> => {
    ran.push(options.slug);
    const stopped = new Promise<CellResult>((done) => stops.push(() => done({ state: "stopped", ms: 0 })));
    const answer = answers.get(options.slug);
    answers.delete(options.slug);
    if (answer !== undefined) return Promise.race([answer, stopped]);
    const shape = options.shape ?? (await readShape(text));
    if ("message" in shape) return { state: "error", error: shape, ms: 0, logs: [] };
    return bench.evaluate(text, { ...options, shape });
  };
  const none = async (): Promise<never> => {
    throw new Error("not of these tests");
  };
  return {
    ran,
    answer: (slug, result) => void answers.set(slug, result),
    evaluate,
    ready: Promise.resolve({ boundary: "worker", engineHash: "toy", readyMs: 0 }),
    stop: async () => {
      for (const stop of stops.splice(0)) stop();
    },
    ...{ view: none, snapshot: none, run: none, check: none },
    ...{ onSlow: () => {}, onRestart: () => {}, close: () => bench.close() },
  };
}

export const simulation = (slug: string, original: string): NotebookCell => {
  const { names, needs, expression } = readCell(original);
  return { slug, kind: "simulation", original, names, needs, expression };
};
export const view = (slug: string, needs: string, body: (...inputs: never[]) => unknown): NotebookCell => ({
  slug,
  kind: "view",
  original: "",
  names: [],
  needs: needs.split(" ").filter(Boolean),
  body,
});

export interface TestNotebook {
  notebook: Notebook;
  lab: TestLab;
  /** States of a cell in the order in which the page saw them. */
  seen: Record<string, string[]>;
  saved: Record<string, KeptText | null>;
  state(slug: string): string;
  /** "input m0 from a", "edited", "waits m0 from a". */
  why(slug: string): string;
  value(name: string): unknown;
}

export function openNotebook(
  cells: readonly NotebookCell[],
  kept: Record<string, KeptText> = {},
  options: Partial<NotebookOptions> = {},
): TestNotebook {
  const lab = makeLab();
  const seen: Record<string, string[]> = {};
  const saved: Record<string, KeptText | null> = {};
  const onChange = ({ slug, state }: CellNow): void => {
    const list = seen[slug] ?? [];
    seen[slug] = list.at(-1) === state ? list : [...list, state];
  };
  const store = {
    load: () => kept,
    save: (slug: string, text: KeptText | null): void => {
      saved[slug] = text;
    },
  };
  const notebook = createNotebook({ cells, lab, onChange, store, ...options });
  return {
    ...{ notebook, lab, seen, saved },
    state: (slug) => notebook.cell(slug).state,
    why: (slug) => {
      const { why } = notebook.cell(slug);
      if (why === null || why.kind === "edited") return why?.kind ?? "";
      return why.kind === "budget" ? `budget ${why.holder}` : `${why.kind} ${why.name} from ${why.from}`;
    },
    value: (name) => {
      const found = notebook.cells.find((it) => it.names.includes(name))?.values[name];
      return found?.kind === "data" ? found.value : found;
    },
  };
}
