/**
 * The time of one machine, below its cell: the timeline figure, the event in a sentence, state and invariants at that
 * step, and forks from there. All other figures of the page follow through the one selection.
 */
import { html, nothing, render, type TemplateResult } from "lit-html";
import type { MachineView } from "../../../engine/api.ts";
import { type Catalogue, ENGLISH, sentenceOf } from "../../../engine/sentences/sentences.ts";
import type { Snapshot } from "../../../engine/snapshot.ts";
import { timeline } from "../../figures/timeline.ts";
import type { StepLines } from "../step-lines.ts";
import { Branches } from "./branches.ts";
import { type LessonContext, labelOf } from "./cell-context.ts";
import { type Branch, forkCode } from "./forks.ts";
import { spoken } from "./spoken.ts";
import { copyStepLink } from "./step-link.ts";
import { writtenAt } from "./step-mark.ts";
import { branchPart, diffText, forkBox, invariantPart } from "./time-branches.ts";
import { type Moment, momentAt } from "./time-state.ts";
import { mountValue } from "./value-viewer.ts";

export interface TimePanelOptions {
  slug: string;
  machine: MachineView;
  label: string;
  context: LessonContext;
  event?: number;
  /** Steps after which a fork is begun at once. */
  forkAt?: number;
  /** Told of every move; null when the panel is closed. */
  onMoment(event: number | null, machine: MachineView): void;
  goToCode(slug: string, line: number): void;
}

const open = new WeakMap<HTMLElement, TimePanel>();

export async function openTimePanel(section: HTMLElement, options: TimePanelOptions): Promise<void> {
  const isGerman = options.context.strings.tag === "de";
  const sentences = isGerman ? (await import("../../i18n/sentences-de.ts")).GERMAN : ENGLISH;
  open.get(section)?.close();
  open.set(section, new TimePanel(section, options, sentences));
}

class TimePanel {
  readonly #section: HTMLElement;
  readonly #options: TimePanelOptions;
  readonly #host = document.createElement("div");
  readonly #line = document.createElement("div");
  readonly #rest = document.createElement("div");
  readonly #sentences: Catalogue;
  readonly #branches: Branches;
  readonly #unsubscribe: () => void;
  #unmount: () => void = () => undefined;
  #moment: Moment;
  #snapshot: Snapshot | null = null;
  #isForking = false;
  #operations = "";
  #message = "";
  #written: StepLines | null = null;

  constructor(section: HTMLElement, options: TimePanelOptions, sentences: Catalogue) {
    this.#sentences = sentences;
    this.#section = section;
    this.#options = options;
    const { machine, label, context } = options;
    this.#branches = new Branches(options);
    this.#moment = momentAt(machine, options.event ?? machine.outcomes.at(-1)?.from ?? 0);
    this.#host.className = "time-panel";
    this.#host.setAttribute("role", "group");
    this.#host.setAttribute("aria-label", context.strings.time.title(label));
    this.#host.append(this.#line, spoken(this.#rest, context.strings));
    (section.querySelector(".output") ?? section).after(this.#host);
    this.#host.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
    this.#unsubscribe = context.selection.subscribe((now) => this.#follow(now.event));
    this.#mount();
    if (options.forkAt !== undefined) this.#startFork(options.forkAt);
    else this.#line.querySelector<HTMLElement>("input[type=range]")?.focus({ preventScroll: true });
    this.#line.scrollIntoView({ block: "nearest" });
  }

  get #machine(): MachineView {
    return this.#branches.machine;
  }

  close(): void {
    this.#unsubscribe();
    this.#unmount();
    this.#options.onMoment(null, this.#machine);
    this.#host.remove();
    this.#section.querySelector<HTMLElement>("[data-action=more]")?.focus();
  }

  /** The timeline of the branch in sight, at the moment where the reader is. */
  #mount(): void {
    this.#unmount();
    const { selection, lab } = this.#options.context;
    const figure = timeline(this.#machine);
    this.#line.innerHTML = figure.markup();
    const seq = this.#machine.events[this.#moment.event]?.seq;
    selection.select(seq === undefined ? {} : { event: seq }, "time");
    this.#unmount = figure.mount(this.#line, {
      selection,
      snapshot: (machine, n) => lab.snapshot(machine.value, n),
      fork: (_machine, steps) => this.#startFork(steps),
      reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    this.#follow(seq);
  }

  #follow(seq: number | undefined): void {
    const at = seq === undefined ? -1 : this.#machine.events.findIndex((it) => it.seq === seq);
    if (at >= 0) {
      this.#moment = momentAt(this.#machine, at);
      this.#options.onMoment(at, this.#machine);
      void this.#look();
      void this.#trace();
    }
    this.#draw();
  }

  /** State and invariants after the step of the current event. */
  async #look(): Promise<void> {
    const { steps } = this.#moment;
    if (this.#snapshot?.at === steps) return;
    this.#snapshot = null;
    const state = await this.#options.context.lab.snapshot(this.#machine.value, steps).catch(() => null);
    if (state === null || this.#moment.steps !== steps) return;
    this.#snapshot = state;
    this.#draw();
  }

  /** Which line of which cell wrote this step. */
  async #trace(): Promise<void> {
    const { context, slug } = this.#options;
    const { value } = this.#machine;
    const { steps } = this.#moment;
    const written = await writtenAt(context, value, steps - 1, slug);
    if (this.#machine.value !== value || this.#moment.steps !== steps) return;
    this.#written = written;
    this.#draw();
  }

  #draw(): void {
    const { context, label, slug } = this.#options;
    const words = context.strings.time;
    const event = this.#machine.events[this.#moment.event];
    const actions = {
      name: `branch-${slug}`,
      choose: (index: number) => void this.#show(index),
      remove: (index: number) => this.#remove(index),
    };
    render(
      html`${event ? html`<p class="time-sentence">${sentenceOf(event, this.#sentences)}</p>` : nothing}
      ${this.#writtenPart()} ${branchPart(this.#branches.all, this.#branches.at, actions, words, this.#sentences)} ${this.#forkPart()}
      ${invariantPart(this.#snapshot?.invariants ?? [], words, this.#sentences)}
      <details class="time-state" @toggle=${(it: Event) => this.#showState(it)}><summary>${words.state(this.#moment.steps)}</summary><div></div></details>
      <p class="time-buttons">${this.#button("step-link", words.link, () => void copyStepLink(context, slug, this.#moment.event))}
        ${this.#button("close-time", words.close, () => this.close())}</p>`,
      this.#rest,
    );
    this.#rest.setAttribute("aria-label", label);
  }

  #button(action: string, text: string, run: () => void): TemplateResult {
    return html`<button type="button" class="cell-button" data-action=${action} @click=${run}>${text}</button>`;
  }

  #writtenPart(): TemplateResult | typeof nothing {
    if (this.#written === null) return nothing;
    const { slug, first } = this.#written;
    const { context, goToCode } = this.#options;
    const text = context.strings.time.written(labelOf(context.data, slug), first);
    return html`<p class="time-written"><button type="button" class="cell-line" data-action="go-to-step"
      @click=${() => goToCode(slug, first)}>${text}</button></p>`;
  }

  /** Chooses a branch; one that is kept from before is run first. */
  async #show(index: number): Promise<void> {
    const branch = this.#branches.all[index];
    if (branch === undefined) return;
    this.#message = await this.#branches.play(branch);
    if (this.#message === "") this.#choose(this.#branches.all.indexOf(branch));
    else this.#draw();
  }

  #choose(index: number): void {
    this.#branches.at = index;
    this.#snapshot = null;
    const { diff } = this.#branches.all[index] as Branch;
    this.#moment = momentAt(this.#machine, diff?.firstEvent?.[1] ?? this.#moment.event);
    this.#mount();
  }

  #remove(index: number): void {
    this.#branches.remove(index);
    this.#choose(0);
  }

  #showState(event: Event): void {
    const details = event.target as HTMLDetailsElement;
    const host = details.querySelector<HTMLElement>(":scope > div");
    if (!details.open || host === null || this.#snapshot === null) return;
    mountValue(host, { kind: "data", value: this.#snapshot }, this.#options.context.values);
  }

  #forkPart(): TemplateResult | typeof nothing {
    if (!this.#isForking) {
      return this.#message === "" ? nothing : html`<p class="cell-fault" role="alert">${this.#message}</p>`;
    }
    const box = {
      head: forkCode(this.#branches.name, this.#moment.steps, ""),
      operations: this.#operations,
      message: this.#message,
      input: (text: string) => {
        this.#operations = text;
      },
      run: () => void this.#fork(),
    };
    return forkBox(box, this.#options.context.strings.time);
  }

  #startFork(steps: number): void {
    if (this.#options.context.isSafe) return;
    this.#moment = { event: this.#moment.event, steps };
    this.#isForking = true;
    this.#draw();
    this.#rest.querySelector<HTMLElement>("[data-fork]")?.focus();
  }

  async #fork(): Promise<void> {
    const { context } = this.#options;
    const branch = await this.#branches.add({ steps: this.#moment.steps, operations: this.#operations.trim() });
    if (typeof branch === "string") {
      this.#message = branch;
      this.#draw();
      return;
    }
    this.#message = "";
    this.#isForking = false;
    this.#operations = "";
    this.#choose(this.#branches.all.indexOf(branch));
    this.#line.querySelector<HTMLElement>("input[type=range]")?.focus();
    context.announcer.say(diffText(branch, context.strings.time, this.#sentences));
  }
}
