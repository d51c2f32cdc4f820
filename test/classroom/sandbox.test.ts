/** Ways out of the interpreter that runs hand-ins, and what ends an answer that takes too much. */
import { beforeAll, describe, expect, test } from "vitest";
import { guestSource, interpreterBytes } from "../../notebooks/exercises/cli/bundle.ts";
import { makeSandbox, openInterpreter, type Sandbox } from "../../notebooks/exercises/cli/sandbox.ts";

let sandbox: Sandbox;
let asked: string[] = [];

beforeAll(async () => {
  process.env.CANARY = "canary-of-the-environment";
  const host = (name: string): string => {
    asked.push(name);
    return JSON.stringify({ error: { name: "Error", message: "nothing is played in this test" } });
  };
  sandbox = await makeSandbox(interpreterBytes(), { source: await guestSource("guest"), host }, 300);
});

/** What an expression of a hostile hand-in comes to, as text. */
async function attempt(expression: string): Promise<string> {
  const program = `(() => { try { return String(${expression}) } catch (e) { return "threw " + e.name } })()`;
  const evaluated = await sandbox.run(program, 1);
  return evaluated.status === "done" ? String(evaluated.value) : evaluated.status;
}

const MACHINE = `boot({ pmem: { pmem0: { size: "1 MiB" } } })`;

describe("nothing of Node, of the network or of other answers can be reached", () => {
  test.each([
    ["process", "typeof process"],
    ["process on the global object", "globalThis.process"],
    ["require", "typeof require"],
    ["module", "typeof module"],
    ["Deno and Bun", "typeof Deno + typeof Bun === 'undefinedundefined' ? undefined : 1"],
    [
      "the file modules of the interpreter",
      "[typeof std, typeof os, typeof bjson].every((it) => it === 'undefined') ? undefined : 1",
    ],
    ["fetch", "typeof fetch"],
    ["XMLHttpRequest", "typeof XMLHttpRequest"],
    ["WebSocket", "typeof WebSocket"],
    ["Worker", "typeof Worker"],
    ["WebAssembly", "typeof WebAssembly"],
    ["timers", "typeof setTimeout"],
    ["importScripts", "typeof importScripts"],
    ["document", "typeof document"],
    ["the host call by its name", "typeof hostCall"],
    ["the guest's own module", "typeof daxlabGuest"],
    ["a function constructor", "(() => {}).constructor('return typeof process')()"],
    ["a function constructor in sloppy mode", "Function('return this')().process"],
    ["an async function constructor", "(async () => {}).constructor('return process') && undefined"],
    ["a generator constructor", "(function* () {}).constructor('yield typeof process')().next().value"],
    ["a constructor chain", "[]['constructor']['constructor']('return typeof process')()"],
    ["the constructor of an API function", "boot.constructor('return typeof process')()"],
    ["the constructor of a machine", `${MACHINE}.constructor.constructor('return typeof process')()`],
    ["eval", "eval('typeof process')"],
    ["indirect eval", "(0, eval)('globalThis.process')"],
    ["the stack of V8", "(() => { Error.prepareStackTrace = (_, s) => s; return new Error().stack[0].getThis })()"],
    ["callers", "(function f() { return f.caller })()"],
    [
      "an error's constructor",
      "(() => { try { boot(0) } catch (e) { return e.constructor.constructor('return typeof process')() } })()",
    ],
    [
      "an error of the host",
      `(() => { try { ${MACHINE}.run } catch (e) { return e.constructor.constructor('return typeof process')() } })()`,
    ],
    ["argument objects", "(function () { return arguments.callee })()"],
  ])("%s", async (_, expression) => {
    expect(await attempt(expression)).toMatch(/^(undefined|threw (TypeError|ReferenceError|SyntaxError))$/);
  });

  test("import() gives no module", async () => {
    const program = `(() => { globalThis.got = "nothing yet"; import("node:fs").then((it) => { got = "module" }, () => { got = "refused" }); return got })()`;
    const evaluated = await sandbox.run(program, 1);
    expect(evaluated).not.toMatchObject({ status: "done", value: "module" });
    expect(await attempt("typeof got")).toBe("undefined");
  });

  test("neither paths nor the environment appear in what an error says", async () => {
    const text = await attempt(
      "(() => { try { null.x } catch (e) { return e.stack + Object.getOwnPropertyNames(e) } })()",
    );
    expect(text).not.toMatch(/node|\/[a-z]+\/|canary|file:/i);
  });

  test("global names are the language and the cell API", async () => {
    const names = (await attempt("Object.getOwnPropertyNames(globalThis).join()")).split(",");
    const usual =
      /^(Uint|Int|Float|BigInt|BigUint)\d*(Clamped)?(Array)?$|^(Array|ArrayBuffer|SharedArrayBuffer|Atomics|Object|Function|Error|AggregateError|Eval|Range|Reference|Syntax|Type|URI|Internal)(Error)?$/;
    const language = `Boolean Number String Symbol Math Reflect Proxy RegExp JSON Map Set WeakMap WeakSet WeakRef Promise Date DataView
      FinalizationRegistry Iterator globalThis undefined NaN Infinity parseInt parseFloat isNaN isFinite eval escape unescape console
      decodeURI decodeURIComponent encodeURI encodeURIComponent queueMicrotask performance navigator gc BigInt
      TextEncoder TextDecoder atob btoa structuredClone`;
    const api = "boot machineOf KiB MiB GiB TiB hex KERNELS POLICIES compare interleavings importMachine";
    const known = new Set(`${language} ${api}`.split(/\s+/));
    expect(names.filter((it) => !known.has(it) && !usual.test(it))).toEqual([]);
  });

  test("the names of the web that cells may use are there, and do what they do in a browser", async () => {
    const texts = ["", "a", "ab", "abc", "é€😀", "\\ud800x", "\\u{10ffff}"];
    for (const text of texts) {
      const own = await attempt(
        `[...new TextEncoder().encode("${text}")].join() + "/" + new TextDecoder().decode(new TextEncoder().encode("${text}"))`,
      );
      const plain = JSON.parse(`"${text.replace("\\u{10ffff}", "\\udbff\\udfff")}"`) as string;
      const bytes = new TextEncoder().encode(plain);
      expect(own).toBe(`${[...bytes].join()}/${new TextDecoder().decode(bytes)}`);
    }
    const bytes = [0xff, 0x41, 0xe2, 0x82, 0x42, 0xf0, 0x9f, 0x98, 0xc0, 0xed, 0xa0, 0x80];
    expect(await attempt(`new TextDecoder().decode(new Uint8Array([${bytes}]))`)).toBe(
      new TextDecoder().decode(new Uint8Array(bytes)),
    );
    for (const text of ["", "a", "ab", "abc", "\xff\xfe"]) {
      expect(await attempt(`btoa(${JSON.stringify(text)})`)).toBe(btoa(text));
      expect(await attempt(`atob("${btoa(text)}")`)).toBe(text);
    }
    const clone = "structuredClone({ a: [1n, new Map([[1, new Set([2])]]), new Uint8Array([3])] })";
    expect(await attempt(`((c) => c.a[0] + c.a[1].get(1).size + c.a[2][0] + "")(${clone.replace("1n", "1")})`)).toBe(
      "5",
    );
    expect(await attempt("structuredClone(() => 1)")).toBe("threw TypeError");
  });

  test("the host is asked for nothing but what the cell API asks for", async () => {
    asked = [];
    await attempt(`${MACHINE}.run`);
    await attempt(`${MACHINE}.bytes("pmem0", 0, 1)`);
    await attempt(`${MACHINE}.ladder("pmem0", 0)`);
    expect(asked).toEqual(["run", "bytes", "ladder"]);
  });
});

describe("nothing stays for the next answer", () => {
  test.each([
    ["a global", "globalThis.left = 1", "typeof left"],
    ["a prototype", "(Object.prototype.left = 1)", "({}).left"],
    ["a built-in function", "(Array.prototype.map = () => 'mine')", "[1].map((it) => it) + '' === '1' ? undefined : 1"],
    ["JSON", "(JSON.parse = () => 1)", "JSON.parse('null') ?? undefined"],
    ["the API", "(boot = () => 1)", "boot === 1 ? 1 : undefined"],
    [
      "the machines' methods",
      `(Object.getPrototypeOf(${MACHINE}).fail = () => 1)`,
      `${MACHINE}.fail === 1 ? 1 : undefined`,
    ],
    ["a JSON key that means more", `JSON.parse('{"__proto__":{"left":1}}')`, "({}).left"],
  ])("%s", async (_, first, then) => {
    await attempt(first);
    expect(await attempt(then)).toBe("undefined");
  });

  test("chance and time begin anew: the same answer is the same answer", async () => {
    const look = "[Math.random(), Math.random(), Date.now(), new Date().toISOString()].join()";
    expect(await attempt(look)).toBe(await attempt(look));
    expect(await attempt(look)).toContain("2022-01-05T22:47:00.001Z");
  });
});

describe("an answer that takes too much is ended", () => {
  test.each([
    ["an endless loop", "(() => { for (;;); })()", "timeout"],
    ["an endless loop that catches everything", "(() => { for (;;) { try { for (;;); } catch {} } })()", "timeout"],
    ["an endless loop in a getter", "(() => { for (;;) ({ get x() { return 1 } }).x })()", "timeout"],
    ["a memory bomb", "(() => { const all = []; for (;;) all.push(new Array(1e5).fill('x')) })()", "memory"],
    ["a text that doubles", "(() => { let s = 'x'; for (;;) s += s })()", "error"],
  ])("%s", async (_, program, status) => {
    expect((await sandbox.run(program, 1)).status).toBe(status);
    expect(await attempt("1 + 1")).toBe("2");
  });

  test("endless recursion is an error of the answer, no crash", async () => {
    const evaluated = await sandbox.run("(() => { const f = () => f() + 1; return f() })()", 1);
    expect(evaluated.status).toBe("error");
    expect(await attempt("1 + 1")).toBe("2");
  });

  test("a holder that never returns is ended, and the next one runs", async () => {
    const interpreter = await openInterpreter(
      interpreterBytes(),
      { source: await guestSource("holder-guest"), host: () => JSON.stringify({ value: 0 }) },
      100,
    );
    const call = (source: string) =>
      interpreter.call("holder", JSON.stringify({ source, failure: { device: "pmem0" } }));
    expect(() => call("() => { for (;;); }")).toThrow("did not return in its time");
    expect(() => call("() => process")).toThrow("not defined");
    expect(() => call("({})")).toThrow("not a function");
    expect(call("(failure) => failure.device.length")).toBe("5");
  });
});
