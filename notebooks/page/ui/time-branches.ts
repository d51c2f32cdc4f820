/** The branches of a run with where they part, and the invariants at the step where the reader is. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Event, InvariantResult } from "../../../engine/event.ts";
import { type Catalogue, invariantSentence, sentenceOf } from "../../../engine/sentences/sentences.ts";
import type { TimeStrings } from "../../i18n/strings.ts";
import type { Branch } from "./forks.ts";

export interface BranchActions {
  /** Of the group of radio buttons. */
  name: string;
  choose(index: number): void;
  remove(index: number): void;
}

export interface ForkBox {
  /** `wrongDoor.at(7)`: what the operations stand behind. */
  head: string;
  operations: string;
  /** What went wrong; "": nothing. */
  message: string;
  input(text: string): void;
  run(): void;
}

/** Where a new fork is written. */
export function forkBox({ head, operations, message, input, run }: ForkBox, words: TimeStrings): TemplateResult {
  return html`<div class="time-fork"><label>${words.forkLine}: <code dir="ltr">${head}</code>
      <textarea class="code-plain" dir="ltr" rows="2" spellcheck="false" autocapitalize="off" data-fork .value=${operations}
        @input=${(event: InputEvent) => input((event.target as HTMLTextAreaElement).value)}></textarea></label>
    <p class="cell-why">${words.forkHelp}</p><button type="button" class="cell-button" data-action="fork-run"
      @click=${run}>${words.forkRun}</button>
    ${message === "" ? nothing : html`<p class="cell-fault" role="alert">${message}</p>`}</div>`;
}

export function branchPart(
  branches: readonly Branch[],
  chosen: number,
  actions: BranchActions,
  strings: TimeStrings,
  sentences: Catalogue,
): TemplateResult | typeof nothing {
  if (branches.length < 2) return nothing;
  const fork = (it: Branch, index: number) =>
    it.code === null
      ? nothing
      : html`<pre dir="ltr" tabindex="0" aria-label=${it.label}><code>${it.code}</code></pre>
        <p>${diffText(it, strings, sentences)} <button type="button" class="cell-button" data-action="remove-fork"
          @click=${() => actions.remove(index)}>${strings.removeFork}</button></p>`;
  return html`<fieldset class="time-branches"><legend>${strings.fork}</legend>${branches.map(
    (it, index) => html`<label><input type="radio" name=${actions.name} .checked=${index === chosen}
      @change=${() => actions.choose(index)}> ${it.label}</label>${fork(it, index)}`,
  )}</fieldset>`;
}

/** The first event in which a branch differs from the cell's own run. */
export function diffText({ diff, machine }: Branch, strings: TimeStrings, sentences: Catalogue): string {
  if (machine === null) return strings.forkKept;
  if (diff === null || diff.firstStep === null) return strings.forkSame;
  const says = (event: Event | null) => (event === null ? strings.forkEnds : sentenceOf(event, sentences));
  return strings.forkDiffers(diff.firstStep + 1, says(diff.left), says(diff.right));
}

export function invariantPart(
  all: readonly InvariantResult[],
  strings: TimeStrings,
  sentences: Catalogue,
): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const broken = all.filter((it) => !it.holds).length;
  const summary = broken === 0 ? strings.invariantsHold(all.length) : strings.invariantsBroken(broken);
  return html`<details class="time-invariants" data-broken=${broken}><summary>${strings.invariants}: ${summary}</summary>
    <ul>${all.map(
      (it) => html`<li data-holds=${it.holds}><span aria-hidden="true">${it.holds ? "✓" : "✗"}</span> ${it.id}
        ${invariantSentence(it, sentences)} <em>${it.holds ? strings.holds : strings.broken}</em>${it.witness === undefined ? nothing : html`: <code>${it.witness}</code>`}</li>`,
    )}</ul></details>`;
}
