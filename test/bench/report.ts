/** What every report of a benchmark says of the machine, and where it is kept. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";

export const RESULTS = join(import.meta.dirname, "results");

/** The machine, and the versions that decide. */
export function circumstances() {
  const [cpu] = cpus();
  return {
    machine: {
      cpu: cpu?.model ?? "unknown",
      cores: cpus().length,
      platform: `${process.platform} ${process.arch}`,
    },
    versions: { node: process.versions.node, v8: process.versions.v8 },
    date: new Date().toISOString().slice(0, 10),
  };
}

export function writeReport(path: string, report: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, null, 1)}\n`);
}
