/**
 * An exercise on the page. `mountExercise(element, exercise, deps)` draws it and keeps it; what it needs from the page
 * (checking, saving, an editor, figures) is given, so that it also stands in an embed or a course package.
 */
import { html, nothing, render, type TemplateResult } from "lit-html";
import { readCell } from "./cells.ts";
import type { Report } from "./check.ts";
import type { Answer, Exercise } from "./contract.ts";
import { fillPrompt } from "./inline.ts";
import { answerPart, attachEditor } from "./view-answers.ts";
import { feedbackPart, hintsPart, solutionPart, summary } from "./view-feedback.ts";
import {
  type CodeEditor,
  type ExerciseDeps,
  firstAnswer,
  startAnswer,
  type ViewParts,
  type ViewState,
} from "./view-state.ts";

export interface MountedExercise {
  readonly answer: Answer;
  readonly report: Report | null;
  check(): Promise<void>;
  destroy(): void;
}

export function mountExercise(element: HTMLElement, exercise: Exercise, deps: ExerciseDeps): MountedExercise {
  const state: ViewState = {
    answer: startAnswer(exercise, deps.saved?.answer),
    report: null,
    isBusy: false,
    attempts: deps.saved?.attempts ?? 0,
    hintsUsed: Math.min(deps.saved?.hintsUsed ?? 0, exercise.hints.length),
    isRevealed: deps.saved?.revealed ?? false,
    said: "",
  };
  const mounted = { editor: null as CodeEditor | null };
  const draw = () => {
    render(exerciseTemplate(parts), element);
    mounted.editor ??= attachEditor(parts, element.querySelector("[data-editor]"));
  };
  const parts: ViewParts = {
    exercise,
    deps,
    state,
    prefix: `exercise-${exercise.id}`,
    change(next) {
      Object.assign(state, next);
      draw();
    },
    answer(next) {
      state.answer = next;
      deps.onAnswer(next);
      draw();
    },
    check: () => check(parts, element),
    startOver() {
      const fresh = firstAnswer(exercise);
      if (typeof fresh === "string") mounted.editor?.setText(fresh);
      parts.answer(fresh);
      parts.change({ report: null, said: deps.strings.startOver });
    },
  };
  element.replaceChildren();
  element.classList.add("exercise");
  element.id ||= parts.prefix;
  draw();
  return {
    get answer() {
      return state.answer;
    },
    get report() {
      return state.report;
    },
    check: parts.check,
    destroy() {
      mounted.editor?.destroy();
      render(nothing, element);
    },
  };
}

async function check(parts: ViewParts, element: HTMLElement): Promise<void> {
  const { state, deps } = parts;
  if (state.isBusy) return;
  parts.change({ isBusy: true, said: deps.strings.checking });
  const { answer } = state;
  try {
    const report = await deps.check(answer);
    const isAttempt = report.status === "checked";
    deps.onChecked(answer, report);
    const said = isAttempt ? summary(parts, report) : deps.strings.cannotRun(report.error?.message ?? "");
    parts.change({ report, isBusy: false, attempts: state.attempts + (isAttempt ? 1 : 0), said });
    const figure = element.querySelector<HTMLElement>("[data-run]");
    if (figure && report.machine !== null) deps.draw?.(figure, report.machine);
  } catch (error) {
    parts.change({ isBusy: false, said: deps.strings.cannotRun((error as Error).message) });
  }
}

function exerciseTemplate(parts: ViewParts): TemplateResult {
  const { exercise, deps, state } = parts;
  const { strings } = deps;
  const values = state.report?.prompt.length ? state.report.prompt : (deps.promptValues ?? []);
  const prompt = fillPrompt(exercise.prompt, isExpression, values);
  return html`${deps.heading}
    <div class="exercise-prompt">${deps.markdown(prompt)}</div>
    ${answerPart(parts)}
    <div class="exercise-actions">
      <button type="button" class="exercise-check" aria-disabled=${state.isBusy} @click=${() => void parts.check()}>${
        state.isBusy ? strings.checking : strings.check
      }</button>
      <button type="button" class="exercise-reset" @click=${() => parts.startOver()}>${strings.startOver}</button>
      ${state.attempts === 0 ? nothing : html`<span class="exercise-attempts">${strings.attempts(state.attempts)}</span>`}
    </div>
    ${deps.isOtherNow && state.report === null ? html`<p class="exercise-other" data-other>${strings.otherVariant}</p>` : nothing}
    <div class="exercise-feedback">${feedbackPart(parts)}</div>
    ${
      exercise.kind === "predict" && state.report?.status === "checked" && deps.draw
        ? html`<div class="exercise-run" data-run role="group" aria-label=${strings.runs}></div>`
        : nothing
    }
    <div class="exercise-help-part">${hintsPart(parts)} ${solutionPart(parts)}</div>
    ${
      exercise.cites.length === 0 || !deps.cite
        ? nothing
        : html`<p class="exercise-sources">${strings.sources}: ${exercise.cites.map(
            (id, index) => html`${index === 0 ? nothing : "; "}${deps.cite?.(id)}`,
          )}</p>`
    }
    <p class="visually-hidden" role="status">${state.said}</p>`;
}

const isExpression = (text: string): boolean => {
  try {
    return readCell(text).expression;
  } catch {
    return false;
  }
};
