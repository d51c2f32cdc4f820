/**
 * The messages between an embed and the page around it, version 1. Both sides read them through these schemas; what
 * does not fit is dropped. A later version has another number in `daxlab`, and a side that does not know it hears nothing.
 *
 * From the embed: it is there, it is so high, a cell is in a state, a cell gave something, the reader wants it in full.
 * To the embed: other colours, another moment, another language. Nothing from outside runs a cell or changes a text.
 */
import * as v from "valibot";

const id = v.pipe(v.string(), v.maxLength(100));
const slug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,99}$/));
const head = { daxlab: v.literal(1), id };

/** Embeds are never higher than this, in CSS pixels; they scroll inside from there on. */
export const MOST_HEIGHT = 4000;
/** Most characters of a result. */
export const MOST_TEXT = 4000;

const fromEmbed = v.variant("type", [
  v.object({ ...head, type: v.literal("ready"), lesson: slug, title: v.pipe(v.string(), v.maxLength(200)) }),
  v.object({
    ...head,
    type: v.literal("height"),
    height: v.pipe(v.number(), v.minValue(1), v.maxValue(MOST_HEIGHT)),
  }),
  v.object({ ...head, type: v.literal("state"), cell: slug, state: v.pipe(v.string(), v.maxLength(20)) }),
  v.object({ ...head, type: v.literal("result"), cell: slug, text: v.pipe(v.string(), v.maxLength(MOST_TEXT)) }),
  v.object({ ...head, type: v.literal("open"), href: v.pipe(v.string(), v.url(), v.regex(/^(https?|file):/)) }),
]);

const toEmbed = v.variant("type", [
  v.object({ ...head, type: v.literal("theme"), theme: v.picklist(["auto", "light", "dark"]) }),
  v.object({ ...head, type: v.literal("step"), step: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ ...head, type: v.literal("lang"), lang: v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/)) }),
]);

export type FromEmbed = v.InferOutput<typeof fromEmbed>;
export type ToEmbed = v.InferOutput<typeof toEmbed>;
/** A message before its sender adds version and name. */
export type Said<T> = T extends unknown ? Omit<T, "daxlab" | "id"> : never;

const read = <T>(schema: v.GenericSchema<unknown, T>, data: unknown): T | null => {
  const result = v.safeParse(schema, data);
  return result.success ? result.output : null;
};

export const readFromEmbed = (data: unknown): FromEmbed | null => read(fromEmbed, data);
export const readToEmbed = (data: unknown): ToEmbed | null => read(toEmbed, data);
