/**
 * Strings of figures: captions that conclude, labels, controls. Whole sentences; names, offsets and return codes
 * arrive as they are spelt and are never localised.
 */
import type { Ending, Untold } from "../figures/route.ts";

export interface Conclusion {
  ending: Ending;
  /** "XFS on pmem0p1", or "" where nobody answered. */
  answerer: string;
  /** "−ENXIO", "0", "never returned". */
  answer: string;
  disk: string;
  told: string;
  code: string;
  untold: string;
  untoldCount: number;
  toldCount: number;
  why: Untold["why"] | null;
  found: string;
  isOutside: boolean;
}

export type FigureName =
  | "holder-route"
  | "memory-map"
  | "call-tree"
  | "timeline"
  | "process-table"
  | "structure-diff"
  | "offset-ladder"
  | "badblocks-view"
  | "policy-matrix"
  | "home-thread";

export interface FigureStrings {
  /** BCP 47. */
  tag: string;
  /** What a figure is, for those who do not see it: the caption says what it comes to. */
  kinds: Record<FigureName, string>;
  /** How deep a call lies in the tree. */
  depth(n: number): string;
  /** "0x0019_0000 in pmem0". */
  inSpace(offset: string, space: string): string;
  inFile(offset: string): string;
  /** "BUS_MCEERR_AO at 0x0000_2000 in m0". */
  codeAt(code: string, place: string): string;
  /** "XFS on pmem0p1". */
  onPlace(filesystem: string, place: string): string;
  physicalMemory: string;
  daxDeviceOf(disk: string): string;
  itsMapping: string;
  inode(number: number): string;
  neverReturned: string;
  /** What a call answered that has no number: a lock not taken. */
  refused: string;
  listed(names: readonly string[]): string;
  /** "2 more", at the end of a list of names. */
  others(n: number): string;
  /** Why an offset differs from the one above it; the engine's words. */
  reason(because: string): string;
  /** Layers, from the medium up. */
  bytes: string;
  daxDevice: string;
  mapped: string;
  filesystems: string;
  files: string;
  processes: string;

  concludes(it: Conclusion): string;
  nothingFailed: string;
  proposed: string;
  posted: string;
  twin: string;
  midAir: string;
  noHolder: string;
  children: string;
  copy: string;
  crash: string;
  daxOff: string;
  notAsked: string;
  asked(answer: string): string;
  told(code: string): string;
  notTold: string;
  why: Record<Untold["why"], string>;
  owns(what: string): string;
  shutDown: string;
  byMapping: string;
  noMapping: string;
  more(n: number): string;
  bad(size: string): string;
  gone: string;
  stopOf(n: number, total: number): string;
  routeKeys: string;
  partitions: string;
  poison: string;
  lines: string;
  sectors: string;
  pages: string;
  length: string;
  from(space: string): string;
  zeroAt(offset: string): string;
  pieces(n: number): string;
  extents(n: number): string;
  entries(n: number): string;
  poisoned(size: string, ranges: number): string;
  mapOf(disk: string, size: string, partitions: number, poisoned: string): string;
  failedAt(place: string, where: string): string;
  liesIn(path: string, device: string): string;
  liesOutside(device: string): string;
  noDevice: string;
  mapKeys(disk: string): string;
  zoomIn: string;
  zoomOut: string;
  panLeft: string;
  panRight: string;
  whole: string;
  toBad: string;
  fails: string;
  poisons: string;
  model: string;
  kernelRecorded: string;
  compared: string;
  marks: Record<"same" | "differs" | "only-model" | "only-kernel" | "alone", string>;
  agreement(both: number, differing: number, first: string, onlyModel: number, onlyKernel: number): string;
  calls(n: number): string;
  stepSays(op: string, answer: string): string;
  /** `names`: what the model calls a process, and what the recording calls it. */
  renamed(isShifted: boolean, names: readonly (readonly [string, string])[]): string;
  powerOn: string;
  runOf(steps: number, events: number, conclusion: string): string;
  step: string;
  source: string;
  /** Steps are counted from 1; 0 is power-on. */
  stepOf(n: number, op: string): string;
  time: string;
  back: string;
  on: string;
  play: string;
  pause: string;
  fork: string;
  inRam(n: number): string;
  privateMap: string;
  unaffected: string;
  noProcesses: string;
  policy: string;
  mapping: string;
  entriesIn: string;
  signals: string;
  outcome: string;
  nobody: string;
  rule: string;
  route: string;
  asks: string;
  tells: string;
  fallback: string;
  matrixSays(rules: number, telling: number, which: string, crashes: number): string;
  disks: string;
  layer: string;
  first: string;
  second: string;
  changes: Record<"added" | "removed" | "changed" | "same", string>;
  diffSays(added: string, removed: string, changed: string, same: number): string;
  sameZero: string;
  noLadder: string;
  ladderSays(from: string, to: string, offsets: number, spaces: number): string;
  space: string;
  offset: string;
  shift: string;
  because: string;
  clearUnit: string;
  view: string;
  unit: string;
  count: string;
  badblocksSays(from: string, size: string, lines: number, sectors: number, pages: number): string;
  home: {
    caption: string;
    page: string;
    address: string;
    dax: string;
    daxShort: string;
    owners: readonly { name: string; note: string }[];
  };
  /** Owners of metadata by the kernel's short names. */
  metadata: Record<string, string>;
  isMetadata: string;
  stops: Record<"page" | "dax" | "holder" | "record" | "file" | "process" | "around" | "shutdown", string>;
  columns: Record<"stop" | "who" | "call" | "range" | "answer", string>;
}

const WHY: FigureStrings["why"] = {
  "not-asked": "nobody looked it up",
  cached: "page cache in between",
  untouched: "page never touched",
  policy: "policy is not early",
  pending: "a signal was pending",
  private: "a private copy",
};

const was = (count: number) => (count === 1 ? "was" : "were");

function concludes(it: Conclusion): string {
  const nobody =
    it.untold === "" ? "nobody was told" : `${it.untold}, whose page it was, ${was(it.untoldCount)} not told`;
  switch (it.ending) {
    case "told": {
      const rest =
        it.untold === "" ? "" : ` ${it.untold} ${was(it.untoldCount)} not told: ${it.why ? WHY[it.why] : ""}.`;
      const how =
        it.answerer === "" || it.found === ""
          ? `The kernel found ${it.told} through the page itself`
          : `${it.answerer} found ${it.found} in its reverse map`;
      return `${how}; ${it.told} ${was(it.toldCount)} told with ${it.code}.${rest}`;
    }
    case "refused":
      return it.isOutside
        ? `${it.answerer} was asked for a range outside its partition and answered ${it.answer}; ${nobody}.`
        : `${it.answerer} was asked and answered ${it.answer}; ${nobody}.`;
    case "unheld":
      return `Nobody held ${it.disk}, so there was nobody to ask; ${nobody}.`;
    case "not-found":
      return `${it.answerer === "" ? `Nobody held ${it.disk}` : `${it.answerer} answered −EOPNOTSUPP`}, and the page itself names no file: ${it.answer}; ${nobody}.`;
    case "metadata":
      return `The page holds metadata of ${it.answerer}: ${it.answer}, the filesystem shuts down; ${nobody}.`;
    case "free":
      return `${it.answerer} owns nothing there and answered ${it.answer}; nobody had anything to lose.`;
    case "nobody-maps":
      if (it.why === "policy")
        return `${it.answerer} found ${it.found}, but nobody who has the page asked to be told early: answer ${it.answer}; ${nobody}.`;
      return `${it.answerer} found ${it.found}, but no process has the page in its page tables: answer ${it.answer}; ${nobody}.`;
    case "outside":
      return `The page lies before the data of its device; the driver was never asked: ${it.answer}; ${nobody}.`;
    case "dead":
      return `The dax_device of ${it.disk} is no longer alive: ${it.answer}; ${nobody}.`;
    case "removed":
      return `${it.disk} went away; ${it.answerer === "" ? "no holder was there to be told" : `${it.answerer} answered ${it.answer}`}, and no process was told.`;
    default:
      return `The kernel stopped in the middle of the route${it.answerer === "" ? "" : `, inside ${it.answerer}`}; it never returned${it.told === "" ? `, and ${nobody}` : `, after ${it.told} had been told`}.`;
  }
}

export const figureStringsEn: FigureStrings = {
  tag: "en",
  kinds: {
    "holder-route": "Route of the failure",
    "memory-map": "Memory map",
    "call-tree": "Call tree",
    timeline: "Timeline",
    "process-table": "Processes",
    "structure-diff": "Two machines compared",
    "offset-ladder": "Ladder of offsets",
    "badblocks-view": "Poison in its units",
    "policy-matrix": "Rules compared",
    "home-thread": "The red thread",
  },
  depth: (n) => `depth ${n}`,
  inSpace: (offset, space) => `${offset} in ${space}`,
  inFile: (offset) => `${offset} in file`,
  codeAt: (code, place) => `${code} at ${place}`,
  onPlace: (filesystem, place) => `${filesystem} on ${place}`,
  physicalMemory: "physical memory",
  daxDeviceOf: (disk) => `dax_device of ${disk}`,
  itsMapping: "its mapping",
  inode: (number) => `inode ${number}`,
  neverReturned: "never returned",
  refused: "refused",
  listed: (names) => (names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`),
  others: (n) => `${n} more`,
  reason: (because) => because,
  bytes: "bytes",
  daxDevice: "dax_device",
  mapped: "mapped",
  filesystems: "filesystems",
  files: "files",
  processes: "processes",
  concludes,
  nothingFailed: "Nothing has failed yet.",
  proposed: "proposed, never merged",
  posted: "posted in 2021, never merged",
  twin: "The same as a table",
  midAir: "nobody held the other end",
  noHolder: "no holder",
  children: "hands down",
  copy: "copy",
  crash: "Crash",
  daxOff: "DAX off",
  notAsked: "not asked",
  asked: (answer) => `asked: ${answer}`,
  told: (code) => (code === "" ? "told" : `told: ${code}`),
  notTold: "not told",
  why: WHY,
  owns: (what) => `owner: ${what}`,
  shutDown: "shutdown",
  byMapping: "by page->mapping",
  noMapping: "page->mapping is empty",
  more: (n) => `+${n} more`,
  bad: (size) => `${size} bad`,
  gone: "gone",
  stopOf: (n, total) => `Stop ${n} of ${total}`,
  routeKeys: "Arrow keys walk along the thread, Escape leaves it.",
  partitions: "partitions",
  poison: "poison",
  lines: "lines of 64 B",
  sectors: "sectors of 512 B",
  pages: "pages of 4 KiB",
  length: "Length",
  from: (space) => `From, in ${space}`,
  zeroAt: (offset) => `zero at ${offset}`,
  pieces: (n) => (n === 1 ? "1 piece" : `${n} pieces`),
  extents: (n) => (n === 1 ? "1 extent" : `${n} extents`),
  entries: (n) => (n === 1 ? "1 entry" : `${n} entries`),
  poisoned: (size, n) => (n === 1 ? `${size} poisoned` : `${size} poisoned in ${n} places`),
  mapOf: (disk, size, n, poisoned) =>
    `${disk}: ${size}${n > 0 ? `, ${n} ${n === 1 ? "partition" : "partitions"}` : ""}, ${poisoned === "" ? "no poison" : `${poisoned} poisoned`}.`,
  failedAt: (place, where) => `${place} went bad, ${where}.`,
  liesIn: (path, device) => `a page of ${path} on ${device}`,
  liesOutside: (device) => `a page of ${device} that no file owns`,
  noDevice: "This machine has no pmem device.",
  mapKeys: (disk) =>
    `Map of ${disk}. Plus and minus zoom, left and right move, Home shows the whole device, Enter pokes at the middle, Escape leaves.`,
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  panLeft: "Move left",
  panRight: "Move right",
  whole: "Whole device",
  toBad: "To the bad page",
  fails: "Click fails a page",
  poisons: "Click poisons 64 B",
  model: "Model",
  kernelRecorded: "Kernel, recorded",
  compared: "Compared",
  marks: {
    same: "the same",
    differs: "differs",
    "only-model": "only in the model",
    "only-kernel": "not modelled",
    alone: "",
  },
  agreement: (both, differing, first, onlyModel, onlyKernel) =>
    both === 0
      ? "No call is in both trees."
      : `${differing === 0 ? `Model and kernel agree in all ${both} calls they share` : `Model and kernel share ${both} calls and differ in ${differing}, first in ${first}`}${onlyModel > 0 ? `; ${onlyModel} ${onlyModel === 1 ? "is" : "are"} only in the model` : ""}${onlyKernel > 0 ? `; ${onlyKernel} more of the kernel's ${onlyKernel === 1 ? "is" : "are"} not modelled` : ""}.`,
  calls: (n) => (n === 1 ? "… one call" : `… ${n} calls`),
  stepSays: (op, answer) => `${op}: ${answer === "0" ? "done, answer 0" : `answer ${answer}`}.`,
  renamed: (isShifted, names) =>
    [
      isShifted ? "The recorded device lies at other page frames." : "",
      names.length === 0
        ? ""
        : `The recording calls ${names.map(([ours, theirs]) => `${ours} “${theirs}”`).join(", ")}.`,
    ]
      .filter((it) => it !== "")
      .join(" "),
  powerOn: "power on",
  runOf: (steps, events, conclusion) =>
    `${steps} ${steps === 1 ? "step" : "steps"}, ${events} ${events === 1 ? "event" : "events"}. ${conclusion}`.trim(),
  step: "Step",
  source: "Source",
  stepOf: (n, op) => (n === 0 ? "Power on." : op === "" ? `Step ${n}.` : `Step ${n}, ${op}.`),
  time: "Event of the run",
  back: "One event back",
  on: "One event on",
  play: "Play",
  pause: "Pause",
  fork: "Fork from here",
  inRam: (n) => `${n} in page cache`,
  privateMap: "private",
  unaffected: "not affected",
  noProcesses: "No process runs here.",
  policy: "Policy",
  mapping: "Maps",
  entriesIn: "Page tables",
  signals: "Signals",
  outcome: "Outcome",
  nobody: "nobody",
  rule: "Rule",
  route: "Route",
  asks: "Asked",
  tells: "Told",
  fallback: "Generic handler",
  matrixSays: (rules, telling, which, crashes) =>
    `${telling === 0 ? `Under none of ${rules} rules is anybody told` : telling === rules ? `Under all ${rules} rules somebody is told` : `Under ${telling} of ${rules} rules somebody is told: ${which}`}${crashes === 0 ? "" : crashes === 1 ? "; one ends in a crash" : `; ${crashes} end in a crash`}.`,
  disks: "disks",
  layer: "Layer",
  first: "First",
  second: "Second",
  changes: { added: "only in the second", removed: "only in the first", changed: "changed", same: "the same" },
  diffSays(added, removed, changed, same) {
    const parts = [
      added === "" ? "" : `only in the second: ${added}`,
      removed === "" ? "" : `only in the first: ${removed}`,
      changed === "" ? "" : `changed: ${changed}`,
    ].filter((it) => it !== "");
    const text = parts.length === 0 ? "The two machines are alike" : parts.join("; ");
    return `${text[0]!.toUpperCase()}${text.slice(1)}. ${same} ${same === 1 ? "thing is" : "things are"} the same in both.`;
  },
  sameZero: "same zero",
  noLadder: "No space of this machine has that byte.",
  ladderSays: (from, to, offsets, spaces) =>
    `One byte, ${spaces} spaces, ${offsets === 1 ? "one offset" : `${offsets} different offsets`}: ${from} is ${to}.`,
  space: "Space",
  offset: "Offset",
  shift: "Shift",
  because: "Because",
  clearUnit: "clear unit",
  view: "View",
  unit: "Unit",
  count: "Marked",
  badblocksSays: (from, size, lines, sectors, pages) =>
    lines + sectors + pages === 0
      ? `${size} from ${from}: no poison, no badblocks, no HWPoison.`
      : `${size} from ${from}: ${lines} poisoned ${lines === 1 ? "line" : "lines"}, ${sectors} ${sectors === 1 ? "sector" : "sectors"} in badblocks, ${pages} ${pages === 1 ? "page" : "pages"} with HWPoison.`,
  home: {
    caption:
      "A page of persistent memory goes bad. Three may own it; the thread that should reach them ends in mid-air. Who is told?",
    page: "one page goes bad",
    address: "4 KiB in pmem0",
    dax: "dax_device of pmem0: one slot",
    daxShort: "dax_device of pmem0",
    owners: [
      { name: "The filesystem next door", note: "may be first at the slot" },
      { name: "The filesystem above it", note: "owns the page" },
      { name: "A mapped device", note: "promised, never merged" },
    ],
  },
  metadata: {
    FS: "superblock, AG headers",
    AG: "free-space, rmap btrees",
    INOBT: "inode btree",
    INODES: "inodes",
    LOG: "log",
    REFC: "refcount btree",
    COW: "CoW staging",
  },
  isMetadata: "metadata",
  stops: {
    page: "The page fails",
    dax: "dax_device",
    holder: "Holder",
    record: "Reverse map",
    file: "File",
    process: "Process",
    around: "Generic handler",
    shutdown: "Shutdown",
  },
  columns: { stop: "Stop", who: "Who", call: "Call", range: "Range", answer: "Answer" },
};
