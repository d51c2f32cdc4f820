import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { DISABLED } from "./drivers/chromium.ts";

test("what playwright switches off in Chromium stays off", async () => {
  // Node is no browser: it ends at once, and the error quotes the command.
  const error = await chromium.launch({ executablePath: process.execPath }).catch(String);
  const [, list = ""] = /--disable-features=(\S+)/.exec(String(error)) ?? [];
  expect(list).not.toBe("");
  expect(DISABLED).toEqual(expect.arrayContaining(list.split(",")));
});
