/** `npm run record -- SCENARIO --kernel …`: boots a kernel in a virtual machine, plays a scenario, writes a recording. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT_OK, onlyFile, readArguments, runProgram, UsageError } from "../../../engine/cli/arguments.ts";
import { readJson } from "../../../engine/cli/input.ts";
import type { Fields } from "../../../engine/recordings/fields.ts";
import { checkHost } from "./initramfs.ts";
import { toText } from "./json.ts";
import { openKernel } from "./kernel.ts";
import { play } from "./play.ts";
import { scenarioOf } from "./scenario.ts";

const USAGE = `npm run --silent record -- SCENARIO --kernel DEB[,DEB…] [--out FILE] [--verbose]

Boots a kernel under QEMU, does what SCENARIO says, and writes what the kernel did as a recording (test/recordings/README.md).
SCENARIO is a scenario (test/recordings/recorder/README.md) or a recording, which is then recorded again.
--kernel   the kernel's packages (linux-image-…, from Linux 6.16 on also linux-binary-… and linux-modules-…), or a folder
           that they were unpacked to
--out      where the recording goes; standard output without it
--verbose  each step as it is done
Exit status: 0 recorded; 2 wrong arguments, something that is not installed, or a guest that stopped`;

await runProgram("record", USAGE, async (args) => {
  const given = readArguments(args, ["kernel", "out"], ["verbose"]);
  const file = onlyFile(given);
  const packages = given.values.kernel;
  if (packages === undefined) throw new UsageError("--kernel is missing: a kernel's package or a folder");
  try {
    checkHost();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const scenario = scenarioOf(readJson(readFileSync(file, "utf8"), file), file);
  const scratch = mkdtempSync(join(tmpdir(), "daxlab-record-"));
  mkdirSync(scratch, { recursive: true });
  try {
    const kernel = openKernel(packages.split(","), scratch);
    const tell = (text: string) => given.flags.has("verbose") && process.stderr.write(`${text}\n`);
    const recording: Fields = await play(scenario, kernel, scratch, tell);
    if (given.values.out === undefined) process.stdout.write(toText(recording));
    else writeFileSync(given.values.out, toText(recording));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return EXIT_OK;
});
