/** The engine as a package, installed where nothing else is. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ANSWER, emptyProject, PROGRAM, type Project, packEngine } from "../support/packed.ts";
import { ROOT } from "../support/site.ts";

let project: Project;
beforeAll(() => {
  project = emptyProject(packEngine());
}, 120_000);
afterAll(() => project?.remove());

const node = (file: string): string =>
  execFileSync(process.execPath, [file], { cwd: project.folder, encoding: "utf8" }).trim();

describe("an empty project with the package", () => {
  test("plays a failure in Node", () => {
    expect(node(project.write("main.mjs", `${PROGRAM}console.log(answer)`))).toBe(ANSWER);
  });

  test("does nothing on import: no engine is compiled, nothing is printed", () => {
    const spy = `let compiled = 0
const Module = WebAssembly.Module
WebAssembly.Module = function (...args) { compiled++; return new Module(...args) }
const before = Object.keys(globalThis).length
await import("daxlab")
console.log(compiled, Object.keys(globalThis).length - before)`;
    expect(node(project.write("quiet.mjs", spy))).toBe("0 0");
  });

  test("answers a recording of a real kernel from its inputs alone", () => {
    const recording = join(ROOT, "test/recordings/6.1/01-xfs-one-process.json");
    const text = `import { checkRecording } from "daxlab"
import { readFileSync } from "node:fs"
const it = checkRecording(JSON.parse(readFileSync(${JSON.stringify(recording)}, "utf8")))
console.log(it.points > 20, it.differences.length)`;
    expect(node(project.write("recording.mjs", text))).toBe("true 0");
  });

  test("calls a holder that the caller wrote", () => {
    const text = `import { boot } from "daxlab"
const m = boot({ kernel: "6.12", pmem: { pmem0: { size: "64 MiB" } } })
  .holder("pmem0", { name: "mine", notifyFailure: ({ offBytes }) => (offBytes < 4096 ? -6 : 0) })
console.log(m.fail("pmem0", 0).errno, m.fail("pmem0", 8192).errno)`;
    expect(node(project.write("holder.mjs", text))).toBe("ENXIO 0");
  });

  test("says where, what it got and what it expected when an input is malformed", () => {
    const text = `import { boot } from "daxlab"
try { boot({ kernel: "6.2", pmem: {} }) } catch (error) { console.log(error.name, error.message) }`;
    expect(node(project.write("wrong.mjs", text))).toMatch(/^SceneError boot\(kernel\): got "6\.2", expected one of /);
  });

  test("brings types that a strict project accepts, and that refuse a wrong kernel", () => {
    const check = (name: string, text: string) =>
      spawnSync(
        process.execPath,
        [
          ...[join(ROOT, "node_modules/typescript/bin/tsc"), project.write(name, text), "--noEmit", "--strict"],
          ...["--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom"],
        ],
        { cwd: project.folder, encoding: "utf8" },
      );
    expect(check("right.mts", `${PROGRAM}export const it: string = answer`).stdout).toBe("");
    const wrong = check("wrong.mts", `import { boot } from "daxlab"\nboot({ kernel: "6.2", pmem: {} })`);
    expect(wrong.stdout).toMatch(/wrong\.mts\(2,\d+\): error TS2(322|820)/);
  });

  test("bundles with Vite to something that runs", async () => {
    const { build } = await import("vite");
    project.write("entry.mjs", `${PROGRAM}console.log(answer)`);
    await build({
      configFile: false,
      root: project.folder,
      logLevel: "silent",
      build: {
        target: "es2022",
        outDir: "out",
        minify: false,
        lib: { entry: "entry.mjs", formats: ["es"], fileName: () => "bundle.mjs" },
      },
    });
    expect(node("out/bundle.mjs")).toBe(ANSWER);
  });

  test("leaves the engine out of a bundle that only formats numbers", async () => {
    const { build } = await import("esbuild");
    const result = await build({
      stdin: { contents: 'import { hex } from "daxlab"; console.log(hex(4096))', resolveDir: project.folder },
      bundle: true,
      write: false,
      minify: true,
      format: "esm",
    });
    expect(result.outputFiles[0]?.contents.length).toBeLessThan(20_000);
  });

  test("holds the module, its types and the licence, and nothing of the site", () => {
    const own = JSON.parse(readFileSync(join(project.folder, "node_modules/daxlab/package.json"), "utf8"));
    expect(own).toMatchObject({ name: "daxlab", license: "MIT", sideEffects: false });
    expect(own.dependencies).toBeUndefined();
  });
});
