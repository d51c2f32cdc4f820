/** An exercise on the page: checked in a worker of its own, kept on the device, drawn with the figures of the lesson. */
import { html, type TemplateResult } from "lit-html";
import type { MachineView } from "../../../engine/api.ts";
import type { MachineValue } from "../../../engine/scene.ts";
import { checkAnswer, type Evaluator } from "../../exercises/check.ts";
import { inline } from "../../exercises/inline.ts";
import { checked, exerciseKey, hinted, isOtherNow, reseeded, revealed, wrote } from "../../exercises/progress.ts";
import { UNKEYED_SEED } from "../../exercises/variant.ts";
import { mountExercise } from "../../exercises/view.ts";
import type { CodeEditor, ExerciseDeps } from "../../exercises/view-state.ts";
import { exerciseStringsDe, exerciseStringsEn } from "../../i18n/exercises.ts";
import { membersOf } from "../api-words.ts";
import type { PageExercise } from "../page-data.ts";
import type { PageContext } from "./cell-context.ts";
import { plainBox } from "./code-box.ts";
import { seedHere } from "./course-key.ts";
import type { LessonView } from "./lesson-view.ts";
import type { ProgressKeeper } from "./progress-keeper.ts";
import { fetchRichBox } from "./rich-box.ts";

/** What is in scope everywhere; `importMachine` is found where a worker has it. */
const API_NAMES = membersOf("cell")
  .map((it) => it.name)
  .filter((it) => it !== "importMachine");

export async function mountPageExercise(
  section: HTMLElement,
  view: LessonView,
  progress: ProgressKeeper,
): Promise<void> {
  const { data, strings, lab, keep } = view.context;
  const found = data.exercises.find((it) => it.exercise.id === section.dataset.exercise);
  if (!found) return;
  const { exercise, setup, prompt } = found;
  const heading = section.querySelector<HTMLElement>(":scope > :is(h2, h3, h4, h5, h6)");
  if (!heading) return;
  const key = exerciseKey(data.lesson, exercise.id);
  const { tag } = strings;
  const staticPrompt = document.createElement("div");
  staticPrompt.append(...(section.querySelector(".exercise-prompt")?.cloneNode(true).childNodes ?? []));
  const evaluator: Evaluator = {
    api: API_NAMES,
    lockedDown: true,
    run: (program, options) => lab.check(program, options),
  };
  // Read at each check: the number that a student types into the hand-in changes it.
  const { seedPolicy } = exercise;
  const ownSeed = () => (seedPolicy.kind === "student" ? seedHere(keep, data) : undefined);
  const seed = () => (seedPolicy.kind === "fixed" ? seedPolicy.seed : seedHere(keep, data));
  const kept = () => {
    const done = progress.now.done[key];
    return done && done.version === exercise.version ? done : null;
  };
  const deps = (): ExerciseDeps => ({
    strings: tag === "de" ? exerciseStringsDe : exerciseStringsEn,
    check: (answer) => checkAnswer({ exercise, answer, seed: seed(), setup }, evaluator),
    saved: kept(),
    onAnswer: (answer) => progress.change((now) => wrote(now, key, exercise, answer, Date.now())),
    isOtherNow: isOtherNow(kept()),
    onChecked: (answer, report) =>
      progress.change((now) => checked(now, key, exercise, answer, report, Date.now(), ownSeed())),
    onHint: (used) => progress.change((now) => hinted(now, key, exercise, used, Date.now())),
    onReveal: () => progress.change((now) => revealed(now, key, exercise, Date.now()), true),
    heading,
    markdown: (text) => promptOf(text, found, staticPrompt),
    // The build knows one variant; another student's values are known after the first check.
    promptValues: seedPolicy.kind === "fixed" || seed() === UNKEYED_SEED ? prompt : [],
    editor: (box, text, label, onInput) => editorOf(box, text, label, onInput, view.context),
    draw: (box, machine) => void drawRun(box, machine as MachineValue, view),
    cite: (id) =>
      citation(
        data.references.find((it) => it.id === id),
        id,
      ),
    runsHidden: data.runsHidden === true,
    isTeacher: data.isTeacher === true,
  });
  let destroy: () => void = () => {};
  const mount = () => {
    destroy();
    progress.change((now) => reseeded(now, key, ownSeed(), Date.now()));
    const host = document.createElement("div");
    section.replaceChildren(host);
    const mounted = mountExercise(host, exercise, deps());
    host.classList.remove("exercise");
    destroy = () => mounted.destroy();
  };
  section.removeAttribute("aria-labelledby");
  mount();
  section.dataset.mounted = "";
  view.exercises.set(exercise.id, mount);
}

/** The prompt as the build rendered it; one whose values are others here, paragraph by paragraph. */
function promptOf(text: string, { exercise, prompt }: PageExercise, built: Node): TemplateResult | Node {
  let next = 0;
  const asBuilt = exercise.prompt.replace(/\$\{[^{}]*\}/g, () => prompt[next++] ?? "…");
  if (text === asBuilt) return built;
  return html`${text.split(/\n{2,}/).map((it) => html`<p>${inline(it)}</p>`)}`;
}

function citation(reference: { text: string; href?: string } | undefined, id: string): TemplateResult | string {
  if (!reference) return id;
  const text = reference.text.replace(/\.$/, "");
  return reference.href === undefined ? text : html`<a href=${reference.href}>${text}</a>`;
}

/** A plain box at once; the code editor takes its place when it gets the focus, unless the reader wants it plain. */
function editorOf(
  host: HTMLElement,
  text: string,
  label: string,
  onInput: (text: string) => void,
  context: PageContext,
): CodeEditor {
  const help = host.parentElement?.querySelector(".exercise-help")?.id ?? "";
  const options = { text, label, describedBy: help, strings: context.strings.cell, onInput };
  const named = { ...options, strings: { ...options.strings, code: (it: string) => it } };
  host.classList.add("code");
  let box = plainBox(host, named);
  const enrich = async () => {
    if (context.preferences.plainEditor) return;
    const richBox = await fetchRichBox(context.strings.tag);
    // Who is typing already is not interrupted.
    if (richBox === null || !host.isConnected || box.text !== text) return;
    const plain = host.querySelector("textarea");
    const selected = [plain?.selectionStart ?? 0, plain?.selectionEnd ?? 0] as const;
    const current = box.text;
    const hasFocus = host.contains(document.activeElement);
    box.destroy();
    box = richBox(host, { ...named, text: current, selected });
    if (hasFocus) box.focus();
  };
  host.addEventListener("focusin", () => void enrich(), { once: true });
  return { setText: (next) => box.setText(next), destroy: () => box.destroy() };
}

async function drawRun(host: HTMLElement, value: MachineValue, { context }: LessonView): Promise<void> {
  const machine: MachineView = await context.lab.view(value);
  const { holderRoute } = await import("../../figures/holder-route.ts");
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
  holderRoute(machine).mount(host, { selection: context.selection, reducedMotion });
}
