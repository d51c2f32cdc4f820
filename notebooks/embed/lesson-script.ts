/** Gets the script of a lesson, which hands over the lesson's text and data. */
import { handedOver } from "../page/handover.ts";
import { type EmbedLesson, HANDOVER } from "./embed-data.ts";

export const fetchLesson = (slug: string): Promise<EmbedLesson> =>
  handedOver<EmbedLesson>(`embed/${slug}.js`, HANDOVER).catch(() => {
    throw new Error(`there is no lesson ${slug}`);
  });
