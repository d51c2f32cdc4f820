/** `npm run play -- FILE`: plays a scenario, or predicts what a recorded kernel did and compares. */
import { compareRecording } from "../recordings/compare.ts";
import { predict } from "../recordings/predict.ts";
import {
  EXIT_DIFFERENT,
  EXIT_OK,
  kernelOf,
  onlyFile,
  policyOf,
  readArguments,
  runProgram,
  UsageError,
} from "./arguments.ts";
import { readInput, toJson } from "./input.ts";
import { differencesText, formatOf, predictionText, runText } from "./output.ts";
import { openPlayer } from "./player.ts";

const USAGE = `npm run --silent play -- FILE [--check] [--kernel ID] [--policy ID] [--format json|tree|table]

FILE is a scenario {scene, steps, seed} (public/schema/scenario.json) or a recording (test/recordings/README.md);
- reads standard input.
  A scenario gives {machine, events, state}; a recording gives what is predicted for each injection and each mount.
--check   compares a recording with its prediction: the points that differ, exit status 1 if any
--kernel  another kernel model than the file names: v9, linux-6.0, linux-6.5, linux-6.6, linux-6.8, 6.1, 6.12, 7.3
--policy  who may hold a dax_device, if not as that kernel has it
--format  json (default), tree (calls), table (one line per step or injection)
Exit status: 0 played, and nothing differs; 1 a point differs; 2 wrong arguments or unusable file`;

await runProgram("play", USAGE, async (args) => {
  const given = readArguments(args, ["kernel", "policy", "format"], ["check"]);
  const format = formatOf(given.values.format);
  const [kernel, policy] = [kernelOf(given.values.kernel), policyOf(given.values.policy)];
  const input = readInput(onlyFile(given), {
    ...(kernel === undefined ? {} : { kernel }),
    ...(policy === undefined ? {} : { policy }),
  });
  const isCheck = given.flags.has("check");
  if (isCheck && input.kind === "scenario")
    throw new UsageError("--check needs a recording: a scenario has no outcome");
  const player = await openPlayer(input.kind === "scenario" ? input.value : input.plan.value);
  if (input.kind === "scenario") {
    const run = player.run(input.value);
    const result = { machine: input.value, events: run.events, state: run.snapshot() };
    process.stdout.write(format === "json" ? toJson(result) : runText(run, format));
    return EXIT_OK;
  }
  for (const note of input.plan.notes) process.stderr.write(`${input.file}: ${note}\n`);
  const prediction = predict(input.plan, player.run(input.plan.value));
  if (!isCheck) {
    process.stdout.write(format === "json" ? toJson(prediction) : predictionText(prediction, format));
    return EXIT_OK;
  }
  const { differences, points } = compareRecording(input.recording, prediction);
  process.stdout.write(format === "json" ? toJson({ points, differences }) : differencesText(differences, points));
  return differences.length === 0 ? EXIT_OK : EXIT_DIFFERENT;
});
