/** The little markdown of exercises as HTML: the same marks as exercises/inline.ts. */
import { escapeHtml } from "./html.ts";

const MARK = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g;

export function inline(text: string): string {
  let html = "";
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    html += escapeHtml(text.slice(at, match.index));
    if (match[1] !== undefined) html += `<code>${escapeHtml(match[1])}</code>`;
    else if (match[2] !== undefined) html += `<strong>${escapeHtml(match[2])}</strong>`;
    else html += `<em>${escapeHtml(match[3] ?? "")}</em>`;
    at = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(at));
}
