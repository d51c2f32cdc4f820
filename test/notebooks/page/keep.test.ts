/** Keeping on a device that has room, has none, or allows nothing; several tabs; export and import. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyProgress, printProgress, readProgress } from "../../../notebooks/exercises/progress.ts";
import { type DeepStore, type Keep, type LocalStore, openKeep, type SaveState } from "../../../notebooks/page/keep.ts";
import { exportWork, importWork } from "../../../notebooks/page/keep-export.ts";
import { textHash } from "../../../notebooks/page/keep-record.ts";
import { localStore } from "../../../notebooks/page/keep-stores.ts";

/** localStorage with a limit, shared by the tabs that hear each other's writes. */
class Device implements LocalStore {
  readonly map = new Map<string, string>();
  readonly tabs: Keep[] = [];
  room = Number.POSITIVE_INFINITY;
  get length() {
    return this.map.size;
  }
  key(index: number) {
    return [...this.map.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, text: string) {
    const others = [...this.map]
      .filter(([it]) => it !== key)
      .reduce((sum, [it, one]) => sum + it.length + one.length, 0);
    if (others + key.length + text.length > this.room) throw new DOMException("full", "QuotaExceededError");
    this.map.set(key, text);
  }
  removeItem(key: string) {
    this.map.delete(key);
  }
  /** A browser tells every tab but the one that wrote. */
  tell(from: Keep, key: string) {
    for (const tab of this.tabs) if (tab !== from) tab.heard({ key, newValue: this.getItem(key) });
  }
}

class Deep implements DeepStore {
  readonly map = new Map<string, string>();
  isBroken = false;
  #check() {
    if (this.isBroken) throw new Error("no database");
  }
  async get(key: string) {
    this.#check();
    return this.map.get(key);
  }
  async set(key: string, text: string) {
    this.#check();
    this.map.set(key, text);
  }
  async remove(key: string) {
    this.#check();
    this.map.delete(key);
  }
  async entries() {
    this.#check();
    return [...this.map];
  }
}

let clock = 0;
const open = (local: LocalStore | null, deep: DeepStore | null = null, notebook = "09-one") =>
  openKeep({ course: "dax", notebook, local, deep, now: () => ++clock });
const record = (text: string) => ({ text, starterHash: textHash("starter"), base: "starter" });

test("a cell is kept under course, notebook and slug, and found by the next page", () => {
  const device = new Device();
  open(device).write("people", record("const a = 1"));
  expect([...device.map.keys()]).toEqual(["daxlab:v1:dax/09-one/people"]);
  expect(open(device).read("people")?.text).toBe("const a = 1");
  expect(open(device).slugs()).toEqual(["people"]);
  expect(open(device, null, "10-two").read("people")).toBe(null);
});

test("nothing written is lost to the page when storage is blocked, and the page says that it is not saved", () => {
  const keep = open(null);
  const states: SaveState[] = [];
  keep.onState((it) => states.push(it));
  expect(keep.state).toEqual({ kind: "unsaved", why: "blocked" });
  keep.write("people", record("const a = 1"));
  expect(keep.read("people")?.text).toBe("const a = 1");
  expect(states).toEqual([{ kind: "unsaved", why: "blocked" }]);
});

test("a full localStorage hands over to the deep store; the next page finds the newer text there", async () => {
  const device = new Device();
  const deep = new Deep();
  const keep = open(device, deep);
  keep.write("people", record("short"));
  device.room = 200;
  keep.write("people", record("long ".repeat(100)));
  await keep.ready;
  expect(keep.state.kind).toBe("saved");
  const next = open(device, deep);
  await next.ready;
  expect(next.read("people")?.text).toBe("long ".repeat(100));
});

test("a text that stands in both stores, as histories without a time do, is the one that was written last", async () => {
  const device = new Device();
  const deep = new Deep();
  const keep = open(device, deep);
  await keep.ready;
  keep.writeText("history-one", "first");
  device.room = 0;
  keep.writeText("history-one", "second, when localStorage was full");
  await Promise.resolve();
  await Promise.resolve();
  const next = open(device, deep);
  await next.ready;
  expect(next.readText("history-one")).toBe("second, when localStorage was full");
  device.room = 1000;
  next.writeText("history-one", "third, with room again");
  await Promise.resolve();
  const last = open(device, deep);
  await last.ready;
  expect(last.readText("history-one")).toBe("third, with room again");
  expect(deep.map.size).toBe(0);
});

test("what is forgotten is looked for in the deep store only while it may be there", async () => {
  const device = new Device();
  const deep = new Deep();
  const removed: string[] = [];
  const remove = deep.remove.bind(deep);
  deep.remove = (key) => {
    removed.push(key.split("/").at(-1) ?? "");
    return remove(key);
  };
  device.room = 0;
  open(device, deep).write("old", record("written when localStorage was full"));
  device.room = 1000;
  const keep = open(device, deep);
  keep.forget("early");
  await keep.ready;
  keep.write("short", record("const a = 1"));
  keep.forget("short");
  keep.forget("old");
  expect([removed, deep.map.size, keep.slugs()]).toEqual([["early", "old"], 0, []]);
});

test("full and without a deep store, or with a broken one, is said", async () => {
  const device = new Device();
  device.room = 10;
  const alone = open(device);
  alone.write("people", record("text"));
  expect(alone.state).toEqual({ kind: "unsaved", why: "full" });
  const deep = new Deep();
  deep.isBroken = true;
  const broken = open(device, deep);
  await broken.ready;
  broken.write("people", record("text"));
  expect(broken.state).toEqual({ kind: "unsaved", why: "full" });
  expect(broken.read("people")?.text).toBe("text");
});

test("a tab hears what another tab wrote or forgot, and a late write wins", () => {
  const device = new Device();
  const [left, right] = [open(device), open(device)];
  device.tabs.push(left, right);
  const heard: (string | null)[] = [];
  right.onOther((slug, it) => heard.push(`${slug}: ${it?.text ?? "gone"}`));
  left.write("people", record("from the left"));
  device.tell(left, "daxlab:v1:dax/09-one/people");
  expect(right.read("people")?.text).toBe("from the left");
  left.forget("people");
  device.tell(left, "daxlab:v1:dax/09-one/people");
  right.heard({ key: "somebody-else", newValue: "x" });
  right.heard({ key: null, newValue: null });
  expect(heard).toEqual(["people: from the left", "people: gone"]);
  expect(right.read("people")).toBe(null);
});

test("a record that is none is no record", () => {
  const device = new Device();
  for (const text of ["", "{", "null", "[]", '{"text":1}', '{"text":"a","starterHash":"b"}']) {
    device.map.set("daxlab:v1:dax/09-one/people", text);
    expect(open(device).read("people")).toBe(null);
  }
});

test("probing gives a store where writing works, and a full one too, for what is in it", () => {
  expect(localStore(() => new Device())).not.toBe(null);
  const full = new Device();
  full.room = 0;
  expect(localStore(() => full)).toBe(null);
  full.map.set("daxlab:v1:dax/09-one/people", "x");
  expect(localStore(() => full)).toBe(full);
  const denied = () => {
    throw new DOMException("denied", "SecurityError");
  };
  expect(localStore(denied)).toBe(null);
});

test("equal texts have equal hashes, and changed ones differ", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (left, right) => {
      expect(textHash(left) === textHash(right)).toBe(left === right);
      expect(textHash(left)).toMatch(/^[0-9a-f]{14}$/);
    }),
  );
});

describe("export and import", () => {
  const now = new Date("2026-01-05T12:00:00Z");

  test("everything comes back on an empty device", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.string()), (cells) => {
        const from = open(new Device());
        for (const [slug, text] of Object.entries(cells)) from.write(slug, record(text));
        from.writeText("progress", printProgress(emptyProgress(now)));
        const to = open(new Device());
        const result = importWork(to, "dax", exportWork(from, "dax", now));
        expect(result).toEqual({ ok: true, taken: Object.keys(cells).length + 1, older: 0, isWhole: true });
        for (const [slug, text] of Object.entries(cells)) expect(to.read(slug)?.text).toBe(text);
      }),
    );
  });

  test("what is newer here stays, and progress of both is merged", () => {
    const other = open(new Device());
    other.write("people", record("older"));
    const begun = { ...emptyProgress(now), read: ["01-first"] };
    other.writeText("progress", printProgress(begun));
    const file = exportWork(other, "dax", now);
    const here = open(new Device());
    here.write("people", record("newer"));
    here.writeText("progress", printProgress({ ...emptyProgress(now), read: ["02-second"] }));
    expect(importWork(here, "dax", file)).toMatchObject({ ok: true, taken: 1, older: 1 });
    expect(here.read("people")?.text).toBe("newer");
    expect(readProgress(here.readText("progress") ?? "")?.read.toSorted()).toEqual(["01-first", "02-second"]);
  });

  test("other files are refused with a reason, and no key outside the course is written", () => {
    const keep = open(new Device());
    expect(importWork(keep, "dax", "PK")).toEqual({ ok: false, why: "not-json" });
    expect(importWork(keep, "dax", "null")).toEqual({ ok: false, why: "not-work" });
    expect(importWork(keep, "dax", '{"format":"daxlab-work","v":2}')).toEqual({ ok: false, why: "version" });
    const other = exportWork(keep, "other", now);
    expect(importWork(keep, "dax", other)).toEqual({ ok: false, why: "course" });
    const text = JSON.stringify({ text: "x", starterHash: "", base: "", at: 1 });
    const names = ["../x", "a/b/c", "Settings", "A/b", "__proto__/x", "a/__proto__"];
    const records = Object.fromEntries(names.map((it) => [it, text]));
    const hostile = JSON.stringify({ format: "daxlab-work", v: 1, course: "dax", at: "", records });
    expect(importWork(keep, "dax", hostile)).toMatchObject({ ok: true, taken: 0 });
    expect(keep.all().size).toBe(0);
  });
});
