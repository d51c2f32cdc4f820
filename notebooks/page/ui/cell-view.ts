/**
 * One simulation cell of the page made live: its code, its bar, its notes, its value. It draws what the notebook says
 * and tells the notebook what the reader does; it holds no state of the cell itself.
 */
import { render } from "lit-html";
import type { StateName } from "../../i18n/strings.ts";
import type { CellNow } from "../cells-api.ts";
import type { Kept } from "../keep-record.ts";
import { cellBar } from "./cell-bar.ts";
import { CellCode } from "./cell-code.ts";
import { cellOf, type LessonContext, labelOf } from "./cell-context.ts";
import { cellNotes } from "./cell-notes.ts";
import { type OutputView, outputView } from "./output-view.ts";
import { spoken } from "./spoken.ts";
import { BLINK_MS } from "./times.ts";

const WITHOUT_VALUE: readonly StateName[] = ["idle", "error", "stopped", "timed-out", "blocked"];
const TRANSIENT: readonly StateName[] = ["queued", "running"];

export class CellView {
  readonly slug: string;
  readonly section: HTMLElement;
  readonly code: CellCode;
  readonly #context: LessonContext;
  readonly #bar = document.createElement("div");
  readonly #notes = document.createElement("div");
  readonly #output: OutputView | null;
  /** Taken away from the page again by whoever opened it. */
  #more: { close(): void } | null = null;
  #shown: StateName = "idle";
  #blink: ReturnType<typeof setTimeout> | undefined;
  /** What is handed on now is to be run at once. */
  #isAsked = false;
  #now: CellNow;
  #other: { text: string; record: Kept | null } | null = null;
  #isAuthorNewSeen = false;

  constructor(section: HTMLElement, pre: HTMLElement, context: LessonContext) {
    this.slug = section.dataset.cell as string;
    this.section = section;
    this.#context = context;
    this.#now = context.notebook.cell(this.slug);
    this.#bar.className = "cell-bar";
    this.#notes.className = "cell-notes";
    spoken(this.#bar, context.strings);
    spoken(this.#notes, context.strings);
    pre.before(this.#bar);
    section.classList.add("barred");
    const output = section.querySelector<HTMLElement>(".output");
    if (output) output.before(this.#notes);
    else section.append(this.#notes);
    this.#output = output ? outputView(output, context, { poke: () => undefined, fork: () => undefined }) : null;
    this.code = this.#makeCode(pre);
    this.code.setText(this.#now.text);
    this.#shown = this.#now.state;
    this.draw(this.#now);
  }

  get label(): string {
    return labelOf(this.#context.data, this.slug);
  }

  get now(): CellNow {
    return this.#now;
  }

  #makeCode(pre: HTMLElement): CellCode {
    const { notebook, strings, preferences, announcer } = this.#context;
    return new CellCode(this.section, pre, cellOf(this.#context.data, this.slug)?.text ?? pre.textContent ?? "", {
      label: this.label,
      strings: strings.cell,
      lang: strings.tag,
      isPlain: () => preferences.plainEditor,
      names: () =>
        new Map(notebook.cells.flatMap((it) => it.names.map((name) => [name, it.values[name] ?? null] as const))),
      onText: (text) => notebook.edit(this.slug, text),
      onFix: (text) => this.replace(text, "fix"),
      say: (text) => announcer.say(text),
    });
  }

  /** Puts another text in place of the reader's, which stays in the history. */
  replace(text: string, why: "fix" | "restored" | "other-tab" | "author" | "opened", began?: Kept): void {
    this.code.flush();
    this.#context.notebook.edit(this.slug, text, why, began);
    this.draw(this.#context.notebook.cell(this.slug));
  }

  /** In safe mode the text is kept and nothing runs. */
  async run(): Promise<CellNow> {
    this.#isAsked = !this.#context.isSafe;
    this.code.flush();
    this.#isAsked = false;
    if (this.#context.isSafe) {
      this.#context.announcer.say(this.#context.strings.run.safe);
      return this.#now;
    }
    this.#context.histories.add(this.slug, [{ text: this.code.text, why: "run", at: Date.now() }]);
    return this.#context.notebook.run(this.slug);
  }

  async focusCode(): Promise<void> {
    await this.code.open();
  }

  /**
   * Another tab wrote this cell, or forgot it (null): taken at once when nothing of ours is lost by it, with what the
   * author's text was when that one was begun.
   */
  wroteElsewhere(record: Kept | null): void {
    const text = record?.text ?? this.#now.original;
    const isOurs = this.#now.isEdited && this.#now.text !== text;
    if (this.#now.text === text) this.#other = null;
    else if (isOurs || this.section.contains(document.activeElement)) this.#other = { text, record };
    else this.replace(text, "other-tab", record ?? undefined);
    this.draw(this.#now);
  }

  draw(now: CellNow): void {
    const { state: was, text } = this.#now;
    this.#now = now;
    this.section.dataset.state = now.state;
    this.section.toggleAttribute("data-edited", now.isEdited);
    this.section.setAttribute("aria-busy", String(now.state === "running"));
    // Only a text that is news here: what is being typed may be ahead of the notebook.
    if (now.text !== text) this.code.setText(now.text);
    this.code.setFault(now.state === "error" ? now.error : null);
    if (TRANSIENT.includes(now.state) || (this.#isAsked && now.state === "stale"))
      this.#blink ??= setTimeout(() => this.#show(), BLINK_MS);
    else this.#show();
    this.#output?.draw(now);
    if (was !== now.state) this.#announce(was);
  }

  #show(): void {
    clearTimeout(this.#blink);
    this.#blink = undefined;
    this.#shown = this.#now.state;
    this.#paint();
  }

  #paint(): void {
    const now = this.#now;
    const { strings, notebook, isSafe } = this.#context;
    const bar = {
      label: this.label,
      state: this.#shown,
      isEdited: now.isEdited,
      isRunning: TRANSIENT.includes(this.#shown),
      isMoreOpen: this.#more !== null,
      canRun: !isSafe,
      canUndo: !now.isEdited && this.#context.histories.undoOf(this.slug) !== null,
    };
    const actions = {
      run: () => void this.run(),
      stop: () => void notebook.stop(),
      reset: () => this.reset(),
      undo: () => this.undo(),
      more: () => void this.toggleMore(),
    };
    render(cellBar(bar, actions, strings.cell), this.#bar);
    this.#paintNotes();
  }

  #paintNotes(): void {
    const now = this.#now;
    const { notebook, strings, data } = this.#context;
    const changed = now.why?.kind === "input" ? [now.why.name] : [];
    const notes = {
      now,
      changed,
      isShownStale: this.#shown === "stale",
      hasOldValue: WITHOUT_VALUE.includes(this.#shown) && this.section.querySelector(".output > *") !== null,
      other: this.#other?.text ?? null,
      isAuthorNewOpen: now.isOriginalNew && !this.#isAuthorNewSeen,
      budgetSeconds: Math.round((cellOf(data, this.slug)?.budgetMs ?? 10_000) / 1000),
    };
    const actions = {
      fix: (text: string) => this.replace(text, "fix"),
      goTo: (line: number, column: number) => void this.code.goTo(line, column),
      keepMine: () => {
        this.#isAuthorNewSeen = true;
        notebook.edit(this.slug, this.#now.text);
        this.#paint();
      },
      takeNew: () => this.reset(),
      compare: () => void this.toggleMore("compare"),
      takeOther: () => {
        const other = this.#other;
        this.#other = null;
        if (other) this.replace(other.text, "other-tab", other.record ?? undefined);
      },
      keepOther: () => {
        this.#other = null;
        notebook.edit(this.slug, this.#now.text);
        this.#paint();
      },
    };
    render(cellNotes(notes, actions, strings.cell), this.#notes);
  }

  reset(): void {
    this.code.flush();
    this.#context.notebook.reset(this.slug);
    this.#context.announcer.say(this.#context.strings.cell.said(this.label, this.#context.strings.cell.reset));
    this.section.querySelector<HTMLElement>("[data-action=undo]")?.focus();
  }

  undo(): void {
    const past = this.#context.histories.undoOf(this.slug);
    if (past !== null) this.replace(past.text, "restored");
    this.section.querySelector<HTMLElement>("[data-action=run]")?.focus();
  }

  /** Opens or closes what is behind "More", which is fetched on the first use. */
  async toggleMore(panel: "all" | "help" | "compare" = "all"): Promise<void> {
    if (this.#more) {
      this.#more.close();
      this.#more = null;
      this.#paint();
      return;
    }
    const { openMore } = await import("./cell-more.ts");
    this.#more = openMore(this, this.#bar, this.#context, panel, () => {
      this.#more = null;
      this.#paint();
    });
    this.#paint();
  }

  #announce(was: StateName): void {
    const { announcer, strings } = this.#context;
    const { state, error } = this.#now;
    if (state === "error" && error) announcer.say(strings.cell.saidError(this.label, error.message, error.line));
    else if (TRANSIENT.includes(was) && !TRANSIENT.includes(state)) {
      announcer.say(strings.cell.said(this.label, strings.cell.states[state]));
    }
  }
}
