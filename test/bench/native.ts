/** The same algorithms in C: built here where a compiler is installed, driven line by line over a pipe. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Side, Timing } from "./measure.ts";

export const NATIVE = "gcc -O3 -march=native";
export const PLAIN = "gcc -O3";

const FLAGS: Record<string, string[]> = { [NATIVE]: ["-O3", "-march=native"], [PLAIN]: ["-O3"] };
const SOURCE = join(import.meta.dirname, "native/peers.c");
const FOLDER = join(import.meta.dirname, "../../.cache/bench");

export interface Native {
  name: string;
  /** Runs one command of peers.c and gives its own time and sum. */
  call(command: string, ...numbers: (number | bigint)[]): Promise<Timing>;
  close(): void;
}

let built: Map<string, string> | undefined;

/** Paths of the programs, by flags; empty where no compiler is installed. */
function programs(): Map<string, string> {
  if (built) return built;
  built = new Map();
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, flags] of Object.entries(FLAGS)) {
    const path = join(FOLDER, `peers-${flags.join("")}`);
    const { status, error, stderr } = spawnSync("gcc", [...flags, "-std=gnu11", "-o", path, SOURCE], {
      encoding: "utf8",
    });
    if (error) {
      console.log(`  no C compiler here (${error.message}): native peers are left out`);
      break;
    }
    if (status !== 0) throw new Error(`peers.c does not compile with ${flags.join(" ")}:\n${stderr}`);
    built.set(name, path);
  }
  return built;
}

function open(name: string, path: string): Native {
  const child: ChildProcess = spawn(path, { stdio: ["pipe", "pipe", "inherit"] });
  if (!child.stdin || !child.stdout) throw new Error(`${name}: no pipes`);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    async call(command, ...numbers) {
      child.stdin?.write(`${[command, ...numbers].join(" ")}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name}: ended at ${command}`);
      const [ns = "0", sum = "0"] = String(value).split(" ");
      return { ns: Number(ns), sum: BigInt(sum) };
    },
    close: () => void child.kill(),
  };
}

/** One fresh process per set of flags. */
export function openNatives(): Native[] {
  return [...programs()].map(([name, path]) => open(name, path));
}

/** Sides that answer `command` in each native program, after `setUp` ran there. */
export async function nativeSides(
  setUp: [string, ...(number | bigint)[]][],
  command: [string, ...(number | bigint)[]],
  sameStructures?: string,
): Promise<{ sides: Side[]; close(): void }> {
  const natives = openNatives();
  for (const native of natives) for (const [name, ...numbers] of setUp) await native.call(name, ...numbers);
  const [name, ...numbers] = command;
  const sides = natives.map((native) => ({ name: native.name, run: () => native.call(name, ...numbers) }));
  const plain = natives.find((native) => native.name === PLAIN);
  if (sameStructures !== undefined && plain !== undefined) {
    sides.push({ name: `${PLAIN}, the engine's structures`, run: () => plain.call(sameStructures, ...numbers) });
  }
  return {
    sides,
    close: () => natives.forEach((native) => void native.close()),
  };
}
