/**
 * What a link asks for. A place is gone to. Changes of somebody else's are never run and never kept by opening them: a
 * bar shows where they come from and what they change, and asks.
 */
import { html, nothing, render, type TemplateResult } from "lit-html";
import { diffLines } from "../../exercises/diff-lines.ts";
import { countForks, type Forks } from "../kept-forks.ts";
import { CURRENT } from "../release-data.ts";
import { openLink, type Place, type Shared } from "../share.ts";
import { machineOf } from "./cell-context.ts";
import { ForkKeeper } from "./fork-keeper.ts";
import type { LessonView } from "./lesson-view.ts";
import { spoken } from "./spoken.ts";
import { wrongAddress } from "./wrong-address.ts";

export async function followLink(fragment: string, view: LessonView): Promise<void> {
  const opened = await openLink(fragment);
  const engine =
    opened.kind === "place" ? opened.place.engine : opened.kind === "shared" ? opened.shared.engine : undefined;
  if (engine !== undefined && isElsewhere(engine, view)) return reopenOn(engine);
  if (opened.kind === "place") return goTo(opened.place, view, !fragment.includes("="));
  if (opened.kind === "refused") return refuse(view, view.context.strings.share.refused(opened.why));
  if (opened.kind !== "shared") return;
  if (opened.shared.nb !== view.context.data.lesson) return otherLesson(opened.shared, view);
  const boundary = await view.context.lab.ready.then(
    (it) => it.boundary,
    () => "none" as const,
  );
  new OpenedBar(opened.shared, view, boundary === "frame").show();
}

/** Whether the link was made with another engine than this page's, and nobody has looked for that one yet. */
function isElsewhere(engine: string, { context }: LessonView): boolean {
  const asked = new URLSearchParams(location.search).get("engine");
  return asked !== engine && asked !== CURRENT && !context.data.engine.startsWith(engine);
}

/** A page runs on one engine for as long as it is there, so another one is another page. */
function reopenOn(engine: string): void {
  const url = new URL(location.href);
  url.searchParams.set("engine", engine);
  location.replace(url);
}

/** To a cell; with a step, to its timeline, which plays the author's text if nothing of the reader's is in the way. */
async function goTo({ cell: slug, step, seed, wrong = [] }: Place, view: LessonView, isBare: boolean): Promise<void> {
  const { notebook } = view.context;
  if (seed !== null && seed !== notebook.seed) notebook.reseed(seed);
  const section =
    slug === null
      ? null
      : (document.getElementById(slug) ?? document.querySelector<HTMLElement>(`[data-cell="${CSS.escape(slug)}"]`));
  // A bare name may be of a heading that the lesson had once.
  const isMissing = slug !== null && section === null && !isBare;
  wrongAddress(view.context, "link", isMissing ? [{ name: "cell", got: slug, expected: "cell" }, ...wrong] : wrong);
  if (slug === null || section === null) return;
  section.scrollIntoView({ block: "start" });
  section.querySelector<HTMLElement>(".cell-name a")?.focus({ preventScroll: true });
  const cell = view.cells.get(slug);
  if (step === null || !cell || view.context.isSafe) return;
  const isAuthors = notebook.cells.every((it) => it.kind !== "simulation" || !it.isEdited);
  const now = isAuthors && machineOf(cell.now) === null ? await notebook.run(slug) : cell.now;
  const machine = machineOf(now);
  if (machine) view.context.openTime(slug, machine, view.label(slug), step);
}

function noticeHost({ context }: LessonView): HTMLElement {
  const host = spoken(document.createElement("section"), context.strings);
  host.className = "notice opened-link";
  host.tabIndex = -1;
  document.querySelector("main")?.prepend(host);
  return host;
}

function leaveAddress(): void {
  history.replaceState(null, "", location.pathname + location.search);
}

function refuse(view: LessonView, text: string): void {
  const host = noticeHost(view);
  const { strings, announcer } = view.context;
  const close = () => {
    host.remove();
    leaveAddress();
  };
  render(
    html`<p>${text}</p><button type="button" class="cell-button" @click=${close}>${strings.run.dismiss}</button>`,
    host,
  );
  announcer.say(text);
}

function otherLesson(shared: Shared, view: LessonView): void {
  const { strings, data } = view.context;
  const lesson = data.lessons.find((it) => it.slug === shared.nb);
  refuse(view, strings.share.otherLesson);
  if (!lesson) return;
  const link = document.createElement("a");
  link.href = lesson.href + location.hash;
  link.textContent = strings.share.goThere(lesson.title);
  document.querySelector(".opened-link")?.append(" ", link);
}

/**
 * Asks what is to become of somebody else's texts: run them, just read them, or nothing. Just read, they stand in their
 * cells and have not run; what was the reader's stays on the device until the reader takes the others over.
 */
class OpenedBar {
  readonly #shared: Shared;
  readonly #view: LessonView;
  /** Whether cells of others may run here. */
  readonly #isClosed: boolean;
  readonly #host: HTMLElement;
  readonly #known: [string, string][];
  readonly #unknown: string[];
  readonly #forks: Forks;
  /** The reader's own texts while others are read. */
  readonly #own = new Map<string, string>();
  #isReading = false;

  constructor(shared: Shared, view: LessonView, isClosed: boolean) {
    this.#shared = shared;
    this.#host = noticeHost(view);
    this.#view = view;
    this.#isClosed = isClosed;
    const entries = Object.entries(shared.cells);
    this.#known = entries.filter(([slug, text]) => view.cells.get(slug) && view.cells.get(slug)?.now.text !== text);
    this.#unknown = entries.filter(([slug]) => !view.cells.has(slug)).map(([slug]) => slug);
    this.#forks = Object.fromEntries(Object.entries(shared.forks ?? {}).filter(([slug]) => view.cells.has(slug)));
  }

  get #isEmpty(): boolean {
    return this.#known.length === 0 && countForks(this.#forks) === 0;
  }

  show(): void {
    const { strings, announcer } = this.#view.context;
    this.#host.setAttribute("aria-label", strings.share.title);
    announcer.say(this.#text);
    this.#draw();
    this.#host.scrollIntoView({ block: "nearest" });
    this.#host.focus({ preventScroll: true });
  }

  get #text(): string {
    const { share } = this.#view.context.strings;
    if (this.#isReading) return share.reading;
    return this.#isEmpty ? share.openedSame : share.opened(this.#known.length, countForks(this.#forks));
  }

  #draw(): void {
    const { strings, data, isSafe } = this.#view.context;
    const words = strings.share;
    const canRun = !this.#isEmpty && this.#isClosed && !isSafe;
    render(
      html`<p><strong>${this.#text}</strong> ${this.#isEmpty || this.#isReading ? nothing : words.openedOther}</p>
        ${this.#shared.hash === data.hash ? nothing : html`<p>${words.openedChanged}</p>`}
        ${this.#unknown.length === 0 ? nothing : html`<p>${words.unknownCells(this.#unknown)}</p>`}
        ${this.#isClosed || this.#isEmpty ? nothing : html`<p>${words.readOnly}</p>`}
        ${this.#known.map(([slug, next]) => this.#changes(slug, next))} ${this.#forkParts()}
        <p class="notice-buttons">${canRun ? this.#button("link-run", words.run, () => this.#take()) : nothing}
          ${this.#known.length === 0 || !this.#isClosed || this.#isReading ? nothing : this.#button("link-read", words.read, () => this.#read())}
          ${
            this.#isReading
              ? this.#button("link-back", words.putMineBack, () => this.#putBack())
              : this.#button("link-discard", words.discard, () => this.#close())
          }</p>`,
      this.#host,
    );
  }

  #changes(slug: string, next: string): TemplateResult {
    const { strings } = this.#view.context;
    const cell = this.#view.cells.get(slug);
    const lines = diffLines(cell?.now.original ?? "", next).filter((it) => it.kind !== "same" || it.text !== "");
    const signs = { same: " ", removed: "−", added: "+" } as const;
    return html`<details ?open=${!this.#isReading}><summary>${strings.share.changes(this.#view.label(slug))}</summary>
      <pre class="exercise-diff" dir="ltr" tabindex="0">${lines.map(
        (it) => html`<span data-kind=${it.kind}>${signs[it.kind]} ${it.text}
</span>`,
      )}</pre></details>`;
  }

  #forkParts(): TemplateResult[] {
    const { share } = this.#view.context.strings;
    return Object.entries(this.#forks).flatMap(([slug, forks]) =>
      forks.map(
        (it) => html`<details open><summary>${share.fork(this.#view.label(slug), it.steps)}</summary>
          <pre class="exercise-diff" dir="ltr" tabindex="0">${it.operations}</pre></details>`,
      ),
    );
  }

  #button(action: string, text: string, run: () => void): TemplateResult {
    return html`<button type="button" class="cell-button" data-action=${action} @click=${run}>${text}</button> `;
  }

  /** The texts become the reader's; what was there before stays in each cell's history. Forks run when they are chosen. */
  #take(): void {
    const { context, reading } = this.#view;
    reading.clear();
    for (const [slug, text] of this.#known) {
      const cell = this.#view.cells.get(slug);
      // Read before: what stands there now, with what the reader has done to it, is taken over.
      if (this.#isReading) context.notebook.edit(slug, cell?.now.text ?? text);
      else cell?.replace(text, "opened");
    }
    new ForkKeeper(context.keep, context.data.lesson).take(this.#forks);
    const { seed, cell, step } = this.#shared;
    if (seed !== undefined && seed !== context.notebook.seed) context.notebook.reseed(seed);
    this.#close();
    void this.#view.runStale().then(() => {
      if (cell !== undefined) return goTo({ cell, step: step ?? null, seed: null }, this.#view, false);
    });
  }

  #read(): void {
    const { reading, cells, context } = this.#view;
    this.#isReading = true;
    for (const [slug, text] of this.#known) {
      const cell = cells.get(slug);
      if (!cell) continue;
      cell.code.flush();
      this.#own.set(slug, cell.now.text);
      reading.set(slug, text);
      cell.replace(text, "opened");
    }
    this.#draw();
    context.announcer.say(this.#text);
    const first = this.#known[0]?.[0];
    if (first === undefined) return;
    const section = cells.get(first)?.section;
    section?.scrollIntoView({ block: "start" });
    section?.querySelector<HTMLElement>(".cell-name a, [data-action=run]")?.focus({ preventScroll: true });
  }

  /** What the reader has meanwhile made of a text stays in its history. */
  #putBack(): void {
    for (const [slug, text] of this.#own) this.#view.cells.get(slug)?.replace(text, "restored");
    this.#view.reading.clear();
    this.#close();
  }

  #close(): void {
    this.#host.remove();
    leaveAddress();
    document.querySelector<HTMLElement>("main")?.focus();
  }
}
