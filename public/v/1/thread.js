"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name2 in all)
    __defProp(target, name2, { get: all[name2], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// node_modules/@jitl/quickjs-wasmfile-release-sync/dist/ffi.mjs
var ffi_exports = {};
__export(ffi_exports, {
  QuickJSFFI: () => QuickJSFFI
});
var QuickJSFFI;
var init_ffi = __esm({
  "node_modules/@jitl/quickjs-wasmfile-release-sync/dist/ffi.mjs"() {
    QuickJSFFI = class {
      constructor(module2) {
        this.module = module2;
        this.DEBUG = false;
        this.QTS_Throw = this.module.cwrap("QTS_Throw", "number", ["number", "number"]);
        this.QTS_NewError = this.module.cwrap("QTS_NewError", "number", ["number"]);
        this.QTS_RuntimeSetMemoryLimit = this.module.cwrap("QTS_RuntimeSetMemoryLimit", null, ["number", "number"]);
        this.QTS_RuntimeComputeMemoryUsage = this.module.cwrap("QTS_RuntimeComputeMemoryUsage", "number", ["number", "number"]);
        this.QTS_RuntimeDumpMemoryUsage = this.module.cwrap("QTS_RuntimeDumpMemoryUsage", "number", ["number"]);
        this.QTS_RecoverableLeakCheck = this.module.cwrap("QTS_RecoverableLeakCheck", "number", []);
        this.QTS_BuildIsSanitizeLeak = this.module.cwrap("QTS_BuildIsSanitizeLeak", "number", []);
        this.QTS_RuntimeSetMaxStackSize = this.module.cwrap("QTS_RuntimeSetMaxStackSize", null, ["number", "number"]);
        this.QTS_GetUndefined = this.module.cwrap("QTS_GetUndefined", "number", []);
        this.QTS_GetNull = this.module.cwrap("QTS_GetNull", "number", []);
        this.QTS_GetFalse = this.module.cwrap("QTS_GetFalse", "number", []);
        this.QTS_GetTrue = this.module.cwrap("QTS_GetTrue", "number", []);
        this.QTS_NewHostRef = this.module.cwrap("QTS_NewHostRef", "number", ["number", "number"]);
        this.QTS_GetHostRefId = this.module.cwrap("QTS_GetHostRefId", "number", ["number"]);
        this.QTS_NewRuntime = this.module.cwrap("QTS_NewRuntime", "number", []);
        this.QTS_FreeRuntime = this.module.cwrap("QTS_FreeRuntime", null, ["number"]);
        this.QTS_NewContext = this.module.cwrap("QTS_NewContext", "number", ["number", "number"]);
        this.QTS_FreeContext = this.module.cwrap("QTS_FreeContext", null, ["number"]);
        this.QTS_FreeValuePointer = this.module.cwrap("QTS_FreeValuePointer", null, ["number", "number"]);
        this.QTS_FreeValuePointerRuntime = this.module.cwrap("QTS_FreeValuePointerRuntime", null, ["number", "number"]);
        this.QTS_FreeVoidPointer = this.module.cwrap("QTS_FreeVoidPointer", null, ["number", "number"]);
        this.QTS_FreeCString = this.module.cwrap("QTS_FreeCString", null, ["number", "number"]);
        this.QTS_DupValuePointer = this.module.cwrap("QTS_DupValuePointer", "number", ["number", "number"]);
        this.QTS_NewObject = this.module.cwrap("QTS_NewObject", "number", ["number"]);
        this.QTS_NewObjectProto = this.module.cwrap("QTS_NewObjectProto", "number", ["number", "number"]);
        this.QTS_NewArray = this.module.cwrap("QTS_NewArray", "number", ["number"]);
        this.QTS_NewArrayBuffer = this.module.cwrap("QTS_NewArrayBuffer", "number", ["number", "number", "number"]);
        this.QTS_NewFloat64 = this.module.cwrap("QTS_NewFloat64", "number", ["number", "number"]);
        this.QTS_GetFloat64 = this.module.cwrap("QTS_GetFloat64", "number", ["number", "number"]);
        this.QTS_NewString = this.module.cwrap("QTS_NewString", "number", ["number", "number"]);
        this.QTS_GetString = this.module.cwrap("QTS_GetString", "number", ["number", "number"]);
        this.QTS_GetArrayBuffer = this.module.cwrap("QTS_GetArrayBuffer", "number", ["number", "number"]);
        this.QTS_GetArrayBufferLength = this.module.cwrap("QTS_GetArrayBufferLength", "number", ["number", "number"]);
        this.QTS_NewSymbol = this.module.cwrap("QTS_NewSymbol", "number", ["number", "number", "number"]);
        this.QTS_GetSymbolDescriptionOrKey = this.module.cwrap("QTS_GetSymbolDescriptionOrKey", "number", ["number", "number"]);
        this.QTS_IsGlobalSymbol = this.module.cwrap("QTS_IsGlobalSymbol", "number", ["number", "number"]);
        this.QTS_IsJobPending = this.module.cwrap("QTS_IsJobPending", "number", ["number"]);
        this.QTS_ExecutePendingJob = this.module.cwrap("QTS_ExecutePendingJob", "number", ["number", "number", "number"]);
        this.QTS_GetProp = this.module.cwrap("QTS_GetProp", "number", ["number", "number", "number"]);
        this.QTS_GetPropNumber = this.module.cwrap("QTS_GetPropNumber", "number", ["number", "number", "number"]);
        this.QTS_SetProp = this.module.cwrap("QTS_SetProp", null, ["number", "number", "number", "number"]);
        this.QTS_DefineProp = this.module.cwrap("QTS_DefineProp", null, ["number", "number", "number", "number", "number", "number", "boolean", "boolean", "boolean"]);
        this.QTS_GetOwnPropertyNames = this.module.cwrap("QTS_GetOwnPropertyNames", "number", ["number", "number", "number", "number", "number"]);
        this.QTS_Call = this.module.cwrap("QTS_Call", "number", ["number", "number", "number", "number", "number"]);
        this.QTS_ResolveException = this.module.cwrap("QTS_ResolveException", "number", ["number", "number"]);
        this.QTS_Dump = this.module.cwrap("QTS_Dump", "number", ["number", "number"]);
        this.QTS_Eval = this.module.cwrap("QTS_Eval", "number", ["number", "number", "number", "string", "number", "number"]);
        this.QTS_GetModuleNamespace = this.module.cwrap("QTS_GetModuleNamespace", "number", ["number", "number"]);
        this.QTS_Typeof = this.module.cwrap("QTS_Typeof", "number", ["number", "number"]);
        this.QTS_GetLength = this.module.cwrap("QTS_GetLength", "number", ["number", "number", "number"]);
        this.QTS_IsEqual = this.module.cwrap("QTS_IsEqual", "number", ["number", "number", "number", "number"]);
        this.QTS_GetGlobalObject = this.module.cwrap("QTS_GetGlobalObject", "number", ["number"]);
        this.QTS_NewPromiseCapability = this.module.cwrap("QTS_NewPromiseCapability", "number", ["number", "number"]);
        this.QTS_PromiseState = this.module.cwrap("QTS_PromiseState", "number", ["number", "number"]);
        this.QTS_PromiseResult = this.module.cwrap("QTS_PromiseResult", "number", ["number", "number"]);
        this.QTS_TestStringArg = this.module.cwrap("QTS_TestStringArg", null, ["string"]);
        this.QTS_GetDebugLogEnabled = this.module.cwrap("QTS_GetDebugLogEnabled", "number", ["number"]);
        this.QTS_SetDebugLogEnabled = this.module.cwrap("QTS_SetDebugLogEnabled", null, ["number", "number"]);
        this.QTS_BuildIsDebug = this.module.cwrap("QTS_BuildIsDebug", "number", []);
        this.QTS_BuildIsAsyncify = this.module.cwrap("QTS_BuildIsAsyncify", "number", []);
        this.QTS_NewFunction = this.module.cwrap("QTS_NewFunction", "number", ["number", "string", "number", "boolean", "number"]);
        this.QTS_ArgvGetJSValueConstPointer = this.module.cwrap("QTS_ArgvGetJSValueConstPointer", "number", ["number", "number"]);
        this.QTS_RuntimeEnableInterruptHandler = this.module.cwrap("QTS_RuntimeEnableInterruptHandler", null, ["number"]);
        this.QTS_RuntimeDisableInterruptHandler = this.module.cwrap("QTS_RuntimeDisableInterruptHandler", null, ["number"]);
        this.QTS_RuntimeEnableModuleLoader = this.module.cwrap("QTS_RuntimeEnableModuleLoader", null, ["number", "number"]);
        this.QTS_RuntimeDisableModuleLoader = this.module.cwrap("QTS_RuntimeDisableModuleLoader", null, ["number"]);
        this.QTS_bjson_encode = this.module.cwrap("QTS_bjson_encode", "number", ["number", "number"]);
        this.QTS_bjson_decode = this.module.cwrap("QTS_bjson_decode", "number", ["number", "number"]);
      }
    };
  }
});

// node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.mjs
var emscripten_module_exports = {};
__export(emscripten_module_exports, {
  default: () => emscripten_module_default
});
async function QuickJSRaw(moduleArg = {}) {
  var moduleRtn;
  var d = moduleArg, aa = !!globalThis.window, n = !!globalThis.WorkerGlobalScope, q = globalThis.process?.versions?.node && "renderer" != globalThis.process?.type;
  if (q) {
    const { createRequire: a } = await import("node:module");
    var require2 = a("file:///thread.js");
  }
  function r(a) {
    a = { log: a || function() {
    } };
    for (const c of r.Pa) c(a);
    return d.quickJSEmscriptenExtensions = a;
  }
  r.Pa = [];
  d.quickjsEmscriptenInit = r;
  r.Pa.push((a) => {
    a.getWasmMemory = function() {
      return t;
    };
  });
  var u = "./this.program", v = (a, c) => {
    throw c;
  }, w = "file:///thread.js", y = "", z, A;
  if (q) {
    var fs = require2("node:fs");
    w.startsWith("file:") && (y = require2("node:path").dirname(require2("node:url").fileURLToPath(w)) + "/");
    A = (a) => {
      a = B(a) ? new URL(a) : a;
      return fs.readFileSync(a);
    };
    z = async (a) => {
      a = B(a) ? new URL(a) : a;
      return fs.readFileSync(a, void 0);
    };
    1 < process.argv.length && (u = process.argv[1].replace(/\\/g, "/"));
    process.argv.slice(2);
    v = (a, c) => {
      process.exitCode = a;
      throw c;
    };
  } else if (aa || n) {
    try {
      y = new URL(".", w).href;
    } catch {
    }
    n && (A = (a) => {
      var c = new XMLHttpRequest();
      c.open("GET", a, false);
      c.responseType = "arraybuffer";
      c.send(null);
      return new Uint8Array(c.response);
    });
    z = async (a) => {
      if (B(a)) return new Promise((b, e) => {
        var f = new XMLHttpRequest();
        f.open("GET", a, true);
        f.responseType = "arraybuffer";
        f.onload = () => {
          200 == f.status || 0 == f.status && f.response ? b(f.response) : e(f.status);
        };
        f.onerror = e;
        f.send(null);
      });
      var c = await fetch(a, { credentials: "same-origin" });
      if (c.ok) return c.arrayBuffer();
      throw Error(c.status + " : " + c.url);
    };
  }
  var C = console.log.bind(console), D = console.error.bind(console), E, F = false, G, B = (a) => a.startsWith("file://"), H, I, J, K, L, M, ba = false;
  function ca() {
    var a = t.buffer;
    d.HEAP8 = J = new Int8Array(a);
    new Int16Array(a);
    d.HEAPU8 = K = new Uint8Array(a);
    new Uint16Array(a);
    L = new Int32Array(a);
    M = new Uint32Array(a);
    new Float32Array(a);
    new Float64Array(a);
    new BigInt64Array(a);
    new BigUint64Array(a);
  }
  function N(a) {
    d.onAbort?.(a);
    a = "Aborted(" + a + ")";
    D(a);
    F = true;
    a = new WebAssembly.RuntimeError(a + ". Build with -sASSERTIONS for more info.");
    I?.(a);
    throw a;
  }
  var O;
  async function da(a) {
    if (!E) try {
      var c = await z(a);
      return new Uint8Array(c);
    } catch {
    }
    if (a == O && E) a = new Uint8Array(E);
    else if (A) a = A(a);
    else throw "both async and sync fetching of the wasm failed";
    return a;
  }
  async function ea(a, c) {
    try {
      var b = await da(a);
      return await WebAssembly.instantiate(b, c);
    } catch (e) {
      D(`failed to asynchronously prepare wasm: ${e}`), N(e);
    }
  }
  async function fa(a) {
    var c = O;
    if (!E && !B(c) && !q) try {
      var b = fetch(c, { credentials: "same-origin" });
      return await WebAssembly.instantiateStreaming(b, a);
    } catch (e) {
      D(`wasm streaming compile failed: ${e}`), D("falling back to ArrayBuffer instantiation");
    }
    return ea(c, a);
  }
  class P {
    name = "ExitStatus";
    constructor(a) {
      this.message = `Program terminated with exit(${a})`;
      this.status = a;
    }
  }
  var ha = (a) => {
    for (; 0 < a.length; ) a.shift()(d);
  }, ia = [], ja = [], ka = () => {
    var a = d.preRun.shift();
    ja.push(a);
  }, Q = true, t, la = new TextDecoder(), ma = (a, c, b, e) => {
    b = c + b;
    if (e) return b;
    for (; a[c] && !(c >= b); ) ++c;
    return c;
  }, R = (a, c, b) => a ? la.decode(K.subarray(a, ma(K, a, c, b))) : "", S = 0, na = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335], oa = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334], T = {}, pa = (a) => {
    G = a;
    Q || 0 < S || (d.onExit?.(a), F = true);
    v(a, new P(a));
  }, qa = (a) => {
    if (!F) try {
      a();
    } catch (c) {
      c instanceof P || "unwind" == c || v(1, c);
    } finally {
      if (!(Q || 0 < S)) try {
        G = a = G, pa(a);
      } catch (c) {
        c instanceof P || "unwind" == c || v(1, c);
      }
    }
  }, U = (a, c, b) => {
    var e = K;
    if (!(0 < b)) return 0;
    var f = c;
    b = c + b - 1;
    for (var g = 0; g < a.length; ++g) {
      var h = a.codePointAt(g);
      if (127 >= h) {
        if (c >= b) break;
        e[c++] = h;
      } else if (2047 >= h) {
        if (c + 1 >= b) break;
        e[c++] = 192 | h >> 6;
        e[c++] = 128 | h & 63;
      } else if (65535 >= h) {
        if (c + 2 >= b) break;
        e[c++] = 224 | h >> 12;
        e[c++] = 128 | h >> 6 & 63;
        e[c++] = 128 | h & 63;
      } else {
        if (c + 3 >= b) break;
        e[c++] = 240 | h >> 18;
        e[c++] = 128 | h >> 12 & 63;
        e[c++] = 128 | h >> 6 & 63;
        e[c++] = 128 | h & 63;
        g++;
      }
    }
    e[c] = 0;
    return c - f;
  }, V = {}, ra = () => {
    if (!W) {
      var a = {
        USER: "web_user",
        LOGNAME: "web_user",
        PATH: "/",
        PWD: "/",
        HOME: "/home/web_user",
        LANG: (globalThis.navigator?.language ?? "C").replace("-", "_") + ".UTF-8",
        _: u || "./this.program"
      }, c;
      for (c in V) void 0 === V[c] ? delete a[c] : a[c] = V[c];
      var b = [];
      for (c in a) b.push(`${c}=${a[c]}`);
      W = b;
    }
    return W;
  }, W, X = (a) => {
    for (var c = 0, b = 0; b < a.length; ++b) {
      var e = a.charCodeAt(b);
      127 >= e ? c++ : 2047 >= e ? c += 2 : 55296 <= e && 57343 >= e ? (c += 4, ++b) : c += 3;
    }
    return c;
  }, sa = [null, [], []], va = (a, c, b, e) => {
    var f = { string: (k) => {
      var l = 0;
      if (null !== k && void 0 !== k && 0 !== k) {
        l = X(k) + 1;
        var p = Y(l);
        U(
          k,
          p,
          l
        );
        l = p;
      }
      return l;
    }, array: (k) => {
      var l = Y(k.length);
      J.set(k, l);
      return l;
    } };
    a = d["_" + a];
    var g = [], h = 0;
    if (e) for (var m = 0; m < e.length; m++) {
      var x = f[b[m]];
      x ? (0 === h && (h = ta()), g[m] = x(e[m])) : g[m] = e[m];
    }
    b = a(...g);
    return b = (function(k) {
      0 !== h && ua(h);
      return "string" === c ? R(k) : "boolean" === c ? !!k : k;
    })(b);
  };
  d.wasmMemory ? t = d.wasmMemory : t = new WebAssembly.Memory({ initial: (d.INITIAL_MEMORY || 16777216) / 65536, maximum: 32768 });
  ca();
  d.noExitRuntime && (Q = d.noExitRuntime);
  d.print && (C = d.print);
  d.printErr && (D = d.printErr);
  d.wasmBinary && (E = d.wasmBinary);
  d.thisProgram && (u = d.thisProgram);
  if (d.preInit) for ("function" == typeof d.preInit && (d.preInit = [d.preInit]); 0 < d.preInit.length; ) d.preInit.shift()();
  d.cwrap = (a, c, b, e) => {
    var f = !b || b.every((g) => "number" === g || "boolean" === g);
    return "string" !== c && f && !e ? d["_" + a] : (...g) => va(a, c, b, g);
  };
  d.UTF8ToString = R;
  d.stringToUTF8 = (a, c, b) => U(a, c, b);
  d.lengthBytesUTF8 = X;
  var wa, ua, Y, ta, xa = { b: (a, c, b, e) => N(`Assertion failed: ${R(a)}, at: ` + [c ? R(c) : "unknown filename", b, e ? R(e) : "unknown function"]), q: () => N(""), l: () => {
    Q = false;
    S = 0;
  }, m: function(a, c) {
    a = -9007199254740992 > a || 9007199254740992 < a ? NaN : Number(a);
    a = new Date(1e3 * a);
    L[c >> 2] = a.getSeconds();
    L[c + 4 >> 2] = a.getMinutes();
    L[c + 8 >> 2] = a.getHours();
    L[c + 12 >> 2] = a.getDate();
    L[c + 16 >> 2] = a.getMonth();
    L[c + 20 >> 2] = a.getFullYear() - 1900;
    L[c + 24 >> 2] = a.getDay();
    var b = a.getFullYear();
    L[c + 28 >> 2] = (0 !== b % 4 || 0 === b % 100 && 0 !== b % 400 ? oa : na)[a.getMonth()] + a.getDate() - 1 | 0;
    L[c + 36 >> 2] = -(60 * a.getTimezoneOffset());
    b = new Date(a.getFullYear(), 6, 1).getTimezoneOffset();
    var e = new Date(a.getFullYear(), 0, 1).getTimezoneOffset();
    L[c + 32 >> 2] = (b != e && a.getTimezoneOffset() == Math.min(e, b)) | 0;
  }, j: (a, c) => {
    T[a] && (clearTimeout(T[a].id), delete T[a]);
    if (!c) return 0;
    var b = setTimeout(() => {
      delete T[a];
      qa(() => wa(a, performance.now()));
    }, c);
    T[a] = { id: b, Qa: c };
    return 0;
  }, n: (a, c, b, e) => {
    var f = (/* @__PURE__ */ new Date()).getFullYear(), g = new Date(f, 0, 1).getTimezoneOffset();
    f = new Date(f, 6, 1).getTimezoneOffset();
    M[a >> 2] = 60 * Math.max(g, f);
    L[c >> 2] = Number(g != f);
    c = (h) => {
      var m = Math.abs(h);
      return `UTC${0 <= h ? "-" : "+"}${String(Math.floor(m / 60)).padStart(2, "0")}${String(m % 60).padStart(2, "0")}`;
    };
    a = c(g);
    c = c(f);
    f < g ? (U(a, b, 17), U(c, e, 17)) : (U(a, e, 17), U(c, b, 17));
  }, p: () => Date.now(), k: (a) => {
    var c = K.length;
    a >>>= 0;
    if (2147483648 < a) return false;
    for (var b = 1; 4 >= b; b *= 2) {
      var e = c * (1 + 0.2 / b);
      e = Math.min(e, a + 100663296);
      a: {
        e = (Math.min(2147483648, 65536 * Math.ceil(Math.max(a, e) / 65536)) - t.buffer.byteLength + 65535) / 65536 | 0;
        try {
          t.grow(e);
          ca();
          var f = 1;
          break a;
        } catch (g) {
        }
        f = void 0;
      }
      if (f) return true;
    }
    return false;
  }, e: (a, c) => {
    var b = 0, e = 0, f;
    for (f of ra()) {
      var g = c + b;
      M[a + e >> 2] = g;
      b += U(f, g, Infinity) + 1;
      e += 4;
    }
    return 0;
  }, f: (a, c) => {
    var b = ra();
    M[a >> 2] = b.length;
    a = 0;
    for (var e of b) a += X(e) + 1;
    M[c >> 2] = a;
    return 0;
  }, d: () => 52, o: function() {
    return 70;
  }, c: (a, c, b, e) => {
    for (var f = 0, g = 0; g < b; g++) {
      var h = M[c >> 2], m = M[c + 4 >> 2];
      c += 8;
      for (var x = 0; x < m; x++) {
        var k = a, l = K[h + x], p = sa[k];
        0 === l || 10 === l ? (k = 1 === k ? C : D, l = ma(p, 0), l = la.decode(p.buffer ? p.subarray(0, l) : new Uint8Array(p.slice(0, l))), k(l), p.length = 0) : p.push(l);
      }
      f += m;
    }
    M[e >> 2] = f;
    return 0;
  }, a: t, r: pa, s: function(a, c, b, e, f) {
    return d.callbacks.callFunction(void 0, a, c, b, e, f);
  }, i: function(a) {
    return d.callbacks.shouldInterrupt(void 0, a);
  }, h: function(a, c, b) {
    b = R(b);
    return d.callbacks.loadModuleSource(void 0, a, c, b);
  }, g: function(a, c, b, e) {
    b = R(b);
    e = R(e);
    return d.callbacks.normalizeModule(void 0, a, c, b, e);
  }, t: function(a, c) {
    d.callbacks.freeHostRef(void 0, a, c);
  } }, Z;
  Z = await (async function() {
    function a(b) {
      b = Z = b.exports;
      d._malloc = b.v;
      d._QTS_Throw = b.w;
      d._QTS_NewError = b.x;
      d._QTS_RuntimeSetMemoryLimit = b.y;
      d._QTS_RuntimeComputeMemoryUsage = b.z;
      d._QTS_RuntimeDumpMemoryUsage = b.A;
      d._QTS_RecoverableLeakCheck = b.B;
      d._QTS_BuildIsSanitizeLeak = b.C;
      d._QTS_RuntimeSetMaxStackSize = b.D;
      d._QTS_GetUndefined = b.E;
      d._QTS_GetNull = b.F;
      d._QTS_GetFalse = b.G;
      d._QTS_GetTrue = b.H;
      d._QTS_NewHostRef = b.I;
      d._QTS_GetHostRefId = b.J;
      d._QTS_NewRuntime = b.K;
      d._QTS_FreeRuntime = b.L;
      d._free = b.M;
      d._QTS_NewContext = b.N;
      d._QTS_FreeContext = b.O;
      d._QTS_FreeValuePointer = b.P;
      d._QTS_FreeValuePointerRuntime = b.Q;
      d._QTS_FreeVoidPointer = b.R;
      d._QTS_FreeCString = b.S;
      d._QTS_DupValuePointer = b.T;
      d._QTS_NewObject = b.U;
      d._QTS_NewObjectProto = b.V;
      d._QTS_NewArray = b.W;
      d._QTS_NewArrayBuffer = b.X;
      d._QTS_NewFloat64 = b.Y;
      d._QTS_GetFloat64 = b.Z;
      d._QTS_NewString = b._;
      d._QTS_GetString = b.$;
      d._QTS_GetArrayBuffer = b.aa;
      d._QTS_GetArrayBufferLength = b.ba;
      d._QTS_NewSymbol = b.ca;
      d._QTS_GetSymbolDescriptionOrKey = b.da;
      d._QTS_IsGlobalSymbol = b.ea;
      d._QTS_IsJobPending = b.fa;
      d._QTS_ExecutePendingJob = b.ga;
      d._QTS_GetProp = b.ha;
      d._QTS_GetPropNumber = b.ia;
      d._QTS_SetProp = b.ja;
      d._QTS_DefineProp = b.ka;
      d._QTS_GetOwnPropertyNames = b.la;
      d._QTS_Call = b.ma;
      d._QTS_ResolveException = b.na;
      d._QTS_Dump = b.oa;
      d._QTS_Eval = b.pa;
      d._QTS_GetModuleNamespace = b.qa;
      d._QTS_Typeof = b.ra;
      d._QTS_GetLength = b.sa;
      d._QTS_IsEqual = b.ta;
      d._QTS_GetGlobalObject = b.ua;
      d._QTS_NewPromiseCapability = b.va;
      d._QTS_PromiseState = b.wa;
      d._QTS_PromiseResult = b.xa;
      d._QTS_TestStringArg = b.ya;
      d._QTS_GetDebugLogEnabled = b.za;
      d._QTS_SetDebugLogEnabled = b.Aa;
      d._QTS_BuildIsDebug = b.Ba;
      d._QTS_BuildIsAsyncify = b.Ca;
      d._QTS_NewFunction = b.Da;
      d._QTS_ArgvGetJSValueConstPointer = b.Ea;
      d._QTS_RuntimeEnableInterruptHandler = b.Fa;
      d._QTS_RuntimeDisableInterruptHandler = b.Ga;
      d._QTS_RuntimeEnableModuleLoader = b.Ha;
      d._QTS_RuntimeDisableModuleLoader = b.Ia;
      d._QTS_bjson_encode = b.Ja;
      d._QTS_bjson_decode = b.Ka;
      wa = b.La;
      ua = b.Ma;
      Y = b.Na;
      ta = b.Oa;
      return Z;
    }
    var c = { a: xa };
    if (d.instantiateWasm) return new Promise((b) => {
      d.instantiateWasm(c, (e, f) => {
        b(a(e, f));
      });
    });
    O ??= d.locateFile ? d.locateFile ? d.locateFile("emscripten-module.wasm", y) : y + "emscripten-module.wasm" : new URL("emscripten-module.wasm", "file:///thread.js").href;
    return a((await fa(c)).instance);
  })();
  (function() {
    function a() {
      d.calledRun = true;
      if (!F) {
        ba = true;
        Z.u();
        H?.(d);
        d.onRuntimeInitialized?.();
        if (d.postRun) for ("function" == typeof d.postRun && (d.postRun = [d.postRun]); d.postRun.length; ) {
          var c = d.postRun.shift();
          ia.push(c);
        }
        ha(ia);
      }
    }
    if (d.preRun) for ("function" == typeof d.preRun && (d.preRun = [d.preRun]); d.preRun.length; ) ka();
    ha(ja);
    d.setStatus ? (d.setStatus("Running..."), setTimeout(() => {
      setTimeout(() => d.setStatus(""), 1);
      a();
    }, 1)) : a();
  })();
  ba ? moduleRtn = d : moduleRtn = new Promise((a, c) => {
    H = a;
    I = c;
  });
  ;
  return moduleRtn;
}
var emscripten_module_default;
var init_emscripten_module = __esm({
  "node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.mjs"() {
    emscripten_module_default = QuickJSRaw;
  }
});

// node_modules/@jitl/quickjs-ffi-types/dist/index.mjs
var EvalFlags, IntrinsicsFlags, JSPromiseStateEnum, GetOwnPropertyNamesFlags, IsEqualOp;
var init_dist = __esm({
  "node_modules/@jitl/quickjs-ffi-types/dist/index.mjs"() {
    EvalFlags = { JS_EVAL_TYPE_GLOBAL: 0, JS_EVAL_TYPE_MODULE: 1, JS_EVAL_TYPE_DIRECT: 2, JS_EVAL_TYPE_INDIRECT: 3, JS_EVAL_TYPE_MASK: 3, JS_EVAL_FLAG_STRICT: 8, JS_EVAL_FLAG_STRIP: 16, JS_EVAL_FLAG_COMPILE_ONLY: 32, JS_EVAL_FLAG_BACKTRACE_BARRIER: 64 };
    IntrinsicsFlags = { BaseObjects: 1, Date: 2, Eval: 4, StringNormalize: 8, RegExp: 16, RegExpCompiler: 32, JSON: 64, Proxy: 128, MapSet: 256, TypedArrays: 512, Promise: 1024, BigInt: 2048, BigFloat: 4096, BigDecimal: 8192, OperatorOverloading: 16384, BignumExt: 32768 };
    JSPromiseStateEnum = { Pending: 0, Fulfilled: 1, Rejected: 2 };
    GetOwnPropertyNamesFlags = { JS_GPN_STRING_MASK: 1, JS_GPN_SYMBOL_MASK: 2, JS_GPN_PRIVATE_MASK: 4, JS_GPN_ENUM_ONLY: 16, JS_GPN_SET_ENUM: 32, QTS_GPN_NUMBER_MASK: 64, QTS_STANDARD_COMPLIANT_NUMBER: 128 };
    IsEqualOp = { IsStrictlyEqual: 0, IsSameValue: 1, IsSameValueZero: 2 };
  }
});

// node_modules/quickjs-emscripten-core/dist/chunk-V2S4ZYJR.mjs
function debugLog(...args) {
  QTS_DEBUG && console.log("quickjs-emscripten:", ...args);
}
function* awaitYield(value) {
  return yield value;
}
function awaitYieldOf(generator) {
  return awaitYield(awaitEachYieldedPromise(generator));
}
function maybeAsyncFn(that, fn) {
  return (...args) => {
    let generator = fn.call(that, AwaitYield, ...args);
    return awaitEachYieldedPromise(generator);
  };
}
function maybeAsync(that, startGenerator) {
  let generator = startGenerator.call(that, AwaitYield);
  return awaitEachYieldedPromise(generator);
}
function awaitEachYieldedPromise(gen) {
  function handleNextStep(step) {
    return step.done ? step.value : step.value instanceof Promise ? step.value.then((value) => handleNextStep(gen.next(value)), (error) => handleNextStep(gen.throw(error))) : handleNextStep(gen.next(step.value));
  }
  return handleNextStep(gen.next());
}
function scopeFinally(scope, blockError) {
  let disposeError;
  try {
    scope.dispose();
  } catch (error) {
    disposeError = error;
  }
  if (blockError && disposeError) throw Object.assign(blockError, { message: `${blockError.message}
 Then, failed to dispose scope: ${disposeError.message}`, disposeError }), blockError;
  if (blockError || disposeError) throw blockError || disposeError;
}
function createDisposableArray(items) {
  let array2 = items ? Array.from(items) : [];
  function disposeAlive() {
    return array2.forEach((disposable) => disposable.alive ? disposable.dispose() : void 0);
  }
  function someIsAlive() {
    return array2.some((disposable) => disposable.alive);
  }
  return Object.defineProperty(array2, SymbolDispose, { configurable: true, enumerable: false, value: disposeAlive }), Object.defineProperty(array2, "dispose", { configurable: true, enumerable: false, value: disposeAlive }), Object.defineProperty(array2, "alive", { configurable: true, enumerable: false, get: someIsAlive }), array2;
}
function isDisposable(value) {
  return !!(value && (typeof value == "object" || typeof value == "function") && "alive" in value && typeof value.alive == "boolean" && "dispose" in value && typeof value.dispose == "function");
}
function intrinsicsToFlags(intrinsics) {
  if (!intrinsics) return 0;
  let result = 0;
  for (let [maybeIntrinsicName, enabled] of Object.entries(intrinsics)) {
    if (!(maybeIntrinsicName in IntrinsicsFlags)) throw new QuickJSUnknownIntrinsic(maybeIntrinsicName);
    enabled && (result |= IntrinsicsFlags[maybeIntrinsicName]);
  }
  return result;
}
function evalOptionsToFlags(evalOptions) {
  if (typeof evalOptions == "number") return evalOptions;
  if (evalOptions === void 0) return 0;
  let { type, strict, strip, compileOnly, backtraceBarrier } = evalOptions, flags = 0;
  return type === "global" && (flags |= EvalFlags.JS_EVAL_TYPE_GLOBAL), type === "module" && (flags |= EvalFlags.JS_EVAL_TYPE_MODULE), strict && (flags |= EvalFlags.JS_EVAL_FLAG_STRICT), strip && (flags |= EvalFlags.JS_EVAL_FLAG_STRIP), compileOnly && (flags |= EvalFlags.JS_EVAL_FLAG_COMPILE_ONLY), backtraceBarrier && (flags |= EvalFlags.JS_EVAL_FLAG_BACKTRACE_BARRIER), flags;
}
function getOwnPropertyNamesOptionsToFlags(options) {
  if (typeof options == "number") return options;
  if (options === void 0) return 0;
  let { strings: includeStrings, symbols: includeSymbols, quickjsPrivate: includePrivate, onlyEnumerable, numbers: includeNumbers, numbersAsStrings } = options, flags = 0;
  return includeStrings && (flags |= GetOwnPropertyNamesFlags.JS_GPN_STRING_MASK), includeSymbols && (flags |= GetOwnPropertyNamesFlags.JS_GPN_SYMBOL_MASK), includePrivate && (flags |= GetOwnPropertyNamesFlags.JS_GPN_PRIVATE_MASK), onlyEnumerable && (flags |= GetOwnPropertyNamesFlags.JS_GPN_ENUM_ONLY), includeNumbers && (flags |= GetOwnPropertyNamesFlags.QTS_GPN_NUMBER_MASK), numbersAsStrings && (flags |= GetOwnPropertyNamesFlags.QTS_STANDARD_COMPLIANT_NUMBER), flags;
}
function concat(...values) {
  let result = [];
  for (let value of values) value !== void 0 && (result = result.concat(value));
  return result;
}
function getGroupId(id) {
  return id >> 8;
}
function applyBaseRuntimeOptions(runtime, options) {
  options.interruptHandler && runtime.setInterruptHandler(options.interruptHandler), options.maxStackSizeBytes !== void 0 && runtime.setMaxStackSize(options.maxStackSizeBytes), options.memoryLimitBytes !== void 0 && runtime.setMemoryLimit(options.memoryLimitBytes);
}
function applyModuleEvalRuntimeOptions(runtime, options) {
  options.moduleLoader && runtime.setModuleLoader(options.moduleLoader), options.shouldInterrupt && runtime.setInterruptHandler(options.shouldInterrupt), options.memoryLimitBytes !== void 0 && runtime.setMemoryLimit(options.memoryLimitBytes), options.maxStackSizeBytes !== void 0 && runtime.setMaxStackSize(options.maxStackSizeBytes);
}
var __defProp2, __export2, QTS_DEBUG, errors_exports, QuickJSUnwrapError, QuickJSWrongOwner, QuickJSUseAfterFree, QuickJSNotImplemented, QuickJSAsyncifyError, QuickJSAsyncifySuspended, QuickJSMemoryLeakDetected, QuickJSEmscriptenModuleError, QuickJSUnknownIntrinsic, QuickJSPromisePending, QuickJSEmptyGetOwnPropertyNames, QuickJSHostRefRangeExceeded, QuickJSHostRefInvalid, AwaitYield, UsingDisposable, SymbolDispose, prototypeAsAny, Lifetime, StaticLifetime, WeakLifetime, Scope, AbstractDisposableResult, DisposableSuccess, DisposableFail, DisposableResult, QuickJSDeferredPromise, ModuleMemory, DefaultIntrinsics, QuickJSIterator, INT32_MIN, INT32_MAX, INVALID_HOST_REF_ID, HostRefMap, HostRef, ContextMemory, QuickJSContext, QuickJSRuntime, QuickJSEmscriptenModuleCallbacks, QuickJSModuleCallbacks, QuickJSWASMModule;
var init_chunk_V2S4ZYJR = __esm({
  "node_modules/quickjs-emscripten-core/dist/chunk-V2S4ZYJR.mjs"() {
    init_dist();
    init_dist();
    __defProp2 = Object.defineProperty;
    __export2 = (target, all) => {
      for (var name2 in all) __defProp2(target, name2, { get: all[name2], enumerable: true });
    };
    QTS_DEBUG = false;
    errors_exports = {};
    __export2(errors_exports, { QuickJSAsyncifyError: () => QuickJSAsyncifyError, QuickJSAsyncifySuspended: () => QuickJSAsyncifySuspended, QuickJSEmptyGetOwnPropertyNames: () => QuickJSEmptyGetOwnPropertyNames, QuickJSEmscriptenModuleError: () => QuickJSEmscriptenModuleError, QuickJSHostRefInvalid: () => QuickJSHostRefInvalid, QuickJSHostRefRangeExceeded: () => QuickJSHostRefRangeExceeded, QuickJSMemoryLeakDetected: () => QuickJSMemoryLeakDetected, QuickJSNotImplemented: () => QuickJSNotImplemented, QuickJSPromisePending: () => QuickJSPromisePending, QuickJSUnknownIntrinsic: () => QuickJSUnknownIntrinsic, QuickJSUnwrapError: () => QuickJSUnwrapError, QuickJSUseAfterFree: () => QuickJSUseAfterFree, QuickJSWrongOwner: () => QuickJSWrongOwner });
    QuickJSUnwrapError = class extends Error {
      constructor(cause, context) {
        let message = typeof cause == "object" && cause && "message" in cause ? String(cause.message) : String(cause);
        super(message);
        this.cause = cause;
        this.context = context;
        this.name = "QuickJSUnwrapError";
      }
    };
    QuickJSWrongOwner = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSWrongOwner";
      }
    };
    QuickJSUseAfterFree = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSUseAfterFree";
      }
    };
    QuickJSNotImplemented = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSNotImplemented";
      }
    };
    QuickJSAsyncifyError = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSAsyncifyError";
      }
    };
    QuickJSAsyncifySuspended = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSAsyncifySuspended";
      }
    };
    QuickJSMemoryLeakDetected = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSMemoryLeakDetected";
      }
    };
    QuickJSEmscriptenModuleError = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSEmscriptenModuleError";
      }
    };
    QuickJSUnknownIntrinsic = class extends TypeError {
      constructor() {
        super(...arguments);
        this.name = "QuickJSUnknownIntrinsic";
      }
    };
    QuickJSPromisePending = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSPromisePending";
      }
    };
    QuickJSEmptyGetOwnPropertyNames = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSEmptyGetOwnPropertyNames";
      }
    };
    QuickJSHostRefRangeExceeded = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSHostRefRangeExceeded";
      }
    };
    QuickJSHostRefInvalid = class extends Error {
      constructor() {
        super(...arguments);
        this.name = "QuickJSHostRefInvalid";
      }
    };
    AwaitYield = awaitYield;
    AwaitYield.of = awaitYieldOf;
    UsingDisposable = class {
      [Symbol.dispose]() {
        return this.dispose();
      }
    };
    SymbolDispose = Symbol.dispose ?? /* @__PURE__ */ Symbol.for("Symbol.dispose");
    prototypeAsAny = UsingDisposable.prototype;
    prototypeAsAny[SymbolDispose] || (prototypeAsAny[SymbolDispose] = function() {
      return this.dispose();
    });
    Lifetime = class _Lifetime extends UsingDisposable {
      constructor(_value, copier, disposer, _owner) {
        super();
        this._value = _value;
        this.copier = copier;
        this.disposer = disposer;
        this._owner = _owner;
        this._alive = true;
        this._constructorStack = QTS_DEBUG ? new Error("Lifetime constructed").stack : void 0;
      }
      get alive() {
        return this._alive;
      }
      get value() {
        return this.assertAlive(), this._value;
      }
      get owner() {
        return this._owner;
      }
      get dupable() {
        return !!this.copier;
      }
      dup() {
        if (this.assertAlive(), !this.copier) throw new Error("Non-dupable lifetime");
        return new _Lifetime(this.copier(this._value), this.copier, this.disposer, this._owner);
      }
      consume(map) {
        this.assertAlive();
        let result = map(this);
        return this.dispose(), result;
      }
      map(map) {
        return this.assertAlive(), map(this);
      }
      tap(fn) {
        return fn(this), this;
      }
      dispose() {
        this.assertAlive(), this.disposer && this.disposer(this._value), this._alive = false;
      }
      assertAlive() {
        if (!this.alive) throw this._constructorStack ? new QuickJSUseAfterFree(`Lifetime not alive
${this._constructorStack}
Lifetime used`) : new QuickJSUseAfterFree("Lifetime not alive");
      }
    };
    StaticLifetime = class extends Lifetime {
      constructor(value, owner) {
        super(value, void 0, void 0, owner);
      }
      get dupable() {
        return true;
      }
      dup() {
        return this;
      }
      dispose() {
      }
    };
    WeakLifetime = class extends Lifetime {
      constructor(value, copier, disposer, owner) {
        super(value, copier, disposer, owner);
      }
      dispose() {
        this._alive = false;
      }
    };
    Scope = class _Scope extends UsingDisposable {
      constructor() {
        super(...arguments);
        this._disposables = new Lifetime(/* @__PURE__ */ new Set());
        this.manage = (lifetime) => (this._disposables.value.add(lifetime), lifetime);
      }
      static withScope(block) {
        let scope = new _Scope(), blockError;
        try {
          return block(scope);
        } catch (error) {
          throw blockError = error, error;
        } finally {
          scopeFinally(scope, blockError);
        }
      }
      static withScopeMaybeAsync(_this, block) {
        return maybeAsync(void 0, function* (awaited) {
          let scope = new _Scope(), blockError;
          try {
            return yield* awaited.of(block.call(_this, awaited, scope));
          } catch (error) {
            throw blockError = error, error;
          } finally {
            scopeFinally(scope, blockError);
          }
        });
      }
      static async withScopeAsync(block) {
        let scope = new _Scope(), blockError;
        try {
          return await block(scope);
        } catch (error) {
          throw blockError = error, error;
        } finally {
          scopeFinally(scope, blockError);
        }
      }
      get alive() {
        return this._disposables.alive;
      }
      dispose() {
        let lifetimes = Array.from(this._disposables.value.values()).reverse();
        for (let lifetime of lifetimes) lifetime.alive && lifetime.dispose();
        this._disposables.dispose();
      }
    };
    AbstractDisposableResult = class _AbstractDisposableResult extends UsingDisposable {
      static success(value) {
        return new DisposableSuccess(value);
      }
      static fail(error, onUnwrap) {
        return new DisposableFail(error, onUnwrap);
      }
      static is(result) {
        return result instanceof _AbstractDisposableResult;
      }
    };
    DisposableSuccess = class extends AbstractDisposableResult {
      constructor(value) {
        super();
        this.value = value;
      }
      get alive() {
        return isDisposable(this.value) ? this.value.alive : true;
      }
      dispose() {
        isDisposable(this.value) && this.value.dispose();
      }
      unwrap() {
        return this.value;
      }
      unwrapOr(_fallback) {
        return this.value;
      }
    };
    DisposableFail = class extends AbstractDisposableResult {
      constructor(error, onUnwrap) {
        super();
        this.error = error;
        this.onUnwrap = onUnwrap;
      }
      get alive() {
        return isDisposable(this.error) ? this.error.alive : true;
      }
      dispose() {
        isDisposable(this.error) && this.error.dispose();
      }
      unwrap() {
        throw this.onUnwrap(this), this.error;
      }
      unwrapOr(fallback) {
        return fallback;
      }
    };
    DisposableResult = AbstractDisposableResult;
    QuickJSDeferredPromise = class extends UsingDisposable {
      constructor(args) {
        super();
        this.resolve = (value) => {
          this.resolveHandle.alive && (this.context.unwrapResult(this.context.callFunction(this.resolveHandle, this.context.undefined, value || this.context.undefined)).dispose(), this.disposeResolvers(), this.onSettled());
        };
        this.reject = (value) => {
          this.rejectHandle.alive && (this.context.unwrapResult(this.context.callFunction(this.rejectHandle, this.context.undefined, value || this.context.undefined)).dispose(), this.disposeResolvers(), this.onSettled());
        };
        this.dispose = () => {
          this.handle.alive && this.handle.dispose(), this.disposeResolvers();
        };
        this.context = args.context, this.owner = args.context.runtime, this.handle = args.promiseHandle, this.settled = new Promise((resolve) => {
          this.onSettled = resolve;
        }), this.resolveHandle = args.resolveHandle, this.rejectHandle = args.rejectHandle;
      }
      get alive() {
        return this.handle.alive || this.resolveHandle.alive || this.rejectHandle.alive;
      }
      disposeResolvers() {
        this.resolveHandle.alive && this.resolveHandle.dispose(), this.rejectHandle.alive && this.rejectHandle.dispose();
      }
    };
    ModuleMemory = class {
      constructor(module2) {
        this.module = module2;
      }
      toPointerArray(handleArray) {
        let typedArray = new Int32Array(handleArray.map((handle) => handle.value)), numBytes = typedArray.length * typedArray.BYTES_PER_ELEMENT, ptr = this.module._malloc(numBytes);
        return new Uint8Array(this.module.HEAPU8.buffer, ptr, numBytes).set(new Uint8Array(typedArray.buffer)), new Lifetime(ptr, void 0, (ptr2) => this.module._free(ptr2));
      }
      newTypedArray(kind, length) {
        let zeros = new kind(new Array(length).fill(0)), numBytes = zeros.length * zeros.BYTES_PER_ELEMENT, ptr = this.module._malloc(numBytes), typedArray = new kind(this.module.HEAPU8.buffer, ptr, length);
        return typedArray.set(zeros), new Lifetime({ typedArray, ptr }, void 0, (value) => this.module._free(value.ptr));
      }
      newMutablePointerArray(length) {
        return this.newTypedArray(Int32Array, length);
      }
      newHeapCharPointer(string2) {
        let strlen = this.module.lengthBytesUTF8(string2), dataBytes = strlen + 1, ptr = this.module._malloc(dataBytes);
        return this.module.stringToUTF8(string2, ptr, dataBytes), new Lifetime({ ptr, strlen }, void 0, (value) => this.module._free(value.ptr));
      }
      newHeapBufferPointer(buffer) {
        let numBytes = buffer.byteLength, ptr = this.module._malloc(numBytes);
        return this.module.HEAPU8.set(buffer, ptr), new Lifetime({ pointer: ptr, numBytes }, void 0, (value) => this.module._free(value.pointer));
      }
      consumeHeapCharPointer(ptr) {
        let str = this.module.UTF8ToString(ptr);
        return this.module._free(ptr), str;
      }
    };
    DefaultIntrinsics = Object.freeze({ BaseObjects: true, Date: true, Eval: true, StringNormalize: true, RegExp: true, JSON: true, Proxy: true, MapSet: true, TypedArrays: true, Promise: true });
    QuickJSIterator = class extends UsingDisposable {
      constructor(handle, context) {
        super();
        this.handle = handle;
        this.context = context;
        this._isDone = false;
        this.owner = context.runtime;
      }
      [Symbol.iterator]() {
        return this;
      }
      next(value) {
        if (!this.alive || this._isDone) return { done: true, value: void 0 };
        let nextMethod = this._next ?? (this._next = this.context.getProp(this.handle, "next"));
        return this.callIteratorMethod(nextMethod, value);
      }
      return(value) {
        if (!this.alive) return { done: true, value: void 0 };
        let returnMethod = this.context.getProp(this.handle, "return");
        if (returnMethod === this.context.undefined && value === void 0) return this.dispose(), { done: true, value: void 0 };
        let result = this.callIteratorMethod(returnMethod, value);
        return returnMethod.dispose(), this.dispose(), result;
      }
      throw(e) {
        if (!this.alive) return { done: true, value: void 0 };
        let errorHandle = e instanceof Lifetime ? e : this.context.newError(e), throwMethod = this.context.getProp(this.handle, "throw"), result = this.callIteratorMethod(throwMethod, e);
        return errorHandle.alive && errorHandle.dispose(), throwMethod.dispose(), this.dispose(), result;
      }
      get alive() {
        return this.handle.alive;
      }
      dispose() {
        this._isDone = true, this.handle.dispose(), this._next?.dispose();
      }
      callIteratorMethod(method, input) {
        let callResult = input ? this.context.callFunction(method, this.handle, input) : this.context.callFunction(method, this.handle);
        if (callResult.error) return this.dispose(), { value: callResult };
        let done = this.context.getProp(callResult.value, "done").consume((v) => this.context.dump(v)), value = this.context.getProp(callResult.value, "value");
        return callResult.value.dispose(), done && this.dispose(), { value: DisposableResult.success(value), done };
      }
    };
    INT32_MIN = -2147483648;
    INT32_MAX = 2147483647;
    INVALID_HOST_REF_ID = 0;
    HostRefMap = class {
      constructor() {
        this.nextId = INT32_MIN;
        this.freelist = [];
        this.groups = /* @__PURE__ */ new Map();
      }
      put(value) {
        let id = this.allocateId(), groupId = getGroupId(id), group = this.groups.get(groupId);
        return group || (group = /* @__PURE__ */ new Map(), this.groups.set(groupId, group)), group.set(id, value), id;
      }
      get(id) {
        if (id === INVALID_HOST_REF_ID) throw new QuickJSHostRefInvalid("no host reference id defined");
        let groupId = getGroupId(id), group = this.groups.get(groupId);
        if (!group) throw new QuickJSHostRefInvalid(`host reference id ${id} is not defined`);
        let value = group.get(id);
        if (!value) throw new QuickJSHostRefInvalid(`host reference id ${id} is not defined`);
        return value;
      }
      delete(id) {
        if (id === INVALID_HOST_REF_ID) throw new QuickJSHostRefInvalid("no host reference id defined");
        let groupId = getGroupId(id), group = this.groups.get(groupId);
        if (!group) throw new QuickJSHostRefInvalid(`host reference id ${id} is not defined`);
        group.delete(id), group.size === 0 && this.groups.delete(groupId), this.freelist.push(id);
      }
      allocateId() {
        if (this.freelist.length > 0) return this.freelist.shift();
        if (this.nextId === INVALID_HOST_REF_ID && this.nextId++, this.nextId > INT32_MAX) throw new QuickJSHostRefRangeExceeded(`HostRefMap: too many host refs created without disposing. Max simultaneous host refs: ${INT32_MAX - INT32_MIN}`);
        return this.nextId++;
      }
    };
    HostRef = class extends UsingDisposable {
      constructor(runtime, handle, id) {
        if (id === INVALID_HOST_REF_ID) throw new QuickJSHostRefInvalid("cannot create HostRef with undefined id");
        super();
        this.runtime = runtime;
        this.handle = handle;
        this.id = id;
      }
      get alive() {
        return this.handle.alive;
      }
      dispose() {
        this.handle.dispose();
      }
      get value() {
        return this.runtime.hostRefs.get(this.id);
      }
    };
    ContextMemory = class extends ModuleMemory {
      constructor(args) {
        super(args.module);
        this.scope = new Scope();
        this.copyJSValue = (ptr) => this.ffi.QTS_DupValuePointer(this.ctx.value, ptr);
        this.freeJSValue = (ptr) => {
          this.ffi.QTS_FreeValuePointer(this.ctx.value, ptr);
        };
        args.ownedLifetimes?.forEach((lifetime) => this.scope.manage(lifetime)), this.owner = args.owner, this.module = args.module, this.ffi = args.ffi, this.rt = args.rt, this.ctx = this.scope.manage(args.ctx);
      }
      get alive() {
        return this.scope.alive;
      }
      dispose() {
        return this.scope.dispose();
      }
      [Symbol.dispose]() {
        return this.dispose();
      }
      manage(lifetime) {
        return this.scope.manage(lifetime);
      }
      consumeJSCharPointer(ptr) {
        let str = this.module.UTF8ToString(ptr);
        return this.ffi.QTS_FreeCString(this.ctx.value, ptr), str;
      }
      heapValueHandle(ptr, extraDispose) {
        let dispose = extraDispose ? (val) => {
          extraDispose(), this.freeJSValue(val);
        } : this.freeJSValue;
        return new Lifetime(ptr, this.copyJSValue, dispose, this.owner);
      }
      staticHeapValueHandle(ptr) {
        return this.manage(this.heapValueHandle(ptr)), new StaticLifetime(ptr, this.owner);
      }
    };
    QuickJSContext = class extends UsingDisposable {
      constructor(args) {
        super();
        this._undefined = void 0;
        this._null = void 0;
        this._false = void 0;
        this._true = void 0;
        this._global = void 0;
        this._BigInt = void 0;
        this._Symbol = void 0;
        this._SymbolIterator = void 0;
        this._SymbolAsyncIterator = void 0;
        this.cToHostCallbacks = { callFunction: (ctx, this_ptr, argc, argv, fn_id) => {
          if (ctx !== this.ctx.value) throw new Error("QuickJSContext instance received C -> JS call with mismatched ctx");
          let fn = this.getFunction(fn_id);
          return Scope.withScopeMaybeAsync(this, function* (awaited, scope) {
            let thisHandle = scope.manage(new WeakLifetime(this_ptr, this.memory.copyJSValue, this.memory.freeJSValue, this.runtime)), argHandles = new Array(argc);
            for (let i = 0; i < argc; i++) {
              let ptr = this.ffi.QTS_ArgvGetJSValueConstPointer(argv, i);
              argHandles[i] = scope.manage(new WeakLifetime(ptr, this.memory.copyJSValue, this.memory.freeJSValue, this.runtime));
            }
            try {
              let result = yield* awaited(fn.apply(thisHandle, argHandles));
              if (result) {
                if ("error" in result && result.error) throw this.runtime.debugLog("throw error", result.error), result.error;
                let handle = scope.manage(result instanceof Lifetime ? result : result.value);
                return this.ffi.QTS_DupValuePointer(this.ctx.value, handle.value);
              }
              return 0;
            } catch (error) {
              return this.errorToHandle(error).consume((errorHandle) => this.ffi.QTS_Throw(this.ctx.value, errorHandle.value));
            }
          });
        } };
        this.runtime = args.runtime, this.module = args.module, this.ffi = args.ffi, this.rt = args.rt, this.ctx = args.ctx, this.memory = new ContextMemory({ ...args, owner: this.runtime }), args.callbacks.setContextCallbacks(this.ctx.value, this.cToHostCallbacks), this.dump = this.dump.bind(this), this.getString = this.getString.bind(this), this.getNumber = this.getNumber.bind(this), this.resolvePromise = this.resolvePromise.bind(this), this.uint32Out = this.memory.manage(this.memory.newTypedArray(Uint32Array, 1));
      }
      get alive() {
        return this.memory.alive;
      }
      dispose() {
        this.memory.dispose();
      }
      get undefined() {
        if (this._undefined) return this._undefined;
        let ptr = this.ffi.QTS_GetUndefined();
        return this._undefined = new StaticLifetime(ptr);
      }
      get null() {
        if (this._null) return this._null;
        let ptr = this.ffi.QTS_GetNull();
        return this._null = new StaticLifetime(ptr);
      }
      get true() {
        if (this._true) return this._true;
        let ptr = this.ffi.QTS_GetTrue();
        return this._true = new StaticLifetime(ptr);
      }
      get false() {
        if (this._false) return this._false;
        let ptr = this.ffi.QTS_GetFalse();
        return this._false = new StaticLifetime(ptr);
      }
      get global() {
        if (this._global) return this._global;
        let ptr = this.ffi.QTS_GetGlobalObject(this.ctx.value);
        return this._global = this.memory.staticHeapValueHandle(ptr), this._global;
      }
      newNumber(num) {
        return this.memory.heapValueHandle(this.ffi.QTS_NewFloat64(this.ctx.value, num));
      }
      newString(str) {
        let ptr = this.memory.newHeapCharPointer(str).consume((charHandle) => this.ffi.QTS_NewString(this.ctx.value, charHandle.value.ptr));
        return this.memory.heapValueHandle(ptr);
      }
      newUniqueSymbol(description) {
        let key = (typeof description == "symbol" ? description.description : description) ?? "", ptr = this.memory.newHeapCharPointer(key).consume((charHandle) => this.ffi.QTS_NewSymbol(this.ctx.value, charHandle.value.ptr, 0));
        return this.memory.heapValueHandle(ptr);
      }
      newSymbolFor(key) {
        let description = (typeof key == "symbol" ? key.description : key) ?? "", ptr = this.memory.newHeapCharPointer(description).consume((charHandle) => this.ffi.QTS_NewSymbol(this.ctx.value, charHandle.value.ptr, 1));
        return this.memory.heapValueHandle(ptr);
      }
      getWellKnownSymbol(name2) {
        return this._Symbol ?? (this._Symbol = this.memory.manage(this.getProp(this.global, "Symbol"))), this.getProp(this._Symbol, name2);
      }
      newBigInt(num) {
        if (!this._BigInt) {
          let bigIntHandle2 = this.getProp(this.global, "BigInt");
          this.memory.manage(bigIntHandle2), this._BigInt = new StaticLifetime(bigIntHandle2.value, this.runtime);
        }
        let bigIntHandle = this._BigInt, asString = String(num);
        return this.newString(asString).consume((handle) => this.unwrapResult(this.callFunction(bigIntHandle, this.undefined, handle)));
      }
      newObject(prototype) {
        prototype && this.runtime.assertOwned(prototype);
        let ptr = prototype ? this.ffi.QTS_NewObjectProto(this.ctx.value, prototype.value) : this.ffi.QTS_NewObject(this.ctx.value);
        return this.memory.heapValueHandle(ptr);
      }
      newArray() {
        let ptr = this.ffi.QTS_NewArray(this.ctx.value);
        return this.memory.heapValueHandle(ptr);
      }
      newArrayBuffer(buffer) {
        let array2 = new Uint8Array(buffer), handle = this.memory.newHeapBufferPointer(array2), ptr = this.ffi.QTS_NewArrayBuffer(this.ctx.value, handle.value.pointer, array2.length);
        return this.memory.heapValueHandle(ptr);
      }
      newPromise(value) {
        let deferredPromise = Scope.withScope((scope) => {
          let mutablePointerArray = scope.manage(this.memory.newMutablePointerArray(2)), promisePtr = this.ffi.QTS_NewPromiseCapability(this.ctx.value, mutablePointerArray.value.ptr), promiseHandle = this.memory.heapValueHandle(promisePtr), [resolveHandle, rejectHandle] = Array.from(mutablePointerArray.value.typedArray).map((jsvaluePtr) => this.memory.heapValueHandle(jsvaluePtr));
          return new QuickJSDeferredPromise({ context: this, promiseHandle, resolveHandle, rejectHandle });
        });
        return value && typeof value == "function" && (value = new Promise(value)), value && Promise.resolve(value).then(deferredPromise.resolve, (error) => error instanceof Lifetime ? deferredPromise.reject(error) : this.newError(error).consume(deferredPromise.reject)), deferredPromise;
      }
      newFunction(nameOrFn, maybeFn) {
        let fn = typeof nameOrFn == "function" ? nameOrFn : maybeFn;
        if (!fn) throw new TypeError("Expected a function");
        return this.newFunctionWithOptions({ name: typeof nameOrFn == "string" ? nameOrFn : void 0, length: fn.length, isConstructor: false, fn });
      }
      newConstructorFunction(nameOrFn, maybeFn) {
        let fn = typeof nameOrFn == "function" ? nameOrFn : maybeFn;
        if (!fn) throw new TypeError("Expected a function");
        return this.newFunctionWithOptions({ name: typeof nameOrFn == "string" ? nameOrFn : void 0, length: fn.length, isConstructor: true, fn });
      }
      newFunctionWithOptions(args) {
        let { name: name2, length, isConstructor, fn } = args, refId = this.runtime.hostRefs.put(fn);
        try {
          return this.memory.heapValueHandle(this.ffi.QTS_NewFunction(this.ctx.value, name2 ?? "", length, isConstructor, refId));
        } catch (error) {
          throw this.runtime.hostRefs.delete(refId), error;
        }
      }
      newError(error) {
        let errorHandle = this.memory.heapValueHandle(this.ffi.QTS_NewError(this.ctx.value));
        return error && typeof error == "object" ? (error.name !== void 0 && this.newString(error.name).consume((handle) => this.setProp(errorHandle, "name", handle)), error.message !== void 0 && this.newString(error.message).consume((handle) => this.setProp(errorHandle, "message", handle))) : typeof error == "string" ? this.newString(error).consume((handle) => this.setProp(errorHandle, "message", handle)) : error !== void 0 && this.newString(String(error)).consume((handle) => this.setProp(errorHandle, "message", handle)), errorHandle;
      }
      newHostRef(value) {
        let id = this.runtime.hostRefs.put(value);
        try {
          let handle = this.memory.heapValueHandle(this.ffi.QTS_NewHostRef(this.ctx.value, id));
          return new HostRef(this.runtime, handle, id);
        } catch (error) {
          throw this.runtime.hostRefs.delete(id), error;
        }
      }
      toHostRef(handle) {
        let id = this.ffi.QTS_GetHostRefId(handle.value);
        if (id !== 0) return this.runtime.hostRefs.get(id), new HostRef(this.runtime, handle.dup(), id);
      }
      unwrapHostRef(handle) {
        let id = this.ffi.QTS_GetHostRefId(handle.value);
        if (id === 0) throw new QuickJSHostRefInvalid("handle is not a HostRef");
        return this.runtime.hostRefs.get(id);
      }
      typeof(handle) {
        return this.runtime.assertOwned(handle), this.memory.consumeHeapCharPointer(this.ffi.QTS_Typeof(this.ctx.value, handle.value));
      }
      getNumber(handle) {
        return this.runtime.assertOwned(handle), this.ffi.QTS_GetFloat64(this.ctx.value, handle.value);
      }
      getString(handle) {
        return this.runtime.assertOwned(handle), this.memory.consumeJSCharPointer(this.ffi.QTS_GetString(this.ctx.value, handle.value));
      }
      getSymbol(handle) {
        this.runtime.assertOwned(handle);
        let key = this.memory.consumeJSCharPointer(this.ffi.QTS_GetSymbolDescriptionOrKey(this.ctx.value, handle.value));
        return this.ffi.QTS_IsGlobalSymbol(this.ctx.value, handle.value) ? Symbol.for(key) : Symbol(key);
      }
      getBigInt(handle) {
        this.runtime.assertOwned(handle);
        let asString = this.getString(handle);
        return BigInt(asString);
      }
      getArrayBuffer(handle) {
        this.runtime.assertOwned(handle);
        let len = this.ffi.QTS_GetArrayBufferLength(this.ctx.value, handle.value), ptr = this.ffi.QTS_GetArrayBuffer(this.ctx.value, handle.value);
        if (!ptr) throw new Error("Couldn't allocate memory to get ArrayBuffer");
        return new Lifetime(this.module.HEAPU8.subarray(ptr, ptr + len), void 0, () => this.module._free(ptr));
      }
      getPromiseState(handle) {
        this.runtime.assertOwned(handle);
        let state = this.ffi.QTS_PromiseState(this.ctx.value, handle.value);
        if (state < 0) return { type: "fulfilled", value: handle, notAPromise: true };
        if (state === JSPromiseStateEnum.Pending) return { type: "pending", get error() {
          return new QuickJSPromisePending("Cannot unwrap a pending promise");
        } };
        let ptr = this.ffi.QTS_PromiseResult(this.ctx.value, handle.value), result = this.memory.heapValueHandle(ptr);
        if (state === JSPromiseStateEnum.Fulfilled) return { type: "fulfilled", value: result };
        if (state === JSPromiseStateEnum.Rejected) return { type: "rejected", error: result };
        throw result.dispose(), new Error(`Unknown JSPromiseStateEnum: ${state}`);
      }
      resolvePromise(promiseLikeHandle) {
        this.runtime.assertOwned(promiseLikeHandle);
        let vmResolveResult = Scope.withScope((scope) => {
          let vmPromise = scope.manage(this.getProp(this.global, "Promise")), vmPromiseResolve = scope.manage(this.getProp(vmPromise, "resolve"));
          return this.callFunction(vmPromiseResolve, vmPromise, promiseLikeHandle);
        });
        return vmResolveResult.error ? Promise.resolve(vmResolveResult) : new Promise((resolve) => {
          Scope.withScope((scope) => {
            let resolveHandle = scope.manage(this.newFunction("resolve", (value) => {
              resolve(this.success(value && value.dup()));
            })), rejectHandle = scope.manage(this.newFunction("reject", (error) => {
              resolve(this.fail(error && error.dup()));
            })), promiseHandle = scope.manage(vmResolveResult.value), promiseThenHandle = scope.manage(this.getProp(promiseHandle, "then"));
            this.callFunction(promiseThenHandle, promiseHandle, resolveHandle, rejectHandle).unwrap().dispose();
          });
        });
      }
      isEqual(a, b, equalityType = IsEqualOp.IsStrictlyEqual) {
        if (a === b) return true;
        this.runtime.assertOwned(a), this.runtime.assertOwned(b);
        let result = this.ffi.QTS_IsEqual(this.ctx.value, a.value, b.value, equalityType);
        if (result === -1) throw new QuickJSNotImplemented("WASM variant does not expose equality");
        return !!result;
      }
      eq(handle, other) {
        return this.isEqual(handle, other, IsEqualOp.IsStrictlyEqual);
      }
      sameValue(handle, other) {
        return this.isEqual(handle, other, IsEqualOp.IsSameValue);
      }
      sameValueZero(handle, other) {
        return this.isEqual(handle, other, IsEqualOp.IsSameValueZero);
      }
      getProp(handle, key) {
        this.runtime.assertOwned(handle);
        let ptr;
        return typeof key == "number" && key >= 0 ? ptr = this.ffi.QTS_GetPropNumber(this.ctx.value, handle.value, key) : ptr = this.borrowPropertyKey(key).consume((quickJSKey) => this.ffi.QTS_GetProp(this.ctx.value, handle.value, quickJSKey.value)), this.memory.heapValueHandle(ptr);
      }
      getLength(handle) {
        if (this.runtime.assertOwned(handle), !(this.ffi.QTS_GetLength(this.ctx.value, this.uint32Out.value.ptr, handle.value) < 0)) return this.uint32Out.value.typedArray[0];
      }
      getOwnPropertyNames(handle, options = { strings: true, numbersAsStrings: true }) {
        this.runtime.assertOwned(handle), handle.value;
        let flags = getOwnPropertyNamesOptionsToFlags(options);
        if (flags === 0) throw new QuickJSEmptyGetOwnPropertyNames("No options set, will return an empty array");
        return Scope.withScope((scope) => {
          let outPtr = scope.manage(this.memory.newMutablePointerArray(1)), errorPtr = this.ffi.QTS_GetOwnPropertyNames(this.ctx.value, outPtr.value.ptr, this.uint32Out.value.ptr, handle.value, flags);
          if (errorPtr) return this.fail(this.memory.heapValueHandle(errorPtr));
          let len = this.uint32Out.value.typedArray[0], ptr = outPtr.value.typedArray[0], pointerArray = new Uint32Array(this.module.HEAP8.buffer, ptr, len), handles = Array.from(pointerArray).map((ptr2) => this.memory.heapValueHandle(ptr2));
          return this.ffi.QTS_FreeVoidPointer(this.ctx.value, ptr), this.success(createDisposableArray(handles));
        });
      }
      getIterator(iterableHandle) {
        let SymbolIterator = this._SymbolIterator ?? (this._SymbolIterator = this.memory.manage(this.getWellKnownSymbol("iterator")));
        return Scope.withScope((scope) => {
          let methodHandle = scope.manage(this.getProp(iterableHandle, SymbolIterator)), iteratorCallResult = this.callFunction(methodHandle, iterableHandle);
          return iteratorCallResult.error ? iteratorCallResult : this.success(new QuickJSIterator(iteratorCallResult.value, this));
        });
      }
      setProp(handle, key, value) {
        this.runtime.assertOwned(handle), this.borrowPropertyKey(key).consume((quickJSKey) => this.ffi.QTS_SetProp(this.ctx.value, handle.value, quickJSKey.value, value.value));
      }
      defineProp(handle, key, descriptor) {
        this.runtime.assertOwned(handle), Scope.withScope((scope) => {
          let quickJSKey = scope.manage(this.borrowPropertyKey(key)), value = descriptor.value || this.undefined, configurable = !!descriptor.configurable, enumerable = !!descriptor.enumerable, hasValue = !!descriptor.value, get = descriptor.get ? scope.manage(this.newFunction(descriptor.get.name, descriptor.get)) : this.undefined, set = descriptor.set ? scope.manage(this.newFunction(descriptor.set.name, descriptor.set)) : this.undefined;
          this.ffi.QTS_DefineProp(this.ctx.value, handle.value, quickJSKey.value, value.value, get.value, set.value, configurable, enumerable, hasValue);
        });
      }
      callFunction(func, thisVal, ...restArgs) {
        this.runtime.assertOwned(func);
        let args, firstArg = restArgs[0];
        firstArg === void 0 || Array.isArray(firstArg) ? args = firstArg ?? [] : args = restArgs;
        let resultPtr = this.memory.toPointerArray(args).consume((argsArrayPtr) => this.ffi.QTS_Call(this.ctx.value, func.value, thisVal.value, args.length, argsArrayPtr.value)), errorPtr = this.ffi.QTS_ResolveException(this.ctx.value, resultPtr);
        return errorPtr ? (this.ffi.QTS_FreeValuePointer(this.ctx.value, resultPtr), this.fail(this.memory.heapValueHandle(errorPtr))) : this.success(this.memory.heapValueHandle(resultPtr));
      }
      callMethod(thisHandle, key, args = []) {
        return this.getProp(thisHandle, key).consume((func) => this.callFunction(func, thisHandle, args));
      }
      evalCode(code, filename = "eval.js", options) {
        let detectModule = options === void 0 ? 1 : 0, flags = evalOptionsToFlags(options), resultPtr = this.memory.newHeapCharPointer(code).consume((charHandle) => this.ffi.QTS_Eval(this.ctx.value, charHandle.value.ptr, charHandle.value.strlen, filename, detectModule, flags)), errorPtr = this.ffi.QTS_ResolveException(this.ctx.value, resultPtr);
        return errorPtr ? (this.ffi.QTS_FreeValuePointer(this.ctx.value, resultPtr), this.fail(this.memory.heapValueHandle(errorPtr))) : this.success(this.memory.heapValueHandle(resultPtr));
      }
      throw(error) {
        return this.errorToHandle(error).consume((handle) => this.ffi.QTS_Throw(this.ctx.value, handle.value));
      }
      borrowPropertyKey(key) {
        return typeof key == "number" ? this.newNumber(key) : typeof key == "string" ? this.newString(key) : new StaticLifetime(key.value, this.runtime);
      }
      getMemory(rt) {
        if (rt === this.rt.value) return this.memory;
        throw new Error("Private API. Cannot get memory from a different runtime");
      }
      dump(handle) {
        this.runtime.assertOwned(handle);
        let type = this.typeof(handle);
        if (type === "string") return this.getString(handle);
        if (type === "number") return this.getNumber(handle);
        if (type === "bigint") return this.getBigInt(handle);
        if (type === "undefined") return;
        if (type === "symbol") return this.getSymbol(handle);
        let asPromiseState = this.getPromiseState(handle);
        if (asPromiseState.type === "fulfilled" && !asPromiseState.notAPromise) return handle.dispose(), { type: asPromiseState.type, value: asPromiseState.value.consume(this.dump) };
        if (asPromiseState.type === "pending") return handle.dispose(), { type: asPromiseState.type };
        if (asPromiseState.type === "rejected") return handle.dispose(), { type: asPromiseState.type, error: asPromiseState.error.consume(this.dump) };
        let str = this.memory.consumeJSCharPointer(this.ffi.QTS_Dump(this.ctx.value, handle.value));
        try {
          return JSON.parse(str);
        } catch {
          return str;
        }
      }
      unwrapResult(result) {
        if (result.error) {
          let context = "context" in result.error ? result.error.context : this, cause = result.error.consume((error) => this.dump(error));
          if (cause && typeof cause == "object" && typeof cause.message == "string") {
            let { message, name: name2, stack, ...rest } = cause, exception = new QuickJSUnwrapError(cause, context);
            typeof name2 == "string" && (exception.name = cause.name), exception.message = message;
            let hostStack = exception.stack;
            throw typeof stack == "string" && (exception.stack = `${name2}: ${message}
${cause.stack}Host: ${hostStack}`), Object.assign(exception, rest), exception;
          }
          throw new QuickJSUnwrapError(cause);
        }
        return result.value;
      }
      [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
        return this.alive ? `${this.constructor.name} { ctx: ${this.ctx.value} rt: ${this.rt.value} }` : `${this.constructor.name} { disposed }`;
      }
      getFunction(fn_id) {
        let fn = this.runtime.hostRefs.get(fn_id);
        if (typeof fn != "function") throw new Error(`Host reference ${fn_id} is not a function`);
        return fn;
      }
      errorToHandle(error) {
        return error instanceof Lifetime ? error : this.newError(error);
      }
      encodeBinaryJSON(handle) {
        let ptr = this.ffi.QTS_bjson_encode(this.ctx.value, handle.value);
        return this.memory.heapValueHandle(ptr);
      }
      decodeBinaryJSON(handle) {
        let ptr = this.ffi.QTS_bjson_decode(this.ctx.value, handle.value);
        return this.memory.heapValueHandle(ptr);
      }
      success(value) {
        return DisposableResult.success(value);
      }
      fail(error) {
        return DisposableResult.fail(error, (error2) => this.unwrapResult(error2));
      }
    };
    QuickJSRuntime = class extends UsingDisposable {
      constructor(args) {
        super();
        this.scope = new Scope();
        this.contextMap = /* @__PURE__ */ new Map();
        this.hostRefs = new HostRefMap();
        this._debugMode = false;
        this.cToHostCallbacks = { freeHostRef: (rt, host_ref_id) => {
          if (rt !== this.rt.value) throw new Error("Runtime pointer mismatch");
          this.hostRefs.delete(host_ref_id);
        }, shouldInterrupt: (rt) => {
          if (rt !== this.rt.value) throw new Error("QuickJSContext instance received C -> JS interrupt with mismatched rt");
          let fn = this.interruptHandler;
          if (!fn) throw new Error("QuickJSContext had no interrupt handler");
          return fn(this) ? 1 : 0;
        }, loadModuleSource: maybeAsyncFn(this, function* (awaited, rt, ctx, moduleName) {
          let moduleLoader = this.moduleLoader;
          if (!moduleLoader) throw new Error("Runtime has no module loader");
          if (rt !== this.rt.value) throw new Error("Runtime pointer mismatch");
          let context = this.contextMap.get(ctx) ?? this.newContext({ contextPointer: ctx });
          try {
            let result = yield* awaited(moduleLoader(moduleName, context));
            if (typeof result == "object" && "error" in result && result.error) throw this.debugLog("cToHostLoadModule: loader returned error", result.error), result.error;
            let moduleSource = typeof result == "string" ? result : "value" in result ? result.value : result;
            return this.memory.newHeapCharPointer(moduleSource).value.ptr;
          } catch (error) {
            return this.debugLog("cToHostLoadModule: caught error", error), context.throw(error), 0;
          }
        }), normalizeModule: maybeAsyncFn(this, function* (awaited, rt, ctx, baseModuleName, moduleNameRequest) {
          let moduleNormalizer = this.moduleNormalizer;
          if (!moduleNormalizer) throw new Error("Runtime has no module normalizer");
          if (rt !== this.rt.value) throw new Error("Runtime pointer mismatch");
          let context = this.contextMap.get(ctx) ?? this.newContext({ contextPointer: ctx });
          try {
            let result = yield* awaited(moduleNormalizer(baseModuleName, moduleNameRequest, context));
            if (typeof result == "object" && "error" in result && result.error) throw this.debugLog("cToHostNormalizeModule: normalizer returned error", result.error), result.error;
            let name2 = typeof result == "string" ? result : result.value;
            return context.getMemory(this.rt.value).newHeapCharPointer(name2).value.ptr;
          } catch (error) {
            return this.debugLog("normalizeModule: caught error", error), context.throw(error), 0;
          }
        }) };
        args.ownedLifetimes?.forEach((lifetime) => this.scope.manage(lifetime)), this.module = args.module, this.memory = new ModuleMemory(this.module), this.ffi = args.ffi, this.rt = args.rt, this.callbacks = args.callbacks, this.scope.manage(this.rt), this.callbacks.setRuntimeCallbacks(this.rt.value, this.cToHostCallbacks), this.executePendingJobs = this.executePendingJobs.bind(this), QTS_DEBUG && this.setDebugMode(true);
      }
      get alive() {
        return this.scope.alive;
      }
      dispose() {
        return this.scope.dispose();
      }
      newContext(options = {}) {
        let intrinsics = intrinsicsToFlags(options.intrinsics), ctx = new Lifetime(options.contextPointer || this.ffi.QTS_NewContext(this.rt.value, intrinsics), void 0, (ctx_ptr) => {
          this.contextMap.delete(ctx_ptr), this.callbacks.deleteContext(ctx_ptr), this.ffi.QTS_FreeContext(ctx_ptr);
        }), context = new QuickJSContext({ module: this.module, ctx, ffi: this.ffi, rt: this.rt, ownedLifetimes: options.ownedLifetimes, runtime: this, callbacks: this.callbacks });
        return this.contextMap.set(ctx.value, context), context;
      }
      setModuleLoader(moduleLoader, moduleNormalizer) {
        this.moduleLoader = moduleLoader, this.moduleNormalizer = moduleNormalizer, this.ffi.QTS_RuntimeEnableModuleLoader(this.rt.value, this.moduleNormalizer ? 1 : 0);
      }
      removeModuleLoader() {
        this.moduleLoader = void 0, this.ffi.QTS_RuntimeDisableModuleLoader(this.rt.value);
      }
      hasPendingJob() {
        return !!this.ffi.QTS_IsJobPending(this.rt.value);
      }
      setInterruptHandler(cb) {
        let prevInterruptHandler = this.interruptHandler;
        this.interruptHandler = cb, prevInterruptHandler || this.ffi.QTS_RuntimeEnableInterruptHandler(this.rt.value);
      }
      removeInterruptHandler() {
        this.interruptHandler && (this.ffi.QTS_RuntimeDisableInterruptHandler(this.rt.value), this.interruptHandler = void 0);
      }
      executePendingJobs(maxJobsToExecute = -1) {
        let ctxPtrOut = this.memory.newMutablePointerArray(1), valuePtr = this.ffi.QTS_ExecutePendingJob(this.rt.value, maxJobsToExecute ?? -1, ctxPtrOut.value.ptr), ctxPtr = ctxPtrOut.value.typedArray[0];
        if (ctxPtrOut.dispose(), ctxPtr === 0) return this.ffi.QTS_FreeValuePointerRuntime(this.rt.value, valuePtr), DisposableResult.success(0);
        let context = this.contextMap.get(ctxPtr) ?? this.newContext({ contextPointer: ctxPtr }), resultValue = context.getMemory(this.rt.value).heapValueHandle(valuePtr);
        if (context.typeof(resultValue) === "number") {
          let executedJobs = context.getNumber(resultValue);
          return resultValue.dispose(), DisposableResult.success(executedJobs);
        } else {
          let error = Object.assign(resultValue, { context });
          return DisposableResult.fail(error, (error2) => context.unwrapResult(error2));
        }
      }
      setMemoryLimit(limitBytes) {
        if (limitBytes < 0 && limitBytes !== -1) throw new Error("Cannot set memory limit to negative number. To unset, pass -1");
        this.ffi.QTS_RuntimeSetMemoryLimit(this.rt.value, limitBytes);
      }
      computeMemoryUsage() {
        let serviceContextMemory = this.getSystemContext().getMemory(this.rt.value);
        return serviceContextMemory.heapValueHandle(this.ffi.QTS_RuntimeComputeMemoryUsage(this.rt.value, serviceContextMemory.ctx.value));
      }
      dumpMemoryUsage() {
        return this.memory.consumeHeapCharPointer(this.ffi.QTS_RuntimeDumpMemoryUsage(this.rt.value));
      }
      setMaxStackSize(stackSize) {
        if (stackSize < 0) throw new Error("Cannot set memory limit to negative number. To unset, pass 0.");
        this.ffi.QTS_RuntimeSetMaxStackSize(this.rt.value, stackSize);
      }
      assertOwned(handle) {
        if (handle.owner && handle.owner.rt !== this.rt) throw new QuickJSWrongOwner(`Handle is not owned by this runtime: ${handle.owner.rt.value} != ${this.rt.value}`);
      }
      setDebugMode(enabled) {
        this._debugMode = enabled, this.ffi.DEBUG && this.rt.alive && this.ffi.QTS_SetDebugLogEnabled(this.rt.value, enabled ? 1 : 0);
      }
      isDebugMode() {
        return this._debugMode;
      }
      debugLog(...msg) {
        this._debugMode && console.log("quickjs-emscripten:", ...msg);
      }
      [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
        return this.alive ? `${this.constructor.name} { rt: ${this.rt.value} }` : `${this.constructor.name} { disposed }`;
      }
      getSystemContext() {
        return this.context || (this.context = this.scope.manage(this.newContext())), this.context;
      }
    };
    QuickJSEmscriptenModuleCallbacks = class {
      constructor(args) {
        this.freeHostRef = args.freeHostRef, this.callFunction = args.callFunction, this.shouldInterrupt = args.shouldInterrupt, this.loadModuleSource = args.loadModuleSource, this.normalizeModule = args.normalizeModule;
      }
    };
    QuickJSModuleCallbacks = class {
      constructor(module2) {
        this.contextCallbacks = /* @__PURE__ */ new Map();
        this.runtimeCallbacks = /* @__PURE__ */ new Map();
        this.suspendedCount = 0;
        this.cToHostCallbacks = new QuickJSEmscriptenModuleCallbacks({ freeHostRef: (_asyncify, rt, host_ref_id) => {
          let runtimeCallbacks = this.runtimeCallbacks.get(rt);
          if (!runtimeCallbacks) throw new Error(`QuickJSRuntime(rt = ${rt}) not found when trying to free HostRef(id = ${host_ref_id})`);
          runtimeCallbacks.freeHostRef(rt, host_ref_id);
        }, callFunction: (asyncify, ctx, this_ptr, argc, argv, fn_id) => this.handleAsyncify(asyncify, () => {
          try {
            let vm = this.contextCallbacks.get(ctx);
            if (!vm) throw new Error(`QuickJSContext(ctx = ${ctx}) not found for C function call "${fn_id}"`);
            return vm.callFunction(ctx, this_ptr, argc, argv, fn_id);
          } catch (error) {
            return console.error("[C to host error: returning null]", error), 0;
          }
        }), shouldInterrupt: (asyncify, rt) => this.handleAsyncify(asyncify, () => {
          try {
            let vm = this.runtimeCallbacks.get(rt);
            if (!vm) throw new Error(`QuickJSRuntime(rt = ${rt}) not found for C interrupt`);
            return vm.shouldInterrupt(rt);
          } catch (error) {
            return console.error("[C to host interrupt: returning error]", error), 1;
          }
        }), loadModuleSource: (asyncify, rt, ctx, moduleName) => this.handleAsyncify(asyncify, () => {
          try {
            let runtimeCallbacks = this.runtimeCallbacks.get(rt);
            if (!runtimeCallbacks) throw new Error(`QuickJSRuntime(rt = ${rt}) not found for C module loader`);
            let loadModule = runtimeCallbacks.loadModuleSource;
            if (!loadModule) throw new Error(`QuickJSRuntime(rt = ${rt}) does not support module loading`);
            return loadModule(rt, ctx, moduleName);
          } catch (error) {
            return console.error("[C to host module loader error: returning null]", error), 0;
          }
        }), normalizeModule: (asyncify, rt, ctx, moduleBaseName, moduleName) => this.handleAsyncify(asyncify, () => {
          try {
            let runtimeCallbacks = this.runtimeCallbacks.get(rt);
            if (!runtimeCallbacks) throw new Error(`QuickJSRuntime(rt = ${rt}) not found for C module loader`);
            let normalizeModule = runtimeCallbacks.normalizeModule;
            if (!normalizeModule) throw new Error(`QuickJSRuntime(rt = ${rt}) does not support module loading`);
            return normalizeModule(rt, ctx, moduleBaseName, moduleName);
          } catch (error) {
            return console.error("[C to host module loader error: returning null]", error), 0;
          }
        }) });
        this.module = module2, this.module.callbacks = this.cToHostCallbacks;
      }
      setRuntimeCallbacks(rt, callbacks) {
        this.runtimeCallbacks.set(rt, callbacks);
      }
      deleteRuntime(rt) {
        this.runtimeCallbacks.delete(rt);
      }
      setContextCallbacks(ctx, callbacks) {
        this.contextCallbacks.set(ctx, callbacks);
      }
      deleteContext(ctx) {
        this.contextCallbacks.delete(ctx);
      }
      handleAsyncify(asyncify, fn) {
        if (asyncify) return asyncify.handleSleep((done) => {
          try {
            let result = fn();
            if (!(result instanceof Promise)) {
              debugLog("asyncify.handleSleep: not suspending:", result), done(result);
              return;
            }
            if (this.suspended) throw new QuickJSAsyncifyError(`Already suspended at: ${this.suspended.stack}
Attempted to suspend at:`);
            this.suspended = new QuickJSAsyncifySuspended(`(${this.suspendedCount++})`), debugLog("asyncify.handleSleep: suspending:", this.suspended), result.then((resolvedResult) => {
              this.suspended = void 0, debugLog("asyncify.handleSleep: resolved:", resolvedResult), done(resolvedResult);
            }, (error) => {
              debugLog("asyncify.handleSleep: rejected:", error), console.error("QuickJS: cannot handle error in suspended function", error), this.suspended = void 0;
            });
          } catch (error) {
            throw debugLog("asyncify.handleSleep: error:", error), this.suspended = void 0, error;
          }
        });
        let value = fn();
        if (value instanceof Promise) throw new Error("Promise return value not supported in non-asyncify context.");
        return value;
      }
    };
    QuickJSWASMModule = class {
      constructor(module2, ffi) {
        this.module = module2, this.ffi = ffi, this.callbacks = new QuickJSModuleCallbacks(module2);
      }
      newRuntime(options = {}) {
        let rt = new Lifetime(this.ffi.QTS_NewRuntime(), void 0, (rt_ptr) => {
          this.ffi.QTS_FreeRuntime(rt_ptr), this.callbacks.deleteRuntime(rt_ptr);
        }), runtime = new QuickJSRuntime({ module: this.module, callbacks: this.callbacks, ffi: this.ffi, rt });
        return applyBaseRuntimeOptions(runtime, options), options.moduleLoader && runtime.setModuleLoader(options.moduleLoader), runtime;
      }
      newContext(options = {}) {
        let runtime = this.newRuntime(), context = runtime.newContext({ ...options, ownedLifetimes: concat(runtime, options.ownedLifetimes) });
        return runtime.context = context, context;
      }
      evalCode(code, options = {}) {
        return Scope.withScope((scope) => {
          let vm = scope.manage(this.newContext());
          applyModuleEvalRuntimeOptions(vm.runtime, options);
          let result = vm.evalCode(code, "eval.js");
          if (options.memoryLimitBytes !== void 0 && vm.runtime.setMemoryLimit(-1), result.error) throw vm.dump(scope.manage(result.error));
          return vm.dump(scope.manage(result.value));
        });
      }
      getWasmMemory() {
        let memory = this.module.quickjsEmscriptenInit?.(() => {
        })?.getWasmMemory?.();
        if (!memory) throw new Error("Variant does not support getting WebAssembly.Memory");
        return memory;
      }
      getFFI() {
        return this.ffi;
      }
    };
  }
});

// node_modules/quickjs-emscripten-core/dist/module-ES6BEMUI.mjs
var module_ES6BEMUI_exports = {};
__export(module_ES6BEMUI_exports, {
  QuickJSModuleCallbacks: () => QuickJSModuleCallbacks,
  QuickJSWASMModule: () => QuickJSWASMModule,
  applyBaseRuntimeOptions: () => applyBaseRuntimeOptions,
  applyModuleEvalRuntimeOptions: () => applyModuleEvalRuntimeOptions
});
var init_module_ES6BEMUI = __esm({
  "node_modules/quickjs-emscripten-core/dist/module-ES6BEMUI.mjs"() {
    init_chunk_V2S4ZYJR();
  }
});

// notebooks/exercises/cli/thread.ts
var thread_exports = {};
module.exports = __toCommonJS(thread_exports);
var import_node_worker_threads = require("node:worker_threads");

// engine/errors.ts
var SceneError = class extends Error {
  name = "SceneError";
  /** Where in the machine value: `steps[3].device`. */
  path;
  /** What stood there, as text. */
  got;
  expected;
  constructor(path2, got, expected) {
    const gotText = typeof got === "string" && got.startsWith("\0") ? got.slice(1) : show(got);
    super(`${path2}: got ${gotText}, expected ${expected}`);
    this.path = path2;
    this.got = gotText;
    this.expected = expected;
  }
};
var EngineCrash = class extends Error {
  name = "EngineCrash";
  /** Source position inside the engine, if it said one. */
  at;
  constructor(message, at4 = "") {
    super(at4 === "" ? message : `${message} (${at4})`);
    this.at = at4;
  }
};
function show(value) {
  if (value === void 0) return "nothing";
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "number") return `${value}`;
  let text;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}\u2026` : text;
}

// engine/near-names.ts
var MOST_SHOWN = 6;
function oneOf(kind, got, known) {
  const names = [...known];
  if (names.length === 0) return `${kind}; there is none yet`;
  const near = nearNames(got, names);
  if (near.length > 0) return `${kind}; did you mean ${near.join(" or ")}?`;
  const shown = names.slice(0, MOST_SHOWN).join(", ");
  const rest = names.length - MOST_SHOWN;
  return `${kind}: one of ${shown}${rest > 0 ? ` and ${rest} more` : ""}`;
}
function nearNames(got, known) {
  const most = Math.max(1, Math.floor(got.length / 3));
  const ranked = known.filter((name2) => Math.abs(name2.length - got.length) <= most).map((name2) => ({ name: name2, distance: editDistance(got.toLowerCase(), name2.toLowerCase()) })).filter((it) => it.distance <= most).sort((a, b) => a.distance - b.distance);
  return ranked.slice(0, 2).map((it) => it.name);
}
function editDistance(left, right) {
  const rows = [Array.from({ length: right.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const isSame = left[i - 1] === right[j - 1];
      let best = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(rows, i - 1, j - 1) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (isSwapped) best = Math.min(best, at(rows, i - 2, j - 2) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return at(rows, left.length, right.length);
}
var at = (rows, i, j) => rows[i]?.[j] ?? 0;

// engine/placement.ts
var GIB = 2 ** 30;
function placementsOf(scene2) {
  let nextBytes = 4 * GIB;
  return Object.entries(scene2.pmem).map(([name2, pmem2]) => {
    const dataOffsetBytes = pmem2.dataOffsetBytes ?? 0;
    const resourceBytes = pmem2.resourceBytes ?? nextBytes + dataOffsetBytes;
    const toBytes = resourceBytes + pmem2.sizeBytes;
    nextBytes = Math.max(nextBytes, (Math.ceil(toBytes / GIB) + 1) * GIB);
    return { name: name2, fromBytes: resourceBytes - dataOffsetBytes, resourceBytes, toBytes };
  });
}

// node_modules/valibot/dist/index.mjs
var store$4;
var DEFAULT_CONFIG = {
  lang: void 0,
  message: void 0,
  abortEarly: void 0,
  abortPipeEarly: void 0
};
// @__NO_SIDE_EFFECTS__
function getGlobalConfig(config$1) {
  if (!config$1 && !store$4) return DEFAULT_CONFIG;
  return {
    lang: config$1?.lang ?? store$4?.lang,
    message: config$1?.message,
    abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
    abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
  };
}
var store$3;
// @__NO_SIDE_EFFECTS__
function getGlobalMessage(lang) {
  return store$3?.get(lang);
}
var store$2;
// @__NO_SIDE_EFFECTS__
function getSchemaMessage(lang) {
  return store$2?.get(lang);
}
var store$1;
// @__NO_SIDE_EFFECTS__
function getSpecificMessage(reference, lang) {
  return store$1?.get(reference)?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function _stringify(input) {
  const type = typeof input;
  if (type === "string") return `"${input}"`;
  if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
  if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
  return type;
}
function _addIssue(context, label, dataset, config$1, other) {
  const input = other && "input" in other ? other.input : dataset.value;
  const expected = other?.expected ?? context.expects ?? null;
  const received = other?.received ?? /* @__PURE__ */ _stringify(input);
  const issue = {
    kind: context.kind,
    type: context.type,
    input,
    expected,
    received,
    message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
    requirement: context.requirement,
    path: other?.path,
    issues: other?.issues,
    lang: config$1.lang,
    abortEarly: config$1.abortEarly,
    abortPipeEarly: config$1.abortPipeEarly
  };
  const isSchema = context.kind === "schema";
  const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
  if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
  if (isSchema) dataset.typed = false;
  if (dataset.issues) dataset.issues.push(issue);
  else dataset.issues = [issue];
}
// @__NO_SIDE_EFFECTS__
function _isSameValueZero(value1, value2) {
  return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}
// @__NO_SIDE_EFFECTS__
function _isValidObjectKey(object$1, key) {
  return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}
// @__NO_SIDE_EFFECTS__
function _joinExpects(values$1, separator) {
  const list = [...new Set(values$1)];
  if (list.length > 1) return `(${list.join(` ${separator} `)})`;
  return list[0] ?? "never";
}
function _standardSchema(schema) {
  schema["~standard"] = {
    version: 1,
    vendor: "valibot",
    validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
  };
  return schema;
}
// @__NO_SIDE_EFFECTS__
function check(requirement, message$1) {
  return {
    kind: "validation",
    type: "check",
    reference: check,
    async: false,
    expects: null,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function metadata(metadata_) {
  return {
    kind: "metadata",
    type: "metadata",
    reference: metadata,
    metadata: metadata_
  };
}
// @__NO_SIDE_EFFECTS__
function regex(requirement, message$1) {
  return {
    kind: "validation",
    type: "regex",
    reference: regex,
    async: false,
    expects: `${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
      return dataset;
    }
  };
}
var ABORT_EARLY_CONFIG = { abortEarly: true };
// @__NO_SIDE_EFFECTS__
function getFallback(schema, dataset, config$1) {
  return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}
// @__NO_SIDE_EFFECTS__
function getDefault(schema, dataset, config$1) {
  return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}
// @__NO_SIDE_EFFECTS__
function array(item, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "array",
    reference: array,
    expects: "Array",
    async: false,
    item,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (Array.isArray(input)) {
        dataset.typed = true;
        dataset.value = [];
        for (let key = 0; key < input.length; key++) {
          const value$1 = input[key];
          const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
          if (itemDataset.issues) {
            const pathItem = {
              type: "array",
              origin: "value",
              input,
              key,
              value: value$1
            };
            for (const issue of itemDataset.issues) {
              if (issue.path) issue.path.unshift(pathItem);
              else issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = itemDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          if (!itemDataset.typed) dataset.typed = false;
          dataset.value.push(itemDataset.value);
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function boolean(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "boolean",
    reference: boolean,
    expects: "boolean",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "boolean") dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function literal(literal_, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "literal",
    reference: literal,
    expects: /* @__PURE__ */ _stringify(literal_),
    async: false,
    literal: literal_,
    message: message$1,
    "~run"(dataset, config$1) {
      if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function number(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "number",
    reference: number,
    expects: "number",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function optional(wrapped, default_) {
  return _standardSchema({
    kind: "schema",
    type: "optional",
    reference: optional,
    expects: `(${wrapped.expects} | undefined)`,
    async: false,
    wrapped,
    default: default_,
    "~run"(dataset, config$1) {
      if (dataset.value === void 0) {
        if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
        if (dataset.value === void 0) {
          dataset.typed = true;
          return dataset;
        }
      }
      return this.wrapped["~run"](dataset, config$1);
    }
  });
}
// @__NO_SIDE_EFFECTS__
function picklist(options, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "picklist",
    reference: picklist,
    expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
    async: false,
    options,
    message: message$1,
    "~run"(dataset, config$1) {
      if (this.options.includes(dataset.value)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function record(key, value$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "record",
    reference: record,
    expects: "Object",
    async: false,
    key,
    value: value$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
          const entryValue = input[entryKey];
          const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
          if (keyDataset.issues) {
            const pathItem = {
              type: "object",
              origin: "key",
              input,
              key: entryKey,
              value: entryValue
            };
            for (const issue of keyDataset.issues) {
              issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = keyDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
          if (valueDataset.issues) {
            const pathItem = {
              type: "object",
              origin: "value",
              input,
              key: entryKey,
              value: entryValue
            };
            for (const issue of valueDataset.issues) {
              if (issue.path) issue.path.unshift(pathItem);
              else issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = valueDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
          if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function strictObject(entries$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "strict_object",
    reference: strictObject,
    expects: "Object",
    async: false,
    entries: entries$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const key in this.entries) {
          const valueSchema = this.entries[key];
          if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
            const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              const pathItem = {
                type: "object",
                origin: "value",
                input,
                key,
                value: value$1
              };
              for (const issue of valueDataset.issues) {
                if (issue.path) issue.path.unshift(pathItem);
                else issue.path = [pathItem];
                dataset.issues?.push(issue);
              }
              if (!dataset.issues) dataset.issues = valueDataset.issues;
              if (config$1.abortEarly) {
                dataset.typed = false;
                break;
              }
            }
            if (!valueDataset.typed) dataset.typed = false;
            dataset.value[key] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            _addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key,
                value: input[key]
              }]
            });
            if (config$1.abortEarly) break;
          }
        }
        if (!dataset.issues || !config$1.abortEarly) {
          for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
            _addIssue(this, "key", dataset, config$1, {
              input: key,
              expected: "never",
              path: [{
                type: "object",
                origin: "key",
                input,
                key,
                value: input[key]
              }]
            });
            break;
          }
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function string(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "string",
    reference: string,
    expects: "string",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "string") dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function _subIssues(datasets) {
  let issues;
  if (datasets) for (const dataset of datasets) if (issues) for (const issue of dataset.issues) issues.push(issue);
  else issues = dataset.issues;
  return issues;
}
// @__NO_SIDE_EFFECTS__
function union(options, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "union",
    reference: union,
    expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
    async: false,
    options,
    message: message$1,
    "~run"(dataset, config$1) {
      let validDataset;
      let typedDatasets;
      let untypedDatasets;
      for (const schema of this.options) {
        const optionDataset = schema["~run"]({ value: dataset.value }, config$1);
        if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
        else typedDatasets = [optionDataset];
        else {
          validDataset = optionDataset;
          break;
        }
        else if (untypedDatasets) untypedDatasets.push(optionDataset);
        else untypedDatasets = [optionDataset];
      }
      if (validDataset) return validDataset;
      if (typedDatasets) {
        if (typedDatasets.length === 1) return typedDatasets[0];
        _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
        dataset.typed = true;
      } else if (untypedDatasets?.length === 1) return untypedDatasets[0];
      else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function unknown() {
  return _standardSchema({
    kind: "schema",
    type: "unknown",
    reference: unknown,
    expects: "unknown",
    async: false,
    "~run"(dataset) {
      dataset.typed = true;
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function variant(key, options, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "variant",
    reference: variant,
    expects: "Object",
    async: false,
    key,
    options,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        let outputDataset;
        let maxDiscriminatorPriority = 0;
        let invalidDiscriminatorKey = this.key;
        let expectedDiscriminators = [];
        const parseOptions = (variant$1, allKeys) => {
          for (const schema of variant$1.options) {
            if (schema.type === "variant") parseOptions(schema, new Set(allKeys).add(schema.key));
            else {
              let keysAreValid = true;
              let currentPriority = 0;
              for (const currentKey of allKeys) {
                const discriminatorSchema = schema.entries[currentKey];
                if (currentKey in input ? discriminatorSchema["~run"]({
                  typed: false,
                  value: input[currentKey]
                }, ABORT_EARLY_CONFIG).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
                  keysAreValid = false;
                  if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
                    maxDiscriminatorPriority = currentPriority;
                    invalidDiscriminatorKey = currentKey;
                    expectedDiscriminators = [];
                  }
                  if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
                  break;
                }
                currentPriority++;
              }
              if (keysAreValid) {
                const optionDataset = schema["~run"]({ value: input }, config$1);
                if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
              }
            }
            if (outputDataset && !outputDataset.issues) break;
          }
        };
        parseOptions(this, /* @__PURE__ */ new Set([this.key]));
        if (outputDataset) return outputDataset;
        _addIssue(this, "type", dataset, config$1, {
          input: input[invalidDiscriminatorKey],
          expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
          path: [{
            type: "object",
            origin: "value",
            input,
            key: invalidDiscriminatorKey,
            value: input[invalidDiscriminatorKey]
          }]
        });
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function pipe(...pipe$1) {
  return _standardSchema({
    ...pipe$1[0],
    pipe: pipe$1,
    "~run"(dataset, config$1) {
      for (const item of pipe$1) if (item.kind !== "metadata") {
        if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
          dataset.typed = false;
          break;
        }
        if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
      }
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function safeParse(schema, input, config$1) {
  const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
  return {
    typed: dataset.typed,
    success: !dataset.issues,
    output: dataset.value,
    issues: dataset.issues
  };
}

// engine/shapes.ts
var PAGE_BYTES = 4096;
var SECTOR_BYTES = 512;
var MAX_DEVICE_BYTES = 16 * 1024 ** 4;
var KERNELS = ["v9", "linux-6.0", "linux-6.5", "linux-6.6", "linux-6.8", "6.1", "6.12", "7.3"];
var POLICIES = [
  "kernel",
  "last-writer-wins",
  "exclusive",
  "notifier-chain",
  "whole-device-strict",
  "whole-device-merged",
  "on-dax-device",
  "range-slots",
  "stacked",
  "namespaces",
  "chained-dm"
];
var opt = optional;
function multipleOf(unitBytes, minBytes, maxBytes) {
  const text = `a multiple of ${unitBytes} from ${minBytes} to ${maxBytes}`;
  return pipe(
    number(text),
    check((n) => n % unitBytes === 0 && n >= minBytes && n <= maxBytes, text),
    metadata({ type: "integer", multipleOf: unitBytes, minimum: minBytes, maximum: maxBytes })
  );
}
function whole(min, max) {
  const text = `a whole number from ${min} to ${max}`;
  return pipe(
    number(text),
    check((n) => Number.isSafeInteger(n) && n >= min && n <= max, text),
    metadata({ type: "integer", minimum: min, maximum: max })
  );
}
function matching(pattern, text) {
  return pipe(string(text), regex(pattern, text));
}
function byteList(max) {
  const text = `a list of 1 to ${max} numbers from 0 to 255`;
  const isByteList = (list) => list.length >= 1 && list.length <= max && list.every((n) => Number.isInteger(n) && n >= 0 && n <= 255);
  return pipe(
    array(number(text), text),
    check(isByteList, text),
    metadata({ minItems: 1, maxItems: max, items: { type: "integer", minimum: 0, maximum: 255 } })
  );
}
var MAX = Number.MAX_SAFE_INTEGER;
var MAX_FILE = 2 ** 43;
var flag = boolean("true or false");
var bit = picklist([0, 1]);
var offBytes = whole(0, MAX_DEVICE_BYTES - 1);
var lenBytes = whole(1, MAX_DEVICE_BYTES);
var inode = whole(1, 2 ** 52);
var device = matching(
  /^(mapper\/)?[A-Za-z][A-Za-z0-9_.-]{0,31}$/,
  'a device name such as "pmem0", "pmem0p1", "dm-0" or "mapper/vol"'
);
var name = matching(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "a name of at most 32 letters and digits");
var path = matching(/^\/[^\0]{1,254}$/, 'an absolute path such as "/mnt/a/f"');
var fstype = picklist(["xfs", "ext4", "ext2"]);
var killPolicy = picklist(["early", "late", "default"]);
var dax = picklist(["always", "inode", "never"]);
var partition = strictObject({
  startBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES),
  sizeBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES),
  name: opt(name)
});
var sysctl = strictObject({ earlyKill: opt(bit), recovery: opt(bit) });
var partitions = pipe(
  array(partition),
  check((list) => list.length <= 128, "at most 128 partitions"),
  metadata({ maxItems: 128 })
);
var pmem = strictObject({
  sizeBytes: multipleOf(PAGE_BYTES, PAGE_BYTES, MAX_DEVICE_BYTES),
  resourceBytes: opt(multipleOf(PAGE_BYTES, 0, 2 ** 52)),
  dataOffsetBytes: opt(multipleOf(PAGE_BYTES, 0, 2 ** 40)),
  mode: opt(picklist(["fsdax", "raw", "sector", "devdax"])),
  map: opt(picklist(["mem", "dev"])),
  driver: opt(picklist(["device_dax", "fsdev_dax", "none"])),
  clearUnitBytes: opt(
    pipe(
      whole(0, PAGE_BYTES),
      check((n) => n === 0 || n >= 64 && (n & n - 1) === 0, "0 or a power of two from 64"),
      metadata({ enum: [0, 64, 128, 256, 512, 1024, 2048, 4096] })
    )
  ),
  powerFail: opt(picklist(["adr", "eadr"])),
  partitions: opt(partitions)
});
var scene = strictObject({
  kernel: picklist(KERNELS),
  policy: opt(picklist(POLICIES)),
  sysctl: opt(sysctl),
  pmem: record(
    matching(
      /^(pmem[0-9]{1,3}(\.[0-9]{1,3})?s?|dax[0-9]{1,3}\.[0-9]{1,3})$/,
      'a name like "pmem0", "pmem0.1" or "dax0.0"'
    ),
    pmem
  )
});
var extent = strictObject({
  offInFileBytes: multipleOf(SECTOR_BYTES, 0, MAX_FILE),
  offInDevBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES),
  lenBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_FILE),
  unwritten: opt(flag),
  shared: opt(flag),
  realtime: opt(flag)
});
var extents = opt(array(extent));
var ownerRow = strictObject({
  offInDevBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES),
  lenBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES),
  owner: union([
    strictObject({
      meta: picklist("FS AG INOBT INODES LOG REFC COW UNKNOWN FREE".split(" "))
    }),
    strictObject({
      inode,
      offInFileBytes: whole(0, MAX),
      attr: opt(flag),
      bmbt: opt(flag),
      unwritten: opt(flag)
    })
  ]),
  device: opt(picklist(["data", "log", "realtime"]))
});
var blocks = whole(0, 2 ** 42);
var geometry = strictObject({
  blockBytes: picklist([1024, 2048, 4096, 8192, 16384, 32768, 65536]),
  dblocks: whole(1, 2 ** 42),
  agBlocks: whole(1, 2 ** 31),
  agCount: whole(1, 2 ** 20),
  logOffsetBytes: opt(whole(0, MAX_DEVICE_BYTES)),
  logBytes: whole(0, 2 ** 40),
  rtBlocks: opt(blocks),
  inodeBytes: opt(picklist([256, 512, 1024, 2048])),
  rootIno: opt(inode)
});
var mkfsOptions = strictObject({
  rmapbt: opt(flag),
  reflink: opt(flag),
  blockBytes: opt(picklist([1024, 2048, 4096, 8192, 16384, 32768, 65536])),
  sizeBytes: opt(multipleOf(PAGE_BYTES, PAGE_BYTES, MAX_DEVICE_BYTES)),
  agCount: opt(whole(1, 2 ** 20)),
  agBlocks: opt(whole(64, 2 ** 28)),
  logBytes: opt(multipleOf(PAGE_BYTES, PAGE_BYTES, 2 ** 31)),
  logDevice: opt(device),
  rtDevice: opt(device),
  geometry: opt(geometry)
});
var leg = strictObject({ device, offInLegBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES) });
var segment = {
  startBytes: multipleOf(SECTOR_BYTES, 0, MAX_DEVICE_BYTES),
  lenBytes: multipleOf(SECTOR_BYTES, SECTOR_BYTES, MAX_DEVICE_BYTES)
};
var dmTarget = variant("type", [
  strictObject({ type: literal("linear"), ...segment, ...leg.entries }),
  strictObject({
    type: literal("striped"),
    ...segment,
    chunkBytes: multipleOf(PAGE_BYTES, PAGE_BYTES, 2 ** 31),
    legs: pipe(
      array(leg),
      check((list) => list.length >= 1 && list.length <= 64, "1 to 64 legs"),
      metadata({ minItems: 1, maxItems: 64 })
    )
  })
]);

// engine/world.ts
var BLOCK = ["pmem", "partition", "mapped"];
var World = class {
  devices = /* @__PURE__ */ new Map();
  filesystems = /* @__PURE__ */ new Map();
  /** Mount targets and the devices that may be mounted there. */
  targets = /* @__PURE__ */ new Map();
  files = /* @__PURE__ */ new Set();
  processes = /* @__PURE__ */ new Map();
  holders = /* @__PURE__ */ new Set();
  /** Numbers of mapped devices handed out, and those that a removal may have freed. */
  dmNumbers = /* @__PURE__ */ new Set();
  dmFreed = /* @__PURE__ */ new Set();
  constructor(scene2) {
    for (const [name2, pmem2] of Object.entries(scene2.pmem)) this.addPmem(name2, pmem2);
  }
  addPmem(name2, pmem2) {
    const kind = pmem2.mode === "devdax" ? "chardev" : "pmem";
    this.addDevice({ name: name2, kind, sizeBytes: pmem2.sizeBytes, disk: null, depth: 0 });
    if (kind === "chardev") this.files.add(`/dev/${name2}`);
    this.addPartitions(
      name2,
      (pmem2.partitions ?? []).map((it) => it.sizeBytes)
    );
  }
  /** A device that is there already keeps the larger of its sizes. */
  addDevice(device2) {
    const before = this.devices.get(device2.name);
    const sizeBytes = Math.max(device2.sizeBytes, before?.sizeBytes ?? 0);
    this.devices.set(device2.name, { ...device2, sizeBytes });
  }
  addPartitions(disk, sizes) {
    sizes.forEach((sizeBytes, i) => {
      this.addDevice({ name: partitionName(disk, i + 1), kind: "partition", sizeBytes, disk, depth: 0 });
    });
  }
  device(name2, at4, kinds = BLOCK) {
    const found2 = this.devices.get(name2);
    if (found2 !== void 0 && kinds.includes(found2.kind)) return found2;
    const known = [...this.devices].flatMap(([key, it]) => kinds.includes(it.kind) ? [key] : []);
    throw new SceneError(at4, name2, oneOf(KIND_TEXT[kinds.join()] ?? "a device", name2, known));
  }
  target(target, at4) {
    return found(this.targets, target, at4, "a mount point of an earlier mount");
  }
  process(process2, at4) {
    return found(this.processes, process2, at4, "a process that was started before");
  }
  mapping(process2, map, at4) {
    const maps = this.process(process2, `${at4}.process`);
    return found(maps, map, `${at4}.map`, `a mapping of ${process2}`);
  }
  file(path2, at4) {
    if (this.files.has(path2) && !path2.startsWith("/dev/")) return;
    const known = [...this.files].filter((it) => !it.startsWith("/dev/"));
    throw new SceneError(at4, path2, oneOf("a file that was created before", path2, known));
  }
  /** The filesystems that a path may lie in: those of the longest mount point above it. */
  filesystemsAbove(path2, at4) {
    let best = "";
    for (const target of this.targets.keys()) {
      const isAbove = path2.startsWith(target === "/" ? "/" : `${target}/`);
      if (isAbove && target.length > best.length) best = target;
    }
    if (best === "") {
      throw new SceneError(at4, path2, oneOf("a path under a mount point", path2, this.targets.keys()));
    }
    return this.filesystemsAt(best);
  }
  filesystemsAt(target) {
    const devices = [...this.targets.get(target) ?? []];
    return devices.flatMap((name2) => this.filesystems.get(this.devices.get(name2)?.name ?? name2) ?? []);
  }
};
var KIND_TEXT = {
  [BLOCK.join()]: "a block device",
  pmem: "a pmem disk",
  "pmem,chardev": "a pmem disk or a dax character device",
  "pmem,partition,mapped,chardev": "a device"
};
var ANY_DEVICE = ["pmem", "partition", "mapped", "chardev"];
var NAMESPACE = ["pmem", "chardev"];
var DISK = ["pmem"];
function partitionName(disk, number2) {
  return /[0-9]$/.test(disk) ? `${disk}p${number2}` : `${disk}${number2}`;
}
function found(map, key, at4, kind) {
  const value = map.get(key);
  if (value !== void 0) return value;
  throw new SceneError(at4, key, oneOf(kind, key, map.keys()));
}

// engine/check-blocks.ts
var MAX_DM_DEPTH = 8;
var MAX_DM_TARGETS = 1e5;
var MAX_DISKS = 64;
var MAX_PHYSICAL_BYTES = 2 ** 52;
var DEFAULT_BLOCK_BYTES = 4096;
function checkScene(scene2) {
  const disks = Object.entries(scene2.pmem);
  if (disks.length < 1 || disks.length > MAX_DISKS) {
    throw new SceneError("scene.pmem", `\0${disks.length} devices`, `1 to ${MAX_DISKS}`);
  }
  for (const [name2, pmem2] of disks) {
    const at4 = `scene.pmem.${name2}`;
    const isChardev = pmem2.mode === "devdax";
    if (isChardev !== name2.startsWith("dax")) {
      throw new SceneError(at4, pmem2.mode ?? "fsdax", isChardev ? 'a name like "dax0.0"' : 'mode "devdax"');
    }
    if (isChardev && pmem2.partitions !== void 0) {
      throw new SceneError(`${at4}.partitions`, "\0partitions", "none: a dax character device has no partitions");
    }
    checkPartitions(pmem2.partitions ?? [], pmem2.sizeBytes, `${at4}.partitions`);
  }
  checkPlacements(scene2);
}
function checkPlacements(scene2) {
  const before = [];
  for (const it of placementsOf(scene2)) {
    const at4 = `scene.pmem.${it.name}`;
    const { dataOffsetBytes } = scene2.pmem[it.name] ?? {};
    if (it.fromBytes < 0) throw new SceneError(`${at4}.dataOffsetBytes`, dataOffsetBytes, "at most resourceBytes");
    if (it.toBytes > MAX_PHYSICAL_BYTES) {
      throw new SceneError(`${at4}.resourceBytes`, it.resourceBytes, `memory that ends by ${MAX_PHYSICAL_BYTES}`);
    }
    const other = before.find((one) => it.fromBytes < one.toBytes && one.fromBytes < it.toBytes);
    if (other !== void 0) {
      throw new SceneError(`${at4}.resourceBytes`, it.resourceBytes, `memory that ${other.name} does not have`);
    }
    before.push(it);
  }
}
function checkPartitions(table, diskBytes, at4) {
  const sorted = table.map((it, i) => ({ ...it, i })).sort((a, b) => a.startBytes - b.startBytes);
  let before;
  for (const it of sorted) {
    const here = `${at4}[${it.i}]`;
    if (it.startBytes + it.sizeBytes > diskBytes) {
      const room = diskBytes - it.startBytes;
      const expected = room > 0 ? `at most ${room}, to end with the disk (${diskBytes})` : `a start below ${diskBytes}`;
      throw new SceneError(`${here}.${room > 0 ? "sizeBytes" : "startBytes"}`, it.sizeBytes, expected);
    }
    if (before !== void 0 && it.startBytes < before.startBytes + before.sizeBytes) {
      const end = before.startBytes + before.sizeBytes;
      throw new SceneError(
        `${here}.startBytes`,
        it.startBytes,
        `at least ${end}, the end of partition ${before.i + 1}`
      );
    }
    before = it;
  }
}
function checkPartition(step, at4, world) {
  const disk = world.device(step.device, `${at4}.device`, DISK);
  checkPartitions(step.table, disk.sizeBytes, `${at4}.table`);
  world.addPartitions(
    disk.name,
    step.table.map((it) => it.sizeBytes)
  );
}
function checkDmCreate(step, at4, world) {
  if (step.table.length === 0 || step.table.length > MAX_DM_TARGETS) {
    throw new SceneError(`${at4}.table`, `\0${step.table.length} targets`, `1 to ${MAX_DM_TARGETS} targets`);
  }
  let endBytes = 0;
  let depth = 0;
  step.table.forEach((target, i) => {
    const here = `${at4}.table[${i}]`;
    if (target.startBytes !== endBytes) {
      throw new SceneError(`${here}.startBytes`, target.startBytes, `${endBytes}: targets follow each other from 0`);
    }
    depth = Math.max(depth, checkTarget(target, here, world));
    endBytes += target.lenBytes;
  });
  if (endBytes > MAX_DEVICE_BYTES) {
    throw new SceneError(`${at4}.table`, `\0${endBytes} bytes`, `at most ${MAX_DEVICE_BYTES} bytes in all`);
  }
  if (depth >= MAX_DM_DEPTH) {
    throw new SceneError(`${at4}.table`, `\0${depth + 1} mapped devices on each other`, `at most ${MAX_DM_DEPTH}`);
  }
  addMapped(step, endBytes, depth + 1, at4, world);
}
function checkTarget(target, at4, world) {
  const legs = target.type === "linear" ? [target] : target.legs;
  const sizes = [["lenBytes", target.lenBytes]];
  if (target.type === "striped") {
    const widthBytes = target.chunkBytes * legs.length;
    if (target.lenBytes % widthBytes !== 0) {
      throw new SceneError(`${at4}.lenBytes`, target.lenBytes, `a multiple of ${widthBytes}: chunk times legs`);
    }
  }
  let depth = 0;
  legs.forEach((leg2, i) => {
    const here = target.type === "linear" ? at4 : `${at4}.legs[${i}]`;
    const device2 = world.device(leg2.device, `${here}.device`);
    const lenBytes2 = target.lenBytes / legs.length;
    checkRange(device2, leg2.offInLegBytes, lenBytes2, `${here}.offInLegBytes`);
    sizes.push(["offInLegBytes", leg2.offInLegBytes]);
    depth = Math.max(depth, device2.depth);
  });
  for (const [field, bytes2] of sizes) {
    if (bytes2 % PAGE_BYTES !== 0) throw new SceneError(`${at4}.${field}`, bytes2, `a multiple of ${PAGE_BYTES}`);
  }
  return depth;
}
function addMapped(step, sizeBytes, depth, at4, world) {
  const device2 = { name: `mapper/${step.name}`, kind: "mapped", sizeBytes, disk: null, depth };
  const numbers = [];
  if (step.device === void 0) {
    let lowest2 = 0;
    while (world.dmNumbers.has(lowest2)) lowest2++;
    numbers.push(lowest2, ...world.dmFreed);
  } else {
    const number2 = Number(/^dm-([0-9]{1,4})$/.exec(step.device)?.[1] ?? Number.NaN);
    if (Number.isNaN(number2)) throw new SceneError(`${at4}.device`, step.device, 'a name like "dm-0", or none');
    numbers.push(number2);
  }
  world.addDevice(device2);
  for (const number2 of numbers) {
    world.dmNumbers.add(number2);
    world.dmFreed.delete(number2);
    const before = world.devices.get(`dm-${number2}`);
    const most = Math.max(sizeBytes, before?.sizeBytes ?? 0);
    world.devices.set(`dm-${number2}`, { ...device2, sizeBytes: most });
  }
}
function checkDmRemove(step, at4, world) {
  const device2 = world.devices.get(`mapper/${step.name}`);
  if (device2 === void 0) {
    const known = [...world.devices.keys()].flatMap((it) => it.startsWith("mapper/") ? [it.slice(7)] : []);
    throw new SceneError(`${at4}.name`, step.name, oneOf("a mapped device", step.name, known));
  }
  for (const number2 of world.dmNumbers) {
    if (world.devices.get(`dm-${number2}`)?.name === device2.name) world.dmFreed.add(number2);
  }
}
var XFS_ONLY = "rmapbt reflink agCount agBlocks logBytes logDevice rtDevice geometry".split(" ");
function checkMkfs(step, at4, world) {
  const device2 = world.device(step.device, `${at4}.device`);
  const options = step.options ?? {};
  const here = `${at4}.options`;
  if (step.fstype !== "xfs") {
    for (const key of XFS_ONLY) {
      if (options[key] === void 0) continue;
      throw new SceneError(`${here}.${key}`, "\0a field", `no ${key}: that is for xfs, not ${step.fstype}`);
    }
  }
  if (options.sizeBytes !== void 0) checkFits(options.sizeBytes, device2, `${here}.sizeBytes`);
  for (const key of ["logDevice", "rtDevice"]) {
    const other = options[key];
    if (other !== void 0) checkOther(other, step.device, `${here}.${key}`, world);
  }
  if (options.geometry !== void 0) checkGeometry(options.geometry, device2, `${here}.geometry`);
  const { geometry: geometry2 } = options;
  world.filesystems.set(device2.name, {
    fstype: step.fstype,
    blockBytes: geometry2?.blockBytes ?? options.blockBytes ?? DEFAULT_BLOCK_BYTES,
    sizeBytes: geometry2 === void 0 ? options.sizeBytes ?? device2.sizeBytes : geometry2.blockBytes * geometry2.dblocks,
    logDevice: options.logDevice ?? null,
    rtDevice: options.rtDevice ?? null
  });
}
function checkGeometry(it, device2, at4) {
  const sizeBytes = it.dblocks * it.blockBytes;
  checkFits(sizeBytes, device2, `${at4}.dblocks`);
  if (it.agBlocks > it.dblocks && it.agCount > 1) {
    throw new SceneError(`${at4}.agBlocks`, it.agBlocks, `at most dblocks (${it.dblocks})`);
  }
  const agCount = Math.ceil(it.dblocks / it.agBlocks);
  if (it.agCount !== agCount) {
    throw new SceneError(`${at4}.agCount`, it.agCount, `${agCount}, dblocks / agBlocks rounded up`);
  }
  if (it.logOffsetBytes === void 0) return;
  if (it.logOffsetBytes % it.blockBytes !== 0 || it.logOffsetBytes + it.logBytes > sizeBytes) {
    throw new SceneError(`${at4}.logOffsetBytes`, it.logOffsetBytes, `a whole block, the log ending by ${sizeBytes}`);
  }
}
function checkMount(step, at4, world) {
  const device2 = world.device(step.device, `${at4}.device`);
  for (const key of ["logDevice", "rtDevice"]) {
    const other = step[key];
    if (other !== void 0) checkOther(other, step.device, `${at4}.${key}`, world);
  }
  const devices = world.targets.get(step.target) ?? /* @__PURE__ */ new Set();
  devices.add(device2.name);
  world.targets.set(step.target, devices);
}
function checkOther(name2, data, at4, world) {
  world.device(name2, at4);
  if (name2 === data) throw new SceneError(at4, name2, `another device than the one for data (${data})`);
}
function checkFits(sizeBytes, device2, at4) {
  if (sizeBytes <= device2.sizeBytes) return;
  throw new SceneError(at4, `\0${sizeBytes} bytes`, `at most ${device2.sizeBytes}, the size of ${device2.name}`);
}
function checkRange(device2, offBytes2, lenBytes2, at4) {
  if (offBytes2 + lenBytes2 <= device2.sizeBytes) return;
  const last = device2.sizeBytes - lenBytes2;
  const most = last < 0 ? `fewer bytes than ${lenBytes2}` : `at most ${last}`;
  throw new SceneError(at4, offBytes2, `${most}: ${device2.name} has ${device2.sizeBytes} bytes`);
}

// engine/owner-pack.ts
var SECTOR_BYTES2 = 512;
var META_CODES = 9;
var FLAG_CODES = 24;
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var DIGIT = new Int8Array(128).fill(-1);
var CODES = new Uint8Array(64);
for (let i = 0; i < 64; i++) {
  CODES[i] = ALPHABET.charCodeAt(i);
  DIGIT[CODES[i] ?? 0] = i;
}
var BITWISE = 2 ** 31;
function visitPacked(packed, visit) {
  const reader = { at: 0 };
  let rows = 0;
  let endBytes = 0;
  let inode2 = 0;
  while (reader.at < packed.length) {
    const head = readWhole(packed, reader);
    const meta = head % 16;
    const flags = Math.floor(head / 16);
    const offInDevBytes = endBytes + readSigned(packed, reader) * SECTOR_BYTES2;
    const lenBytes2 = readWhole(packed, reader) * SECTOR_BYTES2;
    let owner = -meta;
    let offInFileBytes = 0;
    if (meta === 0) {
      inode2 += readSigned(packed, reader);
      offInFileBytes = readWhole(packed, reader) * SECTOR_BYTES2;
      owner = inode2;
    }
    endBytes = offInDevBytes + lenBytes2;
    const isRow = meta <= META_CODES && flags < FLAG_CODES && offInDevBytes >= 0 && lenBytes2 > 0;
    const isOwned = meta > 0 ? flags % 8 === 0 : owner > 0 && Number.isSafeInteger(owner);
    if (!isRow || !isOwned || !Number.isSafeInteger(endBytes) || !Number.isSafeInteger(offInFileBytes)) {
      return -1 - reader.at;
    }
    visit(offInDevBytes, lenBytes2, owner, offInFileBytes, flags);
    rows++;
  }
  return rows;
}
function readWhole(packed, reader) {
  let value = 0;
  for (let factor = 1; ; factor *= 32) {
    const code = packed.charCodeAt(reader.at++);
    const digit = code < 128 ? DIGIT[code] ?? -1 : -1;
    if (digit < 0 || factor > 2 ** 55) return Number.NaN;
    value += (digit & 31) * factor;
    if (digit < 32) return value;
  }
}
function readSigned(packed, reader) {
  const value = readWhole(packed, reader);
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

// engine/check-files.ts
function checkCreate(step, at4, world) {
  const filesystems = world.filesystemsAbove(step.path, `${at4}.path`);
  checkExtents(step.extents, filesystems, `${at4}.extents`, world);
  world.files.add(step.path);
}
function checkReflink(step, at4, world) {
  world.file(step.from, `${at4}.from`);
  world.filesystemsAbove(step.to, `${at4}.to`);
  if (step.from === step.to) throw new SceneError(`${at4}.to`, step.to, "another path than from");
  world.files.add(step.to);
}
function checkAttr(step, at4, world) {
  world.file(step.path, `${at4}.path`);
  checkExtents(step.extents, world.filesystemsAbove(step.path, `${at4}.path`), `${at4}.extents`, world);
}
function checkExtents(extents2, on, at4, world) {
  let endBytes = 0;
  extents2?.forEach((extent2, i) => {
    const here = `${at4}[${i}]`;
    if (extent2.offInFileBytes < endBytes) {
      throw new SceneError(`${here}.offInFileBytes`, extent2.offInFileBytes, `at least ${endBytes}, the end before it`);
    }
    endBytes = extent2.offInFileBytes + extent2.lenBytes;
    const unit = Math.min(...on.map((it) => it.blockBytes), on.length === 0 ? PAGE_BYTES : Number.POSITIVE_INFINITY);
    for (const key of ["offInFileBytes", "offInDevBytes", "lenBytes"]) {
      if (extent2[key] % unit !== 0) throw new SceneError(`${here}.${key}`, extent2[key], `a multiple of ${unit}`);
    }
    const most = spaceBytes(on, extent2.realtime === true ? "realtime" : "data", world);
    if (extent2.offInDevBytes + extent2.lenBytes > most) {
      throw new SceneError(`${here}.offInDevBytes`, extent2.offInDevBytes, `an extent inside its filesystem (${most})`);
    }
  });
}
function spaceBytes(on, which, world) {
  if (on.length === 0) return MAX_DEVICE_BYTES;
  const sizes = on.map((it) => {
    if (which === "data") return it.sizeBytes;
    const name2 = which === "log" ? it.logDevice : it.rtDevice;
    return name2 === null ? 0 : world.devices.get(name2)?.sizeBytes ?? 0;
  });
  return Math.max(...sizes);
}
function checkFsmap(step, at4, world) {
  world.target(step.target, `${at4}.target`);
  const on = world.filesystemsAt(step.target);
  const most = {
    data: spaceBytes(on, "data", world),
    log: spaceBytes(on, "log", world),
    realtime: spaceBytes(on, "realtime", world)
  };
  step.rows.forEach((row, i) => {
    const which = row.device ?? "data";
    if (row.offInDevBytes + row.lenBytes <= most[which]) return;
    const expected = most[which] === 0 ? `no row on a ${which} device: there is none` : `a row that ends by ${most[which]}`;
    throw new SceneError(`${at4}.rows[${i}].offInDevBytes`, row.offInDevBytes, expected);
  });
  if (step.packed !== void 0) checkPacked(step.packed, most, `${at4}.packed`);
}
function checkPacked(packed, most, at4) {
  const mostByDevice = [most.data, most.log, most.realtime];
  let outside = -1;
  const count = visitPacked(packed, (offInDevBytes, lenBytes2, _owner, _offInFileBytes, flags) => {
    if (offInDevBytes + lenBytes2 > (mostByDevice[flags >> 3] ?? 0)) outside = offInDevBytes;
  });
  if (count < 0) throw new SceneError(at4, `\0what it has at character ${-count}`, "rows as packOwners writes them");
  if (outside >= 0) throw new SceneError(at4, `\0a row at ${outside}`, `rows inside their devices (${mostByDevice})`);
}
function checkSpawn(step, at4, world) {
  if (world.processes.has(step.process)) {
    throw new SceneError(`${at4}.process`, step.process, "a name that no running process has");
  }
  const parent = step.op === "fork" ? world.process(step.parent, `${at4}.parent`) : /* @__PURE__ */ new Map();
  world.processes.set(step.process, new Map(parent));
}
function checkExit(step, at4, world) {
  world.process(step.process, `${at4}.process`);
  world.processes.delete(step.process);
}
function checkMmap(step, at4, world) {
  const maps = world.process(step.process, `${at4}.process`);
  if (!world.files.has(step.path)) {
    throw new SceneError(`${at4}.path`, step.path, oneOf("a file that was created before", step.path, world.files));
  }
  if (maps.has(step.map)) {
    throw new SceneError(`${at4}.map`, step.map, `a name that no other mapping of ${step.process} has`);
  }
  const lenBytes2 = step.lenBytes ?? null;
  step.touch?.forEach((touch2, i) => {
    if (lenBytes2 !== null && touch2.offInMapBytes >= pageCeil(lenBytes2)) {
      throw new SceneError(`${at4}.touch[${i}].offInMapBytes`, touch2.offInMapBytes, `below ${lenBytes2}, the length`);
    }
  });
  maps.set(step.map, { lenBytes: lenBytes2 });
}
function checkMunmap(step, at4, world) {
  world.mapping(step.process, step.map, at4);
  world.process(step.process, at4).delete(step.map);
}
function checkAt(step, at4, world) {
  const { lenBytes: lenBytes2 } = world.mapping(step.process, step.map, at4);
  if (lenBytes2 === null) return;
  const wanted = step.bytes?.length ?? step.lenBytes ?? 1;
  if (step.offInMapBytes + wanted <= pageCeil(lenBytes2)) return;
  const most = pageCeil(lenBytes2) - wanted;
  const expected = most < 0 ? `at most ${pageCeil(lenBytes2)} bytes` : `at most ${most}`;
  throw new SceneError(`${at4}.offInMapBytes`, step.offInMapBytes, `${expected}: the mapping has ${lenBytes2} bytes`);
}
var pageCeil = (bytes2) => Math.ceil(bytes2 / PAGE_BYTES) * PAGE_BYTES;

// engine/step-shapes.ts
var at2 = { process: name, map: name, offInMapBytes: whole(0, MAX_FILE) };
var touch = strictObject({ offInMapBytes: whole(0, MAX_FILE), write: opt(flag) });
var mfFlags = opt(whole(0, 255));
var content = byteList(2 ** 20);
var ioLen = whole(1, 2 ** 30);
var STEP_FIELDS = {
  partition: { device, table: partitions },
  "dm-create": { name, device: opt(device), table: array(dmTarget) },
  "dm-remove": { name },
  mkfs: { fstype, device, options: opt(mkfsOptions) },
  mount: {
    device,
    target: path,
    fstype: opt(fstype),
    dax: opt(dax),
    logDevice: opt(device),
    rtDevice: opt(device),
    readOnly: opt(flag)
  },
  umount: { target: path },
  unbind: { device },
  bind: { device },
  create: {
    path,
    sizeBytes: whole(0, MAX_FILE),
    inode: opt(inode),
    extents,
    dax: opt(flag),
    extSizeBytes: opt(multipleOf(PAGE_BYTES, 0, 2 ** 32)),
    how: opt(picklist(["write", "fallocate", "hole"]))
  },
  mkdir: { path, inode: opt(inode), extents },
  attr: { path, extents, lenBytes: opt(ioLen) },
  reflink: { from: path, to: path, inode: opt(inode) },
  unlink: { path },
  truncate: { path, sizeBytes: whole(0, MAX_FILE) },
  fsmap: { target: path, rows: array(ownerRow), packed: opt(string("rows as packOwners writes them")) },
  open: { path },
  "drop-inode": { path },
  spawn: { process: name, policy: opt(killPolicy), pid: opt(whole(1, 2 ** 31 - 1)) },
  fork: { process: name, parent: name },
  policy: { process: name, policy: killPolicy },
  exit: { process: name },
  mmap: {
    process: name,
    map: name,
    path,
    offInFileBytes: opt(multipleOf(PAGE_BYTES, 0, MAX_FILE)),
    lenBytes: opt(whole(1, MAX_FILE)),
    private: opt(flag),
    aligned2m: opt(flag),
    touch: opt(array(touch))
  },
  munmap: { process: name, map: name },
  load: { ...at2, lenBytes: opt(whole(1, 2 ** 20)) },
  store: { ...at2, bytes: content },
  flush: { ...at2, lenBytes: opt(ioLen) },
  fence: { process: name },
  fsync: { path },
  read: { path, offInFileBytes: whole(0, MAX_FILE), lenBytes: ioLen },
  write: { path, offInFileBytes: whole(0, MAX_FILE), bytes: content },
  "power-fail": {},
  "block-read": { device, offBytes, lenBytes: ioLen },
  "block-write": { device, offBytes, bytes: content },
  "zero-page-range": { device, pgoff: whole(0, 2 ** 40), nrPages: whole(1, 2 ** 20) },
  poison: { device, offBytes, lenBytes: opt(ioLen) },
  scrub: { device },
  "inject-error": {
    device,
    sector: whole(0, 2 ** 40),
    count: whole(1, 2 ** 24),
    saturate: opt(flag),
    notify: opt(flag)
  },
  badblocks: { device, sector: whole(0, 2 ** 40), count: whole(1, 2 ** 31), clear: opt(flag) },
  fail: {
    device,
    offBytes: whole(0, 2 ** 52),
    nrPages: opt(whole(1, 512)),
    flags: mfFlags
  },
  madvise: { ...at2, lenBytes: opt(whole(1, 2 ** 30)) },
  sysctl: { earlyKill: opt(bit), recovery: opt(bit) },
  "register-holder": { device, holder: name, source: opt(string("the text of a function")) },
  "unregister-holder": { device, holder: name },
  notify: { device, offBytes, lenBytes, flags: mfFlags },
  "kill-dax": { device },
  race: {
    threads: pipe(
      array(unknown()),
      check((list) => list.length >= 2 && list.length <= 4, "2 to 4 threads"),
      metadata({ minItems: 2, maxItems: 4, items: { $ref: "#/$defs/step" } })
    ),
    schedule: pipe(
      array(whole(0, 3)),
      check((list) => list.length <= 256, "at most 256 ticks"),
      metadata({ maxItems: 256 })
    )
  }
};

// engine/schema.ts
var OPS = Object.keys(STEP_FIELDS);
var STEPS = new Map(
  Object.entries(STEP_FIELDS).map(([op, fields]) => [
    op,
    strictObject({ op: literal(op), ...fields })
  ])
);
var RACEABLE = new Set(
  "mount umount register-holder unregister-holder notify kill-dax fail unbind load store".split(" ")
);
function toStep(value, at4) {
  if (typeof value !== "object" || value === null) {
    throw new SceneError(at4, value, "a step: an object with op");
  }
  const op = value.op;
  const schema = typeof op === "string" ? STEPS.get(op) : void 0;
  if (schema === void 0) throw new SceneError(`${at4}.op`, op, `one of ${OPS.join(", ")}`);
  const step = read(schema, value, at4);
  if (step.op === "race") readRace(step, at4);
  return freeze(step);
}
function readRace(race, at4) {
  race.threads = race.threads.map((thread, i) => {
    const here = `${at4}.threads[${i}]`;
    const step = toStep(thread, here);
    if (!RACEABLE.has(step.op)) {
      throw new SceneError(`${here}.op`, step.op, `one of ${[...RACEABLE].join(", ")}`);
    }
    return step;
  });
  race.schedule.forEach((tick, i) => {
    if (tick >= race.threads.length) {
      throw new SceneError(`${at4}.schedule[${i}]`, tick, `a thread from 0 to ${race.threads.length - 1}`);
    }
  });
}
function toScene(value) {
  return freeze(read(scene, value, "scene"));
}
var VALUE_KEYS = ["scene", "steps", "seed"];
function toMachineShape(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SceneError("machine", value, "an object with scene, steps and seed");
  }
  for (const key of Object.keys(value)) {
    if (!VALUE_KEYS.includes(key)) {
      throw new SceneError(key, "\0a field", `one of ${VALUE_KEYS.join(", ")}`);
    }
  }
  const { steps, seed } = value;
  if (!Array.isArray(steps)) throw new SceneError("steps", steps, "a list of steps");
  return { scene: toScene(value.scene), steps: [...steps], seed: toSeed(seed) };
}
function toSeed(seed) {
  if (typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= 4294967295) return seed;
  throw new SceneError("seed", seed, "a whole number from 0 to 4294967295");
}
function read(schema, value, at4) {
  const result = safeParse(schema, value, { abortEarly: true });
  if (!result.success) throw toSceneError(result.issues[0], at4);
  return result.output;
}
function freeze(value) {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) freeze(one);
  }
  return value;
}
function toSceneError(issue, at4) {
  let where = at4;
  for (const item of issue.path ?? []) {
    where += typeof item.key === "number" ? `[${item.key}]` : `.${String(item.key)}`;
  }
  if (issue.type === "strict_object" && issue.expected === "never") {
    return new SceneError(where, "\0a field", "no field of that name");
  }
  return new SceneError(where, issue.input, expectedOf(issue));
}
function expectedOf(issue) {
  if (issue.type === "number" || issue.type === "string" || issue.type === "boolean") {
    return issue.message;
  }
  if (issue.kind === "validation") return issue.message;
  const expected = issue.expected ?? "something else";
  if (issue.type !== "picklist") return expected.toLowerCase();
  const options = expected.replace(/^\(|\)$/g, "").replaceAll('"', "").split(" | ");
  return options.length === 1 ? options.join() : `one of ${options.join(", ")}`;
}

// engine/check.ts
var MAX_STEPS = 1e5;
var MAX_SOURCE_CHARS = 1e5;
var valid = /* @__PURE__ */ new WeakSet();
function validate(value) {
  if (typeof value === "object" && value !== null && valid.has(value)) return value;
  const { scene: scene2, steps, seed } = toMachineShape(value);
  const world = openWorld(scene2);
  const checked = steps.map((step, i) => addStep(step, i, world));
  return asValid({ scene: scene2, steps: Object.freeze(checked), seed });
}
function asValid(value) {
  Object.freeze(value);
  valid.add(value);
  return value;
}
function openWorld(scene2) {
  checkScene(scene2);
  return new World(scene2);
}
function addStep(value, index, world) {
  const at4 = `steps[${index}]`;
  if (index >= MAX_STEPS) throw new SceneError("steps", `\0${index + 1} steps`, `at most ${MAX_STEPS}`);
  const step = toStep(value, at4);
  checkStep(step, at4, world);
  return step;
}
var checkPath = (step, at4, world) => world.file(step.path, `${at4}.path`);
var nothing = () => void 0;
function onDevice(range, kinds) {
  return (step, at4, world) => {
    const device2 = world.device(step.device, `${at4}.device`, kinds);
    if (range === void 0) return;
    const { field, offBytes: offBytes2, lenBytes: lenBytes2 } = range(step);
    checkRange(device2, offBytes2, lenBytes2, `${at4}.${field}`);
  };
}
var bytes = (step) => ({
  field: "offBytes",
  offBytes: step.offBytes,
  lenBytes: step.lenBytes ?? 1
});
var sectors = (step) => ({
  field: "sector",
  offBytes: step.sector * SECTOR_BYTES,
  lenBytes: step.count * SECTOR_BYTES
});
var CHECKS = {
  partition: checkPartition,
  "dm-create": checkDmCreate,
  "dm-remove": checkDmRemove,
  mkfs: checkMkfs,
  mount: checkMount,
  umount: (step, at4, world) => world.target(step.target, `${at4}.target`),
  unbind: onDevice(void 0, NAMESPACE),
  bind: onDevice(void 0, NAMESPACE),
  create: checkCreate,
  mkdir: checkCreate,
  attr: checkAttr,
  reflink: checkReflink,
  fsmap: checkFsmap,
  unlink: checkPath,
  truncate: checkPath,
  open: checkPath,
  "drop-inode": checkPath,
  fsync: checkPath,
  read: checkPath,
  write: checkPath,
  spawn: checkSpawn,
  fork: checkSpawn,
  exit: checkExit,
  policy: (step, at4, world) => world.process(step.process, `${at4}.process`),
  fence: (step, at4, world) => world.process(step.process, `${at4}.process`),
  mmap: checkMmap,
  munmap: checkMunmap,
  load: checkAt,
  store: checkAt,
  flush: checkAt,
  madvise: checkAt,
  "power-fail": nothing,
  sysctl: nothing,
  "block-read": onDevice(bytes),
  "block-write": onDevice((step) => ({ ...bytes(step), lenBytes: step.bytes.length })),
  "zero-page-range": onDevice(
    (step) => ({ field: "pgoff", offBytes: step.pgoff * PAGE_BYTES, lenBytes: PAGE_BYTES }),
    ANY_DEVICE
  ),
  poison: onDevice(bytes, ANY_DEVICE),
  // A notification may say any range: what becomes of one that leaves the device is the holder's business.
  notify: onDevice(void 0, ANY_DEVICE),
  scrub: onDevice(void 0, NAMESPACE),
  "inject-error": onDevice(sectors, NAMESPACE),
  badblocks: onDevice(sectors, DISK),
  // Physical memory has no size: an address that no device covers is an event.
  fail: (step, at4, world) => step.device === "phys" ? void 0 : onDevice(bytes, ANY_DEVICE)(step, at4, world),
  "kill-dax": onDevice(void 0, ANY_DEVICE),
  "register-holder": (step, at4, world) => {
    world.device(step.device, `${at4}.device`, ANY_DEVICE);
    if ((step.source?.length ?? 0) > MAX_SOURCE_CHARS) {
      throw new SceneError(`${at4}.source`, `\0${step.source?.length} characters`, `at most ${MAX_SOURCE_CHARS}`);
    }
    world.holders.add(step.holder);
  },
  "unregister-holder": (step, at4, world) => {
    world.device(step.device, `${at4}.device`, ANY_DEVICE);
    if (world.holders.has(step.holder)) return;
    throw new SceneError(`${at4}.holder`, step.holder, oneOf("a registered holder", step.holder, world.holders));
  },
  race: (step, at4, world) => {
    step.threads.forEach((thread, i) => {
      checkStep(thread, `${at4}.threads[${i}]`, world);
    });
  }
};
function checkStep(step, at4, world) {
  const check2 = CHECKS[step.op];
  check2(step, at4, world);
}

// engine/abi.ts
var abi_exports = {};
__export(abi_exports, {
  ARG_BYTES: () => ARG_BYTES,
  ARG_KEY: () => ARG_KEY,
  ARG_KIND: () => ARG_KIND,
  ARG_VALUE: () => ARG_VALUE,
  ASK_BADBLOCKS: () => ASK_BADBLOCKS,
  ASK_BYTES: () => ASK_BYTES,
  ASK_LINES: () => ASK_LINES,
  ASK_MM_BYTES: () => ASK_MM_BYTES,
  ASK_MM_ENTRIES: () => ASK_MM_ENTRIES,
  ASK_MM_EXTENTS: () => ASK_MM_EXTENTS,
  ASK_MM_HWPOISON: () => ASK_MM_HWPOISON,
  ASK_RESOLVE: () => ASK_RESOLVE,
  ASK_RMAP: () => ASK_RMAP,
  ASK_RUNS: () => ASK_RUNS,
  ASK_SPARSE: () => ASK_SPARSE,
  BADRANGE_BYTES: () => BADRANGE_BYTES,
  BADRANGE_LEN: () => BADRANGE_LEN,
  BADRANGE_NEXT: () => BADRANGE_NEXT,
  BADRANGE_OFF: () => BADRANGE_OFF,
  BUS_ADRERR: () => BUS_ADRERR,
  BUS_MCEERR_AO: () => BUS_MCEERR_AO,
  BUS_MCEERR_AR: () => BUS_MCEERR_AR,
  CLAIM_DM: () => CLAIM_DM,
  CLAIM_ID: () => CLAIM_ID,
  CLAIM_MOUNT: () => CLAIM_MOUNT,
  CRASH_HANG: () => CRASH_HANG,
  CRASH_NONE: () => CRASH_NONE,
  CRASH_OOPS: () => CRASH_OOPS,
  DAX_ALIVE: () => DAX_ALIVE,
  DAX_ALWAYS: () => DAX_ALWAYS,
  DAX_BYTES: () => DAX_BYTES,
  DAX_DEVICE: () => DAX_DEVICE,
  DAX_FIRST_REG: () => DAX_FIRST_REG,
  DAX_HOLDER: () => DAX_HOLDER,
  DAX_INODE: () => DAX_INODE,
  DAX_LEAKED: () => DAX_LEAKED,
  DAX_LEN: () => DAX_LEN,
  DAX_NEVER: () => DAX_NEVER,
  DAX_OFF: () => DAX_OFF,
  DAX_OPS: () => DAX_OPS,
  DAX_PARENT: () => DAX_PARENT,
  DAX_START: () => DAX_START,
  DEVICE_BYTES: () => DEVICE_BYTES,
  DEVICE_CLAIM: () => DEVICE_CLAIM,
  DEVICE_CLEAR_UNIT: () => DEVICE_CLEAR_UNIT,
  DEVICE_DATA_OFFSET: () => DEVICE_DATA_OFFSET,
  DEVICE_DAX: () => DEVICE_DAX,
  DEVICE_DISK: () => DEVICE_DISK,
  DEVICE_DRIVER: () => DEVICE_DRIVER,
  DEVICE_EADR: () => DEVICE_EADR,
  DEVICE_FIRST_PARTITION: () => DEVICE_FIRST_PARTITION,
  DEVICE_FIRST_TARGET: () => DEVICE_FIRST_TARGET,
  DEVICE_FS: () => DEVICE_FS,
  DEVICE_KIND: () => DEVICE_KIND,
  DEVICE_LEGS: () => DEVICE_LEGS,
  DEVICE_MAP: () => DEVICE_MAP,
  DEVICE_MAP_NAME: () => DEVICE_MAP_NAME,
  DEVICE_MODE: () => DEVICE_MODE,
  DEVICE_NAME: () => DEVICE_NAME,
  DEVICE_NEXT_PARTITION: () => DEVICE_NEXT_PARTITION,
  DEVICE_NR_TARGETS: () => DEVICE_NR_TARGETS,
  DEVICE_PMEM: () => DEVICE_PMEM,
  DEVICE_PRESENT: () => DEVICE_PRESENT,
  DEVICE_RESOURCE: () => DEVICE_RESOURCE,
  DEVICE_SEGMENTS: () => DEVICE_SEGMENTS,
  DEVICE_SIZE: () => DEVICE_SIZE,
  DEVICE_START: () => DEVICE_START,
  DEV_CHAR: () => DEV_CHAR,
  DEV_DM: () => DEV_DM,
  DEV_PARTITION: () => DEV_PARTITION,
  DEV_PMEM: () => DEV_PMEM,
  DRIVER_DEVICE_DAX: () => DRIVER_DEVICE_DAX,
  DRIVER_FSDEV_DAX: () => DRIVER_FSDEV_DAX,
  DRIVER_NONE: () => DRIVER_NONE,
  EBADF: () => EBADF,
  EBUSY: () => EBUSY,
  EEXIST: () => EEXIST,
  EFAULT: () => EFAULT,
  EFBIG: () => EFBIG,
  EFSCORRUPTED: () => EFSCORRUPTED,
  EHWPOISON: () => EHWPOISON,
  EINVAL: () => EINVAL,
  EIO: () => EIO,
  ENODATA: () => ENODATA,
  ENODEV: () => ENODEV,
  ENOENT: () => ENOENT,
  ENOMEM: () => ENOMEM,
  ENOSPC: () => ENOSPC,
  ENOTDIR: () => ENOTDIR,
  ENTRY_CACHE: () => ENTRY_CACHE,
  ENTRY_COPY: () => ENTRY_COPY,
  ENTRY_KIND: () => ENTRY_KIND,
  ENTRY_PMD: () => ENTRY_PMD,
  ENTRY_PTE: () => ENTRY_PTE,
  ENTRY_WRITABLE: () => ENTRY_WRITABLE,
  ENTRY_ZERO: () => ENTRY_ZERO,
  ENXIO: () => ENXIO,
  EOPNOTSUPP: () => EOPNOTSUPP,
  EPERM: () => EPERM,
  ERANGE: () => ERANGE,
  EROFS: () => EROFS,
  EVENT_BYTES: () => EVENT_BYTES,
  EVENT_DEPTH: () => EVENT_DEPTH,
  EVENT_FIRST_ARG: () => EVENT_FIRST_ARG,
  EVENT_FLAGS: () => EVENT_FLAGS,
  EVENT_FN: () => EVENT_FN,
  EVENT_ID: () => EVENT_ID,
  EVENT_LEN: () => EVENT_LEN,
  EVENT_NR_ARGS: () => EVENT_NR_ARGS,
  EVENT_OFF: () => EVENT_OFF,
  EVENT_OUTER: () => EVENT_OUTER,
  EVENT_PARENT: () => EVENT_PARENT,
  EVENT_PROPOSED: () => EVENT_PROPOSED,
  EVENT_RET: () => EVENT_RET,
  EVENT_RET_KIND: () => EVENT_RET_KIND,
  EVENT_RULE: () => EVENT_RULE,
  EVENT_SPACE: () => EVENT_SPACE,
  EVENT_SPACE_KIND: () => EVENT_SPACE_KIND,
  EVENT_STEP: () => EVENT_STEP,
  EVENT_WHO: () => EVENT_WHO,
  EVENT_WHO_KIND: () => EVENT_WHO_KIND,
  EXTENT_REALTIME: () => EXTENT_REALTIME,
  EXTENT_SHARED: () => EXTENT_SHARED,
  EXTENT_UNWRITTEN: () => EXTENT_UNWRITTEN,
  FN_ARS_SCRUB: () => FN_ARS_SCRUB,
  FN_BADBLOCKS_CLEAR: () => FN_BADBLOCKS_CLEAR,
  FN_BADBLOCKS_SET: () => FN_BADBLOCKS_SET,
  FN_BADRANGE_ADD: () => FN_BADRANGE_ADD,
  FN_BDEV_OPEN: () => FN_BDEV_OPEN,
  FN_BLK_MARK_DISK_DEAD: () => FN_BLK_MARK_DISK_DEAD,
  FN_BLOCK_IO: () => FN_BLOCK_IO,
  FN_DAX_BREAK_LAYOUTS: () => FN_DAX_BREAK_LAYOUTS,
  FN_DAX_DISASSOCIATE_ENTRY: () => FN_DAX_DISASSOCIATE_ENTRY,
  FN_DAX_HOLDER_NOTIFY_FAILURE: () => FN_DAX_HOLDER_NOTIFY_FAILURE,
  FN_DAX_IOMAP_FAULT: () => FN_DAX_IOMAP_FAULT,
  FN_DAX_IOMAP_RW: () => FN_DAX_IOMAP_RW,
  FN_DAX_LOCK_FOLIO: () => FN_DAX_LOCK_FOLIO,
  FN_DAX_LOCK_MAPPING_ENTRY: () => FN_DAX_LOCK_MAPPING_ENTRY,
  FN_DAX_LOCK_PAGE: () => FN_DAX_LOCK_PAGE,
  FN_DAX_REGISTER_HOLDER: () => FN_DAX_REGISTER_HOLDER,
  FN_DAX_UNREGISTER_HOLDER: () => FN_DAX_UNREGISTER_HOLDER,
  FN_DAX_ZERO_PAGE_RANGE: () => FN_DAX_ZERO_PAGE_RANGE,
  FN_DEV_DAX_FAULT: () => FN_DEV_DAX_FAULT,
  FN_DM_NOTIFY_FAILURE: () => FN_DM_NOTIFY_FAILURE,
  FN_DM_TABLE: () => FN_DM_TABLE,
  FN_EXT4_FILL_SUPER: () => FN_EXT4_FILL_SUPER,
  FN_FENCE: () => FN_FENCE,
  FN_FILE: () => FN_FILE,
  FN_FILEMAP_FAULT: () => FN_FILEMAP_FAULT,
  FN_FLUSH: () => FN_FLUSH,
  FN_FREEZE_SUPER: () => FN_FREEZE_SUPER,
  FN_FSDEV_PAGEMAP_MEMORY_FAILURE: () => FN_FSDEV_PAGEMAP_MEMORY_FAILURE,
  FN_FSMAP: () => FN_FSMAP,
  FN_FSYNC: () => FN_FSYNC,
  FN_FS_DAX_GET: () => FN_FS_DAX_GET,
  FN_FS_DAX_GET_BY_BDEV: () => FN_FS_DAX_GET_BY_BDEV,
  FN_FS_PUT_DAX: () => FN_FS_PUT_DAX,
  FN_HANG: () => FN_HANG,
  FN_INVARIANT: () => FN_INVARIANT,
  FN_KILL_DAX: () => FN_KILL_DAX,
  FN_KILL_ME_MAYBE: () => FN_KILL_ME_MAYBE,
  FN_KILL_PROC: () => FN_KILL_PROC,
  FN_LOAD: () => FN_LOAD,
  FN_MACHINE_CHECK: () => FN_MACHINE_CHECK,
  FN_MADVISE_INJECT_ERROR: () => FN_MADVISE_INJECT_ERROR,
  FN_MEMORY_FAILURE: () => FN_MEMORY_FAILURE,
  FN_MEMORY_FAILURE_DEV_PAGEMAP: () => FN_MEMORY_FAILURE_DEV_PAGEMAP,
  FN_MF_DAX_KILL_PROCS: () => FN_MF_DAX_KILL_PROCS,
  FN_MF_GENERIC_KILL_PROCS: () => FN_MF_GENERIC_KILL_PROCS,
  FN_MKFS: () => FN_MKFS,
  FN_MMAP: () => FN_MMAP,
  FN_MM_FIRST: () => FN_MM_FIRST,
  FN_MUNMAP: () => FN_MUNMAP,
  FN_ND_PMEM_PROBE: () => FN_ND_PMEM_PROBE,
  FN_ND_PMEM_REMOVE: () => FN_ND_PMEM_REMOVE,
  FN_NFIT_HANDLE_MCE: () => FN_NFIT_HANDLE_MCE,
  FN_NOTE: () => FN_NOTE,
  FN_NVDIMM_INJECT: () => FN_NVDIMM_INJECT,
  FN_OOPS: () => FN_OOPS,
  FN_PANIC: () => FN_PANIC,
  FN_PMEM_CLEAR_POISON: () => FN_PMEM_CLEAR_POISON,
  FN_PMEM_DO_READ: () => FN_PMEM_DO_READ,
  FN_PMEM_DO_WRITE: () => FN_PMEM_DO_WRITE,
  FN_PMEM_PAGEMAP_MEMORY_FAILURE: () => FN_PMEM_PAGEMAP_MEMORY_FAILURE,
  FN_PMEM_RECOVERY_WRITE: () => FN_PMEM_RECOVERY_WRITE,
  FN_POISON: () => FN_POISON,
  FN_POWER_FAIL: () => FN_POWER_FAIL,
  FN_PROCESS: () => FN_PROCESS,
  FN_READER_LOG: () => FN_READER_LOG,
  FN_READER_NOTIFY: () => FN_READER_NOTIFY,
  FN_SIGNAL: () => FN_SIGNAL,
  FN_STACKED_NOTIFY_FAILURE: () => FN_STACKED_NOTIFY_FAILURE,
  FN_STEP: () => FN_STEP,
  FN_STORE: () => FN_STORE,
  FN_SYSCTL: () => FN_SYSCTL,
  FN_THAW_SUPER: () => FN_THAW_SUPER,
  FN_TICK: () => FN_TICK,
  FN_UMOUNT: () => FN_UMOUNT,
  FN_UNMAP_AND_KILL: () => FN_UNMAP_AND_KILL,
  FN_UNMAP_MAPPING_PAGES: () => FN_UNMAP_MAPPING_PAGES,
  FN_XFS_ALLOC_BUFTARG: () => FN_XFS_ALLOC_BUFTARG,
  FN_XFS_ALLOC_READ_AGF: () => FN_XFS_ALLOC_READ_AGF,
  FN_XFS_BMAPI_ALLOCATE: () => FN_XFS_BMAPI_ALLOCATE,
  FN_XFS_DAX_FAILURE_FN: () => FN_XFS_DAX_FAILURE_FN,
  FN_XFS_DAX_NOTIFY_DDEV_FAILURE: () => FN_XFS_DAX_NOTIFY_DDEV_FAILURE,
  FN_XFS_DAX_NOTIFY_DEV_FAILURE: () => FN_XFS_DAX_NOTIFY_DEV_FAILURE,
  FN_XFS_DAX_NOTIFY_FAILURE: () => FN_XFS_DAX_NOTIFY_FAILURE,
  FN_XFS_DAX_NOTIFY_LOGDEV_FAILURE: () => FN_XFS_DAX_NOTIFY_LOGDEV_FAILURE,
  FN_XFS_DAX_TRANSLATE_RANGE: () => FN_XFS_DAX_TRANSLATE_RANGE,
  FN_XFS_DO_FORCE_SHUTDOWN: () => FN_XFS_DO_FORCE_SHUTDOWN,
  FN_XFS_FS_FILL_SUPER: () => FN_XFS_FS_FILL_SUPER,
  FN_XFS_IGET: () => FN_XFS_IGET,
  FN_XFS_REFLINK_ALLOCATE_COW: () => FN_XFS_REFLINK_ALLOCATE_COW,
  FN_XFS_RMAP_QUERY_RANGE: () => FN_XFS_RMAP_QUERY_RANGE,
  FN_XFS_SETUP_DAX_ALWAYS: () => FN_XFS_SETUP_DAX_ALWAYS,
  FS_AG_BLOCKS: () => FS_AG_BLOCKS,
  FS_AG_COUNT: () => FS_AG_COUNT,
  FS_BLOCKS: () => FS_BLOCKS,
  FS_BLOCK_BYTES: () => FS_BLOCK_BYTES,
  FS_DEVICE: () => FS_DEVICE,
  FS_EXT2: () => FS_EXT2,
  FS_EXT4: () => FS_EXT4,
  FS_EXTERNAL_LOG: () => FS_EXTERNAL_LOG,
  FS_FLAGS: () => FS_FLAGS,
  FS_INODE_BYTES: () => FS_INODE_BYTES,
  FS_LOG_DEVICE: () => FS_LOG_DEVICE,
  FS_LOG_LEN: () => FS_LOG_LEN,
  FS_LOG_OFF: () => FS_LOG_OFF,
  FS_MM0: () => FS_MM0,
  FS_MM1: () => FS_MM1,
  FS_MM2: () => FS_MM2,
  FS_MM3: () => FS_MM3,
  FS_MM4: () => FS_MM4,
  FS_MM5: () => FS_MM5,
  FS_MOUNT: () => FS_MOUNT,
  FS_REALTIME: () => FS_REALTIME,
  FS_RECORD_BYTES: () => FS_RECORD_BYTES,
  FS_REFLINK: () => FS_REFLINK,
  FS_RMAP: () => FS_RMAP,
  FS_RMAPBT: () => FS_RMAPBT,
  FS_ROOT_INO: () => FS_ROOT_INO,
  FS_RT_BLOCKS: () => FS_RT_BLOCKS,
  FS_RT_DEVICE: () => FS_RT_DEVICE,
  FS_RT_RMAP: () => FS_RT_RMAP,
  FS_TYPE: () => FS_TYPE,
  FS_XFS: () => FS_XFS,
  GROUP_BYTES: () => GROUP_BYTES,
  GROUP_FREE: () => GROUP_FREE,
  GROUP_FREE_INODES: () => GROUP_FREE_INODES,
  HOLDER_BYTES: () => HOLDER_BYTES,
  HOLDER_DM: () => HOLDER_DM,
  HOLDER_FSTYPE: () => HOLDER_FSTYPE,
  HOLDER_KIND: () => HOLDER_KIND,
  HOLDER_NAME: () => HOLDER_NAME,
  HOLDER_OBJECT: () => HOLDER_OBJECT,
  HOLDER_PARENT: () => HOLDER_PARENT,
  HOLDER_READER: () => HOLDER_READER,
  HOLDER_XFS: () => HOLDER_XFS,
  HOW_FALLOCATE: () => HOW_FALLOCATE,
  HOW_HOLE: () => HOW_HOLE,
  HOW_WRITE: () => HOW_WRITE,
  INJECT_NOTIFY: () => INJECT_NOTIFY,
  INJECT_SATURATE: () => INJECT_SATURATE,
  INODE_ATTR_RUNS: () => INODE_ATTR_RUNS,
  INODE_BYTES: () => INODE_BYTES,
  INODE_CACHE: () => INODE_CACHE,
  INODE_CHAR: () => INODE_CHAR,
  INODE_COW_RUNS: () => INODE_COW_RUNS,
  INODE_DAX_FLAG: () => INODE_DAX_FLAG,
  INODE_DEVICE: () => INODE_DEVICE,
  INODE_DIRECTORY: () => INODE_DIRECTORY,
  INODE_ENTRIES: () => INODE_ENTRIES,
  INODE_EXT_SIZE: () => INODE_EXT_SIZE,
  INODE_FIRST_MAPPING: () => INODE_FIRST_MAPPING,
  INODE_FLAGS: () => INODE_FLAGS,
  INODE_FS: () => INODE_FS,
  INODE_GONE: () => INODE_GONE,
  INODE_INCORE: () => INODE_INCORE,
  INODE_INO: () => INODE_INO,
  INODE_LAST_MAPPING: () => INODE_LAST_MAPPING,
  INODE_NAME: () => INODE_NAME,
  INODE_NEXT: () => INODE_NEXT,
  INODE_PATH: () => INODE_PATH,
  INODE_PREV: () => INODE_PREV,
  INODE_REALTIME: () => INODE_REALTIME,
  INODE_RUNS: () => INODE_RUNS,
  INODE_SIZE: () => INODE_SIZE,
  INODE_S_DAX: () => INODE_S_DAX,
  INODE_UNLINKED: () => INODE_UNLINKED,
  KERNEL_61: () => KERNEL_61,
  KERNEL_612: () => KERNEL_612,
  KERNEL_6_0: () => KERNEL_6_0,
  KERNEL_6_5: () => KERNEL_6_5,
  KERNEL_6_6: () => KERNEL_6_6,
  KERNEL_6_8: () => KERNEL_6_8,
  KERNEL_73: () => KERNEL_73,
  KERNEL_V9: () => KERNEL_V9,
  KEY_ADDR_OFFSET_IN_MAPPING: () => KEY_ADDR_OFFSET_IN_MAPPING,
  KEY_AGNO: () => KEY_AGNO,
  KEY_AG_BLOCKS: () => KEY_AG_BLOCKS,
  KEY_AG_COUNT: () => KEY_AG_COUNT,
  KEY_BBLEN: () => KEY_BBLEN,
  KEY_BLOCKCOUNT: () => KEY_BLOCKCOUNT,
  KEY_BLOCK_BYTES: () => KEY_BLOCK_BYTES,
  KEY_BT_DAXDEV: () => KEY_BT_DAXDEV,
  KEY_BT_DAX_PART_OFF: () => KEY_BT_DAX_PART_OFF,
  KEY_BT_DEV: () => KEY_BT_DEV,
  KEY_CLEARED: () => KEY_CLEARED,
  KEY_CODE: () => KEY_CODE,
  KEY_COLLECTED: () => KEY_COLLECTED,
  KEY_COUNT: () => KEY_COUNT,
  KEY_DADDR: () => KEY_DADDR,
  KEY_DAX: () => KEY_DAX,
  KEY_DAX_ASKED: () => KEY_DAX_ASKED,
  KEY_DAX_DEV: () => KEY_DAX_DEV,
  KEY_DELIVERED: () => KEY_DELIVERED,
  KEY_DEV: () => KEY_DEV,
  KEY_EARLY_KILL: () => KEY_EARLY_KILL,
  KEY_FAIL_BLOCKCOUNT: () => KEY_FAIL_BLOCKCOUNT,
  KEY_FAIL_STARTBLOCK: () => KEY_FAIL_STARTBLOCK,
  KEY_FILE_OFFSET: () => KEY_FILE_OFFSET,
  KEY_FLAGS: () => KEY_FLAGS,
  KEY_HIGH_STARTBLOCK: () => KEY_HIGH_STARTBLOCK,
  KEY_HOLDER: () => KEY_HOLDER,
  KEY_HOLDER_DATA: () => KEY_HOLDER_DATA,
  KEY_HWPOISON: () => KEY_HWPOISON,
  KEY_INDEX: () => KEY_INDEX,
  KEY_INO: () => KEY_INO,
  KEY_INVARIANT: () => KEY_INVARIANT,
  KEY_LEN: () => KEY_LEN,
  KEY_LINES: () => KEY_LINES,
  KEY_LOST: () => KEY_LOST,
  KEY_LOW_STARTBLOCK: () => KEY_LOW_STARTBLOCK,
  KEY_LSB: () => KEY_LSB,
  KEY_MAP: () => KEY_MAP,
  KEY_MM_FIRST: () => KEY_MM_FIRST,
  KEY_NR_PAGES: () => KEY_NR_PAGES,
  KEY_NR_SECTORS: () => KEY_NR_SECTORS,
  KEY_OFFSET: () => KEY_OFFSET,
  KEY_OFFSET_IN_MAPPING: () => KEY_OFFSET_IN_MAPPING,
  KEY_OP: () => KEY_OP,
  KEY_OPS: () => KEY_OPS,
  KEY_OWNER: () => KEY_OWNER,
  KEY_OWNER_NAME: () => KEY_OWNER_NAME,
  KEY_PARENT: () => KEY_PARENT,
  KEY_PATH: () => KEY_PATH,
  KEY_PFN: () => KEY_PFN,
  KEY_PGOFF: () => KEY_PGOFF,
  KEY_PID: () => KEY_PID,
  KEY_POLICY: () => KEY_POLICY,
  KEY_PREVIOUS: () => KEY_PREVIOUS,
  KEY_PROCESS: () => KEY_PROCESS,
  KEY_PTE_PRESENT: () => KEY_PTE_PRESENT,
  KEY_REASON: () => KEY_REASON,
  KEY_RECOVERY: () => KEY_RECOVERY,
  KEY_REFLINK: () => KEY_REFLINK,
  KEY_RMAPBT: () => KEY_RMAPBT,
  KEY_RM_FLAGS: () => KEY_RM_FLAGS,
  KEY_RULE: () => KEY_RULE,
  KEY_SECTOR: () => KEY_SECTOR,
  KEY_SIZE_BYTES: () => KEY_SIZE_BYTES,
  KEY_SIZE_SHIFT: () => KEY_SIZE_SHIFT,
  KEY_STARTBLOCK: () => KEY_STARTBLOCK,
  KEY_SURVIVED: () => KEY_SURVIVED,
  KEY_TARGET: () => KEY_TARGET,
  KEY_TEXT: () => KEY_TEXT,
  KEY_THREAD: () => KEY_THREAD,
  KEY_TICK: () => KEY_TICK,
  KEY_TO: () => KEY_TO,
  KEY_TYPE: () => KEY_TYPE,
  KEY_UNMAPPED: () => KEY_UNMAPPED,
  KILL_DEFAULT: () => KILL_DEFAULT,
  KILL_EARLY: () => KILL_EARLY,
  KILL_LATE: () => KILL_LATE,
  KIND_BOOL: () => KIND_BOOL,
  KIND_HOLDER: () => KIND_HOLDER,
  KIND_HOST_TEXT: () => KIND_HOST_TEXT,
  KIND_NAME: () => KIND_NAME,
  KIND_NULL: () => KIND_NULL,
  KIND_NUMBER: () => KIND_NUMBER,
  KIND_OP: () => KIND_OP,
  KIND_OWNER: () => KIND_OWNER,
  KIND_SHUTDOWN: () => KIND_SHUTDOWN,
  KIND_SIGNED: () => KIND_SIGNED,
  KIND_SI_CODE: () => KIND_SI_CODE,
  KIND_TEXT: () => KIND_TEXT2,
  LEG_BYTES: () => LEG_BYTES,
  LEG_DEVICE: () => LEG_DEVICE,
  LEG_DM: () => LEG_DM,
  LEG_INDEX: () => LEG_INDEX,
  LEG_OFF: () => LEG_OFF,
  LEG_TARGET: () => LEG_TARGET,
  LINE_BOTH: () => LINE_BOTH,
  LINE_BYTES: () => LINE_BYTES,
  LINE_DEVICE: () => LINE_DEVICE,
  LINE_DIRTY: () => LINE_DIRTY,
  LINE_FLUSHED: () => LINE_FLUSHED,
  LINE_FREE: () => LINE_FREE,
  LINE_NEXT: () => LINE_NEXT,
  LINE_OFF: () => LINE_OFF,
  LINE_PREV: () => LINE_PREV,
  LINE_PROCESS: () => LINE_PROCESS,
  LINE_SAFE: () => LINE_SAFE,
  LINE_STATE: () => LINE_STATE,
  LINE_WRITTEN_BACK: () => LINE_WRITTEN_BACK,
  LOG_CRASH: () => LOG_CRASH,
  LOG_DEPTH: () => LOG_DEPTH,
  LOG_NEXT_ARG: () => LOG_NEXT_ARG,
  LOG_NEXT_EVENT: () => LOG_NEXT_EVENT,
  LOG_OPEN: () => LOG_OPEN,
  LOG_OPS: () => LOG_OPS,
  LOG_PLAY: () => LOG_PLAY,
  LOG_STEP: () => LOG_STEP,
  MAPPING_ALIGNED_2M: () => MAPPING_ALIGNED_2M,
  MAPPING_BYTES: () => MAPPING_BYTES,
  MAPPING_COPIES: () => MAPPING_COPIES,
  MAPPING_ENTRIES: () => MAPPING_ENTRIES,
  MAPPING_FLAGS: () => MAPPING_FLAGS,
  MAPPING_INODE: () => MAPPING_INODE,
  MAPPING_LEN: () => MAPPING_LEN,
  MAPPING_NAME: () => MAPPING_NAME,
  MAPPING_NEXT: () => MAPPING_NEXT,
  MAPPING_NEXT_OF_INODE: () => MAPPING_NEXT_OF_INODE,
  MAPPING_OFF: () => MAPPING_OFF,
  MAPPING_PREV: () => MAPPING_PREV,
  MAPPING_PREV_OF_INODE: () => MAPPING_PREV_OF_INODE,
  MAPPING_PRIVATE: () => MAPPING_PRIVATE,
  MAPPING_PROCESS: () => MAPPING_PROCESS,
  MAP_DEV: () => MAP_DEV,
  MAP_MEM: () => MAP_MEM,
  MAX_DM_DEPTH: () => MAX_DM_DEPTH2,
  MF_ACTION_REQUIRED: () => MF_ACTION_REQUIRED,
  MF_COUNT_INCREASED: () => MF_COUNT_INCREASED,
  MF_MEM_PRE_REMOVE: () => MF_MEM_PRE_REMOVE,
  MF_MUST_KILL: () => MF_MUST_KILL,
  MF_NO_RETRY: () => MF_NO_RETRY,
  MF_SOFT_OFFLINE: () => MF_SOFT_OFFLINE,
  MF_SW_SIMULATED: () => MF_SW_SIMULATED,
  MF_UNPOISON: () => MF_UNPOISON,
  MODE_DEVDAX: () => MODE_DEVDAX,
  MODE_FSDAX: () => MODE_FSDAX,
  MODE_RAW: () => MODE_RAW,
  MODE_SECTOR: () => MODE_SECTOR,
  MOUNT_BORN: () => MOUNT_BORN,
  MOUNT_BYTES: () => MOUNT_BYTES,
  MOUNT_DATA_DAX: () => MOUNT_DATA_DAX,
  MOUNT_DATA_PART_OFF: () => MOUNT_DATA_PART_OFF,
  MOUNT_DAX: () => MOUNT_DAX,
  MOUNT_DAX_ASKED: () => MOUNT_DAX_ASKED,
  MOUNT_DEVICE: () => MOUNT_DEVICE,
  MOUNT_DEVICE_GONE: () => MOUNT_DEVICE_GONE,
  MOUNT_DEVICE_NAME: () => MOUNT_DEVICE_NAME,
  MOUNT_FLAGS: () => MOUNT_FLAGS,
  MOUNT_FS: () => MOUNT_FS,
  MOUNT_HOLDER: () => MOUNT_HOLDER,
  MOUNT_HUNG: () => MOUNT_HUNG,
  MOUNT_IS_SHUTDOWN: () => MOUNT_IS_SHUTDOWN,
  MOUNT_LOG_DAX: () => MOUNT_LOG_DAX,
  MOUNT_LOG_PART_OFF: () => MOUNT_LOG_PART_OFF,
  MOUNT_PAGES_GONE: () => MOUNT_PAGES_GONE,
  MOUNT_READ_ONLY: () => MOUNT_READ_ONLY,
  MOUNT_RT_DAX: () => MOUNT_RT_DAX,
  MOUNT_RT_PART_OFF: () => MOUNT_RT_PART_OFF,
  MOUNT_SHUTDOWN: () => MOUNT_SHUTDOWN,
  MOUNT_TARGET: () => MOUNT_TARGET,
  MOUNT_UNMOUNTED: () => MOUNT_UNMOUNTED,
  NAME_BYTES: () => NAME_BYTES,
  NAME_DEVICE: () => NAME_DEVICE,
  NAME_HOLDER: () => NAME_HOLDER,
  NAME_MOUNT: () => NAME_MOUNT,
  NAME_PROCESS: () => NAME_PROCESS,
  NONE: () => NONE,
  OP_ATTR: () => OP_ATTR,
  OP_BADBLOCKS: () => OP_BADBLOCKS,
  OP_BIND: () => OP_BIND,
  OP_BLOCK_READ: () => OP_BLOCK_READ,
  OP_BLOCK_WRITE: () => OP_BLOCK_WRITE,
  OP_CREATE: () => OP_CREATE,
  OP_DM_CREATE: () => OP_DM_CREATE,
  OP_DM_REMOVE: () => OP_DM_REMOVE,
  OP_DROP_INODE: () => OP_DROP_INODE,
  OP_EXIT: () => OP_EXIT,
  OP_FAIL: () => OP_FAIL,
  OP_FENCE: () => OP_FENCE,
  OP_FLUSH: () => OP_FLUSH,
  OP_FORK: () => OP_FORK,
  OP_FSMAP: () => OP_FSMAP,
  OP_FSYNC: () => OP_FSYNC,
  OP_INJECT_ERROR: () => OP_INJECT_ERROR,
  OP_KILL_DAX: () => OP_KILL_DAX,
  OP_LOAD: () => OP_LOAD,
  OP_MADVISE: () => OP_MADVISE,
  OP_MKDIR: () => OP_MKDIR,
  OP_MKFS: () => OP_MKFS,
  OP_MKFS_LAYOUT: () => OP_MKFS_LAYOUT,
  OP_MMAP: () => OP_MMAP,
  OP_MM_FIRST: () => OP_MM_FIRST,
  OP_MOUNT: () => OP_MOUNT,
  OP_MUNMAP: () => OP_MUNMAP,
  OP_NOTIFY: () => OP_NOTIFY,
  OP_OPEN: () => OP_OPEN,
  OP_PARTITION: () => OP_PARTITION,
  OP_PMEM: () => OP_PMEM,
  OP_POISON: () => OP_POISON,
  OP_POLICY: () => OP_POLICY,
  OP_POWER_FAIL: () => OP_POWER_FAIL,
  OP_RACE: () => OP_RACE,
  OP_READ: () => OP_READ,
  OP_READER_FAULT: () => OP_READER_FAULT,
  OP_REFLINK: () => OP_REFLINK,
  OP_REGISTER_HOLDER: () => OP_REGISTER_HOLDER,
  OP_SCENE: () => OP_SCENE,
  OP_SCRUB: () => OP_SCRUB,
  OP_SPAWN: () => OP_SPAWN,
  OP_STORE: () => OP_STORE,
  OP_SYSCTL: () => OP_SYSCTL,
  OP_TRUNCATE: () => OP_TRUNCATE,
  OP_UMOUNT: () => OP_UMOUNT,
  OP_UNBIND: () => OP_UNBIND,
  OP_UNLINK: () => OP_UNLINK,
  OP_UNREGISTER_HOLDER: () => OP_UNREGISTER_HOLDER,
  OP_WRITE: () => OP_WRITE,
  OP_ZERO_PAGE_RANGE: () => OP_ZERO_PAGE_RANGE,
  OUTCOME_BYTES: () => OUTCOME_BYTES,
  OUTCOME_ERRNO: () => OUTCOME_ERRNO,
  OUTCOME_FROM: () => OUTCOME_FROM,
  OUTCOME_OP: () => OUTCOME_OP,
  OUTCOME_RETURNED: () => OUTCOME_RETURNED,
  OUTCOME_TO: () => OUTCOME_TO,
  OWN_AG: () => OWN_AG,
  OWN_COW: () => OWN_COW,
  OWN_FS: () => OWN_FS,
  OWN_INOBT: () => OWN_INOBT,
  OWN_INODES: () => OWN_INODES,
  OWN_LOG: () => OWN_LOG,
  OWN_REFC: () => OWN_REFC,
  OWN_UNKNOWN: () => OWN_UNKNOWN,
  PAGES_ARRAY: () => PAGES_ARRAY,
  PAGES_BADRANGES: () => PAGES_BADRANGES,
  PAGES_BYTES: () => PAGES_BYTES,
  PAGES_LAST_BADRANGE: () => PAGES_LAST_BADRANGE,
  PAGE_FILE: () => PAGE_FILE,
  PAGE_HWPOISON: () => PAGE_HWPOISON,
  PAGE_SHARED: () => PAGE_SHARED,
  PAGE_SHIFT: () => PAGE_SHIFT,
  PMD_SHIFT: () => PMD_SHIFT,
  POLICY_CHAINED_DM: () => POLICY_CHAINED_DM,
  POLICY_EXCLUSIVE: () => POLICY_EXCLUSIVE,
  POLICY_KERNEL: () => POLICY_KERNEL,
  POLICY_LAST_WRITER_WINS: () => POLICY_LAST_WRITER_WINS,
  POLICY_NAMESPACES: () => POLICY_NAMESPACES,
  POLICY_NOTIFIER_CHAIN: () => POLICY_NOTIFIER_CHAIN,
  POLICY_ON_DAX_DEVICE: () => POLICY_ON_DAX_DEVICE,
  POLICY_RANGE_SLOTS: () => POLICY_RANGE_SLOTS,
  POLICY_STACKED: () => POLICY_STACKED,
  POLICY_WHOLE_DEVICE_MERGED: () => POLICY_WHOLE_DEVICE_MERGED,
  POLICY_WHOLE_DEVICE_STRICT: () => POLICY_WHOLE_DEVICE_STRICT,
  PROCESS_ALIVE: () => PROCESS_ALIVE,
  PROCESS_BYTES: () => PROCESS_BYTES,
  PROCESS_FIRST_MAPPING: () => PROCESS_FIRST_MAPPING,
  PROCESS_LAST_MAPPING: () => PROCESS_LAST_MAPPING,
  PROCESS_LINES: () => PROCESS_LINES,
  PROCESS_NAME: () => PROCESS_NAME,
  PROCESS_PARENT: () => PROCESS_PARENT,
  PROCESS_PENDING: () => PROCESS_PENDING,
  PROCESS_PID: () => PROCESS_PID,
  PROCESS_POLICY: () => PROCESS_POLICY,
  REG_BYTES: () => REG_BYTES,
  REG_HOLDER: () => REG_HOLDER,
  REG_LEN: () => REG_LEN,
  REG_NEXT: () => REG_NEXT,
  REG_OPS: () => REG_OPS,
  REG_START: () => REG_START,
  RET_INT: () => RET_INT,
  RET_NAME: () => RET_NAME,
  RET_NEVER: () => RET_NEVER,
  RET_TEXT: () => RET_TEXT,
  RET_VOID: () => RET_VOID,
  RMAP_ATTR_FORK: () => RMAP_ATTR_FORK,
  RMAP_BMBT_BLOCK: () => RMAP_BMBT_BLOCK,
  RMAP_UNWRITTEN: () => RMAP_UNWRITTEN,
  ROW_DATA: () => ROW_DATA,
  ROW_LOG: () => ROW_LOG,
  ROW_REALTIME: () => ROW_REALTIME,
  RULE_ALLOCATED: () => RULE_ALLOCATED,
  RULE_BADBLOCKS: () => RULE_BADBLOCKS,
  RULE_BADBLOCKS_FULL: () => RULE_BADBLOCKS_FULL,
  RULE_BADRANGE: () => RULE_BADRANGE,
  RULE_BIND: () => RULE_BIND,
  RULE_CLEAR_DONE: () => RULE_CLEAR_DONE,
  RULE_CLEAR_HWPOISON: () => RULE_CLEAR_HWPOISON,
  RULE_CLEAR_MISALIGNED: () => RULE_CLEAR_MISALIGNED,
  RULE_COW_ALLOCATED: () => RULE_COW_ALLOCATED,
  RULE_CRASHED: () => RULE_CRASHED,
  RULE_DAX_ASK: () => RULE_DAX_ASK,
  RULE_DAX_DEAD: () => RULE_DAX_DEAD,
  RULE_DAX_MANY: () => RULE_DAX_MANY,
  RULE_DAX_UNHELD: () => RULE_DAX_UNHELD,
  RULE_DEVICE_BUSY: () => RULE_DEVICE_BUSY,
  RULE_DEVICE_GONE: () => RULE_DEVICE_GONE,
  RULE_DEVICE_OUTSIDE: () => RULE_DEVICE_OUTSIDE,
  RULE_DIRECT_ACCESS_BAD: () => RULE_DIRECT_ACCESS_BAD,
  RULE_DIRECT_ACCESS_DEAD: () => RULE_DIRECT_ACCESS_DEAD,
  RULE_DISK_DEAD: () => RULE_DISK_DEAD,
  RULE_DM_MAP: () => RULE_DM_MAP,
  RULE_DM_OUTSIDE: () => RULE_DM_OUTSIDE,
  RULE_DM_REFUSED: () => RULE_DM_REFUSED,
  RULE_FAULT_BADBLOCK: () => RULE_FAULT_BADBLOCK,
  RULE_FAULT_BADBLOCK_ADRERR: () => RULE_FAULT_BADBLOCK_ADRERR,
  RULE_FAULT_BEYOND_END: () => RULE_FAULT_BEYOND_END,
  RULE_FAULT_CACHE: () => RULE_FAULT_CACHE,
  RULE_FAULT_CHAR: () => RULE_FAULT_CHAR,
  RULE_FAULT_COPY: () => RULE_FAULT_COPY,
  RULE_FAULT_COW: () => RULE_FAULT_COW,
  RULE_FAULT_DEAD: () => RULE_FAULT_DEAD,
  RULE_FAULT_FROZEN: () => RULE_FAULT_FROZEN,
  RULE_FAULT_MEDIA: () => RULE_FAULT_MEDIA,
  RULE_FAULT_NO_SPACE: () => RULE_FAULT_NO_SPACE,
  RULE_FAULT_PMD: () => RULE_FAULT_PMD,
  RULE_FAULT_PTE: () => RULE_FAULT_PTE,
  RULE_FAULT_SHARED_UNMAPS: () => RULE_FAULT_SHARED_UNMAPS,
  RULE_FAULT_SHUTDOWN: () => RULE_FAULT_SHUTDOWN,
  RULE_FAULT_UPGRADE: () => RULE_FAULT_UPGRADE,
  RULE_FAULT_ZERO: () => RULE_FAULT_ZERO,
  RULE_FENCE: () => RULE_FENCE,
  RULE_FILE_ATTR: () => RULE_FILE_ATTR,
  RULE_FILE_BUSY: () => RULE_FILE_BUSY,
  RULE_FILE_CREATED: () => RULE_FILE_CREATED,
  RULE_FILE_DIRECTORY: () => RULE_FILE_DIRECTORY,
  RULE_FILE_DROPPED: () => RULE_FILE_DROPPED,
  RULE_FILE_EXISTS: () => RULE_FILE_EXISTS,
  RULE_FILE_FROZEN: () => RULE_FILE_FROZEN,
  RULE_FILE_NO_ENTRY: () => RULE_FILE_NO_ENTRY,
  RULE_FILE_NO_REFLINK: () => RULE_FILE_NO_REFLINK,
  RULE_FILE_NO_SPACE: () => RULE_FILE_NO_SPACE,
  RULE_FILE_OPENED: () => RULE_FILE_OPENED,
  RULE_FILE_OUTSIDE: () => RULE_FILE_OUTSIDE,
  RULE_FILE_READ_ONLY: () => RULE_FILE_READ_ONLY,
  RULE_FILE_REFLINKED: () => RULE_FILE_REFLINKED,
  RULE_FILE_SHUTDOWN: () => RULE_FILE_SHUTDOWN,
  RULE_FILE_TRUNCATED: () => RULE_FILE_TRUNCATED,
  RULE_FILE_UNLINKED: () => RULE_FILE_UNLINKED,
  RULE_FLUSH: () => RULE_FLUSH,
  RULE_FLUSH_NOT_NEEDED: () => RULE_FLUSH_NOT_NEEDED,
  RULE_FREEZE: () => RULE_FREEZE,
  RULE_FSDEV_TRANSLATE: () => RULE_FSDEV_TRANSLATE,
  RULE_FSMAP: () => RULE_FSMAP,
  RULE_FSYNC: () => RULE_FSYNC,
  RULE_FSYNC_GONE: () => RULE_FSYNC_GONE,
  RULE_HANG_BLOCKCOUNT: () => RULE_HANG_BLOCKCOUNT,
  RULE_INJECT: () => RULE_INJECT,
  RULE_INVARIANT_BROKEN: () => RULE_INVARIANT_BROKEN,
  RULE_KILL_CURRENT: () => RULE_KILL_CURRENT,
  RULE_KILL_DEAD_ALREADY: () => RULE_KILL_DEAD_ALREADY,
  RULE_KILL_EARLY: () => RULE_KILL_EARLY,
  RULE_KILL_FILE_PAGES: () => RULE_KILL_FILE_PAGES,
  RULE_KILL_GENERIC: () => RULE_KILL_GENERIC,
  RULE_KILL_NOTIFY: () => RULE_KILL_NOTIFY,
  RULE_KILL_NOT_DAX: () => RULE_KILL_NOT_DAX,
  RULE_KILL_NO_COUNT: () => RULE_KILL_NO_COUNT,
  RULE_KILL_NO_MAPPING: () => RULE_KILL_NO_MAPPING,
  RULE_KILL_REMOVAL: () => RULE_KILL_REMOVAL,
  RULE_KILL_SILENT: () => RULE_KILL_SILENT,
  RULE_LOAD: () => RULE_LOAD,
  RULE_LOAD_SIGBUS: () => RULE_LOAD_SIGBUS,
  RULE_LOCK_CHAR: () => RULE_LOCK_CHAR,
  RULE_LOCK_ENTRY: () => RULE_LOCK_ENTRY,
  RULE_LOCK_NO_ENTRY: () => RULE_LOCK_NO_ENTRY,
  RULE_LOCK_REFUSED: () => RULE_LOCK_REFUSED,
  RULE_MACHINE_CHECK: () => RULE_MACHINE_CHECK,
  RULE_MADVISE: () => RULE_MADVISE,
  RULE_MCE_BADRANGE: () => RULE_MCE_BADRANGE,
  RULE_MCE_LEFT_ALONE: () => RULE_MCE_LEFT_ALONE,
  RULE_MCE_PLAIN_SIGBUS: () => RULE_MCE_PLAIN_SIGBUS,
  RULE_MCE_RECOVERED: () => RULE_MCE_RECOVERED,
  RULE_MF_ALTMAP: () => RULE_MF_ALTMAP,
  RULE_MF_DRIVER: () => RULE_MF_DRIVER,
  RULE_MF_ENTER: () => RULE_MF_ENTER,
  RULE_MF_GENERIC: () => RULE_MF_GENERIC,
  RULE_MF_NO_DRIVER_OP: () => RULE_MF_NO_DRIVER_OP,
  RULE_MF_OUTSIDE: () => RULE_MF_OUTSIDE,
  RULE_MF_PANIC: () => RULE_MF_PANIC,
  RULE_MF_RAW_PFN: () => RULE_MF_RAW_PFN,
  RULE_MF_STUCK: () => RULE_MF_STUCK,
  RULE_MKFS: () => RULE_MKFS,
  RULE_MMAP: () => RULE_MMAP,
  RULE_MMAP_EXISTS: () => RULE_MMAP_EXISTS,
  RULE_MMAP_NONE: () => RULE_MMAP_NONE,
  RULE_MM_FIRST: () => RULE_MM_FIRST,
  RULE_MOUNT: () => RULE_MOUNT,
  RULE_MOUNT_BUSY: () => RULE_MOUNT_BUSY,
  RULE_MOUNT_DAX_OFF: () => RULE_MOUNT_DAX_OFF,
  RULE_MOUNT_DAX_ON: () => RULE_MOUNT_DAX_ON,
  RULE_MOUNT_EXT4_NO_DAX: () => RULE_MOUNT_EXT4_NO_DAX,
  RULE_MOUNT_INCOMPLETE: () => RULE_MOUNT_INCOMPLETE,
  RULE_MOUNT_NO_FS: () => RULE_MOUNT_NO_FS,
  RULE_MOUNT_REFLINK_PARTITION: () => RULE_MOUNT_REFLINK_PARTITION,
  RULE_MOUNT_SLOT_IN_USE: () => RULE_MOUNT_SLOT_IN_USE,
  RULE_MOUNT_TARGET: () => RULE_MOUNT_TARGET,
  RULE_MUNMAP: () => RULE_MUNMAP,
  RULE_NONE: () => RULE_NONE,
  RULE_OOPS_DISASSOCIATE: () => RULE_OOPS_DISASSOCIATE,
  RULE_OOPS_PAGEMAP_OPS: () => RULE_OOPS_PAGEMAP_OPS,
  RULE_OOPS_PERAG: () => RULE_OOPS_PERAG,
  RULE_OOPS_SHARED: () => RULE_OOPS_SHARED,
  RULE_PMEM_TRANSLATE: () => RULE_PMEM_TRANSLATE,
  RULE_POISONED: () => RULE_POISONED,
  RULE_POWER_FAIL: () => RULE_POWER_FAIL,
  RULE_PROCESS_EXISTS: () => RULE_PROCESS_EXISTS,
  RULE_PROCESS_EXITED: () => RULE_PROCESS_EXITED,
  RULE_PROCESS_FORKED: () => RULE_PROCESS_FORKED,
  RULE_PROCESS_NONE: () => RULE_PROCESS_NONE,
  RULE_PROCESS_POLICY: () => RULE_PROCESS_POLICY,
  RULE_PROCESS_SPAWNED: () => RULE_PROCESS_SPAWNED,
  RULE_RACE_ASK: () => RULE_RACE_ASK,
  RULE_RACE_BORN: () => RULE_RACE_BORN,
  RULE_RACE_CLAIM: () => RULE_RACE_CLAIM,
  RULE_RACE_CLEAR_ALIVE: () => RULE_RACE_CLEAR_ALIVE,
  RULE_RACE_CLEAR_HOLDER: () => RULE_RACE_CLEAR_HOLDER,
  RULE_RACE_CLEAR_OPS: () => RULE_RACE_CLEAR_OPS,
  RULE_RACE_DROP: () => RULE_RACE_DROP,
  RULE_RACE_ENTER: () => RULE_RACE_ENTER,
  RULE_RACE_MOUNT: () => RULE_RACE_MOUNT,
  RULE_RACE_READ_OPS: () => RULE_RACE_READ_OPS,
  RULE_RACE_STORE_OPS: () => RULE_RACE_STORE_OPS,
  RULE_RACE_TELL: () => RULE_RACE_TELL,
  RULE_RACE_TICK: () => RULE_RACE_TICK,
  RULE_RACE_WAIT: () => RULE_RACE_WAIT,
  RULE_RACE_WHOLE: () => RULE_RACE_WHOLE,
  RULE_READ: () => RULE_READ,
  RULE_READER: () => RULE_READER,
  RULE_READER_FAULT: () => RULE_READER_FAULT,
  RULE_READER_LOG: () => RULE_READER_LOG,
  RULE_READ_BADBLOCK: () => RULE_READ_BADBLOCK,
  RULE_READ_MEDIA: () => RULE_READ_MEDIA,
  RULE_SCRUB: () => RULE_SCRUB,
  RULE_SIGNAL_FAULT: () => RULE_SIGNAL_FAULT,
  RULE_SIGNAL_PENDING: () => RULE_SIGNAL_PENDING,
  RULE_SIGNAL_PLAIN: () => RULE_SIGNAL_PLAIN,
  RULE_SIGNAL_SENT: () => RULE_SIGNAL_SENT,
  RULE_SLOT_ADDED: () => RULE_SLOT_ADDED,
  RULE_SLOT_LOOK: () => RULE_SLOT_LOOK,
  RULE_SLOT_MUTED: () => RULE_SLOT_MUTED,
  RULE_SLOT_NOT_OURS: () => RULE_SLOT_NOT_OURS,
  RULE_SLOT_NO_DAX: () => RULE_SLOT_NO_DAX,
  RULE_SLOT_NO_FSDEV: () => RULE_SLOT_NO_FSDEV,
  RULE_SLOT_OVERWRITTEN: () => RULE_SLOT_OVERWRITTEN,
  RULE_SLOT_PARTITION_REFUSED: () => RULE_SLOT_PARTITION_REFUSED,
  RULE_SLOT_REFUSED: () => RULE_SLOT_REFUSED,
  RULE_SLOT_RELEASED: () => RULE_SLOT_RELEASED,
  RULE_SLOT_STOLEN_CLEARED: () => RULE_SLOT_STOLEN_CLEARED,
  RULE_SLOT_TAKEN: () => RULE_SLOT_TAKEN,
  RULE_SLOT_UNALIGNED: () => RULE_SLOT_UNALIGNED,
  RULE_STACK_FORWARD: () => RULE_STACK_FORWARD,
  RULE_STEP: () => RULE_STEP,
  RULE_STORE: () => RULE_STORE,
  RULE_STORE_SIGBUS: () => RULE_STORE_SIGBUS,
  RULE_SYSCTL: () => RULE_SYSCTL,
  RULE_THAW: () => RULE_THAW,
  RULE_TRUNCATE_UNMAPS: () => RULE_TRUNCATE_UNMAPS,
  RULE_UMOUNT: () => RULE_UMOUNT,
  RULE_UMOUNT_HUNG: () => RULE_UMOUNT_HUNG,
  RULE_UMOUNT_NOT_MOUNTED: () => RULE_UMOUNT_NOT_MOUNTED,
  RULE_UMOUNT_PAGES_GONE: () => RULE_UMOUNT_PAGES_GONE,
  RULE_UNBIND: () => RULE_UNBIND,
  RULE_UNMAP: () => RULE_UNMAP,
  RULE_UNMAP_NOBODY: () => RULE_UNMAP_NOBODY,
  RULE_WRITE: () => RULE_WRITE,
  RULE_WRITE_CLEARS: () => RULE_WRITE_CLEARS,
  RULE_WRITE_NOT_CLEARED: () => RULE_WRITE_NOT_CLEARED,
  RULE_WRITE_RECOVERY: () => RULE_WRITE_RECOVERY,
  RULE_WRITE_RECOVERY_UNALIGNED: () => RULE_WRITE_RECOVERY_UNALIGNED,
  RULE_XFS_ASKED: () => RULE_XFS_ASKED,
  RULE_XFS_FREE_SPACE: () => RULE_XFS_FREE_SPACE,
  RULE_XFS_GROUP: () => RULE_XFS_GROUP,
  RULE_XFS_IGET: () => RULE_XFS_IGET,
  RULE_XFS_LOG: () => RULE_XFS_LOG,
  RULE_XFS_LOG_OUTSIDE: () => RULE_XFS_LOG_OUTSIDE,
  RULE_XFS_LOG_PRE_REMOVE: () => RULE_XFS_LOG_PRE_REMOVE,
  RULE_XFS_NOT_BORN: () => RULE_XFS_NOT_BORN,
  RULE_XFS_NO_RMAPBT: () => RULE_XFS_NO_RMAPBT,
  RULE_XFS_OUTSIDE: () => RULE_XFS_OUTSIDE,
  RULE_XFS_QUERY: () => RULE_XFS_QUERY,
  RULE_XFS_RECORD_KILL: () => RULE_XFS_RECORD_KILL,
  RULE_XFS_RECORD_META: () => RULE_XFS_RECORD_META,
  RULE_XFS_RECORD_META_PRE_REMOVE: () => RULE_XFS_RECORD_META_PRE_REMOVE,
  RULE_XFS_RECORD_NOT_DAX: () => RULE_XFS_RECORD_NOT_DAX,
  RULE_XFS_RECORD_NOT_INCORE: () => RULE_XFS_RECORD_NOT_INCORE,
  RULE_XFS_RT_UNSUPPORTED: () => RULE_XFS_RT_UNSUPPORTED,
  RULE_XFS_SHUTDOWN: () => RULE_XFS_SHUTDOWN,
  RULE_XFS_SHUTDOWN_ALREADY: () => RULE_XFS_SHUTDOWN_ALREADY,
  RULE_XFS_TRANSLATE: () => RULE_XFS_TRANSLATE,
  RULE_ZERO_NOT_ONE: () => RULE_ZERO_NOT_ONE,
  RULE_ZERO_PAGES: () => RULE_ZERO_PAGES,
  RUN_REALTIME: () => RUN_REALTIME,
  RUN_UNWRITTEN: () => RUN_UNWRITTEN,
  R_BADRANGE_LOOKUP: () => R_BADRANGE_LOOKUP,
  R_CRASH: () => R_CRASH,
  R_CURRENT: () => R_CURRENT,
  R_EARLY_KILL: () => R_EARLY_KILL,
  R_FEATURES: () => R_FEATURES,
  R_FILE_LOOKUP: () => R_FILE_LOOKUP,
  R_FREE_FRAME: () => R_FREE_FRAME,
  R_FREE_LINE: () => R_FREE_LINE,
  R_INODE_LOOKUP: () => R_INODE_LOOKUP,
  R_KERNEL: () => R_KERNEL,
  R_KERNEL_LINES: () => R_KERNEL_LINES,
  R_LINE_LOOKUP: () => R_LINE_LOOKUP,
  R_MAP_LOOKUP: () => R_MAP_LOOKUP,
  R_MF_STUCK: () => R_MF_STUCK,
  R_NEXT_PID: () => R_NEXT_PID,
  R_NR_LINES: () => R_NR_LINES,
  R_NR_RMAPS: () => R_NR_RMAPS,
  R_POLICY: () => R_POLICY,
  R_RECOVERY: () => R_RECOVERY,
  R_SEED: () => R_SEED,
  R_STEPS: () => R_STEPS,
  SHUTDOWN_CORRUPT_INCORE: () => SHUTDOWN_CORRUPT_INCORE,
  SHUTDOWN_CORRUPT_ONDISK: () => SHUTDOWN_CORRUPT_ONDISK,
  SHUTDOWN_DEVICE_REMOVED: () => SHUTDOWN_DEVICE_REMOVED,
  SHUTDOWN_FORCE_UMOUNT: () => SHUTDOWN_FORCE_UMOUNT,
  SHUTDOWN_LOG_IO_ERROR: () => SHUTDOWN_LOG_IO_ERROR,
  SHUTDOWN_META_IO_ERROR: () => SHUTDOWN_META_IO_ERROR,
  SI_KERNEL: () => SI_KERNEL,
  SPACE_DEVICE: () => SPACE_DEVICE,
  SPACE_FILE: () => SPACE_FILE,
  SPACE_NONE: () => SPACE_NONE,
  SPACE_PHYS: () => SPACE_PHYS,
  STATE_ROOTS: () => STATE_ROOTS,
  STATE_TABLES: () => STATE_TABLES,
  TABLE_ENTRY_BYTES: () => TABLE_ENTRY_BYTES,
  TARGET_BYTES: () => TARGET_BYTES,
  TARGET_CHUNK: () => TARGET_CHUNK,
  TARGET_FIRST_LEG: () => TARGET_FIRST_LEG,
  TARGET_LEN: () => TARGET_LEN,
  TARGET_LINEAR: () => TARGET_LINEAR,
  TARGET_NR_LEGS: () => TARGET_NR_LEGS,
  TARGET_START: () => TARGET_START,
  TARGET_STRIPED: () => TARGET_STRIPED,
  TARGET_TYPE: () => TARGET_TYPE,
  TEXT_ALWAYS: () => TEXT_ALWAYS,
  TEXT_DEFAULT: () => TEXT_DEFAULT,
  TEXT_EARLY: () => TEXT_EARLY,
  TEXT_EXT2: () => TEXT_EXT2,
  TEXT_EXT4: () => TEXT_EXT4,
  TEXT_I1: () => TEXT_I1,
  TEXT_I2: () => TEXT_I2,
  TEXT_I3: () => TEXT_I3,
  TEXT_I5: () => TEXT_I5,
  TEXT_I6: () => TEXT_I6,
  TEXT_INODE: () => TEXT_INODE,
  TEXT_LATE: () => TEXT_LATE,
  TEXT_LOCKED: () => TEXT_LOCKED,
  TEXT_MM_FIRST: () => TEXT_MM_FIRST,
  TEXT_NEVER: () => TEXT_NEVER,
  TEXT_NON_NULL: () => TEXT_NON_NULL,
  TEXT_NO_ENTRY: () => TEXT_NO_ENTRY,
  TEXT_OFF: () => TEXT_OFF,
  TEXT_OK: () => TEXT_OK,
  TEXT_SIGBUS: () => TEXT_SIGBUS,
  TEXT_XFS: () => TEXT_XFS,
  T_ARGS: () => T_ARGS,
  T_BADRANGES: () => T_BADRANGES,
  T_DAX: () => T_DAX,
  T_DEVICES: () => T_DEVICES,
  T_EVENTS: () => T_EVENTS,
  T_FRAMES: () => T_FRAMES,
  T_FS: () => T_FS,
  T_GROUPS: () => T_GROUPS,
  T_HOLDERS: () => T_HOLDERS,
  T_INODES: () => T_INODES,
  T_LEGS: () => T_LEGS,
  T_LINES: () => T_LINES,
  T_MAPPINGS: () => T_MAPPINGS,
  T_MOUNTS: () => T_MOUNTS,
  T_NAMES: () => T_NAMES,
  T_OUTCOMES: () => T_OUTCOMES,
  T_PAGES: () => T_PAGES,
  T_PHYS: () => T_PHYS,
  T_PROCESSES: () => T_PROCESSES,
  T_REGS: () => T_REGS,
  T_TARGETS: () => T_TARGETS,
  WHO_ADMIN: () => WHO_ADMIN,
  WHO_DEVICE: () => WHO_DEVICE,
  WHO_HARDWARE: () => WHO_HARDWARE,
  WHO_HOLDER: () => WHO_HOLDER,
  WHO_KERNEL: () => WHO_KERNEL,
  WHO_MOUNT: () => WHO_MOUNT,
  WHO_NONE: () => WHO_NONE,
  WHO_PROCESS: () => WHO_PROCESS,
  WHO_READER: () => WHO_READER
});

// engine/abi-events.ts
var RET_NEVER = 0;
var RET_VOID = 1;
var RET_INT = 2;
var RET_NAME = 3;
var RET_TEXT = 4;
var WHO_NONE = 0;
var WHO_KERNEL = 1;
var WHO_HARDWARE = 2;
var WHO_ADMIN = 3;
var WHO_DEVICE = 4;
var WHO_PROCESS = 5;
var WHO_HOLDER = 6;
var WHO_MOUNT = 7;
var WHO_READER = 8;
var SPACE_NONE = 0;
var SPACE_DEVICE = 1;
var SPACE_FILE = 2;
var SPACE_PHYS = 3;
var EVENT_PROPOSED = 1;
var KIND_NUMBER = 1;
var KIND_SIGNED = 2;
var KIND_BOOL = 3;
var KIND_NULL = 4;
var KIND_NAME = 5;
var KIND_HOLDER = 6;
var KIND_TEXT2 = 7;
var KIND_OWNER = 8;
var KIND_SHUTDOWN = 9;
var KIND_OP = 10;
var KIND_SI_CODE = 11;
var KIND_HOST_TEXT = 12;
var FN_STEP = 1;
var FN_NOTE = 2;
var FN_OOPS = 3;
var FN_HANG = 4;
var FN_SIGNAL = 5;
var FN_MACHINE_CHECK = 6;
var FN_PANIC = 7;
var FN_TICK = 8;
var FN_MEMORY_FAILURE = 10;
var FN_MEMORY_FAILURE_DEV_PAGEMAP = 11;
var FN_PMEM_PAGEMAP_MEMORY_FAILURE = 12;
var FN_FSDEV_PAGEMAP_MEMORY_FAILURE = 13;
var FN_DAX_HOLDER_NOTIFY_FAILURE = 14;
var FN_XFS_DAX_NOTIFY_FAILURE = 15;
var FN_XFS_DAX_TRANSLATE_RANGE = 16;
var FN_XFS_DAX_NOTIFY_DDEV_FAILURE = 17;
var FN_XFS_DAX_NOTIFY_DEV_FAILURE = 18;
var FN_XFS_DAX_NOTIFY_LOGDEV_FAILURE = 19;
var FN_XFS_RMAP_QUERY_RANGE = 20;
var FN_XFS_DAX_FAILURE_FN = 21;
var FN_XFS_IGET = 22;
var FN_XFS_DO_FORCE_SHUTDOWN = 23;
var FN_XFS_ALLOC_READ_AGF = 24;
var FN_KILL_DAX = 30;
var FN_FS_DAX_GET_BY_BDEV = 31;
var FN_FS_PUT_DAX = 32;
var FN_XFS_ALLOC_BUFTARG = 33;
var FN_XFS_SETUP_DAX_ALWAYS = 34;
var FN_DAX_REGISTER_HOLDER = 35;
var FN_DAX_UNREGISTER_HOLDER = 36;
var FN_FS_DAX_GET = 37;
var FN_EXT4_FILL_SUPER = 38;
var FN_XFS_FS_FILL_SUPER = 39;
var FN_DM_NOTIFY_FAILURE = 40;
var FN_READER_NOTIFY = 41;
var FN_DM_TABLE = 42;
var FN_FREEZE_SUPER = 43;
var FN_THAW_SUPER = 44;
var FN_BLK_MARK_DISK_DEAD = 45;
var FN_ND_PMEM_REMOVE = 46;
var FN_ND_PMEM_PROBE = 47;
var FN_MADVISE_INJECT_ERROR = 48;
var FN_BDEV_OPEN = 49;
var FN_MKFS = 50;
var FN_SYSCTL = 51;
var FN_READER_LOG = 52;
var FN_STACKED_NOTIFY_FAILURE = 53;
var FN_INVARIANT = 54;
var FN_UMOUNT = 55;
var FN_MM_FIRST = 200;
var KEY_OP = 1;
var KEY_PFN = 2;
var KEY_FLAGS = 3;
var KEY_NR_PAGES = 4;
var KEY_DAX_DEV = 5;
var KEY_HOLDER_DATA = 6;
var KEY_OFFSET = 7;
var KEY_LEN = 8;
var KEY_AGNO = 9;
var KEY_STARTBLOCK = 10;
var KEY_BLOCKCOUNT = 11;
var KEY_OWNER = 12;
var KEY_OWNER_NAME = 13;
var KEY_FILE_OFFSET = 14;
var KEY_RM_FLAGS = 15;
var KEY_FAIL_STARTBLOCK = 16;
var KEY_FAIL_BLOCKCOUNT = 17;
var KEY_LOW_STARTBLOCK = 18;
var KEY_HIGH_STARTBLOCK = 19;
var KEY_INO = 20;
var KEY_INDEX = 21;
var KEY_COUNT = 22;
var KEY_TYPE = 23;
var KEY_DEV = 24;
var KEY_HOLDER = 25;
var KEY_OPS = 26;
var KEY_BT_DEV = 27;
var KEY_BT_DAXDEV = 28;
var KEY_BT_DAX_PART_OFF = 29;
var KEY_REASON = 30;
var KEY_TARGET = 31;
var KEY_DAX = 32;
var KEY_DAX_ASKED = 33;
var KEY_PROCESS = 34;
var KEY_MAP = 35;
var KEY_RMAPBT = 36;
var KEY_REFLINK = 37;
var KEY_BLOCK_BYTES = 38;
var KEY_AG_COUNT = 39;
var KEY_AG_BLOCKS = 40;
var KEY_SECTOR = 41;
var KEY_NR_SECTORS = 42;
var KEY_EARLY_KILL = 43;
var KEY_RECOVERY = 44;
var KEY_THREAD = 45;
var KEY_RULE = 46;
var KEY_PREVIOUS = 47;
var KEY_SIZE_BYTES = 48;
var KEY_DADDR = 49;
var KEY_BBLEN = 50;
var KEY_TEXT = 51;
var KEY_INVARIANT = 52;
var KEY_TICK = 53;
var KEY_MM_FIRST = 200;
var TEXT_NON_NULL = 1;
var TEXT_XFS = 2;
var TEXT_EXT4 = 3;
var TEXT_EXT2 = 4;
var TEXT_ALWAYS = 5;
var TEXT_INODE = 6;
var TEXT_NEVER = 7;
var TEXT_OFF = 8;
var TEXT_I1 = 9;
var TEXT_I2 = 10;
var TEXT_I3 = 11;
var TEXT_I5 = 12;
var TEXT_I6 = 13;
var TEXT_MM_FIRST = 100;

// engine/abi-mm-events.ts
var FN_MF_DAX_KILL_PROCS = 200;
var FN_MF_GENERIC_KILL_PROCS = 201;
var FN_DAX_LOCK_MAPPING_ENTRY = 202;
var FN_DAX_LOCK_PAGE = 203;
var FN_UNMAP_AND_KILL = 204;
var FN_KILL_PROC = 205;
var FN_LOAD = 206;
var FN_STORE = 207;
var FN_DAX_IOMAP_FAULT = 208;
var FN_UNMAP_MAPPING_PAGES = 210;
var FN_KILL_ME_MAYBE = 211;
var FN_NFIT_HANDLE_MCE = 212;
var FN_BADBLOCKS_SET = 213;
var FN_BADBLOCKS_CLEAR = 214;
var FN_PMEM_DO_READ = 215;
var FN_PMEM_DO_WRITE = 216;
var FN_PMEM_CLEAR_POISON = 217;
var FN_PMEM_RECOVERY_WRITE = 218;
var FN_DAX_IOMAP_RW = 220;
var FN_DAX_ZERO_PAGE_RANGE = 221;
var FN_ARS_SCRUB = 222;
var FN_NVDIMM_INJECT = 223;
var FN_FILE = 224;
var FN_XFS_BMAPI_ALLOCATE = 225;
var FN_FSMAP = 226;
var FN_PROCESS = 227;
var FN_MMAP = 228;
var FN_MUNMAP = 229;
var FN_FLUSH = 230;
var FN_FENCE = 231;
var FN_FSYNC = 232;
var FN_POWER_FAIL = 233;
var FN_POISON = 234;
var FN_BADRANGE_ADD = 235;
var FN_DAX_LOCK_FOLIO = 236;
var FN_FILEMAP_FAULT = 237;
var FN_DEV_DAX_FAULT = 238;
var FN_DAX_BREAK_LAYOUTS = 239;
var FN_XFS_REFLINK_ALLOCATE_COW = 240;
var FN_DAX_DISASSOCIATE_ENTRY = 241;
var FN_BLOCK_IO = 242;
var RULE_KILL_FILE_PAGES = 200;
var RULE_KILL_NOT_DAX = 201;
var RULE_KILL_GENERIC = 202;
var RULE_KILL_NO_MAPPING = 203;
var RULE_LOCK_ENTRY = 204;
var RULE_LOCK_NO_ENTRY = 205;
var RULE_LOCK_REFUSED = 206;
var RULE_LOCK_CHAR = 207;
var RULE_UNMAP = 208;
var RULE_UNMAP_NOBODY = 209;
var RULE_KILL_CURRENT = 210;
var RULE_KILL_EARLY = 211;
var RULE_KILL_REMOVAL = 212;
var RULE_SIGNAL_SENT = 213;
var RULE_SIGNAL_PENDING = 214;
var RULE_SIGNAL_FAULT = 215;
var RULE_SIGNAL_PLAIN = 216;
var RULE_LOAD = 217;
var RULE_LOAD_SIGBUS = 218;
var RULE_STORE = 219;
var RULE_STORE_SIGBUS = 220;
var RULE_FAULT_PTE = 221;
var RULE_FAULT_PMD = 222;
var RULE_FAULT_ZERO = 223;
var RULE_FAULT_COPY = 224;
var RULE_FAULT_COW = 225;
var RULE_FAULT_CACHE = 226;
var RULE_FAULT_CHAR = 227;
var RULE_FAULT_BEYOND_END = 228;
var RULE_FAULT_DEAD = 229;
var RULE_FAULT_SHUTDOWN = 230;
var RULE_FAULT_BADBLOCK = 231;
var RULE_FAULT_BADBLOCK_ADRERR = 232;
var RULE_FAULT_NO_SPACE = 233;
var RULE_FAULT_FROZEN = 234;
var RULE_FAULT_UPGRADE = 235;
var RULE_FAULT_SHARED_UNMAPS = 236;
var RULE_MACHINE_CHECK = 237;
var RULE_MCE_RECOVERED = 238;
var RULE_MCE_LEFT_ALONE = 239;
var RULE_MCE_PLAIN_SIGBUS = 240;
var RULE_MCE_BADRANGE = 241;
var RULE_FILE_CREATED = 242;
var RULE_FILE_EXISTS = 243;
var RULE_FILE_NO_ENTRY = 244;
var RULE_FILE_NO_SPACE = 245;
var RULE_FILE_SHUTDOWN = 246;
var RULE_FILE_READ_ONLY = 247;
var RULE_FILE_FROZEN = 248;
var RULE_FILE_REFLINKED = 249;
var RULE_FILE_UNLINKED = 250;
var RULE_FILE_TRUNCATED = 251;
var RULE_FILE_OPENED = 252;
var RULE_FILE_DROPPED = 253;
var RULE_FILE_BUSY = 254;
var RULE_FILE_ATTR = 255;
var RULE_FILE_NO_REFLINK = 256;
var RULE_FILE_DIRECTORY = 257;
var RULE_FILE_OUTSIDE = 258;
var RULE_FSMAP = 259;
var RULE_PROCESS_SPAWNED = 260;
var RULE_PROCESS_EXISTS = 261;
var RULE_PROCESS_NONE = 262;
var RULE_PROCESS_FORKED = 263;
var RULE_PROCESS_POLICY = 264;
var RULE_PROCESS_EXITED = 265;
var RULE_MMAP = 266;
var RULE_MMAP_EXISTS = 267;
var RULE_MMAP_NONE = 268;
var RULE_MUNMAP = 269;
var RULE_TRUNCATE_UNMAPS = 270;
var RULE_READ = 271;
var RULE_READ_BADBLOCK = 272;
var RULE_READ_MEDIA = 273;
var RULE_WRITE = 274;
var RULE_WRITE_CLEARS = 275;
var RULE_WRITE_NOT_CLEARED = 276;
var RULE_WRITE_RECOVERY = 277;
var RULE_WRITE_RECOVERY_UNALIGNED = 278;
var RULE_CLEAR_MISALIGNED = 279;
var RULE_CLEAR_DONE = 280;
var RULE_CLEAR_HWPOISON = 281;
var RULE_DIRECT_ACCESS_DEAD = 282;
var RULE_DIRECT_ACCESS_BAD = 283;
var RULE_ZERO_PAGES = 284;
var RULE_ZERO_NOT_ONE = 285;
var RULE_SCRUB = 286;
var RULE_INJECT = 287;
var RULE_BADRANGE = 288;
var RULE_BADBLOCKS_FULL = 289;
var RULE_BADBLOCKS = 290;
var RULE_POISONED = 291;
var RULE_FLUSH = 292;
var RULE_FLUSH_NOT_NEEDED = 293;
var RULE_FENCE = 294;
var RULE_FSYNC = 295;
var RULE_POWER_FAIL = 296;
var RULE_ALLOCATED = 297;
var RULE_COW_ALLOCATED = 298;
var RULE_DEVICE_OUTSIDE = 299;
var RULE_FSYNC_GONE = 300;
var RULE_KILL_NO_COUNT = 301;
var RULE_FAULT_MEDIA = 302;
var KEY_TO = 200;
var KEY_ADDR_OFFSET_IN_MAPPING = 201;
var KEY_SIZE_SHIFT = 202;
var KEY_CODE = 203;
var KEY_LSB = 204;
var KEY_DELIVERED = 205;
var KEY_PTE_PRESENT = 207;
var KEY_PATH = 209;
var KEY_POLICY = 210;
var KEY_PID = 211;
var KEY_PARENT = 212;
var KEY_PGOFF = 213;
var KEY_HWPOISON = 214;
var KEY_CLEARED = 215;
var KEY_LOST = 217;
var KEY_SURVIVED = 218;
var KEY_COLLECTED = 219;
var KEY_OFFSET_IN_MAPPING = 220;
var KEY_LINES = 223;
var KEY_UNMAPPED = 224;
var TEXT_LOCKED = 100;
var TEXT_NO_ENTRY = 101;
var TEXT_OK = 102;
var TEXT_SIGBUS = 103;
var TEXT_EARLY = 104;
var TEXT_LATE = 105;
var TEXT_DEFAULT = 106;

// engine/abi-mm.ts
var EXTENT_UNWRITTEN = 1;
var EXTENT_SHARED = 2;
var EXTENT_REALTIME = 4;
var HOW_WRITE = 1;
var HOW_FALLOCATE = 2;
var HOW_HOLE = 3;
var ROW_DATA = 0;
var ROW_LOG = 1;
var ROW_REALTIME = 2;
var INJECT_SATURATE = 1;
var INJECT_NOTIFY = 2;
var MAPPING_PRIVATE = 1;
var MAPPING_ALIGNED_2M = 2;
var R_FILE_LOOKUP = 32;
var R_INODE_LOOKUP = 33;
var R_MAP_LOOKUP = 34;
var R_FREE_FRAME = 35;
var R_LINE_LOOKUP = 36;
var R_FREE_LINE = 37;
var R_NEXT_PID = 38;
var R_KERNEL_LINES = 39;
var R_NR_LINES = 40;
var R_BADRANGE_LOOKUP = 41;
var T_INODES = 32;
var INODE_FS = 0;
var INODE_FLAGS = 4;
var INODE_INO = 8;
var INODE_SIZE = 16;
var INODE_RUNS = 24;
var INODE_ATTR_RUNS = 28;
var INODE_COW_RUNS = 32;
var INODE_ENTRIES = 36;
var INODE_CACHE = 40;
var INODE_FIRST_MAPPING = 44;
var INODE_LAST_MAPPING = 48;
var INODE_NAME = 52;
var INODE_PATH = 56;
var INODE_NEXT = 60;
var INODE_PREV = 64;
var INODE_DEVICE = 68;
var INODE_EXT_SIZE = 72;
var INODE_BYTES = 80;
var INODE_DIRECTORY = 1;
var INODE_DAX_FLAG = 2;
var INODE_INCORE = 4;
var INODE_UNLINKED = 8;
var INODE_REALTIME = 16;
var INODE_CHAR = 32;
var INODE_S_DAX = 64;
var INODE_GONE = 128;
var RUN_UNWRITTEN = 1;
var RUN_REALTIME = 2;
var T_GROUPS = 33;
var GROUP_FREE = 0;
var GROUP_FREE_INODES = 4;
var GROUP_BYTES = 8;
var T_FRAMES = 34;
var T_PROCESSES = 35;
var PROCESS_NAME = 0;
var PROCESS_PID = 4;
var PROCESS_POLICY = 8;
var PROCESS_ALIVE = 12;
var PROCESS_FIRST_MAPPING = 16;
var PROCESS_LAST_MAPPING = 20;
var PROCESS_PENDING = 24;
var PROCESS_PARENT = 28;
var PROCESS_LINES = 32;
var PROCESS_BYTES = 40;
var T_MAPPINGS = 36;
var MAPPING_PROCESS = 0;
var MAPPING_NAME = 4;
var MAPPING_INODE = 8;
var MAPPING_FLAGS = 12;
var MAPPING_OFF = 16;
var MAPPING_LEN = 24;
var MAPPING_ENTRIES = 32;
var MAPPING_NEXT = 36;
var MAPPING_PREV = 40;
var MAPPING_NEXT_OF_INODE = 44;
var MAPPING_PREV_OF_INODE = 48;
var MAPPING_COPIES = 52;
var MAPPING_BYTES = 56;
var ENTRY_PTE = 1;
var ENTRY_PMD = 2;
var ENTRY_ZERO = 3;
var ENTRY_CACHE = 4;
var ENTRY_COPY = 5;
var ENTRY_KIND = 15;
var ENTRY_WRITABLE = 16;
var T_PAGES = 37;
var PAGES_ARRAY = 0;
var PAGES_BADRANGES = 4;
var PAGES_LAST_BADRANGE = 8;
var PAGES_BYTES = 12;
var PAGE_HWPOISON = 1;
var PAGE_FILE = 2;
var PAGE_SHARED = 4;
var T_LINES = 38;
var LINE_DEVICE = 0;
var LINE_STATE = 4;
var LINE_OFF = 8;
var LINE_PROCESS = 16;
var LINE_NEXT = 20;
var LINE_PREV = 24;
var LINE_SAFE = 32;
var LINE_WRITTEN_BACK = 96;
var LINE_BYTES = 160;
var LINE_FREE = 0;
var LINE_DIRTY = 1;
var LINE_FLUSHED = 2;
var LINE_BOTH = 3;
var T_BADRANGES = 39;
var BADRANGE_OFF = 0;
var BADRANGE_LEN = 8;
var BADRANGE_NEXT = 16;
var BADRANGE_BYTES = 24;
var ASK_MM_ENTRIES = 100;
var ASK_MM_EXTENTS = 101;
var ASK_MM_HWPOISON = 102;
var ASK_MM_BYTES = 103;

// engine/abi-rules.ts
var RULE_NONE = 0;
var RULE_STEP = 1;
var RULE_MF_ENTER = 2;
var RULE_MF_PANIC = 3;
var RULE_MF_STUCK = 4;
var RULE_MF_OUTSIDE = 5;
var RULE_MF_RAW_PFN = 6;
var RULE_MF_ALTMAP = 7;
var RULE_MF_DRIVER = 8;
var RULE_MF_GENERIC = 9;
var RULE_MF_NO_DRIVER_OP = 10;
var RULE_PMEM_TRANSLATE = 11;
var RULE_FSDEV_TRANSLATE = 12;
var RULE_DAX_DEAD = 13;
var RULE_DAX_UNHELD = 14;
var RULE_DAX_ASK = 15;
var RULE_DAX_MANY = 16;
var RULE_XFS_NOT_BORN = 17;
var RULE_XFS_RT_UNSUPPORTED = 18;
var RULE_XFS_LOG = 19;
var RULE_XFS_LOG_PRE_REMOVE = 20;
var RULE_XFS_LOG_OUTSIDE = 21;
var RULE_XFS_NO_RMAPBT = 22;
var RULE_XFS_OUTSIDE = 23;
var RULE_XFS_QUERY = 24;
var RULE_XFS_SHUTDOWN_ALREADY = 25;
var RULE_XFS_GROUP = 26;
var RULE_XFS_RECORD_META = 27;
var RULE_XFS_RECORD_META_PRE_REMOVE = 28;
var RULE_XFS_RECORD_NOT_INCORE = 29;
var RULE_XFS_RECORD_KILL = 30;
var RULE_XFS_RECORD_NOT_DAX = 31;
var RULE_XFS_SHUTDOWN = 32;
var RULE_XFS_FREE_SPACE = 33;
var RULE_SLOT_TAKEN = 34;
var RULE_SLOT_REFUSED = 35;
var RULE_SLOT_OVERWRITTEN = 36;
var RULE_SLOT_ADDED = 37;
var RULE_SLOT_RELEASED = 38;
var RULE_SLOT_NOT_OURS = 39;
var RULE_SLOT_UNALIGNED = 40;
var RULE_SLOT_NO_DAX = 41;
var RULE_SLOT_LOOK = 42;
var RULE_SLOT_PARTITION_REFUSED = 43;
var RULE_SLOT_STOLEN_CLEARED = 44;
var RULE_MOUNT = 45;
var RULE_MOUNT_DAX_OFF = 46;
var RULE_MOUNT_REFLINK_PARTITION = 47;
var RULE_MOUNT_SLOT_IN_USE = 48;
var RULE_MOUNT_BUSY = 49;
var RULE_MOUNT_NO_FS = 50;
var RULE_MOUNT_EXT4_NO_DAX = 51;
var RULE_MOUNT_DAX_ON = 52;
var RULE_UMOUNT = 53;
var RULE_UMOUNT_HUNG = 54;
var RULE_UMOUNT_PAGES_GONE = 55;
var RULE_UMOUNT_NOT_MOUNTED = 56;
var RULE_KILL_NOTIFY = 57;
var RULE_KILL_SILENT = 58;
var RULE_KILL_DEAD_ALREADY = 59;
var RULE_UNBIND = 60;
var RULE_BIND = 61;
var RULE_DISK_DEAD = 62;
var RULE_OOPS_PERAG = 63;
var RULE_OOPS_SHARED = 64;
var RULE_OOPS_DISASSOCIATE = 65;
var RULE_OOPS_PAGEMAP_OPS = 66;
var RULE_HANG_BLOCKCOUNT = 67;
var RULE_MADVISE = 68;
var RULE_DM_MAP = 69;
var RULE_DM_OUTSIDE = 70;
var RULE_READER = 71;
var RULE_DEVICE_BUSY = 72;
var RULE_DEVICE_GONE = 73;
var RULE_FREEZE = 74;
var RULE_THAW = 75;
var RULE_MKFS = 76;
var RULE_SYSCTL = 77;
var RULE_CRASHED = 78;
var RULE_DM_REFUSED = 79;
var RULE_RACE_TICK = 80;
var RULE_STACK_FORWARD = 81;
var RULE_READER_LOG = 82;
var RULE_READER_FAULT = 83;
var RULE_SLOT_MUTED = 84;
var RULE_RACE_CLAIM = 85;
var RULE_RACE_STORE_OPS = 86;
var RULE_RACE_CLEAR_HOLDER = 87;
var RULE_RACE_CLEAR_OPS = 88;
var RULE_RACE_ENTER = 89;
var RULE_RACE_READ_OPS = 90;
var RULE_RACE_ASK = 91;
var RULE_RACE_TELL = 92;
var RULE_RACE_CLEAR_ALIVE = 93;
var RULE_RACE_DROP = 94;
var RULE_RACE_WAIT = 95;
var RULE_RACE_WHOLE = 96;
var RULE_INVARIANT_BROKEN = 97;
var RULE_SLOT_NO_FSDEV = 98;
var RULE_RACE_MOUNT = 99;
var RULE_RACE_BORN = 100;
var RULE_XFS_ASKED = 101;
var RULE_XFS_TRANSLATE = 102;
var RULE_XFS_IGET = 103;
var RULE_MOUNT_TARGET = 104;
var RULE_MOUNT_INCOMPLETE = 105;
var RULE_MM_FIRST = 200;

// engine/abi-tables.ts
var STATE_ROOTS = 544;
var STATE_TABLES = 1024;
var TABLE_ENTRY_BYTES = 32;
var T_EVENTS = 4;
var T_ARGS = 5;
var T_OUTCOMES = 6;
var T_PHYS = 7;
var LOG_OPEN = 0;
var LOG_DEPTH = 4;
var LOG_STEP = 8;
var LOG_CRASH = 12;
var LOG_NEXT_EVENT = 16;
var LOG_NEXT_ARG = 20;
var LOG_OPS = 24;
var LOG_PLAY = 48;
var EVENT_PARENT = 0;
var EVENT_STEP = 4;
var EVENT_FN = 8;
var EVENT_RULE = 10;
var EVENT_DEPTH = 12;
var EVENT_RET_KIND = 14;
var EVENT_WHO_KIND = 15;
var EVENT_SPACE_KIND = 16;
var EVENT_FLAGS = 17;
var EVENT_NR_ARGS = 18;
var EVENT_WHO = 20;
var EVENT_SPACE = 24;
var EVENT_FIRST_ARG = 28;
var EVENT_OFF = 32;
var EVENT_LEN = 40;
var EVENT_RET = 48;
var EVENT_ID = 56;
var EVENT_OUTER = 60;
var EVENT_BYTES = 64;
var ARG_KEY = 0;
var ARG_KIND = 2;
var ARG_VALUE = 8;
var ARG_BYTES = 16;
var OUTCOME_OP = 0;
var OUTCOME_RETURNED = 4;
var OUTCOME_ERRNO = 8;
var OUTCOME_FROM = 12;
var OUTCOME_TO = 16;
var OUTCOME_BYTES = 24;
var R_KERNEL = 16;
var R_POLICY = 17;
var R_FEATURES = 18;
var R_EARLY_KILL = 19;
var R_RECOVERY = 20;
var R_SEED = 21;
var R_STEPS = 22;
var R_CURRENT = 23;
var R_CRASH = 24;
var R_MF_STUCK = 25;
var R_NR_RMAPS = 26;
var CRASH_NONE = 0;
var CRASH_OOPS = 1;
var CRASH_HANG = 2;
var T_NAMES = 16;
var NAME_DEVICE = 0;
var NAME_MOUNT = 4;
var NAME_PROCESS = 8;
var NAME_HOLDER = 12;
var NAME_BYTES = 16;
var T_DEVICES = 17;
var DEVICE_NAME = 0;
var DEVICE_KIND = 4;
var DEVICE_PRESENT = 8;
var DEVICE_DISK = 12;
var DEVICE_START = 16;
var DEVICE_SIZE = 24;
var DEVICE_RESOURCE = 32;
var DEVICE_DATA_OFFSET = 40;
var DEVICE_PMEM = 48;
var DEVICE_MODE = 52;
var DEVICE_MAP = 56;
var DEVICE_DRIVER = 60;
var DEVICE_CLEAR_UNIT = 64;
var DEVICE_EADR = 68;
var DEVICE_DAX = 72;
var DEVICE_CLAIM = 76;
var DEVICE_SEGMENTS = 80;
var DEVICE_FIRST_TARGET = 84;
var DEVICE_NR_TARGETS = 88;
var DEVICE_MAP_NAME = 92;
var DEVICE_FIRST_PARTITION = 96;
var DEVICE_NEXT_PARTITION = 100;
var DEVICE_FS = 104;
var DEVICE_LEGS = 108;
var DEVICE_BYTES = 112;
var CLAIM_MOUNT = 1073741824;
var CLAIM_DM = 536870912;
var CLAIM_ID = 268435455;
var T_TARGETS = 18;
var TARGET_TYPE = 0;
var TARGET_NR_LEGS = 4;
var TARGET_START = 8;
var TARGET_LEN = 16;
var TARGET_CHUNK = 24;
var TARGET_FIRST_LEG = 28;
var TARGET_BYTES = 32;
var T_LEGS = 19;
var LEG_DEVICE = 0;
var LEG_TARGET = 4;
var LEG_OFF = 8;
var LEG_DM = 16;
var LEG_INDEX = 20;
var LEG_BYTES = 24;
var T_DAX = 20;
var DAX_DEVICE = 0;
var DAX_ALIVE = 4;
var DAX_HOLDER = 8;
var DAX_OPS = 12;
var DAX_FIRST_REG = 16;
var DAX_PARENT = 20;
var DAX_START = 24;
var DAX_LEN = 32;
var DAX_LEAKED = 40;
var DAX_BYTES = 48;
var T_HOLDERS = 21;
var HOLDER_KIND = 0;
var HOLDER_OBJECT = 4;
var HOLDER_NAME = 8;
var HOLDER_FSTYPE = 12;
var HOLDER_BYTES = 16;
var HOLDER_XFS = 1;
var HOLDER_DM = 2;
var HOLDER_READER = 3;
var HOLDER_PARENT = 4;
var T_REGS = 22;
var REG_NEXT = 0;
var REG_HOLDER = 4;
var REG_OPS = 8;
var REG_START = 16;
var REG_LEN = 24;
var REG_BYTES = 32;
var T_FS = 23;
var FS_TYPE = 0;
var FS_FLAGS = 4;
var FS_DEVICE = 8;
var FS_LOG_DEVICE = 12;
var FS_RT_DEVICE = 16;
var FS_BLOCK_BYTES = 20;
var FS_AG_BLOCKS = 24;
var FS_AG_COUNT = 28;
var FS_BLOCKS = 32;
var FS_LOG_OFF = 40;
var FS_LOG_LEN = 48;
var FS_RT_BLOCKS = 56;
var FS_RMAP = 64;
var FS_RT_RMAP = 68;
var FS_INODE_BYTES = 72;
var FS_MOUNT = 76;
var FS_ROOT_INO = 80;
var FS_MM0 = 88;
var FS_MM1 = 92;
var FS_MM2 = 96;
var FS_MM3 = 100;
var FS_MM4 = 104;
var FS_MM5 = 108;
var FS_RECORD_BYTES = 112;
var T_MOUNTS = 24;
var MOUNT_FS = 0;
var MOUNT_DEVICE = 4;
var MOUNT_TARGET = 8;
var MOUNT_DEVICE_NAME = 12;
var MOUNT_FLAGS = 16;
var MOUNT_DAX = 20;
var MOUNT_DAX_ASKED = 24;
var MOUNT_HOLDER = 28;
var MOUNT_DATA_DAX = 32;
var MOUNT_LOG_DAX = 36;
var MOUNT_RT_DAX = 40;
var MOUNT_SHUTDOWN = 44;
var MOUNT_DATA_PART_OFF = 48;
var MOUNT_LOG_PART_OFF = 56;
var MOUNT_RT_PART_OFF = 64;
var MOUNT_BYTES = 72;
var MOUNT_BORN = 1;
var MOUNT_READ_ONLY = 2;
var MOUNT_IS_SHUTDOWN = 4;
var MOUNT_HUNG = 8;
var MOUNT_DEVICE_GONE = 16;
var MOUNT_UNMOUNTED = 32;
var MOUNT_PAGES_GONE = 64;
var SHUTDOWN_META_IO_ERROR = 1;
var SHUTDOWN_LOG_IO_ERROR = 2;
var SHUTDOWN_FORCE_UMOUNT = 4;
var SHUTDOWN_CORRUPT_INCORE = 8;
var SHUTDOWN_CORRUPT_ONDISK = 16;
var SHUTDOWN_DEVICE_REMOVED = 32;
var RMAP_ATTR_FORK = 1;
var RMAP_BMBT_BLOCK = 2;
var RMAP_UNWRITTEN = 4;
var OWN_UNKNOWN = -2;
var OWN_FS = -3;
var OWN_LOG = -4;
var OWN_AG = -5;
var OWN_INOBT = -6;
var OWN_INODES = -7;
var OWN_REFC = -8;
var OWN_COW = -9;

// engine/abi.ts
var KERNEL_V9 = 1;
var KERNEL_6_0 = 2;
var KERNEL_6_5 = 3;
var KERNEL_6_6 = 4;
var KERNEL_6_8 = 5;
var KERNEL_61 = 6;
var KERNEL_612 = 7;
var KERNEL_73 = 8;
var POLICY_KERNEL = 1;
var POLICY_LAST_WRITER_WINS = 2;
var POLICY_EXCLUSIVE = 3;
var POLICY_NOTIFIER_CHAIN = 4;
var POLICY_WHOLE_DEVICE_STRICT = 5;
var POLICY_WHOLE_DEVICE_MERGED = 6;
var POLICY_ON_DAX_DEVICE = 7;
var POLICY_RANGE_SLOTS = 8;
var POLICY_STACKED = 9;
var POLICY_NAMESPACES = 10;
var POLICY_CHAINED_DM = 11;
var EPERM = 1;
var ENOENT = 2;
var EIO = 5;
var ENXIO = 6;
var EBADF = 9;
var ENOMEM = 12;
var EFAULT = 14;
var EBUSY = 16;
var EEXIST = 17;
var ENODEV = 19;
var ENOTDIR = 20;
var EINVAL = 22;
var EFBIG = 27;
var ENOSPC = 28;
var EROFS = 30;
var ERANGE = 34;
var ENODATA = 61;
var EOPNOTSUPP = 95;
var EFSCORRUPTED = 117;
var EHWPOISON = 133;
var MF_COUNT_INCREASED = 1;
var MF_ACTION_REQUIRED = 2;
var MF_MUST_KILL = 4;
var MF_SOFT_OFFLINE = 8;
var MF_UNPOISON = 16;
var MF_SW_SIMULATED = 32;
var MF_NO_RETRY = 64;
var MF_MEM_PRE_REMOVE = 128;
var BUS_ADRERR = 2;
var BUS_MCEERR_AR = 4;
var BUS_MCEERR_AO = 5;
var SI_KERNEL = 128;
var PAGE_SHIFT = 12;
var PMD_SHIFT = 21;
var OP_SCENE = 1;
var OP_PMEM = 2;
var OP_PARTITION = 3;
var OP_DM_CREATE = 4;
var OP_DM_REMOVE = 5;
var OP_MKFS = 6;
var OP_MOUNT = 7;
var OP_UMOUNT = 8;
var OP_UNBIND = 9;
var OP_BIND = 10;
var OP_FAIL = 11;
var OP_MADVISE = 12;
var OP_SYSCTL = 13;
var OP_REGISTER_HOLDER = 14;
var OP_UNREGISTER_HOLDER = 15;
var OP_NOTIFY = 16;
var OP_KILL_DAX = 17;
var OP_RACE = 18;
var OP_READER_FAULT = 19;
var OP_MM_FIRST = 100;
var OP_MKFS_LAYOUT = 100;
var OP_CREATE = 101;
var OP_MKDIR = 102;
var OP_ATTR = 103;
var OP_REFLINK = 104;
var OP_UNLINK = 105;
var OP_TRUNCATE = 106;
var OP_FSMAP = 107;
var OP_OPEN = 108;
var OP_DROP_INODE = 109;
var OP_SPAWN = 110;
var OP_FORK = 111;
var OP_POLICY = 112;
var OP_EXIT = 113;
var OP_MMAP = 114;
var OP_MUNMAP = 115;
var OP_LOAD = 116;
var OP_STORE = 117;
var OP_FLUSH = 118;
var OP_FENCE = 119;
var OP_FSYNC = 120;
var OP_READ = 121;
var OP_WRITE = 122;
var OP_POWER_FAIL = 123;
var OP_BLOCK_READ = 124;
var OP_BLOCK_WRITE = 125;
var OP_ZERO_PAGE_RANGE = 126;
var OP_POISON = 127;
var OP_SCRUB = 128;
var OP_INJECT_ERROR = 129;
var OP_BADBLOCKS = 130;
var DEV_PMEM = 1;
var DEV_PARTITION = 2;
var DEV_DM = 3;
var DEV_CHAR = 4;
var MODE_FSDAX = 1;
var MODE_RAW = 2;
var MODE_SECTOR = 3;
var MODE_DEVDAX = 4;
var MAP_MEM = 1;
var MAP_DEV = 2;
var DRIVER_NONE = 1;
var DRIVER_DEVICE_DAX = 2;
var DRIVER_FSDEV_DAX = 3;
var TARGET_LINEAR = 1;
var TARGET_STRIPED = 2;
var FS_XFS = 1;
var FS_EXT4 = 2;
var FS_EXT2 = 3;
var FS_RMAPBT = 1;
var FS_REFLINK = 2;
var FS_EXTERNAL_LOG = 4;
var FS_REALTIME = 8;
var DAX_ALWAYS = 1;
var DAX_INODE = 2;
var DAX_NEVER = 3;
var DAX_OFF = 4;
var KILL_DEFAULT = 0;
var KILL_EARLY = 1;
var KILL_LATE = 2;
var MAX_DM_DEPTH2 = 8;
var NONE = 0;
var ASK_BYTES = 1;
var ASK_RESOLVE = 2;
var ASK_BADBLOCKS = 3;
var ASK_LINES = 4;
var ASK_RMAP = 5;
var ASK_RUNS = 6;
var ASK_SPARSE = 7;

// engine/host.ts
var QUERY_BYTES = 16384;
var Engine = class {
  readers;
  #exports;
  #crash = null;
  constructor(exports2, readers) {
    this.#exports = exports2;
    this.readers = readers;
  }
  /** An empty machine. */
  reset() {
    this.#call(() => this.#exports.reset());
  }
  powerOn(words3, count) {
    this.#call(() => this.#exports.powerOn(this.#write(words3), count));
  }
  /** Plays `count` encoded steps. */
  play(words3, count) {
    this.#call(() => this.#exports.play(this.#write(words3), count));
  }
  /** A reader's holder notifies a device further: device, off, len, flags as in OP_NOTIFY. */
  notifyFurther(words3) {
    return this.#call(() => this.#exports.readerNotify(this.#write(words3)));
  }
  logFromReader(text) {
    this.#call(() => this.#exports.readerLog(text));
  }
  snapshot() {
    return this.#call(() => this.#exports.snapshot());
  }
  restore(mark) {
    this.#call(() => this.#exports.restore(mark));
  }
  dropMarks() {
    this.#call(() => this.#exports.dropMarks());
  }
  /** Bytes that the marks cost. */
  logBytes() {
    return this.#call(() => this.#exports.logBytes());
  }
  /** Hash of the state: 16 hex digits. */
  hash() {
    const view = this.#call(() => {
      const ptr = this.#exports.buffer(8);
      this.#exports.hash(ptr);
      return new DataView(this.#exports.memory.buffer, ptr, 8);
    });
    return view.getBigUint64(0, true).toString(16).padStart(16, "0");
  }
  /** Asks a question and copies the answer; `lenBytes` is the most that it may have. */
  ask(question, lenBytes2 = QUERY_BYTES) {
    return this.#call(() => {
      const roomBytes = Math.max(lenBytes2, question.length * 4);
      const ptr = this.#exports.buffer(roomBytes);
      new Uint32Array(this.#exports.memory.buffer, ptr, question.length).set(question);
      const answerBytes = this.#exports.query(ptr, roomBytes);
      return new DataView(this.#exports.memory.buffer.slice(ptr, ptr + answerBytes));
    });
  }
  /** A table as it is now; good until something is played or restored. */
  table(id) {
    const base = this.#call(() => this.#exports.statePtr());
    return new Table(this.#exports.memory, base + STATE_TABLES + id * TABLE_ENTRY_BYTES);
  }
  /** A root slot as a number; the engine keeps those that are read here below 2^53. */
  root(slot) {
    const base = this.#call(() => this.#exports.statePtr());
    const view = new DataView(this.#exports.memory.buffer);
    return Number(view.getBigUint64(base + STATE_ROOTS + slot * 8, true));
  }
  /** A root slot as its two words, low first. */
  rootWords(slot) {
    const at4 = this.#call(() => this.#exports.statePtr()) + STATE_ROOTS + slot * 8;
    const view = new DataView(this.#exports.memory.buffer);
    return [view.getUint32(at4, true), view.getUint32(at4 + 4, true)];
  }
  #write(words3) {
    const ptr = this.#exports.buffer(words3.byteLength);
    new Uint32Array(this.#exports.memory.buffer, ptr, words3.length).set(words3);
    return ptr;
  }
  #call(act) {
    if (this.#crash !== null) throw this.#crash;
    try {
      return act();
    } catch (error) {
      this.#crash = error instanceof EngineCrash ? error : new EngineCrash(String(error));
      throw this.#crash;
    }
  }
};
var Table = class {
  #memory;
  #seen;
  #recordBytes;
  #shift;
  #directory;
  count;
  constructor(memory, entry) {
    this.#memory = memory;
    const view = new DataView(memory.buffer);
    this.#seen = view;
    this.#recordBytes = view.getUint32(entry, true);
    this.#shift = view.getUint32(entry + 4, true);
    this.count = view.getUint32(entry + 8, true);
    this.#directory = view.getUint32(entry + 12, true);
  }
  /** A question may let memory grow, which leaves views of it behind. */
  get #view() {
    if (this.#seen.buffer !== this.#memory.buffer) this.#seen = new DataView(this.#memory.buffer);
    return this.#seen;
  }
  #at(id) {
    const index = id - 1;
    if (index < 0 || index >= this.count) throw new RangeError(`record ${id} of ${this.count}`);
    const page = index >>> this.#shift;
    const slot = this.#view.getUint32(this.#directory + (page >>> 10) * 4, true);
    const base = this.#view.getUint32(slot + (page & 1023) * 4, true);
    return base + (index & (1 << this.#shift) - 1) * this.#recordBytes;
  }
  u8(id, field) {
    return this.#view.getUint8(this.#at(id) + field);
  }
  u16(id, field) {
    return this.#view.getUint16(this.#at(id) + field, true);
  }
  u32(id, field) {
    return this.#view.getUint32(this.#at(id) + field, true);
  }
  i64(id, field) {
    return this.#view.getBigInt64(this.#at(id) + field, true);
  }
  u64(id, field) {
    return this.#view.getBigUint64(this.#at(id) + field, true);
  }
  /** A u64 that is known to be below 2^53. */
  number(id, field) {
    const at4 = this.#at(id) + field;
    return this.#view.getUint32(at4, true) + this.#view.getUint32(at4 + 4, true) * 2 ** 32;
  }
};
function linkOf(readers) {
  const link = { engine: null, exports: null };
  const abort = (message, file, line, column) => {
    const memory = link.exports?.memory;
    const text = memory === void 0 ? "the engine stopped" : textAt(memory, message);
    throw new EngineCrash(text, memory === void 0 ? "" : `${textAt(memory, file)}:${line}:${column}`);
  };
  const holder = (name2, device2, ...words3) => {
    if (link.engine === null) throw new EngineCrash("a holder was called before the engine was there");
    return readers.call(link.engine, name2 >>> 0, device2 >>> 0, words3);
  };
  return {
    imports: { env: { abort, holder } },
    made(instance) {
      link.exports = instance.exports;
      link.engine = new Engine(link.exports, readers);
      return link.engine;
    }
  };
}
async function instantiate(bytes2, readers) {
  const link = linkOf(readers);
  const { instance } = await WebAssembly.instantiate(bytes2, link.imports);
  return link.made(instance);
}
function textAt(memory, ptr) {
  const view = new DataView(memory.buffer);
  const count = view.getUint32((ptr >>> 0) - 4, true) >> 1;
  let text = "";
  for (let i = 0; i < count; i++) text += String.fromCharCode(view.getUint16((ptr >>> 0) + i * 2, true));
  return text;
}

// engine/citations.ts
var KERNEL_VERSIONS = {
  v9: "v9",
  "linux-6.0": "6.0",
  "linux-6.5": "6.5",
  "linux-6.6": "6.6",
  "linux-6.8": "6.8",
  "6.1": "6.1.192",
  "6.12": "6.12.107",
  "7.3": "7.3.4"
};
var V9 = {
  "02/10": "20211226143439.3985960-3-ruansy.fnst@fujitsu.com",
  "03/10": "20211226143439.3985960-4-ruansy.fnst@fujitsu.com",
  "04/10": "20211226143439.3985960-5-ruansy.fnst@fujitsu.com",
  "08/10": "20211226143439.3985960-9-ruansy.fnst@fujitsu.com",
  "09/10": "20211226143439.3985960-10-ruansy.fnst@fujitsu.com"
};
var SUPER = "drivers/dax/super.c";
var NOTIFY = "fs/xfs/xfs_notify_failure.c";
var FAILURE = "mm/memory-failure.c";
var PMEM = "drivers/nvdimm/pmem.c";
var DAX = "fs/dax.c";
var XFS_SUPER = "fs/xfs/xfs_super.c";
var SOURCES = {
  memory_failure: [FAILURE],
  memory_failure_dev_pagemap: [FAILURE, "04/10"],
  mf_dax_kill_procs: [FAILURE, "08/10"],
  mf_generic_kill_procs: [FAILURE, "03/10"],
  unmap_and_kill: [FAILURE, "03/10"],
  kill_proc: [FAILURE],
  collect_procs: [FAILURE],
  pmem_pagemap_memory_failure: [PMEM, "04/10"],
  fsdev_pagemap_memory_failure: ["drivers/dax/fsdev.c"],
  dax_holder_notify_failure: [SUPER, "02/10"],
  dax_register_holder: [SUPER, "02/10"],
  dax_unregister_holder: [SUPER, "02/10"],
  kill_dax: [SUPER],
  fs_dax_get_by_bdev: [SUPER],
  fs_put_dax: [SUPER],
  fs_dax_get: [SUPER],
  dax_direct_access: [SUPER],
  dax_zero_page_range: [SUPER],
  xfs_dax_notify_failure: [NOTIFY, "09/10"],
  xfs_dax_translate_range: [NOTIFY],
  xfs_dax_notify_ddev_failure: [NOTIFY, "09/10"],
  xfs_dax_notify_dev_failure: [NOTIFY],
  xfs_dax_notify_logdev_failure: [NOTIFY],
  xfs_dax_failure_fn: [NOTIFY, "09/10"],
  xfs_rmap_query_range: ["fs/xfs/libxfs/xfs_rmap.c"],
  xfs_iget: ["fs/xfs/xfs_icache.c"],
  xfs_do_force_shutdown: ["fs/xfs/xfs_fsops.c"],
  xfs_alloc_read_agf: ["fs/xfs/libxfs/xfs_alloc.c"],
  xfs_alloc_buftarg: ["fs/xfs/xfs_buf.c", "09/10"],
  xfs_setup_dax_always: [XFS_SUPER],
  xfs_fs_fill_super: [XFS_SUPER],
  xfs_bmapi_allocate: ["fs/xfs/libxfs/xfs_bmap.c"],
  xfs_reflink_allocate_cow: ["fs/xfs/xfs_reflink.c"],
  ext4_fill_super: ["fs/ext4/super.c"],
  freeze_super: ["fs/super.c"],
  thaw_super: ["fs/super.c"],
  blk_mark_disk_dead: ["block/genhd.c"],
  bdev_open: ["block/bdev.c"],
  dm_table: ["drivers/md/dm-table.c"],
  nd_pmem_remove: [PMEM],
  nd_pmem_probe: [PMEM],
  pmem_do_read: [PMEM],
  pmem_do_write: [PMEM],
  pmem_clear_poison: [PMEM],
  pmem_recovery_write: [PMEM],
  madvise_inject_error: ["mm/madvise.c"],
  dax_lock_mapping_entry: [DAX],
  dax_lock_page: [DAX],
  dax_lock_folio: [DAX],
  dax_iomap_fault: [DAX],
  dax_iomap_rw: [DAX],
  dax_insert_entry: [DAX],
  dax_disassociate_entry: [DAX],
  dax_break_layouts: [DAX],
  dev_dax_fault: ["drivers/dax/device.c"],
  filemap_fault: ["mm/filemap.c"],
  unmap_mapping_pages: ["mm/memory.c"],
  kill_me_maybe: ["arch/x86/kernel/cpu/mce/core.c"],
  nfit_handle_mce: ["drivers/acpi/nfit/mce.c"],
  ars_scrub: ["drivers/acpi/nfit/core.c"],
  badblocks_set: ["block/badblocks.c"],
  badblocks_clear: ["block/badblocks.c"],
  badrange_add: ["drivers/nvdimm/badrange.c"]
};
var PROPOSALS = {
  kernel: "",
  "last-writer-wins": "20211226143439.3985960-3-ruansy.fnst@fujitsu.com",
  exclusive: "CAPcyv4iTaneUgdBPnqcvLr4Y_nAxQp31ZdUNkSRPsQ=9CpMWHg",
  "notifier-chain": "20220105181230.GC398655@magnolia",
  "whole-device-strict": "CAPcyv4iZ88FPeZC1rt_bNdWHDZ5oh7ua31NuET2-oZ1UcMrH2Q",
  "whole-device-merged": "20220609143435.393724-1-ruansy.fnst@fujitsu.com",
  "on-dax-device": "CAPcyv4iZ88FPeZC1rt_bNdWHDZ5oh7ua31NuET2-oZ1UcMrH2Q",
  "range-slots": "YekhXENAEYJJNy7e@infradead.org",
  stacked: "YekhXENAEYJJNy7e@infradead.org",
  namespaces: "CAPcyv4iZ88FPeZC1rt_bNdWHDZ5oh7ua31NuET2-oZ1UcMrH2Q",
  "chained-dm": "20211226143439.3985960-3-ruansy.fnst@fujitsu.com"
};
var cache = /* @__PURE__ */ new Map();
function citationOf(fn, kernel, policy, isProposed) {
  const key = `${fn} ${kernel} ${isProposed ? policy : ""}`;
  const known = cache.get(key);
  if (known !== void 0) return known;
  const made = Object.freeze(makeCitation(fn, kernel, policy, isProposed));
  cache.set(key, made);
  return made;
}
function makeCitation(fn, kernel, policy, isProposed) {
  if (isProposed) return { version: "design", source: PROPOSALS[policy] || "reader", fn, proposed: true };
  const found2 = SOURCES[fn];
  if (found2 === void 0) return { version: "daxlab", source: "engine/scene.ts" };
  const [source, patch] = found2;
  const mail = patch === void 0 ? void 0 : V9[patch];
  if (kernel === "v9" && mail !== void 0) return { version: `v9 ${patch}`, source: mail, fn };
  return { version: KERNEL_VERSIONS[kernel], source, fn };
}

// engine/owner-table.ts
var META_OWNERS = ["FS", "AG", "INOBT", "INODES", "LOG", "REFC", "COW", "UNKNOWN", "FREE"];
var OWNER = { attr: 1, bmbt: 2, unwritten: 4, log: 8, realtime: 16 };
function visitOwners(step, visit) {
  for (const { owner, offInDevBytes, lenBytes: lenBytes2, device: device2 } of step.rows) {
    const isMeta = "meta" in owner;
    const onDevice2 = device2 === "log" ? OWNER.log : device2 === "realtime" ? OWNER.realtime : 0;
    if (isMeta) visit(offInDevBytes, lenBytes2, -1 - META_OWNERS.indexOf(owner.meta), 0, onDevice2);
    else visit(offInDevBytes, lenBytes2, owner.inode, owner.offInFileBytes, onDevice2 | flagsOf(owner));
  }
  if (step.packed !== void 0) visitPacked(step.packed, visit);
}
function flagsOf(owner) {
  return (owner.attr ? OWNER.attr : 0) | (owner.bmbt ? OWNER.bmbt : 0) | (owner.unwritten ? OWNER.unwritten : 0);
}

// engine/encode-memory.ts
var POLICIES2 = {
  default: KILL_DEFAULT,
  early: KILL_EARLY,
  late: KILL_LATE
};
var HOW = { write: 1, fallocate: 2, hole: 3 };
var OWNERS = {
  FREE: 0,
  UNKNOWN: OWN_UNKNOWN,
  FS: OWN_FS,
  LOG: OWN_LOG,
  AG: OWN_AG,
  INOBT: OWN_INOBT,
  INODES: OWN_INODES,
  REFC: OWN_REFC,
  COW: OWN_COW
};
var META = META_OWNERS.map((meta) => OWNERS[meta]);
function encodeMemoryStep(step, it) {
  const { words: words3 } = it;
  switch (step.op) {
    // PATH, PATH of its directory, size u64, inode u64 (0: next free), dax (0: not said, 1: no, 2: yes), extSize, how,
    // EXTENTS
    case "create":
      encodePath(step.path, it);
      encodePath(directoryOf(step.path), it);
      words3.u64(step.sizeBytes);
      words3.u64(step.inode ?? 0);
      words3.u32(step.dax === void 0 ? 0 : step.dax ? 2 : 1);
      words3.u32(step.extSizeBytes ?? 0);
      words3.u32(HOW[step.how ?? "write"]);
      encodeExtents(step.extents, it);
      break;
    // PATH, PATH of its directory, inode u64, EXTENTS
    case "mkdir":
      encodePath(step.path, it);
      encodePath(directoryOf(step.path), it);
      words3.u64(step.inode ?? 0);
      encodeExtents(step.extents, it);
      break;
    // PATH, length u64, EXTENTS
    case "attr":
      encodePath(step.path, it);
      words3.u64(step.lenBytes ?? 0);
      encodeExtents(step.extents, it);
      break;
    // PATH from, PATH to, PATH of to's directory, inode u64
    case "reflink":
      encodePath(step.from, it);
      encodePath(step.to, it);
      encodePath(directoryOf(step.to), it);
      words3.u64(step.inode ?? 0);
      break;
    // PATH
    case "unlink":
    case "open":
    case "drop-inode":
    case "fsync":
      encodePath(step.path, it);
      break;
    // PATH, size u64
    case "truncate":
      encodePath(step.path, it);
      words3.u64(step.sizeBytes);
      break;
    case "fsmap":
      encodeFsmap(step, it);
      break;
    // PATH, off u64, len u64
    case "read":
      encodePath(step.path, it);
      words3.u64(step.offInFileBytes);
      words3.u64(step.lenBytes);
      break;
    // PATH, off u64, number of bytes, bytes
    case "write":
      encodePath(step.path, it);
      words3.u64(step.offInFileBytes);
      words3.u32(step.bytes.length);
      words3.bytes(step.bytes);
      break;
    default:
      encodeProcessStep(step, it);
      break;
  }
}
function encodeProcessStep(step, it) {
  const { words: words3, names } = it;
  switch (step.op) {
    // process, policy, pid (0: next)
    case "spawn":
      words3.u32(names.id(step.process));
      words3.u32(POLICIES2[step.policy ?? "default"]);
      words3.u32(step.pid ?? 0);
      break;
    // process, parent
    case "fork":
      words3.u32(names.id(step.process));
      words3.u32(names.id(step.parent));
      break;
    // process, policy
    case "policy":
      words3.u32(names.id(step.process));
      words3.u32(POLICIES2[step.policy]);
      break;
    // process
    case "exit":
    case "fence":
      words3.u32(names.id(step.process));
      break;
    case "mmap":
      encodeMmap(step, it);
      break;
    // process, map
    case "munmap":
      words3.u32(names.id(step.process));
      words3.u32(names.id(step.map));
      break;
    // process, map, off u64, len u64 (1 if not said; madvise: one page, flush: one line)
    case "load":
    case "flush":
    case "madvise":
      encodeAt(step, it);
      words3.u64(step.lenBytes ?? { load: 1, flush: 64, madvise: 4096 }[step.op]);
      break;
    // process, map, off u64, number of bytes, bytes
    case "store":
      encodeAt(step, it);
      words3.u32(step.bytes.length);
      words3.bytes(step.bytes);
      break;
    default:
      encodeDeviceStep(step, it);
      break;
  }
}
function encodeDeviceStep(step, { words: words3, names }) {
  switch (step.op) {
    case "power-fail":
      break;
    // device, off u64, len u64
    case "block-read":
    case "poison":
      words3.u32(names.id(step.device));
      words3.u64(step.offBytes);
      words3.u64(step.lenBytes ?? 64);
      break;
    // device, off u64, number of bytes, bytes
    case "block-write":
      words3.u32(names.id(step.device));
      words3.u64(step.offBytes);
      words3.u32(step.bytes.length);
      words3.bytes(step.bytes);
      break;
    // device, pgoff u64, pages u64
    case "zero-page-range":
      words3.u32(names.id(step.device));
      words3.u64(step.pgoff);
      words3.u64(step.nrPages);
      break;
    // device
    case "scrub":
      words3.u32(names.id(step.device));
      break;
    // device, sector u64, count, flags (1 saturate, 2 notify)
    case "inject-error":
      words3.u32(names.id(step.device));
      words3.u64(step.sector);
      words3.u32(step.count);
      words3.u32((step.saturate === true ? 1 : 0) | (step.notify === false ? 0 : 2));
      break;
    // device, sector u64, count u64, clear
    case "badblocks":
      words3.u32(names.id(step.device));
      words3.u64(step.sector);
      words3.u64(step.count);
      words3.flag(step.clear);
      break;
  }
}
function directoryOf(path2) {
  return path2.slice(0, Math.max(1, path2.lastIndexOf("/")));
}
function encodePath(path2, { words: words3, names, targets }) {
  const above = targets.filter((it) => path2.startsWith(it === "/" ? "/" : `${it}/`));
  words3.u32(names.id(path2));
  words3.u32(above.length);
  for (const target of above) {
    words3.u32(names.id(target));
    words3.u32(names.id(target === "/" ? path2 : path2.slice(target.length)));
  }
}
function encodeExtents(extents2, { words: words3 }) {
  words3.flag(extents2 !== void 0);
  words3.u32(extents2?.length ?? 0);
  for (const it of extents2 ?? []) {
    words3.u64(it.offInFileBytes);
    words3.u64(it.offInDevBytes);
    words3.u64(it.lenBytes);
    words3.u32((it.unwritten === true ? 1 : 0) | (it.shared === true ? 2 : 0) | (it.realtime === true ? 4 : 0));
  }
}
function encodeFsmap(step, { words: words3, names }) {
  words3.u32(names.id(step.target));
  const at4 = words3.count;
  words3.u32(0);
  let count = 0;
  visitOwners(step, (offInDevBytes, lenBytes2, owner, offInFileBytes, flags) => {
    words3.u64(offInDevBytes);
    words3.u64(lenBytes2);
    words3.u64(owner < 0 ? META[-owner - 1] ?? 0 : owner);
    words3.u64(offInFileBytes);
    words3.u32(flags & (OWNER.attr | OWNER.bmbt | OWNER.unwritten));
    words3.u32((flags & OWNER.log) !== 0 ? 1 : (flags & OWNER.realtime) !== 0 ? 2 : 0);
    count++;
  });
  words3.set(at4, count);
}
function encodeMmap(step, it) {
  const { words: words3, names } = it;
  words3.u32(names.id(step.process));
  words3.u32(names.id(step.map));
  encodePath(step.path, it);
  words3.u32(step.path.startsWith("/dev/") ? names.id(step.path.slice("/dev/".length)) : 0);
  words3.u64(step.offInFileBytes ?? 0);
  words3.u64(step.lenBytes ?? 0);
  words3.u32((step.private === true ? 1 : 0) | (step.aligned2m === true ? 2 : 0));
  words3.u32(step.touch?.length ?? 0);
  for (const touch2 of step.touch ?? []) {
    words3.u64(touch2.offInMapBytes);
    words3.flag(touch2.write ?? true);
  }
}
function encodeAt(at4, { words: words3, names }) {
  words3.u32(names.id(at4.process));
  words3.u32(names.id(at4.map));
  words3.u64(at4.offInMapBytes);
}

// engine/encode.ts
var KERNEL_NUMBERS = {
  v9: KERNEL_V9,
  "linux-6.0": KERNEL_6_0,
  "linux-6.5": KERNEL_6_5,
  "linux-6.6": KERNEL_6_6,
  "linux-6.8": KERNEL_6_8,
  "6.1": KERNEL_61,
  "6.12": KERNEL_612,
  "7.3": KERNEL_73
};
var POLICY_NUMBERS = {
  kernel: POLICY_KERNEL,
  "last-writer-wins": POLICY_LAST_WRITER_WINS,
  exclusive: POLICY_EXCLUSIVE,
  "notifier-chain": POLICY_NOTIFIER_CHAIN,
  "whole-device-strict": POLICY_WHOLE_DEVICE_STRICT,
  "whole-device-merged": POLICY_WHOLE_DEVICE_MERGED,
  "on-dax-device": POLICY_ON_DAX_DEVICE,
  "range-slots": POLICY_RANGE_SLOTS,
  stacked: POLICY_STACKED,
  namespaces: POLICY_NAMESPACES,
  "chained-dm": POLICY_CHAINED_DM
};
var FSTYPES = {
  xfs: FS_XFS,
  ext4: FS_EXT4,
  ext2: FS_EXT2
};
var DAX2 = { always: DAX_ALWAYS, inode: DAX_INODE, never: DAX_NEVER };
var MODES = { fsdax: MODE_FSDAX, raw: MODE_RAW, sector: MODE_SECTOR, devdax: MODE_DEVDAX };
var DRIVERS = {
  none: DRIVER_NONE,
  device_dax: DRIVER_DEVICE_DAX,
  fsdev_dax: DRIVER_FSDEV_DAX
};
function operation(words3, op, args) {
  const from = words3.count;
  words3.u32(op);
  words3.u32(0);
  args();
  words3.set(from + 1, words3.count - from);
}
function encodeScene(scene2, seed, it) {
  const { words: words3 } = it;
  operation(words3, OP_SCENE, () => {
    words3.u32(KERNEL_NUMBERS[scene2.kernel]);
    words3.u32(POLICY_NUMBERS[scene2.policy ?? "kernel"]);
    words3.u32(scene2.sysctl?.earlyKill ?? 0);
    words3.u32(scene2.sysctl?.recovery ?? 1);
    words3.u32(seed >>> 0);
  });
  let count = 1;
  for (const { name: name2, resourceBytes } of placementsOf(scene2)) {
    const pmem2 = scene2.pmem[name2];
    if (pmem2 === void 0) continue;
    encodePmem(name2, pmem2, resourceBytes, it);
    count++;
    if (pmem2.partitions !== void 0 && pmem2.partitions.length > 0) {
      encodeStep({ op: "partition", device: name2, table: pmem2.partitions }, it);
      count++;
    }
  }
  return count;
}
function encodePmem(name2, pmem2, resourceBytes, { words: words3, names }) {
  const mode = pmem2.mode ?? "fsdax";
  operation(words3, OP_PMEM, () => {
    words3.u32(names.id(name2));
    words3.u32(mode === "devdax" ? DEV_CHAR : DEV_PMEM);
    words3.u32(MODES[mode]);
    words3.u32(pmem2.map === "dev" ? MAP_DEV : MAP_MEM);
    words3.u32(DRIVERS[pmem2.driver ?? "device_dax"]);
    words3.u64(pmem2.sizeBytes);
    words3.u64(resourceBytes);
    words3.u64(pmem2.dataOffsetBytes ?? 0);
    words3.u32(pmem2.clearUnitBytes ?? 256);
    words3.flag(pmem2.powerFail === "eadr");
  });
}
function encodeStep(step, it) {
  const { words: words3 } = it;
  operation(words3, OPS2[step.op], () => encodeArguments(step, it));
}
function encodeArguments(step, it) {
  const { words: words3, names } = it;
  const optional2 = (name2) => name2 === void 0 ? 0 : names.id(name2);
  switch (step.op) {
    case "partition":
      encodePartitions(step, it);
      break;
    case "dm-create":
      encodeDmCreate(step, it);
      break;
    case "dm-remove":
      words3.u32(names.id(`mapper/${step.name}`));
      break;
    case "mkfs":
      encodeMkfs(step, it);
      break;
    case "mount":
      words3.u32(names.id(step.device));
      words3.u32(names.id(step.target));
      words3.u32(step.fstype === void 0 ? 0 : FSTYPES[step.fstype]);
      words3.u32(step.dax === void 0 ? 0 : DAX2[step.dax]);
      words3.u32(optional2(step.logDevice));
      words3.u32(optional2(step.rtDevice));
      words3.u32(step.readOnly === true ? MOUNT_READ_ONLY : 0);
      break;
    case "umount":
      words3.u32(names.id(step.target));
      break;
    case "unbind":
    case "bind":
    case "kill-dax":
      words3.u32(names.id(step.device));
      break;
    case "fail":
      words3.u32(step.device === "phys" ? 0 : names.id(step.device));
      words3.u64(step.offBytes);
      words3.u32(step.nrPages ?? 1);
      words3.u32(step.flags ?? MF_SW_SIMULATED);
      break;
    case "sysctl":
      words3.u32((step.earlyKill === void 0 ? 0 : 1) | (step.recovery === void 0 ? 0 : 2));
      words3.u32(step.earlyKill ?? 0);
      words3.u32(step.recovery ?? 0);
      break;
    case "register-holder":
    case "unregister-holder":
      words3.u32(names.id(step.device));
      words3.u32(names.id(step.holder));
      words3.flag(step.op === "register-holder" && step.source !== void 0);
      break;
    case "notify":
      words3.u32(names.id(step.device));
      words3.u64(step.offBytes);
      words3.u64(step.lenBytes);
      words3.u32(step.flags ?? 0);
      break;
    case "race":
      encodeRace(step, it);
      break;
    default:
      encodeMemoryStep(step, it);
      break;
  }
}
function encodePartitions(step, { words: words3, names }) {
  words3.u32(names.id(step.device));
  words3.u32(step.table.length);
  step.table.forEach((part, i) => {
    words3.u32(names.id(partitionName(step.device, i + 1)));
    words3.u64(part.startBytes);
    words3.u64(part.sizeBytes);
  });
}
function encodeDmCreate(step, { words: words3, names }) {
  words3.u32(names.id(`mapper/${step.name}`));
  words3.u32(names.id(step.name));
  const numbers = step.device === void 0 ? names.mappedCandidates() : [step.device];
  words3.u32(numbers.length);
  for (const name2 of numbers) words3.u32(names.id(name2));
  words3.u32(step.table.length);
  for (const target of step.table) {
    const isStriped = target.type === "striped";
    words3.u32(isStriped ? TARGET_STRIPED : TARGET_LINEAR);
    words3.u64(target.startBytes);
    words3.u64(target.lenBytes);
    words3.u32(isStriped ? target.chunkBytes : 0);
    const legs = isStriped ? target.legs : [target];
    words3.u32(legs.length);
    for (const leg2 of legs) {
      words3.u32(names.id(leg2.device));
      words3.u64(leg2.offInLegBytes);
    }
  }
}
function encodeMkfs(step, { words: words3, names }) {
  const options = step.options ?? {};
  const { geometry: geometry2 } = options;
  const isXfs = step.fstype === "xfs";
  const flags = (options.rmapbt === true ? FS_RMAPBT : 0) | (isXfs && options.reflink !== false ? FS_REFLINK : 0) | (options.logDevice === void 0 ? 0 : FS_EXTERNAL_LOG) | (options.rtDevice === void 0 ? 0 : FS_REALTIME);
  words3.u32(FSTYPES[step.fstype]);
  words3.u32(names.id(step.device));
  words3.u32(flags);
  const blockBytes = geometry2?.blockBytes ?? options.blockBytes ?? 4096;
  words3.u32(blockBytes);
  words3.u64(geometry2 === void 0 ? options.sizeBytes ?? 0 : geometry2.dblocks * blockBytes);
  words3.u32(geometry2?.agCount ?? options.agCount ?? 0);
  words3.u32(geometry2?.agBlocks ?? options.agBlocks ?? 0);
  words3.u64(geometry2?.logOffsetBytes ?? 0);
  words3.u64(geometry2?.logBytes ?? options.logBytes ?? 0);
  words3.u32(options.logDevice === void 0 ? 0 : names.id(options.logDevice));
  words3.u32(options.rtDevice === void 0 ? 0 : names.id(options.rtDevice));
  words3.u64(geometry2?.rtBlocks ?? 0);
  words3.u32(geometry2?.inodeBytes ?? 0);
  words3.u64(geometry2?.rootIno ?? 0);
}
function encodeRace(step, it) {
  const { words: words3 } = it;
  words3.u32(step.threads.length);
  for (const thread of step.threads) encodeStep(thread, it);
  words3.u32(step.schedule.length);
  for (const thread of step.schedule) words3.u32(thread);
}
var OPS2 = {
  partition: OP_PARTITION,
  "dm-create": OP_DM_CREATE,
  "dm-remove": OP_DM_REMOVE,
  mkfs: OP_MKFS,
  mount: OP_MOUNT,
  umount: OP_UMOUNT,
  unbind: OP_UNBIND,
  bind: OP_BIND,
  fail: OP_FAIL,
  madvise: OP_MADVISE,
  sysctl: OP_SYSCTL,
  "register-holder": OP_REGISTER_HOLDER,
  "unregister-holder": OP_UNREGISTER_HOLDER,
  notify: OP_NOTIFY,
  "kill-dax": OP_KILL_DAX,
  race: OP_RACE,
  create: OP_CREATE,
  mkdir: OP_MKDIR,
  attr: OP_ATTR,
  reflink: OP_REFLINK,
  unlink: OP_UNLINK,
  truncate: OP_TRUNCATE,
  fsmap: OP_FSMAP,
  open: OP_OPEN,
  "drop-inode": OP_DROP_INODE,
  spawn: OP_SPAWN,
  fork: OP_FORK,
  policy: OP_POLICY,
  exit: OP_EXIT,
  mmap: OP_MMAP,
  munmap: OP_MUNMAP,
  load: OP_LOAD,
  store: OP_STORE,
  flush: OP_FLUSH,
  fence: OP_FENCE,
  fsync: OP_FSYNC,
  read: OP_READ,
  write: OP_WRITE,
  "power-fail": OP_POWER_FAIL,
  "block-read": OP_BLOCK_READ,
  "block-write": OP_BLOCK_WRITE,
  "zero-page-range": OP_ZERO_PAGE_RANGE,
  poison: OP_POISON,
  scrub: OP_SCRUB,
  "inject-error": OP_INJECT_ERROR,
  badblocks: OP_BADBLOCKS
};

// engine/spelling.mjs
function namesBy(constants2, prefix) {
  const isWanted = (name2) => prefix === "E" ? /^E[A-Z]+$/.test(name2) : name2.startsWith(prefix);
  const names = /* @__PURE__ */ new Map();
  for (const name2 of Object.keys(constants2).sort()) {
    const value = constants2[name2];
    if (!isWanted(name2) || name2.endsWith("_FIRST") || typeof value !== "number" || names.has(value)) continue;
    names.set(value, name2.slice(prefix.length).toLowerCase());
  }
  return names;
}

// engine/spelled.ts
var constants = abi_exports;
var FNS = namesBy(constants, "FN_");
var RULES = namesBy(constants, "RULE_");
var KEYS = namesBy(constants, "KEY_");
var TEXTS = namesBy(constants, "TEXT_");
var ERRNOS = namesBy(constants, "E");

// engine/vocabulary.ts
var dashed = (name2) => name2.replaceAll("_", "-");
var OURS = /* @__PURE__ */ new Set(["machine_check", "power_fail", "reader_log", "block_io", "bad_range"]);
var spelledWith = (names, toText) => new Map([...names].map(([number2, name2]) => [number2, toText(name2)]));
var FN_TEXTS = spelledWith(
  FNS,
  (name2) => name2 === "reader_notify" ? "notifyFailure" : OURS.has(name2) ? dashed(name2) : name2
);
var RULE_TEXTS = spelledWith(RULES, (name2) => dashed(name2).replace("-", "."));
var TEXT_TEXTS = spelledWith(TEXTS, (name2) => /^i[0-9]$/.test(name2) ? name2.toUpperCase() : dashed(name2));
var OPERATIONS = new Map(Object.entries(OPS2).map(([name2, op]) => [op, name2]));
var FSTYPE_NAMES = new Map(Object.entries(FSTYPES).map(([name2, id]) => [id, name2]));
var at3 = (texts, id, kind) => {
  const text = texts.get(id);
  if (text === void 0) throw new RangeError(`no ${kind} has the number ${id}`);
  return text;
};
var fnName = (id) => at3(FN_TEXTS, id, "function");
var ruleName = (id) => at3(RULE_TEXTS, id, "rule");
var keyName = (id) => at3(KEYS, id, "key");
var textName = (id) => at3(TEXT_TEXTS, id, "text");
function opName(id) {
  if (id === OP_SCENE || id === OP_PMEM) return "boot";
  return id === OP_READER_FAULT ? "reader-fault" : at3(OPERATIONS, id, "operation");
}
function errnoText(errno) {
  return errno === 0 ? "0" : `E${ERRNOS.get(errno)?.toUpperCase() ?? errno}`;
}
function fstypeName(id) {
  const name2 = FSTYPE_NAMES.get(id);
  if (name2 === void 0) throw new RangeError(`no filesystem type has the number ${id}`);
  return name2;
}
var SI_CODE_NAMES = /* @__PURE__ */ new Map([
  [BUS_ADRERR, "BUS_ADRERR"],
  [BUS_MCEERR_AR, "BUS_MCEERR_AR"],
  [BUS_MCEERR_AO, "BUS_MCEERR_AO"],
  [SI_KERNEL, "SI_KERNEL"]
]);
var SHUTDOWNS = [
  [SHUTDOWN_META_IO_ERROR, "META_IO_ERROR"],
  [SHUTDOWN_LOG_IO_ERROR, "LOG_IO_ERROR"],
  [SHUTDOWN_FORCE_UMOUNT, "FORCE_UMOUNT"],
  [SHUTDOWN_CORRUPT_INCORE, "CORRUPT_INCORE"],
  [SHUTDOWN_CORRUPT_ONDISK, "CORRUPT_ONDISK"],
  [SHUTDOWN_DEVICE_REMOVED, "DEVICE_REMOVED"]
];
function shutdownReasons(bits) {
  return SHUTDOWNS.flatMap(([bit2, name2]) => (bits & bit2) === 0 ? [] : [name2]);
}
var OWNERS2 = /* @__PURE__ */ new Map([
  [0n, "FREE"],
  [BigInt(OWN_UNKNOWN), "UNKNOWN"],
  [BigInt(OWN_FS), "FS"],
  [BigInt(OWN_LOG), "LOG"],
  [BigInt(OWN_AG), "AG"],
  [BigInt(OWN_INOBT), "INOBT"],
  [BigInt(OWN_INODES), "INODES"],
  [BigInt(OWN_REFC), "REFC"],
  [BigInt(OWN_COW), "COW"]
]);
function ownerName(owner) {
  return OWNERS2.get(owner) ?? `inode ${owner}`;
}

// engine/decode-events.ts
var EventDecoder = class {
  #engine;
  #names;
  #model;
  #events;
  #args;
  #holders;
  #mounts;
  constructor(engine, names, model) {
    this.#engine = engine;
    this.#names = names;
    this.#model = model;
    this.#events = engine.table(T_EVENTS);
    this.#args = engine.table(T_ARGS);
    this.#holders = engine.table(T_HOLDERS);
    this.#mounts = engine.table(T_MOUNTS);
  }
  get count() {
    return this.#events.count;
  }
  /** Event number `seq`, from 0. */
  event(seq) {
    const id = seq + 1;
    const it = this.#events;
    const fn = fnName(it.u16(id, EVENT_FN));
    const parent = it.u32(id, EVENT_PARENT);
    const isProposed = (it.u8(id, EVENT_FLAGS) & EVENT_PROPOSED) !== 0;
    const range = this.#range(id);
    const { ret, errno } = this.#answer(id);
    return Object.freeze({
      seq,
      step: it.u32(id, EVENT_STEP) | 0,
      parent: parent === 0 ? null : parent - 1,
      depth: it.u16(id, EVENT_DEPTH),
      fn,
      who: this.#who(it.u8(id, EVENT_WHO_KIND), it.u32(id, EVENT_WHO)),
      rule: ruleName(it.u16(id, EVENT_RULE)),
      ...range === void 0 ? {} : { range },
      args: this.#argsOf(id),
      ret,
      ...errno === void 0 ? {} : { errno },
      cite: citationOf(fn, this.#model.kernel, this.#model.policy, isProposed)
    });
  }
  #who(kind, id) {
    switch (kind) {
      case WHO_HARDWARE:
        return "hardware";
      case WHO_ADMIN:
        return "administrator";
      case WHO_READER:
        return "reader";
      case WHO_DEVICE:
      case WHO_PROCESS:
        return this.#names.text(id);
      case WHO_HOLDER:
        return holderName(this.#holders, id, this.#names);
      case WHO_MOUNT:
        return holderName(this.#holders, this.#mounts.u32(id, MOUNT_HOLDER), this.#names);
      default:
        return "kernel";
    }
  }
  #range(id) {
    const kind = this.#events.u8(id, EVENT_SPACE_KIND);
    if (kind === SPACE_NONE) return void 0;
    const name2 = this.#events.u32(id, EVENT_SPACE);
    const space = kind === SPACE_PHYS ? "phys" : `${kind === SPACE_FILE ? "file:" : ""}${this.#names.text(name2)}`;
    const offBytes2 = exact(this.#events.u64(id, EVENT_OFF));
    const lenBytes2 = exact(this.#events.u64(id, EVENT_LEN));
    return Object.freeze({ space, offBytes: offBytes2, lenBytes: lenBytes2 });
  }
  #answer(id) {
    const value = Number(this.#events.i64(id, EVENT_RET));
    switch (this.#events.u8(id, EVENT_RET_KIND)) {
      case RET_NEVER:
        return { ret: null, errno: null };
      case RET_VOID:
        return { ret: "void" };
      case RET_INT:
        return { ret: value, errno: value < 0 ? errnoText(-value) : "0" };
      case RET_NAME:
        return { ret: value === 0 ? null : this.#names.text(value) };
      default:
        return { ret: value === 0 ? null : textName(value) };
    }
  }
  #argsOf(id) {
    const args = {};
    const count = this.#events.u16(id, EVENT_NR_ARGS);
    const first = this.#events.u32(id, EVENT_FIRST_ARG) + 1;
    for (let arg = first; arg < first + count; arg++) args[keyName(this.#args.u16(arg, ARG_KEY))] = this.#arg(arg);
    return Object.freeze(args);
  }
  #arg(id) {
    const words3 = this.#args.u64(id, ARG_VALUE);
    const value = Number(words3);
    switch (this.#args.u16(id, ARG_KIND)) {
      case KIND_NUMBER:
        return exact(words3);
      case KIND_SIGNED:
        return Number(BigInt.asIntN(64, words3));
      case KIND_BOOL:
        return value !== 0;
      case KIND_NULL:
        return null;
      case KIND_NAME:
        return this.#names.text(value);
      case KIND_HOLDER:
        return holderName(this.#holders, value, this.#names);
      case KIND_TEXT2:
        return textName(value);
      case KIND_OWNER:
        return ownerName(BigInt.asIntN(64, words3));
      case KIND_SHUTDOWN:
        return shutdownReasons(value).join("+");
      case KIND_OP:
        return opName(value);
      case KIND_SI_CODE:
        return SI_CODE_NAMES.get(value) ?? String(value);
      default:
        return this.#engine.readers.text(value);
    }
  }
};
function holderName(holders, id, names) {
  const name2 = names.text(holders.u32(id, HOLDER_NAME));
  const fstype2 = holders.u32(id, HOLDER_FSTYPE);
  if (fstype2 !== 0) return `${fstypeName(fstype2)}:${name2}`;
  switch (holders.u32(id, HOLDER_KIND)) {
    case HOLDER_DM:
      return `dm:${name2}`;
    case HOLDER_PARENT:
      return `dax:${name2}`;
    default:
      return name2;
  }
}
function exact(value) {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
function outcomeOf(outcomes, step, op) {
  const id = step + 1;
  const hasReturned = outcomes.u32(id, OUTCOME_RETURNED) !== 0;
  return Object.freeze({
    step,
    op,
    errno: hasReturned ? errnoText(outcomes.u32(id, OUTCOME_ERRNO)) : null,
    from: outcomes.u32(id, OUTCOME_FROM),
    to: outcomes.u32(id, OUTCOME_TO)
  });
}
function signalOf(event) {
  if (event.fn !== "signal") return null;
  const { code, map, addr_offset_in_mapping: off, lsb, delivered } = event.args;
  return Object.freeze({
    seq: event.seq,
    process: event.who,
    code,
    map,
    offInMapBytes: off,
    lsb,
    delivered
  });
}

// engine/reading.ts
function isMounted(mounts, id) {
  const flags = mounts.u32(id, MOUNT_FLAGS);
  return (flags & MOUNT_BORN) !== 0 && (flags & MOUNT_UNMOUNTED) === 0;
}

// engine/decode-memory.ts
var POLICIES3 = /* @__PURE__ */ new Map([
  [KILL_EARLY, "early"],
  [KILL_LATE, "late"]
]);
var PAGE_BYTES2 = 4096;
var PMD_BYTES = 2 ** 21;
var WORD = 2 ** 32;
function* records(it, first, recordBytes, next) {
  let question = first;
  while (true) {
    const answer2 = it.engine.ask(question);
    const count = Math.floor(answer2.byteLength / recordBytes);
    if (count === 0) return;
    for (let i = 0; i < count; i++) {
      const record2 = new DataView(answer2.buffer, i * recordBytes, recordBytes);
      yield record2;
      if (i === count - 1) question = next(record2);
    }
  }
}
var u64 = (view, at4) => view.getUint32(at4, true) + view.getUint32(at4 + 4, true) * WORD;
var words = (value) => [value >>> 0, Math.floor(value / WORD)];
function filesOf(it) {
  const mounts = it.engine.table(T_MOUNTS);
  const inodes = it.engine.table(T_INODES);
  const targets = /* @__PURE__ */ new Map();
  for (let id = 1; id <= mounts.count; id++) {
    if (isMounted(mounts, id))
      targets.set(mounts.u32(id, MOUNT_FS), it.names.text(mounts.u32(id, MOUNT_TARGET)));
  }
  const files = [];
  for (let id = 1; id <= inodes.count; id++) {
    const target = targets.get(inodes.u32(id, INODE_FS));
    const flags = inodes.u32(id, INODE_FLAGS);
    const name2 = inodes.u32(id, INODE_NAME);
    if (target === void 0 || name2 === 0 || (flags & (INODE_UNLINKED | INODE_GONE | INODE_CHAR)) !== 0) {
      continue;
    }
    const rest = it.names.text(name2);
    files.push(Object.freeze(fileOf(it, inodes, id, target === "/" ? rest : `${target}${rest}`)));
  }
  return files;
}
function fileOf(it, inodes, id, path2) {
  const flags = inodes.u32(id, INODE_FLAGS);
  const blockBytes = it.engine.table(T_FS).u32(inodes.u32(id, INODE_FS), FS_BLOCK_BYTES);
  return {
    path: path2,
    inode: inodes.number(id, INODE_INO),
    sizeBytes: inodes.number(id, INODE_SIZE),
    directory: (flags & INODE_DIRECTORY) !== 0,
    dax: (flags & INODE_S_DAX) !== 0,
    incore: (flags & INODE_INCORE) !== 0,
    extents: extentsOf(it, id, blockBytes)
  };
}
function extentsOf(it, inode2, blockBytes) {
  const extents2 = [];
  const from = (block) => [ASK_MM_EXTENTS, inode2, ...words(block)];
  for (const run of records(it, from(0), 24, (last) => from(u64(last, 0) + last.getUint32(16, true)))) {
    const flags = run.getUint32(20, true);
    extents2.push({
      offInFileBytes: u64(run, 0) * blockBytes,
      offInDevBytes: u64(run, 8) * blockBytes,
      lenBytes: run.getUint32(16, true) * blockBytes,
      ...(flags & EXTENT_UNWRITTEN) === 0 ? {} : { unwritten: true },
      ...(flags & EXTENT_SHARED) === 0 ? {} : { shared: true },
      ...(flags & EXTENT_REALTIME) === 0 ? {} : { realtime: true }
    });
  }
  return extents2;
}
function processesOf(it, signals) {
  const processes = it.engine.table(T_PROCESSES);
  const list = [];
  for (let id = 1; id <= processes.count; id++) {
    const process2 = it.names.text(processes.u32(id, PROCESS_NAME));
    list.push(
      Object.freeze({
        process: process2,
        pid: processes.u32(id, PROCESS_PID),
        policy: POLICIES3.get(processes.u32(id, PROCESS_POLICY)) ?? "default",
        alive: processes.u32(id, PROCESS_ALIVE) !== 0,
        maps: mapsOf(it, processes.u32(id, PROCESS_FIRST_MAPPING)),
        signals: signals.filter((one) => one.process === process2)
      })
    );
  }
  return list;
}
function mapsOf(it, first) {
  const mappings = it.engine.table(T_MAPPINGS);
  const inodes = it.engine.table(T_INODES);
  const maps = [];
  for (let id = first; id !== 0; id = mappings.u32(id, MAPPING_NEXT)) {
    const offInFileBytes = mappings.number(id, MAPPING_OFF);
    maps.push({
      map: it.names.text(mappings.u32(id, MAPPING_NAME)),
      path: it.names.text(inodes.u32(mappings.u32(id, MAPPING_INODE), INODE_PATH)),
      offInFileBytes,
      lenBytes: mappings.number(id, MAPPING_LEN),
      private: (mappings.u32(id, MAPPING_FLAGS) & MAPPING_PRIVATE) !== 0,
      entries: entriesOf(it, mappings.u32(id, MAPPING_ENTRIES), offInFileBytes)
    });
  }
  return maps;
}
function entriesOf(it, array2, offInFileBytes) {
  const entries = [];
  if (array2 === 0) return entries;
  const devices = it.engine.table(T_DEVICES);
  const after = (record2) => [ASK_SPARSE, array2, ...words(u64(record2, 0) + 1)];
  for (const record2 of records(it, [ASK_SPARSE, array2, 0, 0], 16, after)) {
    const low = record2.getUint32(8, true);
    const kind = low & ENTRY_KIND;
    if (kind === 0) continue;
    const isDevice = kind === ENTRY_PTE || kind === ENTRY_PMD;
    const resource = isDevice ? devices.number(low >>> 8, DEVICE_RESOURCE) : 0;
    entries.push({
      offInMapBytes: u64(record2, 0) * PAGE_BYTES2 - offInFileBytes,
      sizeBytes: kind === ENTRY_PMD ? PMD_BYTES : PAGE_BYTES2,
      pfn: isDevice ? resource / PAGE_BYTES2 + record2.getUint32(12, true) : kind === ENTRY_ZERO ? "zero" : "ram"
    });
  }
  return entries;
}
function poisonOf(it) {
  const devices = it.engine.table(T_DEVICES);
  const list = [];
  for (let id = 1; id <= devices.count; id++) {
    const pmem2 = devices.u32(id, DEVICE_PMEM);
    if (pmem2 === 0) continue;
    list.push(
      Object.freeze({
        device: it.names.text(devices.u32(id, DEVICE_NAME)),
        lines: linesOf(it, pmem2),
        badblocks: badblocksOf(it, pmem2),
        hwpoison: hwpoisonOf(it, id)
      })
    );
  }
  return list;
}
function linesOf(it, pmem2) {
  const lines = [];
  const after = (record2) => [ASK_LINES, pmem2, ...words(u64(record2, 0) + u64(record2, 8))];
  for (const record2 of records(it, [ASK_LINES, pmem2, 0, 0], 16, after)) {
    lines.push({ offBytes: u64(record2, 0), lenBytes: u64(record2, 8) });
  }
  return lines;
}
function badblocksOf(it, pmem2) {
  const list = [];
  for (const record2 of records(it, [ASK_BADBLOCKS, pmem2, 0], 16, () => [ASK_BADBLOCKS, pmem2, list.length])) {
    list.push({ sector: u64(record2, 0), count: u64(record2, 8) });
  }
  return list;
}
function hwpoisonOf(it, device2) {
  const pages = it.engine.table(T_PAGES);
  const ranges = [];
  const array2 = device2 > pages.count ? 0 : pages.u32(device2, PAGES_ARRAY);
  if (array2 === 0) return ranges;
  const after = (record2) => [ASK_SPARSE, array2, ...words(u64(record2, 0) + 1)];
  for (const record2 of records(it, [ASK_SPARSE, array2, 0, 0], 16, after)) {
    if ((record2.getUint32(8, true) & PAGE_HWPOISON) === 0) continue;
    const offBytes2 = u64(record2, 0) * PAGE_BYTES2;
    const last = ranges.at(-1);
    if (last !== void 0 && last.offBytes + last.lenBytes === offBytes2) last.lenBytes += PAGE_BYTES2;
    else ranges.push({ offBytes: offBytes2, lenBytes: PAGE_BYTES2 });
  }
  return ranges;
}

// engine/invariants.ts
function invariantsOf(it) {
  const dax2 = it.engine.table(T_DAX);
  const devices = it.engine.table(T_DEVICES);
  const holders = it.engine.table(T_HOLDERS);
  const nameOf = (id) => it.names.text(devices.u32(dax2.u32(id, DAX_DEVICE), DEVICE_NAME));
  const holderOf = (id) => holderName(holders, dax2.u32(id, DAX_HOLDER), it.names);
  const check2 = (id, find) => {
    for (let one = 1; one <= dax2.count; one++) {
      const witness = find(one);
      if (witness !== null) return Object.freeze({ id, holds: false, witness });
    }
    return Object.freeze({ id, holds: true });
  };
  return [
    check2("I1", (id) => {
      const count = countOf(it, dax2, id);
      return count > 1 ? `${nameOf(id)} has ${count} holders` : null;
    }),
    check2(
      "I2",
      (id) => dax2.u32(id, DAX_HOLDER) === 0 && dax2.u32(id, DAX_OPS) !== 0 ? `${nameOf(id)} has operations and no holder` : null
    ),
    check2(
      "I3",
      (id) => dax2.u32(id, DAX_ALIVE) === 0 && dax2.u32(id, DAX_HOLDER) !== 0 ? `${nameOf(id)} is dead and held by ${holderOf(id)}` : null
    ),
    check2("I4", (id) => {
      const kind = devices.u32(dax2.u32(id, DAX_DEVICE), DEVICE_KIND);
      return kind === DEV_PARTITION ? `${nameOf(id)} is a partition with a dax_device` : null;
    })
  ];
}
function countOf(it, dax2, id) {
  const regs = it.engine.table(T_REGS);
  let count = dax2.u32(id, DAX_HOLDER) === 0 ? 0 : 1;
  for (let reg = dax2.u32(id, DAX_FIRST_REG); reg !== 0; reg = regs.u32(reg, REG_NEXT)) count++;
  return count;
}

// engine/decode-state.ts
var MODE_NAMES = /* @__PURE__ */ new Map([
  [MODE_FSDAX, "fsdax"],
  [MODE_RAW, "raw"],
  [MODE_SECTOR, "sector"],
  [MODE_DEVDAX, "devdax"]
]);
var DAX_NAMES = /* @__PURE__ */ new Map([
  [DAX_ALWAYS, "always"],
  [DAX_INODE, "inode"],
  [DAX_NEVER, "never"],
  [DAX_OFF, "off"]
]);
function snapshotOf(it, at4, signals) {
  const { engine } = it;
  const daxDevices = daxDevicesOf(it);
  const bit2 = (slot) => engine.root(slot) === 0 ? 0 : 1;
  return Object.freeze({
    at: at4,
    hash: engine.hash(),
    disks: disksOf(it),
    daxDevices,
    mounts: mountsOf(it),
    files: filesOf(it),
    processes: processesOf(it, signals),
    poison: poisonOf(it),
    sysctl: Object.freeze({ earlyKill: bit2(R_EARLY_KILL), recovery: bit2(R_RECOVERY) }),
    invariants: invariantsOf(it),
    crash: crashOf(engine)
  });
}
function disksOf(it) {
  const devices = it.engine.table(T_DEVICES);
  const disks = [];
  for (let id = 1; id <= devices.count; id++) {
    const kind = devices.u32(id, DEVICE_KIND);
    const isPresent = devices.u32(id, DEVICE_PRESENT) !== 0;
    if (kind === DEV_PARTITION || kind === DEV_DM && !isPresent) continue;
    disks.push(Object.freeze(kind === DEV_DM ? mappedDisk(it, devices, id) : pmemDisk(it, devices, id)));
  }
  return disks;
}
function pmemDisk(it, devices, id) {
  const partitions2 = [];
  let part = devices.u32(id, DEVICE_FIRST_PARTITION);
  for (; part !== 0; part = devices.u32(part, DEVICE_NEXT_PARTITION)) {
    const startBytes = devices.number(part, DEVICE_START);
    const sizeBytes = devices.number(part, DEVICE_SIZE);
    const pageAligned = startBytes % 4096 === 0 && sizeBytes % 4096 === 0;
    partitions2.push({ name: it.names.text(devices.u32(part, DEVICE_NAME)), startBytes, sizeBytes, pageAligned });
  }
  return {
    name: it.names.text(devices.u32(id, DEVICE_NAME)),
    kind: "pmem",
    present: devices.u32(id, DEVICE_PRESENT) !== 0,
    sizeBytes: devices.number(id, DEVICE_SIZE),
    resourceBytes: devices.number(id, DEVICE_RESOURCE),
    dataOffsetBytes: devices.number(id, DEVICE_DATA_OFFSET),
    mode: MODE_NAMES.get(devices.u32(id, DEVICE_MODE)) ?? "fsdax",
    partitions: partitions2
  };
}
function mappedDisk(it, devices, id) {
  const targets = it.engine.table(T_TARGETS);
  const legs = it.engine.table(T_LEGS);
  const first = devices.u32(id, DEVICE_FIRST_TARGET);
  const count = devices.u32(id, DEVICE_NR_TARGETS);
  const legsOf = (target) => {
    const firstLeg = targets.u32(target, TARGET_FIRST_LEG);
    return Array.from({ length: targets.u32(target, TARGET_NR_LEGS) }, (_, i) => ({
      device: it.names.text(devices.u32(legs.u32(firstLeg + i, LEG_DEVICE), DEVICE_NAME)),
      offInLegBytes: legs.number(firstLeg + i, LEG_OFF)
    }));
  };
  return {
    name: it.names.text(devices.u32(id, DEVICE_NAME)),
    alias: `mapper/${it.names.text(devices.u32(id, DEVICE_MAP_NAME))}`,
    kind: "dm",
    present: true,
    sizeBytes: devices.number(id, DEVICE_SIZE),
    resourceBytes: null,
    dataOffsetBytes: 0,
    mode: "dm",
    partitions: [],
    targets: Array.from({ length: count }, (_, i) => {
      const target = first + i;
      const isStriped = targets.u32(target, TARGET_TYPE) === TARGET_STRIPED;
      return {
        type: isStriped ? "striped" : "linear",
        startBytes: targets.number(target, TARGET_START),
        lenBytes: targets.number(target, TARGET_LEN),
        ...isStriped ? { chunkBytes: targets.u32(target, TARGET_CHUNK) } : {},
        legs: legsOf(target)
      };
    })
  };
}
function daxDevicesOf(it) {
  const devices = it.engine.table(T_DEVICES);
  const dax2 = it.engine.table(T_DAX);
  const list = [];
  for (let id = 1; id <= devices.count; id++) {
    const own = devices.u32(id, DEVICE_DAX);
    const isPast = devices.u32(id, DEVICE_PRESENT) === 0 && devices.u32(id, DEVICE_KIND) !== DEV_PMEM;
    if (own === 0 || isPast) continue;
    const holders = registrationsOf(it, dax2, own);
    const [first] = holders;
    list.push(
      Object.freeze({
        name: it.names.text(devices.u32(id, DEVICE_NAME)),
        address: addressOf(it.engine, 1, own),
        alive: dax2.u32(own, DAX_ALIVE) !== 0,
        holder: first === void 0 ? null : first.holder,
        holders
      })
    );
  }
  return list;
}
function registrationsOf(it, dax2, id) {
  const holders = it.engine.table(T_HOLDERS);
  const regs = it.engine.table(T_REGS);
  const list = [];
  const slot = dax2.u32(id, DAX_HOLDER);
  if (slot !== 0) {
    const holder = holderName(holders, slot, it.names);
    list.push({ holder, hasOps: dax2.u32(id, DAX_OPS) !== 0, startBytes: 0, lenBytes: null });
  }
  for (let reg = dax2.u32(id, DAX_FIRST_REG); reg !== 0; reg = regs.u32(reg, REG_NEXT)) {
    const lenWords = regs.u64(reg, REG_LEN);
    list.push({
      holder: holderName(holders, regs.u32(reg, REG_HOLDER), it.names),
      hasOps: regs.u32(reg, REG_OPS) !== 0,
      startBytes: regs.number(reg, REG_START),
      lenBytes: lenWords === 2n ** 64n - 1n ? null : Number(lenWords)
    });
  }
  return list;
}
function addressOf(engine, kind, id) {
  let mixed = Math.imul(engine.root(R_SEED) ^ 2654435769, 2246822507) ^ Math.imul(kind * 4096 + id, 3266489909);
  mixed = Math.imul(mixed ^ mixed >>> 15, 668265263);
  const low = (mixed ^ mixed >>> 13) >>> 0 & 4294967040;
  return `0xffff8881${(low >>> 0).toString(16).padStart(8, "0")}`;
}
function mountsOf(it) {
  const mounts = it.engine.table(T_MOUNTS);
  const list = [];
  for (let id = 1; id <= mounts.count; id++) {
    if (isMounted(mounts, id)) list.push(Object.freeze(mountOf(it, mounts, id)));
  }
  return list;
}
function mountOf(it, mounts, id) {
  const { engine, names } = it;
  const devices = engine.table(T_DEVICES);
  const all = engine.table(T_FS);
  const fs = mounts.u32(id, MOUNT_FS);
  const flags = all.u32(fs, FS_FLAGS);
  const dax2 = mounts.u32(id, MOUNT_DATA_DAX);
  const nameOf = (device2) => device2 === 0 ? null : names.text(devices.u32(device2, DEVICE_NAME));
  const asked = DAX_NAMES.get(mounts.u32(id, MOUNT_DAX_ASKED));
  const blockBytes = all.u32(fs, FS_BLOCK_BYTES);
  return {
    target: names.text(mounts.u32(id, MOUNT_TARGET)),
    device: names.text(mounts.u32(id, MOUNT_DEVICE_NAME)),
    fstype: fstypeName(all.u32(fs, FS_TYPE)),
    dax: DAX_NAMES.get(mounts.u32(id, MOUNT_DAX)) ?? "off",
    daxAsked: asked === void 0 || asked === "off" ? null : asked,
    daxDevice: dax2 === 0 ? null : nameOf(engine.table(T_DAX).u32(dax2, DAX_DEVICE)),
    bdevAddress: addressOf(engine, 2, mounts.u32(id, MOUNT_DEVICE)),
    daxPartOffBytes: mounts.number(id, MOUNT_DATA_PART_OFF),
    rmapbt: (flags & FS_RMAPBT) !== 0,
    reflink: (flags & FS_REFLINK) !== 0,
    readOnly: (mounts.u32(id, MOUNT_FLAGS) & MOUNT_READ_ONLY) !== 0,
    state: stateOf(mounts.u32(id, MOUNT_FLAGS)),
    shutdownReasons: shutdownReasons(mounts.u32(id, MOUNT_SHUTDOWN)),
    sizeBytes: all.number(fs, FS_BLOCKS) * blockBytes,
    blockBytes,
    agCount: all.u32(fs, FS_AG_COUNT),
    agBlocks: all.u32(fs, FS_AG_BLOCKS),
    logDevice: nameOf(all.u32(fs, FS_LOG_DEVICE)),
    rtDevice: nameOf(all.u32(fs, FS_RT_DEVICE))
  };
}
function stateOf(flags) {
  if ((flags & MOUNT_HUNG) !== 0) return "hung";
  if ((flags & MOUNT_READ_ONLY) !== 0) return "create: EROFS";
  if ((flags & MOUNT_IS_SHUTDOWN) !== 0) return "shutdown";
  return (flags & MOUNT_DEVICE_GONE) !== 0 ? "create works, fsync: EIO" : "alive";
}
function crashOf(engine) {
  const [low, rule] = engine.rootWords(R_CRASH);
  if (low === 0) return null;
  const kind = (low & 255) === CRASH_HANG ? "hang" : "oops";
  const fn = fnName(low >>> 8);
  return Object.freeze({ kind, fn, errno: null, sentence: CRASHES[ruleName(rule)] ?? `The kernel stopped in ${fn}.` });
}
var CRASHES = {
  "oops.perag": "An allocation group that does not exist was looked up and its NULL pointer followed.",
  "oops.shared": "The marker of a page that files share was followed as if it were a mapping.",
  "oops.disassociate": "Pages were given back whose struct pages had gone with the device.",
  "oops.pagemap-ops": "A device without driver operations was asked for one, and its NULL pointer followed.",
  "hang.blockcount": "A block count overflowed, and a task walks through billions of pages that do not exist.",
  "mf.panic": "vm.memory_failure_recovery is 0: a memory failure panics the machine.",
  "mf.stuck": "The mutex that serialises memory failures stays with a task that died.",
  "fault.frozen": "A fault waits for a filesystem that stays frozen.",
  "file.frozen": "A task waits for a filesystem that stays frozen."
};

// engine/ladder.ts
var FILE = "file:";
function ladderIn(state, space, offBytes2) {
  if (space.startsWith(FILE)) return rungsOfFile(state, space, offBytes2);
  const top = topOf(state, space === "phys" ? ofMemory(state, offBytes2) : ofDevice(state, space, offBytes2));
  if (top === null) return [];
  return top.name.startsWith(FILE) ? rungsOfFile(state, top.name, top.offBytes) : rungsOfDevice(state, top, "asked");
}
function ofDevice(state, space, offBytes2) {
  const name2 = deviceNamed(state, space);
  const sizeBytes = name2 === null ? null : diskOf(state, name2)?.sizeBytes ?? partitionOf(state, name2)?.sizeBytes ?? null;
  if (name2 === null || sizeBytes === null) {
    throw new SceneError("space", space, 'a device, a file as "file:/path", or "phys"');
  }
  if (offBytes2 >= sizeBytes) throw new SceneError("offset", offBytes2, `below ${sizeBytes}, the size of ${space}`);
  return { name: name2, offBytes: offBytes2 };
}
function ofMemory(state, physBytes) {
  for (const { name: name2, resourceBytes, sizeBytes } of state.disks) {
    if (resourceBytes === null) continue;
    const offBytes2 = physBytes - resourceBytes;
    if (offBytes2 >= 0 && offBytes2 < sizeBytes) return { name: name2, offBytes: offBytes2 };
  }
  return null;
}
var diskOf = (state, name2) => state.disks.find((it) => it.name === name2);
var partitionOf = (state, name2) => state.disks.flatMap((it) => it.partitions.map((one) => ({ ...one, disk: it.name }))).find((it) => it.name === name2);
function deviceNamed(state, name2) {
  const disk = diskOf(state, name2) ?? state.disks.find((it) => it.alias === name2);
  return disk?.name ?? partitionOf(state, name2)?.name ?? null;
}
function topOf(state, place) {
  if (place === null) return null;
  const file = fileAt(state, place);
  if (file !== null) return file;
  const above = mappedAbove(state, place) ?? partitionAbove(state, place);
  return above === null ? place : topOf(state, above);
}
function fileAt(state, { name: name2, offBytes: offBytes2 }) {
  const isHere = (it) => it !== null && deviceNamed(state, it) === name2;
  const mount = state.mounts.find((it) => isHere(it.device) || isHere(it.rtDevice));
  if (mount === void 0) return null;
  const isRealtime = isHere(mount.rtDevice);
  const holds2 = (it) => it.realtime === true === isRealtime && it.offInDevBytes <= offBytes2 && offBytes2 < it.offInDevBytes + it.lenBytes;
  for (const file of state.files) {
    const extent2 = isIn(file, mount) ? file.extents.find(holds2) : void 0;
    if (extent2 === void 0) continue;
    return { name: FILE + file.path, offBytes: offBytes2 - extent2.offInDevBytes + extent2.offInFileBytes };
  }
  return null;
}
var isIn = (file, { target }) => file.path.startsWith(target === "/" ? "/" : `${target}/`);
function partitionAbove(state, { name: name2, offBytes: offBytes2 }) {
  for (const it of diskOf(state, name2)?.partitions ?? []) {
    const inside = offBytes2 - it.startBytes;
    if (inside >= 0 && inside < it.sizeBytes) return { name: it.name, offBytes: inside };
  }
  return null;
}
function mappedAbove(state, place) {
  for (const disk of state.disks) {
    for (const target of disk.targets ?? []) {
      const offBytes2 = backThrough(state, target, place);
      if (offBytes2 !== null) return { name: disk.name, offBytes: offBytes2 };
    }
  }
  return null;
}
function backThrough(state, target, place) {
  const { legs, startBytes, lenBytes: lenBytes2 } = target;
  const chunkBytes = target.chunkBytes ?? Number.MAX_SAFE_INTEGER;
  for (const [index, leg2] of legs.entries()) {
    const inLeg = place.offBytes - leg2.offInLegBytes;
    if (deviceNamed(state, leg2.device) !== place.name || inLeg < 0) continue;
    const row = Math.floor(inLeg / chunkBytes);
    const inTarget = target.type === "striped" ? (row * legs.length + index) * chunkBytes + inLeg % chunkBytes : inLeg;
    if (inTarget < lenBytes2) return startBytes + inTarget;
  }
  return null;
}
function rungsOfFile(state, space, offBytes2) {
  const file = state.files.find((it) => FILE + it.path === space);
  if (file === void 0) throw new SceneError("space", space, "a file that is there");
  const rungs = [{ space, kind: "file", offBytes: offBytes2, shiftBytes: 0, because: "asked" }];
  const holds2 = (it) => it.offInFileBytes <= offBytes2 && offBytes2 < it.offInFileBytes + it.lenBytes;
  const index = file.extents.findIndex(holds2);
  const extent2 = file.extents[index];
  if (extent2 === void 0) return rungs;
  const mount = [...state.mounts].sort((a, b) => b.target.length - a.target.length).find((it) => isIn(file, it));
  if (mount === void 0) throw new SceneError("space", file.path, "a file of a mounted filesystem");
  const inFs = extent2.offInDevBytes + offBytes2 - extent2.offInFileBytes;
  const because = `extent ${index} of inode ${file.inode}`;
  const kind = "filesystem";
  rungs.push({ space: `${mount.fstype}:${mount.device}`, kind, offBytes: inFs, shiftBytes: inFs - offBytes2, because });
  const device2 = extent2.realtime === true && mount.rtDevice !== null ? mount.rtDevice : mount.device;
  const place = { name: deviceNamed(state, device2) ?? device2, offBytes: inFs };
  return [...rungs, ...rungsOfDevice(state, place, "the filesystem begins with its device")];
}
function rungsOfDevice(state, from, why) {
  const rungs = [];
  let place = from;
  let shiftBytes = 0;
  let because = why;
  for (; ; ) {
    const { name: name2, offBytes: offBytes2 } = place;
    const disk = diskOf(state, name2);
    const kind = disk === void 0 ? "partition" : disk.kind === "dm" ? "mapped" : "disk";
    rungs.push({ space: name2, kind, offBytes: offBytes2, shiftBytes, because });
    if (disk !== void 0 && kind === "disk") return [...rungs, ...lowest(state, disk, offBytes2)];
    const next = disk === void 0 ? belowPartition(state, place) : belowMapped(state, disk, offBytes2);
    if (next === null) return rungs;
    shiftBytes = next.offBytes - offBytes2;
    because = next.because;
    place = next;
  }
}
function belowPartition(state, { name: name2, offBytes: offBytes2 }) {
  const partition2 = partitionOf(state, name2);
  if (partition2 === void 0) return null;
  return { name: partition2.disk, offBytes: offBytes2 + partition2.startBytes, because: "bt_dax_part_off" };
}
function belowMapped(state, disk, offBytes2) {
  for (const [index, target] of (disk.targets ?? []).entries()) {
    const inTarget = offBytes2 - target.startBytes;
    if (inTarget < 0 || inTarget >= target.lenBytes) continue;
    const isStriped = target.type === "striped";
    const chunkBytes = target.chunkBytes ?? Number.MAX_SAFE_INTEGER;
    const chunk = Math.floor(inTarget / chunkBytes);
    const which = chunk % target.legs.length;
    const leg2 = target.legs[which];
    if (leg2 === void 0) return null;
    const row = Math.floor(chunk / target.legs.length) * chunkBytes;
    const inLeg = isStriped ? row + inTarget % chunkBytes : inTarget;
    const because = isStriped ? `striped target ${index}, leg ${which}` : `linear target ${index}`;
    return { name: deviceNamed(state, leg2.device) ?? leg2.device, offBytes: leg2.offInLegBytes + inLeg, because };
  }
  return null;
}
function lowest(state, { name: name2, resourceBytes }, offBytes2) {
  const shiftBytes = resourceBytes ?? 0;
  const because = "data_offset";
  const phys = { space: "phys", kind: "phys", offBytes: offBytes2 + shiftBytes, shiftBytes, because };
  if (!state.daxDevices.some((it) => it.name === name2)) return [phys];
  return [{ space: `dax:${name2}`, kind: "dax", offBytes: offBytes2, shiftBytes: 0, because: "one dax_device per disk" }, phys];
}

// engine/names.ts
var Names = class _Names {
  #ids;
  #texts;
  constructor(texts = []) {
    this.#texts = [...texts];
    this.#ids = new Map(this.#texts.map((text, i) => [text, i + 1]));
  }
  /** Id of a text, a new one if it has none. */
  id(text) {
    const known = this.#ids.get(text);
    if (known !== void 0) return known;
    this.#texts.push(text);
    this.#ids.set(text, this.#texts.length);
    return this.#texts.length;
  }
  /** Id of a text, 0 if it has none. */
  find(text) {
    return this.#ids.get(text) ?? 0;
  }
  text(id) {
    const text = this.#texts[id - 1];
    if (text === void 0) throw new RangeError(`no text has the id ${id}`);
    return text;
  }
  /** "dm-0", "dm-1", …: one more than there are, so that one of them is free. */
  mappedCandidates() {
    const names = [];
    do
      names.push(`dm-${names.length}`);
    while (this.#ids.has(names[names.length - 1] ?? ""));
    return names;
  }
  get count() {
    return this.#texts.length;
  }
  /** The first `count` names, on their own. */
  first(count) {
    return new _Names(this.#texts.slice(0, count));
  }
};

// engine/words.ts
var Words = class {
  #words = new Uint32Array(256);
  #count = 0;
  get count() {
    return this.#count;
  }
  u32(value) {
    if (this.#count === this.#words.length) this.#grow(this.#count + 1);
    this.#words[this.#count++] = value;
  }
  flag(value) {
    this.u32(value === true ? 1 : 0);
  }
  /** Whole numbers from -2^53 to 2^53, as two's complement of 64 bits. */
  u64(value) {
    this.u32(value >>> 0);
    this.u32(Math.floor(value / 2 ** 32) >>> 0);
  }
  bytes(bytes2) {
    const nrWords = bytes2.length + 3 >> 2;
    if (this.#count + nrWords > this.#words.length) this.#grow(this.#count + nrWords);
    new Uint8Array(this.#words.buffer, this.#count * 4, bytes2.length).set(bytes2);
    this.#count += nrWords;
  }
  set(at4, value) {
    this.#words[at4] = value;
  }
  /** Words `[from, to)`; a view that the next write may leave behind. */
  view(from, to) {
    return this.#words.subarray(from, to);
  }
  #grow(atLeast) {
    const words3 = new Uint32Array(Math.max(atLeast, this.#words.length * 2));
    words3.set(this.#words);
    this.#words = words3;
  }
};

// engine/lines.ts
var NOTHING = /* @__PURE__ */ new Map();
var Line = class _Line {
  scene;
  seed;
  steps = [];
  events = [];
  signals = [];
  outcomes = [];
  /** Events of power-on; -1: not played yet. */
  nrBootEvents = -1;
  nrBootOperations;
  #points = [];
  #words = new Words();
  #names = new Names();
  constructor(scene2, seed) {
    this.scene = scene2;
    this.seed = seed;
    const encoding = { names: this.#names, targets: [], words: this.#words };
    this.nrBootOperations = encodeScene(scene2, seed, encoding);
    this.#push([], NOTHING);
  }
  get names() {
    return this.#names;
  }
  #push(targets, sources) {
    this.#points.push({ wordsEnd: this.#words.count, nrNames: this.#names.count, targets, sources });
  }
  #point(n) {
    const point = this.#points[n];
    if (point === void 0) throw new RangeError(`there are ${this.steps.length} steps, not ${n}`);
    return point;
  }
  append(step) {
    const { targets, sources } = this.#point(this.steps.length);
    encodeStep(step, { names: this.#names, targets, words: this.#words });
    this.steps.push(step);
    this.#push(targetsAfter(targets, step), sourcesAfter(sources, step));
  }
  /** The first `n` steps as a line of their own, with what is known of them. */
  branch(n) {
    const line = new _Line(this.scene, this.seed);
    line.#names = this.#names.first(this.#point(n).nrNames);
    const known = Math.min(n, this.outcomes.length);
    const nrEvents = this.eventsAfter(known);
    const from = this.#point(0).wordsEnd;
    for (const word of this.#words.view(from, this.#point(n).wordsEnd)) line.#words.u32(word);
    line.#points.push(...this.#points.slice(1, n + 1));
    append(line.steps, this.steps, n);
    append(line.outcomes, this.outcomes, known);
    append(line.events, this.events, nrEvents);
    for (const it of this.signals) if (it.seq < nrEvents) line.signals.push(it);
    line.nrBootEvents = this.nrBootEvents;
    return line;
  }
  bootWords() {
    return this.#words.view(0, this.#point(0).wordsEnd);
  }
  /** Words of steps `[from, to)`. */
  wordsOf(from, to) {
    return this.#words.view(this.#point(from).wordsEnd, this.#point(to).wordsEnd);
  }
  /** Sources of readers' holders that step number `n` runs with, its own included. */
  sourcesOf(n) {
    return this.#point(n + 1).sources;
  }
  /** How many events there are after `n` steps. */
  eventsAfter(n) {
    return n === 0 ? Math.max(0, this.nrBootEvents) : this.outcomes[n - 1]?.to ?? 0;
  }
  /** How many of a machine's steps this line begins with; -1 if it is another scene. */
  common(value) {
    if (this.seed !== value.seed || !sameJson(this.scene, value.scene)) return -1;
    return commonPrefix(this.steps, value.steps);
  }
};
function commonPrefix(left, right) {
  const most = Math.min(left.length, right.length);
  let n = 0;
  while (n < most && sameJson(left[n], right[n])) n++;
  return n;
}
function append(to, from, count) {
  for (let i = 0; i < count; i++) to.push(from[i]);
}
function targetsAfter(targets, step) {
  const mounts = step.op === "race" ? step.threads : [step];
  const added = mounts.flatMap((it) => it.op === "mount" && !targets.includes(it.target) ? [it.target] : []);
  return added.length === 0 ? targets : [...targets, ...added].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}
function sourcesAfter(sources, step) {
  const steps = step.op === "race" ? step.threads : [step];
  let after = sources;
  for (const it of steps) {
    if (it.op !== "register-holder" || it.source === void 0) continue;
    after = new Map([...after, [it.holder, it.source]]);
  }
  return after;
}
function sameJson(left, right) {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]));
}

// engine/session.ts
var DENSE_STEPS = 64;
var SPARSE_STEPS = 64;
var MOST_LOG_BYTES = 64 * 2 ** 20;
var MOST_STEPS_AT_ONCE = 4096;
var Session = class {
  engine;
  #line = null;
  #at = 0;
  /** Ascending; mark `number` is the state after `step` steps. */
  #marks = [];
  constructor(engine) {
    this.engine = engine;
  }
  /** Brings the engine to the state after `n` steps of `line`, and reads what happened if nobody has. */
  seek(line, n) {
    const kept = this.#goBack(line, n);
    if (!kept) this.#powerOn(line);
    while (this.#at < n) this.#playSome(line, n);
  }
  /** To a state that the line shares; false if there is none. */
  #goBack(line, n) {
    const before = this.#line;
    if (before === null || before.seed !== line.seed || before.scene !== line.scene) return false;
    const shared = before === line ? n : Math.min(n, commonPrefix(before.steps, line.steps));
    if (this.#at > shared) {
      const last = this.#marks.findLastIndex((it) => it.step <= shared);
      const mark = this.#marks[last];
      if (mark === void 0) return false;
      this.engine.restore(mark.number);
      this.#marks.length = last + 1;
      this.#at = mark.step;
    }
    this.#line = line;
    return true;
  }
  #powerOn(line) {
    this.engine.reset();
    this.#marks = [];
    this.#line = line;
    this.#at = 0;
    this.engine.readers.use(line.names, /* @__PURE__ */ new Map());
    this.engine.powerOn(line.bootWords(), line.nrBootOperations);
    this.#mark();
    if (line.nrBootEvents >= 0) return;
    const decoder = this.#decoder(line);
    for (let seq = 0; seq < decoder.count; seq++) line.events.push(decoder.event(seq));
    line.nrBootEvents = decoder.count;
  }
  #decoder(line) {
    const { kernel, policy = "kernel" } = line.scene;
    return new EventDecoder(this.engine, line.names, { kernel, policy });
  }
  #mark() {
    if (this.engine.logBytes() > MOST_LOG_BYTES) {
      this.engine.dropMarks();
      this.#marks = [];
    }
    if (this.#marks.at(-1)?.step !== this.#at) this.#marks.push({ step: this.#at, number: this.engine.snapshot() });
  }
  /** Some steps on, up to the next mark, and a mark. */
  #playSome(line, n) {
    const from = this.#at;
    const hasReaders = line.sourcesOf(from).size > 0;
    const next = from < DENSE_STEPS || hasReaders ? from + 1 : (Math.floor(from / SPARSE_STEPS) + 1) * SPARSE_STEPS;
    const to = Math.min(n, next, from + MOST_STEPS_AT_ONCE);
    this.engine.readers.use(line.names, line.sourcesOf(to - 1));
    this.engine.play(line.wordsOf(from, to), to - from);
    this.#undoFault();
    this.#at = to;
    this.#mark();
    if (line.outcomes.length < to) this.#read(line, to);
  }
  /** A reader's holder that gave no answer: the step is undone, and an event that says so takes its place. */
  #undoFault() {
    const fault = this.engine.readers.takeFault();
    const mark = this.#marks.at(-1);
    if (fault === null || mark === void 0) return;
    this.engine.restore(mark.number);
    const text = this.engine.readers.addText(fault.message);
    this.engine.play(Uint32Array.from([OP_READER_FAULT, 5, fault.holder, fault.device, text]), 1);
  }
  /** Reads events and outcomes that the line does not have yet. */
  #read(line, to) {
    const decoder = this.#decoder(line);
    for (let seq = line.events.length; seq < decoder.count; seq++) {
      const event = decoder.event(seq);
      line.events.push(event);
      const signal = signalOf(event);
      if (signal !== null) line.signals.push(signal);
    }
    const outcomes = this.engine.table(T_OUTCOMES);
    for (let step = line.outcomes.length; step < to; step++) {
      line.outcomes.push(outcomeOf(outcomes, step, line.steps[step]?.op ?? ""));
    }
  }
};

// engine/spaces.ts
var FILE2 = "file:";
var MOST_BYTES = 2 ** 26;
var ASK_BYTES2 = 2 ** 20;
function bytesOf(it, space, offBytes2, lenBytes2) {
  if (lenBytes2 > MOST_BYTES) throw new SceneError("bytes(length)", lenBytes2, `at most ${MOST_BYTES}`);
  if (space.startsWith(FILE2)) return fileBytes(it, space, offBytes2, lenBytes2);
  const bytes2 = new Uint8Array(lenBytes2);
  let done = 0;
  while (done < lenBytes2) {
    const [place, mostBytes] = placeOf(it, space, offBytes2 + done);
    let runBytes = Math.min(lenBytes2 - done, mostBytes, ASK_BYTES2);
    if (place !== null) {
      const found2 = resolved(it, place);
      runBytes = Math.min(runBytes, found2.lenBytes);
      bytes2.set(readPmem(it, found2, runBytes), done);
    }
    done += runBytes;
  }
  return bytes2;
}
function fileBytes(it, space, offBytes2, lenBytes2) {
  const inode2 = inodeOf(it, fileNamed(it, space));
  const bytes2 = new Uint8Array(lenBytes2);
  for (let done = 0; done < lenBytes2; ) {
    const part = Math.min(lenBytes2 - done, ASK_BYTES2);
    const answer2 = it.engine.ask([ASK_MM_BYTES, inode2, ...words2(offBytes2 + done), part], part);
    bytes2.set(new Uint8Array(answer2.buffer, 0, part), done);
    done += part;
  }
  return bytes2;
}
function inodeOf(it, file) {
  const inodes = it.engine.table(T_INODES);
  const name2 = it.line.names.find(file.path);
  for (let id = inodes.count; id > 0; id--) {
    const isGone = (inodes.u32(id, INODE_FLAGS) & (INODE_UNLINKED | INODE_GONE)) !== 0;
    if (inodes.u32(id, INODE_PATH) === name2 && inodes.number(id, INODE_INO) === file.inode && !isGone)
      return id;
  }
  throw new SceneError("space", file.path, "a file that is there");
}
function readPmem(it, place, lenBytes2) {
  const pmem2 = it.engine.table(T_DEVICES).u32(place.device, DEVICE_PMEM);
  const answer2 = it.engine.ask([ASK_BYTES, pmem2, ...words2(place.offBytes), lenBytes2], lenBytes2);
  return new Uint8Array(answer2.buffer, 0, lenBytes2);
}
function placeOf(it, space, offBytes2) {
  if (space === "phys") return [physPlace(it, offBytes2), 4096 - offBytes2 % 4096];
  if (!space.startsWith(FILE2)) {
    const device3 = deviceNamed2(it, space);
    const sizeBytes = it.engine.table(T_DEVICES).number(device3, DEVICE_SIZE);
    if (offBytes2 >= sizeBytes) throw new SceneError("offset", offBytes2, `below ${sizeBytes}, the size of ${space}`);
    return [{ device: device3, offBytes: offBytes2 }, sizeBytes - offBytes2];
  }
  const file = fileNamed(it, space);
  const extent2 = file.extents.find((one) => holds(one, offBytes2));
  if (extent2 === void 0) {
    const next = file.extents.find((one) => one.offInFileBytes > offBytes2)?.offInFileBytes ?? Number.MAX_SAFE_INTEGER;
    return [null, next - offBytes2];
  }
  const inExtent = offBytes2 - extent2.offInFileBytes;
  const fs = fsOf(it, file);
  const device2 = extent2.realtime === true ? fs.rtDevice : fs.device;
  return [{ device: device2, offBytes: extent2.offInDevBytes + inExtent }, extent2.lenBytes - inExtent];
}
var holds = (it, offBytes2) => it.offInFileBytes <= offBytes2 && offBytes2 < it.offInFileBytes + it.lenBytes;
function fileNamed(it, space) {
  const file = it.snapshot.files.find((one) => one.path === space.slice(FILE2.length));
  if (file === void 0) throw new SceneError("space", space, "a file that is there");
  return file;
}
function fsOf(it, file) {
  const mount = it.snapshot.mounts.filter((one) => file.path.startsWith(one.target === "/" ? "/" : `${one.target}/`)).sort((a, b) => b.target.length - a.target.length)[0];
  if (mount === void 0) throw new SceneError("space", file.path, "a file of a mounted filesystem");
  const rtDevice = mount.rtDevice === null ? 0 : deviceNamed2(it, mount.rtDevice);
  return { device: deviceNamed2(it, mount.device), rtDevice, name: `${mount.fstype}:${mount.device}` };
}
function deviceNamed2(it, name2) {
  const id = it.line.names.find(name2);
  const names = it.engine.table(T_NAMES);
  const device2 = id === 0 || id > names.count ? 0 : names.u32(id, NAME_DEVICE);
  if (device2 === 0) throw new SceneError("space", name2, 'a device, a file as "file:/path", or "phys"');
  return device2;
}
function physPlace(it, physBytes) {
  const devices = it.engine.table(T_DEVICES);
  for (let id = 1; id <= devices.count; id++) {
    if (devices.u32(id, DEVICE_PMEM) === 0) continue;
    const offBytes2 = physBytes - devices.number(id, DEVICE_RESOURCE);
    if (offBytes2 >= 0 && offBytes2 < devices.number(id, DEVICE_SIZE)) return { device: id, offBytes: offBytes2 };
  }
  return null;
}
function resolved(it, place) {
  const answer2 = it.engine.ask([ASK_RESOLVE, place.device, ...words2(place.offBytes)]);
  if (answer2.byteLength === 0) throw new SceneError("offset", place.offBytes, "a byte that the device maps");
  const at4 = (offset) => answer2.getUint32(offset, true) + answer2.getUint32(offset + 4, true) * 2 ** 32;
  return { device: answer2.getUint32(0, true), offBytes: at4(8), lenBytes: at4(16) };
}
var words2 = (value) => [value >>> 0, Math.floor(value / 2 ** 32)];

// engine/play.ts
var MOST_LINES = 48;
var MOST_EVENTS = 3e5;
var MOST_SNAPSHOTS = 64;
function makePlayer(engine) {
  const session = new Session(engine);
  const lines = new Lines();
  const runs = /* @__PURE__ */ new WeakMap();
  const runOf = (value) => {
    const checked = validate(value);
    const known = runs.get(checked);
    if (known instanceof PlayedRun) return known;
    const run = new PlayedRun(session, lines.of(checked), checked);
    runs.set(checked, run);
    return run;
  };
  return Object.freeze({
    run: runOf,
    bytes: (value, space, offBytes2, lenBytes2) => bytesOf(runOf(value).stand(), space, offBytes2, lenBytes2),
    ladder: (value, space, offBytes2) => ladderIn(runOf(value).snapshot(), space, offBytes2)
  });
}
var Lines = class {
  #lines = [];
  /** A line that begins with the machine's steps, and has them all. */
  of(value) {
    let best = null;
    let shared = -1;
    for (const line2 of this.#lines) {
      const common = line2.common(value);
      if (common > shared || common === shared && line2.steps.length === common) [best, shared] = [line2, common];
    }
    let line = best ?? new Line(value.scene, value.seed);
    if (shared >= 0 && shared < value.steps.length && shared < line.steps.length) line = line.branch(shared);
    for (const step of value.steps.slice(line.steps.length)) line.append(step);
    this.#use(line);
    return line;
  }
  #use(line) {
    const at4 = this.#lines.indexOf(line);
    if (at4 >= 0) this.#lines.splice(at4, 1);
    this.#lines.push(line);
    let nrEvents = this.#lines.reduce((sum, it) => sum + it.events.length, 0);
    while (this.#lines.length > 1 && (this.#lines.length > MOST_LINES || nrEvents > MOST_EVENTS)) {
      nrEvents -= this.#lines.shift()?.events.length ?? 0;
    }
  }
};
function withRaces(snapshot, events) {
  const broken = /* @__PURE__ */ new Map();
  for (const event of events) {
    const id = String(event.args.invariant);
    if (event.fn !== "invariant" || broken.has(id)) continue;
    const ticks = events.filter((it) => it.fn === "tick" && it.seq < event.seq && it.args.tick !== void 0);
    const order = ticks.map((it) => it.args.thread).join(" ");
    broken.set(id, `${event.who} after moves of threads ${order}`);
  }
  if (broken.size === 0) return snapshot;
  const known = new Set(snapshot.invariants.map((it) => it.id));
  const all = [...snapshot.invariants, ...[...broken.keys()].filter((id) => !known.has(id)).map((id) => ({ id }))];
  const invariants = all.map((it) => {
    const witness = broken.get(it.id);
    return witness === void 0 ? it : Object.freeze({ id: it.id, holds: false, witness });
  });
  return Object.freeze({ ...snapshot, invariants });
}
var PlayedRun = class {
  machine;
  #session;
  #line;
  #snapshots = /* @__PURE__ */ new Map();
  #events = null;
  #signals = null;
  #outcomes = null;
  constructor(session, line, machine) {
    this.machine = machine;
    this.#session = session;
    this.#line = line;
  }
  get #length() {
    return this.machine.steps.length;
  }
  /** Plays the machine if nobody has. */
  #played() {
    const line = this.#line;
    if (line.nrBootEvents < 0 || line.outcomes.length < this.#length) this.#session.seek(line, this.#length);
    return line;
  }
  get events() {
    const line = this.#played();
    this.#events ??= Object.freeze(line.events.slice(0, line.eventsAfter(this.#length)));
    return this.#events;
  }
  get signals() {
    this.#signals ??= Object.freeze(this.#signalsAfter(this.#length));
    return this.#signals;
  }
  get outcomes() {
    this.#outcomes ??= Object.freeze(this.#played().outcomes.slice(0, this.#length));
    return this.#outcomes;
  }
  #signalsAfter(n) {
    const line = this.#played();
    const nrEvents = line.eventsAfter(n);
    return line.signals.filter((it) => it.seq < nrEvents);
  }
  snapshot(n = this.#length) {
    if (!Number.isInteger(n) || n < 0 || n > this.#length) {
      throw new SceneError("snapshot(n)", n, `a whole number from 0 to ${this.#length}`);
    }
    const known = this.#snapshots.get(n);
    if (known !== void 0) return known;
    const signals = this.#signalsAfter(n);
    this.#session.seek(this.#line, n);
    const reading = { engine: this.#session.engine, names: this.#line.names };
    const made = withRaces(snapshotOf(reading, n, signals), this.#eventsOf(n - 1));
    if (this.#snapshots.size >= MOST_SNAPSHOTS) this.#snapshots.delete(this.#snapshots.keys().next().value ?? 0);
    this.#snapshots.set(n, made);
    return made;
  }
  /** Events of one step. */
  #eventsOf(step) {
    const line = this.#played();
    return step < 0 ? [] : line.events.slice(line.eventsAfter(step), line.eventsAfter(step + 1));
  }
  invariants(n) {
    return this.snapshot(n).invariants;
  }
  /** Puts the engine into the state after the last step. */
  stand() {
    const snapshot = this.snapshot();
    this.#session.seek(this.#line, this.#length);
    return { engine: this.#session.engine, line: this.#line, snapshot };
  }
};

// engine/readers.ts
var LOWEST_ERRNO = -4095;
var MOST_DEPTH = 16;
var MOST_CALLS = 256;
var ReaderCalls = class {
  #host;
  #compiled = /* @__PURE__ */ new Map();
  /** Texts that readers logged, by number. */
  #texts = [];
  #sources = /* @__PURE__ */ new Map();
  #names = null;
  #fault = null;
  #depth = 0;
  /** Calls since the outermost one began. */
  #calls = 0;
  constructor(host) {
    this.#host = host;
  }
  /**
   * The machine that is being played: its names, and the source behind each holder's name. What was logged before has
   * been read by now, so its texts go.
   */
  use(names, sources) {
    this.#texts.length = 0;
    this.#names = names;
    this.#sources = sources;
  }
  /** What went wrong since the last call, if something did. */
  takeFault() {
    const fault = this.#fault;
    this.#fault = null;
    return fault;
  }
  text(number2) {
    return this.#texts[number2 - 1] ?? "";
  }
  addText(text) {
    this.#texts.push(text);
    return this.#texts.length;
  }
  /** The engine asks a holder; the answer is 0 or a negative errno. */
  call(engine, holder, device2, words3) {
    const names = this.#names;
    if (names === null) return -EOPNOTSUPP;
    const name2 = names.text(holder);
    const source = this.#sources.get(name2);
    if (source === void 0) return 0;
    const [offLow = 0, offHigh = 0, lenLow = 0, lenHigh = 0, flags = 0] = words3.map((it) => it >>> 0);
    const wholeDevice = lenLow === 4294967295 && lenHigh === 4294967295;
    const failure2 = {
      device: names.text(device2),
      offBytes: offHigh * 2 ** 32 + offLow,
      lenBytes: wholeDevice ? Number.MAX_SAFE_INTEGER : lenHigh * 2 ** 32 + lenLow,
      flags,
      wholeDevice
    };
    if (this.#depth === 0) this.#calls = 0;
    if (this.#depth >= MOST_DEPTH || this.#calls++ >= MOST_CALLS) {
      this.#fault ??= { holder, device: device2, message: "was asked from within a holder, again and again" };
      return -EIO;
    }
    this.#host.enter(name2);
    this.#depth++;
    try {
      const answer2 = this.#function(source)(Object.freeze(failure2), this.#kernel(engine, names));
      if (isAnswer(answer2)) return answer2;
      this.#fault ??= { holder, device: device2, message: `returned ${String(answer2)}, expected 0 or a negative errno` };
    } catch (error) {
      this.#fault ??= { holder, device: device2, message: `threw ${textOf(error)}` };
    } finally {
      this.#depth--;
      this.#host.enter(null);
    }
    return -EIO;
  }
  #function(source) {
    if (!this.#compiled.has(source)) this.#compiled.set(source, this.#host.compile(source));
    const compiled = this.#compiled.get(source);
    if (typeof compiled !== "function") throw new TypeError("its source is not a function");
    return compiled;
  }
  /** What a holder may do while it is asked. */
  #kernel(engine, names) {
    const notify = (device2, offBytes2, lenBytes2) => {
      const id = names.find(String(device2));
      if (id === 0) throw new RangeError(`no device ${String(device2)}`);
      const words3 = [id, ...twoWords(offBytes2), ...twoWords(lenBytes2), 0];
      return engine.notifyFurther(Uint32Array.from(words3));
    };
    const log = (text) => engine.logFromReader(this.addText(String(text)));
    return Object.freeze({ notify, log });
  }
};
function isAnswer(it) {
  return typeof it === "number" && Number.isInteger(it) && it <= 0 && it >= LOWEST_ERRNO;
}
function twoWords(value) {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${String(value)} is no number of bytes`);
  }
  return [value >>> 0, Math.floor(value / 2 ** 32)];
}
function textOf(error) {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return "something that cannot be shown";
  }
}

// notebooks/exercises/cli/wire.ts
var BIG = "$bigint";
function toWire(value) {
  return JSON.stringify(value, (_key, it) => typeof it === "bigint" ? { [BIG]: it.toString() } : it) ?? "null";
}
function fromWire(text) {
  return JSON.parse(text, (_key, it) => {
    if (typeof it !== "object" || it === null || !(BIG in it)) return it;
    return BigInt(String(it[BIG]));
  });
}

// notebooks/exercises/cli/host.ts
var MOST_ANSWER_CHARS = 8 * 1024 * 1024;
async function makeHost(wasm) {
  const kernels = [];
  let guest = null;
  const compile = (source) => (failure2, kernel) => {
    if (guest === null) throw new Error("no guest is asking");
    kernels.push(kernel);
    try {
      return fromWire(guest("holder", toWire({ source, failure: failure2 })));
    } finally {
      kernels.pop();
    }
  };
  const player = makePlayer(await instantiate(wasm, new ReaderCalls({ compile, enter: () => void 0 })));
  const runs = [];
  return {
    call(name2, json, ask) {
      const before = guest;
      guest = ask;
      try {
        return sized(toWire({ value: answer(name2, fromWire(json), player, runs, kernels) ?? null }));
      } catch (error) {
        const { name: kind = "Error", message } = error;
        return toWire({ error: { name: String(kind), message: String(message) } });
      } finally {
        guest = before;
      }
    },
    forget() {
      runs.length = 0;
      kernels.length = 0;
    }
  };
}
function sized(text) {
  if (text.length <= MOST_ANSWER_CHARS) return text;
  throw new RangeError(`an answer of ${text.length} characters is more than an interpreter may hold`);
}
function answer(name2, argument, player, runs, kernels) {
  switch (name2) {
    case "run": {
      const run = player.run(validate(argument));
      runs.push(run);
      const { events, outcomes, signals } = run;
      return { id: runs.length - 1, events, outcomes, signals };
    }
    case "snapshot":
    case "invariants": {
      const { id, n } = argument;
      const run = runs[id];
      if (run === void 0) throw new RangeError("no such run");
      return name2 === "snapshot" ? run.snapshot(n) : run.invariants(n);
    }
    case "bytes": {
      const { value, space, offBytes: offBytes2, lenBytes: lenBytes2 } = argument;
      return [...player.bytes(validate(value), space, offBytes2, lenBytes2)];
    }
    case "ladder": {
      const { value, space, offBytes: offBytes2 } = argument;
      return player.ladder(validate(value), space, offBytes2);
    }
    default:
      return answerHolder(name2, argument, kernels.at(-1));
  }
}
function answerHolder(name2, argument, kernel) {
  if (kernel === void 0) throw new Error(`the host does not know ${name2}`);
  const { device: device2, offBytes: offBytes2, lenBytes: lenBytes2, text } = argument;
  if (name2 === "log") return kernel.log(String(text));
  if (name2 !== "notify") throw new Error(`the host does not know ${name2}`);
  return kernel.notify(String(device2), Number(offBytes2), Number(lenBytes2));
}

// node_modules/@jitl/quickjs-wasmfile-release-sync/dist/index.mjs
var variant2 = { type: "sync", importFFI: () => Promise.resolve().then(() => (init_ffi(), ffi_exports)).then((mod) => mod.QuickJSFFI), importModuleLoader: () => Promise.resolve().then(() => (init_emscripten_module(), emscripten_module_exports)).then((mod) => mod.default) };
var src_default = variant2;

// node_modules/quickjs-emscripten-core/dist/index.mjs
init_chunk_V2S4ZYJR();
init_dist();
async function newQuickJSWASMModuleFromVariant(variantOrPromise) {
  let variant3 = smartUnwrap(await variantOrPromise), [wasmModuleLoader, QuickJSFFI2, { QuickJSWASMModule: QuickJSWASMModule2 }] = await Promise.all([variant3.importModuleLoader().then(smartUnwrap), variant3.importFFI(), Promise.resolve().then(() => (init_module_ES6BEMUI(), module_ES6BEMUI_exports)).then(smartUnwrap)]), wasmModule = await wasmModuleLoader();
  wasmModule.type = "sync";
  let ffi = new QuickJSFFI2(wasmModule);
  return new QuickJSWASMModule2(wasmModule, ffi);
}
function smartUnwrap(val) {
  return val && "default" in val && val.default ? val.default && "default" in val.default && val.default.default ? val.default.default : val.default : val;
}
function newVariant(baseVariant, options) {
  return { ...baseVariant, async importModuleLoader() {
    let moduleLoader = smartUnwrap(await baseVariant.importModuleLoader());
    return async function() {
      let moduleLoaderArg = options.emscriptenModule ? { ...options.emscriptenModule } : {}, log = options.log ?? ((...args) => debugLog("newVariant moduleLoader:", ...args)), tapValue = (message, val) => (log(...message, val), val), force = (val) => typeof val == "function" ? val() : val;
      (options.wasmLocation || options.wasmSourceMapLocation || options.locateFile) && (moduleLoaderArg.locateFile = (fileName, relativeTo) => {
        let args = { fileName, relativeTo };
        if (fileName.endsWith(".wasm") && options.wasmLocation !== void 0) return tapValue(["locateFile .wasm: provide wasmLocation", args], options.wasmLocation);
        if (fileName.endsWith(".map")) {
          if (options.wasmSourceMapLocation !== void 0) return tapValue(["locateFile .map: provide wasmSourceMapLocation", args], options.wasmSourceMapLocation);
          if (options.wasmLocation && !options.locateFile) return tapValue(["locateFile .map: infer from wasmLocation", args], options.wasmLocation + ".map");
        }
        return options.locateFile ? tapValue(["locateFile: use provided fn", args], options.locateFile(fileName, relativeTo)) : tapValue(["locateFile: unhandled, passthrough", args], fileName);
      }), options.wasmBinary && (moduleLoaderArg.wasmBinary = await force(options.wasmBinary)), options.wasmMemory && (moduleLoaderArg.wasmMemory = await force(options.wasmMemory));
      let optionsWasmModule = options.wasmModule, modulePromise;
      optionsWasmModule && (moduleLoaderArg.instantiateWasm = async (imports, onSuccess) => {
        modulePromise ?? (modulePromise = Promise.resolve(force(optionsWasmModule)));
        let wasmModule = await modulePromise;
        if (!wasmModule) throw new QuickJSEmscriptenModuleError(`options.wasmModule returned ${String(wasmModule)}`);
        let instance = await WebAssembly.instantiate(wasmModule, imports);
        return onSuccess(instance), instance.exports;
      }), moduleLoaderArg.monitorRunDependencies = (left) => {
        log("monitorRunDependencies:", left);
      }, moduleLoaderArg.quickjsEmscriptenInit = () => newMockExtensions(log);
      let resultPromise = moduleLoader(moduleLoaderArg), extensions = moduleLoaderArg.quickjsEmscriptenInit?.(log);
      if (optionsWasmModule && extensions?.receiveWasmOffsetConverter && !extensions.existingWasmOffsetConverter) {
        let wasmBinary = await force(options.wasmBinary) ?? new ArrayBuffer(0);
        modulePromise ?? (modulePromise = Promise.resolve(force(optionsWasmModule)));
        let wasmModule = await modulePromise;
        if (!wasmModule) throw new QuickJSEmscriptenModuleError(`options.wasmModule returned ${String(wasmModule)}`);
        extensions.receiveWasmOffsetConverter(wasmBinary, wasmModule);
      }
      if (extensions?.receiveSourceMapJSON) {
        let loadedSourceMapData = await force(options.wasmSourceMapData);
        typeof loadedSourceMapData == "string" ? extensions.receiveSourceMapJSON(JSON.parse(loadedSourceMapData)) : loadedSourceMapData ? extensions.receiveSourceMapJSON(loadedSourceMapData) : extensions.receiveSourceMapJSON({ version: 3, names: [], sources: [], mappings: "" });
      }
      return resultPromise;
    };
  } };
}
function newMockExtensions(log) {
  let mockMessage = "mock called, emscripten module may not be initialized yet";
  return { mock: true, removeRunDependency(name2) {
    log(`${mockMessage}: removeRunDependency called:`, name2);
  }, receiveSourceMapJSON(data) {
    log(`${mockMessage}: receiveSourceMapJSON called:`, data);
  }, WasmOffsetConverter: void 0, receiveWasmOffsetConverter(bytes2, mod) {
    log(`${mockMessage}: receiveWasmOffsetConverter called:`, bytes2, mod);
  } };
}

// notebooks/exercises/harness.ts
var LOCKDOWN = `(() => {
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

// notebooks/exercises/cli/sandbox.ts
var INITIAL_PAGES = 256;
var MAXIMUM_PAGES = 1024;
var HEAP_BYTES = 40 * 1024 * 1024;
var STACK_BYTES = 256 * 1024;
var MOST_INTERRUPTS = 12e3;
async function makeSandbox(wasm, guest, mostInterrupts = MOST_INTERRUPTS) {
  let instance = null;
  return {
    async run(program, seed) {
      instance ??= await makeInstance(wasm, guest);
      const { memory, image } = instance;
      new Uint8Array(memory.buffer).set(image);
      instance.budget.interrupts = MOST_INTERRUPTS - mostInterrupts;
      const { evaluated, isBroken } = evaluate(instance, program, seed);
      if (isBroken || memory.buffer.byteLength !== image.byteLength) instance = null;
      return evaluated;
    }
  };
}
async function makeInstance(wasm, guest) {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(src_default, { wasmMemory: memory, wasmBinary: wasm }));
  const runtime = quickjs.newRuntime();
  const budget = { interrupts: 0 };
  runtime.setMemoryLimit(HEAP_BYTES);
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setInterruptHandler(() => ++budget.interrupts > MOST_INTERRUPTS);
  const context = runtime.newContext();
  const held = { dispatch: null };
  const callGuest = (name2, json) => {
    if (held.dispatch === null) throw new Error("the guest is not ready");
    const args = [context.newString(name2), context.newString(json)];
    try {
      const result = context.unwrapResult(context.callFunction(held.dispatch, context.undefined, args));
      return result.consume((it) => context.getString(it));
    } finally {
      for (const arg of args) arg.dispose();
    }
  };
  const hostCall = context.newFunction("hostCall", (name2, json) => {
    if (budget.interrupts > MOST_INTERRUPTS) throw new RangeError("did not return in its time");
    const answer2 = guest.host(context.getString(name2), context.getString(json), callGuest);
    return context.newString(answer2);
  });
  const load = context.unwrapResult(context.evalCode(guest.source, "guest.js", { strict: true }));
  held.dispatch = context.unwrapResult(context.callFunction(load, context.undefined, [hostCall]));
  context.unwrapResult(context.evalCode(LOCKDOWN, "lockdown.js", { strict: true }));
  const image = new Uint8Array(memory.buffer).slice();
  return { context, memory, image, guest: callGuest, budget };
}
function evaluate(instance, program, seed) {
  const { context, budget } = instance;
  try {
    instance.guest("reset", JSON.stringify({ seed }));
    const result = context.evalCode(`JSON.stringify(${program}
)`, "cell.js", { strict: true });
    if (budget.interrupts > MOST_INTERRUPTS) return { evaluated: { status: "timeout" }, isBroken: false };
    if (!result.error) {
      const text = context.getString(result.value);
      return { evaluated: { status: "done", value: JSON.parse(text) }, isBroken: false };
    }
    const error = context.dump(result.error);
    return { evaluated: failure(error), isBroken: false };
  } catch (error) {
    const isLate = budget.interrupts > MOST_INTERRUPTS;
    return { evaluated: isLate ? { status: "timeout" } : failure(error), isBroken: true };
  }
}
function failure(error) {
  const it = typeof error === "object" && error !== null ? error : {};
  const message = String(it.message ?? error);
  if (/out of memory|memory access|Cannot enlarge/i.test(message)) return { status: "memory" };
  return { status: "error", name: String(it.name ?? "Error"), message, line: null };
}

// notebooks/exercises/cli/thread.ts
async function start(data) {
  const host = await makeHost(data.engine);
  const sandbox = await makeSandbox(data.interpreter, { source: data.guest, host: host.call });
  import_node_worker_threads.parentPort?.on("message", (job) => {
    void sandbox.run(job.program, job.seed).then((evaluated) => {
      host.forget();
      import_node_worker_threads.parentPort?.postMessage({ id: job.id, evaluated });
    });
  });
  import_node_worker_threads.parentPort?.postMessage("ready");
}
void start(import_node_worker_threads.workerData)