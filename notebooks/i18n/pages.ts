/** Pages of their own, and the frame around every page, in another language than the one they are built in. */
import type { TermWords } from "./glossary-de.ts";

/** The inside of an element as it was built → the same in the language. */
export type PageWords = Readonly<Record<string, string>>;

export interface PageSpeech {
  tag: string;
  direction: "ltr" | "rtl";
  /** What stands instead of this inside of an element; nothing: it stays. */
  page(html: string): string | undefined;
  /** Of the glossary, by the built HTML of a term's text and unit. */
  term(name: string): { text: string; unit?: string } | undefined;
}

/** Backticks and stars, as far as the glossary has them. */
const inline = (text: string): string =>
  text.replace(/`([^`]+)`/g, "<code>$1</code>").replace(/\*([^*]+)\*/g, "<em>$1</em>");

const rendered = ({ text, unit }: TermWords): TermWords =>
  unit === undefined ? { text: inline(text) } : { text: inline(text), unit: inline(unit) };

/** Null for a language that the pages do not speak: they stay as they were built. */
export async function loadPageSpeech(tag: string): Promise<PageSpeech | null> {
  if (tag !== "de" && tag !== "qps") return null;
  const [{ pagesDe }, { GLOSSARY_DE }] = await Promise.all([import("./pages-de.ts"), import("./glossary-de.ts")]);
  const own = (name: string) => (Object.hasOwn(GLOSSARY_DE, name) ? GLOSSARY_DE[name] : undefined);
  if (tag === "de") {
    const term = (name: string) => {
      const found = own(name);
      return found && rendered(found);
    };
    return { tag, direction: "ltr", page: (html) => (Object.hasOwn(pagesDe, html) ? pagesDe[html] : undefined), term };
  }
  const { pseudoText } = await import("./pseudo.ts");
  const marked = (html: string) => html.replace(/[^<>]*[^<>\s][^<>]*(?![^<]*>)/g, pseudoText);
  return {
    tag: "en-XA",
    direction: "rtl",
    page: (html) => (Object.hasOwn(pagesDe, html) ? marked(html) : undefined),
    term: (name) => {
      const found = own(name);
      return found && { text: marked(inline(found.text)), ...(found.unit ? { unit: marked(inline(found.unit)) } : {}) };
    },
  };
}
