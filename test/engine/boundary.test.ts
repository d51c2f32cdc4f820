/** The module's boundary: imports, exports, size, and the numbers that both compilers share. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fnName, keyName, ruleName, textName } from "../../engine/abi/vocabulary.ts";
import * as abi from "../../engine/abi.ts";
import { buildEntry } from "../../engine/build.mjs";

const ENGINE = join(import.meta.dirname, "../../engine");
let wasmPath: string;
let wasm: WebAssembly.Module;
beforeAll(async () => {
  wasmPath = await buildEntry();
  wasm = new WebAssembly.Module(new Uint8Array(readFileSync(wasmPath)));
});

describe("the module's boundary", () => {
  test("imports are the stop and the one call to a reader's holder", () => {
    const imports = WebAssembly.Module.imports(wasm).map((it) => `${it.module}.${it.name} ${it.kind}`);
    expect(imports.sort()).toEqual(["env.holder function", "env.stop function"]);
  });
  test("exports are a handful of functions and the memory", () => {
    const exports = WebAssembly.Module.exports(wasm).map((it) => it.name);
    expect(exports.sort()).toEqual(
      "buffer dropMarks hash logBytes memory play powerOn query readerLog readerNotify reset restore snapshot statePtr".split(
        " ",
      ),
    );
  });
  test("it is small: at most 96 KiB", () => {
    expect(statSync(wasmPath).size).toBeLessThanOrEqual(96 * 1024);
  });
});

/** Constants of one prefix, by name. */
const constants = (prefix: string): [string, number][] =>
  Object.entries(abi).flatMap(([name, value]) =>
    name.startsWith(prefix) && typeof value === "number" ? [[name, value] as [string, number]] : [],
  );

describe("numbers that both compilers share", () => {
  test.each(["FN_", "RULE_", "KEY_", "TEXT_", "OP_", "T_", "KIND_", "RET_", "WHO_"])(
    "%s: no two are the same",
    (it) => {
      const all = constants(it).filter(([name]) => !name.endsWith("_FIRST"));
      const seen = new Map<number, string>();
      const twice = all.flatMap(([name, value]) => {
        const other = seen.get(value);
        seen.set(value, name);
        return other === undefined ? [] : [`${other} and ${name} are ${value}`];
      });
      expect(twice).toEqual([]);
    },
  );
  test("every function, rule, key and text has a name", () => {
    for (const [name, value] of constants("FN_")) if (!name.endsWith("_FIRST")) expect(fnName(value)).toMatch(/./);
    for (const [name, value] of constants("RULE_")) if (!name.endsWith("_FIRST")) expect(ruleName(value)).toMatch(/./);
    for (const [name, value] of constants("KEY_")) if (!name.endsWith("_FIRST")) expect(keyName(value)).toMatch(/./);
    for (const [name, value] of constants("TEXT_")) if (!name.endsWith("_FIRST")) expect(textName(value)).toMatch(/./);
  });
  test.each([
    ["EVENT_", abi.EVENT_BYTES, ["EVENT_BYTES", "EVENT_PROPOSED"]],
    ["ARG_", abi.ARG_BYTES, ["ARG_BYTES"]],
    ["OUTCOME_", abi.OUTCOME_BYTES, ["OUTCOME_BYTES"]],
    ["DEVICE_", abi.DEVICE_BYTES, ["DEVICE_BYTES"]],
    ["HOLDER_", abi.HOLDER_BYTES, "HOLDER_BYTES HOLDER_XFS HOLDER_DM HOLDER_READER HOLDER_PARENT".split(" ")],
    ["LEG_", abi.LEG_BYTES, ["LEG_BYTES"]],
    ["REG_", abi.REG_BYTES, ["REG_BYTES"]],
  ] as const)("fields of %s lie apart and inside their record", (prefix, recordBytes, others) => {
    const fields = constants(prefix).filter(([name]) => !(others as readonly string[]).includes(name));
    const offsets = fields.map(([, value]) => value).sort((a, b) => a - b);
    expect(new Set(offsets).size).toBe(offsets.length);
    expect(Math.max(...offsets)).toBeLessThan(recordBytes);
  });
});

describe("the engine's sources", () => {
  const sources = readdirSync(join(ENGINE, "assembly"))
    .filter((name) => name.endsWith(".ts") && !name.startsWith("testing"))
    .map((name) => [name, readFileSync(join(ENGINE, "assembly", name), "utf8")] as const);

  test.each(sources)("%s keeps no state of its own", (_, text) => {
    expect(text.match(/^(export )?let /gm)).toBeNull();
    expect(text.match(/\bnew [A-Z]/g)).toBeNull();
  });
});
