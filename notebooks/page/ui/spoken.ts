/** Marks an element with the language of the page's strings and its direction; the lesson around it keeps its own. */
import type { PageStrings } from "../../i18n/strings.ts";

export function spoken<T extends HTMLElement>(
  element: T,
  { tag, direction }: Pick<PageStrings, "tag" | "direction">,
): T {
  element.lang = tag === "qps" ? "en-XA" : tag;
  element.dir = direction;
  return element;
}
