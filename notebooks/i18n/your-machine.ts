/**
 * Strings of "your machine": giving texts, what they were recognised as, problems, assumptions, the form that fails a
 * page. Whole sentences; names, numbers and output of tools are never localised.
 */
import type { ToolKind } from "../../engine/import/contract.ts";

export interface YourMachineStrings {
  title: string;
  intro: string;
  paste: string;
  pasteHelp: string;
  add: string;
  choose: string;
  drop: string;
  privacy: string;
  tools: string;
  given: string;
  pasted(n: number): string;
  characters(n: number): string;
  kinds: Readonly<Record<ToolKind, string>>;
  recognised(kind: string, first: number, last: number, count: number): string;
  unrecognised: string;
  remove(name: string): string;
  removeAll: string;
  reading(read: number, total: number, rows: number): string;
  building: string;
  stop: string;
  stopped: string;
  done(problems: number, questions: number): string;
  failed(message: string): string;
  tooLarge(name: string): string;
  problems: string;
  problem(name: string, line: number, read: string, expected: string): string;
  assumptions: string;
  assumptionsHelp: string;
  assumption(what: string, why: string): string;
  ignored(n: number): string;
  left(name: string, what: string, why: string): string;
  machine: string;
  contents(devices: number, mounts: number, files: number, processes: number): string;
  use: string;
  saveJson: string;
  saveScript: string;
  fail: string;
  device: string;
  offset: string;
  offsetHelp: string;
  failPage: string;
  noOffset(text: string): string;
  nobody(place: string): string;
  owner(place: string, kind: string): string;
  ownerFile(place: string, path: string, offset: string): string;
  maps(process: string, map: string, offset: string): string;
  refused(message: string): string;
}

const n = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const KINDS: Readonly<Record<ToolKind, string>> = {
  ndctl: "ndctl list",
  lsblk: "lsblk",
  sfdisk: "sfdisk",
  "dmsetup-table": "dmsetup table",
  "dmsetup-tree": "dmsetup ls --tree",
  "dmsetup-deps": "dmsetup deps",
  fsmap: "xfs_io fsmap",
  "xfs-info": "xfs_info",
  dumpe2fs: "dumpe2fs -h",
  mounts: "/proc/mounts",
  partitions: "/proc/partitions",
  maps: "/proc/PID/maps",
  status: "/proc/PID/status",
  "open-files": "/proc/PID/fd",
  filefrag: "filefrag -v",
  bmap: "xfs_io bmap",
  badblocks: "badblocks",
  iomem: "/proc/iomem",
  kernel: "uname",
  versions: "--version",
  blkid: "blkid",
  sysfs: "sysfs",
  command: "$",
  nothing: "–",
};

export const yourMachineStringsEn: YourMachineStrings = {
  title: "Your machine",
  intro:
    "Give the output of the tools below, from one machine: all at once or one by one. What is missing is asked for or assumed.",
  paste: "Output of tools",
  pasteHelp: "A whole terminal session can be pasted at once. Each text is recognised by what is in it.",
  add: "Add this text",
  choose: "Choose files",
  drop: "Or drop files here.",
  privacy: "Nothing leaves this page.",
  tools: "What can be read",
  given: "Texts",
  pasted: (it) => `pasted text ${it}`,
  characters: (it) => n(it, "character", "characters"),
  kinds: { ...KINDS, command: "a command", nothing: "a tool with nothing to say" },
  recognised: (kind, first, last, count) =>
    first === last
      ? `${kind}, line ${first}: ${n(count, "entry", "entries")}`
      : `${kind}, lines ${first} to ${last}: ${n(count, "entry", "entries")}`,
  unrecognised: "Nothing in it was recognised.",
  remove: (name) => `Remove ${name}`,
  removeAll: "Remove all",
  reading: (read, total, rows) =>
    `Reading: ${Math.floor((100 * read) / Math.max(1, total))} percent, ${n(rows, "row", "rows")} of reverse maps.`,
  building: "Building the machine.",
  stop: "Stop reading",
  stopped: "Stopped. The texts are still here.",
  done: (problems, questions) =>
    `The machine is built, with ${n(problems, "problem", "problems")} and ${n(questions, "question", "questions")}.`,
  failed: (message) => `The texts could not be read: ${message}`,
  tooLarge: (name) => `${name} is larger than 512 MiB and was left out.`,
  problems: "Problems",
  problem: (name, line, read, expected) =>
    line > 0
      ? `${name}, line ${line}: read “${read}”, expected ${expected}.`
      : `${name}: read “${read}”, expected ${expected}.`,
  assumptions: "Assumed",
  assumptionsHelp: "What you know better you can change here; the machine is then built again.",
  assumption: (what, why) => `${what}: ${why}.`,
  ignored: (it) => `Left out: ${n(it, "thing", "things")}`,
  left: (name, what, why) => `${name}: ${what}: ${why}.`,
  machine: "The machine",
  contents: (devices, mounts, files, processes) =>
    `${n(devices, "pmem device", "pmem devices")}, ${n(mounts, "mount", "mounts")}, ${n(files, "file", "files")}, ${n(processes, "process", "processes")}.`,
  use: "Draw this machine",
  saveJson: "Save as JSON",
  saveScript: "Save as a script for a virtual machine",
  fail: "Fail a page",
  device: "Device",
  offset: "Byte",
  offsetHelp: "Any byte of the page: 200704, 0x31000, 196 KiB.",
  failPage: "Fail this page",
  noOffset: (text) => `“${text}” is no byte: write a number, a number with 0x, or a size such as 12 MiB.`,
  nobody: (place) => `${place}: nobody has it.`,
  owner: (place, kind) => `${place}: ${kind}.`,
  ownerFile: (place, path, offset) => `${place}: ${path}, byte ${offset} of the file.`,
  maps: (process, map, offset) => `${process} maps it: ${map}, byte ${offset} of the mapping.`,
  refused: (message) => `This page cannot fail: ${message}.`,
};

export const yourMachineStringsDe: YourMachineStrings = {
  title: "Ihre Maschine",
  intro:
    "Geben Sie Ausgaben der folgenden Werkzeuge von einer Maschine an, alle auf einmal oder einzeln. Was fehlt, wird erfragt oder angenommen.",
  paste: "Ausgabe der Werkzeuge",
  pasteHelp:
    "Eine ganze Sitzung im Terminal kann auf einmal eingefügt werden. Jeder Text wird an seinem Inhalt erkannt.",
  add: "Text hinzufügen",
  choose: "Dateien auswählen",
  drop: "Oder Dateien hier ablegen.",
  privacy: "Nichts verlässt diese Seite.",
  tools: "Was gelesen werden kann",
  given: "Texte",
  pasted: (it) => `eingefügter Text ${it}`,
  characters: (it) => n(it, "Zeichen", "Zeichen"),
  kinds: { ...KINDS, command: "ein Befehl", nothing: "ein Werkzeug, das nichts zu sagen hat" },
  recognised: (kind, first, last, count) =>
    first === last
      ? `${kind}, Zeile ${first}: ${n(count, "Eintrag", "Einträge")}`
      : `${kind}, Zeilen ${first} bis ${last}: ${n(count, "Eintrag", "Einträge")}`,
  unrecognised: "Nichts darin wurde erkannt.",
  remove: (name) => `${name} entfernen`,
  removeAll: "Alle entfernen",
  reading: (read, total, rows) =>
    `Wird gelesen: ${Math.floor((100 * read) / Math.max(1, total))} Prozent, ${n(rows, "Zeile", "Zeilen")} von Rückwärtskarten.`,
  building: "Die Maschine wird gebaut.",
  stop: "Lesen anhalten",
  stopped: "Angehalten. Die Texte sind noch da.",
  done: (problems, questions) =>
    `Die Maschine ist gebaut, mit ${n(problems, "Problem", "Problemen")} und ${n(questions, "Frage", "Fragen")}.`,
  failed: (message) => `Die Texte konnten nicht gelesen werden: ${message}`,
  tooLarge: (name) => `${name} ist größer als 512 MiB und wurde weggelassen.`,
  problems: "Probleme",
  problem: (name, line, read, expected) =>
    line > 0
      ? `${name}, Zeile ${line}: gelesen „${read}“, erwartet ${expected}.`
      : `${name}: gelesen „${read}“, erwartet ${expected}.`,
  assumptions: "Angenommen",
  assumptionsHelp: "Was Sie besser wissen, können Sie hier ändern; die Maschine wird dann neu gebaut.",
  assumption: (what, why) => `${what}: ${why}.`,
  ignored: (it) => `Weggelassen: ${it}`,
  left: (name, what, why) => `${name}: ${what}: ${why}.`,
  machine: "Die Maschine",
  contents: (devices, mounts, files, processes) =>
    `${n(devices, "pmem-Gerät", "pmem-Geräte")}, ${n(mounts, "Einhängepunkt", "Einhängepunkte")}, ${n(files, "Datei", "Dateien")}, ${n(processes, "Prozess", "Prozesse")}.`,
  use: "Diese Maschine zeichnen",
  saveJson: "Als JSON speichern",
  saveScript: "Als Skript für eine virtuelle Maschine speichern",
  fail: "Eine Seite ausfallen lassen",
  device: "Gerät",
  offset: "Byte",
  offsetHelp: "Irgendein Byte der Seite: 200704, 0x31000, 196 KiB.",
  failPage: "Diese Seite ausfallen lassen",
  noOffset: (text) => `„${text}“ ist kein Byte: eine Zahl, eine Zahl mit 0x oder eine Größe wie 12 MiB.`,
  nobody: (place) => `${place}: gehört niemandem.`,
  owner: (place, kind) => `${place}: ${kind}.`,
  ownerFile: (place, path, offset) => `${place}: ${path}, Byte ${offset} der Datei.`,
  maps: (process, map, offset) => `${process} bildet es ab: ${map}, Byte ${offset} der Abbildung.`,
  refused: (message) => `Diese Seite kann nicht ausfallen: ${message}.`,
};
