import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../../engine/api.ts";
import { validate } from "../../../engine/checks/check.ts";
import { importMachine } from "../../../engine/import/import-machine.ts";
import { compareRecording } from "../../../engine/recordings/compare.ts";
import type { Fields } from "../../../engine/recordings/fields.ts";
import { predict } from "../../../engine/recordings/predict.ts";
import { type Plan, type PlannedEvent, planOf } from "../../../engine/recordings/recording.ts";
import type { KernelId, MachineValue, Step } from "../../../engine/scene.ts";
import { SAMPLES, sampleRecording } from "../../support/import-samples.ts";
import { openTestPlayer } from "../../support/player.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
}, 120_000);

/** The imported machine, with the injections of a recording done to it. Its one process has the recording's name. */
function imported(texts: { name: string; text: string }[], recording: Fields, kernel: KernelId): Plan {
  const { value } = importMachine(texts, { answers: { kernel } });
  const planned = planOf(recording);
  const spawned = planned.value.steps.flatMap((it) => (it.op === "spawn" ? it.process : []));
  const renamed = JSON.parse(
    JSON.stringify(value).replaceAll('"process":"victim"', `"process":"${spawned[0]}"`),
  ) as MachineValue;
  const steps: Step[] = [...renamed.steps];
  const events = planned.events.map((event): PlannedEvent => {
    const shift = steps.length - event.step;
    const end = event.loads.at(-1)?.step ?? event.step;
    steps.push(...planned.value.steps.slice(event.step, end + 1));
    return { ...event, step: event.step + shift, loads: event.loads.map((it) => ({ ...it, step: it.step + shift })) };
  });
  return { ...planned, value: validate({ ...renamed, steps }), setup: [], events };
}

const CASES = SAMPLES.flatMap((it) =>
  (["6.1", undefined, "7.3"] as const).map(
    (kernel) => [it.name, kernel ?? "6.12", sampleRecording(it, kernel) as Fields, it] as const,
  ),
);

describe("an imported machine fails as the real one did", () => {
  test.each(CASES)("%s under %s", (_name, kernel, recording, { texts }) => {
    const plan = imported(texts, recording, kernel);
    const { differences, points } = compareRecording(recording, predict(plan, player.run(plan.value)));
    expect(differences).toEqual([]);
    expect(points).toBeGreaterThan(100);
  });
});
