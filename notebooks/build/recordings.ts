/** What real kernels did, as a lesson shows it: one injection of a recording, read at build and sent with the lesson. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "lossless-json";
import type { Reference } from "../references/reference.ts";

export interface RecordedInjection {
  /** "6.1/09c-partitions-second-xfs". */
  recording: string;
  title: string;
  /** `uname` of the kernel. */
  kernel: string;
  inject: unknown;
  result: unknown;
}

/** Each recorded scene as a reference, "rec-09c", and each fact of the recordings' README, "rec-facts-11". */
export function recordedReferences(folder: string): Reference[] {
  const scenes = new Map<string, { name: string; title: string; kernels: string[] }>();
  for (const kernel of readdirSync(folder).filter((it) => /^\d+\.\d+$/.test(it))) {
    for (const file of readdirSync(join(folder, kernel)).sort()) {
      const name = file.replace(/\.json$/, "");
      const id = `rec-${name.split("-")[0]}`;
      const { title } = JSON.parse(readFileSync(join(folder, kernel, file), "utf8")) as { title: string };
      const scene = scenes.get(id) ?? { name, title, kernels: [] };
      scene.kernels.push(kernel);
      scenes.set(id, scene);
    }
  }
  const recorded = [...scenes].map(
    ([id, { name, title, kernels }]): Reference => ({
      id,
      kind: "recording",
      short: `Recording ${id.slice(4)}`,
      text: `${title}. Recorded on ${kernels.join(", ")}.`,
      source: `${name}.json`,
    }),
  );
  const facts = readFileSync(join(folder, "README.md"), "utf8").split(/^## Facts found while recording.*$/m)[1] ?? "";
  return [...recorded, ...[...facts.split(/^## /m)[0]!.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(factReference)];
}

function factReference([, n, text]: RegExpMatchArray): Reference {
  const sentence = /^.*?[^.\d][.:](?= |$)/.exec(text ?? "")?.[0] ?? text ?? "";
  const plain = sentence
    .replace(/[*`]/g, "")
    .replaceAll("->", "→")
    .replace(/ \([^)]*$/, "")
    .replace(/[:;]?\.?$/, ".");
  return {
    id: `rec-facts-${n}`,
    kind: "recording",
    short: `Recording fact ${n}`,
    text: plain,
    source: "test/recordings/README.md",
  };
}

/** Numbers beyond 2^53 stay exact. */
const exact = (text: string): number | bigint => {
  const number = Number(text);
  return Number.isSafeInteger(number) || /[.eE]/.test(text) ? number : BigInt(text);
};

export interface Recordings {
  recording(name: string, index: number): RecordedInjection;
  /** What was asked for, by `key`. */
  used: Map<string, RecordedInjection>;
}

export const recordingKey = (name: string, index: number): string => `${name}#${index}`;

export function openRecordings(folder: string): Recordings {
  const used = new Map<string, RecordedInjection>();
  return {
    used,
    recording(name, index) {
      const key = recordingKey(name, index);
      const known = used.get(key);
      if (known) return known;
      const file = join(folder, `${name}.json`);
      if (!/^[\w./-]+$/.test(name) || !existsSync(file)) throw new Error(`there is no recording "${name}"`);
      const whole = parse(readFileSync(file, "utf8"), null, exact) as {
        title: string;
        kernel: string;
        events: { inject: unknown; result: unknown }[];
      };
      const event = whole.events[index];
      if (!event)
        throw new Error(`recording "${name}" has ${whole.events.length} injections; ${index} is none of them`);
      const found = {
        recording: name,
        title: whole.title,
        kernel: whole.kernel,
        inject: event.inject,
        result: event.result,
      };
      used.set(key, found);
      return found;
    },
  };
}
