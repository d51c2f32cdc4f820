/** Lesson 12: the reader's own machine, from pasted outputs to a failed page, in the browser only. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { openLab } from "../support/lab.ts";
import { ROOT } from "../support/site.ts";

const lab = await openLab();
const LONG = { timeoutMs: 30_000 };
const SAMPLE = join(ROOT, "test/recordings/imports/b-partitions-xfs-ext4");
const text = ["lsblk-O.json", "fsmap-v-xfs.txt", "xfs_info-xfs.txt", "proc-mounts.txt", "ndctl-list-NRDiv.json"]
  .map((name) => readFileSync(join(SAMPLE, name), "utf8"))
  .join("\n");

/** Presses the button of that name, as a keyboard would. */
const press = (name: string) => {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-your-machine] button")];
  const button = buttons.find((it) => it.textContent?.trim() === name);
  if (!button) throw new Error(`no button ${name}: ${buttons.map((it) => it.textContent).join(", ")}`);
  button.click();
};

test("five pasted outputs become a machine, drawn, and a page of it fails", async () => {
  const page = await lab.open("lessons/12-your-machine.html");
  await page.waitFor("[data-your-machine] textarea", LONG);
  await page.evaluate((pasted: string) => {
    const area = document.querySelector<HTMLTextAreaElement>("[data-your-machine] textarea");
    if (!area) throw new Error("no text area");
    area.value = pasted;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await page.evaluate(press, "Add this text");
  await page.waitFor(() => document.body.textContent?.includes("2 pmem devices, 2 mounts"), LONG);
  await page.evaluate(press, "Draw this machine");
  await page.waitFor(".your-machine-drawn figure svg", LONG);
  await page.evaluate(press, "Fail this page");
  const caption = ".your-machine-drawn figcaption";
  await page.waitFor((it: string) => document.querySelector(it)?.textContent?.includes("ENXIO"), LONG, caption);
  expect(await page.foreignRequests()).toEqual([]);
  expect(page.errors()).toEqual([]);
  expect(await axe(page, "main")).toEqual([]);
});

test("a text that is nothing is answered with what was read and what was expected", async () => {
  const page = await lab.open("lessons/12-your-machine.html");
  await page.waitFor("[data-your-machine] textarea", LONG);
  await page.evaluate(() => {
    const area = document.querySelector<HTMLTextAreaElement>("[data-your-machine] textarea");
    if (!area) throw new Error("no text area");
    area.value = '{"blockdevices": [{"name": "pmem0", "size": ';
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.evaluate(press, "Add this text");
  await page.waitFor(
    () => /line 1|expected/i.test(document.querySelector("[data-your-machine]")?.textContent ?? ""),
    LONG,
  );
  expect(page.errors()).toEqual([]);
});
