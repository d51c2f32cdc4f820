/** The languages of the page. English is always there; others are fetched when they are chosen. */
import { en } from "./en.ts";
import type { PageStrings } from "./strings.ts";
import { type ValueStrings, valueStringsDe, valueStringsEn } from "./values.ts";

export interface Language {
  page: PageStrings;
  values: ValueStrings;
}

/** Tags with their own names, in the order of the switch. */
export const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
] as const;

/** `qps` is the pseudo-locale of tests: every string marked and longer, written from right to left. */
export async function loadLanguage(tag: string): Promise<Language> {
  if (tag === "de") return { page: (await import("./de.ts")).de, values: valueStringsDe };
  if (tag === "qps") {
    const { pseudo } = await import("./pseudo.ts");
    return { page: { ...pseudo(en), tag: "qps", direction: "rtl" }, values: pseudo(valueStringsEn) };
  }
  return { page: en, values: valueStringsEn };
}
