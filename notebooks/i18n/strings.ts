/**
 * Every string of the page outside exercises, values and course packages. Whole sentences, no concatenation: what
 * varies is a parameter. Digits, hexadecimal, code and kernel names are never localised.
 */
import type { Why } from "../page/history.ts";
import type { RefusedWork } from "../page/keep-export.ts";
import type { AddressPart } from "../page/share.ts";

export type StateName = "idle" | "queued" | "running" | "ok" | "stale" | "error" | "stopped" | "timed-out" | "blocked";

export interface CellStrings {
  states: Readonly<Record<StateName, string>>;
  said(label: string, state: string): string;
  saidError(label: string, message: string, line: number): string;
  run: string;
  stop: string;
  reset: string;
  more: string;
  tools(label: string): string;
  edited: string;
  /** Why it is stale: names of inputs that changed; none: its own text. */
  whyStale(changed: readonly string[]): string;
  waitsFor(name: string): string;
  failedInput(name: string): string;
  stoppedNote: string;
  /** Of a cell whose last run gave none. */
  valueBefore: string;
  timedOutNote(seconds: number, holder: string | null): string;
  atLine(line: number, column: number): string;
  fix: string;
  logs: string;
  code(label: string): string;
  editorHelp: string;
  plainText: string;
  richText: string;
  history: string;
  historyEmpty: string;
  why: Readonly<Record<Why, string>>;
  at(time: string): string;
  putBack: string;
  undoReset: string;
  compare: string;
  compareWith: string;
  authorChanged: string;
  keepMine: string;
  takeNew: string;
  otherTab: string;
  takeOther: string;
  link: string;
  copied: string;
  copyByHand: string;
  help: string;
  helpText: readonly string[];
  step: string;
  /** What CodeMirror says by itself, by its English words; empty in English. */
  editorPhrases: Readonly<Record<string, string>>;
}

export interface RunStrings {
  runStale(count: number): string;
  slow(label: string): string;
  keepWaiting: string;
  restarted(reason: "stopped" | "timed-out" | "crashed"): string;
  dismiss: string;
  safe: string;
  safeLeave: string;
  crashLoop: string;
  openSafe: string;
  boundary(kind: "frame" | "worker" | "none"): string;
}

export interface KeepStrings {
  saved(time: string | null): string;
  unsaved(why: "blocked" | "full"): string;
  exportAll: string;
  importAll: string;
  imported(taken: number, older: number): string;
  importPart: string;
  /** Says which file, what it is, and what was expected; nothing of the reader's has changed. */
  refused(file: string, why: RefusedWork): string;
  work: string;
  resetAll: string;
  resetAllAsk(count: number): string;
}

export interface ShareStrings {
  title: string;
  intro(cells: number, forks: number): string;
  link: string;
  copy: string;
  long(characters: number): string;
  qr: string;
  qrLabel: string;
  qrTooLong: string;
  downloadHtml: string;
  downloadJson: string;
  downloadZip: string;
  opened(cells: number, forks: number): string;
  openedOther: string;
  openedChanged: string;
  openedSame: string;
  run: string;
  read: string;
  discard: string;
  readOnly: string;
  /** While the cells show the texts of a link that nothing has run of. */
  reading: string;
  putMineBack: string;
  fork(label: string, steps: number): string;
  refused(why: "version" | "damaged" | "too-large"): string;
  otherLesson: string;
  goThere(lesson: string): string;
  changes(label: string): string;
  unknownCells(names: readonly string[]): string;
  /** Of an address: what stands where, and what would have been understood. */
  wrongPart(name: string, got: string, expected: AddressPart): string;
  /** On which engine the page runs, when its address asks for another than its own. */
  engine(said: {
    n: number | null;
    hash: string;
    kind: "runs" | "unknown" | "graded" | "other" | "unreachable";
  }): string;
  engineCurrent: string;
  /** In a downloaded page, before `openLive`. */
  madeWith(engine: string): string;
  openLive: string;
}

export interface TimeStrings {
  title(label: string): string;
  close: string;
  /** After so many steps. */
  state(steps: number): string;
  fork: string;
  forkLine: string;
  forkHelp: string;
  forkRun: string;
  forkTitle(base: string, at: number): string;
  forkSame: string;
  forkDiffers(step: number, left: string, right: string): string;
  forkEnds: string;
  forkFailed(message: string): string;
  removeFork: string;
  /** Of a fork from before that has not run on this page. */
  forkKept: string;
  forkNowhere: string;
  /** Where the step was written. */
  written(label: string, line: number): string;
  invariants: string;
  invariantsHold(count: number): string;
  invariantsBroken(count: number): string;
  holds: string;
  broken: string;
  link: string;
}

export interface ShellStrings {
  tools: string;
  search: string;
  searchHint: string;
  searchResults(count: number): string;
  searchNone: string;
  searchFailed: string;
  lesson: Readonly<Record<"new" | "begun" | "done", string>>;
  solved(solved: number, total: number): string;
  resume(title: string): string;
  settings: string;
  theme: string;
  themes: Readonly<Record<"auto" | "light" | "dark", string>>;
  language: string;
  projector: string;
  projectorNote: string;
  curtain: string;
  curtainDown: string;
  nextPart: string;
  previousPart: string;
  leaveProjector: string;
  shortcuts: string;
  shortcutKeys: string;
  shortcut: Readonly<Record<ShortcutName, string>>;
  singleKeys: string;
  plainEditor: string;
  close: string;
  share: string;
  handIn: string;
}

export type ShortcutName =
  | "runNext"
  | "runStay"
  | "runStale"
  | "stop"
  | "leave"
  | "tabFocus"
  | "cellHelp"
  | "steps"
  | "list"
  | "search"
  | "projector";

export interface HandInStrings {
  title: string;
  intro: string;
  name: string;
  id: string;
  optional: string;
  courseKey: string;
  exercise: string;
  answer: string;
  attempts: string;
  result: string;
  untouched: string;
  answered: string;
  never: string;
  points(earned: number, possible: number): string;
  download: string;
  receipt(code: string): string;
  receiptNote: string;
  editor: string;
  editorNote: string;
  editorCopy: string;
  paste: string;
  pasteDo: string;
  pasted(count: number): string;
  pasteProblem(where: string, problem: string): string;
  pasteNone: string;
  /** Nothing was saved: the grader would refuse the file. */
  tooLong(where: string, got: number, most: number): string;
  pasteUnknown: string;
  /** Of an exercise that has changed since the text was given out. */
  pasteVersion(got: number, expected: number): string;
  pasteTwice: string;
  /** A line that begins like the line above an answer. */
  pasteHead(line: number, text: string): string;
  hidden(count: number): string;
}

export interface PageStrings {
  /** BCP 47, and which way it is written. */
  tag: string;
  direction: "ltr" | "rtl";
  /** Its own name for itself. */
  name: string;
  cell: CellStrings;
  run: RunStrings;
  keep: KeepStrings;
  share: ShareStrings;
  time: TimeStrings;
  shell: ShellStrings;
  handIn: HandInStrings;
}
