/** Two texts of a cell as one with its changes marked, for reading. A chunk of its own, fetched when asked for. */

import { javascriptLanguage } from "@codemirror/lang-javascript";
import { syntaxHighlighting } from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { CellStrings } from "../i18n/strings.ts";

/** Shows what leads from `before` to `after`; returns what takes it away again. */
export function showChanges(host: HTMLElement, before: string, after: string, strings: CellStrings): () => void {
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: after,
      extensions: [
        EditorState.phrases.of(strings.editorPhrases),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": strings.compareWith }),
        EditorView.editorAttributes.of({ dir: "ltr" }),
        javascriptLanguage,
        syntaxHighlighting(classHighlighter),
        unifiedMergeView({ original: before, mergeControls: false, gutter: true, collapseUnchanged: { margin: 2 } }),
      ],
    }),
  });
  return () => view.destroy();
}
