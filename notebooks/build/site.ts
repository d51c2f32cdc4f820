/**
 * The whole site as text: lessons, pages, search index. `openSite` reads and runs everything once; what it returns
 * answers with the HTML of a page and the script of a lesson.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GLOSSARY } from "../glossary.ts";
import { type LessonError, readLesson } from "../page/lesson.ts";
import type { PageData, SearchEntry } from "../page/page-data.ts";
import { REFERENCES } from "../references.ts";
import { type BuiltLesson, buildLesson } from "./lesson-build.ts";
import { entryOf, type LessonEntry, lessonMain } from "./lesson-frame.ts";
import { lessonData, lessonModule, type PageSurroundings, viewsModule } from "./lesson-module.ts";
import { lessonArticle } from "./lesson-page.ts";
import { pageOf } from "./page.ts";
import { openRecordings, recordedReferences } from "./recordings.ts";
import { openScopes } from "./scopes.ts";
import { searchEntries } from "./search-entries.ts";
import { type CageSources, type ShellSite, shell } from "./shell.ts";
import { openTerms } from "./terms.ts";

export interface SiteOptions {
  /** The repository. */
  root: string;
  site: string | undefined;
  cage: CageSources;
  /** Whether a cell that fails is an error (the build) or a box in the page (while writing). */
  isStrict: boolean;
  /** Other lessons than the repository's, for tests. */
  lessonsFolder?: string;
}

export interface Site {
  lessons: readonly BuiltLesson[];
  entries: readonly LessonEntry[];
  /** Paths of all pages, relative to notebooks/. */
  paths: readonly string[];
  /** The complete page before Vite sees it; undefined for a path that is none. */
  html(path: string): string | undefined;
  /** Module that a lesson's page starts with, or the one of its view cells and prose. */
  module(lesson: string, part: "start" | "views"): string | undefined;
  searchIndex(): SearchEntry[];
}

const COURSE = "daxlab";
const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
const pageFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((it) => it.endsWith(".html") && !it.startsWith("_"))
        .sort()
    : [];

export async function openSite(options: SiteOptions): Promise<Site> {
  const notebooks = join(options.root, "notebooks");
  const folder = options.lessonsFolder ?? join(notebooks, "lessons");
  const scopes = await openScopes();
  const allReferences = [...REFERENCES, ...recordedReferences(join(options.root, "test/recordings"))];
  const references = new Map(allReferences.map((it) => [it.id, it]));
  const around = { references, terms: (root: string) => openTerms(GLOSSARY, root) };
  const sources = new Map(pageFiles(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const lessons = [...sources].map(([name, source]) => {
    const recordings = openRecordings(join(options.root, "test/recordings"));
    const view = { ...scopes.view, recording: recordings.recording };
    const tools = { scopes: { ...scopes, view }, recordings: recordings.used };
    return buildLesson(source, `notebooks/lessons/${name}`, tools, around);
  });
  const errors = lessons.flatMap((it) => [...it.ran.errors.values()]);
  if (options.isStrict && errors.length > 0) throw new Error(report(errors));
  const entries = lessons.map(entryOf);
  const version = (JSON.parse(readFileSync(join(options.root, "package.json"), "utf8")) as { version: string }).version;
  const content = sha256([...sources.values()].join("\0")).slice(0, 12);
  const page: ShellSite = { site: options.site, edition: `${version} · ${content}`, cage: options.cage };
  const surroundings = (root: string): PageSurroundings => ({
    course: COURSE,
    edition: `${COURSE}@${version}+${content}`,
    engine: scopes.engineHash,
    references: allReferences.map(({ id, short, text, href }) => ({
      id,
      text: `${short}. ${text}`,
      ...(href ? { href } : {}),
    })),
    lessons: entries.map(({ slug, title, exercises }) => ({
      slug,
      title,
      href: `${root}lessons/${slug}.html`,
      exercises,
    })),
    search: `${root}search.json`,
  });
  const viewNames = new Set([...Object.keys(scopes.view), "recording"]);
  const articles = new Map(lessons.map((it) => [it.slug, lessonArticle(it)]));
  const paths = [...pageFiles(notebooks), ...lessons.map((it) => `lessons/${it.slug}.html`)];
  const plain = (path: string) =>
    pageOf(path, readFileSync(join(notebooks, path), "utf8"), {
      root: options.root,
      entries,
      lessons,
      articles,
      references,
    });
  return {
    lessons,
    entries,
    paths,
    module(slug, part) {
      const built = lessons.find((it) => it.slug === slug);
      if (!built) return undefined;
      return part === "views" ? viewsModule(built, viewNames) : lessonModule(built, moduleId(slug, ".views"));
    },
    html(path) {
      const built = lessons.find((it) => path === `lessons/${it.slug}.html`);
      if (built) {
        const source = sources.get(`${built.slug}.html`) ?? "";
        const data = lessonData(built, cited(surroundings("../"), built), sha256(source).slice(0, 12));
        return shell(lessonPage(built, articles.get(built.slug) ?? "", entries, data), page);
      }
      if (!existsSync(join(notebooks, path)) || !pageFiles(notebooks).includes(path)) return undefined;
      const around = surroundings("");
      const data: PageData = {
        v: 1,
        ...around,
        references: [],
        lesson: "",
        title: "",
        hash: "",
        seed: 1,
        cells: [],
        prose: [],
        exercises: [],
      };
      return shell({ ...plain(path), data, script: startScript(null) }, page);
    },
    searchIndex() {
      const pages = pageFiles(notebooks)
        .filter((path) => path !== "404.html" && path !== "search.html")
        .map(plain);
      return searchEntries(
        lessons
          .map((it) => ({ path: `lessons/${it.slug}.html`, title: it.lesson.title, html: articles.get(it.slug) ?? "" }))
          .concat(pages.map((it) => ({ path: it.path, title: it.title, html: it.main }))),
      );
    },
  };
}

const report = (errors: readonly LessonError[]): string => errors.map((it) => it.message).join("\n");

/** Only the references that the lesson's exercises show. */
function cited(around: PageSurroundings, built: BuiltLesson): PageSurroundings {
  const ids = new Set(built.exercises.flatMap(({ exercise }) => exercise.cites));
  return { ...around, references: around.references.filter((it) => ids.has(it.id)) };
}

function lessonPage(built: BuiltLesson, article: string, entries: readonly LessonEntry[], data: PageData) {
  return {
    path: `lessons/${built.slug}.html`,
    title: built.lesson.title,
    description: built.data.summary || firstSentence(article),
    kind: "lesson" as const,
    main: lessonMain(article, built.slug, entries),
    data,
    script: startScript(built.slug),
  };
}

/** The address of a lesson's module, as the plugin serves it. */
export const moduleId = (lesson: string, part = ""): string => `/@lesson/${lesson}${part}.js`;

/** What happens beside the lesson comes last, so that nothing waits for it. */
const BESIDE = `void import("/page/beside.ts").then((it) => it.beside());`;

const startScript = (lesson: string | null): string =>
  lesson === null
    ? `import { start } from "/page/main.ts";\nstart(null);\n${BESIDE}`
    : `import { start } from "/page/main.ts";\nimport * as lesson from ${JSON.stringify(moduleId(lesson))};\nstart(lesson);\n${BESIDE}`;

function firstSentence(article: string): string {
  const text = /<p>([\s\S]*?)<\/p>/.exec(article)?.[1] ?? "";
  return text
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

/** Slugs of the lessons in a folder, without running any. */
export const lessonTitles = (folder: string): { slug: string; title: string }[] =>
  pageFiles(folder).map((name) => ({
    slug: name.replace(/\.html$/, ""),
    title: readLesson(readFileSync(join(folder, name), "utf8"), name).title,
  }));
