/** Where bytes are and what a holder looks up, against the oracle over whole small spaces. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine, Player } from "../../engine/api.ts";
import { validate } from "../../engine/checks/check.ts";
import type { Event } from "../../engine/event.ts";
import { type CellApi, makeCellApi } from "../../engine/machine.ts";
import type { DmTarget, KernelId, Scene, Step } from "../../engine/scene.ts";
import {
  blocksAsked,
  type ClipRule,
  clip,
  forward,
  type OracleTarget,
  type OracleWorld,
  sizeOf,
} from "../support/oracle.ts";
import { openTestPlayer } from "../support/player.ts";

const PAGE = 4096;
const MIB = 1024 ** 2;

let player: Player;
let api: CellApi;
beforeAll(async () => {
  player = await openTestPlayer();
  api = makeCellApi(player);
});

/** Disk and byte at the bottom of the engine's ladder. */
function bottom(machine: Machine, space: string, offBytes: number): { disk: string; offBytes: number } | null {
  const disk = machine.ladder(space, offBytes).find((it) => it.kind === "disk");
  return disk === undefined ? null : { disk: disk.space, offBytes: disk.offBytes };
}

describe("where a byte is, against the oracle", () => {
  test("partitions: every page edge of every partition", () => {
    const parts = [
      { startBytes: PAGE, sizeBytes: 3 * PAGE },
      { startBytes: 4 * PAGE, sizeBytes: PAGE },
      { startBytes: 6 * PAGE + 512, sizeBytes: 2 * PAGE - 512 },
    ];
    const scene: Scene = { kernel: "6.1", pmem: { pmem0: { sizeBytes: 8 * PAGE, partitions: parts } } };
    const machine = api.machineOf({ scene, steps: [], seed: 1 });
    const world: OracleWorld = {
      disks: [{ name: "pmem0", sizeBytes: 8 * PAGE }],
      partitions: parts.map((it, i) => ({ ...it, name: `pmem0p${i + 1}`, disk: "pmem0" })),
      mapped: [],
    };
    for (const name of ["pmem0", "pmem0p1", "pmem0p2", "pmem0p3"]) {
      for (let offBytes = 0; offBytes < sizeOf(world, name); offBytes += 256) {
        expect([name, offBytes, bottom(machine, name, offBytes)]).toEqual([
          name,
          offBytes,
          forward(world, name, offBytes),
        ]);
      }
    }
  });

  test("mapped devices on partitions and on each other: every page of random tables", () => {
    const leg = fc.record({ device: fc.constantFrom("pmem0", "pmem0p1", "pmem1"), skip: fc.nat(3) });
    const piece = fc.oneof(
      fc.record({ type: fc.constant("linear" as const), pages: fc.integer({ min: 1, max: 6 }), legs: fc.tuple(leg) }),
      fc.record({
        type: fc.constant("striped" as const),
        pages: fc.integer({ min: 1, max: 3 }),
        chunk: fc.integer({ min: 1, max: 3 }),
        legs: fc.array(leg, { minLength: 1, maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.nat(4), (pieces, topSkip) => {
        const targets: (DmTarget & OracleTarget)[] = [];
        let startBytes = 0;
        for (const it of pieces) {
          const legs = it.legs.map(({ device, skip }) => ({ device, offInLegBytes: skip * PAGE }));
          if (it.type === "linear") {
            const lenBytes = it.pages * PAGE;
            targets.push({ type: "linear", startBytes, lenBytes, ...(legs[0] as (typeof legs)[0]) });
            startBytes += lenBytes;
          } else {
            const chunkBytes = it.chunk * PAGE;
            const lenBytes = chunkBytes * legs.length * it.pages;
            targets.push({ type: "striped", startBytes, lenBytes, chunkBytes, legs });
            startBytes += lenBytes;
          }
        }
        const top: DmTarget & OracleTarget = {
          ...{
            type: "linear",
            startBytes: 0,
            lenBytes: Math.max(1, startBytes / PAGE - topSkip) * PAGE,
            device: "dm-0",
          },
          offInLegBytes: Math.min(topSkip, startBytes / PAGE - 1) * PAGE,
        };
        const parts = [{ startBytes: 2 * PAGE, sizeBytes: 32 * PAGE }];
        const pmem = { pmem0: { sizeBytes: 64 * PAGE, partitions: parts }, pmem1: { sizeBytes: 64 * PAGE } };
        const steps: Step[] = [
          { op: "dm-create", name: "low", table: targets },
          { op: "dm-create", name: "top", table: [top] },
        ];
        const machine = api.machineOf({ scene: { kernel: "6.1", pmem }, steps, seed: 1 });
        const world: OracleWorld = {
          disks: Object.entries(pmem).map(([name, { sizeBytes }]) => ({ name, sizeBytes })),
          partitions: parts.map((it) => ({ ...it, name: "pmem0p1", disk: "pmem0" })),
          mapped: [
            { name: "dm-0", targets },
            { name: "dm-1", targets: [top] },
          ],
        };
        for (const name of ["dm-0", "dm-1"]) {
          for (let offBytes = 0; offBytes < sizeOf(world, name); offBytes += PAGE) {
            expect([name, offBytes, bottom(machine, name, offBytes)]).toEqual([
              name,
              offBytes,
              forward(world, name, offBytes),
            ]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

const RULES: readonly [KernelId, ClipRule][] = [
  ["linux-6.0", "6.0"],
  ["linux-6.5", "6.5"],
  ["linux-6.6", "6.5"],
  ["6.1", "6.5"],
  ["linux-6.8", "6.8"],
  ["6.12", "6.8"],
  ["7.3", "6.8"],
];

describe("what a holder looks up, against the oracle's clipping", () => {
  const START = MIB;
  const BLOCKS = 1024;
  const AG_BLOCKS = 256;
  const mounted = (kernel: KernelId): Step[] => {
    const geometry = { blockBytes: PAGE, dblocks: BLOCKS, agBlocks: AG_BLOCKS, agCount: 4, logBytes: 0 };
    return [
      { op: "mkfs", fstype: "xfs", device: "pmem0p1", options: { rmapbt: true, reflink: false, geometry } },
      { op: "mount", device: "pmem0p1", target: "/a", ...(kernel === "v9" ? {} : { dax: "always" }) },
    ];
  };
  const pmem = { pmem0: { sizeBytes: 16 * MIB, partitions: [{ startBytes: START, sizeBytes: BLOCKS * PAGE }] } };

  test.each(RULES)("%s: every page around every edge, one to three pages long", (kernel, rule) => {
    const end = START + BLOCKS * PAGE;
    const edges = [0, START, START + AG_BLOCKS * PAGE, START + 512 * PAGE, end, 16 * MIB];
    const steps = mounted(kernel);
    const before = player.run(validate({ scene: { kernel, pmem }, steps, seed: 1 }));
    expect(before.outcomes.map((it) => it.errno)).toEqual(["0", "0"]);
    for (const edge of edges) {
      for (let page = -3; page <= 2; page++) {
        for (let pages = 1; pages <= 3; pages++) {
          const offBytes = edge + page * PAGE;
          const lenBytes = pages * PAGE;
          if (offBytes < 0 || offBytes + lenBytes > 16 * MIB) continue;
          const value = validate({
            scene: { kernel, pmem },
            steps: [...steps, { op: "notify", device: "pmem0", offBytes, lenBytes }],
            seed: 1,
          });
          const run = player.run(value);
          const events = run.events.filter((it) => it.step === 2);
          const asked = clip(
            rule,
            { partOffBytes: BigInt(START), lenBytes: BigInt(BLOCKS * PAGE) },
            BigInt(offBytes),
            BigInt(lenBytes),
          );
          const notified = events.find((it) => it.fn === "xfs_dax_notify_failure") as Event;
          const where = `${kernel} [${offBytes / PAGE}, +${pages}) pages`;
          if (asked.refused) {
            expect([where, notified.ret]).toEqual([where, -6]);
            continue;
          }
          const [first, last] = blocksAsked(rule, asked.daddr, asked.bblen, BigInt(PAGE));
          expect([where, groupsAsked(events)]).toEqual([
            where,
            expectedGroups(Number(first), Number(last), BLOCKS, AG_BLOCKS),
          ]);
        }
      }
    }
  });
});

/** Group, first and last block of each query. */
function groupsAsked(events: readonly Event[]): number[][] {
  return events
    .filter((it) => it.fn === "xfs_rmap_query_range")
    .map(({ args }) => [Number(args.agno), Number(args.low_startblock), Number(args.high_startblock)]);
}

const ALL_ONES = 0xffff_ffff;

/** From the first block's group to the last one's; all but the last are asked to their end. Past the last group the kernel crashes. */
function expectedGroups(first: number, last: number, blocks: number, agBlocks: number): number[][] {
  const groups: number[][] = [];
  for (let group = Math.floor(first / agBlocks); group <= Math.floor(last / agBlocks); group++) {
    if (group * agBlocks >= blocks) break;
    const low = group === Math.floor(first / agBlocks) ? first % agBlocks : 0;
    const high = group === Math.floor(last / agBlocks) ? last % agBlocks : ALL_ONES;
    groups.push([group, low, high]);
  }
  return groups;
}
