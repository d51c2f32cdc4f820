/**
 * The whole site as text: lessons, pages, search index. `openSite` reads and runs everything once; what it returns
 * answers with the HTML of a page and the scripts of a lesson.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GLOSSARY } from "../glossary.ts";
import type { PageData, SearchEntry } from "../page/page-data.ts";
import type { Reference } from "../references/reference.ts";
import { REFERENCES } from "../references/references.ts";
import { type Edition, editionMarks } from "./edition.ts";
import { type BuiltLesson, buildLesson } from "./lesson-build.ts";
import { entryOf, type LessonEntry, ledeOf, lessonMain } from "./lesson-frame.ts";
import { lessonData, lessonModule, type PageSurroundings, viewsModule } from "./lesson-module.ts";
import { lessonArticle } from "./lesson-page.ts";
import { pageOf } from "./page.ts";
import { openRecordings, recordedReferences } from "./recordings.ts";
import { openScopes } from "./scopes.ts";
import { searchEntries } from "./search-entries.ts";
import { type CageSources, type ShellPage, type ShellSite, shell } from "./shell.ts";
import { openTerms } from "./terms.ts";

export interface SiteOptions {
  /** The repository. */
  root: string;
  site: string | undefined;
  cage: CageSources;
  /** Whether a cell that fails is an error (the build) or a box in the page (while writing). */
  isStrict: boolean;
  /** "open" unless said. */
  edition?: Edition;
  /** Course key for per-student exercises; none unless said. */
  courseKey?: string | undefined;
}

const COURSE = "daxlab";
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Pages of a folder: files that end with .html and do not begin with an underscore. */
const pageFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((it) => it.endsWith(".html") && !it.startsWith("_"))
        .sort()
    : [];

const sealedText = (path: string): string | null => (existsSync(path) ? readFileSync(path, "utf8") : null);

export async function openSite(options: SiteOptions): Promise<Site> {
  const scopes = await openScopes();
  const recorded = join(options.root, "test/recordings");
  const all = [...REFERENCES, ...recordedReferences(recorded)];
  const references = new Map(all.map((it) => [it.id, it]));
  const around = { references, terms: (root: string) => openTerms(GLOSSARY, root) };
  const folder = join(options.root, "notebooks/lessons");
  const sources = new Map(pageFiles(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const lessons = [...sources].map(([name, source]) => {
    const { recording, used } = openRecordings(recorded);
    const sealed = sealedText(join(options.root, "notebooks/sealed", name.replace(/html$/, "json")));
    const scope = { ...scopes, view: { ...scopes.view, recording } };
    const tools = { scopes: scope, recordings: used, edition: options.edition ?? "open", sealed };
    return buildLesson(source, `notebooks/lessons/${name}`, tools, around);
  });
  const errors = lessons.flatMap((it) => [...it.ran.errors.values()]);
  if (options.isStrict && errors.length > 0) throw new Error(errors.map((it) => it.message).join("\n"));
  const viewNames = new Set([...Object.keys(scopes.view), "recording"]);
  return new Site(options, { lessons, sources, references, viewNames, engineHash: scopes.engineHash });
}

interface Course {
  lessons: readonly BuiltLesson[];
  /** Text by file name. */
  sources: ReadonlyMap<string, string>;
  references: ReadonlyMap<string, Reference>;
  viewNames: ReadonlySet<string>;
  engineHash: string;
}

export class Site {
  readonly lessons: readonly BuiltLesson[];
  readonly entries: readonly LessonEntry[];
  /** Paths of all pages, relative to notebooks/. */
  readonly paths: readonly string[];
  readonly #options: SiteOptions;
  readonly #course: Course;
  readonly #articles: ReadonlyMap<string, string>;
  readonly #frame: ShellSite;
  readonly #edition: string;

  constructor(options: SiteOptions, course: Course) {
    const { version } = JSON.parse(readFileSync(join(options.root, "package.json"), "utf8")) as { version: string };
    const content = sha256([...course.sources.values()].join("\0")).slice(0, 12);
    this.#options = options;
    this.#course = course;
    this.#edition = `${COURSE}@${version}+${content}`;
    this.#frame = { site: options.site, edition: `${version} · ${content}`, cage: options.cage };
    this.lessons = course.lessons;
    this.#articles = new Map(course.lessons.map((it) => [it.slug, lessonArticle(it)]));
    this.entries = course.lessons.map((it) => entryOf(it, this.#article(it)));
    this.paths = [...this.#ownPages(), ...course.lessons.map((it) => `lessons/${it.slug}.html`)];
  }

  /** Module that a lesson's page starts with, or the one of its view cells and prose. */
  module(slug: string, part: "start" | "views"): string | undefined {
    const built = this.lessons.find((it) => it.slug === slug);
    if (!built) return undefined;
    return part === "views"
      ? viewsModule(built, this.#course.viewNames)
      : lessonModule(built, moduleId(slug, ".views"));
  }

  /** The complete page before Vite sees it; undefined for a path that is none. */
  html(path: string): string | undefined {
    const built = this.lessons.find((it) => path === `lessons/${it.slug}.html`);
    if (built) return shell(this.#lessonPage(built), this.#frame);
    if (!this.#ownPages().includes(path)) return undefined;
    const none = { lesson: "", title: "", hash: "", seed: 1, cells: [], prose: [], exercises: [], references: [] };
    const data: PageData = { v: 1, ...this.#surroundings(""), ...none };
    return shell({ ...this.#ownPage(path), data, script: startScript(null) }, this.#frame);
  }

  searchIndex(): SearchEntry[] {
    const lessons = this.lessons.map((it) => ({
      path: `lessons/${it.slug}.html`,
      title: it.lesson.title,
      html: this.#article(it),
    }));
    const own = this.#ownPages()
      .filter((path) => path !== "404.html" && path !== "search.html")
      .map((path) => this.#ownPage(path))
      .map((it) => ({ path: it.path, title: it.title, html: it.main }));
    return searchEntries([...lessons, ...own]);
  }

  #article(built: BuiltLesson): string {
    return this.#articles.get(built.slug) ?? "";
  }

  #ownPages(): string[] {
    return pageFiles(join(this.#options.root, "notebooks"));
  }

  #ownPage(path: string): ShellPage {
    const source = readFileSync(join(this.#options.root, "notebooks", path), "utf8");
    const { references } = this.#course;
    const { lessons, entries } = this;
    const edition = this.#options.edition ?? "open";
    return pageOf(path, source, { root: this.#options.root, entries, references, lessons, edition });
  }

  #lessonPage(built: BuiltLesson): ShellPage {
    const article = this.#article(built);
    const ids = new Set(built.exercises.flatMap(({ exercise }) => exercise.cites));
    const references = [...ids].flatMap((id) => this.#course.references.get(id) ?? []).map(pageReference);
    const hash = sha256(this.#course.sources.get(`${built.slug}.html`) ?? "").slice(0, 12);
    return {
      path: `lessons/${built.slug}.html`,
      title: built.lesson.title,
      description: (built.data.summary || ledeOf(article)).slice(0, 200),
      kind: "lesson",
      main: lessonMain(article, built.slug, this.entries),
      data: lessonData(built, { ...this.#surroundings("../"), references }, hash),
      script: startScript(built.slug),
      isScriptAsync: true,
    };
  }

  /** What every page knows of the course; `root` leads to the site's root. */
  #surroundings(root: string): PageSurroundings {
    const href = (slug: string) => `${root}lessons/${slug}.html`;
    return {
      course: COURSE,
      edition: this.#edition,
      engine: this.#course.engineHash,
      references: [],
      lessons: this.entries.map(({ slug, title, exercises }) => ({ slug, title, href: href(slug), exercises })),
      search: `${root}search.json`,
      ...editionMarks(this.#options.edition ?? "open"),
      ...(this.#options.courseKey ? { courseKey: this.#options.courseKey } : {}),
    };
  }
}

const pageReference = ({ id, short, text, href }: Reference): PageData["references"][number] => ({
  id,
  text: `${short}. ${text}`,
  ...(href === undefined ? {} : { href }),
});

/** The address of a lesson's module, as the plugin serves it. */
const moduleId = (lesson: string, part = ""): string => `/@lesson/${lesson}${part}.js`;

/** What happens beside the lesson comes last, so that nothing waits for it. */
const BESIDE = `import("/page/beside.ts").then((it) => it.beside())`;

const startScript = (lesson: string | null): string =>
  lesson === null
    ? `import { start } from "/page/main.ts";\nvoid start(null).finally(() => ${BESIDE});`
    : [
        `import { open } from "/page/opening.ts";`,
        `import { bodies } from ${JSON.stringify(moduleId(lesson))};`,
        `void open({ bodies }).finally(() => ${BESIDE});`,
      ].join("\n");
