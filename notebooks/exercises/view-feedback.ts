/** What the reader hears back: checks, the mistake, hints, solution. State is an icon and a word, never only a colour. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { CheckResult, Report } from "./check.ts";
import type { Answer, Exercise } from "./contract.ts";
import { diffLines } from "./diff-lines.ts";
import { inline } from "./inline.ts";
import type { ViewParts } from "./view-state.ts";

const ICONS = { pass: "✓", fail: "✗", error: "!", skipped: "–" } as const;

export function feedbackPart(parts: ViewParts): TemplateResult {
  const { report } = parts.state;
  const { strings } = parts.deps;
  if (report === null) return html``;
  if (report.status === "blocked") {
    return html`<p class="exercise-blocked">${strings.cannotRun(report.error?.message ?? "")}</p>`;
  }
  if (report.status === "broken") {
    return html`<p class="exercise-blocked">${strings.broken}</p><p><code>${report.error?.message}</code></p>`;
  }
  const visible = report.checks.filter((check) => check.visible);
  return html`<p class="exercise-summary">${summary(parts, report)}</p>
    ${
      report.error === null
        ? nothing
        : html`<p class="exercise-error"><code>${report.error.message}</code>${
            report.error.line === null ? nothing : html` (${strings.atLine(report.error.line)})`
          }</p>`
    }
    <ul class="exercise-checks">${visible.map((check) => checkLine(parts, check))}</ul>
    ${
      report.feedback === null
        ? nothing
        : html`<aside class="exercise-mistake" aria-label=${strings.mistake}>
      ${inline(report.feedback)}</aside>`
    }`;
}

/** Visible and hidden apart; "all" is never said while hidden ones remain. */
export function summary(parts: ViewParts, report: Report): string {
  const { strings, runsHidden } = parts.deps;
  const hiddenTotal = parts.exercise.checks.filter((check) => !check.visible).length;
  const sentences = [strings.visible(report.visible.passed, report.visible.total)];
  if (hiddenTotal > 0 && runsHidden) sentences.push(strings.hiddenPassed(report.hidden.passed, hiddenTotal));
  else if (hiddenTotal > 0 || parts.exercise.sealed) sentences.push(strings.hidden(Math.max(1, hiddenTotal)));
  return sentences.join(" ");
}

function checkLine(parts: ViewParts, check: CheckResult): TemplateResult {
  const { strings } = parts.deps;
  return html`<li data-state=${check.status}>
    <span class="exercise-mark"><span aria-hidden="true">${ICONS[check.status]}</span> ${strings[check.status]}</span>
    <span>${inline(check.message)}
    ${check.evidence === undefined ? nothing : html`<code class="exercise-evidence">${JSON.stringify(check.evidence)}</code>`}</span>
    <span class="exercise-points">${strings.points(check.points, check.possible)}</span></li>`;
}

export function hintsPart(parts: ViewParts): TemplateResult {
  const { exercise, state, deps } = parts;
  const total = exercise.hints.length;
  const next = () => {
    const used = Math.min(total, state.hintsUsed + 1);
    deps.onHint(used);
    parts.change({ hintsUsed: used, said: `${deps.strings.hintLabel(used)}: ${exercise.hints[used - 1] ?? ""}` });
  };
  const shown = exercise.hints.slice(0, state.hintsUsed);
  return html`${shown.length === 0 ? nothing : html`<ol class="exercise-hints">${shown.map((it) => html`<li>${inline(it)}</li>`)}</ol>`}
    <button type="button" class="exercise-hint" ?disabled=${state.hintsUsed >= total} @click=${next}>${
      state.hintsUsed >= total ? deps.strings.noMoreHints : deps.strings.hint(state.hintsUsed + 1, total)
    }</button>`;
}

/** Attempts still missing until the solution may be shown; null: never by itself. */
export function attemptsLeft(exercise: Exercise, attempts: number): number | null {
  return exercise.revealAfter === null ? null : Math.max(0, exercise.revealAfter - attempts);
}

export function solutionPart(parts: ViewParts): TemplateResult {
  const { exercise, state, deps } = parts;
  const { strings } = deps;
  if (exercise.solution === null) return html`<p class="exercise-help">${strings.revealTeacher}</p>`;
  const left = deps.isTeacher ? 0 : attemptsLeft(exercise, state.attempts);
  if (state.isRevealed || deps.isTeacher) return solution(parts);
  if (left === null) return html`<p class="exercise-help">${strings.revealTeacher}</p>`;
  if (left > 0) return html`<p class="exercise-help">${strings.revealLeft(left)}</p>`;
  const reveal = () => {
    deps.onReveal();
    parts.change({ isRevealed: true, said: strings.revealed });
  };
  return html`<button type="button" class="exercise-reveal" @click=${reveal}>${strings.reveal}</button>`;
}

function solution(parts: ViewParts): TemplateResult {
  const { exercise, state, deps } = parts;
  const { strings } = deps;
  const body =
    exercise.kind === "code"
      ? changes(parts, String(state.answer), exercise.solution ?? "")
      : html`<p>${solutionText(exercise, state.report)}</p>`;
  return html`<section class="exercise-solution" aria-label=${strings.solution}><p class="exercise-solution-title" role="heading" aria-level=${Number(parts.deps.heading.tagName.slice(1)) + 1}>${strings.solution}</p>${body}
    ${deps.isTeacher ? nothing : html`<p class="exercise-help">${strings.revealed}</p>`}</section>`;
}

function changes(parts: ViewParts, before: string, after: string): TemplateResult {
  const { strings } = parts.deps;
  const signs = { same: " ", removed: "−", added: "+" } as const;
  const words = { same: "", removed: strings.removed, added: strings.added } as const;
  return html`<pre class="exercise-diff" dir="ltr" tabindex="0" aria-label=${strings.solutionChanges}>${diffLines(
    before,
    after,
  ).map(
    (it) => html`<span data-kind=${it.kind}><span aria-hidden="true">${signs[it.kind]} </span><span
      class="visually-hidden">${words[it.kind]} </span>${it.text}
</span>`,
  )}</pre>`;
}

function solutionText(exercise: Exercise, report: Report | null): TemplateResult {
  const texts = (options: readonly { id: string; text: string }[], ids: readonly string[]) =>
    html`<ol>${ids.map((id) => html`<li>${inline(options.find((it) => it.id === id)?.text ?? id)}</li>`)}</ol>`;
  if (exercise.kind === "choice") return texts(exercise.options, exercise.solution ?? []);
  if (exercise.kind === "order") return texts(exercise.items, exercise.solution ?? []);
  if (exercise.kind !== "predict" || report === null) return html``;
  const truth = (report.truth ?? {}) as Record<string, Answer>;
  return html`<dl>${exercise.fields.map(
    (field) => html`<dt>${inline(field.label)}</dt>
      <dd>${texts(field.options, Array.isArray(truth[field.id]) ? (truth[field.id] as string[]) : [])}</dd>`,
  )}</dl>`;
}
