/** The page in English: sharing, time, the shell around the lesson, hand-ins. */
import type { HandInStrings, ShareStrings, ShellStrings, TimeStrings } from "./strings.ts";

const n = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const shareEn: ShareStrings = {
  title: "Share",
  intro: (cells, forks) => {
    if (cells + forks === 0) return "The link leads to this page as its author wrote it.";
    const changed = cells === 0 ? "" : n(cells, "changed cell", "changed cells");
    const forked = forks === 0 ? "" : n(forks, "fork", "forks");
    const both = changed !== "" && forked !== "" ? `${changed} and ${forked}` : changed + forked;
    return `The link carries ${both}. No server sees them; nothing runs until the reader says so.`;
  },
  link: "Link",
  copy: "Copy the link",
  long: (characters) =>
    `The link has ${characters} characters; mail and chat programs may cut it. Download a file instead.`,
  qr: "Show as a QR code",
  qrLabel: "The link as a QR code",
  qrTooLong: "The link is too long for a QR code.",
  downloadHtml: "Download as a page (HTML)",
  downloadJson: "Download as data (JSON)",
  downloadZip: "Download both, with your work (zip)",
  opened: (cells, forks) => {
    const changes = cells === 0 ? "" : `changes ${n(cells, "cell", "cells")}`;
    const forked = forks === 0 ? "" : `carries ${n(forks, "fork", "forks")}`;
    const both = changes !== "" && forked !== "" ? `${changes} and ${forked}` : changes + forked;
    return `You opened a link that ${both} of this lesson. Nothing of it has run.`;
  },
  openedOther: "Whoever made it may have meant well or not. Look at the changes first.",
  openedChanged: "The lesson has changed since the link was made.",
  openedSame: "The link changes nothing.",
  run: "Take over and run",
  read: "Just read",
  discard: "Discard",
  reading:
    "The cells show the texts of the link. Nothing of it has run, and nothing of it is kept: a reload asks again. What was yours is still on this device.",
  putMineBack: "Put mine back",
  fork: (label, steps) => `${label}, another way after ${steps === 0 ? "power-on" : `step ${steps}`}`,
  readOnly: "Cells of others cannot be run in this browser: it offers no closed frame.",
  refused: (why) => {
    if (why === "version")
      return "This link was made by a newer version of the site. Reload the page and open it again.";
    if (why === "too-large") return "This link unfolds to more than a lesson can hold. It was not opened.";
    return "This link is damaged; perhaps a mail program has cut it. Ask for a file instead.";
  },
  otherLesson: "This link belongs to another lesson.",
  goThere: (lesson) => `Open it in ${lesson}`,
  changes: (label) => `Changes in ${label}`,
  wrongPart: (name, got, expected) => {
    const form = {
      cell: "the name of a cell of this page",
      step: "a whole number in decimal digits",
      seed: "up to eight hexadecimal digits",
      engine: "12 to 64 hexadecimal digits",
      language: "en or de",
      course: "at most 200 characters",
    }[expected];
    return `The address of this page says ${name}=${got}; expected is ${form}. The page opened without it.`;
  },
  unknownCells: (names) => `Cells that this lesson does not have, left out: ${names.join(", ")}.`,
  engine: ({ n: release, hash, kind }) => {
    const name = release === null ? `engine ${hash}` : `release ${release} of the engine`;
    if (kind === "runs") return `This link was made with ${name}; the page runs on it.`;
    const why = {
      unknown: "which is not among the releases of this site",
      graded: "which runs in the grader only",
      other: "which this version of the page cannot run",
      unreachable: "which could not be loaded",
    }[kind];
    return `This link was made with ${name}, ${why}. The page runs on the current engine: results may differ.`;
  },
  engineCurrent: "Run on the current engine",
  madeWith: (engine) => `Made with the engine ${engine}.`,
  openLive: "Open it live, on that engine",
};

export const timeEn: TimeStrings = {
  title: (label) => `${label}, step by step`,
  close: "Close",
  state: (steps) => (steps === 0 ? "State at power-on" : `State after ${n(steps, "step", "steps")}`),
  fork: "Fork here",
  forkLine: "What happens instead",
  forkHelp: "One or more operations, as they stand behind a machine. The first branch is kept.",
  forkRun: "Run the fork",
  forkTitle: (base, at) => `${base}, another way after ${at === 0 ? "power-on" : `step ${at}`}`,
  forkSame: "Both branches do the same.",
  forkDiffers: (step, left, right) =>
    `The branches part ${step === 0 ? "at power-on" : `in step ${step}`}. Before: ${left} Here: ${right}`,
  forkEnds: "Nothing more happens.",
  forkFailed: (message) => `The fork did not run: ${message}`,
  removeFork: "Remove the fork",
  forkKept: "From before; choose it to run it.",
  forkNowhere: "This machine has fewer steps than the fork leaves after.",
  written: (label, line) => `Written in ${label}, line ${line}`,
  invariants: "What must always hold",
  invariantsHold: (count) => `all ${count} hold.`,
  invariantsBroken: (count) => `${n(count, "does not hold", "do not hold")}.`,
  holds: "holds",
  broken: "does not hold",
  link: "Copy a link to this step",
};

export const shellEn: ShellStrings = {
  tools: "Page",
  search: "Search",
  searchHint: "Search the course",
  searchResults: (count) => n(count, "place", "places"),
  searchNone: "Nothing found.",
  searchFailed: "The search index could not be loaded.",
  lesson: { new: "not begun", begun: "begun", done: "done" },
  solved: (solved, total) => `${solved} of ${n(total, "exercise", "exercises")} solved`,
  resume: (title) => `Go on where you were: ${title}`,
  settings: "Settings",
  theme: "Colours",
  themes: { auto: "as the system", light: "light", dark: "dark" },
  language: "Language of the page",
  projector: "Projector",
  projectorNote:
    "Large type. Page Up and Page Down go from part to part. Answers are hidden; B or a full stop shows them.",
  curtain: "Show the answers",
  curtainDown: "Hide the answers",
  nextPart: "Next part",
  previousPart: "Previous part",
  leaveProjector: "Leave the projector view",
  shortcuts: "Keys",
  shortcutKeys: "Keys of this page",
  shortcut: {
    runNext: "Run the cell and go to the next one",
    runStay: "Run the cell; in an exercise, check",
    runStale: "Run all stale cells",
    stop: "Stop what is running",
    leave: "Leave the editor",
    tabFocus: "Tab moves the focus, on and off",
    cellHelp: "Help for this cell",
    steps: "On a timeline: one step back or on, first, last",
    list: "This list, outside an editor",
    search: "Search the course",
    projector: "Projector: part by part",
  },
  singleKeys: "Use the question mark as a key",
  plainEditor: "Plain text boxes instead of the code editor",
  close: "Close",
  share: "Share",
  handIn: "Hand in",
};

export const handInEn: HandInStrings = {
  title: "Hand in",
  intro:
    "One file with your answers, as they are on this device now. It is made here and sent nowhere: you hand it in yourself.",
  name: "Name",
  id: "Number or id",
  optional: "optional",
  courseKey: "Type your number before you work: some exercises differ by it. Course key of your class:",
  exercise: "Exercise",
  answer: "Answer",
  attempts: "Attempts",
  result: "Visible checks",
  untouched: "not begun",
  answered: "answered",
  never: "never checked",
  points: (earned, possible) => `${earned} of ${n(possible, "point", "points")}`,
  download: "Download the file",
  receipt: (code) => `Receipt: ${code}`,
  receiptNote: "The same code stands in the file. Write it down.",
  editor: "Work in your own editor",
  editorNote: "All exercises as one text. Answer below each heading line, then paste the text back.",
  editorCopy: "All exercises as text",
  paste: "Paste the text back",
  pasteDo: "Take the answers over",
  pasted: (count) => `${n(count, "answer", "answers")} taken over.`,
  pasteProblem: (where, problem) => `${where}: ${problem}`,
  pasteNone: "No heading line of an exercise was found in the text.",
  pasteUnknown: "no such exercise in this course",
  tooLong: (where, got, most) =>
    `${where}: ${got} characters, expected at most ${most}. No file was saved; what you wrote is still here.`,
  pasteVersion: (got, expected) =>
    `this answer was given out for version ${got} of the exercise, which is at version ${expected} now; look at what it asks`,
  pasteTwice: "it stands here twice; expected is one answer, and none was taken",
  pasteHead: (line, text) =>
    `Line ${line} is “${text}”, which is not quite the line above an answer; expected is // === lesson/exercise v1 ===`,
  hidden: (count) => `${n(count, "hidden check is", "hidden checks are")} run by your teacher.`,
};
