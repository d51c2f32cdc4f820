/** The model's tree beside the kernel's: matched, compared, counted. */
import { describe, expect, test } from "vitest";
import { agreement, callRows } from "../../../notebooks/figures/call-rows.ts";
import { callText } from "../../../notebooks/figures/call-text.ts";
import { callTree, marginOf, shownRows } from "../../../notebooks/figures/call-tree.ts";
import { CASES } from "../../support/fixtures/figure-cases.ts";
import { recordedView, recordingOf } from "../../support/fixtures/recorded-view.ts";

describe("a recording beside itself", () => {
  test("agrees in every call, whatever was recorded", () => {
    for (const { name, index, machine } of CASES) {
      const tree = callRows(machine, recordingOf(name).events[index]);
      expect(
        tree.rows.filter((it) => it.mark !== "same"),
        `${name} ${index}`,
      ).toEqual([]);
    }
  });
});

describe("6.1 beside 6.12", () => {
  const machine = recordedView("6.1/03-xfs-reflink-shared-extent", 0);
  const recorded = recordingOf("6.12/03-xfs-reflink-shared-extent").events[0];
  const tree = callRows(machine, recorded);

  test("the two functions that 6.1 has inlined stand alone on the kernel's side", () => {
    expect(tree.rows.filter((it) => it.mark === "only-kernel").map((it) => it.kernel!.fn)).toEqual([
      "xfs_dax_translate_range",
      "xfs_dax_notify_ddev_failure",
    ]);
    expect(agreement(tree)).toMatch(/^Model and kernel agree in all 22 calls they share; 2 more/);
  });

  test("no call is lost and none is shown twice", () => {
    const kernel = tree.rows.flatMap((it) => (it.kernel ? [it.kernel.fn] : []));
    expect(kernel).toEqual(
      recorded.result.calls.filter((it: { fn?: string }) => it.fn).map((it: { fn: string }) => it.fn),
    );
    expect(tree.rows.flatMap((it) => (it.model ? [it.model.seq] : []))).toEqual(machine.events.map((it) => it.seq));
  });
});

test("an answer and an argument that differ are named", () => {
  const machine = recordedView("6.1/09c-partitions-second-xfs", 1);
  const recorded = structuredClone(recordingOf("6.1/09c-partitions-second-xfs").events[1]);
  recorded.result.calls[2].ret_name = "-EIO";
  recorded.result.calls[2].args.offset += 4096;
  const differing = callRows(machine, recorded).rows.filter((it) => it.mark === "differs");
  expect(differing.map((it) => [it.model!.fn, it.differences])).toEqual([
    ["dax_holder_notify_failure", ["offset", "answer"]],
  ]);
});

test("the thread runs in the margin from the first stop to the last, with an end for whoever was told", () => {
  const { rows } = callRows(recordedView("6.1/03-xfs-reflink-shared-extent", 0));
  const margins = rows.map((_, i) => marginOf(rows, i));
  expect(margins[0]).toBe("starts bead-at");
  expect(margins.filter((it) => it.includes("end-told"))).toHaveLength(2);
  expect(margins.at(-1)).toBe("");
});

test.each([
  [
    "dax_holder_notify_failure",
    { dax_dev: "pmem0", holder_data: "xfs:pmem0p1", offset: 0x1801a000, len: 4096 },
    "0x1801_a000 in pmem0 + 4 KiB, XFS on pmem0p1",
  ],
  ["kill_dax", { dax_dev: "pmem0", holder_data: null }, "pmem0"],
  ["dax_holder_notify_failure", { dax_dev: "pmem0", offset: 0, len: 2 ** 64 }, "0x0000_0000 in pmem0 + WHOLE_DEVICE"],
  ["kill_proc", { to: "ann", map: "m0", addr_offset_in_mapping: 8192 }, "ann, 0x0000_2000 in m0"],
  ["memory_failure", { pfn: 229402, flags: 32 }, "pfn 0x0003_801a"],
])("%s is called with %o", (fn, args, text) => expect(callText(fn, args)).toBe(text));

test("the table says in words what its marks mean", () => {
  const html = callTree(recordedView("6.1/03-xfs-reflink-shared-extent", 0), {
    recorded: recordingOf("6.12/03-xfs-reflink-shared-extent").events[0],
  }).markup();
  expect(html).toContain("not modelled");
  expect(html).toContain("the same");
});

test("a long tree leaves calls out, says how many, and keeps every stop of the thread and all of them in the twin", () => {
  const machine = recordedView("7.3/12a-unbind-xfs", 0);
  const { rows } = callRows(machine);
  expect(rows.length).toBeGreaterThan(60);
  const shown = shownRows(rows);
  expect(shown.length).toBeLessThan(60);
  for (const [i, row] of rows.entries()) if (row.stop !== null) expect(shown).toContain(i);
  const figure = callTree(machine);
  const left = [...figure.markup().matchAll(/… (\d+|one) calls?/g)].map((it) => (it[1] === "one" ? 1 : Number(it[1])));
  expect(left.reduce((sum, n) => sum + n, 0)).toBe(rows.length - shown.length);
  expect(figure.twin.rows).toHaveLength(rows.length);
  expect(figure.markup()).toContain("figure-twin");
});

test("page frames that are all shifted alike, and processes of another name, are no differences; the caption says so", () => {
  const machine = recordedView("6.1/03-xfs-reflink-shared-extent", 0);
  const recorded = structuredClone(recordingOf("6.1/03-xfs-reflink-shared-extent").events[0]);
  for (const { args } of recorded.result.calls) {
    if (args.pfn) args.pfn += 4096;
    if (args.to === "pa") args.to = "ann";
  }
  const tree = callRows(machine, recorded);
  expect(tree.rows.filter((it) => it.mark !== "same")).toEqual([]);
  expect(agreement(tree)).toMatch(/The recorded device lies at other page frames\. The recording calls pa “ann”\.$/);
  recorded.result.calls[0].args.pfn += 1;
  expect(callRows(machine, recorded).rows.filter((it) => it.mark === "differs").length).toBeGreaterThan(0);
});

test("a mount after everything else is what the tree and its caption are about", () => {
  const machine = recordedView("6.1/01-xfs-one-process", 0);
  const step = machine.value.steps.length;
  const mounted = {
    ...machine,
    value: {
      ...machine.value,
      steps: [...machine.value.steps, { op: "mount" as const, device: "pmem0", target: "/x" }],
    },
    events: [...machine.events, { ...machine.events[0]!, seq: 999, step, fn: "fs_dax_get_by_bdev", args: {}, ret: 0 }],
    outcomes: [...machine.outcomes, { step, op: "mount", errno: "EBUSY", from: 0, to: 0 }],
  };
  expect(callRows(mounted).rows.map((it) => it.model!.fn)).toEqual(["fs_dax_get_by_bdev"]);
  expect(callTree(mounted).caption).toBe("mount: answer −EBUSY.");
});
