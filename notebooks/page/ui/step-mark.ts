/**
 * The code's part in the one selection: the lines that wrote the step of the selected event are marked in their cell, in
 * the static code and in the editor alike. Where nobody can say which lines (`../step-lines.ts`), none are.
 */
import type { MachineView } from "../../../engine/api.ts";
import type { MachineValue } from "../../../engine/scene.ts";
import type { CellNow } from "../cells-api.ts";
import type { CellLines, StepLines } from "../step-lines.ts";
import type { LessonContext } from "./cell-context.ts";
import type { LessonView } from "./lesson-view.ts";

/** Where step `step` (from 0; -1: power-on) of a machine that the cell `slug` shows was written. */
export async function writtenAt(
  { notebook }: LessonContext,
  machine: MachineValue,
  step: number,
  slug: string,
): Promise<StepLines | null> {
  const cells = notebook.cells.flatMap(linesOf);
  if (!cells.some((it) => it.slug === slug)) return null;
  const { stepLines } = await import("../step-lines.ts");
  return stepLines(machine, step, slug, cells);
}

/** A cell whose text is the one that gave its values. */
function linesOf(now: CellNow): CellLines[] {
  if (now.kind !== "simulation" || !now.isLive || now.why?.kind === "edited") return [];
  const machines = new Map<string, MachineValue>();
  for (const name of now.names) {
    const wire = now.values[name];
    if (wire?.kind === "machine") machines.set(name, wire.machine.value);
  }
  if (now.names.length === 0 && now.last?.kind === "machine") machines.set("", now.last.machine.value);
  return machines.size === 0 ? [] : [{ slug: now.slug, text: now.text, machines }];
}

export function followSteps(view: LessonView): void {
  new StepMark(view);
}

class StepMark {
  readonly #view: LessonView;
  /** Cell that the reader's hand or focus is at: its figures speak of its machine. */
  #touched: string | null = null;
  #marked: HTMLElement | null = null;
  #turn = 0;
  readonly #watch = new MutationObserver(() => {
    if (this.#marked?.dataset.state !== "ok") this.#clear();
  });

  constructor(view: LessonView) {
    this.#view = view;
    const touch = ({ target }: Event) => {
      const section = target instanceof Element ? target.closest<HTMLElement>("section[data-cell]") : null;
      if (section) this.#touched = section.dataset.cell ?? null;
    };
    for (const kind of ["pointerover", "pointerdown", "focusin"]) document.addEventListener(kind, touch, true);
    document.addEventListener("input", ({ target }) => {
      if (target instanceof Node && this.#marked?.contains(target)) this.#clear();
    });
    view.context.selection.subscribe(({ event }) => void this.#follow(event));
  }

  async #follow(seq: number | undefined): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const shown = seq === undefined ? null : this.#shown();
    const step = shown?.machine.events.find((it) => it.seq === seq)?.step;
    const lines =
      shown && step !== undefined ? await writtenAt(this.#view.context, shown.machine.value, step, shown.slug) : null;
    if (turn !== this.#turn) return;
    this.#clear();
    if (lines) this.#mark(lines);
  }

  /** The machine that is pointed at: of the figure or timeline where the reader is, or of the timeline that is open. */
  #shown(): { slug: string; machine: MachineView } | null {
    const { notebook } = this.#view.context;
    const time = this.#view.openedTime;
    if (this.#touched === null || this.#touched === time?.slug) return time;
    const here = notebook.cells.find((it) => it.slug === this.#touched);
    if (here?.kind !== "view") return time;
    for (const name of here.needs) {
      const source = notebook.cells.find((it) => it.kind === "simulation" && it.names.includes(name));
      const wire = source?.values[name];
      if (source && wire?.kind === "machine") return { slug: source.slug, machine: wire.machine };
    }
    return time;
  }

  #mark({ slug, first, last }: StepLines): void {
    const section = this.#view.cells.get(slug)?.section;
    if (!section) return;
    this.#marked = section;
    section.dataset.stepLines = first === last ? `${first}` : `${first}-${last}`;
    section.style.setProperty("--step-first", String(first));
    section.style.setProperty("--step-count", String(last - first + 1));
    this.#watch.observe(section, { attributes: true, attributeFilter: ["data-state"] });
  }

  #clear(): void {
    this.#watch.disconnect();
    if (this.#marked) delete this.#marked.dataset.stepLines;
    this.#marked = null;
  }
}
