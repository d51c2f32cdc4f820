/**
 * A poke on a figure, written as the line of code that it stands for: appended to the cell whose machine the figure
 * draws, and run. The old text stays in the cell's history.
 */
import type { LessonView } from "./lesson-view.ts";

/** The text with one operation more at its end, or null where it does not end in an expression. */
export function withPoke(text: string, code: string): string | null {
  const trimmed = text.trimEnd().replace(/;$/, "");
  if (trimmed === "" || /[{}]$/.test(trimmed)) return null;
  const lines = trimmed.split("\n");
  const isChain = lines.length > 1 && /^\s*\./.test(lines.at(-1) ?? "");
  const indent = isChain ? (/^\s*/.exec(lines.at(-1) ?? "")?.[0] ?? "  ") : "  ";
  return `${trimmed}\n${indent}${code}`;
}

export function addPoke(lesson: LessonView, viewSlug: string, code: string): void {
  const { notebook, announcer } = lesson.context;
  const view = notebook.cell(viewSlug);
  for (const name of view.needs) {
    const source = notebook.cells.find((it) => it.kind === "simulation" && it.names.includes(name));
    if (source?.values[name]?.kind !== "machine" && source?.last?.kind !== "machine") continue;
    const cell = lesson.cells.get(source.slug);
    const text = withPoke(source.text, code);
    if (!cell || text === null) continue;
    notebook.edit(source.slug, text, "run");
    announcer.say(`${cell.label}: ${code}`);
    cell.section.classList.remove("is-poked");
    requestAnimationFrame(() => cell.section.classList.add("is-poked"));
    void cell.run();
    return;
  }
}
