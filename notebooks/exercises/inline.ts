/** The little markdown of labels, hints and feedback: `code`, **strong**, *stress*. Everything else is text. */
import { html, type TemplateResult } from "lit-html";

const MARK = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g;

export function inline(text: string): TemplateResult {
  const parts: (string | TemplateResult)[] = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    parts.push(text.slice(at, match.index));
    if (match[1] !== undefined) parts.push(html`<code>${match[1]}</code>`);
    else if (match[2] !== undefined) parts.push(html`<strong>${match[2]}</strong>`);
    else parts.push(html`<em>${match[3]}</em>`);
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return html`${parts}`;
}

/** The same as HTML text; `safe` escapes what HTML would read for it. */
export function inlineHtml(text: string, safe: (text: string) => string): string {
  let out = "";
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    const [whole, code, strong, stress] = match;
    const [tag, words] =
      code !== undefined ? ["code", code] : strong !== undefined ? ["strong", strong] : ["em", stress];
    out += `${safe(text.slice(at, match.index))}<${tag}>${safe(words ?? "")}</${tag}>`;
    at = match.index + whole.length;
  }
  return out + safe(text.slice(at));
}

/** The same without marks, for names of buttons. */
export const bare = (text: string): string => text.replace(MARK, "$1$2$3");

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

/** The prompt with the values of its `${…}`; those that have none stand as an ellipsis. */
export function fillPrompt(prompt: string, isExpression: (text: string) => boolean, values: readonly string[]): string {
  let next = 0;
  return prompt.replace(PLACEHOLDER, (whole, text: string) => (isExpression(text) ? (values[next++] ?? "…") : whole));
}
