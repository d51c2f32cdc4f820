/** `npm run diff -- FILE`: the same machine under two kernel models or policies; where they part, and what is left different. */
import { makeCellApi } from "../machine.ts";
import { eventLine } from "../sentences/text.ts";
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
import { formatOf, valueText } from "./output.ts";
import { openPlayer } from "./player.ts";

const USAGE = `npm run --silent diff -- FILE --kernel ID,ID [--policy ID] [--format json|table]
npm run --silent diff -- FILE --policy ID,ID [--kernel ID] [--format json|table]

Plays a scenario or the inputs of a recording under two kernel models (or policies) and shows the first event that
differs, and every difference of the states afterwards.
Exit status: 0 no difference; 1 a difference; 2 wrong arguments or unusable file`;

await runProgram("diff", USAGE, async (args) => {
  const given = readArguments(args, ["kernel", "policy", "format"], []);
  const format = given.values.format === undefined ? "table" : formatOf(given.values.format);
  const kernels = (given.values.kernel ?? "").split(",").map((it) => kernelOf(it === "" ? undefined : it));
  const policies = (given.values.policy ?? "").split(",").map((it) => policyOf(it === "" ? undefined : it));
  const pairs = [kernels, policies].filter((it) => it.length === 2);
  if (pairs.length !== 1 || kernels.length > 2 || policies.length > 2) {
    throw new UsageError("name two kernels, or two policies, with a comma between them");
  }
  const input = readInput(onlyFile(given));
  const value = input.kind === "scenario" ? input.value : input.plan.value;
  const api = makeCellApi(await openPlayer(value));
  const [left, right] = [0, 1].map((side) => {
    const kernel = kernels[side] ?? kernels[0];
    const policy = policies[side] ?? policies[0];
    return api.machineOf(value).with({ ...(kernel ? { kernel } : {}), ...(policy ? { policy } : {}) });
  });
  if (left === undefined || right === undefined) throw new UsageError("two machines are needed");
  const diff = api.compare(left, right);
  const isSame = diff.firstStep === null && diff.state.length === 0;
  if (format === "json") process.stdout.write(toJson(diff));
  else {
    const named = [left, right].map((it) => `${it.kernel}${it.policy === "kernel" ? "" : ` with ${it.policy}`}`);
    const lines = [isSame ? "no difference" : firstText(diff.firstStep)];
    if (diff.left !== null) lines.push(`${named[0]}: ${eventLine(diff.left)}`);
    if (diff.right !== null) lines.push(`${named[1]}: ${eventLine(diff.right)}`);
    for (const it of diff.state) lines.push(`${it.path.join(".")}: ${valueText(it.left)} | ${valueText(it.right)}`);
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return isSame ? EXIT_OK : EXIT_DIFFERENT;
});

/** Steps are counted from 1, as a reader of a list does. */
function firstText(firstStep: number | null): string {
  if (firstStep === null) return "the steps are alike, the states differ";
  return firstStep < 0 ? "they differ from power-on on" : `step ${firstStep + 1} is the first that differs`;
}
