/**
 * The keys of section 6.1: run keys reach the cell before its editor sees them; stop, run-stale, search and the list of
 * keys work everywhere. No single letters, and the question mark only outside of what one types into.
 */
import type { CellView } from "./cell-view.ts";

const isMac = (): boolean => /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** Control, or Command on a Mac. */
export const isMod = (event: KeyboardEvent): boolean => (isMac() ? event.metaKey : event.ctrlKey);

export interface CellKeyActions {
  /** Runs and goes on to the next cell. */
  runNext(cell: CellView): void;
  runStay(cell: CellView): void;
  runStale(): void;
  stop(): void;
}

export function cellKeys(cell: CellView, actions: CellKeyActions): void {
  const { host } = cell.code;
  host.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.altKey || event.isComposing) return;
      if (isMod(event) && event.shiftKey) actions.runStale();
      else if (isMod(event) || (isMac() && event.ctrlKey)) actions.runStay(cell);
      else if (event.shiftKey) actions.runNext(cell);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
  // After the editor, which explains the name at the cursor if there is one.
  cell.section.addEventListener("keydown", (event) => {
    if (event.key !== "F1" || event.defaultPrevented) return;
    event.preventDefault();
    void cell.toggleMore("help");
  });
}

export interface PageKeyActions {
  runStale(): void;
  stop(): void;
  shortcuts(): void;
  search(): void;
  /** Whether the question mark may be used. */
  hasSingleKeys(): boolean;
}

export function pageKeys(actions: PageKeyActions): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (isMod(event) && event.shiftKey && event.key === "Enter") actions.runStale();
    else if (isMod(event) && event.key === ".") actions.stop();
    else if (isMod(event) && event.key.toLowerCase() === "k" && !event.shiftKey) actions.search();
    else if (event.key === "?" && actions.hasSingleKeys() && !isTyping(event.target)) actions.shortcuts();
    else return;
    event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
