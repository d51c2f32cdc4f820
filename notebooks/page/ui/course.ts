/**
 * The course around a page, fetched after the page answers: ticks in the course map, where the reader was, what was read
 * to its end, and the exercises of a lesson when they come near.
 */
import { html, nothing, render } from "lit-html";
import { lessonState, type Progress } from "../../exercises/progress.ts";
import type { PageContext } from "./cell-context.ts";
import { takeCourseKey } from "./course-key.ts";
import type { LessonView } from "./lesson-view.ts";
import { type ProgressKeeper, progressOf } from "./progress-keeper.ts";
import { wrongAddress } from "./wrong-address.ts";

const MARKS = { new: "", begun: "◐", done: "✓" } as const;

export async function startCourse(context: PageContext, view: LessonView | null): Promise<void> {
  await context.keep.ready;
  const tooLong = takeCourseKey(context.keep, location.search);
  if (tooLong !== null)
    wrongAddress(context, "course", [{ name: "course", got: `${tooLong.slice(0, 20)}…`, expected: "course" }]);
  const progress = progressOf(context.keep);
  const draw = () => drawMap(context, progress.now);
  draw();
  progress.onChange(draw);
  drawResume(context, progress.now);
  if (view === null) return;
  takeDeep(view);
  view.onVisit((cell) => {
    const { lesson } = context.data;
    progress.change((now) =>
      now.last?.lesson === lesson && now.last.cell === cell ? now : { ...now, last: { lesson, cell } },
    );
  });
  void import("./step-mark.ts").then((it) => it.followSteps(view));
  watchEnd(context, progress);
  watchExercises(view, progress);
}

/** Texts that were too much for the store that answers at once, and lie in the other one. */
function takeDeep(view: LessonView): void {
  const { cells, context, reading } = view;
  view.flush();
  context.histories.readAgain();
  for (const [slug, cell] of cells) {
    const record = reading.has(slug) ? null : context.keep.read(slug);
    if (record && record.text !== cell.code.text) cell.wroteElsewhere(record);
  }
}

/** A mark and a word at each lesson's link. */
function drawMap({ data, strings }: PageContext, progress: Progress): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-progress]")) {
    const lesson = data.lessons.find((it) => it.slug === place.dataset.progress);
    if (!lesson) continue;
    const ids = lesson.exercises.map((it) => it.id);
    const { state, solved, total } = lessonState(progress, lesson.slug, ids);
    place.dataset.state = state;
    render(
      state === "new"
        ? nothing
        : html`<span aria-hidden="true">${MARKS[state]}</span> ${strings.shell.lesson[state]}${
            total === 0 || solved === 0 ? nothing : html` · ${strings.shell.solved(solved, total)}`
          }`,
      place,
    );
  }
}

/** On pages of the course: a link to the cell where the reader was last. */
function drawResume({ data, strings }: PageContext, { last }: Progress): void {
  const lesson = data.lessons.find((it) => it.slug === last?.lesson);
  if (!lesson || last === null || data.lesson !== "" || document.documentElement.dataset.page !== "course") return;
  const map = document.querySelector("[data-course-map]");
  if (!map) return;
  const line = document.createElement("p");
  line.className = "resume";
  render(
    html`<a class="primary" href="${lesson.href}#cell=${last.cell}">${strings.shell.resume(lesson.title)}</a>`,
    line,
  );
  map.before(line);
}

/** A lesson is read when its end was in sight. */
function watchEnd({ data }: PageContext, progress: ProgressKeeper): void {
  const end = document.querySelector(".notebook > :last-child");
  if (!end) return;
  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((it) => it.isIntersecting)) return;
    sight.disconnect();
    progress.change((now) => (now.read.includes(data.lesson) ? now : { ...now, read: [...now.read, data.lesson] }));
  });
  sight.observe(end);
}

/** Exercises are mounted before they come into sight. */
function watchExercises(view: LessonView, progress: ProgressKeeper): void {
  const sections = document.querySelectorAll<HTMLElement>("section[data-exercise]");
  if (sections.length === 0) return;
  const mount = async (section: HTMLElement) => {
    const { mountPageExercise } = await import("./exercises.ts");
    await mountPageExercise(section, view, progress);
  };
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        void mount(target as HTMLElement);
      }
    },
    { rootMargin: "600px" },
  );
  for (const section of sections) sight.observe(section);
}
