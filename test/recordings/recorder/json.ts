/** A recording as text: one space of indentation, whole numbers of any size as they are. */
import { stringify } from "lossless-json";
import type { Fields } from "../../../engine/recordings/fields.ts";

export function toText(recording: Fields): string {
  return `${stringify(recording, undefined, 1)}\n`;
}
