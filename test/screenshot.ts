/**
 * `npm run screenshot`: the picture of the README, taken from the built site in a real browser.
 *
 *   --page PATH     page of dist/ (lessons/09-one-device-two-filesystems.html)
 *   --out FILE      where it goes (public/screenshot.png)
 *   --width N --height N --dark
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findBrowser, openBrowser } from "./support/browsers.ts";
import { Page } from "./support/page.ts";
import { ROOT, serveSite } from "./support/site.ts";

const { values } = parseArgs({
  options: {
    page: { type: "string", default: "lessons/09-one-device-two-filesystems.html" },
    out: { type: "string", default: join(ROOT, "public/screenshot.png") },
    width: { type: "string", default: "1280" },
    height: { type: "string", default: "860" },
    dark: { type: "boolean", default: false },
  },
});

const found = findBrowser("chromium");
if ("missing" in found) throw new Error(`chromium: ${found.missing}`);
const site = await serveSite();
const browser = await openBrowser(found);
const tab = await browser.newTab({
  width: Number(values.width),
  height: Number(values.height),
  colorScheme: values.dark ? "dark" : "light",
  reducedMotion: true,
});
const page = new Page(tab, "chromium", site.url);
await page.goto(values.page);
await page.waitFor("figure svg");
const target = resolve(values.out);
writeFileSync(target, await tab.screenshot());
await browser.close();
await site.stop();
console.log(`${target}: ${values.page} at ${values.width} × ${values.height}`);
