/** Where code on a page may break. */
import { expect, test } from "vitest";
import { unbroken } from "../../../notebooks/build/unbroken.ts";

test.each([
  [
    "<code>npm run build -- --edition student</code>",
    '<code>npm run build -- <span class="whole">--edition</span> student</code>',
  ],
  ["<code>-ENXIO</code>", '<code><span class="whole">-ENXIO</span></code>'],
  ["<code>max-age=1, no-cache</code>", "<code>max-age=1, no-cache</code>"],
  ["<p>a --word</p>", "<p>a --word</p>"],
  ["<pre><code>a --b</code></pre>", "<pre><code>a --b</code></pre>"],
])("an option in code stays whole, dashes elsewhere are left alone: %s", (html, expected) => {
  expect(unbroken(html)).toBe(expected);
});

test("a long name in a table may break after its parts, and nowhere in prose", () => {
  expect(unbroken("<code>notify_failure</code>")).toBe("<code>notify_failure</code>");
  expect(unbroken("<table><td><code>notify_failure</code> a_b</td></table>")).toBe(
    "<table><td><code>notify_<wbr>failure</code> a_b</td></table>",
  );
});
