/** Every key of the page, with what it does; each has a button as well. */
import { html } from "lit-html";
import type { ShortcutName } from "../../i18n/strings.ts";
import type { PageContext } from "./cell-context.ts";
import { openDialog } from "./dialog.ts";

type Chord = readonly string[];

/** Names that stand on the keys; they are the same in every language of the page. */
function shortcuts(mod: string, isMac: boolean): readonly (readonly [ShortcutName, readonly Chord[]])[] {
  return [
    ["runNext", [["Shift", "Enter"]]],
    ["runStay", [[mod, "Enter"]]],
    ["runStale", [[mod, "Shift", "Enter"]]],
    ["stop", [[mod, "."]]],
    ["leave", [["Esc", "Tab"]]],
    ["tabFocus", [isMac ? ["Shift", "⌥", "M"] : ["Ctrl", "M"]]],
    ["cellHelp", [["F1"], ["Alt", "F1"]]],
    ["steps", [["←"], ["→"], ["Home"], ["End"]]],
    ["search", [[mod, "K"]]],
    ["projector", [["Page Up"], ["Page Down"]]],
    ["list", [["?"]]],
  ];
}

export function openShortcuts({ strings }: PageContext): void {
  const words = strings.shell;
  const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);
  const dialog = openDialog(words.shortcutKeys, strings);
  const chord = (keys: Chord) =>
    html`<span class="chord" dir="ltr">${keys.map((key) => html`<kbd>${key}</kbd> `)}</span>`;
  dialog.draw(
    html`<dl class="shortcuts">${shortcuts(isMac ? "⌘" : "Ctrl", isMac).map(
      ([name, chords]) => html`<div><dt>${chords.map(chord)}</dt><dd>${words.shortcut[name]}</dd></div>`,
    )}</dl>`,
  );
}
