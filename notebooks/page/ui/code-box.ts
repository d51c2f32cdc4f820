/**
 * Where a cell's text is edited: one interface, two boxes. The plain one is here; the rich one (`../editor.ts`) is
 * fetched when a cell gets the focus. Run keys belong to the cell, not to the box.
 */
import type { CellFault, Wire } from "../../../workers/api.ts";
import type { CellStrings } from "../../i18n/strings.ts";

export interface Point {
  x: number;
  y: number;
}

export interface CodeBox {
  readonly text: string;
  setText(text: string): void;
  /** With a point in the viewport: the cursor goes there. */
  focus(at?: Point): void;
  /** Focus, with the cursor there and in sight; line and column from 1, column 0: the line's beginning. */
  goTo(line: number, column: number): void;
  /** Marks the line of a fault; null: none. */
  setFault(fault: CellFault | null): void;
  destroy(): void;
}

export interface CodeBoxOptions {
  text: string;
  label: string;
  /** `id` of the element that tells how to leave. */
  describedBy: string;
  strings: CellStrings;
  /** What is selected at first: characters from and to. */
  selected?: readonly [number, number];
  onInput(text: string): void;
  /** Names that other cells publish, with their values as far as they are known. */
  names?(): ReadonlyMap<string, Wire | null>;
  onFix?(text: string): void;
  /** Says something once to a screen reader. */
  say?(text: string): void;
}

/** A textarea that grows with its text. */
export function plainBox(host: HTMLElement, options: CodeBoxOptions): CodeBox {
  const box = document.createElement("textarea");
  box.className = "code-plain";
  box.dir = "ltr";
  box.spellcheck = false;
  box.autocapitalize = "off";
  box.autocomplete = "off";
  box.setAttribute("aria-label", options.label);
  box.setAttribute("aria-describedby", options.describedBy);
  const resize = () => {
    box.rows = Math.min(40, Math.max(2, box.value.split("\n").length + 1));
  };
  box.value = options.text;
  resize();
  box.addEventListener("input", () => {
    resize();
    options.onInput(box.value);
  });
  host.replaceChildren(box);
  return {
    get text() {
      return box.value;
    },
    setText(text) {
      if (box.value === text) return;
      box.value = text;
      resize();
    },
    focus: () => box.focus(),
    goTo(line, column) {
      const before = box.value.split("\n").slice(0, line - 1);
      const at = before.join("\n").length + (before.length === 0 ? 0 : 1) + Math.max(0, column - 1);
      box.focus();
      box.setSelectionRange(at, at);
      box.scrollIntoView({ block: "nearest" });
    },
    setFault: (fault) => {
      box.setAttribute("aria-invalid", String(fault !== null));
    },
    destroy: () => box.remove(),
  };
}
