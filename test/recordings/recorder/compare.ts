/** `npm run record:compare -- GIVEN AGAIN`: two recordings of one scenario on the points that must match. */
import { readFileSync } from "node:fs";
import { EXIT_DIFFERENT, EXIT_OK, readArguments, runProgram, UsageError } from "../../../engine/cli/arguments.ts";
import { readJson } from "../../../engine/cli/input.ts";
import { differencesText } from "../../../engine/cli/output.ts";
import type { Fields } from "../../../engine/recordings/fields.ts";
import { alike } from "./alike.ts";

const USAGE = `npm run --silent record:compare -- GIVEN AGAIN

Compares two recordings of one scenario on the points of "What must match" (test/recordings/README.md).
Exit status: 0 alike; 1 a point differs; 2 wrong arguments or unusable file`;

await runProgram("record:compare", USAGE, async (args) => {
  const { files } = readArguments(args, [], []);
  const [given, again] = files;
  if (given === undefined || again === undefined || files.length > 2) throw new UsageError("two recordings are needed");
  const read = (file: string) => readJson(readFileSync(file, "utf8"), file) as Fields;
  const { differences, points } = alike(read(given), read(again));
  process.stdout.write(differencesText(differences, points));
  return differences.length === 0 ? EXIT_OK : EXIT_DIFFERENT;
});
