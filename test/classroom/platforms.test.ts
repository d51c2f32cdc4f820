import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Done, emptyProgress, type Progress } from "../../notebooks/exercises/progress.ts";
import { readLaunch } from "../../notebooks/lms/cmi5.ts";
import { type Connection, makeCommitter } from "../../notebooks/lms/committer.ts";
import { describe as describePackage } from "../../notebooks/lms/manifest.ts";
import { findApi, scormPlatform, time12 } from "../../notebooks/lms/scorm.ts";
import { type CourseManifest, summarise } from "../../notebooks/lms/summary.ts";
import { packSuspend, SUSPEND_LIMIT, unpackSuspend } from "../../notebooks/lms/suspend.ts";

const manifest: CourseManifest = {
  course: "c@1",
  title: "C",
  passPercent: 60,
  lessons: Array.from({ length: 15 }, (_, i) => ({
    slug: `${i + 10}-l`,
    title: "L",
    page: "p",
    exercises: Array.from({ length: 4 }, (_, k) => ({ id: `e${k}`, possible: 5 })),
  })),
};
const keys = manifest.lessons.flatMap((it) => it.exercises.map((one) => `${it.slug}/${one.id}`));

const record = fc.record({
  version: fc.nat(63),
  answer: fc.string({ maxLength: 3000 }),
  attempts: fc.nat(63),
  hintsUsed: fc.nat(7),
  revealed: fc.boolean(),
  solved: fc.boolean(),
  best: fc.option(
    fc.nat(5).map((earned) => ({ earned, possible: 5 })),
    { nil: null },
  ),
  at: fc.nat(),
});
const progressOf = (done: Record<string, Done>): Progress => ({
  ...emptyProgress(new Date(0)),
  done,
  read: ["10-l"],
  last: { lesson: "11-l", cell: "" },
});

describe("suspend data", () => {
  test("never exceeds 4,096 characters and brings back everything but old answers", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), record), (done) => {
        const progress = progressOf(done);
        const text = packSuspend(progress, manifest);
        expect(text.length).toBeLessThanOrEqual(SUSPEND_LIMIT);
        expect(text).toMatch(/^[\w.-]*$/);
        const back = unpackSuspend(text, manifest, progress.startedAt);
        expect(back?.read).toEqual(["10-l"]);
        expect(back?.last?.lesson).toBe("11-l");
        for (const [key, it] of Object.entries(done)) {
          const { answer: _a, at: _b, ...rest } = it;
          expect(back?.done[key]).toMatchObject(rest);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("short answers come back too", () => {
    const done = {
      [keys[3] as string]: {
        version: 1,
        answer: ["a", "b"],
        attempts: 1,
        hintsUsed: 0,
        revealed: false,
        solved: true,
        best: null,
        at: 1,
      },
    };
    const back = unpackSuspend(packSuspend(progressOf(done), manifest), manifest, "");
    expect(back?.done[keys[3] as string]?.answer).toEqual(["a", "b"]);
  });

  test("data of another course, damaged data and nonsense are nothing, not an error", () => {
    const text = packSuspend(progressOf({}), manifest);
    expect(unpackSuspend(text, { ...manifest, lessons: manifest.lessons.slice(1) }, "")).toBeNull();
    fc.assert(
      fc.property(fc.string(), fc.nat(text.length), (junk, at) => {
        unpackSuspend(text.slice(0, at) + junk, manifest, "");
        unpackSuspend(junk, manifest, "");
      }),
    );
  });
});

test("points are bounded by what is possible, and nobody has failed before the end", () => {
  const best = { earned: 99, possible: 5 };
  const done = {
    [keys[0] as string]: {
      version: 1,
      answer: "",
      attempts: 1,
      hintsUsed: 0,
      revealed: false,
      solved: true,
      best,
      at: 1,
    },
  };
  expect(summarise(progressOf(done), manifest)).toMatchObject({
    earned: 5,
    possible: 300,
    isComplete: false,
    isPassed: null,
  });
});

describe("a committer", () => {
  function world(answers: boolean[]) {
    const told: Connection[] = [];
    const timers: { at: number; run: () => void }[] = [];
    const it = { now: 0, sent: 0, told };
    const clock = {
      now: () => it.now,
      after(ms: number, run: () => void) {
        const timer = { at: it.now + ms, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    };
    const send = async () => answers[it.sent++] ?? true;
    const committer = makeCommitter(send, (connection) => told.push(connection), clock);
    const pass = async (ms: number) => {
      it.now += ms;
      for (const timer of timers.filter((one) => one.at <= it.now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
      for (let n = 0; n < 10; n++) await Promise.resolve();
    };
    return { it, committer, pass };
  }

  test("gathers changes, and sends at most every ten seconds", async () => {
    const { it, committer, pass } = world([]);
    committer.changed();
    await pass(0);
    expect(it.sent).toBe(1);
    for (let n = 0; n < 50; n++) committer.changed();
    await pass(9_000);
    expect(it.sent).toBe(1);
    await pass(1_000);
    expect(it.sent).toBe(2);
    expect(committer.connection.state).toBe("saved");
  });

  test("tries again after a failure, ever more slowly, and says since when it is lost", async () => {
    const { it, committer, pass } = world([false, false, true]);
    await committer.flush();
    expect(committer.connection).toEqual({ state: "lost", since: 0, retryMs: 5000 });
    await pass(5_000);
    expect(committer.connection).toEqual({ state: "lost", since: 0, retryMs: 10_000 });
    await pass(10_000);
    expect(it.sent).toBe(3);
    expect(committer.connection.state).toBe("saved");
  });
});

describe("SCORM", () => {
  test("the API is found seven windows up or above the opener, never beyond, and no window may break the search", () => {
    const api = {};
    const up = (n: number): unknown => (n === 0 ? { API: api } : { parent: up(n - 1) });
    expect(findApi(up(7), "API")).toBe(api);
    expect(findApi(up(8), "API")).toBeNull();
    expect(findApi({ opener: up(2) }, "API")).toBe(api);
    const hostile = {
      get parent(): never {
        throw new Error("another origin");
      },
    };
    expect(findApi(hostile, "API")).toBeNull();
    const own: { parent?: unknown } = {};
    own.parent = own;
    expect(findApi(own, "API")).toBeNull();
  });

  test.each([
    [0, "0000:00:00"],
    [3661.9, "0001:01:01"],
    [-5, "0000:00:00"],
    [1e12, "9999:59:59"],
  ])("%d seconds are %s", (seconds, text) => expect(time12(seconds)).toBe(text));

  test.each([undefined, null, 0, {}, "false", () => 1])(
    "an API that answers %s to everything is no connection",
    async (answer) => {
      const api = new Proxy({}, { get: () => () => answer });
      const platform = scormPlatform("1.2", { API: api });
      expect((await platform.open()).isOpen).toBe(false);
    },
  );

  test("review and browse modes get no result", async () => {
    const set: Record<string, string> = {};
    const api = {
      LMSInitialize: () => "true",
      LMSGetValue: (name: string) => (name === "cmi.core.lesson_mode" ? "review" : ""),
      LMSSetValue: (name: string, value: string) => {
        set[name] = value;
        return "true";
      },
      LMSCommit: () => "true",
    };
    const platform = scormPlatform("1.2", { API: api });
    expect((await platform.open()).isGraded).toBe(false);
    const state = { ...summarise(progressOf({}), manifest), isPassed: true, suspend: "", seconds: 1 };
    expect(await platform.save(state)).toBe(true);
    expect(set["cmi.core.lesson_status"]).toBe("incomplete");
  });
});

test("manifests escape titles and list every file", () => {
  for (const kind of ["scorm12", "scorm2004"] as const) {
    const [name, text] = describePackage(kind, { ...manifest, title: `<A & "B">` }, ["index.html", "a b.html"]);
    expect(name).toBe("imsmanifest.xml");
    expect(text).toContain("&lt;A &amp; &quot;B&quot;&gt;");
    expect(text).toContain('<file href="a%20b.html"/>');
  }
});

test("a cmi5 launch needs all five parameters", () => {
  const all = { endpoint: "https://s/x", fetch: "https://s/t", actor: "{}", registration: "r", activityId: "a" };
  expect(readLaunch(`?${new URLSearchParams(all)}`)).toMatchObject({ endpoint: "https://s/x/", registration: "r" });
  for (const name of Object.keys(all)) {
    const less = Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
    expect(readLaunch(`?${new URLSearchParams(less)}`)).toBeNull();
  }
});
