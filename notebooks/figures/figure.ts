/**
 * What every figure is: pure layout in, one static drawing for the built page, and a live one on the page.
 *
 * A figure never plays anything. It reads a `MachineView`, and says what the reader pointed at through the one
 * `Selection` that all figures and the code share.
 */
import type { MachineView } from "../../engine/api.ts";

/** What is pointed at, anywhere on the page. All fields name things by the engine's own names. */
export interface Selected {
  /** `seq` of an event. */
  event?: number;
  /** A byte range in a named space. */
  range?: { space: string; offBytes: number; lenBytes: number };
  /** "pmem0", "xfs:pmem0p1", "/a/f", "ann". */
  thing?: string;
}

/** One selection for a page: figures, code and timeline read and write it. */
export interface Selection {
  readonly current: Selected;
  select(next: Selected, from: string): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (now: Selected, from: string) => void): () => void;
}

/** A poke on a figure, as the line of code it stands for: `.poison("pmem0", 0x1900_0000, 64)`. */
export type Poke = (code: string) => void;

/** The same data as the drawing, for those who do not see it. */
export interface Twin {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface FigureHost {
  selection: Selection;
  /** Absent where nothing may be changed (recorded page, foreign content). */
  poke?: Poke;
  /** State after the first n steps, for figures with a timeline. */
  snapshot?(machine: MachineView, n: number): Promise<MachineView["state"]>;
  /** Continues from the first n steps of a machine in a cell of its own; absent where nothing may be changed. */
  fork?(machine: MachineView, n: number): void;
  /** What the reader set on the figures of this place, such as a zoom: it outlives a new machine. */
  kept?: Map<string, unknown>;
  /** How wide the figures of this place are drawn, once one is there: asking the page would lay it out. */
  room?: { widthPx: number };
  reducedMotion: boolean;
}

/** What a view cell's function returns: `holderRoute(machine)`. */
export interface Figure {
  readonly kind: "figure";
  /** "holder-route", "memory-map", … */
  readonly name: string;
  /** States the conclusion, in one or two sentences. */
  readonly caption: string;
  readonly twin: Twin;
  /** The complete `<figure>` as HTML: drawing, caption, twin. The built page contains exactly this. */
  markup(): string;
  /** Makes the `<figure>` already in the page (or an empty host) live; returns what undoes it. */
  mount(host: HTMLElement, context: FigureHost): () => void;
}

export const isFigure = (it: unknown): it is Figure =>
  typeof it === "object" && it !== null && (it as { kind?: unknown }).kind === "figure";
