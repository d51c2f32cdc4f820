/** The recordings of real kernels under test/recordings, and the same with every outcome removed. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "lossless-json";
import type { Fields } from "../../engine/recordings/fields.ts";

const ROOT = fileURLToPath(new URL("../recordings", import.meta.url));

export interface RecordingFile {
  /** "6.1/01-xfs-one-process". */
  name: string;
  path: string;
  recording: Fields;
}

/** Whole numbers beyond 2^53 become BigInt; all others are numbers. */
export function readLossless(json: string): unknown {
  return parse(json, undefined, (digits) => {
    const number = Number(digits);
    return Number.isSafeInteger(number) || !/^-?\d+$/.test(digits) ? number : BigInt(digits);
  });
}

export function recordingFiles(): RecordingFile[] {
  const names = readdirSync(ROOT, { recursive: true }).map(String);
  const paths = names.filter((it) => /(^(?:ours-)?(6\.1|6\.12|7\.3)[\\/].*|recording[^\\/]*)\.json$/.test(it)).sort();
  return paths.map((it) => {
    const path = join(ROOT, it);
    const name = relative(ROOT, path)
      .replaceAll("\\", "/")
      .replace(/\.json$/, "");
    return { name, path, recording: readLossless(readFileSync(path, "utf8")) as Fields };
  });
}

/** The list of outcomes in the recordings' README, under "Inputs". */
const OUTCOMES = new Set(
  "calls holders_after holders_before dmesg dax_enabled effective_options child label result sigbus"
    .split(" ")
    .concat(
      "errno errno_name open_errno mmap_errno mmap_errno_name policy_errno present_offsets_after_fork".split(" "),
    ),
);

/** The same recording as somebody would have it who does not know what the kernel answered. */
export function withoutOutcomes(recording: Fields): Fields {
  const strip = (entry: Fields): Fields =>
    Object.fromEntries(
      Object.entries(entry).flatMap(([key, value]) => {
        if (OUTCOMES.has(key)) return [];
        if (key !== "touched") return [[key, value]];
        const touched = (value as Fields[]).map(({ access, offset_in_mapping }) => ({ access, offset_in_mapping }));
        return [[key, touched]];
      }),
    );
  const setup = (recording.setup as Fields[]).map(strip);
  const events = (recording.events as Fields[]).map((it) => ({ inject: strip(it.inject as Fields), result: {} }));
  const { notes: _notes, ...rest } = recording;
  return { ...rest, setup, events };
}
