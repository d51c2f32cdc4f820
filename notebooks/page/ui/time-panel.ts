/**
 * The timeline of one machine, below its cell: steps through its events forwards and backwards, says each in a sentence
 * with its source, shows state and invariants at that step, and forks from there. The figures of the page follow through
 * the one selection.
 */
import { html, nothing, render, type TemplateResult } from "lit-html";
import type { MachineView } from "../../../engine/api.ts";
import type { Snapshot } from "../../../engine/snapshot.ts";
import { placeLink } from "../share.ts";
import type { LessonContext } from "./cell-context.ts";
import { sentenceOf } from "./event-sentence.ts";
import { type Branch, runFork } from "./forks.ts";
import { branchPart, diffText, invariantPart } from "./time-branches.ts";
import { eventPart, slider, whereText } from "./time-parts.ts";
import { type Moment, momentAt, nextStep } from "./time-state.ts";
import { mountValue } from "./value-viewer.ts";

export interface TimePanelOptions {
  slug: string;
  machine: MachineView;
  label: string;
  context: LessonContext;
  event?: number;
  /** Told of every move; null when the panel is closed. */
  onMoment(event: number | null): void;
}

const PLAY_MS = 700;
const open = new WeakMap<HTMLElement, TimePanel>();

export function openTimePanel(section: HTMLElement, options: TimePanelOptions): void {
  open.get(section)?.close();
  const panel = new TimePanel(section, options);
  open.set(section, panel);
}

class TimePanel {
  readonly #section: HTMLElement;
  readonly #options: TimePanelOptions;
  readonly #host = document.createElement("div");
  readonly #branches: Branch[];
  readonly #unsubscribe: () => void;
  #branch = 0;
  #moment: Moment;
  #timer: ReturnType<typeof setInterval> | undefined;
  #snapshot: Snapshot | null = null;
  #isForking = false;
  #operations = "";
  #message = "";

  constructor(section: HTMLElement, options: TimePanelOptions) {
    this.#section = section;
    this.#options = options;
    const { machine, label, context } = options;
    this.#branches = [{ label, machine, code: null, diff: null }];
    const lastStep = machine.outcomes.at(-1);
    this.#moment = momentAt(machine, options.event ?? lastStep?.from ?? -1);
    this.#host.className = "time-panel";
    this.#host.setAttribute("role", "group");
    this.#host.setAttribute("aria-label", context.strings.time.title(label));
    (section.querySelector(".output") ?? section).after(this.#host);
    this.#host.addEventListener("keydown", (event) => this.#keys(event));
    this.#unsubscribe = context.selection.subscribe((now, from) => {
      if (from === "time" || now.event === undefined || now.event === this.#moment.event) return;
      if (now.event < this.#machine.events.length) this.#to(now.event, false);
    });
    this.#to(this.#moment.event, true);
    this.#host.querySelector<HTMLElement>("[data-time]")?.focus();
  }

  get #machine(): MachineView {
    return (this.#branches[this.#branch] as Branch).machine;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    this.#options.onMoment(null);
    this.#host.remove();
    this.#section.querySelector<HTMLElement>("[data-action=more]")?.focus();
  }

  #to(event: number, isOurs: boolean): void {
    this.#moment = momentAt(this.#machine, event);
    const { selection, lab } = this.#options.context;
    this.#options.onMoment(this.#moment.event);
    if (isOurs) selection.select(this.#moment.event < 0 ? {} : { event: this.#moment.event }, "time");
    const { steps } = this.#moment;
    if (this.#snapshot?.at !== steps) {
      this.#snapshot = null;
      lab.snapshot(this.#machine.value, steps).then(
        (state) => {
          if (this.#moment.steps !== steps) return;
          this.#snapshot = state;
          this.#draw();
        },
        () => undefined,
      );
    }
    this.#draw();
  }

  #keys(event: KeyboardEvent): void {
    if (event.key === "Escape") this.close();
    else if (event.key === "PageUp") this.#to(nextStep(this.#machine, this.#moment.event, -1), true);
    else if (event.key === "PageDown") this.#to(nextStep(this.#machine, this.#moment.event, 1), true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #play(): void {
    if (this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else {
      if (this.#moment.event >= this.#machine.events.length - 1) this.#to(-1, true);
      this.#timer = setInterval(() => this.#tick(), PLAY_MS);
    }
    this.#draw();
  }

  #tick(): void {
    const isLast = this.#moment.event >= this.#machine.events.length - 1;
    if (isLast) this.#play();
    else this.#to(this.#moment.event + 1, true);
  }

  #draw(): void {
    const { context, label } = this.#options;
    const { strings } = context;
    const words = strings.time;
    const event = this.#machine.events[this.#moment.event];
    const sentence = sentenceOf(event);
    const text = event ? sentence : whereText(this.#machine, this.#moment, words);
    const actions = {
      to: (at: number) => this.#to(at, true),
      step: (by: 1 | -1) => this.#to(nextStep(this.#machine, this.#moment.event, by), true),
      play: () => this.#play(),
    };
    const branchActions = {
      name: `branch-${this.#options.slug}`,
      choose: (index: number) => this.#choose(index),
      remove: (index: number) => this.#remove(index),
    };
    render(
      html`<div class="time-head"><strong>${words.title(label)}</strong>
        <button type="button" class="cell-button" data-action="close-time" @click=${() => this.close()}>${words.close}</button></div>
      ${branchPart(this.#branches, this.#branch, branchActions, words)} ${slider(this.#machine, this.#moment, this.#timer !== undefined, text, actions, words)}
      ${eventPart(this.#machine, this.#moment, sentence, words)} ${invariantPart(this.#snapshot?.invariants ?? [], words)} ${this.#forkPart()}
      <p class="time-buttons"><button type="button" class="cell-button" data-action="step-link" @click=${() => void this.#copyLink()}>${words.link}</button></p>
      <details class="time-events" @toggle=${(it: globalThis.Event) => this.#listEvents(it)}><summary>${words.events}</summary><div></div></details>`,
      this.#host,
    );
  }

  #choose(index: number): void {
    this.#branch = index;
    this.#snapshot = null;
    const { diff } = this.#branches[index] as Branch;
    this.#to(diff?.firstEvent?.[1] ?? this.#moment.event, true);
  }

  #remove(index: number): void {
    this.#branches.splice(index, 1);
    this.#choose(0);
  }

  #forkPart(): TemplateResult | typeof nothing {
    const { context } = this.#options;
    const words = context.strings.time;
    if (context.isSafe) return nothing;
    if (!this.#isForking) {
      return html`<p class="time-buttons"><button type="button" class="cell-button" data-action="fork" @click=${() => this.#startFork()}>${words.fork}</button></p>`;
    }
    const label = `${words.forkLine}: ${this.#name}.at(${this.#moment.steps})`;
    return html`<div class="time-fork"><label>${label}
      <textarea class="code-plain" dir="ltr" rows="2" spellcheck="false" data-fork .value=${this.#operations}
        @input=${(event: InputEvent) => {
          this.#operations = (event.target as HTMLTextAreaElement).value;
        }}></textarea></label>
      <p class="cell-why">${words.forkHelp}</p>
      <button type="button" class="cell-button" data-action="fork-run" @click=${() => void this.#fork()}>${words.forkRun}</button>
      ${this.#message === "" ? nothing : html`<p class="cell-fault" role="alert">${this.#message}</p>`}</div>`;
  }

  /** The name by which the fork's code calls the machine. */
  get #name(): string {
    return this.#options.context.notebook.cell(this.#options.slug).names.at(-1) ?? "machine";
  }

  #startFork(): void {
    this.#isForking = true;
    this.#draw();
    this.#host.querySelector<HTMLElement>("[data-fork]")?.focus();
  }

  async #fork(): Promise<void> {
    const { context, slug, label } = this.#options;
    const words = context.strings.time;
    const base = (this.#branches[0] as Branch).machine;
    const { steps } = this.#moment;
    const job = { lab: context.lab, slug, name: this.#name, base, steps, operations: this.#operations };
    const forked = await runFork({ ...job, label: words.forkTitle(label, steps) });
    if (!forked.ok) {
      this.#message = words.forkFailed(forked.message);
      return this.#draw();
    }
    this.#message = "";
    this.#isForking = false;
    this.#branches.push(forked.branch);
    this.#choose(this.#branches.length - 1);
    context.announcer.say(diffText(forked.branch, words));
  }

  async #copyLink(): Promise<void> {
    const { context, slug } = this.#options;
    const url = new URL(location.href);
    url.hash = placeLink({ cell: slug, step: Math.max(0, this.#moment.event) });
    history.replaceState(null, "", url);
    await navigator.clipboard?.writeText(url.href).then(
      () => context.announcer.say(context.strings.cell.copied),
      () => undefined,
    );
  }

  #listEvents(event: globalThis.Event): void {
    const details = event.target as HTMLDetailsElement;
    const host = details.querySelector<HTMLElement>(":scope > div");
    if (!details.open || host === null) return;
    mountValue(host, { kind: "data", value: this.#machine.events }, this.#options.context.values);
  }
}
