/**
 * `npm run fidelity`: every recording against its prediction. Prints the score per kernel and the first difference of each
 * recording that does not match, and writes what the page "Model and kernel" shows.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareRecording } from "../recordings/compare.ts";
import type { Fields } from "../recordings/fields.ts";
import { predict } from "../recordings/predict.ts";
import { planOf } from "../recordings/recording.ts";
import { table } from "../sentences/text.ts";
import { EXIT_DIFFERENT, EXIT_OK, readArguments, runProgram } from "./arguments.ts";
import { readJson } from "./input.ts";
import { valueText } from "./output.ts";
import { openPlayer } from "./player.ts";

const ROOT = join(import.meta.dirname, "../..");
const USAGE = `npm run --silent fidelity -- [--only TEXT] [--all] [--out FILE] [FOLDER]

Compares every recording under FOLDER (test/recordings) whose name has TEXT in it with its prediction.
--all   every difference, not only the first of each recording
--out   where the score goes as JSON: per recording points, matching injections, differences; without --only and FOLDER
        public/fidelity.json, from which the page "Model and kernel" is built
Exit status: 0 everything matches; 1 something differs; 2 wrong arguments or unusable file`;

interface Score {
  name: string;
  title: string;
  kernel: string;
  model: string;
  points: number;
  injections: number;
  matching: number;
  differences: { path: string; recorded: string; predicted: string }[];
  /** Why it could not be played, or null. */
  failed: string | null;
}

await runProgram("fidelity", USAGE, async (args) => {
  const given = readArguments(args, ["only", "out"], ["all"]);
  const folder = given.files[0] ?? join(ROOT, "test/recordings");
  const only = given.values.only ?? "";
  const player = await openPlayer();
  const scores = recordingsIn(folder).flatMap(({ name, path }): Score[] => {
    if (!name.includes(only)) return [];
    const recording = readJson(readFileSync(path, "utf8"), path) as Fields;
    return [scoreOf(name, recording, player)];
  });
  for (const score of scores) {
    const shown = given.flags.has("all") ? score.differences : score.differences.slice(0, 1);
    if (score.failed !== null) process.stdout.write(`${score.name}: cannot be played: ${score.failed}\n`);
    for (const it of shown) {
      process.stdout.write(`${score.name}: ${it.path}: recorded ${it.recorded}, predicted ${it.predicted}\n`);
    }
  }
  process.stdout.write(summary(scores));
  const isWhole = only === "" && given.files.length === 0;
  const out = given.values.out ?? (isWhole ? join(ROOT, "public/fidelity.json") : null);
  if (out !== null) writeFileSync(out, dataOf(scores));
  const isSame = scores.every((it) => it.failed === null && it.differences.length === 0);
  return isSame ? EXIT_OK : EXIT_DIFFERENT;
});

function recordingsIn(folder: string): { name: string; path: string }[] {
  const names = readdirSync(folder, { recursive: true }).map((it) => String(it).replaceAll("\\", "/"));
  const isOther = (it: string) => /^(recorder|again-[^/]+)\/|^imports\/(?!.*recording[^/]*$)/.test(it);
  const files = names.filter((it) => it.endsWith(".json") && !isOther(it));
  return files.sort().map((it) => ({ name: it.replace(/\.json$/, ""), path: join(folder, it) }));
}

function scoreOf(name: string, recording: Fields, player: Awaited<ReturnType<typeof openPlayer>>): Score {
  const injections = Array.isArray(recording.events) ? recording.events.length : 0;
  const score = { name, title: String(recording.title ?? ""), kernel: String(recording.kernel), injections };
  try {
    const plan = planOf(recording);
    const { differences, points } = compareRecording(recording, predict(plan, player.run(plan.value)));
    const wrong = new Set(differences.map((it) => /^(events|setup)\[\d+\]/.exec(it.path)?.[0]));
    const matching = injections - [...wrong].filter((it) => it?.startsWith("events")).length;
    const shown = differences.map((it) => ({
      path: it.path,
      recorded: valueText(it.recorded),
      predicted: valueText(it.predicted),
    }));
    return { ...score, model: plan.kernel.kernel, points, matching, differences: shown, failed: null };
  } catch (error) {
    const failed = `${(error as Error).name}: ${(error as Error).message}`;
    return { ...score, model: "", points: 0, matching: 0, differences: [], failed };
  }
}

/** One line per recording, so that a change is a line of a diff. */
function dataOf(scores: readonly Score[]): string {
  const lines = scores.map(({ failed: _failed, kernel: _kernel, ...score }) => JSON.stringify(score));
  return `[\n${lines.join(",\n")}\n]\n`;
}

function summary(scores: readonly Score[]): string {
  const models = [...new Set(scores.map((it) => it.model))].sort();
  const sum = (list: readonly Score[], of: (it: Score) => number) => list.reduce((total, it) => total + of(it), 0);
  const row = (name: string, list: readonly Score[]): string[] => [
    name || "(not played)",
    `${list.filter((it) => it.failed === null && it.differences.length === 0).length} of ${list.length}`,
    `${sum(list, (it) => it.matching)} of ${sum(list, (it) => it.injections)}`,
    `${sum(list, (it) => it.points - it.differences.length)} of ${sum(list, (it) => it.points)}`,
  ];
  const rows = models.map((model) =>
    row(
      model,
      scores.filter((it) => it.model === model),
    ),
  );
  return table([["kernel", "recordings", "injections", "points"], ...rows, row("all", scores)]);
}
