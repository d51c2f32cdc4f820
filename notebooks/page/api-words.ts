/**
 * What a reader may write in a cell, with its meaning in the field's terms and its units: for completion and hover in
 * the editor. One sentence or two each; a test holds the table against `engine/api.ts`, and the German texts
 * (i18n/api-words-de.ts) against it.
 */

import { OPTIONS } from "./api-options.ts";
import { type Word, word } from "./api-word.ts";

export type { Word } from "./api-word.ts";

const fn = word("cell", "function");
const constant = word("cell", "constant");
const method = word("Machine", "method");
const property = word("Machine", "property");

const CELL: readonly Word[] = [
  fn(
    "boot",
    "({ kernel, policy, seed, sysctl, pmem })",
    'Powers a machine on. Sizes are numbers of bytes or text: 4 * KiB, "376 MiB", "0x1000", "8 sectors".',
  ),
  fn(
    "machineOf",
    "(value)",
    "A machine from its value { scene, steps, seed }, as links, files and recordings carry it.",
  ),
  fn(
    "compare",
    "(a, b)",
    "The first step and the first event in which two machines differ, and what differs in their states.",
  ),
  fn("interleavings", "(threads)", "Every order in which the steps of some threads can follow each other."),
  fn("importMachine", "(texts)", "A machine from the output of ndctl list, lsblk --json, dmsetup table and fsmap."),
  fn("hex", "(number)", 'A number as the lessons write it: hex(0x190000) is "0x0019_0000".'),
  constant("KiB", "1024", "Bytes in a kibibyte."),
  constant("MiB", "1024 * KiB", "Bytes in a mebibyte."),
  constant("GiB", "1024 * MiB", "Bytes in a gibibyte."),
  constant("TiB", "1024 * GiB", "Bytes in a tebibyte."),
  constant("KERNELS", "string[]", "The kernel models, oldest first."),
  constant(
    "POLICIES",
    "string[]",
    "Who may hold a dax_device: as the kernel has it, or a design of the thread of January 2022.",
  ),
];

const PROPERTIES: readonly Word[] = [
  property("value", "{ scene, steps, seed }", "The machine itself: everything else is computed from it."),
  property("kernel", "string", "The kernel model whose rules hold."),
  property("policy", "string", 'Who may hold a dax_device; "kernel" as the kernel model has it.'),
  property("length", "number", "Number of steps."),
  property("events", "Event[]", "Events of the last step, in order; parent and depth make them a call tree."),
  property("run", "Run", "Everything since power-on: events, outcomes, signals, snapshot(n), invariants(n)."),
  property("state", "Snapshot", "Disks, dax devices, mounts, files, processes and poison after the last step."),
  property("outcome", "Outcome", "The last step in short: its op, its errno, its range of events."),
  property("errno", "string | null", '"0", the name of the last step\'s error, or null where the call never returned.'),
  property(
    "mounts",
    "{ target: MountState }",
    "Per mount point: device, fstype, dax in force, state. Offsets in bytes.",
  ),
  property("files", "{ path: FileState }", "Per path: inode, size in bytes, extents in bytes of file and device."),
  property("processes", "{ name: ProcessState }", "Per process: policy, mappings, signals."),
  property(
    "holders",
    "{ device: holder | null }",
    "Per dax_device: the name of its holder, or null where nobody holds it.",
  ),
  property(
    "signals",
    "Signal[]",
    "Signals caused by the last step: process, code, offset in the mapping in bytes, lsb.",
  ),
  property("told", "string[]", "Names of the processes that the last step told."),
];

const TIME: readonly Word[] = [
  method("at", "(n)", "The machine after its first n steps; a negative n counts from the end."),
  method("with", "({ kernel, policy, seed })", "The same steps under another kernel model, policy or seed."),
  method("step", "(step)", "A step as recordings write it, for what has no method."),
  method("toJSON", "()", "The value of the machine as plain data."),
];

const BLOCKS: readonly Word[] = [
  method(
    "partition",
    "(device, sizes)",
    "Writes a partition table. Starts and sizes in bytes or text; without a start, one follows the other from 1 MiB.",
  ),
  method(
    "linear",
    "(name, legs)",
    "A mapped device that lays stretches of other devices one behind the other. Offsets and lengths in bytes.",
  ),
  method(
    "striped",
    "(name, chunk, legs, length)",
    "A mapped device that deals chunks out to its legs in turn. Chunk in bytes.",
  ),
  method("unbind", "(device)", "Takes the driver away from a pmem device: kill_dax() for whoever holds it."),
  method("bind", "(device)", "Gives a pmem device its driver back."),
  method("badblocks", "(device, sector, count)", "Adds 512-byte sectors to the disk's badblocks."),
];

const FILES: readonly Word[] = [
  method(
    "mkfs",
    "(fstype, device, options)",
    'Makes a filesystem: "xfs", "ext4" or "ext2". Defaults are those of mkfs.xfs 6.1.0: rmapbt off, reflink on.',
  ),
  method(
    "mount",
    "(device, target, options)",
    "Mounts it. XFS registers itself as holder of the dax_device; ext4 never does.",
  ),
  method("umount", "(target)", "Unmounts; the holder is given up."),
  method("create", "(path, size, options)", "A file of that size in bytes, written unless options.how says otherwise."),
  method("mkdir", "(path)", "A directory."),
  method("reflink", "(from, to)", "A file that shares the other one's blocks until either is written."),
  method("unlink", "(path)", "Removes a name; the inode lives while a process maps it."),
  method("truncate", "(path, size)", "Sets the size in bytes."),
  method(
    "read",
    "(path, offset, length)",
    "Calls read(2) through the filesystem. Offset and length in bytes of the file.",
  ),
  method("write", "(path, offset, bytes)", "Calls write(2) through the filesystem. Offset in bytes of the file."),
  method("fsync", "(path)", "Makes what was written durable."),
];

const PROCESSES: readonly Word[] = [
  method(
    "spawn",
    "(process, policy)",
    'A process. Policy of memory failures: "early", "late" or "default", as prctl(PR_MCE_KILL) sets it.',
  ),
  method("fork", "(process, parent)", "A child with the parent's mappings."),
  method("exit", "(process)", "Ends a process."),
  method("setPolicy", "(process, policy)", "Early: SIGBUS as soon as the page fails. Late: at the next touch."),
  method(
    "mmap",
    "(process, path, options)",
    "Maps a file. Offsets and lengths in bytes; touch faults pages in at once.",
  ),
  method("munmap", "(process, map)", "Takes a mapping away."),
  method(
    "load",
    "(process, offset, options)",
    "Reads memory through a mapping. Offset in bytes of the mapping; poison is a machine check.",
  ),
  method(
    "store",
    "(process, offset, bytes, options)",
    "Writes memory through a mapping. Offset in bytes of the mapping.",
  ),
  method("flush", "(process, offset, options)", "Writes cache lines back. Offset and length in bytes of the mapping."),
  method("fence", "(process)", "Waits until flushed lines are in the persistence domain."),
  method(
    "madvise",
    "(process, offset, options)",
    "Calls madvise(MADV_HWPOISON): the process fails its own page. Offset in bytes of the mapping.",
  ),
];

const FAILURES: readonly Word[] = [
  method(
    "poison",
    "(device, offset, length)",
    "Poisons 64-byte lines; nobody notices yet. Offset in bytes of the device.",
  ),
  method("scrub", "(device)", "Address range scrub: poison becomes badblocks, in 512-byte sectors."),
  method(
    "fail",
    "(device, offset)",
    "The page of this byte fails: memory_failure(). Offset in bytes of the device, partition or mapped device.",
  ),
  method("powerFail", "()", "Power goes and comes back. What was not flushed and fenced is lost."),
  method(
    "sysctl",
    "({ earlyKill, recovery })",
    "Sets vm.memory_failure_early_kill and vm.memory_failure_recovery: 0 or 1.",
  ),
  method(
    "holder",
    "(device, { name, notifyFailure })",
    "Registers a holder of your own. notifyFailure({ device, offBytes, lenBytes, flags, wholeDevice }, kernel) answers 0 or a negative errno.",
  ),
];

const QUESTIONS: readonly Word[] = [
  method(
    "bytes",
    "(space, offset, length)",
    "The bytes of a device, partition, mapped device or file, poison notwithstanding.",
  ),
  method(
    "ladder",
    "(space, offset)",
    "The same byte in every space that has it, with what was added on the way: whose zero?",
  ),
  method("matrix", "(failure, { kernels, policies })", "One failure under every kernel model and every policy."),
];

export const WORDS: readonly Word[] = [
  ...CELL,
  ...PROPERTIES,
  ...TIME,
  ...BLOCKS,
  ...FILES,
  ...PROCESSES,
  ...FAILURES,
  ...QUESTIONS,
  ...OPTIONS,
];

interface Spoken {
  tag: string;
  texts: Readonly<Record<string, string>>;
}

const spoken: { now: Spoken } = { now: { tag: "en", texts: {} } };

/** Texts of another language by `keyOf`; the page chooses the language once, before an editor opens. */
export function speakWords(now: Spoken): void {
  spoken.now = now;
}

export const keyOf = ({ of, name }: Word): string => `${of}.${name}`;

/** What a word means, and the language that it is said in. */
export function meaningOf(word: Word): { text: string; tag: string } {
  const { tag, texts } = spoken.now;
  const text = texts[keyOf(word)];
  return text === undefined ? { text: word.text, tag: "en" } : { text, tag };
}

export const membersOf = (of: string): Word[] => WORDS.filter((it) => it.of === of);
export const wordOf = (name: string, of?: string): Word | undefined =>
  WORDS.find((it) => it.name === name && (of === undefined || it.of === of));
