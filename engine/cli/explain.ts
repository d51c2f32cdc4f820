/** `npm run explain -- FILE`: what happened, one sentence per event, each with where its rule comes from. */
import type { Run } from "../api.ts";
import type { Citation } from "../event.ts";
import { invariantSentence, sentenceOf } from "../sentences/sentences.ts";
import { EXIT_OK, kernelOf, onlyFile, policyOf, readArguments, runProgram, UsageError } from "./arguments.ts";
import { readInput } from "./input.ts";
import { openPlayer } from "./player.ts";

const USAGE = `npm run --silent explain -- FILE [--step N] [--kernel ID] [--policy ID]

Plays a scenario or the inputs of a recording and says what happened: one sentence per event, with version, file and
function of the rule that it followed. --step shows one step only, counted from 1; - reads standard input.
Exit status: 0 explained; 2 wrong arguments or unusable file`;

await runProgram("explain", USAGE, async (args) => {
  const given = readArguments(args, ["kernel", "policy", "step"], []);
  const [kernel, policy] = [kernelOf(given.values.kernel), policyOf(given.values.policy)];
  const input = readInput(onlyFile(given), {
    ...(kernel === undefined ? {} : { kernel }),
    ...(policy === undefined ? {} : { policy }),
  });
  const value = input.kind === "scenario" ? input.value : input.plan.value;
  const run = (await openPlayer(value)).run(value);
  const step = given.values.step === undefined ? null : Number(given.values.step) - 1;
  if (step !== null && run.outcomes[step] === undefined) {
    throw new UsageError(`--step: got ${given.values.step}, expected a number from 1 to ${run.outcomes.length}`);
  }
  process.stdout.write(explain(run, step));
  return EXIT_OK;
});

function explain(run: Run, only: number | null): string {
  const lines: string[] = [];
  const sayEvents = (from: number, to: number): void => {
    for (const event of run.events.slice(from, to)) {
      lines.push(`${"  ".repeat(event.depth + 1)}${sentenceOf(event)}  [${citationText(event.cite)}]`);
    }
  };
  if (only === null) lines.push("Power on");
  if (only === null) sayEvents(0, run.outcomes[0]?.from ?? run.events.length);
  run.outcomes.forEach((outcome, i) => {
    if (only !== null && only !== i) return;
    lines.push(`${i + 1}. ${outcome.op}: ${outcome.errno ?? "never returned"}`);
    sayEvents(outcome.from, outcome.to);
  });
  for (const it of run.invariants()) {
    if (!it.holds) lines.push(`Violated: ${invariantSentence(it)}`);
  }
  return `${lines.join("\n")}\n`;
}

function citationText(cite: Citation): string {
  const fn = cite.fn === undefined ? "" : `:${cite.fn}`;
  return `${cite.version} ${cite.source}${fn}${cite.proposed === true ? ", design" : ""}`;
}
