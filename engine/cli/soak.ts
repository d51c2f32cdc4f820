/**
 * `npm run soak`: random scenarios by the thousand. Nothing may trap; the same scenario gives the same run in a fresh
 * engine; the state after some steps is that of the machine with these steps; every law holds.
 */
import type { Player } from "../api.ts";
import { asValid, validate } from "../checks/check.ts";
import { SceneError } from "../errors.ts";
import type { MachineValue } from "../scene.ts";
import { EXIT_DIFFERENT, EXIT_OK, readArguments, runProgram, wholeOf } from "./arguments.ts";
import { toJson } from "./input.ts";
import { brokenLaw } from "./laws.ts";
import { openPlayerFor } from "./player.ts";
import { randomScenario } from "./random-scenario.ts";

const USAGE = `npm run --silent soak -- [--seconds N] [--count N] [--from N] [--most N]

Plays random scenarios, by default for 60 seconds. --from is the number of the first one; the same number is the same
scenario. What breaks something is made as short as possible and printed as a scenario file; --most goes on until so
many different things are found (1).
Exit status: 0 nothing broke; 1 something did; 2 wrong arguments`;

/** A fresh engine plays every so many again; so is the machine with half of the steps. */
const AGAIN_EVERY = 16;
/** Engines are thrown away now and then, as their caches grow. */
const FRESH_EVERY = 2000;

await runProgram("soak", USAGE, async (args) => {
  const { values } = readArguments(args, ["seconds", "count", "from", "most"], []);
  const count = wholeOf("--count", values.count, Number.MAX_SAFE_INTEGER);
  const endMs = performance.now() + 1000 * wholeOf("--seconds", values.seconds, values.count === undefined ? 60 : 1e6);
  const first = wholeOf("--from", values.from, 1);
  const most = wholeOf("--most", values.most, 1);
  const found = new Set<string>();
  let player = await openPlayerFor(true);
  let [done, steps] = [0, 0];
  for (; done < count && found.size < most && performance.now() < endMs; done++) {
    if (done % FRESH_EVERY === FRESH_EVERY - 1) player = await openPlayerFor(true);
    const value = randomScenario(first + done);
    steps += value.steps.length;
    const other = done % AGAIN_EVERY === 0 ? await openPlayerFor(true) : null;
    const message = problem(value, player, other);
    if (message === null) continue;
    player = await openPlayerFor(true);
    const short = await shortest(value, message);
    const kind = `${kindOf(message)} after ${short.steps.at(-1)?.op ?? "power-on"}`;
    if (found.has(kind)) continue;
    found.add(kind);
    process.stdout.write(`scenario ${first + done}: ${message}\n${toJson(short)}`);
  }
  process.stdout.write(
    `${done} scenarios, ${steps} steps, from ${first} to ${first + done - 1}: ${found.size || "nothing"} broke\n`,
  );
  return found.size === 0 ? EXIT_OK : EXIT_DIFFERENT;
});

/** What is wrong with a scenario, in words, or null. */
function problem(value: MachineValue, player: Player, other: Player | null): string | null {
  try {
    const run = player.run(value);
    const state = run.snapshot();
    if (state.at !== value.steps.length) return `the state is of ${state.at} steps`;
    const law = brokenLaw(run);
    if (law !== null || other === null) return law;
    const again = other.run(value);
    if (toJson(again.events) !== toJson(run.events)) return "a fresh engine gives other events";
    if (toJson(again.snapshot()) !== toJson(state)) return "a fresh engine gives another state";
    const half = value.steps.length >> 1;
    const prefix = other.run(asValid({ ...value, steps: Object.freeze(value.steps.slice(0, half)) }));
    const isSame = toJson(prefix.snapshot()) === toJson(run.snapshot(half));
    return isSame ? null : `the state after ${half} steps is not that of the machine with ${half} steps`;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

/** Leaves out step after step for as long as the same kind of thing goes wrong. */
async function shortest(value: MachineValue, message: string): Promise<MachineValue> {
  const kind = kindOf(message);
  let best = value;
  for (let i = best.steps.length - 1; i >= 0; i--) {
    const steps = best.steps.filter((_, at) => at !== i);
    const shorter = validOrNull({ ...best, steps });
    if (shorter === null) continue;
    const found = problem(shorter, await openPlayerFor(true), await openPlayerFor(true));
    if (found !== null && kindOf(found) === kind) best = shorter;
  }
  return best;
}

/** Without one of its steps a scenario may name what nothing brings up. */
function validOrNull(value: MachineValue): MachineValue | null {
  try {
    return validate(value);
  } catch (error) {
    if (error instanceof SceneError) return null;
    throw error;
  }
}

function kindOf(message: string): string {
  return message.replace(/\d+/g, "#");
}
