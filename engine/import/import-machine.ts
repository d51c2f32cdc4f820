/**
 * Outputs of tools of a real machine → a machine to ask. The texts can be any of ndctl list, lsblk, sfdisk, dmsetup,
 * xfs_io fsmap and bmap, xfs_info, dumpe2fs, filefrag, blkid, /proc/mounts, partitions, iomem, PID/maps, smaps, status,
 * badblocks of sysfs and uname; each alone, all together, or one session pasted as a whole.
 *
 * Nothing is thrown for bad input: problems, assumptions and questions are part of the result, and the machine is valid.
 *
 * **Left out:** what the model has no word for (other targets of device-mapper, other filesystems, btt), NUMA, NVDIMM
 * interleaving.
 */
import type { MachineValue } from "../scene.ts";
import { build } from "./build.ts";
import type {
  ImportMeter,
  ImportOptions,
  ImportProblem,
  ImportProgress,
  ImportResult,
  ImportText,
  Recognised,
} from "./contract.ts";
import { readText } from "./detect.ts";
import { Facts } from "./facts.ts";

/** The whole of a short import at once; see `importLarge` for texts of many megabytes. */
export function importMachine(texts: readonly ImportText[], options: ImportOptions = {}): ImportResult {
  const work = importSteps(texts, options);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** For cells: a machine from texts by name. */
export function importValue(texts: Readonly<Record<string, string>>): MachineValue {
  return importMachine(Object.entries(texts).map(([name, text]) => ({ name, text }))).value;
}

/**
 * The same in slices of some ten milliseconds, with progress between them, so that a page stays alive. `pause` lets others
 * run; by default it is a timer. A signal that is aborted ends it with the signal's reason.
 */
export async function importLarge(
  texts: readonly ImportText[],
  onProgress: (progress: ImportProgress) => void,
  options: ImportOptions & { pause?: () => Promise<void>; signal?: AbortSignal } = {},
): Promise<ImportResult> {
  const pause = options.pause ?? (() => new Promise<void>((resolve) => setTimeout(resolve, 0)));
  const work = importSteps(texts, options);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    onProgress(step.value);
    await pause();
    options.signal?.throwIfAborted();
  }
}

/** Without every second byte where a file of UTF-16 was read as UTF-8, as shells of other systems write them. */
function narrow(text: string): string {
  return /^[\ufeff\ufffd]{0,2}(?:[^\0]\0|\0[^\0]){4}/.test(text)
    ? text.replace(/^\ufffd{1,2}/, "").replaceAll("\0", "")
    : text;
}

/** The work itself, a slice per step. `meter` counts what is done. */
export function* importSteps(
  texts: readonly ImportText[],
  options: ImportOptions = {},
  meter: ImportMeter = { chars: 0, lines: 0, rows: 0 },
): Generator<ImportProgress, ImportResult> {
  const facts = new Facts();
  const recognised: Recognised[] = [];
  const problems: ImportProblem[] = [];
  const totalChars = texts.reduce((sum, { text }) => sum + text.length, 0);
  let doneChars = 0;
  const progress = (text: number, readChars: number, phase: ImportProgress["phase"]): ImportProgress => ({
    ...{ text, texts: texts.length, totalChars, rows: meter.rows, phase },
    readChars,
  });
  for (const [i, input] of texts.entries()) {
    const work = readText({ ...input, text: narrow(input.text) }, input.name ?? `text ${i + 1}`, facts, meter);
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) {
        recognised.push(...step.value.recognised);
        problems.push(...step.value.problems);
        facts.ignored.push(...step.value.ignored);
        break;
      }
      yield progress(i, doneChars + step.value, "reading");
    }
    doneChars += input.text.length;
    yield progress(i, doneChars, "reading");
  }
  const work = build(facts, options);
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) {
      return { ...step.value, recognised, problems: [...problems, ...step.value.problems] };
    }
    yield progress(texts.length, totalChars, "building");
  }
}
