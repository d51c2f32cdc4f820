/** Written by the build of classic scripts: every lesson by its slug, and modules that single pages ask for. */
declare module "virtual:daxlab/course" {
  import type { LessonModule } from "../page/page-data.ts";
  export const lessons: Readonly<Record<string, () => Promise<LessonModule>>>;
  export const modules: Readonly<Record<string, () => Promise<unknown>>>;
}
