/**
 * Events in words: one sentence per event, by the rule that it followed. A catalogue is a table of whole sentences, so
 * that it can be translated; nothing is put together from pieces.
 *
 * Placeholders: {who}, {fn}, {step} (counted from 1), {range}, {answer} (the return value), and the event's arguments by their names.
 * Offsets are hexadecimal, counts decimal.
 */
import type { Event, EventRange, InvariantResult } from "../event.ts";
import { MEMORY_SENTENCES } from "./memory.ts";
import { ROUTE_SENTENCES } from "./route.ts";
import { hexOf, nothingAnswered, returned } from "./text.ts";

export type RuleName = keyof typeof ROUTE_SENTENCES | keyof typeof MEMORY_SENTENCES;
export type InvariantName = keyof typeof INVARIANT_SENTENCES;
/** One language. */
export interface Catalogue {
  rules: Readonly<Record<RuleName, string>>;
  invariants: Readonly<Record<InvariantName, string>>;
  /** {len} bytes from {off} on, in the bytes of {space}. */
  range: string;
  /** The same of a single byte. */
  byte: string;
  /** Stands for an argument that an event does not have. */
  nobody: string;
  /** For a rule that the catalogue does not know. */
  unknown: string;
  /** Power-on, which is no step: steps are counted from 1. */
  powerOn: string;
}

/** The invariants of the domain reference, section 2.3, and the laws of section 10. */
export const INVARIANT_SENTENCES = {
  I1: "A dax_device has at most one holder.",
  I2: "Holder operations mean something only while there is a holder.",
  I3: "A dead dax_device has no holder.",
  I4: "A dax_device belongs to a whole disk, never to a partition.",
  I5: "A holder is asked only while its dax_device cannot go away.",
  I6: "A holder that lets go takes its own operations with it, and nobody else's.",
} as const;

export const ENGLISH: Catalogue = {
  rules: { ...ROUTE_SENTENCES, ...MEMORY_SENTENCES },
  invariants: INVARIANT_SENTENCES,
  range: "{len} bytes at {off} of {space}",
  byte: "1 byte at {off} of {space}",
  nobody: "nobody",
  unknown: "{fn} at {who} answers {answer}.",
  powerOn: "The machine is switched on.",
};

/** Arguments that are places in bytes or page frames. */
const HEXADECIMAL: ReadonlySet<string> = new Set(
  "pfn offset addr_offset_in_mapping offset_in_mapping file_offset bt_dax_part_off".split(" "),
);

export function sentenceOf(event: Event, catalogue: Catalogue = ENGLISH): string {
  const isPowerOn = event.rule === "step" && event.step < 0;
  const template = isPowerOn ? catalogue.powerOn : (catalogue.rules[event.rule as RuleName] ?? catalogue.unknown);
  return template.replace(/\{([\w-]+)\}/g, (_, name: string) => valueIn(event, name, catalogue));
}

function valueIn(event: Event, name: string, catalogue: Catalogue): string {
  switch (name) {
    case "who":
    case "fn":
      return event[name];
    case "step":
      return String(event.step + 1);
    case "answer":
      return nothingAnswered(event) ?? returned(event.ret);
    case "range":
      return event.range === undefined ? catalogue.nobody : rangeIn(event.range, catalogue);
    default:
      return argumentOf(event, name, catalogue);
  }
}

function rangeIn({ space, offBytes, lenBytes }: EventRange, catalogue: Catalogue): string {
  const parts: Readonly<Record<string, string>> = { off: hexOf(offBytes), len: String(lenBytes), space };
  return (lenBytes === 1 ? catalogue.byte : catalogue.range).replace(
    /\{(\w+)\}/g,
    (whole, name: string) => parts[name] ?? whole,
  );
}

function argumentOf(event: Event, name: string, catalogue: Catalogue): string {
  const value = event.args[name] ?? null;
  if (value === null) return catalogue.nobody;
  if (HEXADECIMAL.has(name) && (typeof value === "number" || typeof value === "bigint")) return hexOf(value);
  return String(value);
}

/** An invariant in words; a violated one names its witness. */
export function invariantSentence(result: InvariantResult, catalogue: Catalogue = ENGLISH): string {
  const sentence = catalogue.invariants[result.id as InvariantName] ?? result.id;
  return result.witness === undefined ? sentence : `${sentence} (${result.witness})`;
}

/** The names that a template needs; for tests. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(/\{([\w-]+)\}/g)].map((it) => it[1] ?? "");
}
