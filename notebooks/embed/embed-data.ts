/**
 * What the script of one embedded lesson (`embed/<slug>.js`) hands to the embed's program: a classic script that calls
 * `daxlabLesson`, since an opaque frame may neither fetch nor import.
 */
import type { PageData } from "../page/page-data.ts";

export interface EmbedLesson {
  v: 1;
  data: PageData;
  /** The lesson's `<article>`; links lead from the site's root. */
  article: string;
}

/** Called by the lesson's script. */
export const HANDOVER = "daxlabLesson";
