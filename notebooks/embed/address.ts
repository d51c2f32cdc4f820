/**
 * What an embed shows, as the part of its address after `#`:
 *
 *   embed.html#lesson=09-one-device-two-filesystems                 a whole lesson
 *   embed.html#lesson=…&cells=merged..wrong-door                    from one cell to another; one slug is one cell
 *   embed.html#lesson=…&figure=thread&step=17                       one figure, at the event of that number
 *   …&theme=dark&lang=de                                            auto, light or dark; the language of the controls
 *   …&engine=25fb5df23492                                           runs on the release of that hash
 *   …&id=f1                                                         name of the frame in its messages
 */
import * as v from "valibot";

const slug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,99}$/));
const step = v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number));

const schema = v.object({
  lesson: slug,
  cells: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[a-z0-9-]{1,100}(\.\.[a-z0-9-]{1,100})?$/),
      v.transform((text) => {
        const [from = "", to = from] = text.split("..");
        return { from, to };
      }),
    ),
  ),
  figure: v.optional(slug),
  step: v.optional(step),
  theme: v.optional(v.picklist(["auto", "light", "dark"]), "auto"),
  lang: v.optional(v.pipe(v.string(), v.regex(/^([a-z]{2,3})?$/)), ""),
  engine: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{12,64}$/))),
  id: v.optional(v.pipe(v.string(), v.maxLength(100)), ""),
});

export type EmbedAddress = v.InferOutput<typeof schema>;

/** What each part is, for who wrote it otherwise. */
const EXPECTED: Readonly<Record<string, string>> = {
  lesson: "the file name of a lesson without .html",
  cells: "the name of a cell, or of two with .. between them",
  figure: "the name of a figure",
  step: "the number of an event, in up to seven digits",
  theme: "auto, light or dark",
  lang: "a language of two or three letters",
  engine: "12 to 64 hexadecimal digits",
  id: "at most 100 characters",
};

/** Reads `location.hash`. A damaged address is answered with what was wrong, in words. */
export function readAddress(fragment: string): EmbedAddress | { problem: string } {
  const given = Object.fromEntries(new URLSearchParams(fragment.replace(/^#/, "")));
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const name = String(issue.path?.[0]?.key ?? "");
  return {
    problem: `${name}: got ${given[name] === undefined ? "nothing" : JSON.stringify(given[name].slice(0, 80))}, expected ${EXPECTED[name]}`,
  };
}

export interface EmbedWish {
  lesson: string;
  cells?: string | null;
  figure?: string | null;
  step?: string | null;
  theme?: string | null;
  lang?: string | null;
  engine?: string | null;
  id?: string | null;
}

/** The part after `#` for a wish; what is not given is left out. */
export function addressOf(wish: EmbedWish): string {
  const names = ["lesson", "cells", "figure", "step", "theme", "lang", "engine", "id"] as const;
  return names.flatMap((name) => (wish[name] ? [`${name}=${encodeURIComponent(wish[name])}`] : [])).join("&");
}
