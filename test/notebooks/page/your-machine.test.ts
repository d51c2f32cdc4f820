import { parseHTML } from "linkedom";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { PageFailure } from "../../../engine/import/fail-page.ts";
import { importLarge } from "../../../engine/import/import-machine.ts";
import type { MachineValue } from "../../../engine/scene.ts";
import { yourMachineStringsDe, yourMachineStringsEn } from "../../../notebooks/i18n/your-machine.ts";
import { type MountedYourMachine, mountYourMachine } from "../../../notebooks/page/your-machine.ts";
import { SAMPLES, sample, textOf } from "../../support/import-samples.ts";

const strings = yourMachineStringsEn;
const { document, Event } = parseHTML("<!doctype html><html><body></body></html>") as unknown as Window &
  typeof globalThis;

let host: HTMLElement;
let mounted: MountedYourMachine;
const saved: [string, string][] = [];
const failures: PageFailure[] = [];
const used: MachineValue[] = [];
const built = vi.fn<(value: MachineValue) => void>();

beforeEach(() => {
  host = document.createElement("div");
  document.body.replaceChildren(host);
  saved.length = 0;
  failures.length = 0;
  used.length = 0;
  built.mockReset();
  mounted = mountYourMachine(host, {
    strings,
    onMachine: built,
    onUse: (value) => used.push(value),
    onFail: (failure) => failures.push(failure),
    download: (name, text) => saved.push([name, text]),
    read: (texts, onProgress, options) => importLarge(texts, onProgress, { ...options, pause: async () => undefined }),
  });
});

const one = <T extends Element = HTMLElement>(selector: string): T => {
  const found = host.querySelector<T>(selector);
  if (found === null) throw new Error(`nothing matches ${selector}`);
  return found;
};
const click = (selector: string) => one(selector).dispatchEvent(new Event("click", { bubbles: true }));
const settled = () => vi.waitFor(() => expect(mounted.state.phase).not.toBe("reading"));
const itemsOf = (selector: string) =>
  [...host.querySelectorAll(`${selector} > ul > li`)].map((it) => it.textContent ?? "");

async function paste(text: string): Promise<void> {
  one<HTMLTextAreaElement>("textarea").value = text;
  click("[data-action=add]");
  await settled();
}

/** As the browser does it: choose, then tell. */
function choose(selector: string, value: string): void {
  const control = one<HTMLSelectElement | HTMLInputElement>(selector);
  for (const it of control.querySelectorAll("option"))
    it.toggleAttribute("selected", it.getAttribute("value") === value);
  if (control.localName === "input") control.value = value;
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

describe("giving texts", () => {
  test("a pasted text is named, recognised and can be removed", async () => {
    await paste(textOf(sample("a"), "fsmap.txt"));
    expect(one(".your-machine-name").textContent).toBe("pasted text 1");
    expect(one(".your-machine-list").textContent).toContain("xfs_io fsmap, lines 1 to 30: 30 entries");
    expect(one<HTMLTextAreaElement>("textarea").value).toBe("");
    await paste("6.12.9");
    expect(mounted.state.texts.map((it) => it.name)).toEqual(["pasted text 1", "pasted text 2"]);
    click(".your-machine-texts > li:first-child button");
    await settled();
    expect(mounted.state.texts.map((it) => it.name)).toEqual(["pasted text 2"]);
    click("[data-action=remove-all]");
    expect(mounted.state.phase).toBe("empty");
    expect(one(".your-machine-result").textContent).toBe("");
  });

  test("an empty box adds nothing", async () => {
    click("[data-action=add]");
    expect(mounted.state.phase).toBe("empty");
  });

  test.each(SAMPLES.map((it) => [it.name, it] as const))("files of machine %s become a machine", async (_, machine) => {
    const files = machine.texts.map((it) => new File([it.text], it.name));
    await mounted.addFiles(files);
    expect(mounted.state.phase).toBe("done");
    expect(itemsOf(".your-machine-wrong")).toEqual([]);
    expect(one("[data-contents]").textContent).toContain(`${machine.devices.length} pmem device`);
    expect(built).toHaveBeenCalledTimes(1);
    click("[data-action=use]");
    expect(used).toEqual([mounted.state.result?.value]);
  });

  test("files that are dropped are taken; text that is dropped is left to the box", async () => {
    const drop = (types: string[], files: File[]) => {
      const event = new Event("drop", { bubbles: true, cancelable: true });
      Object.assign(event, { dataTransfer: { types, files } });
      one("section").dispatchEvent(event);
      return event;
    };
    expect(drop(["text/plain"], []).defaultPrevented).toBe(false);
    expect(drop(["Files"], [new File(["6.12.9\n"], "uname.txt")]).defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(mounted.state.texts.map((it) => it.name)).toEqual(["uname.txt"]));
    await settled();
  });

  test("a file of the same name replaces the one before", async () => {
    await mounted.add([{ name: "a", text: "6.1.0\n" }]);
    await mounted.add([{ name: "a", text: "6.12.1\n" }]);
    expect(mounted.state.texts).toHaveLength(1);
    expect(mounted.state.result?.value.scene.kernel).toBe("6.12");
  });
});

describe("what is said about the texts", () => {
  test("a problem says name, line, what was read and what was expected", async () => {
    await mounted.add([{ name: "table", text: "vol: 0 8 linear 259:0\n" }]);
    expect(itemsOf(".your-machine-wrong")).toEqual([
      "table, line 1: read “vol: 0 8 linear 259:0”, expected name: start length linear device offset.",
    ]);
    expect(one("[role=status]").textContent).toContain("1 problem");
  });

  test("an answer builds the machine again and stays in its input", async () => {
    await paste(textOf(sample("b"), "lsblk.json"));
    const before = mounted.state.result?.value.scene.pmem.pmem1?.resourceBytes;
    choose("#your-machine-ask-resource-pmem1", "0x58000000");
    await settled();
    expect(mounted.state.result?.value.scene.pmem.pmem1?.resourceBytes).toBe(0x58000000);
    expect(before).not.toBe(0x58000000);
    expect(one("#your-machine-ask-resource-pmem1").getAttribute("value")).toBe("0x58000000");
    choose("#your-machine-ask-kernel", "7.3");
    await settled();
    expect(mounted.state.result?.value.scene).toMatchObject({
      kernel: "7.3",
      pmem: { pmem1: { resourceBytes: 0x58000000 } },
    });
  });

  test("what was left out is listed with its reason", async () => {
    await paste(textOf(sample("a"), "ndctl-list-NRDiv.json"));
    expect(one(".your-machine-ignored").textContent).toContain("namespace0.1: it has no capacity");
  });

  test("every control has a label, every id is there once", async () => {
    await mounted.add(sample("c").texts);
    for (const control of host.querySelectorAll("input, select, textarea")) {
      expect(host.querySelector(`label[for="${control.id}"]`)?.textContent?.trim(), control.id).toBeTruthy();
    }
    const ids = [...host.querySelectorAll("[id]")].map((it) => it.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const button of host.querySelectorAll("button")) {
      expect(button.getAttribute("aria-label") ?? button.textContent?.trim()).toBeTruthy();
    }
  });
});

describe("a long import", () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `\t${i}: 259:0 [${i * 8}..${i * 8 + 7}]: free space 8\n`).join(
    "",
  );

  test("shows progress, and can be stopped without losing the texts", async () => {
    let isStopped = false;
    mounted.destroy();
    mounted = mountYourMachine(host, {
      strings,
      onUse: () => undefined,
      onFail: () => undefined,
      download: () => undefined,
      read: (texts, onProgress, options) =>
        importLarge(texts, onProgress, {
          ...options,
          pause: async () => {
            const share = Number(one("progress").getAttribute("value"));
            if (isStopped || share < 0.4) return;
            expect(one("[role=status]").textContent).toMatch(/Reading: \d+ percent/);
            expect(one("progress").hasAttribute("hidden")).toBe(false);
            isStopped = true;
            click("[data-action=stop]");
          },
        }),
    });
    await mounted.add([{ name: "map", text: rows }]);
    expect(isStopped).toBe(true);
    expect(mounted.state).toMatchObject({ phase: "stopped", result: null });
    expect(one("[role=status]").textContent).toBe(strings.stopped);
    expect(mounted.state.texts.map((it) => it.name)).toEqual(["map"]);
    expect(one("progress").hasAttribute("hidden")).toBe(true);
  });

  test("that another text overtakes gives its place up", async () => {
    const first = mounted.add([{ name: "map", text: rows }]);
    click(".your-machine-texts > li:first-child button");
    expect(mounted.state.phase).toBe("empty");
    await Promise.all([first, mounted.add([{ name: "uname", text: "6.12.9\n" }])]);
    expect(mounted.state.texts.map((it) => it.name)).toEqual(["uname"]);
    expect(mounted.state.result?.recognised.map((it) => it.kind)).toEqual(["kernel"]);
  });
});

describe("failing a page", () => {
  async function fail(device: string, text: string): Promise<void> {
    choose("#your-machine-device", device);
    one<HTMLInputElement>("#your-machine-offset").value = text;
    one("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  }

  test("tells who has it, through every device, and hands the machine on with the failure as its last step", async () => {
    await mounted.add(sample("c").texts);
    await fail("pmem1", "0x52c7123");
    expect(one(".your-machine-owners").textContent).toContain("pmem1 → mapper/vol");
    const [offset] = sample("c").offsets.filter((it) => it.path?.endsWith("/f4"));
    await fail("pmem1", `${offset?.byte_offset}`);
    const owners = one(".your-machine-owners").textContent;
    expect(owners).toContain("/mnt/vol/d4/f4, byte 12288 of the file");
    expect(owners).toContain("victim maps it: m1, byte 4096 of the mapping");
    expect(failures.at(-1)?.value.steps.at(-1)).toEqual({ op: "fail", device: "pmem1", offBytes: offset?.byte_offset });
    expect(failures.at(-1)?.value.steps.length).toBe((mounted.state.result?.value.steps.length ?? 0) + 1);
  });

  test("reads sizes, and says what is no byte or not on the device", async () => {
    await mounted.add(sample("a").texts);
    await fail("pmem0", "196 KiB");
    expect(failures.at(-1)?.owners).toMatchObject([{ path: "/mnt/data/db/table" }]);
    await fail("pmem0", "page three");
    expect(one(".your-machine-owners").textContent).toBe(strings.noOffset("page three"));
    expect(one("#your-machine-offset").getAttribute("aria-invalid")).toBe("true");
    await fail("pmem0", "2 TiB");
    expect(one(".your-machine-owners").textContent).toContain("This page cannot fail");
    expect(failures).toHaveLength(1);
  });
});

test("the machine is saved as JSON and as a script", async () => {
  await mounted.add(sample("b").texts);
  click("[data-action=save-json]");
  click("[data-action=save-script]");
  expect(saved.map(([name]) => name)).toEqual(["machine.json", "machine.sh"]);
  expect(JSON.parse(saved[0]?.[1] ?? "")).toEqual(mounted.state.result?.value);
  expect(saved[1]?.[1]).toContain("sfdisk --wipe always /dev/pmem0");
});

test("German says everything that English says", () => {
  expect(Object.keys(yourMachineStringsDe)).toEqual(Object.keys(yourMachineStringsEn));
});
