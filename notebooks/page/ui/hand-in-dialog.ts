/**
 * Hand in: every exercise of the course with what is on this device, previewed before the file is made; a receipt that
 * stands in the file as well; and the way for people who answer in an editor of their own.
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Answer, Exercise } from "../../exercises/contract.ts";
import {
  fileNameOf,
  type HandInEntry,
  MOST_ANSWER,
  MOST_NAME,
  printHandIn,
  receiptOf,
  sealHandIn,
} from "../../exercises/hand-in.ts";
import { answerFrom, damagedHeads, fromEditorText, toEditorText } from "../../exercises/paste-back.ts";
import { type Done, exerciseKey, isOtherNow, reseeded, wrote } from "../../exercises/progress.ts";
import { type ExerciseStrings, exerciseStringsDe, exerciseStringsEn } from "../../i18n/exercises.ts";
import { courseKeyOf, readStudent, STUDENT, type Student, seedHere } from "./course-key.ts";
import { type OpenDialog, openDialog } from "./dialog.ts";
import { download } from "./files.ts";
import type { LessonView } from "./lesson-view.ts";
import { type ProgressKeeper, progressOf } from "./progress-keeper.ts";

interface Row {
  key: string;
  lesson: string;
  id: string;
  title: string;
  done: Done | null;
}

export function openHandIn(view: LessonView): void {
  new HandInDialog(view);
}

class HandInDialog {
  readonly #view: LessonView;
  readonly #dialog: OpenDialog;
  readonly #progress: ProgressKeeper;
  readonly #student: Student;
  #receipt = "";
  /** Why no file was made. */
  #refused: readonly string[] = [];
  #pasted = "";
  #messages: string[] = [];

  constructor(view: LessonView) {
    const { strings, keep } = view.context;
    this.#view = view;
    this.#progress = progressOf(keep);
    this.#student = readStudent(keep);
    this.#dialog = openDialog(strings.handIn.title, strings);
    this.#draw();
  }

  #rows(): Row[] {
    return this.#view.context.data.lessons.flatMap((lesson) =>
      lesson.exercises.map(({ id, title }) => {
        const key = exerciseKey(lesson.slug, id);
        return {
          key,
          lesson: lesson.slug,
          id,
          title: `${lesson.title}: ${title}`,
          done: this.#progress.now.done[key] ?? null,
        };
      }),
    );
  }

  #draw(): void {
    const words = this.#view.context.strings.handIn;
    const hidden = this.#view.context.data.exercises
      .flatMap((it) => it.exercise.checks)
      .filter((it) => !it.visible).length;
    const field = (name: "name" | "id", text: string) =>
      html`<label class="setting">${text} (${words.optional}) <input type="text" autocomplete=${name === "name" ? "name" : "off"}
        .value=${this.#student[name]} @input=${(event: InputEvent) => this.#setStudent(name, (event.target as HTMLInputElement).value)}
        @change=${() => this.#settle()}></label>`;
    this.#dialog.draw(html`<p>${words.intro}</p>${field("name", words.name)}${field("id", words.id)}
      ${this.#keyPart()}
      <div class="value-scroll" tabindex="0" role="region" aria-label=${words.title}><table class="hand-in-preview"><thead><tr>
        <th scope="col">${words.exercise}</th><th scope="col">${words.answer}</th><th scope="col">${words.attempts}</th><th scope="col">${words.result}</th>
      </tr></thead><tbody>${this.#rows().map((row) => this.#row(row))}</tbody></table></div>
      ${hidden === 0 ? nothing : html`<p>${words.hidden(hidden)}</p>`}
      <p><button type="button" class="cell-button" data-action="hand-in" @click=${() => this.#save()}>${words.download}</button></p>
      <div role="alert" data-refused>${this.#refused.map((it) => html`<p>${it}</p>`)}</div>
      <p role="status">${this.#receipt === "" ? nothing : html`<strong data-receipt>${words.receipt(this.#receipt)}</strong> ${words.receiptNote}`}</p>
      ${this.#editorPart()}`);
  }

  /** The course key makes the exercises of each student; it does not go into the file. */
  #keyPart(): TemplateResult | typeof nothing {
    const { data, keep, strings } = this.#view.context;
    const key = courseKeyOf(keep, data);
    return key === null ? nothing : html`<p data-course-key>${strings.handIn.courseKey} <code>${key}</code></p>`;
  }

  #row({ title, done }: Row): TemplateResult {
    const words = this.#view.context.strings.handIn;
    if (done === null) return html`<tr><th scope="row">${title}</th><td colspan="3">${words.untouched}</td></tr>`;
    const never = isOtherNow(done) ? html`<span data-other>${this.#exerciseStrings.otherVariant}</span>` : words.never;
    const best = done.best === null ? never : words.points(done.best.earned, done.best.possible);
    const answer =
      typeof done.answer === "string"
        ? html`<pre dir="ltr"><code>${done.answer}</code></pre>`
        : answerText(done.answer);
    return html`<tr><th scope="row">${title}</th><td>${answer || words.answered}</td><td>${done.attempts}</td><td>${best}</td></tr>`;
  }

  #setStudent(name: "name" | "id", text: string): void {
    this.#student[name] = text;
    this.#view.context.keep.writeText(STUDENT, JSON.stringify(this.#student));
  }

  get #exerciseStrings(): ExerciseStrings {
    return this.#view.context.strings.tag === "de" ? exerciseStringsDe : exerciseStringsEn;
  }

  /** With the number as it is now, some exercises may be other ones: their points are not claimed. */
  #settle(): void {
    const { data, keep } = this.#view.context;
    const before = this.#progress.now;
    const seed = seedHere(keep, data);
    this.#progress.change((now) =>
      Object.keys(now.done).reduce((all, key) => reseeded(all, key, seed, Date.now()), now),
    );
    if (this.#progress.now === before) return;
    for (const mount of this.#view.exercises.values()) mount();
    this.#draw();
  }

  /** What the grader would refuse the file for. */
  #tooLong(): string[] {
    const words = this.#view.context.strings.handIn;
    const all = [
      [words.name, this.#student.name, MOST_NAME] as const,
      [words.id, this.#student.id, MOST_NAME] as const,
      ...this.#rows().map(({ title, done }) => [title, done?.answer, MOST_ANSWER] as const),
    ];
    return all.flatMap(([where, text, most]) =>
      typeof text === "string" && text.length > most ? [words.tooLong(where, text.length, most)] : [],
    );
  }

  #save(): void {
    this.#settle();
    this.#refused = this.#tooLong();
    this.#receipt = "";
    if (this.#refused.length > 0) {
      this.#draw();
      return;
    }
    const { data, keep } = this.#view.context;
    const exercises = this.#rows().flatMap(({ lesson, id, done }): HandInEntry[] =>
      done === null
        ? []
        : [
            {
              lesson,
              id,
              version: done.version,
              answer: done.answer,
              attempts: done.attempts,
              hintsUsed: done.hintsUsed,
              revealed: done.revealed,
              localResult: done.best,
            },
          ],
    );
    const student = Object.fromEntries(Object.entries(this.#student).filter(([, it]) => it.trim() !== ""));
    const { startedAt } = this.#progress.now;
    const handIn = sealHandIn({
      course: data.edition,
      engine: data.engine,
      student,
      seed: seedHere(keep, data),
      startedAt,
      exercises,
    });
    this.#receipt = receiptOf(handIn);
    download(fileNameOf(handIn), printHandIn(handIn), "application/json");
    this.#draw();
  }

  #editorPart(): TemplateResult {
    const words = this.#view.context.strings.handIn;
    return html`<details class="hand-in-editor"><summary>${words.editor}</summary><p>${words.editorNote}</p>
      <label>${words.editorCopy}<textarea class="code-plain" dir="ltr" rows="8" readonly .value=${this.#editorText()}></textarea></label>
      <label>${words.paste}<textarea class="code-plain" dir="ltr" rows="8" data-paste .value=${this.#pasted}
        @input=${(event: InputEvent) => {
          this.#pasted = (event.target as HTMLTextAreaElement).value;
        }}></textarea></label>
      <p><button type="button" class="cell-button" data-action="paste-back" @click=${() => this.#paste()}>${words.pasteDo}</button></p>
      <ul role="status">${this.#messages.map((it) => html`<li>${it}</li>`)}</ul></details>`;
  }

  #editorText(): string {
    const { data } = this.#view.context;
    return toEditorText(
      data.exercises.map(({ exercise }) => ({
        lesson: data.lesson,
        exercise,
        answer: this.#progress.now.done[exerciseKey(data.lesson, exercise.id)]?.answer ?? null,
      })),
    );
  }

  #paste(): void {
    const { data, strings } = this.#view.context;
    const words = strings.handIn;
    const found = fromEditorText(this.#pasted);
    const damaged = damagedHeads(this.#pasted);
    let count = 0;
    this.#messages = damaged.map((it) => words.pasteHead(it.line, it.text.slice(0, 80)));
    if (found.length === 0) this.#messages.push(words.pasteNone);
    // What stands below such a line would go into the answer above it.
    for (const { lesson, id, version, text } of damaged.length > 0 ? [] : found) {
      const exercise: Exercise | undefined =
        lesson === data.lesson ? data.exercises.find((it) => it.exercise.id === id)?.exercise : undefined;
      const isTwice = found.filter((it) => it.lesson === lesson && it.id === id).length > 1;
      const read = isTwice
        ? { problem: words.pasteTwice }
        : exercise === undefined
          ? { problem: words.pasteUnknown }
          : version === exercise.version
            ? answerFrom(exercise, text)
            : { problem: words.pasteVersion(version, exercise.version) };
      if ("problem" in read || !exercise) {
        this.#messages.push(words.pasteProblem(`${lesson}/${id}`, "problem" in read ? read.problem : ""));
        continue;
      }
      this.#progress.change((now) => wrote(now, exerciseKey(lesson, id), exercise, read.answer, Date.now()));
      this.#view.exercises.get(id)?.();
      count += 1;
    }
    if (count > 0) this.#messages.unshift(words.pasted(count));
    this.#draw();
  }
}

const answerText = (answer: Exclude<Answer, string>): string =>
  Array.isArray(answer)
    ? answer.join(", ")
    : Object.entries(answer)
        .map(([field, ids]) => `${field}: ${(ids as readonly string[]).join(", ")}`)
        .join("; ");
