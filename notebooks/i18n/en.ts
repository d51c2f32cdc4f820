/** The page in English. */
import { handInEn, shareEn, shellEn, timeEn } from "./en-parts.ts";
import type { CellStrings, KeepStrings, PageStrings, RunStrings } from "./strings.ts";

const n = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const cell: CellStrings = {
  states: {
    idle: "not run",
    queued: "waiting",
    running: "running",
    ok: "ok",
    stale: "stale",
    error: "error",
    stopped: "stopped",
    "timed-out": "timed out",
    blocked: "blocked",
  },
  said: (label, state) => `Cell ${label}: ${state}.`,
  saidError: (label, message, line) =>
    line > 0 ? `Cell ${label}: error in line ${line}. ${message}` : `Cell ${label}: error. ${message}`,
  run: "Run",
  stop: "Stop",
  reset: "Reset",
  more: "More",
  tools: (label) => `Tools of ${label}`,
  edited: "edited",
  whyStale: (changed) =>
    changed.length === 0
      ? "The text has changed since it ran."
      : `${list(changed)} ${changed.length === 1 ? "has" : "have"} changed since it ran.`,
  waitsFor: (name) => `Waits for ${name}.`,
  failedInput: (name) => `${name} has no value: look at its cell first.`,
  valueBefore: "The value below is of the run before.",
  stoppedNote: "Stopped. The text is unchanged, and the other cells keep their values.",
  timedOutNote: (seconds, holder) =>
    holder === null
      ? `Stopped after ${n(seconds, "second", "seconds")}. Does a loop never end?`
      : `Stopped after ${n(seconds, "second", "seconds")}, still in notifyFailure of ${holder}.`,
  atLine: (line, column) => (column > 0 ? `line ${line}, column ${column}` : `line ${line}`),
  fix: "Change it to this",
  logs: "Written by this cell",
  code: (label) => `Code of cell ${label}`,
  editorHelp: "Shift and Enter run the cell. Escape, then Tab, leaves the editor. F1 tells more.",
  plainText: "Use a plain text box",
  richText: "Use the code editor",
  history: "Earlier texts",
  historyEmpty: "No earlier texts of this cell on this device.",
  why: {
    run: "before a run",
    reset: "before a reset",
    opened: "before a link or file was opened",
    "other-tab": "before a change from another tab",
    author: "before the author's new text was taken",
    restored: "before an earlier text was put back",
    fix: "before a correction",
  },
  at: (time) => `at ${time}`,
  putBack: "Put back",
  undoReset: "Undo the reset",
  compare: "Compare with the original",
  compareWith: "From the original to your text",
  authorChanged: "The author has changed this cell since you began. Yours is shown.",
  keepMine: "Keep mine",
  takeNew: "Take the new one",
  otherTab: "This cell was changed in another tab.",
  takeOther: "Take that text",
  link: "Copy a link to this cell",
  copied: "The link is in the clipboard.",
  copyByHand: "The clipboard is not available here. Copy the link by hand:",
  help: "Help for this cell",
  helpText: [
    "Shift and Enter: run, and go to the next cell. Control or Command with Enter: run, and stay.",
    "Control or Command with a full stop: stop. The text is never lost.",
    "Escape, then Tab: leave the editor forwards. Escape, then Shift and Tab: backwards.",
    "Control and M (on a Mac Shift, Option and M): Tab moves the focus, until you press it again.",
    "Control and Space: what may be written here. Point at a name, or put the cursor on it and press F1, to read what it is.",
  ],
  step: "Step through it",
  editorPhrases: {},
};

const run: RunStrings = {
  runStale: (count) => `Run ${n(count, "stale cell", "stale cells")}`,
  slow: (label) => `Cell ${label} is still running.`,
  keepWaiting: "Go on",
  restarted: (reason) => {
    if (reason === "crashed")
      return "The engine broke off and was started again. Your texts and values are as they were.";
    if (reason === "timed-out")
      return "A cell ran too long. The engine was started again; your texts and values are as they were.";
    return "Stopped. The engine was started again; your texts and values are as they were.";
  },
  dismiss: "Dismiss",
  safe: "Safe mode: nothing runs on this page. Texts can be read, changed and saved.",
  safeLeave: "Leave safe mode",
  crashLoop: "This page broke off more than once while a cell was running. You can open it without running anything.",
  openSafe: "Open in safe mode",
  boundary: (kind) => {
    if (kind === "frame") return "Cells run in a closed frame: no network, no storage, no way to this page.";
    if (kind === "worker") {
      return "This browser offers no closed frame here. Your own cells run in a worker; text from links and files can be read, not run.";
    }
    return "This browser cannot run cells here. Everything can be read.";
  },
};

const keep: KeepStrings = {
  saved: (time) => (time === null ? "Saved on this device" : `Saved on this device at ${time}`),
  unsaved: (why) =>
    why === "full"
      ? "Not saved here: the storage of this browser is full. Download your work."
      : "Not saved here: this browser lets the page store nothing. Download your work.",
  exportAll: "Download all my work",
  importAll: "Open a file of my work",
  imported: (taken, older) => `${n(taken, "record", "records")} taken, ${older} left because what is here is newer.`,
  importPart: "Not all of it could be saved on this device.",
  refused: (file, why) => {
    const said = {
      "too-large": "is larger than 20 MiB, and work of this course never is",
      unreadable: "cannot be read; perhaps it was moved, or is no file of this device",
      "not-json": "is not JSON; perhaps it is another kind of file, or cut off",
      "not-work": "is JSON, and neither work nor a notebook of this site",
      version: "was made by a newer version of this site; reload the page and try again",
      course: "belongs to another course",
      lesson: "is a notebook of a lesson that this course does not have",
    }[why];
    return `${file} ${said}. Expected is a file that was saved here as work or as a notebook. Nothing was changed.`;
  },
  work: "My work",
  resetAll: "Reset all cells of this page",
  resetAllAsk: (count) => `Reset ${n(count, "cell", "cells")}? The texts stay in each cell's history.`,
};

export const en: PageStrings = {
  tag: "en",
  direction: "ltr",
  name: "English",
  cell,
  run,
  keep,
  share: shareEn,
  time: timeEn,
  shell: shellEn,
  handIn: handInEn,
};
