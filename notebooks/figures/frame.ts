/**
 * What all figures share as elements: the `<figure>` with drawing, caption and twin, and the way a drawing becomes
 * live: drawn for its width, redrawn when its state changes, walked by keys.
 *
 * A drawing is made at two widths. The built page holds both and shows one by a container query, so that a phone and
 * a print of 8 cm get the folded one without any script. A live figure draws for the width it has.
 */
import type { FigureName } from "../i18n/figures.ts";
import type { Figure, FigureHost, Twin } from "./figure.ts";
import { NARROW_PX, widthIn } from "./room.ts";
import { sketch } from "./sketch.ts";
import { type Drawing, escapeText } from "./svg.ts";
import { words } from "./words.ts";

export const WIDE_PX = 680;

export interface Live<S> {
  readonly root: HTMLElement;
  readonly host: FigureHost;
  readonly state: S;
  /** Changes the state and draws again. */
  change(next: Partial<S>): void;
  /** A listener that ends with the figure. */
  on<K extends keyof HTMLElementEventMap>(
    kind: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    target?: HTMLElement,
  ): void;
  /** What is undone when the figure goes. */
  undo(task: () => void): void;
}

export interface Plan<S> {
  name: FigureName;
  caption: string;
  twin: Twin;
  start: S;
  /** The drawing as HTML for a width, in a state. */
  draw(state: S, widthPx: number, isLive: boolean): string;
  /** The drawing as shapes: while it is live it is changed in place, for figures that are drawn in every frame. */
  shapes?(state: S, widthPx: number): Drawing;
  /** One drawing for all widths (a table that folds by its own styles). */
  isFluid?: boolean;
  /** Classes of the figure, such as that of drafting paper. */
  cls?: string;
  /** The drawing is a table and its own twin. */
  isOwnTwin?: boolean;
  /** HTML beside the drawing while it is live: controls above, the current step below. */
  above?(state: S): string;
  below?(state: S): string;
  /** After every drawing, for what is written beside it. */
  painted?(root: HTMLElement, state: S): void;
  /** What of the state outlives a new machine, and how a figure of that machine takes it up. */
  keep?: { name: string; of(state: S): unknown; into(kept: unknown, state: S): S };
  live?(it: Live<S>): void;
}

export function twinMarkup(twin: Twin): string {
  const head = twin.columns.map((it) => `<th scope="col">${escapeText(it)}</th>`).join("");
  const rows = twin.rows.map((row) => `<tr>${row.map((it) => `<td>${escapeText(it)}</td>`).join("")}</tr>`).join("");
  return `<details class="figure-twin"><summary>${escapeText(words().twin)}</summary><div class="figure-scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

function innerMarkup<S>(plan: Plan<S>): string {
  return aroundStage(plan, stillStage(plan));
}

function stillStage<S>(plan: Plan<S>): string {
  const drawing = plan.isFluid
    ? `<div class="figure-drawing">${plan.draw(plan.start, WIDE_PX, false)}</div>`
    : `<div class="figure-drawing figure-wide">${plan.draw(plan.start, WIDE_PX, false)}</div><div class="figure-drawing figure-narrow">${plan.draw(plan.start, NARROW_PX, false)}</div>`;
  // What a live figure adds has its place already, so that nothing jumps when it wakes.
  const above = plan.above ? `<div class="figure-above"></div>` : "";
  const below = plan.below?.(plan.start) ?? "";
  return above + drawing + (below ? `<div class="figure-below">${below}</div>` : "");
}

/** The conclusion is read first and stands below the drawing. */
const aroundStage = <S>({ caption, isOwnTwin, twin }: Plan<S>, stage: string): string =>
  `<figcaption>${escapeText(caption)}</figcaption><div class="figure-stage">${stage}</div>${isOwnTwin ? "" : twinMarkup(twin)}`;

/** Lessons are in English; a figure that speaks otherwise says so. */
const langOf = (): string => (words().tag === "en" ? "" : ` lang="${words().tag}"`);

export function makeFigure<S extends object>(plan: Plan<S>): Figure {
  const cls = `figure figure-${plan.name}${plan.cls ? ` ${plan.cls}` : ""}`;
  return {
    kind: "figure",
    name: plan.name,
    caption: plan.caption,
    twin: plan.twin,
    markup: () => `<figure class="${cls}"${langOf()}>${innerMarkup(plan)}</figure>`,
    mount: (element, host) => mount(plan, cls, element, host),
  };
}

function mount<S extends object>(plan: Plan<S>, cls: string, element: HTMLElement, host: FigureHost): () => void {
  const found = element.matches("figure.figure") ? element : element.querySelector<HTMLElement>("figure.figure");
  const still = found?.innerHTML;
  if (!found) element.innerHTML = `<figure class="${cls}"${langOf()}>${aroundStage(plan, "")}</figure>`;
  const figure = found ?? element.querySelector<HTMLElement>("figure.figure")!;
  figure.classList.add("figure-live");
  const stage = figure.querySelector<HTMLElement>(".figure-stage")!;
  const undos: (() => void)[] = [];
  const { keep } = plan;
  const kept = keep ? host.kept?.get(keep.name) : undefined;
  let state = keep && kept !== undefined ? keep.into(kept, plan.start) : plan.start;
  const parts = {
    above: part(stage, "figure-above", plan.above !== undefined),
    drawing: part(stage, "figure-drawing", true)!,
    below: part(stage, "figure-below", plan.below !== undefined),
  };
  parts.below?.setAttribute("aria-live", "polite");
  stage.replaceChildren(...Object.values(parts).filter((it) => it !== null));
  // Asked once and when it changes: reading it while painting would lay the page out in the middle of a frame.
  const room = host.room ?? { widthPx: 0 };
  room.widthPx ||= widthIn(stage);
  let drawnPx = room.widthPx;
  const redraw = plan.shapes ? sketch(parts.drawing, words().kinds[plan.name]) : null;
  const paint = () => {
    const key = focusedKey(figure);
    write(parts.above, plan.above?.(state));
    if (redraw && plan.shapes) redraw(plan.shapes(state, drawnPx));
    else parts.drawing.innerHTML = plan.draw(state, drawnPx, true);
    write(parts.below, plan.below?.(state));
    plan.painted?.(figure, state);
    rove(figure, key);
  };
  const live: Live<S> = {
    root: figure,
    host,
    get state() {
      return state;
    },
    change(next) {
      state = { ...state, ...next };
      if (keep) host.kept?.set(keep.name, keep.of(state));
      paint();
    },
    on(kind, listener, target = figure) {
      target.addEventListener(kind, listener);
      undos.push(() => target.removeEventListener(kind, listener));
    },
    undo: (task) => undos.push(task),
  };
  paint();
  const sizes = new ResizeObserver(() => {
    const now = widthIn(stage);
    room.widthPx = now;
    if (now === drawnPx) return;
    drawnPx = now;
    paint();
  });
  sizes.observe(stage);
  undos.push(() => sizes.disconnect());
  undos.push(
    onPaper((isOnPaper) => {
      drawnPx = isOnPaper ? WIDE_PX : widthIn(stage);
      paint();
    }),
  );
  plan.live?.(live);
  return () => {
    for (const undo of undos.splice(0)) undo();
    figure.classList.remove("figure-live");
    // One that was taken away is drawn for nobody.
    if (figure.isConnected) figure.innerHTML = still ?? innerMarkup(plan);
  };
}

/** Paper has the width of the still drawing, whatever the screen had: type is not shrunk with what was drawn for it. */
function onPaper(draw: (isOnPaper: boolean) => void): () => void {
  const before = () => draw(true);
  const after = () => draw(false);
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}

const written = new WeakMap<HTMLElement, string>();

/** Writes only what changed, so that a live region speaks once and a pressed button stays. */
function write(element: HTMLElement | null, html: string | undefined): void {
  if (!element || html === undefined || written.get(element) === html) return;
  written.set(element, html);
  element.innerHTML = html;
}

function part(stage: HTMLElement, cls: string, isThere: boolean): HTMLElement | null {
  if (!isThere) return null;
  const element = stage.ownerDocument.createElement("div");
  element.className = cls;
  return element;
}

const keyed = (root: HTMLElement) => [...root.querySelectorAll<SVGElement | HTMLElement>(".figure-drawing [data-key]")];

function focusedKey(root: HTMLElement): string | null {
  const active = root.ownerDocument.activeElement;
  return active && root.contains(active) ? (active.closest<HTMLElement>("[data-key]")?.dataset.key ?? null) : null;
}

/** One stop of the figure is in the page's tab order: the one that had focus, the current one, or the first. */
function rove(root: HTMLElement, key: string | null): void {
  const stops = keyed(root);
  const focused = key === null ? undefined : stops.find((it) => it.dataset.key === key);
  const tabbed = focused ?? stops.find((it) => it.hasAttribute("aria-current")) ?? stops[0];
  tabbed?.setAttribute("tabindex", "0");
  focused?.focus({ preventScroll: true });
  if (key !== null && !focused)
    root.querySelector<HTMLElement>(`.figure-above [data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** Moves the focus among the stops by arrow keys, Home and End; calls `enter` on Enter, space and click. */
export function walk<S>(live: Live<S>, enter: (key: string) => void, leave: () => void): void {
  const { root } = live;
  live.on("keydown", (event) => {
    const here = (event.target as Element).closest<SVGElement>(".figure-drawing [data-key]");
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = keyed(root);
    const at = stops.indexOf(here);
    const last = stops.length - 1;
    const next = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: last }[
      event.key
    ];
    if (next !== undefined) {
      const stop = stops[Math.max(0, Math.min(last, next))]!;
      stop.focus();
      enter(stop.dataset.key!);
    } else if (event.key === "Enter" || event.key === " ") enter(here.dataset.key!);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  live.on("click", (event) => {
    const here = (event.target as Element).closest<SVGElement>(".figure-drawing [data-key]");
    if (here) enter(here.dataset.key!);
  });
}
