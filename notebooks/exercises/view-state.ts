/** What an exercise on the page remembers and who it tells. */
import type { TemplateResult } from "lit-html";
import type { ExerciseStrings } from "../i18n/exercises.ts";
import type { Report } from "./check.ts";
import type { Answer, Exercise } from "./contract.ts";

/** A code editor that the page provides; without one a plain text box stands there. */
export interface CodeEditor {
  setText(text: string): void;
  destroy(): void;
}

export interface ExerciseDeps {
  strings: ExerciseStrings;
  /** Checks in a fresh engine; `checkAnswer` with the browser's evaluator. */
  check(answer: Answer): Promise<Report>;
  /** What was saved, or null. */
  saved: { answer: Answer; attempts: number; hintsUsed: number; revealed: boolean } | null;
  /** Checked before, but the exercise became another one since: the reader is told to check again. */
  isOtherNow?: boolean;
  /** Every change of what is on screen. */
  onAnswer(answer: Answer): void;
  onChecked(answer: Answer, report: Report): void;
  onHint(used: number): void;
  onReveal(): void;
  /** Its title as the page without scripts has it, an element h2 … h6 that stands among the page's headings. */
  heading: HTMLElement;
  /** Block markdown of the prompt, `${…}` already filled in. */
  markdown(text: string): TemplateResult | Node;
  /** Values of the prompt's `${…}` before the first check; default: an ellipsis each. */
  promptValues?: readonly string[];
  editor?(host: HTMLElement, text: string, label: string, onInput: (text: string) => void): CodeEditor;
  /** Draws a machine value: after a prediction, the run. */
  draw?(host: HTMLElement, machine: unknown): void;
  /** A reference by its id. */
  cite?(id: string): TemplateResult | string;
  /** True shows the solution at once. */
  isTeacher?: boolean;
  /** True for a hidden check that this build can run: the open and the teacher edition. */
  runsHidden?: boolean;
}

export interface ViewState {
  answer: Answer;
  report: Report | null;
  isBusy: boolean;
  attempts: number;
  hintsUsed: number;
  isRevealed: boolean;
  /** Said once by a screen reader. */
  said: string;
}

export interface ViewParts {
  exercise: Exercise;
  deps: ExerciseDeps;
  state: ViewState;
  /** Unique in the page; prefix of ids. */
  prefix: string;
  change(next: Partial<ViewState>): void;
  answer(next: Answer): void;
  check(): Promise<void>;
  startOver(): void;
}

export function firstAnswer(exercise: Exercise): Answer {
  if (exercise.kind === "code") return exercise.starter;
  if (exercise.kind === "order") return exercise.items.map((it) => it.id);
  if (exercise.kind === "choice") return [];
  return Object.fromEntries(exercise.fields.map((it) => [it.id, []]));
}

/** A saved answer if it is one of this exercise's kind, else the first one. */
export function startAnswer(exercise: Exercise, saved: Answer | undefined): Answer {
  const fresh = firstAnswer(exercise);
  if (saved === undefined || typeof saved !== typeof fresh || Array.isArray(saved) !== Array.isArray(fresh))
    return fresh;
  if (exercise.kind === "order") {
    const ids = saved as readonly string[];
    const known = fresh as readonly string[];
    return ids.length === known.length && known.every((id) => ids.includes(id)) ? saved : fresh;
  }
  return exercise.kind === "predict" ? { ...(fresh as object), ...(saved as object) } : saved;
}
