/**
 * A lesson page come alive: every cell gets its bar and its box, every figure is played when it comes into sight, and
 * nothing of the reader's runs until the reader says so.
 */
import type { MachineView } from "../../../engine/api.ts";
import type { Lab } from "../../../workers/api.ts";
import type { CellNow, Notebook, NotebookOptions } from "../cells-api.ts";
import type { LessonModule } from "../page-data.ts";
import { type LessonContext, labelOf, machineOf, type PageContext } from "./cell-context.ts";
import { cellKeys } from "./cell-keys.ts";
import { CellView } from "./cell-view.ts";
import type { CrashLoop } from "./crash-loop.ts";
import { HistoryKeeper } from "./history-keeper.ts";
import { cellStore, notebookCells } from "./lesson-cells.ts";
import { drawProse, type FigureActions, type OutputView, outputView } from "./output-view.ts";
import { addPoke, sourceOf } from "./poke.ts";
import type { RunBar } from "./run-bar.ts";

export interface LessonParts {
  lesson: LessonModule;
  lab: Lab;
  createNotebook: typeof import("../notebook.ts").createNotebook;
  /** What was asked of the lab before; see opening.ts. */
  answers?: NotebookOptions["answers"];
  isSafe: boolean;
  crashes: CrashLoop;
  runBar(): RunBar | null;
}

export class LessonView {
  readonly context: LessonContext;
  readonly cells = new Map<string, CellView>();
  /** Mounted exercises by id: call one to draw it again from what is kept. */
  readonly exercises = new Map<string, () => void>();
  /** Where the timeline that was opened last stands. */
  openedTime: { slug: string; event: number; machine: MachineView } | null = null;
  /** Texts of somebody else's that are only read: slug → text. They are not kept on the device. */
  readonly reading = new Map<string, string>();
  #visited: string | null = null;
  readonly #visits: ((slug: string) => void)[] = [];
  readonly #views = new Map<string, OutputView>();
  readonly #prose = new Map<string, number>();
  readonly #parts: LessonParts;
  readonly #main: HTMLElement;

  constructor(main: HTMLElement, base: PageContext, parts: LessonParts) {
    this.#main = main;
    this.#parts = parts;
    for (const it of base.data.prose) this.#prose.set(it.slug, it.id);
    const notebook: Notebook = parts.createNotebook({
      cells: notebookCells(base.data, parts.lesson),
      lab: parts.lab,
      onChange: (now) => this.#changed(now),
      store: cellStore(base.keep, base.data, this.reading),
      seed: base.data.seed,
      ...(parts.answers ? { answers: parts.answers } : {}),
    });
    this.context = {
      ...base,
      notebook,
      lab: parts.lab,
      isSafe: parts.isSafe,
      histories: new HistoryKeeper(base.keep, base.data.lesson),
      openTime: (slug, machine, label, event) => void this.#openTime(slug, machine, label, event),
    };
    this.#hydrate();
    this.#watchOtherTabs();
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
    if (!parts.isSafe) this.#playInSight();
  }

  #hydrate(): void {
    for (const section of this.#main.querySelectorAll<HTMLElement>("section[data-cell]")) {
      const slug = section.dataset.cell as string;
      const kind = section.dataset.kind;
      const pre = section.querySelector<HTMLElement>("pre.code");
      const output = section.querySelector<HTMLElement>(".output");
      if (kind === "simulation" && pre) this.#addCell(section, pre);
      else if (kind === "view" && output) {
        this.#views.set(slug, outputView(output, this.context, this.#figureActions(slug)));
      }
    }
  }

  #figureActions(slug: string): FigureActions {
    return {
      poke: (code) => addPoke(this, slug, code),
      fork: (steps) => {
        const source = sourceOf(this, slug);
        const machine = source ? machineOf(source.now) : null;
        if (source && machine) void this.#openTime(source.slug, machine, source.label, undefined, steps);
      },
    };
  }

  #addCell(section: HTMLElement, pre: HTMLElement): void {
    const cell = new CellView(section, pre, this.context);
    this.cells.set(cell.slug, cell);
    cellKeys(cell, {
      runNext: (it) => {
        void it.run();
        void this.#focusAfter(it);
      },
      runStay: (it) => void it.run(),
      runStale: () => void this.runStale(),
      stop: () => void this.context.notebook.stop(),
    });
    section.addEventListener("focusin", () => {
      this.#visited = cell.slug;
      for (const listener of this.#visits) listener(cell.slug);
    });
  }

  /** The next cell that can be edited; after the last one the focus stays on its Run button. */
  async #focusAfter(cell: CellView): Promise<void> {
    const all = [...this.cells.values()];
    const next = all[all.indexOf(cell) + 1];
    if (next) await next.focusCode();
    else cell.section.querySelector<HTMLElement>("[data-action=run]")?.focus();
  }

  async runStale(): Promise<void> {
    this.flush();
    if (!this.#parts.isSafe) await this.context.notebook.runStale();
  }

  /** Hands on what was typed since the last pause, everywhere. */
  flush(): void {
    for (const cell of this.cells.values()) cell.code.flush();
  }

  #changed(now: CellNow): void {
    if (now.history.length > 0) this.context.histories.add(now.slug, now.history);
    this.cells.get(now.slug)?.draw(now);
    this.#views.get(now.slug)?.draw(now);
    const prose = this.#prose.get(now.slug);
    if (prose !== undefined && now.isLive) drawProse(this.#main, prose, now.output);
    const section = this.#main.querySelector<HTMLElement>(`section[data-cell="${now.slug}"]`);
    if (section) section.dataset.state = now.state;
    this.count();
  }

  /** Tells the bar how many cells are stale and whether one runs. */
  count(): void {
    const { notebook } = this.context;
    const stale = notebook.cells.filter((it) => it.kind === "simulation" && it.state === "stale").length;
    const { isRunning } = notebook;
    const bar = this.#parts.runBar();
    if (bar && isRunning !== bar.state.isRunning) {
      if (isRunning) this.#parts.crashes.begins();
      else this.#parts.crashes.ends();
    }
    bar?.change({ stale, isRunning, ...(isRunning ? {} : { slow: null }) });
  }

  /** The first figure at once, each other one when it comes into sight: the author's text, played. */
  #playInSight(): void {
    const { notebook } = this.context;
    const sections = [...this.#main.querySelectorAll<HTMLElement>('section[data-kind="view"]')];
    const sight = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          sight.unobserve(target);
          void notebook.play((target as HTMLElement).dataset.cell as string);
        }
      },
      { rootMargin: "200px" },
    );
    for (const [index, section] of sections.entries()) {
      if (index === 0) void notebook.play(section.dataset.cell as string);
      else sight.observe(section);
    }
  }

  #watchOtherTabs(): void {
    this.context.keep.onOther((slug, record) => {
      this.cells.get(slug)?.wroteElsewhere(record);
    });
  }

  async #openTime(slug: string, machine: MachineView, label: string, event?: number, forkAt?: number): Promise<void> {
    const section = this.cells.get(slug)?.section;
    if (!section) return;
    const { openTimePanel } = await import("./time-panel.ts");
    const onMoment = (at: number | null, shown: MachineView) => {
      this.openedTime = at === null ? null : { slug, event: Math.max(0, at), machine: shown };
    };
    const { context } = this;
    const at = { ...(event === undefined ? {} : { event }), ...(forkAt === undefined ? {} : { forkAt }) };
    const goToCode = (where: string, line: number) => void this.cells.get(where)?.code.goTo(line, 0);
    await openTimePanel(section, { slug, machine, label, context, onMoment, goToCode, ...at });
  }

  /** Called for every cell that the reader goes to, and at once for the one where the reader is already. */
  onVisit(listener: (slug: string) => void): void {
    if (this.#visited !== null) listener(this.#visited);
    this.#visits.push(listener);
  }

  label(slug: string): string {
    return labelOf(this.context.data, slug);
  }
}
