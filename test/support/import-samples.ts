/** The recorded machines whose tool outputs the importer is tried on: texts, and what is known of five offsets each. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../recordings/imports/", import.meta.url));

export interface SampleOffset {
  device: string;
  byte_offset: number;
  owner: string;
  path?: string;
  file_offset?: number;
  dm?: string;
  dm_byte_offset?: number;
  pfn: number;
  signalled: { process: string; map: string; offset_in_mapping: number; lsb: number }[];
}

export interface Sample {
  name: string;
  devices: { device: string; size: number; resource: number; data_offset: number }[];
  offsets: SampleOffset[];
  texts: { name: string; text: string }[];
}

interface Manifest {
  devices: Sample["devices"];
  offsets: SampleOffset[];
  files: { file: string }[];
}

export const SAMPLES: readonly Sample[] = readdirSync(ROOT).map((name) => {
  const manifest = JSON.parse(readFileSync(`${ROOT}${name}/manifest.json`, "utf8")) as Manifest;
  const { devices, offsets, files } = manifest;
  const texts = files.map(({ file }) => ({ name: file, text: readFileSync(`${ROOT}${name}/${file}`, "utf8") }));
  return { name, devices, offsets, texts };
});

export function sample(letter: string): Sample {
  const found = SAMPLES.find((it) => it.name.startsWith(`${letter}-`));
  if (found === undefined) throw new Error(`there is no sample machine ${letter}`);
  return found;
}

export function textOf(from: Sample, name: string): string {
  const found = from.texts.find((it) => it.name === name);
  if (found === undefined) throw new Error(`${from.name} has no ${name}`);
  return found.text;
}

/** A recording of the same machine: under 6.12, or under the kernel named. */
export function sampleRecording(from: Sample, kernel?: "6.1" | "7.3"): unknown {
  const file = kernel === undefined ? "recording.json" : `recording-${kernel}.json`;
  return JSON.parse(readFileSync(`${ROOT}${from.name}/${file}`, "utf8"));
}
