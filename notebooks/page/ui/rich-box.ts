/** Fetches the code editor, and with it the words of the cell API in the page's language. */
import type { plainBox } from "./code-box.ts";

/** The editor, or null where it cannot be fetched; `tag` is that of the page's strings. */
export async function fetchRichBox(tag: string): Promise<typeof plainBox | null> {
  try {
    const [{ richBox }] = await Promise.all([import("../editor.ts"), speakIn(tag)]);
    return richBox;
  } catch {
    return null;
  }
}

async function speakIn(tag: string): Promise<void> {
  if (tag !== "de" && tag !== "qps") return;
  const { keyOf, speakWords, WORDS } = await import("../api-words.ts");
  if (tag === "de") return speakWords({ tag, texts: (await import("../../i18n/api-words-de.ts")).apiWordsDe });
  const { pseudo } = await import("../../i18n/pseudo.ts");
  speakWords({ tag: "en-XA", texts: pseudo(Object.fromEntries(WORDS.map((it) => [keyOf(it), it.text]))) });
}
