/**
 * The time of a run: a native slider over its events, marks per step, the event in words, and the events as a list.
 *
 * The timeline writes the page's selection and follows it; all other figures draw themselves for the selected event.
 * ← → move by an event, Page Up and Page Down by a step (as the slider does), Home and End to the ends.
 */
import type { MachineView } from "../../engine/api.ts";
import type { Event } from "../../engine/event.ts";
import { stepSays } from "./call-rows.ts";
import { callText } from "./call-text.ts";
import { conclude, paperOf, rangeText } from "./conclusion.ts";
import type { Figure } from "./figure.ts";
import { type Live, makeFigure } from "./frame.ts";
import { answerOf, clip, holderName, textWidth } from "./labels.ts";
import { endAt, routeOf, type Stop } from "./route.ts";
import { type Shown, viewed } from "./shown.ts";
import { box, type Drawing, d, draw, escapeText, label, path, type Shape } from "./svg.ts";
import { thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

const PLAY_MS = 550;
const INSET = 8;

interface State {
  /** Index of the current event. */
  index: number;
  isPlaying: boolean;
}

interface StepSpan {
  step: number;
  op: string;
  errno: string | null;
  from: number;
  to: number;
}

function stepsOf(machine: MachineView): StepSpan[] {
  const spans: StepSpan[] = [];
  for (const [i, event] of machine.events.entries()) {
    const last = spans.at(-1);
    if (last && last.step === event.step) last.to = i + 1;
    else {
      const outcome = machine.outcomes.find((it) => it.step === event.step);
      spans.push({
        step: event.step,
        op: outcome?.op ?? (event.step < 0 ? words().powerOn : ""),
        errno: outcome ? outcome.errno : "0",
        from: i,
        to: i + 1,
      });
    }
  }
  return spans;
}

/** Marks over the slider: a block per step, the failure in red, refusals crossed. */
export function layout(machine: MachineView, index: number, widthPx: number): Drawing {
  const spans = stepsOf(machine);
  const n = Math.max(1, machine.events.length - 1);
  const route = routeOf(machine);
  const xOf = (i: number) => INSET + ((widthPx - 2 * INSET) * Math.min(n, i)) / n;
  const shapes: Shape[] = [];
  let labelEnd = -10;
  for (const it of spans) {
    const x = xOf(it.from);
    const w = Math.max(2, xOf(it.to - 1) - x);
    const isFailure = it.step === route?.step;
    const isRefused = it.errno !== "0";
    shapes.push(box("step", x, 22, w, 8));
    if (isRefused && !isFailure) shapes.push(...threadEnd("refused", [x + w / 2, 26]));
    const text = clip(it.op, "note", 90);
    const left = Math.min(x, widthPx - textWidth(text, "note"));
    if (left > labelEnd + 8 || isFailure) {
      if (left > labelEnd + 8) {
        shapes.push(label(text, "note", left, 13, { cls: isFailure ? "red" : "soft" }));
        labelEnd = left + textWidth(text, "note");
      }
    }
  }
  if (route) {
    const indexOf = (stop: Stop) => machine.events.findIndex((it) => it.seq === stop.seq);
    const xs = route.stops.map((it) => xOf(indexOf(it)));
    shapes.push(
      thread([
        [xs[0]!, 26],
        [Math.max(...xs), 26],
      ]),
    );
    for (const [i, stop] of route.stops.entries()) {
      const end = threadEnd(endAt(route, stop), [xs[i]!, 26]);
      shapes.push(...(end.length > 0 ? end : [box("bead", xs[i]! - 3.5, 22.5, 7, 7, 3.5)]));
    }
  }
  shapes.push(path("now-line", d("M", xOf(index), 16, "V", 36)));
  return { width: widthPx, height: 38, shapes };
}

/** One event in words: who, the call, its answer, and where the rule stands. */
export function eventSays(event: Event): string {
  const args = callText(event.fn, event.args) || rangeText(event);
  const who = event.who === "kernel" ? "" : `${holderName(event.who)}: `;
  return `${who}${event.fn}(${args}) → ${answerOf(event)}`;
}
const citeOf = ({ cite }: Event): string =>
  cite.version === "design" ? words().proposed : `${cite.version}, ${cite.source}${cite.fn ? `, ${cite.fn}` : ""}`;

/** The last failure, or the last step where nothing failed. */
function concludes(machine: MachineView): string {
  const route = routeOf(machine);
  return route ? conclude(machine, route) : stepSays(machine);
}

export function timeline(shown: Shown): Figure {
  const machine = viewed(shown);
  const { events } = machine;
  const spans = stepsOf(machine);
  const nrSteps = machine.value.steps.length;
  const last = Math.max(0, events.length - 1);
  const w = words();
  const spanAt = (index: number) => spans.find((it) => index >= it.from && index < it.to);
  return makeFigure<State>({
    name: "timeline",
    caption: w.runOf(nrSteps, events.length, concludes(machine)),
    twin: {
      caption: w.runOf(nrSteps, events.length, ""),
      columns: [w.step, w.columns.call, w.columns.answer, w.source],
      rows: events.map((it) => [
        it.step < 0 ? w.powerOn : `${it.step + 1}`,
        `${"· ".repeat(it.depth)}${it.fn}(${callText(it.fn, it.args) || rangeText(it)})`,
        answerOf(it),
        citeOf(it),
      ]),
    },
    start: { index: last, isPlaying: false },
    cls: `paper-${paperOf(machine)}`,
    draw: ({ index }, widthPx, isLive) =>
      isLive ? draw(layout(machine, index, widthPx), null) : draw(layout(machine, last, widthPx), w.kinds.timeline),
    below: ({ index }) => {
      const event = events[index];
      if (!event) return "";
      const span = spanAt(index);
      return `<p class="figure-step"><span class="figure-count">${escapeText(w.stepOf(event.step + 1, span?.op ?? ""))}</span> ${escapeText(eventSays(event))} <cite>${escapeText(citeOf(event))}</cite></p>`;
    },
    live: (it) => timelineLive(it, machine, spans),
  });
}

function timelineLive(live: Live<State>, machine: MachineView, spans: readonly StepSpan[]): void {
  const { events } = machine;
  const last = Math.max(0, events.length - 1);
  const w = words();
  const controls = live.root.ownerDocument.createElement("div");
  controls.className = "figure-controls timeline-controls";
  const button = (act: string, text: string, name: string) =>
    `<button type="button" data-act="${act}" aria-label="${escapeText(name)}" title="${escapeText(name)}">${text}</button>`;
  controls.innerHTML = `<input type="range" min="0" max="${last}" step="1" aria-label="${escapeText(w.time)}"><div class="figure-controls">${button("back", "←", w.back)}${button("on", "→", w.on)}${button("play", "▷", w.play)}${live.host.fork ? `<button type="button" data-act="fork">${escapeText(w.fork)}</button>` : ""}</div>`;
  live.root.querySelector(".figure-drawing")!.after(controls);
  const slider = controls.querySelector("input")!;
  const playButton = controls.querySelector<HTMLButtonElement>('[data-act="play"]')!;
  let timer: ReturnType<typeof setInterval> | undefined;
  const show = (index: number) => {
    slider.value = String(index);
    const event = events[index];
    if (event) slider.setAttribute("aria-valuetext", `${w.stepOf(event.step + 1, "")} ${eventSays(event)}`);
    if (index !== live.state.index) live.change({ index });
  };
  const go = (index: number) => {
    const at = Math.max(0, Math.min(last, index));
    show(at);
    const event = events[at];
    if (event) live.host.selection.select({ event: event.seq }, "timeline");
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    playButton.textContent = "▷";
    playButton.setAttribute("aria-label", w.play);
  };
  const play = () => {
    if (timer !== undefined) return stop();
    const route = routeOf(machine);
    const from = live.state.index >= last ? (route?.from ?? 0) : live.state.index;
    if (live.host.reducedMotion) return go(from === live.state.index ? last : from);
    go(from);
    playButton.textContent = "▯▯";
    playButton.setAttribute("aria-label", w.pause);
    timer = setInterval(() => {
      if (live.state.index >= last) stop();
      else go(live.state.index + 1);
    }, PLAY_MS);
  };
  const acts: Record<string, () => void> = {
    back: () => go(live.state.index - 1),
    on: () => go(live.state.index + 1),
    play,
    fork: () => live.host.fork?.(machine, Math.max(0, (events[live.state.index]?.step ?? -1) + 1)),
  };
  live.on("input", () => go(Number(slider.value)), slider);
  live.on(
    "keydown",
    (event) => {
      const span = spans.findIndex((it) => live.state.index >= it.from && live.state.index < it.to);
      if (event.key === "PageUp") go(spans[span + 1]?.from ?? last);
      else if (event.key === "PageDown") go(spans[span - 1]?.from ?? 0);
      else return;
      event.preventDefault();
    },
    slider,
  );
  live.on(
    "click",
    (event) => acts[(event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act ?? ""]?.(),
    controls,
  );
  const indexOf = (seq: number | undefined) => (seq === undefined ? -1 : events.findIndex((it) => it.seq === seq));
  live.undo(
    live.host.selection.subscribe((now, from) => {
      const index = indexOf(now.event);
      if (from !== "timeline" && index >= 0) show(index);
    }),
  );
  live.undo(stop);
  const now = indexOf(live.host.selection.current.event);
  show(now >= 0 ? now : last);
}
