/** A drawing changed in place is, after any sequence of drawings, the one that would have been drawn anew. */
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { sketch } from "../../../notebooks/figures/sketch.ts";
import { box, type Drawing, draw, group, label, path, type Shape } from "../../../notebooks/figures/svg.ts";

const cls = fc.constantFrom("thing", "part hue-blue", "poison");
const place = fc.integer({ min: 0, max: 99 });
const text = fc.constantFrom("ann", "pmem0p1 & more", "0x0019_0000");
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 2 },
    fc
      .tuple(cls, place, place, fc.option(fc.constant(3), { nil: undefined }))
      .map(([c, x, w, round]) => box(c, x, 2, w, 9, round)),
    fc.tuple(cls, place).map(([c, x]) => path(c, `M ${x} 0 v 4`)),
    fc
      .tuple(text, place, fc.constantFrom("start", "end"))
      .map(([it, x, anchor]) => label(it, "note", x, 9, { anchor })),
    fc
      .tuple(fc.array(tie("shape"), { maxLength: 4 }), fc.option(text, { nil: undefined }), fc.boolean())
      .map(([shapes, key, isCurrent]) => group("stop", shapes, key === undefined ? {} : { key, isCurrent })),
  ),
}));
const drawing: fc.Arbitrary<Drawing> = fc.record({
  width: fc.constantFrom(328, 680),
  height: place,
  shapes: fc.array(shape, { maxLength: 6 }),
});

/** Elements with their attributes in order of name, without the spaces between them. */
const plain = (element: Element): unknown => [
  element.tagName.toLowerCase(),
  Object.fromEntries([...element.attributes].map((it) => [it.name.toLowerCase(), it.value]).sort()),
  element.children.length > 0 ? [...element.children].map(plain) : element.textContent?.trim(),
];

const hostOf = () => parseHTML("<!doctype html><html><body><div></div></body></html>").document.querySelector("div");

test("after any drawings in a row the picture is the last one", () => {
  fc.assert(
    fc.property(fc.array(drawing, { minLength: 1, maxLength: 4 }), (drawings) => {
      const [inPlace, anew] = [hostOf(), hostOf()];
      if (!inPlace || !anew) throw new Error("no host");
      const redraw = sketch(inPlace as never, "a title");
      for (const it of drawings) {
        redraw(it);
        anew.innerHTML = draw(it, "a title", true);
        expect(plain(inPlace as never)).toEqual(plain(anew as never));
      }
    }),
  );
});

test("an element whose shape is the same stays, and with it what the browser knows of it", () => {
  const host = hostOf();
  if (!host) throw new Error("no host");
  const redraw = sketch(host as never, "a title");
  redraw({ width: 9, height: 9, shapes: [box("part", 1, 1, 2, 2), path("grid", "M 0 0 v 1")] });
  const first = host.querySelector("rect");
  redraw({ width: 9, height: 9, shapes: [box("part", 5, 1, 2, 2)] });
  expect(host.querySelector("rect")).toBe(first);
  expect(first?.getAttribute("x")).toBe("5");
  expect(host.querySelector("path")).toBeNull();
});
