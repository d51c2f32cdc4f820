/** What is known when a page and its parts are made: the course, as the build has read it. Types only. */
import type { Reference } from "../references/reference.ts";
import type { Edition } from "./edition.ts";
import type { BuiltLesson } from "./lesson-build.ts";
import type { LessonEntry } from "./lesson-frame.ts";

export interface SiteContext {
  /** The repository. */
  root: string;
  entries: readonly LessonEntry[];
  references: ReadonlyMap<string, Reference>;
  lessons: readonly BuiltLesson[];
  edition: Edition;
}
