/**
 * Text on a figure: how wide it is, how an offset, a size, a return code and a holder are spelt.
 *
 * Widths come from a table of Helvetica's advances, rounded up, and not from a browser, so that a layout is the same
 * in Node and on the page. Offsets are hexadecimal in groups of four, sizes in binary units; neither is localised.
 *
 * **Left out:** kerning, and letters beyond Latin: those count as wide ones.
 */
import type { Event } from "../../engine/event.ts";
import { nothingAnswered } from "../../engine/sentences/text.ts";
import type { MountState } from "../../engine/snapshot.ts";
import { words } from "./words.ts";

/** Styles of text, with their size in user units; styles/text.css gives them the same sizes. */
const STYLES = {
  name: { sizePx: 13, isMono: false, isBold: true },
  text: { sizePx: 12, isMono: false, isBold: false },
  note: { sizePx: 11, isMono: false, isBold: false },
  code: { sizePx: 11, isMono: true, isBold: false },
  tick: { sizePx: 10, isMono: true, isBold: false },
} as const;

export type TextStyle = keyof typeof STYLES;

/** Advances of Helvetica in thousandths of the size, from the space on. */
const ADVANCES =
  "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
    .split(" ")
    .map(Number);

/** A letter without its accents, which is as wide. */
const plain = (letter: string): string => (letter > "~" ? letter.normalize("NFD") : letter);

/** Upper bound of the width of a line of text, in user units. */
export function textWidth(text: string, style: TextStyle): number {
  const { sizePx, isMono, isBold } = STYLES[style];
  if (isMono) return [...text].length * sizePx * 0.605;
  let thousandths = 0;
  for (const letter of text) thousandths += ADVANCES[plain(letter).charCodeAt(0) - 32] ?? 620;
  return (thousandths * sizePx * (isBold ? 1.08 : 1.02)) / 1000;
}

/** From baseline to the top and to the bottom of a line of text. */
export const textHeight = (style: TextStyle): { upPx: number; downPx: number } => ({
  upPx: STYLES[style].sizePx * 0.76,
  downPx: STYLES[style].sizePx * 0.22,
});

/** The text, or as much of it as fits, ending in an ellipsis; empty where not even two letters fit. */
export function clip(text: string, style: TextStyle, widthPx: number): string {
  if (textWidth(text, style) <= widthPx) return text;
  const letters = [...text];
  let n = letters.length - 1;
  while (n > 1 && textWidth(`${letters.slice(0, n).join("")}…`, style) > widthPx) n--;
  return n > 1 ? `${letters.slice(0, n).join("").trimEnd()}…` : "";
}

/** Lines of at most `widthPx`, broken between words; a word that is too long stands alone and is cut. */
export function wrap(text: string, style: TextStyle, widthPx: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, style) <= widthPx)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(clip(word, style, widthPx));
  }
  return lines;
}

const WHOLE = (1n << 64n) - 1n;

/** "0x0019_0000": at least eight digits, in groups of four. `WHOLE_DEVICE` by its name. */
export function hex(value: number | bigint, digits = 8): string {
  if (typeof value === "bigint" && value === WHOLE) return "WHOLE_DEVICE";
  const sign = value < 0 ? "−" : "";
  const text = (value < 0 ? -value : value).toString(16);
  const wide = Math.max(digits, Math.ceil(text.length / 4) * 4);
  return `${sign}0x${(text.length > digits ? text.padStart(wide, "0") : text.padStart(digits, "0")).replace(/(?<=.)(?=(.{4})+$)/g, "_")}`;
}

/** "4 KiB", "376 MiB", "1.5 GiB", "64 B". */
export function size(bytes: number | bigint): string {
  if (typeof bytes === "bigint" && bytes === WHOLE) return "WHOLE_DEVICE";
  let value = Number(bytes);
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toFixed(value < 10 ? 2 : 1))} ${units[unit]}`;
}

/** "0x0019_0000 in pmem0". */
export const place = (offBytes: number | bigint, space: string): string =>
  words().inSpace(hex(offBytes), spaceName(space));

/** A space as it is read: "/a/f", "physical memory", "dax_device of pmem0". */
export function spaceName(space: string): string {
  if (space === "phys") return words().physicalMemory;
  if (space.startsWith("file:")) return space.slice(5);
  if (space.startsWith("dax:")) return words().daxDeviceOf(space.slice(4));
  return space.includes(":") ? holderName(space) : space;
}

/** "xfs:pmem0p1" → "XFS on pmem0p1", "dm:vol" → "dm vol"; other names as they are. */
export function holderName(holder: string): string {
  const [kind, rest] = [holder.slice(0, holder.indexOf(":")), holder.slice(holder.indexOf(":") + 1)];
  if (kind === "dm") return `dm ${rest}`;
  if (kind === "" || !/^(xfs|ext\d)$/.test(kind)) return holder;
  return words().onPlace(fsName(kind), rest);
}

export const fsName = (fstype: string): string => (fstype === "xfs" ? "XFS" : fstype);
export const mountHolder = (mount: MountState): string => `${mount.fstype}:${mount.device}`;

/** What a call answered: as `returned` says it, or "NULL", or "refused" of a lock. */
export function answerOf(event: Pick<Event, "fn" | "ret" | "errno">): string {
  const nothing = nothingAnswered(event);
  return nothing === "refused" ? words().refused : (nothing ?? returned(event.ret, event.errno));
}

/** "−ENXIO" with a true minus, "0", "void", "never returned". */
export function returned(ret: number | string | null | undefined, errno?: string | null): string {
  if (ret === null || ret === undefined) return words().neverReturned;
  if (errno && errno !== "0") return `−${errno.replace(/^-/, "").replace(/\(.*/, "")}`;
  return String(ret).replace(/^-/, "−");
}

/** "ann", "ann and bob", "ann, bob and cy". */
export const listed = (names: readonly string[]): string => words().listed(names);
