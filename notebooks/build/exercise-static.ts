/** An exercise before any script runs: prompt, what there is to choose from, hints to unfold, the solution without scripts. */

import { readCell } from "../exercises/cells.ts";
import type { Exercise, Option } from "../exercises/contract.ts";
import { fillPrompt } from "../exercises/inline.ts";
import { inline as inlineMark } from "./exercise-text.ts";
import { highlight } from "./highlight.ts";
import { escapeHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";

const isExpression = (text: string): boolean => {
  try {
    return readCell(text).expression;
  } catch {
    return false;
  }
};

/** `level` is that of its heading. */
export function exerciseMarkup(exercise: Exercise, prompt: readonly string[], level: number): string {
  const id = `exercise-${exercise.id}`;
  const text = renderMarkdown(fillPrompt(exercise.prompt, isExpression, prompt));
  const hints = exercise.hints.map((it) => `<li>${inlineMark(it)}</li>`).join("");
  return [
    `<section class="exercise" id="${id}" data-exercise="${exercise.id}" aria-labelledby="${id}-title">`,
    `<h${level} id="${id}-title">${inlineMark(exercise.title)}</h${level}>`,
    `<div class="exercise-prompt">${text}</div>`,
    questionMarkup(exercise),
    `<details class="exercise-static-hints"><summary>Hints</summary><ol>${hints}</ol></details>`,
    solutionMarkup(exercise),
    `</section>`,
  ].join("\n");
}

const optionList = (options: readonly Option[], tag: "ul" | "ol" = "ul"): string =>
  `<${tag}>${options.map((it) => `<li>${inlineMark(it.text)}</li>`).join("")}</${tag}>`;

const codeBlock = (code: string): string =>
  `<pre class="code" dir="ltr" tabindex="0"><code>${highlight(code)}</code></pre>`;

function questionMarkup(exercise: Exercise): string {
  if (exercise.kind === "code") return codeBlock(exercise.starter);
  if (exercise.kind === "choice") return optionList(exercise.options);
  if (exercise.kind === "order") return optionList(exercise.items);
  return exercise.fields.map((it) => `<p>${inlineMark(it.label)}</p>${optionList(it.options)}`).join("");
}

/** For readers without scripts only: with scripts the exercise itself shows it, when it is time. */
function solutionMarkup(exercise: Exercise): string {
  if (exercise.solution === null || exercise.sealed || exercise.kind === "predict") return "";
  const texts = (options: readonly Option[], ids: readonly string[]) =>
    optionList(
      ids.flatMap((id) => options.find((it) => it.id === id) ?? []),
      "ol",
    );
  const body =
    exercise.kind === "code"
      ? codeBlock(exercise.solution)
      : texts(exercise.kind === "choice" ? exercise.options : exercise.items, exercise.solution);
  return `<noscript><details><summary>Solution of “${escapeHtml(exercise.title.replace(/[`*]/g, ""))}”</summary>${body}</details></noscript>`;
}
