/** What a cell has to say besides its value: why it is stale, what failed and where, what it wrote, what changed elsewhere. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { CellStrings } from "../../i18n/strings.ts";
import type { CellNow } from "../cells-api.ts";

export interface CellNotes {
  now: CellNow;
  /** Names of inputs that have changed since it ran. */
  changed: readonly string[];
  isShownStale: boolean;
  /** The last run gave no value, and the one before is still there. */
  hasOldValue: boolean;
  /** Another tab wrote this text. */
  other: string | null;
  isAuthorNewOpen: boolean;
  budgetSeconds: number;
}

export interface NoteActions {
  fix(text: string): void;
  goTo(line: number, column: number): void;
  keepMine(): void;
  takeNew(): void;
  compare(): void;
  takeOther(): void;
  keepOther(): void;
}

export function cellNotes(notes: CellNotes, actions: NoteActions, strings: CellStrings): TemplateResult {
  const { now } = notes;
  return html`${notes.isShownStale ? html`<p class="cell-why">${strings.whyStale(notes.changed)}</p>` : nothing}
    ${blocked(now, strings)} ${fault(now, actions, strings)}
    ${now.state === "stopped" ? html`<p class="cell-why">${strings.stoppedNote}</p>` : nothing}
    ${
      now.state === "timed-out"
        ? html`<p class="cell-why">${strings.timedOutNote(
            notes.budgetSeconds,
            now.why?.kind === "budget" ? now.why.holder : null,
          )}</p>`
        : nothing
    }
    ${notes.hasOldValue ? html`<p class="cell-why">${strings.valueBefore}</p>` : nothing}
    ${
      now.logs.length === 0
        ? nothing
        : html`<pre class="cell-logs" dir="ltr" tabindex="0" aria-label=${strings.logs}>${now.logs.join("\n")}</pre>`
    }
    ${
      notes.isAuthorNewOpen
        ? html`${choice(strings.authorChanged, strings.keepMine, actions.keepMine, strings.takeNew, actions.takeNew)}
          <button type="button" class="cell-button" data-action="compare" @click=${actions.compare}>${strings.compare}</button>`
        : nothing
    }
    ${notes.other === null ? nothing : choice(strings.otherTab, strings.keepMine, actions.keepOther, strings.takeOther, actions.takeOther)}`;
}

function blocked(now: CellNow, strings: CellStrings): TemplateResult | typeof nothing {
  if (now.state !== "blocked" || now.why?.kind !== "waits") return nothing;
  return html`<p class="cell-why">${
    now.why.from === null ? strings.waitsFor(now.why.name) : strings.failedInput(now.why.name)
  }${now.why.from === null ? nothing : html` <a href="#${now.why.from}">${now.why.name}</a>`}</p>`;
}

function fault(now: CellNow, actions: NoteActions, strings: CellStrings): TemplateResult | typeof nothing {
  const { error } = now;
  if (error === null || now.state !== "error") return nothing;
  const { line, column, fix } = error;
  return html`<div class="cell-fault">
    <p><strong>${error.name}</strong>: ${error.message}${
      line > 0
        ? html` <button type="button" class="cell-line" data-action="go-to-line" @click=${() => actions.goTo(line, column)}>${strings.atLine(line, column)}</button>`
        : nothing
    }</p>
    ${error.path === undefined ? nothing : html`<p><code>${error.path}</code></p>`}
    ${
      fix === undefined
        ? nothing
        : html`<p><button type="button" class="cell-button" data-action="fix" @click=${() => actions.fix(fix)}>${strings.fix}</button></p>
          <pre class="cell-fix" dir="ltr"><code>${fix}</code></pre>`
    }</div>`;
}

const choice = (text: string, left: string, onLeft: () => void, right: string, onRight: () => void): TemplateResult =>
  html`<p class="cell-choice">${text} <button type="button" class="cell-button" @click=${onLeft}>${left}</button>
    <button type="button" class="cell-button" @click=${onRight}>${right}</button></p>`;
