/** State mark and word, and the buttons of a cell. Which buttons there are follows from the state; nothing is greyed out. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { CellStrings, StateName } from "../../i18n/strings.ts";

export interface CellBar {
  label: string;
  /** As shown: a run of less than a blink is never shown as one. */
  state: StateName;
  isEdited: boolean;
  isRunning: boolean;
  isMoreOpen: boolean;
  /** False in safe mode and where nothing can run. */
  canRun: boolean;
  /** Whether the last change was a reset that can be undone. */
  canUndo: boolean;
}

export interface CellActions {
  run(): void;
  stop(): void;
  reset(): void;
  undo(): void;
  more(): void;
}

const MARKS: Readonly<Record<StateName, string>> = {
  idle: "○",
  queued: "◔",
  running: "◐",
  ok: "✓",
  stale: "↻",
  error: "✗",
  stopped: "■",
  "timed-out": "⧗",
  blocked: "⊘",
};

/** What comes and goes stands first: the bar ends at the right, so that Run never moves from under a finger. */
export function cellBar(bar: CellBar, actions: CellActions, strings: CellStrings): TemplateResult {
  const main = bar.isRunning
    ? (["stop", strings.stop, actions.stop] as const)
    : (["run", strings.run, actions.run] as const);
  return html`${bar.isEdited ? html`<span class="cell-edited">${strings.edited}</span>` : nothing}
    <span class="cell-tools" role="group" aria-label=${strings.tools(bar.label)}>${
      bar.isEdited ? button("reset", strings.reset, bar.label, actions.reset) : nothing
    }${bar.canUndo ? button("undo", strings.undoReset, bar.label, actions.undo) : nothing}<span
      class="cell-state" data-state=${bar.state}><span class="cell-mark" aria-hidden="true">${MARKS[bar.state]}</span>
      <span class="cell-word">${strings.states[bar.state]}</span></span>${
        bar.canRun || bar.isRunning ? button(main[0], main[1], bar.label, main[2]) : nothing
      }<button type="button" class="cell-button" data-action="more" aria-expanded=${bar.isMoreOpen}
        aria-label="${strings.more}: ${bar.label}" @click=${actions.more}>${strings.more}</button></span>`;
}

const button = (action: string, text: string, label: string, run: () => void): TemplateResult =>
  html`<button type="button" class="cell-button" data-action=${action} aria-label="${text}: ${label}" @click=${run}>${text}</button>`;
