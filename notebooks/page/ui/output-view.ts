/**
 * What a cell shows: a figure made live, a value that can be unfolded, or the computed words of a prose cell. Until a
 * cell has a live value the recorded output of the build stays as it is.
 */
import type { MachineView } from "../../../engine/api.ts";
import type { Wire } from "../../../workers/api.ts";
import { type FigureHost, isFigure } from "../../figures/figure.ts";
import { roomIn } from "../../figures/room.ts";
import type { CellNow } from "../cells-api.ts";
import { proseText } from "../prose-text.ts";
import type { Published } from "../values-shape.ts";
import type { LessonContext } from "./cell-context.ts";
import { mountValue } from "./value-viewer.ts";

export interface OutputView {
  draw(now: CellNow): void;
}

export interface FigureActions {
  /** Writes a line of code into the cell that the figure's machine comes from. */
  poke(code: string): void;
  /** Begins a fork of that cell after so many steps. */
  fork(steps: number): void;
}

export function outputView(host: HTMLElement, context: LessonContext, figures: FigureActions): OutputView {
  let shown: unknown;
  let undo: () => void = () => undefined;
  // The figures of one place follow each other; what the reader set on one holds for the next.
  const kept = new Map<string, unknown>();
  const room = { widthPx: 0 };
  return {
    draw(now) {
      const next = now.kind === "view" ? now.output : now.last;
      if (!now.isLive || next === null || next === undefined || next === shown) return;
      shown = next;
      const place = focusIn(host);
      room.widthPx ||= roomIn(host);
      // The page is not asked where anything lies until the new one is complete: it stays laid out as it was.
      host.replaceChildren();
      undo();
      undo = () => undefined;
      if (now.kind === "view" && isFigure(next)) {
        undo = next.mount(host, { ...figureHost(context, figures), kept, room });
      } else if (now.kind === "view") mountValue(host, { kind: "data", value: next }, context.values);
      else if (now.last !== null) mountValue(host, publishedOf(now, now.last), context.values);
      if (place !== null) refocus(host, place);
    },
  };
}

/** All that the cell published, under its names where there are several. */
function publishedOf({ names, values }: CellNow, last: Wire): Published {
  const named = names.flatMap((name) => (values[name] ? [[name, values[name]] as const] : []));
  return named.length > 1 ? named : last;
}

interface Place {
  key: string | undefined;
}

/** Where in it the focus is, or null. */
function focusIn(host: HTMLElement): Place | null {
  const active = host.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
  return active === null ? null : { key: active.closest<HTMLElement>("[data-key]")?.dataset.key };
}

/** Who poked a figure by keyboard goes on in the one that took its place. */
function refocus(host: HTMLElement, { key }: Place): void {
  const same = key === undefined ? null : host.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  const next = same ?? host.querySelector<HTMLElement>('.figure-drawing[tabindex="0"], .figure-drawing [tabindex="0"]');
  next?.focus({ preventScroll: true });
}

function figureHost(context: LessonContext, actions: FigureActions): FigureHost {
  return {
    selection: context.selection,
    poke: actions.poke,
    fork: (_machine, steps) => actions.fork(steps),
    snapshot: (machine: MachineView, n: number) => context.lab.snapshot(machine.value, n),
    reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}

/** Writes the values of a prose cell into the places that the build left for them. */
export function drawProse(root: ParentNode, id: number, output: unknown): void {
  if (!Array.isArray(output)) return;
  output.forEach((value, index) => {
    const place = root.querySelector(`[data-value="${id}.${index}"]`);
    const text = proseText(value);
    if (place && place.textContent !== text) place.textContent = text;
  });
}
