/** Every recording is predicted; every wrong prediction is noticed. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { compareRecording } from "../../engine/recordings/compare.ts";
import type { Fields } from "../../engine/recordings/fields.ts";
import { type PredictedSignal, type Prediction, predict } from "../../engine/recordings/predict.ts";
import { planOf } from "../../engine/recordings/recording.ts";
import { type Call, counted, MODELLED } from "../../engine/recordings/vocabulary.ts";
import { openTestPlayer } from "../support/player.ts";
import { recordingFiles, withoutOutcomes } from "../support/recordings.ts";

const files = recordingFiles();
let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

/** From the inputs alone. */
function predicted(recording: Fields): Prediction {
  const plan = planOf(withoutOutcomes(recording));
  return predict(plan, player.run(plan.value));
}

test.each(["6.1/", "6.12/", "7.3/", "imports/", "ours-6.1/", "ours-6.12/", "ours-7.3/"])(
  "recordings of %s are predicted from their inputs alone",
  (folder) => {
    for (const { name, recording } of files.filter((it) => it.name.startsWith(folder))) {
      const { differences, points } = compareRecording(recording, predicted(recording));
      expect([name, differences]).toEqual([name, []]);
      expect(points).toBeGreaterThan(5);
    }
  },
);

describe("a prediction that is wrong anywhere is noticed", () => {
  const recording = files.find((it) => it.name === "6.1/09c-partitions-second-xfs")?.recording as Fields;
  type Change = (prediction: Prediction) => void;
  const first = (it: Prediction) => it.events[0]?.result as Prediction["events"][number]["result"];
  const call = (it: Prediction, fn: string) => first(it).calls.find((one) => one.fn === fn) as Call;
  const mount = (it: Prediction) => it.setup[1] as Prediction["setup"][number];
  /** Of the functions that this recording's first injection calls. */
  const made = Object.entries(MODELLED).filter(([fn]) => fn !== "kill_dax" && fn !== "xfs_do_force_shutdown");
  const everyArgument = made.flatMap(([fn, names]) =>
    names.map((name): [string, Change] => [
      `${fn}: ${name}`,
      (it) => {
        const found = call(it, fn);
        Object.assign(found, { args: { ...found.args, [name]: 7 } });
      },
    ]),
  );
  test.each<[string, Change]>([
    ["errno", (it) => Object.assign(first(it), { errno_name: "EIO" })],
    ["a call too few", (it) => void first(it).calls.pop()],
    ["a call too many", (it) => void first(it).calls.push(call(it, "kill_proc"))],
    ["calls in another order", (it) => void first(it).calls.reverse()],
    ["a depth", (it) => Object.assign(call(it, "kill_proc"), { depth: 0 })],
    ["a return value", (it) => Object.assign(call(it, "memory_failure"), { ret: -6 })],
    ["a call that never returned", (it) => Object.assign(call(it, "memory_failure"), { returned: false, ret: null })],
    ...everyArgument,
    ["no signal", (it) => Object.assign(first(it), { signals: [] })],
    ["somebody else's signal", (it) => void first(it).signals.push({ ...signalOf(it), process: "on_p2" })],
    ["another code", (it) => Object.assign(signalOf(it), { si_code_name: "BUS_MCEERR_AR" })],
    ["another mapping", (it) => Object.assign(signalOf(it), { map: "m1" })],
    ["another address", (it) => Object.assign(signalOf(it), { addr_offset_in_mapping: 0 })],
    ["another size", (it) => Object.assign(signalOf(it), { lsb: 21 })],
    ["a holder", (it) => Object.assign(first(it).holders_after, { pmem0: null })],
    ["a device too many", (it) => Object.assign(first(it).holders_after, { pmem9: null })],
    ["the state of a filesystem", (it) => Object.assign(first(it).fs_state_after[0] ?? {}, { state: "shutdown" })],
    ["no state of a filesystem", (it) => void first(it).fs_state_after.pop()],
    ["a page table", (it) => Object.assign(first(it).next_access[0] ?? {}, { pte_present_before_access: true })],
    ["a load", (it) => Object.assign(first(it).next_access[0] ?? {}, { load: "SIGBUS" })],
    ["no load", (it) => void first(it).next_access.pop()],
    ["an injection too few", (it) => void it.events.pop()],
    ["a mount's errno", (it) => Object.assign(mount(it), { errno_name: "ENOMEM" })],
    ["a mount's dax", (it) => Object.assign(mount(it), { dax_enabled: true })],
    ["a mount's holders", (it) => Object.assign(mount(it).holders_after, { pmem0: "xfs:pmem0p2" })],
    ["a claim that was not refused", (it) => Object.assign(mount(it).calls[0] ?? {}, { ret: "pmem0" })],
    ["no claim", (it) => Object.assign(mount(it), { calls: [] })],
  ])("%s", (_, change) => {
    const wrong = predicted(recording);
    change(wrong);
    expect(compareRecording(recording, wrong).differences).not.toEqual([]);
  });

  function signalOf(it: Prediction) {
    return first(it).signals[0] as PredictedSignal;
  }
});

test("depths are counted among the calls that count, whatever lies between them", () => {
  const calls = [
    ["remove", 0, false],
    ["kill_dax", 1, true],
    ["notify", 2, true],
    ["dead", 1, false],
    ["shutdown", 2, true],
  ] as const;
  const found = counted(
    calls,
    (it) => it[1],
    (it) => it[2],
  );
  expect(found.map(([it, depth]) => [it[0], depth])).toEqual([
    ["kill_dax", 0],
    ["notify", 1],
    ["shutdown", 0],
  ]);
});
