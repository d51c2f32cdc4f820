/** One event in words. */
import type { Event } from "../../../engine/event.ts";
import { eventLine } from "../../../engine/text.ts";

export const sentenceOf = (event: Event | undefined): string =>
  event === undefined ? "" : eventLine(event).replace(/^\d+\s+/, "");
