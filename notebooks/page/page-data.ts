/**
 * What a built lesson page gives to its scripts: one JSON block and a few marks in the HTML. Types and names; the
 * build writes them, `opening.ts` and `main.ts` read them.
 *
 * In the HTML:
 *
 *   <html lang data-page="lesson|course|plain">
 *   <main><article class="notebook">
 *     <section class="cell" data-cell="people" data-kind="simulation" data-state="ok" id="people" aria-label="…">
 *       <pre class="code" dir="ltr"><code>…highlighted, text is exactly the cell's…</code></pre>
 *       <div class="output">valueMarkup(wire), or the figure's own markup</div>
 *     </section>
 *     <section class="cell" data-cell="route" data-kind="view" id="route"><div class="output"><figure>…</figure></div></section>
 *     <div data-prose="14">… <span data-value="14.0">xfs:pmem0p1</span> …</div>
 *     <section data-exercise="who-is-told" id="who-is-told">…static prompt…</section>
 *   </article></main>
 *   <nav data-course-map>…<a data-lesson="09-…" href>…</a>…</nav>
 *   <div data-search></div>
 *
 * Controls (Run, Stop, the bar, dialogs) are made by the scripts: a page without them shows none that do nothing.
 */
import type { Wire } from "../../workers/api.ts";
import type { Exercise } from "../exercises/contract.ts";
import type { DeclaredFunction } from "./cells-api.ts";

/** `id` of the `<script type="application/json">`. */
export const PAGE_DATA_ID = "daxlab-page";

export interface PageCell {
  slug: string;
  /** The Notebook Kit id. */
  id: number;
  kind: "simulation" | "view";
  /** For messages and labels: what it publishes, or its slug. */
  label: string;
  /** The author's text. */
  text: string;
  /** Names of other cells that it needs, in the order in which a view's body takes them. */
  inputs: readonly string[];
  outputs: readonly string[];
  /** Whether the text is one expression. */
  expression: boolean;
  functions?: readonly DeclaredFunction[];
  /** More than the usual hard budget, up to 60 s. */
  budgetMs?: number;
}

/** `${…}` in prose: the cell-like expression behind `[data-value="<prose id>.<index>"]`. */
export interface PageProse {
  id: number;
  slug: string;
  /** Names of cells that any of its values needs, in the order in which its body takes them. */
  inputs: readonly string[];
  values: readonly { text: string; inputs: readonly string[] }[];
}

/**
 * What a lesson's own module exports. The built page calls `start(lesson)` of `main.ts` with it, and `start(null)` on
 * pages without a lesson. `bodies` are the compiled view cells and prose by slug: called with the values of `inputs`
 * in order. A view's body gives the value of its expression, or an object of all its names; the body of prose gives an
 * array of values, whose `proseText` belongs into `[data-value="<id>.<index>"]`. Figures and `recording` are theirs already.
 * They are fetched when the first body is called, so every body gives a promise.
 */
export interface LessonModule {
  bodies: Readonly<Record<string, (...inputs: never[]) => unknown>>;
}

export interface PageLesson {
  /** File name without ".html". */
  slug: string;
  title: string;
  /** Relative to this page. */
  href: string;
  exercises: readonly { id: string; title: string }[];
}

export interface PageExercise {
  exercise: Exercise;
  /** Resolved setup. */
  setup: readonly string[];
  /** Values of the prompt's `${…}`. */
  prompt: readonly string[];
}

export interface PageReference {
  id: string;
  text: string;
  href?: string;
}

export interface PageData {
  v: 1;
  /** Short name of the course: part of storage keys. */
  course: string;
  /** `name@version+contentHash`. */
  edition: string;
  /** SHA-256 of the wasm. */
  engine: string;
  /** File name of this lesson without ".html"; "" on other pages. */
  lesson: string;
  title: string;
  /** Hash of this lesson's source: in links, so that a changed lesson is noticed. */
  hash: string;
  seed: number;
  cells: readonly PageCell[];
  prose: readonly PageProse[];
  /** What the build's run of the author's cells published, by name. May be left out to save bytes. */
  recorded?: Readonly<Record<string, Wire>>;
  exercises: readonly PageExercise[];
  references: readonly PageReference[];
  lessons: readonly PageLesson[];
  /** Address of the search index, relative to this page; none: no search box. */
  search?: string;
  /** This build can run hidden checks; solutions are open at once. */
  runsHidden?: boolean;
  isTeacher?: boolean;
  /** Course key that the build was given; one in the reader's address wins. */
  courseKey?: string;
}

/** Before the names of everything that is kept for a course. */
export const coursePrefix = (course: string): string => `daxlab:v1:${course}/`;

/** What the build wrote into this page; null where it is none of ours. */
export function readPageData(): PageData | null {
  const block = document.getElementById(PAGE_DATA_ID);
  return block === null ? null : (JSON.parse(block.textContent ?? "") as PageData);
}

/** One line of the search index, `SearchEntry[]` as JSON. */
export interface SearchEntry {
  title: string;
  /** Heading or cell within the page. */
  part?: string;
  /** Relative to the site's root. */
  href: string;
  text: string;
}
