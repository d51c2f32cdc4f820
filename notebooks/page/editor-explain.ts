/** What a name of the cell API means: under the pointer, and with F1 at the cursor. */
import { StateEffect, StateField } from "@codemirror/state";
import { type EditorView, type KeyBinding, showTooltip, type Tooltip } from "@codemirror/view";
import { meaningOf } from "./api-words.ts";
import { paragraphOf, type WordAt, wordAt } from "./editor-words.ts";

const show = StateEffect.define<Tooltip | null>();

/** The tooltip that F1 opened; it goes with the next move of the cursor or change of the text. */
export const explained = StateField.define<Tooltip | null>({
  create: () => null,
  update(now, change) {
    for (const effect of change.effects) if (effect.is(show)) return effect.value;
    return change.docChanged || change.selection ? null : now;
  },
  provide: (field) => showTooltip.from(field),
});

/** F1 explains the name at the cursor; elsewhere the key is left to the cell. */
export function explainKeys(say: ((text: string) => void) | undefined): KeyBinding[] {
  const run = (view: EditorView): boolean => {
    const at = wordAt(view.state, view.state.selection.main.head);
    if (at === null) return false;
    view.dispatch({ effects: show.of(tooltipOf(at)) });
    say?.(meaningOf(at.word).text);
    return true;
  };
  return [
    { key: "F1", run },
    { key: "Alt-F1", run },
    {
      key: "Escape",
      run(view) {
        if (view.state.field(explained) !== null) view.dispatch({ effects: show.of(null) });
        return false;
      },
    },
  ];
}

export function tooltipOf(at: WordAt | null): Tooltip | null {
  if (at === null) return null;
  const { word } = at;
  const isCall = word.kind === "method" || word.kind === "function";
  const dot = word.of === "Machine" ? "." : "";
  return {
    pos: at.from,
    end: at.to,
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "code-explained";
      const head = document.createElement("code");
      head.textContent = `${dot}${word.name}${isCall ? "" : ": "}${word.shape}`;
      dom.append(head, paragraphOf(word));
      return { dom };
    },
  };
}
