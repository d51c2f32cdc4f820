/** Numbers as the course writes addresses and offsets. */
import { SceneError } from "./errors.ts";
import { hexOf } from "./sentences/text.ts";

/** "0x0019_0000": groups of four digits, at least two groups. */
export function hex(number: number | bigint): string {
  if (typeof number !== "bigint" && !Number.isSafeInteger(number)) {
    throw new SceneError("hex(number)", number, "a whole number");
  }
  return hexOf(number);
}
