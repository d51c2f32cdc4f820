/**
 * What the importer takes and gives: texts of tools in, a machine and everything that had to be said about it out. Types
 * only. All of it is plain data, so that it crosses threads.
 *
 * Bad input is never thrown: it is an `ImportProblem`, and whatever could be read is kept.
 */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import type { MachineValue } from "../scene.ts";

export interface ImportText {
  /** A file's name. Only a hint, for what a text does not say itself (which device, which process). */
  name?: string;
  text: string;
}

/** Where a text came from, as recognised by its content. */
export type ToolKind =
  | "ndctl"
  | "lsblk"
  | "sfdisk"
  | "dmsetup-table"
  | "dmsetup-tree"
  | "dmsetup-deps"
  | "fsmap"
  | "xfs-info"
  | "dumpe2fs"
  | "mounts"
  | "partitions"
  | "maps"
  | "status"
  | "open-files"
  | "filefrag"
  | "bmap"
  | "badblocks"
  | "iomem"
  | "kernel"
  | "versions"
  | "blkid"
  | "sysfs"
  | "command"
  | "nothing";

export interface ImportProblem {
  /** The text's name, or "text 1", "text 2", … */
  name: string;
  /** From 1; 0 where it is about the whole. */
  line: number;
  /** What stood there, shortened. */
  read: string;
  expected: string;
}

/** What a person could tell that the texts do not. */
export interface Question {
  id: string;
  text: string;
  /** What answers it: one of `choices`, a size or address such as "4 GiB" or "0x100000000", or a name. */
  kind: "choice" | "bytes" | "name";
  choices?: readonly string[];
  /** What was assumed for now. */
  assumed: string;
}

export interface Assumption {
  what: string;
  why: string;
  ask?: Question;
}

/** A stretch of a text that was recognised. Lines count from 1. */
export interface Recognised {
  name: string;
  kind: ToolKind;
  firstLine: number;
  lastLine: number;
  /** How many devices, rows, mounts, … were read. */
  count: number;
}

export interface Ignored {
  name: string;
  /** From 1; 0 where it is about the whole. */
  line: number;
  what: string;
  why: string;
}

/** Who owns what on one filesystem. */
export interface FilesystemOwners {
  device: string;
  target: string;
  fstype: "xfs" | "ext4" | "ext2";
  rows: OwnerTable;
  /** What the files' own extents say, for filesystems whose reverse map names no inodes. */
  extents: OwnerTable;
  paths: ReadonlyMap<number, string>;
}

export interface ImportResult {
  value: MachineValue;
  assumptions: Assumption[];
  /** Those of the assumptions that a person can answer, in the order in which they matter. */
  questions: Question[];
  problems: ImportProblem[];
  ignored: Ignored[];
  recognised: Recognised[];
  owners: FilesystemOwners[];
}

export interface ImportOptions {
  /** By the `id` of a question. */
  answers?: Readonly<Record<string, string>>;
  seed?: number;
}

export interface ImportProgress {
  /** Which of the texts, from 0, and how many there are. */
  text: number;
  texts: number;
  readChars: number;
  totalChars: number;
  rows: number;
  phase: "reading" | "building";
}

/** What was done, counted; for tests of growth. */
export interface ImportMeter {
  /** Characters looked at, lines handed to readers, rows kept. */
  chars: number;
  lines: number;
  rows: number;
}
