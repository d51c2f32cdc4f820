/**
 * What concerns all cells: how many are stale and a button that runs them, Stop, what takes long, what broke off, which
 * boundary holds around readers' code, and whether what the reader writes is saved.
 */
import { html, nothing, render, type TemplateResult } from "lit-html";
import type { Boundary } from "../../../workers/api.ts";
import type { PageStrings } from "../../i18n/strings.ts";
import type { SaveState } from "../keep.ts";
import { spoken } from "./spoken.ts";
import { BLINK_MS, timeText } from "./times.ts";

export interface RunBarState {
  stale: number;
  isRunning: boolean;
  slow: string | null;
  restarted: "stopped" | "timed-out" | "crashed" | null;
  isSafe: boolean;
  isLoop: boolean;
  boundary: Boundary | null;
  saved: SaveState;
}

export interface RunBarActions {
  runStale(): void;
  stop(): void;
}

export class RunBar {
  readonly #host: HTMLElement;
  readonly #notices: HTMLElement;
  readonly #strings: PageStrings;
  readonly #actions: RunBarActions;
  readonly #state: RunBarState;
  #isRunShown = false;
  #blink: ReturnType<typeof setTimeout> | undefined;

  constructor(main: HTMLElement, strings: PageStrings, actions: RunBarActions, state: RunBarState) {
    this.#strings = strings;
    this.#actions = actions;
    this.#state = state;
    this.#notices = document.createElement("div");
    this.#notices.className = "notices";
    this.#host = document.createElement("div");
    this.#host.className = "run-bar";
    this.#host.setAttribute("role", "group");
    this.#host.setAttribute("aria-label", strings.shell.tools);
    spoken(this.#notices, strings);
    spoken(this.#host, strings);
    main.prepend(this.#notices);
    main.append(this.#host);
    this.#draw();
  }

  change(next: Partial<RunBarState>): void {
    const keys = Object.keys(next) as (keyof RunBarState)[];
    if (keys.every((key) => next[key] === this.#state[key])) return;
    Object.assign(this.#state, next);
    // A short run changes nothing here, so that the page needs not be laid out while it goes on.
    if (this.#state.isRunning && !this.#isRunShown) this.#blink ??= setTimeout(() => this.#show(), BLINK_MS);
    else this.#show();
  }

  #show(): void {
    clearTimeout(this.#blink);
    this.#blink = undefined;
    this.#isRunShown = this.#state.isRunning;
    this.#draw();
  }

  get state(): Readonly<RunBarState> {
    return this.#state;
  }

  #draw(): void {
    render(this.#notice(), this.#notices);
    const { stale, isRunning, isSafe, saved, boundary } = this.#state;
    const { run, keep, cell, tag } = this.#strings;
    const time = saved.kind === "saved" && saved.at !== null ? timeText(saved.at, tag) : null;
    render(
      html`${isRunning ? button("stop-all", cell.stop, this.#actions.stop) : nothing}
        ${stale > 0 && !isSafe ? button("run-stale", run.runStale(stale), this.#actions.runStale) : nothing}
        <span class="save-state" data-saved=${saved.kind}>${saved.kind === "saved" ? keep.saved(time) : keep.unsaved(saved.why)}</span>
        ${boundary === null ? nothing : html`<span class="boundary" data-boundary=${boundary}>${run.boundary(boundary)}</span>`}`,
      this.#host,
    );
  }

  #notice(): TemplateResult {
    const { run, cell } = this.#strings;
    const { slow, restarted, isSafe, isLoop } = this.#state;
    const safe = new URL(location.href);
    safe.searchParams.set("safe", "1");
    const open = new URL(location.href);
    open.searchParams.delete("safe");
    return html`${isSafe ? html`<p class="notice" data-notice="safe">${run.safe} <a href=${open.href}>${run.safeLeave}</a></p>` : nothing}
      ${isLoop && !isSafe ? html`<p class="notice" data-notice="loop">${run.crashLoop} <a href=${safe.href}>${run.openSafe}</a></p>` : nothing}
      ${
        slow === null
          ? nothing
          : html`<p class="notice" data-notice="slow">${run.slow(slow)} ${button("stop-slow", cell.stop, this.#actions.stop)}
            ${button("wait", run.keepWaiting, () => this.change({ slow: null }))}</p>`
      }
      ${
        restarted === null
          ? nothing
          : html`<p class="notice" data-notice="restarted">${run.restarted(restarted)}
            ${button("dismiss", run.dismiss, () => this.change({ restarted: null }))}</p>`
      }`;
  }
}

const button = (action: string, text: string, run: () => void): TemplateResult =>
  html`<button type="button" class="cell-button" data-action=${action} @click=${run}>${text}</button>`;
