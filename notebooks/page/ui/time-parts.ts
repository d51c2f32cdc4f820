/** The timeline of a run as controls: where one is, what happened there, and by which rule. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { MachineView } from "../../../engine/api.ts";
import type { Event } from "../../../engine/event.ts";
import type { TimeStrings } from "../../i18n/strings.ts";
import { type Moment, stepMarks } from "./time-state.ts";

export interface TimeActions {
  to(event: number): void;
  step(by: 1 | -1): void;
  play(): void;
}

export function slider(
  machine: MachineView,
  moment: Moment,
  isPlaying: boolean,
  text: string,
  actions: TimeActions,
  strings: TimeStrings,
): TemplateResult {
  const last = machine.events.length - 1;
  const span = Math.max(1, last + 1);
  const marks = stepMarks(machine).map((at) => {
    const outcome = machine.outcomes[machine.events[at]?.step ?? -1];
    const isRefused = outcome !== undefined && outcome.errno !== "0";
    return html`<span class="time-mark" data-refused=${isRefused} style="inset-inline-start: ${((at + 1) / span) * 100}%"></span>`;
  });
  return html`<div class="time-line"><div class="time-marks" aria-hidden="true">${marks}</div>
      <input type="range" min="-1" max=${last} step="1" .value=${String(moment.event)} aria-label=${strings.slider}
        aria-valuetext=${text} data-time @input=${(event: InputEvent) => actions.to(Number((event.target as HTMLInputElement).value))}></div>
    <div class="time-buttons" role="group" aria-label=${strings.slider}>
      ${timeButton("first", strings.toFirst, moment.event <= -1, () => actions.to(-1))}
      ${timeButton("back", strings.back, moment.event <= -1, () => actions.to(moment.event - 1))}
      ${timeButton("play", isPlaying ? strings.pause : strings.play, last < 0, actions.play)}
      ${timeButton("forward", strings.forward, moment.event >= last, () => actions.to(moment.event + 1))}
      ${timeButton("last", strings.toLast, moment.event >= last, () => actions.to(last))}
    </div>`;
}

/** Stays focusable at the ends, so that the focus is not lost there. */
const timeButton = (name: string, text: string, isAtEnd: boolean, run: () => void): TemplateResult =>
  html`<button type="button" class="cell-button" data-time-button=${name} aria-disabled=${isAtEnd}
    @click=${() => (isAtEnd ? undefined : run())}>${text}</button>`;

export function whereText(machine: MachineView, moment: Moment, strings: TimeStrings): string {
  const step = machine.value.steps[moment.steps - 1];
  if (step === undefined) return strings.powerOn;
  return strings.step(moment.steps, machine.value.steps.length, step.op);
}

export function eventPart(
  machine: MachineView,
  moment: Moment,
  sentence: string,
  strings: TimeStrings,
): TemplateResult {
  const event: Event | undefined = machine.events[moment.event];
  return html`<p class="time-where">${whereText(machine, moment, strings)}${
    event ? html` · ${strings.event(moment.event + 1, machine.events.length)}` : nothing
  }</p>
  ${event ? html`<p class="time-sentence">${sentence}</p>${citationPart(event, strings)}` : nothing}`;
}

function citationPart({ cite }: Event, strings: TimeStrings): TemplateResult {
  return html`<p class="time-cite">${strings.source(cite.version, cite.source, cite.fn)}${
    cite.proposed ? html` <strong class="time-proposed">${strings.proposed}</strong>` : nothing
  }</p>`;
}
