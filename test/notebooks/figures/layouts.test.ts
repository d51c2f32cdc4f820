/** Layouts as data, on every machine that was ever recorded: labels keep apart and inside, marks say what happened. */
import { describe, expect, test } from "vitest";
import type { MachineView } from "../../../engine/api.ts";
import { layout as layoutBadblocks, windowOf } from "../../../notebooks/figures/badblocks-view.ts";
import { layout as layoutRoute } from "../../../notebooks/figures/holder-route.ts";
import { layout as layoutHome } from "../../../notebooks/figures/home-thread.ts";
import { windowAt } from "../../../notebooks/figures/map-live.ts";
import { mapWorld } from "../../../notebooks/figures/map-world.ts";
import { layout as layoutMap } from "../../../notebooks/figures/memory-map.ts";
import { layout as layoutLadder } from "../../../notebooks/figures/offset-ladder.ts";
import { routeOf } from "../../../notebooks/figures/route.ts";
import { type Drawing, labelBoxes, type Shape } from "../../../notebooks/figures/svg.ts";
import { layout as layoutTimeline } from "../../../notebooks/figures/timeline.ts";
import { CASES } from "../../support/fixtures/figure-cases.ts";
import { RUNGS } from "../../support/fixtures/figure-data.ts";

const WIDTHS = [680, 328, 288, 960];

/** Pairs of labels that touch, and labels that leave the drawing. */
function troubles(drawing: Drawing): string[] {
  const boxes = labelBoxes(drawing.shapes);
  const found = boxes
    .filter((it) => it.left < -1 || it.right > drawing.width + 1 || it.bottom > drawing.height + 1 || it.top < -1)
    .map((it) => `outside: ${it.text}`);
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        found.push(`${a.text} | ${b.text}`);
    }
  }
  return found;
}

const flat = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((it) => (it.is === "group" ? [it, ...flat(it.shapes)] : [it]));
const withClass = (drawing: Drawing, cls: string) =>
  flat(drawing.shapes).filter((it) =>
    (it.is === "label" || it.is === "group" ? it.cls : it.cls)?.split(" ").includes(cls),
  );

function allTroubles(of: (machine: MachineView, widthPx: number) => Drawing | null): string[] {
  return CASES.flatMap(({ name, index, machine }) =>
    WIDTHS.flatMap((widthPx) => {
      const drawing = of(machine, widthPx);
      return (drawing ? troubles(drawing) : []).map((it) => `${name} ${index} at ${widthPx}: ${it}`);
    }),
  );
}

describe("labels never touch and never leave the drawing", () => {
  test("holder route, whole", () => {
    expect(
      allTroubles((machine, widthPx) =>
        layoutRoute({ machine, route: routeOf(machine), at: Number.POSITIVE_INFINITY }, widthPx),
      ),
    ).toEqual([]);
  });

  test("holder route, on drafting paper", () => {
    const proposed = (machine: MachineView): MachineView => ({
      ...machine,
      value: { ...machine.value, scene: { ...machine.value.scene, policy: "range-slots" } },
    });
    const found = allTroubles((machine, widthPx) =>
      layoutRoute({ machine: proposed(machine), route: routeOf(machine), at: Number.POSITIVE_INFINITY }, widthPx),
    );
    expect(found).toEqual([]);
  });

  test("holder route, at every stop", () => {
    const found = CASES.filter((_, i) => i % 5 === 0).flatMap(({ name, index, machine }) => {
      const route = routeOf(machine);
      return (route?.stops ?? []).flatMap(({ seq }) =>
        [680, 328].flatMap((widthPx) =>
          troubles(layoutRoute({ machine, route, at: seq }, widthPx)).map((it) => `${name} ${index} at ${seq}: ${it}`),
        ),
      );
    });
    expect(found).toEqual([]);
  });

  test.each([undefined, 2 ** 40, 2 ** 26, 3 * 4096, 256])("memory map, window %s", (lenBytes) => {
    expect(
      allTroubles((machine, widthPx) => {
        const world = mapWorld(machine);
        return (
          world &&
          layoutMap(
            world,
            {
              ...windowAt(world, lenBytes === undefined ? {} : { lenBytes }),
              does: "fail",
              isAimed: true,
              selected: null,
            },
            widthPx,
          )
        );
      }),
    ).toEqual([]);
  });

  test("timeline", () => {
    expect(allTroubles((machine, widthPx) => layoutTimeline(machine, 0, widthPx))).toEqual([]);
  });

  test("offset ladder, badblocks, home", () => {
    const machine = CASES[0]!.machine;
    for (const widthPx of WIDTHS) {
      expect(troubles(layoutLadder(RUNGS, widthPx)), `ladder at ${widthPx}`).toEqual([]);
      expect(troubles(layoutHome(widthPx)), `home at ${widthPx}`).toEqual([]);
      expect(troubles(layoutBadblocks(windowOf(machine, "pmem0"), widthPx)), `badblocks at ${widthPx}`).toEqual([]);
    }
  });
});

describe("marks", () => {
  const at = (name: string, index: number) => CASES.find((it) => it.name === name && it.index === index)!.machine;
  const whole = (machine: MachineView, widthPx: number) =>
    layoutRoute({ machine, route: routeOf(machine), at: Number.POSITIVE_INFINITY }, widthPx);

  test.each([680, 328])("who was told has a disc, who was not is dashed and crossed, at %i", (widthPx) => {
    const drawing = whole(at("6.1/02-xfs-three-policies", 0), widthPx);
    expect(withClass(drawing, "thread-tick")).toHaveLength(1);
    expect(withClass(drawing, "untold")).toHaveLength(2);
    expect(withClass(drawing, "cross").length).toBeGreaterThanOrEqual(2);
  });

  test.each([680, 328])("the thread frays where nobody held the other end, at %i", (widthPx) => {
    expect(withClass(whole(at("6.1/08-raw-pmem", 0), widthPx), "thread-fray")).toHaveLength(1);
    expect(withClass(whole(at("6.1/01-xfs-one-process", 0), widthPx), "thread-fray")).toHaveLength(0);
  });

  test("going back draws less of the thread, never another one", () => {
    const machine = at("6.1/03-xfs-reflink-shared-extent", 0);
    const route = routeOf(machine);
    const lengths = route!.stops.map(
      ({ seq }) => withClass(layoutRoute({ machine, route, at: seq }, 680), "thread").length,
    );
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(lengths[0]).toBeLessThan(lengths.at(-1)!);
  });

  test("up is away from the medium: processes stand over files, files over filesystems, those over bytes", () => {
    const boxes = labelBoxes(whole(at("6.1/09c-partitions-second-xfs", 1), 680).shapes);
    const y = (text: string) => boxes.find((it) => it.text === text)!.top;
    expect(y("on_p2")).toBeLessThan(y("/mnt/b/g"));
    expect(y("/mnt/b/g")).toBeLessThan(y("XFS on /mnt/b"));
    expect(y("XFS on /mnt/b")).toBeLessThan(y("pmem0p2"));
  });

  test("a kernel's machine lies on plain paper, a proposed design on drafting paper", () => {
    const machine = at("6.1/01-xfs-one-process", 0);
    const proposed = {
      ...machine,
      value: { ...machine.value, scene: { ...machine.value.scene, policy: "notifier-chain" as const } },
    };
    for (const widthPx of [680, 328]) {
      expect(withClass(whole(machine, widthPx), "drafting")).toHaveLength(0);
      expect(withClass(whole(proposed, widthPx), "drafting")).toHaveLength(1);
      expect(labelBoxes(whole(proposed, widthPx).shapes).map((it) => it.text)).toContain("proposed, never merged");
    }
  });
});

test("a million poisoned lines on 16 TiB never need more than a few hundred marks, at any zoom", () => {
  const sizeBytes = 2 ** 44;
  const machine = structuredClone(CASES[0]!.machine);
  for (const state of [machine.state, machine.before]) state.disks[0]!.sizeBytes = sizeBytes;
  const lines = Array.from({ length: 1e6 }, (_, i) => ({ offBytes: i * 2 ** 24 + (i % 7) * 4096, lenBytes: 64 }));
  machine.state.poison = [{ device: "pmem0", lines, badblocks: [], hwpoison: [] }];
  const world = mapWorld(machine)!;
  for (let lenBytes = sizeBytes; lenBytes >= 256; lenBytes /= 2) {
    const state = {
      fromBytes: Math.min(sizeBytes - lenBytes, 2 ** 43),
      lenBytes,
      does: "fail" as const,
      isAimed: true,
      selected: null,
    };
    expect(flat(layoutMap(world, state, 960).shapes).length, `${lenBytes} bytes`).toBeLessThan(700);
  }
});
