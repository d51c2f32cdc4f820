/**
 * Leaves of the value viewer as text: numbers with the unit that their name says, ranges half-open, strings quoted.
 * Pure, no DOM. Digits and hexadecimal are never localised.
 */
import type { ValueStrings } from "../i18n/values.ts";

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** 0x1900_0000: groups of four from the right, at least eight digits where the number is large. */
export function hexText(value: number | bigint): string {
  const sign = value < 0 ? "-" : "";
  const digits = (value < 0 ? -value : value).toString(16);
  const width = digits.length <= 4 ? digits.length : Math.ceil(digits.length / 4) * 4;
  const padded = digits.padStart(width, "0");
  return `${sign}0x${padded.replace(/\B(?=(.{4})+$)/g, "_")}`;
}

/** The largest binary unit that the number is a whole multiple of. */
export function sizeText(bytes: number | bigint): string {
  let amount = BigInt(bytes);
  if (amount === 0n) return "0 bytes";
  let unit = 0;
  while (unit < UNITS.length - 1 && amount % 1024n === 0n) {
    amount /= 1024n;
    unit += 1;
  }
  return `${amount} ${UNITS[unit]}`;
}

/** "[0x0019_0000, 0x0019_1000), 4 KiB". */
export function rangeText(offBytes: number | bigint, lenBytes: number | bigint): string {
  const end = BigInt(offBytes) + BigInt(lenBytes);
  return `[${hexText(offBytes)}, ${hexText(end)}), ${sizeText(lenBytes)}`;
}

interface RangeLike {
  offBytes: number | bigint;
  lenBytes: number | bigint;
  space?: string;
  device?: string;
}

/** An object that is a byte range and nothing else. */
export function isRange(value: unknown): value is RangeLike {
  if (typeof value !== "object" || value === null) return false;
  const it = value as Partial<Record<keyof RangeLike, unknown>>;
  const isWhole = (n: unknown) => typeof n === "bigint" || (Number.isSafeInteger(n) && (n as number) >= 0);
  const known = Object.keys(value).every((key) => ["offBytes", "lenBytes", "space", "device"].includes(key));
  return known && isWhole(it.offBytes) && isWhole(it.lenBytes);
}

export function rangeLine(it: RangeLike, strings: ValueStrings): string {
  const text = rangeText(it.offBytes, it.lenBytes);
  const space = it.space ?? it.device;
  return space === undefined ? text : strings.range(text, space);
}

/** A number in the unit that the last part of its name states. */
export function numberText(value: number | bigint, name: string, strings: ValueStrings): string {
  const isWhole = typeof value === "bigint" || Number.isSafeInteger(value);
  if (!isWhole) return Object.is(value, -0) ? "-0" : String(value);
  if (/^pfn$|Pfn$|address$/i.test(name)) return hexText(value);
  if (/(^off|Off|[sS]tart|resource|dataOffset|addr).*Bytes$|^offIn/.test(name)) return hexText(value);
  if (/Bytes$/.test(name)) return sizeText(value);
  if (/Sectors$/.test(name)) return strings.sectors(Number(value));
  return typeof value === "bigint" ? `${value}n` : String(value);
}

/**
 * Beside a plain number that is a whole number of pages, the same in hexadecimal: whether it counts or is a place, its name
 * does not say. Nothing beside any other value.
 */
export function pageText(value: unknown, text: string): string {
  const isPlain = typeof value === "number" && text === String(value);
  return isPlain && value >= 4096 && value % 4096 === 0
    ? ` <span class="value-hex-too">= ${hexText(value)}</span>`
    : "";
}

const LONGEST = 200;

/** What needs no unfolding, or null. */
export function leafText(value: unknown, name: string, strings: ValueStrings): string | null {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number" || typeof value === "bigint") return numberText(value, name, strings);
  if (typeof value === "string") {
    const text = JSON.stringify(value);
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return isRange(value) ? rangeLine(value, strings) : null;
}

/** Text for HTML, in content and in attributes in double quotes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);
