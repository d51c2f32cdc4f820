/** When a page offers safe mode. */
import { expect, test } from "vitest";
import type { LocalStore } from "../../../notebooks/page/keep.ts";
import { watchCrashes } from "../../../notebooks/page/ui/crash-loop.ts";

function store(): LocalStore {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, text) => void map.set(key, text),
    removeItem: (key) => void map.delete(key),
  };
}

test("a page that broke off twice while a cell was running offers safe mode; once is no loop", () => {
  const device = store();
  watchCrashes(device, "/09", () => 1).begins();
  const second = watchCrashes(device, "/09", () => 2);
  expect(second.isLoop).toBe(false);
  second.begins();
  expect(watchCrashes(device, "/09", () => 3).isLoop).toBe(true);
});

test("a run that ended leaves no trace of itself", () => {
  const device = store();
  for (let time = 0; time < 5; time += 1) {
    const page = watchCrashes(device, "/09", () => time);
    expect(page.isLoop).toBe(false);
    page.begins();
    page.ends();
  }
  expect(device.length).toBe(0);
});

test("another page, or the same one much later, is no loop", () => {
  const device = store();
  for (const time of [0, 1, 2]) watchCrashes(device, "/09", () => time).begins();
  expect(watchCrashes(device, "/10", () => 3).isLoop).toBe(false);
  for (const time of [10, 11]) watchCrashes(device, "/09", () => time).begins();
  expect(watchCrashes(device, "/09", () => 60 * 60 * 1000).isLoop).toBe(false);
});

test("without a store, or with a broken one, the page works", () => {
  expect(watchCrashes(null, "/09").isLoop).toBe(false);
  const device = store();
  device.setItem("daxlab:running", "{");
  expect(watchCrashes(device, "/09").isLoop).toBe(false);
});
