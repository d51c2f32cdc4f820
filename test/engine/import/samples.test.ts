import { describe, expect, test } from "vitest";
import { validate } from "../../../engine/checks/check.ts";
import { importMachine, importValue } from "../../../engine/import/import-machine.ts";
import { ownersAt } from "../../../engine/import/owners.ts";
import type { Step } from "../../../engine/scene.ts";
import { SAMPLES, type Sample, type SampleOffset, sample, textOf } from "../../support/import-samples.ts";

const stepsOf = <Op extends Step["op"]>(steps: readonly Step[], op: Op) =>
  steps.filter((it): it is Extract<Step, { op: Op }> => it.op === op);

/** What the manifest says in words, as the kind of an owner. */
function kindOf({ owner }: SampleOffset): string {
  if (owner.startsWith("file ")) return "file";
  if (/free space/.test(owner)) return "free space";
  if (/per-AG/.test(owner)) return "per-AG metadata";
  if (/log/i.test(owner)) return "log";
  return /outside the dm table/.test(owner) ? "outside every table" : "outside every partition";
}

describe.each(SAMPLES.map((it) => [it.name, it] as const))("%s, from all its texts", (_, machine: Sample) => {
  const result = importMachine(machine.texts);

  test("is read without a problem, and every text is recognised or said to be empty", () => {
    expect(result.problems).toEqual([]);
    const named = new Set([...result.recognised, ...result.ignored].map((it) => it.name));
    expect(machine.texts.map((it) => it.name).filter((it) => !named.has(it))).toEqual([]);
  });

  test("has the devices that the kernel had, at their physical addresses", () => {
    const devices = machine.devices.map((it) => [
      it.device,
      {
        sizeBytes: it.size,
        resourceBytes: it.resource,
        ...(it.data_offset ? { dataOffsetBytes: it.data_offset } : {}),
      },
    ]);
    expect(result.value.scene.pmem).toMatchObject(Object.fromEntries(devices));
    expect(result.value.scene.kernel).toBe("6.12");
  });

  test.each(machine.offsets.map((it) => [`${it.device}+${it.byte_offset}`, it] as const))(
    "names the owner of %s",
    (_at, it) => {
      const owners = ownersAt(result.value, it.device, it.byte_offset);
      expect(owners).toHaveLength(1);
      expect(owners[0]).toMatchObject({
        kind: kindOf(it),
        path: it.path ?? null,
        offInFileBytes: it.file_offset ?? null,
      });
      if (it.dm !== undefined)
        expect(owners[0]).toMatchObject({ devices: [it.device, `mapper/${it.dm}`], offBytes: it.dm_byte_offset });
      expect((result.value.scene.pmem[it.device]?.resourceBytes ?? 0) + it.byte_offset).toBe(it.pfn * 4096);
    },
  );

  test("maps every page that a process of it was told of", () => {
    const mappings = stepsOf(result.value.steps, "mmap");
    for (const { path, file_offset = 0, signalled } of machine.offsets) {
      for (const { map, offset_in_mapping } of signalled) {
        const mapping = mappings.find((it) => it.map === map);
        expect(mapping).toMatchObject({ path, offInFileBytes: file_offset - offset_in_mapping });
        expect(mapping?.touch).toContainEqual({ offInMapBytes: offset_in_mapping, write: false });
      }
    }
  });

  test("is the same machine whatever the order of the texts, and as one pasted session", () => {
    const { value } = importMachine([...machine.texts].reverse());
    expect(value.scene).toEqual(result.value.scene);
    const session = machine.texts.map((it) => `$ cat /tmp/${it.name}\n${it.text}`).join("\n");
    const pasted = importMachine([{ text: session }]);
    expect(pasted.problems).toEqual([]);
    expect(pasted.value.scene).toEqual(result.value.scene);
    expect(stepsOf(pasted.value.steps, "fsmap")).toEqual(stepsOf(result.value.steps, "fsmap"));
  });

  test("is what a cell gets from the same texts by name", () => {
    const byName = Object.fromEntries(machine.texts.map((it) => [it.name, it.text]));
    expect(importValue(byName)).toEqual(result.value);
  });

  test.each(machine.texts.map((it) => [it.name, it] as const))(
    "gives a valid machine from %s alone",
    (_name, { text }) => {
      const alone = importMachine([{ text }]);
      expect(validate(JSON.parse(JSON.stringify(alone.value)))).toEqual(alone.value);
      expect(alone.problems).toEqual([]);
      expect(alone.assumptions.length).toBeGreaterThan(0);
    },
  );
});

describe("what is missing is asked for", () => {
  const [a, b, c] = [sample("a"), sample("b"), sample("c")];

  test("without ndctl and iomem an address is assumed: the next free one, and the answer replaces it", () => {
    const texts = [{ text: textOf(b, "lsblk.json") }];
    const assumed = importMachine(texts);
    expect(assumed.value.scene.pmem.pmem1?.resourceBytes).toBe(6 * 1024 ** 3);
    const question = assumed.questions.find((it) => it.id === "resource:pmem1");
    expect(question).toMatchObject({ kind: "bytes", assumed: "0x180000000" });
    const told = importMachine(texts, { answers: { "resource:pmem1": "0x58000000" } });
    expect(told.value.scene.pmem.pmem1?.resourceBytes).toBe(0x58000000);
  });

  test("an answer that cannot be read is a problem, and the assumption stays", () => {
    const texts = [{ text: textOf(a, "proc-mounts.txt") }];
    const told = importMachine(texts, { answers: { "size:pmem0": "large", kernel: "5.4" } });
    expect(told.problems.map((it) => it.name).sort()).toEqual(["kernel", "size:pmem0"]);
    expect(told.value.scene).toEqual(importMachine(texts).value.scene);
  });

  test("the page map of an fsdax namespace gives the offset of its data, as the kernel computes it", () => {
    const { value, assumptions } = importMachine([{ text: textOf(a, "ndctl-list-NRDiv.json") }]);
    expect(value.scene.pmem.pmem0).toMatchObject({ map: "dev", dataOffsetBytes: 10485760 });
    expect(assumptions.map((it) => it.what).join()).toContain("10 MiB into its namespace");
  });

  test("which policy a process has is asked, since /proc does not say it", () => {
    const { questions } = importMachine(c.texts);
    expect(questions.map((it) => it.id)).toContain("policy:victim");
    const { value } = importMachine(c.texts, { answers: { "policy:victim": "late" } });
    expect(stepsOf(value.steps, "spawn")).toEqual([{ op: "spawn", process: "victim", policy: "late", pid: 164 }]);
  });

  test("a number that nothing explains is asked for; a mapping under a mount point explains it", () => {
    const texts = [textOf(b, "proc-mounts.txt"), textOf(b, "fsmap-v-xfs.txt")].map((text) => ({ text }));
    const guess = importMachine(texts);
    expect(guess.questions.map((it) => it.id)).toContain("device:259:4");
    const known = importMachine([...texts, { text: textOf(b, "proc-PID-maps.txt") }]);
    expect(known.questions.map((it) => it.id)).not.toContain("device:259:4");
    expect(stepsOf(known.value.steps, "fsmap").map((it) => it.target)).toEqual(["/mnt/xfs"]);
  });
});
