/**
 * The code editor: CodeMirror 6, fetched when a cell first gets the focus. Static code in the page is highlighted with
 * the same grammar and the same class names, so nothing changes its look when this moves in.
 *
 * Who only passes through with Tab is not held: Tab indents once something was typed since the box got the focus. From
 * then on Escape and then Tab leaves, and so does Tab after Control and M. The run keys never reach it.
 */
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { javascriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, type KeyBinding, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { CellFault } from "../../workers/api.ts";
import { explained, explainKeys, tooltipOf } from "./editor-explain.ts";
import { completeCell, wordAt } from "./editor-words.ts";
import type { CodeBox, CodeBoxOptions } from "./ui/code-box.ts";

/** Changes that come from outside are no input of the reader. */
const outside = Annotation.define<true>();

const theme = EditorView.theme({
  "&.cm-focused": { outline: "none" },
  ".cm-content": { padding: "0", caretColor: "currentColor" },
  ".cm-line": { padding: "0" },
  ".cm-scroller": { font: "inherit", lineHeight: "inherit" },
});

export function richBox(host: HTMLElement, options: CodeBoxOptions): CodeBox {
  const { strings } = options;
  const typing = { hasTyped: false };
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: options.text,
      selection: { anchor: options.selected?.[0] ?? 0, head: options.selected?.[1] ?? 0 },
      extensions: [
        EditorState.phrases.of(strings.editorPhrases),
        EditorView.contentAttributes.of({
          tabindex: "0",
          "aria-label": options.label,
          "aria-describedby": options.describedBy,
        }),
        EditorView.editorAttributes.of({ dir: "ltr" }),
        history(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        indentOnInput(),
        bracketMatching(),
        javascriptLanguage.data.of({ commentTokens: { line: "//", block: { open: "/*", close: "*/" } } }),
        javascriptLanguage,
        syntaxHighlighting(classHighlighter),
        autocompletion({ override: [completeCell(options.names ?? (() => new Map()))] }),
        hoverTooltip((at, pos) => tooltipOf(wordAt(at.state, pos))),
        explained,
        keymap.of([
          ...explainKeys(options.say),
          ...completionKeymap,
          ...historyKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          ...tabKeys(typing),
        ]),
        theme,
        onInput(options, typing),
        EditorView.domEventHandlers({
          focus: () => {
            typing.hasTyped = false;
          },
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    setText(text) {
      if (view.state.doc.toString() === text) return;
      const changes = { from: 0, to: view.state.doc.length, insert: text };
      view.dispatch({ changes, annotations: outside.of(true) });
    },
    focus(at) {
      if (at) view.dispatch({ selection: { anchor: view.posAtCoords(at, false) } });
      view.focus();
    },
    goTo(line, column) {
      const { from, to } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      const anchor = Math.min(from + Math.max(0, column - 1), to);
      view.focus();
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    },
    setFault: (fault) => view.dispatch(setDiagnostics(view.state, fault ? [diagnosticOf(view, fault, options)] : [])),
    destroy: () => view.destroy(),
  };
}

interface Typing {
  hasTyped: boolean;
}

const tabKeys = (typing: Typing): KeyBinding[] => [
  {
    key: "Tab",
    run: (view) => typing.hasTyped && indentMore(view),
    shift: (view) => typing.hasTyped && indentLess(view),
  },
];

const onInput = (options: CodeBoxOptions, typing: Typing): Extension =>
  EditorView.updateListener.of((update) => {
    if (!update.docChanged || update.transactions.some((it) => it.annotation(outside))) return;
    typing.hasTyped = true;
    options.onInput(update.state.doc.toString());
  });

/** From where the fault is to the end of its word, or its whole line where the column is unknown. */
function diagnosticOf(view: EditorView, fault: CellFault, options: CodeBoxOptions): Diagnostic {
  const { doc } = view.state;
  const line = doc.line(Math.min(Math.max(1, fault.line), doc.lines));
  const from = fault.column > 0 ? Math.min(line.from + fault.column - 1, line.to) : line.from;
  const end = fault.column > 0 ? (view.state.wordAt(from)?.to ?? from + 1) : line.to;
  const { fix } = fault;
  return {
    from,
    to: Math.min(Math.max(end, from), doc.length),
    severity: "error",
    message: fault.message,
    ...(fix === undefined ? {} : { actions: [{ name: options.strings.fix, apply: () => options.onFix?.(fix) }] }),
  };
}
