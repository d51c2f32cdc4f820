/** The answer key: every exercise with its solution and all its checks, hidden ones too. The teacher edition only. */
import type { Exercise, Option } from "../exercises/contract.ts";
import type { Edition } from "./edition.ts";
import { inline } from "./exercise-text.ts";
import { highlight } from "./highlight.ts";
import { escapeHtml } from "./html.ts";
import type { BuiltLesson } from "./lesson-build.ts";

export function answerKey(lessons: readonly BuiltLesson[], edition: Edition): string {
  if (edition !== "teacher") {
    return `<p>The key is in the teacher edition: <code>npm run build -- --edition teacher</code>.</p>`;
  }
  return lessons
    .filter((it) => it.exercises.length > 0)
    .map((it) => {
      const items = it.exercises.map(({ exercise }) => entry(exercise)).join("\n");
      return `<h3 id="key-${it.slug}"><a href="lessons/${it.slug}.html">${escapeHtml(it.lesson.title)}</a></h3>\n${items}`;
    })
    .join("\n");
}

function entry(exercise: Exercise): string {
  const checks = exercise.checks.map(
    (it) => `<li>${it.points} ${it.visible ? "" : "(hidden) "}${inline(it.message.pass)}</li>`,
  );
  const points = exercise.checks.reduce((sum, it) => sum + it.points, 0);
  return [
    `<h4 id="key-${exercise.id}">${inline(exercise.title)}, ${points} points</h4>`,
    solution(exercise),
    `<ul>${checks.join("")}</ul>`,
  ].join("\n");
}

const code = (text: string): string => `<pre class="code" dir="ltr" tabindex="0"><code>${highlight(text)}</code></pre>`;

function solution(exercise: Exercise): string {
  if (exercise.solution === null) return "<p>The solution is sealed, and its file is not here.</p>";
  if (exercise.kind === "code") return code(exercise.solution);
  // The engine says what is right: the key shows how it is asked.
  if (exercise.kind === "predict") return code(exercise.solution);
  return options(exercise.kind === "choice" ? exercise.options : exercise.items, exercise.solution);
}

const options = (all: readonly Option[], ids: readonly string[]): string =>
  `<ol>${ids.map((id) => `<li>${inline(all.find((it) => it.id === id)?.text ?? id)}</li>`).join("")}</ol>`;
