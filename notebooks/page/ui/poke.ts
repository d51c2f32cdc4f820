/**
 * A poke on a figure, written as the line of code that it stands for: appended to the cell whose machine the figure
 * draws, and run. The old text stays in the cell's history.
 */
import type { CellView } from "./cell-view.ts";
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

/** The cell whose machine a view draws: the first of its inputs that is one. */
export function sourceOf(lesson: LessonView, viewSlug: string): CellView | null {
  const { notebook } = lesson.context;
  for (const name of notebook.cell(viewSlug).needs) {
    const source = notebook.cells.find((it) => it.kind === "simulation" && it.names.includes(name));
    if (source && source.values[name]?.kind === "machine") return lesson.cells.get(source.slug) ?? null;
  }
  return null;
}

export function addPoke(lesson: LessonView, viewSlug: string, code: string): void {
  const { notebook, announcer } = lesson.context;
  const cell = sourceOf(lesson, viewSlug);
  if (cell === null) return;
  cell.code.flush();
  const text = withPoke(cell.now.text, code);
  if (text === null) return;
  notebook.edit(cell.slug, text, "run");
  announcer.say(`${cell.label}: ${code}`);
  cell.section.classList.remove("is-poked");
  requestAnimationFrame(() => cell.section.classList.add("is-poked"));
  void cell.run();
}
