/**
 * The part of a check that runs inside the sandbox, as source text: it must be evaluated in the reader's realm,
 * and a compiled function would carry a bundler's helpers with it.
 *
 * LOCKDOWN freezes every built-in object that code can reach before any text of a reader runs. Properties that programs
 * commonly override by assignment ("name", "toString", …) become accessors that define an own property, so that
 * frozen prototypes do not change the meaning of ordinary code.
 *
 * HARNESS is a function of the parts of one exercise that are the same for every answer; it runs the setup, and gives a
 * function of the parts that come with an answer. So a sandbox can keep its memory as it is between the two, and put it
 * back for the next answer. The reader's function and the checks are siblings: neither can see the other's names.
 * Machines of the setup cannot be changed, so that both may have them; other values are made a second time for the
 * reader. What the reader made reaches a check only as plain data, as a machine played afresh from its value, or as a
 * function whose results are copied.
 */

export const LOCKDOWN = `(() => {
  "use strict";
  const seen = new Set();
  const enable = ["name", "message", "toString", "valueOf", "constructor", "hasOwnProperty", "toJSON", "stack", "cause"];
  const soften = (target, key, descriptor) => {
    const value = descriptor.value;
    Object.defineProperty(target, key, {
      configurable: false,
      enumerable: descriptor.enumerable,
      get: () => value,
      set(next) {
        if (this === target) throw new TypeError("built-in objects are read-only here");
        Object.defineProperty(this, key, { value: next, writable: true, enumerable: true, configurable: true });
      },
    });
  };
  const freeze = (it) => {
    if ((typeof it !== "object" && typeof it !== "function") || it === null || seen.has(it)) return;
    seen.add(it);
    const isPrototype = Object.hasOwn(it, "constructor");
    for (const key of Reflect.ownKeys(it)) {
      const descriptor = Object.getOwnPropertyDescriptor(it, key);
      if ("value" in descriptor) {
        freeze(descriptor.value);
        if (isPrototype && enable.includes(key) && descriptor.configurable) soften(it, key, descriptor);
      } else {
        freeze(descriptor.get);
        freeze(descriptor.set);
      }
    }
    freeze(Object.getPrototypeOf(it));
    try {
      Object.freeze(it);
    } catch {
      return;
    }
  };
  const hidden = [
    async function () {},
    function* () {},
    async function* () {},
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ""[Symbol.iterator](),
    "".matchAll(/a/g),
    new Uint8Array(0),
  ];
  for (const it of hidden) freeze(Object.getPrototypeOf(it));
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    if (!("value" in descriptor) || descriptor.value === globalThis) continue;
    if (/^[A-Z]/.test(name) || typeof descriptor.value === "function") freeze(descriptor.value);
    if (descriptor.configurable)
      Object.defineProperty(globalThis, name, { ...descriptor, writable: false, configurable: false });
  }
})()`;

export const HARNESS = `(exercise) => {
  "use strict";
  const limit = (text, most) => (text.length > most ? text.slice(0, most) + "…" : text);
  const isObject = (it) => typeof it === "object" && it !== null;
  const describe = (error) => {
    try {
      const name = isObject(error) && typeof error.name === "string" ? error.name : "Error";
      const message = isObject(error) ? String(error.message) : String(error);
      const stack = isObject(error) && typeof error.stack === "string" ? error.stack : "";
      return { name: limit(name, 100), message: limit(message, 1000), stack: limit(stack, 2000) };
    } catch {
      return { name: "Error", message: "threw something that cannot be described", stack: "" };
    }
  };
  const machines = new Map();
  const revive = (it) => {
    const value = isObject(it) ? it.value : null;
    if (!isObject(value)) return null;
    const text = JSON.stringify(value);
    if (machines.has(text)) return machines.get(text);
    const plainValue = JSON.parse(text ?? "null");
    if (!isObject(plainValue)) return null;
    const { scene, steps, seed } = plainValue;
    if (!isObject(scene) || !Array.isArray(steps) || typeof seed !== "number") return null;
    machines.set(text, exercise.machineOf(plainValue));
    return machines.get(text);
  };
  const copy = (it, depth, seen) => {
    if (typeof it === "function") {
      const wrapper = (...args) => copy(it(...args.map((arg) => copy(arg, 0, []))), 0, []);
      const source = Function.prototype.toString.call(it);
      return Object.defineProperty(wrapper, "toString", { value: () => source });
    }
    if (!isObject(it)) return it;
    if (depth > 40 || seen.includes(it)) return null;
    const machine = revive(it);
    if (machine !== null) return machine;
    const within = [...seen, it];
    if (Array.isArray(it)) return Array.from(it, (one) => copy(one, depth + 1, within));
    if (ArrayBuffer.isView(it) && "length" in it) return Array.from(it, (one) => copy(one, depth + 1, within));
    if (it instanceof Map) return new Map(Array.from(it, (pair) => pair.map((one) => copy(one, depth + 1, within))));
    if (it instanceof Set) return new Set(Array.from(it, (one) => copy(one, depth + 1, within)));
    const out = {};
    for (const key of Object.keys(it)) {
      Object.defineProperty(out, key, {
        value: copy(it[key], depth + 1, within), enumerable: true, writable: true, configurable: true,
      });
    }
    return out;
  };
  const ofText = (text) => (text.length > 4000 ? limit(text, 4000) : JSON.parse(text));
  const plain = (it) => {
    try {
      const text = JSON.stringify(it, (_key, value) =>
        typeof value === "bigint" ? value + "n" : typeof value === "function" ? "function" : value);
      return text === undefined ? null : ofText(text);
    } catch {
      return null;
    }
  };
  const isMachine = (it) => isObject(it) && isObject(it.value) && typeof it.fail === "function";
  const isFixed = (it) => (isObject(it) ? isMachine(it) && Object.isFrozen(it) : typeof it !== "function");
  const freezeMethods = (machine) => {
    for (let it = Object.getPrototypeOf(machine); it !== null; it = Object.getPrototypeOf(it)) {
      Object.freeze(it.constructor);
      Object.freeze(it);
    }
  };
  const hash = (text) => {
    let h = 2166136261;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    return (h ^ (h >>> 16)) >>> 0;
  };
  const draw = (name) => hash(exercise.seed + "/" + exercise.id + "/" + name);
  const variant = Object.freeze({
    pick: (name, list) => list[draw(name) % list.length],
    int: (name, low, high) => low + (draw(name) % (high - low + 1)),
  });
  const out = {
    error: null, where: null, checks: [], wrong: null, route: null, shown: null, truth: null, prompt: [], machine: null,
  };
  const scope = {
    value: null, names: {}, machine: null, run: null, boot: exercise.boot, inputs: {}, answer: null, truth: null,
    variant,
  };
  const routeOf = (machine) => {
    try {
      const asked = machine.events.filter((it) => it.fn.includes("notify_failure")).map((it) => it.who);
      const told = machine.told.length === 0 ? "nobody" : machine.told.join("+");
      const way = asked.length === 0 ? "nobody asked" : [...new Set(asked)].join(" > ");
      return limit(way + " => " + machine.errno + ", told: " + told, 200);
    } catch {
      return null;
    }
  };
  try {
    out.where = "setup";
    const own = exercise.setup(variant);
    scope.inputs = own.inputs;
    scope.truth = exercise.truth === null ? own.truth() : exercise.truth;
    out.truth = plain(scope.truth);
    out.prompt = own.prompt();
    const last = Object.values(own.inputs).filter(isMachine).at(-1);
    if (last) out.machine = ofText(JSON.stringify(last.value));
    freezeMethods(last ?? exercise.boot({ pmem: { pmem0: { size: "1 MiB" } } }));
    out.where = null;
  } catch (error) {
    out.error = describe(error);
  }
  const answered = (parts) => {
    const { inputs: own } = scope;
    const inputs = Object.values(own).every(isFixed) ? own : exercise.setup(variant).inputs;
    const made = parts.reader(variant, inputs);
    scope.names = copy(made.names, 0, []);
    scope.value = made.last === null ? copy(made.value, 0, []) : scope.names[made.last];
    scope.machine = isMachine(scope.value)
      ? scope.value
      : (Object.values(scope.names).filter(isMachine).at(-1) ?? null);
    scope.run = scope.machine === null ? null : scope.machine.run;
    out.machine = scope.machine === null ? null : ofText(JSON.stringify(scope.machine.value));
    out.shown = isMachine(scope.value) ? null : plain(scope.value);
  };
  return (parts) => {
    if (out.error !== null) return out;
    scope.answer = parts.answer;
    try {
      if (parts.reader !== null) answered(parts);
    } catch (error) {
      out.where = "answer";
      out.error = describe(error);
      return out;
    }
    for (const check of parts.checks) {
      try {
        const result = check.run({ ...scope });
        const full = isObject(result);
        out.checks.push({
          id: check.id,
          ok: full ? result.ok === true : result === true,
          message: full && typeof result.message === "string" ? limit(result.message, 1000) : null,
          evidence: full ? plain(result.evidence) : null,
          error: null,
        });
      } catch (error) {
        out.checks.push({ id: check.id, ok: false, message: null, evidence: null, error: describe(error) });
      }
    }
    if (scope.machine !== null && (out.checks.length === 0 || out.checks.some((it) => !it.ok))) {
      out.route = routeOf(scope.machine);
    }
    for (const wrong of parts.wrong) {
      try {
        if (wrong.when({ ...scope }) === true && out.wrong === null) out.wrong = wrong.index;
      } catch {
        continue;
      }
    }
    return out;
  };
}`;
