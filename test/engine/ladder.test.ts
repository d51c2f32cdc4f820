/** The ladder of a snapshot, held to the engine's on random machines whose devices are all still there. */
import { beforeAll, expect, test } from "vitest";
import { randomScenario } from "../../engine/cli/random-scenario.ts";
import { ladderIn } from "../../engine/ladder.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { openTestApi } from "../support/player.ts";

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

/** Some bytes of every space that a state has. */
function bytesOf(state: Snapshot): [string, number][] {
  const devices = state.disks.flatMap((disk) => [disk, ...disk.partitions]);
  const inDevices = devices.flatMap(({ name, sizeBytes }): [string, number][] =>
    [0, 4096, sizeBytes >> 1, sizeBytes - 1].filter((it) => it < sizeBytes).map((it) => [name, it]),
  );
  const inFiles = state.files.flatMap(({ path, sizeBytes }): [string, number][] =>
    [0, 8191, Math.max(0, sizeBytes - 1)].map((it) => [`file:${path}`, it]),
  );
  const owned = state.files.flatMap(({ path, extents }) => {
    const mount = state.mounts.find((it) => path.startsWith(`${it.target}/`));
    return mount === undefined
      ? []
      : extents.slice(0, 3).map((it): [string, number] => [mount.device, it.offInDevBytes + 5]);
  });
  const inMemory = state.disks.map((it): [string, number] => ["phys", (it.resourceBytes ?? 0) + 4096]);
  return [...inDevices, ...inFiles, ...owned, ...inMemory];
}

/** Steps that take devices away; the engine goes on climbing through what they took. */
const TAKES: readonly string[] = ["partition", "dm-remove"];

const asked = (ask: () => unknown): unknown => {
  try {
    return ask();
  } catch (error) {
    return (error as Error).name;
  }
};

test("a byte of the disk that a replaced partition had is the disk's own", () => {
  const pmem0 = { size: "64 MiB", partitions: [{ start: "1 MiB", size: "8 MiB" }] };
  const machine = api.boot({ pmem: { pmem0 } }).partition("pmem0", [{ start: "32 MiB", size: "8 MiB" }]);
  const spaces = (offBytes: number) => ladderIn(machine.state, "pmem0", offBytes).map((it) => it.space);
  expect(spaces(2 * 2 ** 20)).toEqual(["pmem0", "dax:pmem0", "phys"]);
  expect(spaces(33 * 2 ** 20)).toEqual(["pmem0p1", "pmem0", "dax:pmem0", "phys"]);
});

test("it has the rungs of the engine, up and down, for every space of a machine", () => {
  let count = 0;
  for (let number = 0; number < 150; number++) {
    const machine = api.machineOf(randomScenario(number));
    if (machine.value.steps.some((it) => TAKES.includes(it.op))) continue;
    for (const [space, offBytes] of bytesOf(machine.state)) {
      count++;
      const expected = asked(() => machine.ladder(space, offBytes));
      expect(
        asked(() => ladderIn(machine.state, space, offBytes)),
        `scenario ${number}, ${space} ${offBytes}`,
      ).toEqual(expected);
    }
  }
  expect(count).toBeGreaterThan(1000);
});
