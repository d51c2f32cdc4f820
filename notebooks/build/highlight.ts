/** Code as HTML with the classes that the editor uses, so that nothing changes its colour when the editor comes. */
import { javascriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { escapeHtml } from "./html.ts";

/** The text of the result is exactly `code`. */
export function highlight(code: string): string {
  const tree = javascriptLanguage.parser.parse(code);
  let html = "";
  highlightCode(
    code,
    tree,
    classHighlighter,
    (text, classes) => {
      html += classes === "" ? escapeHtml(text) : `<span class="${classes}">${escapeHtml(text)}</span>`;
    },
    () => {
      html += "\n";
    },
  );
  return html;
}
