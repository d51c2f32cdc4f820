/** Facts that were found while recording and are in none of the recordings here; their numbers are those of the README. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { KernelId } from "../../engine/scene.ts";
import { openTestApi } from "../support/player.ts";

const MIB = 1024 ** 2;
const PAGE = 4096;
const RECORDED: readonly KernelId[] = ["6.1", "6.12", "7.3"];

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const disk = (kernel: KernelId, partitions?: string[]): Machine =>
  api.boot({
    kernel,
    pmem: { pmem0: { size: "1 GiB", ...(partitions ? { partitions } : {}) }, pmem1: { size: "1 GiB" } },
  });
/** Where a byte of a file is on a device. */
const placeOf = (machine: Machine, path: string, offBytes = 0): number => {
  const extents = machine.files[path]?.extents ?? [];
  const extent = extents.find((it) => offBytes >= it.offInFileBytes && offBytes < it.offInFileBytes + it.lenBytes);
  if (extent === undefined) throw new Error(`${path} has no block at ${offBytes}`);
  return extent.offInDevBytes + offBytes - extent.offInFileBytes;
};
const xfs = (machine: Machine, device: string, target: string, options: object = {}): Machine =>
  machine.mkfs("xfs", device, { rmapbt: true, reflink: false, ...options }).mount(device, target, { dax: "always" });
const isMapped = (machine: Machine, process: string, offInMapBytes: number, map = "m0"): boolean =>
  machine.processes[process]?.maps
    .find((it) => it.map === map)
    ?.entries.some((it) => offInMapBytes >= it.offInMapBytes && offInMapBytes < it.offInMapBytes + it.sizeBytes) ===
  true;

describe("fact 2: a shared page that nobody holds", () => {
  const shared = (kernel: KernelId): Machine => {
    const made = disk(kernel).linear("vol", [{ device: "pmem0", length: "1 GiB" }]);
    return xfs(made, "dm-0", "/a", { reflink: true })
      .create("/a/A", 16384)
      .reflink("/a/A", "/a/B")
      .spawn("first", "early")
      .mmap("first", "/a/A", { touch: [0], write: false })
      .spawn("second", "early")
      .mmap("second", "/a/B", { touch: [0], write: false });
  };
  const failed = (kernel: KernelId): Machine => {
    const machine = shared(kernel);
    return machine.fail("dm-0", placeOf(machine, "/a/A"));
  };
  test("6.1 signals who faulted last", () => {
    expect([failed("6.1").errno, failed("6.1").told]).toEqual(["0", ["second"]]);
  });
  test("6.12 follows the marker and oopses", () => {
    expect([failed("6.12").errno, failed("6.12").state.crash?.kind]).toEqual([null, "oops"]);
  });
  test("7.3 finds no mapping", () => {
    expect([failed("7.3").errno, failed("7.3").told]).toEqual(["EBUSY", []]);
  });
});

describe("fact 3: several mappings of a file with shared blocks", () => {
  test.each([
    ["6.1", ["m0", "m1"]],
    ["6.12", ["m1"]],
    ["7.3", ["m1"]],
  ] as const)("%s signals %s", (kernel, maps) => {
    const machine = xfs(disk(kernel), "pmem0", "/a", { reflink: true })
      .create("/a/A", 16384)
      .reflink("/a/A", "/a/B")
      .spawn("p", "early")
      .mmap("p", "/a/A", { touch: [0], write: false })
      .mmap("p", "/a/A", { touch: [0], write: false });
    const failed = machine.fail("pmem0", placeOf(machine, "/a/A"));
    expect([failed.errno, failed.signals.map((it) => it.map).sort()]).toEqual(["0", maps]);
  });
});

describe("fact 9: a failure inside a 2 MiB mapping", () => {
  test.each(RECORDED)("%s takes the whole 2 MiB from everybody", (kernel) => {
    const machine = xfs(disk(kernel), "pmem0", "/a")
      .create("/a/f", 4 * MIB, { extents: [{ offInFileBytes: 0, offInDevBytes: 4 * MIB, lenBytes: 4 * MIB }] })
      .spawn("huge", "early")
      .mmap("huge", "/a/f", { aligned2m: true, touch: [0] })
      .spawn("small", "early")
      .mmap("small", "/a/f", { touch: [0, PAGE] });
    const once = machine.fail("pmem0", 4 * MIB + PAGE);
    expect(once.told).toEqual(["huge", "small"]);
    expect([isMapped(once, "small", 0), isMapped(once, "small", PAGE)]).toEqual([false, false]);
    expect(once.fail("pmem0", 4 * MIB).told).toEqual([]);
  });
});

describe("fact 10: dax and reflink on a partition", () => {
  test.each(RECORDED)("%s", (kernel) => {
    const made = disk(kernel, ["500 MiB"]).mkfs("xfs", "pmem0p1", { rmapbt: true, reflink: true });
    const always = made.mount("pmem0p1", "/a", { dax: "always" });
    expect([always.errno, always.holders.pmem0]).toEqual(["EINVAL", null]);
    const inode = made.mount("pmem0p1", "/a", { dax: "inode" });
    expect([inode.errno, inode.holders.pmem0]).toEqual(["0", "xfs:pmem0p1"]);
    const whole = disk(kernel).mkfs("xfs", "pmem0", { reflink: true }).mount("pmem0", "/a", { dax: "always" });
    expect([whole.errno, whole.mounts["/a"]?.dax]).toEqual(["0", "always"]);
  });
});

describe("fact 11: fork", () => {
  test.each(RECORDED)("%s copies no shared DAX mapping, private copies and the policy", (kernel) => {
    const machine = xfs(disk(kernel), "pmem0", "/a")
      .create("/a/f", 16384)
      .spawn("parent", "early")
      .mmap("parent", "/a/f", { touch: [0, PAGE] })
      .mmap("parent", "/a/f", { map: "copy", private: true, touch: [PAGE] })
      .fork("child", "parent");
    expect([isMapped(machine, "child", 0), isMapped(machine, "child", PAGE, "copy")]).toEqual([false, true]);
    expect(machine.processes.child?.policy).toBe("early");
    expect(machine.fail("pmem0", placeOf(machine, "/a/f")).told).toEqual(["parent"]);
    const touched = machine.load("child", 0, { map: "m0" });
    expect(touched.fail("pmem0", placeOf(machine, "/a/f")).told).toEqual(["parent", "child"]);
  });
});

describe("fact 12: after a shutdown", () => {
  test.each(RECORDED)("%s mounts again, and everything works as before", (kernel) => {
    const machine = xfs(disk(kernel), "pmem0", "/a").create("/a/f", 16384);
    const down = machine.fail("pmem0", 0);
    expect([down.errno, down.mounts["/a"]?.state]).toEqual(["EFSCORRUPTED", "shutdown"]);
    const again = down.umount("/a").mount("pmem0", "/a", { dax: "always" });
    expect([again.errno, again.mounts["/a"]?.state, again.holders.pmem0]).toEqual(["0", "alive", "xfs:pmem0"]);
    const mapped = again.spawn("p", "early").mmap("p", "/a/f", { touch: [0] });
    expect(mapped.fail("pmem0", placeOf(mapped, "/a/f")).told).toEqual(["p"]);
  });
});

describe("fact 13: an external log on a partition", () => {
  const machine = (kernel: KernelId): Machine =>
    api
      .boot({
        kernel,
        pmem: { pmem0: { size: "1 GiB" }, pmem1: { size: "1 GiB", partitions: ["256 MiB", "256 MiB"] } },
      })
      .mkfs("xfs", "pmem0", { rmapbt: true, reflink: false, logDevice: "pmem1p1", logBytes: 64 * MIB })
      .mount("pmem0", "/a", { dax: "always", logDevice: "pmem1p1" });
  test.each([
    ["6.1", "EFSCORRUPTED", "EFSCORRUPTED", "EFSCORRUPTED"],
    ["6.12", "EFSCORRUPTED", "EFSCORRUPTED", "ENXIO"],
    ["7.3", "EFSCORRUPTED", "ENXIO", "ENXIO"],
  ] as const)("%s: inside the log %s, behind it %s, in the next partition %s", (kernel, inside, behind, next) => {
    const at = (device: string, offBytes: number) => {
      const failed = machine(kernel).fail(device, offBytes);
      expect(failed.mounts["/a"]?.state).toBe(failed.errno === "ENXIO" ? "alive" : "shutdown");
      return failed.errno;
    };
    expect([at("pmem1p1", 8 * MIB), at("pmem1p1", 128 * MIB), at("pmem1p2", MIB)]).toEqual([inside, behind, next]);
  });
});

describe("fact 14: truncate", () => {
  test.each(RECORDED)("%s takes the whole file from everybody, also below the new end", (kernel) => {
    const machine = xfs(disk(kernel), "pmem0", "/a")
      .create("/a/f", 4 * PAGE)
      .spawn("p", "early")
      .mmap("p", "/a/f", { touch: [0, 3 * PAGE] });
    const [first, last] = [placeOf(machine, "/a/f"), placeOf(machine, "/a/f", 3 * PAGE)];
    const short = machine.truncate("/a/f", 2 * PAGE);
    expect([isMapped(short, "p", 0), isMapped(short, "p", 3 * PAGE)]).toEqual([false, false]);
    const below = short.fail("pmem0", first);
    expect([below.errno, below.told]).toEqual(["0", []]);
    const cutOff = short.fail("pmem0", last);
    expect([cutOff.errno, cutOff.told]).toEqual(["0", []]);
    expect(short.load("p", 0).fail("pmem0", first).told).toEqual(["p"]);
    expect(short.load("p", 3 * PAGE).signals.map((it) => it.code)).toEqual(["BUS_ADRERR"]);
  });
});

describe("a truncate that makes a file longer", () => {
  test.each(RECORDED)("%s takes the whole file from everybody as well, where it is DAX", (kernel) => {
    const machine = xfs(disk(kernel), "pmem0", "/a")
      .create("/a/f", 2 * PAGE)
      .spawn("p", "early")
      .mmap("p", "/a/f", { touch: [0] });
    expect(isMapped(machine.truncate("/a/f", 8 * PAGE), "p", 0)).toBe(false);
  });
});

describe("fact 15: nobody to tell", () => {
  test.each(RECORDED)("%s leaves the page mapped", (kernel) => {
    const machine = xfs(disk(kernel), "pmem0", "/a")
      .create("/a/f", PAGE)
      .spawn("p", "default")
      .mmap("p", "/a/f", { touch: [0] });
    const failed = machine.fail("pmem0", placeOf(machine, "/a/f"));
    expect([failed.errno, failed.told, isMapped(failed, "p", 0)]).toEqual(["0", [], true]);
  });
});

describe("fact 17: the holder answers for its neighbours", () => {
  test.each(RECORDED)("%s: until it is unmounted", (kernel) => {
    const parted = disk(kernel, ["300 MiB", "300 MiB", "300 MiB"]).linear("vol", [
      { device: "pmem0p1", length: "300 MiB" },
    ]);
    const held = xfs(xfs(parted, "pmem0p2", "/two"), "dm-0", "/one")
      .mkfs("ext4", "pmem0p3")
      .mount("pmem0p3", "/three", { dax: "always" });
    const machine = held
      .create("/one/f", PAGE)
      .spawn("one", "early")
      .mmap("one", "/one/f", { touch: [0] })
      .create("/three/f", PAGE)
      .spawn("three", "early")
      .mmap("three", "/three/f", { touch: [0] });
    const both = (it: Machine) =>
      (["one", "three"] as const).map((name) => {
        const failed = it.fail(name === "one" ? "dm-0" : "pmem0p3", placeOf(it, `/${name}/f`));
        return [failed.errno, failed.told];
      });
    expect(both(machine)).toEqual([
      ["ENXIO", []],
      ["ENXIO", []],
    ]);
    expect(both(machine.umount("/two"))).toEqual([
      ["0", ["one"]],
      ["0", ["three"]],
    ]);
  });
});
