/** Where a page has its course key from, and that it makes the grader's seed of it. */
import { describe, expect, test } from "vitest";
import { seedOf, studentSeed, UNKEYED_SEED } from "../../notebooks/exercises/variant.ts";
import { openKeep } from "../../notebooks/page/keep.ts";
import { courseKeyOf, STUDENT, seedHere, takeCourseKey } from "../../notebooks/page/ui/course-key.ts";

const newKeep = () => openKeep({ course: "daxlab", notebook: "", local: null, deep: null });
const built = { courseKey: "built" };

describe("the course key", () => {
  test("of the address is kept and wins over the build's; an empty one forgets it", () => {
    const keep = newKeep();
    expect(courseKeyOf(keep, {})).toBe(null);
    expect(courseKeyOf(keep, built)).toBe("built");
    takeCourseKey(keep, "?safe=1&course=%20autumn%2026%20");
    takeCourseKey(keep, "?safe=1");
    expect(courseKeyOf(keep, built)).toBe("autumn 26");
    takeCourseKey(keep, "?course=");
    expect(courseKeyOf(keep, built)).toBe("built");
  });

  test("is never cut: one that is too long is given back, and the one that was there stays", () => {
    const keep = newKeep();
    expect(takeCourseKey(keep, "?course=autumn26")).toBe(null);
    expect(takeCourseKey(keep, `?course=${"k".repeat(201)}`)).toBe("k".repeat(201));
    expect(courseKeyOf(keep, built)).toBe("autumn26");
    expect(takeCourseKey(keep, `?course=${"k".repeat(200)}`)).toBe(null);
    expect(courseKeyOf(keep, built)).toBe("k".repeat(200));
  });

  test.each(["", "s1", " S1 ", "Zoë"])("gives the student %j the seed that the grader computes", (id) => {
    const keep = newKeep();
    keep.writeText(STUDENT, JSON.stringify({ name: "", id }));
    expect(seedHere(keep, {})).toBe(UNKEYED_SEED);
    expect(seedHere(keep, built)).toBe(seedOf({ kind: "student" }, "built", id));
    expect(seedHere(keep, built)).not.toBe(studentSeed("another", id));
  });
});
