/** The route that figures read off the events, against what the recordings say by themselves. */
import { describe, expect, test } from "vitest";
import { conclude, routeTwin } from "../../../notebooks/figures/conclusion.ts";
import { endAt, routeOf } from "../../../notebooks/figures/route.ts";
import { CASES } from "../../support/fixtures/figure-cases.ts";
import { recordedView, recordingOf } from "../../support/fixtures/recorded-view.ts";

const routed = CASES.filter(({ machine }) => routeOf(machine) !== null);

test("almost every recorded injection has a route", () => {
  expect(routed.length).toBeGreaterThan(200);
});

describe.each(["6.1", "6.12", "7.3"])("kernel %s", (kernel) => {
  const own = routed.filter(({ name }) => name.startsWith(`${kernel}/`));

  test("told are exactly the processes whose handler saw a signal", () => {
    for (const { name, index, machine } of own) {
      const { result } = recordingOf(name).events[index];
      // Signals of the loads that follow are no part of the route.
      const seen = (result.signals ?? []).filter((it: { in_access?: boolean }) => !it.in_access);
      if (seen.length === 0) continue;
      const expected = new Set(seen.map((it: { process: string }) => it.process));
      expect(new Set(routeOf(machine)!.told.map((it) => it.process)), `${name} ${index}`).toEqual(expected);
    }
  });

  test("nobody is told and not told", () => {
    for (const { name, index, machine } of own) {
      const route = routeOf(machine)!;
      const told = new Set(route.told.map((it) => it.process));
      expect(
        route.untold.filter((it) => told.has(it.process)),
        `${name} ${index}`,
      ).toEqual([]);
    }
  });

  test("every stop hangs on an earlier one, the page on none", () => {
    for (const { name, index, machine } of own) {
      const { stops } = routeOf(machine)!;
      expect(stops[0]!.from, `${name} ${index}`).toBe(-1);
      for (const [i, it] of stops.entries()) if (i > 0) expect(it.from, `${name} ${index}`).toBeLessThan(i);
    }
  });

  test("every told process is a stop at which the thread ends", () => {
    for (const { name, index, machine } of own) {
      const route = routeOf(machine)!;
      for (const { process } of route.told) {
        const stop = route.stops.find((it) => it.kind === "process" && it.name === process);
        expect(stop && endAt(route, stop), `${name} ${index} ${process}`).toBe("told");
      }
    }
  });
});

describe("conclusions", () => {
  test.each([
    [
      "6.1/09c-partitions-second-xfs",
      1,
      "XFS on pmem0p1 was asked for a range outside its partition and answered −ENXIO; on_p2, whose page it was, was not told.",
    ],
    [
      "6.1/03-xfs-reflink-shared-extent",
      0,
      "XFS on pmem0 found /mnt/a/A and /mnt/a/B in its reverse map; pa and pb were told with BUS_MCEERR_AO.",
    ],
    [
      "6.1/10-ext4-p1-xfs-p2",
      0,
      "XFS on pmem0p2 was asked for a range outside its partition and answered −ENXIO; ext4_p1, whose page it was, was not told.",
    ],
    [
      "6.1/07-ext4-dax",
      0,
      "The kernel found early through the page itself; early was told with BUS_MCEERR_AO. late and default were not told: policy is not early.",
    ],
    ["6.1/08-raw-pmem", 0, "Nobody held pmem0, and the page itself names no file: −EBUSY; nobody was told."],
    [
      "6.1/05a-xfs-superblock",
      0,
      "The page holds metadata of XFS on pmem0: −EFSCORRUPTED, the filesystem shuts down; nobody was told.",
    ],
    ["6.1/04-xfs-free-space", 0, "XFS on pmem0 owns nothing there and answered 0; nobody had anything to lose."],
    [
      "6.1/17a-fsdax-namespace-dev-map",
      1,
      "The page lies before the data of its device; the driver was never asked: −ENXIO; nobody was told.",
    ],
    [
      "6.1/20-fs-smaller-than-device",
      1,
      "The kernel stopped in the middle of the route, inside XFS on pmem0; it never returned, and nobody was told.",
    ],
    ["6.1/12d-unbind-idle", 0, "pmem0 went away; no holder was there to be told, and no process was told."],
  ])("%s, injection %i", (name, index, sentence) => {
    const machine = recordedView(name, index);
    expect(conclude(machine, routeOf(machine))).toBe(sentence);
  });

  test("every caption ends in a full stop and names no undefined", () => {
    for (const { name, index, machine } of routed) {
      const text = conclude(machine, routeOf(machine));
      expect(text, `${name} ${index}`).toMatch(/\.$/);
      expect(text, `${name} ${index}`).not.toMatch(/undefined|null|NaN| {2}|: \.|^ /);
    }
  });

  test("the twin has a row for every stop and for everybody who was not told", () => {
    for (const { name, index, machine } of routed) {
      const route = routeOf(machine)!;
      expect(routeTwin(machine, route).rows.length, `${name} ${index}`).toBe(route.stops.length + route.untold.length);
    }
  });
});
