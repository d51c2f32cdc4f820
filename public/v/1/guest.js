(hostCall) => { "use strict"; "use strict";
var daxlabGuest = (() => {
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
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
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  // notebooks/exercises/cli/guest.ts
  var guest_exports = {};
  __export(guest_exports, {
    open: () => open
  });

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
      const toBytes2 = resourceBytes + pmem2.sizeBytes;
      nextBytes = Math.max(nextBytes, (Math.ceil(toBytes2 / GIB) + 1) * GIB);
      return { name: name2, fromBytes: resourceBytes - dataOffsetBytes, resourceBytes, toBytes: toBytes2 };
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
  function _addIssue(context, label2, dataset, config$1, other) {
    const input = other && "input" in other ? other.input : dataset.value;
    const expected = other?.expected ?? context.expects ?? null;
    const received = other?.received ?? /* @__PURE__ */ _stringify(input);
    const issue = {
      kind: context.kind,
      type: context.type,
      input,
      expected,
      received,
      message: `Invalid ${label2}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
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
    const list2 = [...new Set(values$1)];
    if (list2.length > 1) return `(${list2.join(` ${separator} `)})`;
    return list2[0] ?? "never";
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
    const isByteList = (list2) => list2.length >= 1 && list2.length <= max && list2.every((n) => Number.isInteger(n) && n >= 0 && n <= 255);
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
    check((list2) => list2.length <= 128, "at most 128 partitions"),
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
        check((list2) => list2.length >= 1 && list2.length <= 64, "1 to 64 legs"),
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
    device(name2, at3, kinds = BLOCK) {
      const found2 = this.devices.get(name2);
      if (found2 !== void 0 && kinds.includes(found2.kind)) return found2;
      const known = [...this.devices].flatMap(([key, it]) => kinds.includes(it.kind) ? [key] : []);
      throw new SceneError(at3, name2, oneOf(KIND_TEXT[kinds.join()] ?? "a device", name2, known));
    }
    target(target, at3) {
      return found(this.targets, target, at3, "a mount point of an earlier mount");
    }
    process(process, at3) {
      return found(this.processes, process, at3, "a process that was started before");
    }
    mapping(process, map, at3) {
      const maps2 = this.process(process, `${at3}.process`);
      return found(maps2, map, `${at3}.map`, `a mapping of ${process}`);
    }
    file(path2, at3) {
      if (this.files.has(path2) && !path2.startsWith("/dev/")) return;
      const known = [...this.files].filter((it) => !it.startsWith("/dev/"));
      throw new SceneError(at3, path2, oneOf("a file that was created before", path2, known));
    }
    /** The filesystems that a path may lie in: those of the longest mount point above it. */
    filesystemsAbove(path2, at3) {
      let best = "";
      for (const target of this.targets.keys()) {
        const isAbove = path2.startsWith(target === "/" ? "/" : `${target}/`);
        if (isAbove && target.length > best.length) best = target;
      }
      if (best === "") {
        throw new SceneError(at3, path2, oneOf("a path under a mount point", path2, this.targets.keys()));
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
  function found(map, key, at3, kind) {
    const value = map.get(key);
    if (value !== void 0) return value;
    throw new SceneError(at3, key, oneOf(kind, key, map.keys()));
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
      const at3 = `scene.pmem.${name2}`;
      const isChardev = pmem2.mode === "devdax";
      if (isChardev !== name2.startsWith("dax")) {
        throw new SceneError(at3, pmem2.mode ?? "fsdax", isChardev ? 'a name like "dax0.0"' : 'mode "devdax"');
      }
      if (isChardev && pmem2.partitions !== void 0) {
        throw new SceneError(`${at3}.partitions`, "\0partitions", "none: a dax character device has no partitions");
      }
      checkPartitions(pmem2.partitions ?? [], pmem2.sizeBytes, `${at3}.partitions`);
    }
    checkPlacements(scene2);
  }
  function checkPlacements(scene2) {
    const before = [];
    for (const it of placementsOf(scene2)) {
      const at3 = `scene.pmem.${it.name}`;
      const { dataOffsetBytes } = scene2.pmem[it.name] ?? {};
      if (it.fromBytes < 0) throw new SceneError(`${at3}.dataOffsetBytes`, dataOffsetBytes, "at most resourceBytes");
      if (it.toBytes > MAX_PHYSICAL_BYTES) {
        throw new SceneError(`${at3}.resourceBytes`, it.resourceBytes, `memory that ends by ${MAX_PHYSICAL_BYTES}`);
      }
      const other = before.find((one) => it.fromBytes < one.toBytes && one.fromBytes < it.toBytes);
      if (other !== void 0) {
        throw new SceneError(`${at3}.resourceBytes`, it.resourceBytes, `memory that ${other.name} does not have`);
      }
      before.push(it);
    }
  }
  function checkPartitions(table, diskBytes2, at3) {
    const sorted = table.map((it, i) => ({ ...it, i })).sort((a, b) => a.startBytes - b.startBytes);
    let before;
    for (const it of sorted) {
      const here = `${at3}[${it.i}]`;
      if (it.startBytes + it.sizeBytes > diskBytes2) {
        const room = diskBytes2 - it.startBytes;
        const expected = room > 0 ? `at most ${room}, to end with the disk (${diskBytes2})` : `a start below ${diskBytes2}`;
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
  function checkPartition(step, at3, world) {
    const disk = world.device(step.device, `${at3}.device`, DISK);
    checkPartitions(step.table, disk.sizeBytes, `${at3}.table`);
    world.addPartitions(
      disk.name,
      step.table.map((it) => it.sizeBytes)
    );
  }
  function checkDmCreate(step, at3, world) {
    if (step.table.length === 0 || step.table.length > MAX_DM_TARGETS) {
      throw new SceneError(`${at3}.table`, `\0${step.table.length} targets`, `1 to ${MAX_DM_TARGETS} targets`);
    }
    let endBytes = 0;
    let depth = 0;
    step.table.forEach((target, i) => {
      const here = `${at3}.table[${i}]`;
      if (target.startBytes !== endBytes) {
        throw new SceneError(`${here}.startBytes`, target.startBytes, `${endBytes}: targets follow each other from 0`);
      }
      depth = Math.max(depth, checkTarget(target, here, world));
      endBytes += target.lenBytes;
    });
    if (endBytes > MAX_DEVICE_BYTES) {
      throw new SceneError(`${at3}.table`, `\0${endBytes} bytes`, `at most ${MAX_DEVICE_BYTES} bytes in all`);
    }
    if (depth >= MAX_DM_DEPTH) {
      throw new SceneError(`${at3}.table`, `\0${depth + 1} mapped devices on each other`, `at most ${MAX_DM_DEPTH}`);
    }
    addMapped(step, endBytes, depth + 1, at3, world);
  }
  function checkTarget(target, at3, world) {
    const legs = target.type === "linear" ? [target] : target.legs;
    const sizes = [["lenBytes", target.lenBytes]];
    if (target.type === "striped") {
      const widthBytes = target.chunkBytes * legs.length;
      if (target.lenBytes % widthBytes !== 0) {
        throw new SceneError(`${at3}.lenBytes`, target.lenBytes, `a multiple of ${widthBytes}: chunk times legs`);
      }
    }
    let depth = 0;
    legs.forEach((leg2, i) => {
      const here = target.type === "linear" ? at3 : `${at3}.legs[${i}]`;
      const device2 = world.device(leg2.device, `${here}.device`);
      const lenBytes2 = target.lenBytes / legs.length;
      checkRange(device2, leg2.offInLegBytes, lenBytes2, `${here}.offInLegBytes`);
      sizes.push(["offInLegBytes", leg2.offInLegBytes]);
      depth = Math.max(depth, device2.depth);
    });
    for (const [field, bytes2] of sizes) {
      if (bytes2 % PAGE_BYTES !== 0) throw new SceneError(`${at3}.${field}`, bytes2, `a multiple of ${PAGE_BYTES}`);
    }
    return depth;
  }
  function addMapped(step, sizeBytes, depth, at3, world) {
    const device2 = { name: `mapper/${step.name}`, kind: "mapped", sizeBytes, disk: null, depth };
    const numbers = [];
    if (step.device === void 0) {
      let lowest = 0;
      while (world.dmNumbers.has(lowest)) lowest++;
      numbers.push(lowest, ...world.dmFreed);
    } else {
      const number2 = Number(/^dm-([0-9]{1,4})$/.exec(step.device)?.[1] ?? Number.NaN);
      if (Number.isNaN(number2)) throw new SceneError(`${at3}.device`, step.device, 'a name like "dm-0", or none');
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
  function checkDmRemove(step, at3, world) {
    const device2 = world.devices.get(`mapper/${step.name}`);
    if (device2 === void 0) {
      const known = [...world.devices.keys()].flatMap((it) => it.startsWith("mapper/") ? [it.slice(7)] : []);
      throw new SceneError(`${at3}.name`, step.name, oneOf("a mapped device", step.name, known));
    }
    for (const number2 of world.dmNumbers) {
      if (world.devices.get(`dm-${number2}`)?.name === device2.name) world.dmFreed.add(number2);
    }
  }
  var XFS_ONLY = "rmapbt reflink agCount agBlocks logBytes logDevice rtDevice geometry".split(" ");
  function checkMkfs(step, at3, world) {
    const device2 = world.device(step.device, `${at3}.device`);
    const options = step.options ?? {};
    const here = `${at3}.options`;
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
  function checkGeometry(it, device2, at3) {
    const sizeBytes = it.dblocks * it.blockBytes;
    checkFits(sizeBytes, device2, `${at3}.dblocks`);
    if (it.agBlocks > it.dblocks && it.agCount > 1) {
      throw new SceneError(`${at3}.agBlocks`, it.agBlocks, `at most dblocks (${it.dblocks})`);
    }
    const agCount = Math.ceil(it.dblocks / it.agBlocks);
    if (it.agCount !== agCount) {
      throw new SceneError(`${at3}.agCount`, it.agCount, `${agCount}, dblocks / agBlocks rounded up`);
    }
    if (it.logOffsetBytes === void 0) return;
    if (it.logOffsetBytes % it.blockBytes !== 0 || it.logOffsetBytes + it.logBytes > sizeBytes) {
      throw new SceneError(`${at3}.logOffsetBytes`, it.logOffsetBytes, `a whole block, the log ending by ${sizeBytes}`);
    }
  }
  function checkMount(step, at3, world) {
    const device2 = world.device(step.device, `${at3}.device`);
    for (const key of ["logDevice", "rtDevice"]) {
      const other = step[key];
      if (other !== void 0) checkOther(other, step.device, `${at3}.${key}`, world);
    }
    const devices = world.targets.get(step.target) ?? /* @__PURE__ */ new Set();
    devices.add(device2.name);
    world.targets.set(step.target, devices);
  }
  function checkOther(name2, data, at3, world) {
    world.device(name2, at3);
    if (name2 === data) throw new SceneError(at3, name2, `another device than the one for data (${data})`);
  }
  function checkFits(sizeBytes, device2, at3) {
    if (sizeBytes <= device2.sizeBytes) return;
    throw new SceneError(at3, `\0${sizeBytes} bytes`, `at most ${device2.sizeBytes}, the size of ${device2.name}`);
  }
  function checkRange(device2, offBytes2, lenBytes2, at3) {
    if (offBytes2 + lenBytes2 <= device2.sizeBytes) return;
    const last = device2.sizeBytes - lenBytes2;
    const most = last < 0 ? `fewer bytes than ${lenBytes2}` : `at most ${last}`;
    throw new SceneError(at3, offBytes2, `${most}: ${device2.name} has ${device2.sizeBytes} bytes`);
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
  var OwnerPacker = class {
    #out = new PackWriter();
    #endSectors = 0;
    #inode = 0;
    /** Rows `from` to `to`, exclusive. */
    add(table, from, to) {
      const out = this.#out;
      for (let i = from; i < to; i++) {
        const offSectors = (table.offInDevBytes[i] ?? 0) / SECTOR_BYTES2;
        const lenSectors = (table.lenBytes[i] ?? 0) / SECTOR_BYTES2;
        const owner = table.owner[i] ?? 0;
        out.whole((owner < 0 ? -owner : 0) + 16 * (table.flags[i] ?? 0));
        out.signed(offSectors - this.#endSectors);
        out.whole(lenSectors);
        this.#endSectors = offSectors + lenSectors;
        if (owner < 0) continue;
        out.signed(owner - this.#inode);
        out.whole((table.offInFileBytes[i] ?? 0) / SECTOR_BYTES2);
        this.#inode = owner;
      }
    }
    finish() {
      return this.#out.finish();
    }
  };
  var PackWriter = class {
    #codes = new Uint8Array(1024);
    #length = 0;
    whole(value) {
      let rest = value;
      while (rest >= BITWISE) {
        const high = Math.floor(rest / 32);
        this.#put(32 + (rest - high * 32));
        rest = high;
      }
      for (; rest >= 32; rest >>>= 5) this.#put(32 | rest & 31);
      this.#put(rest);
    }
    signed(value) {
      this.whole(value < 0 ? -value * 2 - 1 : value * 2);
    }
    #put(digit) {
      if (this.#length === this.#codes.length) {
        const wide = new Uint8Array(this.#length * 2);
        wide.set(this.#codes);
        this.#codes = wide;
      }
      this.#codes[this.#length++] = CODES[digit] ?? 0;
    }
    finish() {
      const parts = [];
      for (let at3 = 0; at3 < this.#length; at3 += 8192) {
        const part = this.#codes.subarray(at3, Math.min(at3 + 8192, this.#length));
        parts.push(String.fromCharCode.apply(null, part));
      }
      return parts.join("");
    }
  };
  function visitPacked(packed, visit) {
    const reader = { at: 0 };
    let rows = 0;
    let endBytes = 0;
    let inode2 = 0;
    while (reader.at < packed.length) {
      const head = readWhole(packed, reader);
      const meta2 = head % 16;
      const flags = Math.floor(head / 16);
      const offInDevBytes = endBytes + readSigned(packed, reader) * SECTOR_BYTES2;
      const lenBytes2 = readWhole(packed, reader) * SECTOR_BYTES2;
      let owner = -meta2;
      let offInFileBytes = 0;
      if (meta2 === 0) {
        inode2 += readSigned(packed, reader);
        offInFileBytes = readWhole(packed, reader) * SECTOR_BYTES2;
        owner = inode2;
      }
      endBytes = offInDevBytes + lenBytes2;
      const isRow = meta2 <= META_CODES && flags < FLAG_CODES && offInDevBytes >= 0 && lenBytes2 > 0;
      const isOwned = meta2 > 0 ? flags % 8 === 0 : owner > 0 && Number.isSafeInteger(owner);
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
  function checkCreate(step, at3, world) {
    const filesystems = world.filesystemsAbove(step.path, `${at3}.path`);
    checkExtents(step.extents, filesystems, `${at3}.extents`, world);
    world.files.add(step.path);
  }
  function checkReflink(step, at3, world) {
    world.file(step.from, `${at3}.from`);
    world.filesystemsAbove(step.to, `${at3}.to`);
    if (step.from === step.to) throw new SceneError(`${at3}.to`, step.to, "another path than from");
    world.files.add(step.to);
  }
  function checkAttr(step, at3, world) {
    world.file(step.path, `${at3}.path`);
    checkExtents(step.extents, world.filesystemsAbove(step.path, `${at3}.path`), `${at3}.extents`, world);
  }
  function checkExtents(extents2, on, at3, world) {
    let endBytes = 0;
    extents2?.forEach((extent2, i) => {
      const here = `${at3}[${i}]`;
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
  function checkFsmap(step, at3, world) {
    world.target(step.target, `${at3}.target`);
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
      throw new SceneError(`${at3}.rows[${i}].offInDevBytes`, row.offInDevBytes, expected);
    });
    if (step.packed !== void 0) checkPacked(step.packed, most, `${at3}.packed`);
  }
  function checkPacked(packed, most, at3) {
    const mostByDevice = [most.data, most.log, most.realtime];
    let outside = -1;
    const count = visitPacked(packed, (offInDevBytes, lenBytes2, _owner, _offInFileBytes, flags) => {
      if (offInDevBytes + lenBytes2 > (mostByDevice[flags >> 3] ?? 0)) outside = offInDevBytes;
    });
    if (count < 0) throw new SceneError(at3, `\0what it has at character ${-count}`, "rows as packOwners writes them");
    if (outside >= 0) throw new SceneError(at3, `\0a row at ${outside}`, `rows inside their devices (${mostByDevice})`);
  }
  function checkSpawn(step, at3, world) {
    if (world.processes.has(step.process)) {
      throw new SceneError(`${at3}.process`, step.process, "a name that no running process has");
    }
    const parent = step.op === "fork" ? world.process(step.parent, `${at3}.parent`) : /* @__PURE__ */ new Map();
    world.processes.set(step.process, new Map(parent));
  }
  function checkExit(step, at3, world) {
    world.process(step.process, `${at3}.process`);
    world.processes.delete(step.process);
  }
  function checkMmap(step, at3, world) {
    const maps2 = world.process(step.process, `${at3}.process`);
    if (!world.files.has(step.path)) {
      throw new SceneError(`${at3}.path`, step.path, oneOf("a file that was created before", step.path, world.files));
    }
    if (maps2.has(step.map)) {
      throw new SceneError(`${at3}.map`, step.map, `a name that no other mapping of ${step.process} has`);
    }
    const lenBytes2 = step.lenBytes ?? null;
    step.touch?.forEach((touch2, i) => {
      if (lenBytes2 !== null && touch2.offInMapBytes >= pageCeil(lenBytes2)) {
        throw new SceneError(`${at3}.touch[${i}].offInMapBytes`, touch2.offInMapBytes, `below ${lenBytes2}, the length`);
      }
    });
    maps2.set(step.map, { lenBytes: lenBytes2 });
  }
  function checkMunmap(step, at3, world) {
    world.mapping(step.process, step.map, at3);
    world.process(step.process, at3).delete(step.map);
  }
  function checkAt(step, at3, world) {
    const { lenBytes: lenBytes2 } = world.mapping(step.process, step.map, at3);
    if (lenBytes2 === null) return;
    const wanted = step.bytes?.length ?? step.lenBytes ?? 1;
    if (step.offInMapBytes + wanted <= pageCeil(lenBytes2)) return;
    const most = pageCeil(lenBytes2) - wanted;
    const expected = most < 0 ? `at most ${pageCeil(lenBytes2)} bytes` : `at most ${most}`;
    throw new SceneError(`${at3}.offInMapBytes`, step.offInMapBytes, `${expected}: the mapping has ${lenBytes2} bytes`);
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
        check((list2) => list2.length >= 2 && list2.length <= 4, "2 to 4 threads"),
        metadata({ minItems: 2, maxItems: 4, items: { $ref: "#/$defs/step" } })
      ),
      schedule: pipe(
        array(whole(0, 3)),
        check((list2) => list2.length <= 256, "at most 256 ticks"),
        metadata({ maxItems: 256 })
      )
    }
  };

  // engine/schema.ts
  var OPS = Object.keys(STEP_FIELDS);
  var STEPS = new Map(
    Object.entries(STEP_FIELDS).map(([op, fields2]) => [
      op,
      strictObject({ op: literal(op), ...fields2 })
    ])
  );
  var RACEABLE = new Set(
    "mount umount register-holder unregister-holder notify kill-dax fail unbind load store".split(" ")
  );
  function toStep(value, at3) {
    if (typeof value !== "object" || value === null) {
      throw new SceneError(at3, value, "a step: an object with op");
    }
    const op = value.op;
    const schema = typeof op === "string" ? STEPS.get(op) : void 0;
    if (schema === void 0) throw new SceneError(`${at3}.op`, op, `one of ${OPS.join(", ")}`);
    const step = read(schema, value, at3);
    if (step.op === "race") readRace(step, at3);
    return freeze(step);
  }
  function readRace(race, at3) {
    race.threads = race.threads.map((thread, i) => {
      const here = `${at3}.threads[${i}]`;
      const step = toStep(thread, here);
      if (!RACEABLE.has(step.op)) {
        throw new SceneError(`${here}.op`, step.op, `one of ${[...RACEABLE].join(", ")}`);
      }
      return step;
    });
    race.schedule.forEach((tick, i) => {
      if (tick >= race.threads.length) {
        throw new SceneError(`${at3}.schedule[${i}]`, tick, `a thread from 0 to ${race.threads.length - 1}`);
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
  function read(schema, value, at3) {
    const result = safeParse(schema, value, { abortEarly: true });
    if (!result.success) throw toSceneError(result.issues[0], at3);
    return result.output;
  }
  function freeze(value) {
    if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      for (const one of Object.values(value)) freeze(one);
    }
    return value;
  }
  function toSceneError(issue, at3) {
    let where = at3;
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
    const checked2 = steps.map((step, i) => addStep(step, i, world));
    return asValid({ scene: scene2, steps: Object.freeze(checked2), seed });
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
  function namesOf(scene2, steps) {
    const world = openWorld(scene2);
    steps.forEach((step, i) => {
      checkStep(step, `steps[${i}]`, world);
    });
    return world;
  }
  function addStep(value, index, world) {
    const at3 = `steps[${index}]`;
    if (index >= MAX_STEPS) throw new SceneError("steps", `\0${index + 1} steps`, `at most ${MAX_STEPS}`);
    const step = toStep(value, at3);
    checkStep(step, at3, world);
    return step;
  }
  var checkPath = (step, at3, world) => world.file(step.path, `${at3}.path`);
  var nothing = () => void 0;
  function onDevice(range, kinds) {
    return (step, at3, world) => {
      const device2 = world.device(step.device, `${at3}.device`, kinds);
      if (range === void 0) return;
      const { field, offBytes: offBytes2, lenBytes: lenBytes2 } = range(step);
      checkRange(device2, offBytes2, lenBytes2, `${at3}.${field}`);
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
    umount: (step, at3, world) => world.target(step.target, `${at3}.target`),
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
    policy: (step, at3, world) => world.process(step.process, `${at3}.process`),
    fence: (step, at3, world) => world.process(step.process, `${at3}.process`),
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
    fail: (step, at3, world) => step.device === "phys" ? void 0 : onDevice(bytes, ANY_DEVICE)(step, at3, world),
    "kill-dax": onDevice(void 0, ANY_DEVICE),
    "register-holder": (step, at3, world) => {
      world.device(step.device, `${at3}.device`, ANY_DEVICE);
      if ((step.source?.length ?? 0) > MAX_SOURCE_CHARS) {
        throw new SceneError(`${at3}.source`, `\0${step.source?.length} characters`, `at most ${MAX_SOURCE_CHARS}`);
      }
      world.holders.add(step.holder);
    },
    "unregister-holder": (step, at3, world) => {
      world.device(step.device, `${at3}.device`, ANY_DEVICE);
      if (world.holders.has(step.holder)) return;
      throw new SceneError(`${at3}.holder`, step.holder, oneOf("a registered holder", step.holder, world.holders));
    },
    race: (step, at3, world) => {
      step.threads.forEach((thread, i) => {
        checkStep(thread, `${at3}.threads[${i}]`, world);
      });
    }
  };
  function checkStep(step, at3, world) {
    const check2 = CHECKS[step.op];
    check2(step, at3, world);
  }

  // engine/owner-table.ts
  var META_OWNERS = ["FS", "AG", "INOBT", "INODES", "LOG", "REFC", "COW", "UNKNOWN", "FREE"];
  var DEVICES = ["data", "log", "realtime"];
  var OWNER = { attr: 1, bmbt: 2, unwritten: 4, log: 8, realtime: 16 };
  var OwnerTableBuilder = class {
    count = 0;
    #offInDevBytes = new Float64Array(64);
    #lenBytes = new Float64Array(64);
    #owner = new Float64Array(64);
    #offInFileBytes = new Float64Array(64);
    #flags = new Uint8Array(64);
    add(offInDevBytes, lenBytes2, owner, offInFileBytes, flags) {
      if (this.count === this.#flags.length) this.#grow();
      const i = this.count++;
      this.#offInDevBytes[i] = offInDevBytes;
      this.#lenBytes[i] = lenBytes2;
      this.#owner[i] = owner;
      this.#offInFileBytes[i] = offInFileBytes;
      this.#flags[i] = flags;
    }
    /** Rows there is room for. */
    get capacity() {
      return this.#flags.length;
    }
    finish() {
      const { count } = this;
      return {
        count,
        offInDevBytes: this.#offInDevBytes.subarray(0, count),
        lenBytes: this.#lenBytes.subarray(0, count),
        owner: this.#owner.subarray(0, count),
        offInFileBytes: this.#offInFileBytes.subarray(0, count),
        flags: this.#flags.subarray(0, count)
      };
    }
    #grow() {
      const room = this.#flags.length * 2;
      this.#offInDevBytes = widen(this.#offInDevBytes, room);
      this.#lenBytes = widen(this.#lenBytes, room);
      this.#owner = widen(this.#owner, room);
      this.#offInFileBytes = widen(this.#offInFileBytes, room);
      const flags = new Uint8Array(room);
      flags.set(this.#flags);
      this.#flags = flags;
    }
  };
  function widen(column, room) {
    const wide = new Float64Array(room);
    wide.set(column);
    return wide;
  }
  function ownerTable(step) {
    const builder = new OwnerTableBuilder();
    visitOwners(step, (offInDevBytes, lenBytes2, owner, offInFileBytes, flags) => {
      builder.add(offInDevBytes, lenBytes2, owner, offInFileBytes, flags);
    });
    return builder.finish();
  }
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
  function ownerRow2(table, i) {
    const owner = table.owner[i] ?? 0;
    const flags = table.flags[i] ?? 0;
    const offInFileBytes = table.offInFileBytes[i] ?? 0;
    const row = {
      offInDevBytes: table.offInDevBytes[i] ?? 0,
      lenBytes: table.lenBytes[i] ?? 0,
      owner: owner < 0 ? { meta: META_OWNERS[-1 - owner] ?? "UNKNOWN" } : { inode: owner, offInFileBytes }
    };
    if ("inode" in row.owner) {
      if (flags & OWNER.attr) row.owner.attr = true;
      if (flags & OWNER.bmbt) row.owner.bmbt = true;
      if (flags & OWNER.unwritten) row.owner.unwritten = true;
    }
    const device2 = DEVICES[flags >> 3];
    if (device2 !== void 0 && device2 !== "data") row.device = device2;
    return row;
  }

  // engine/recording-kernel.ts
  var MODELS = [
    { from: [0, 0], kernel: "v9" },
    { from: [6, 0], kernel: "linux-6.0" },
    { from: [6, 5], kernel: "linux-6.5" },
    { from: [6, 6], kernel: "linux-6.6" },
    { from: [6, 8], kernel: "linux-6.8" },
    { from: [6, 12], kernel: "6.12" },
    // Read: 7.2.13 differs from 7.3.4 in one return value of a module's init.
    { from: [7, 2], kernel: "7.3" }
  ];
  var STABLE_61_FIXED = 112;
  var EXACT = {
    v9: /^5\.17\b/,
    "linux-6.0": /^6\.0\b/,
    "linux-6.5": /^6\.5\b/,
    "linux-6.6": /^6\.6\b/,
    "linux-6.8": /^6\.8\b/,
    "6.1": /^6\.1\.\d/,
    "6.12": /^6\.12\b/,
    "7.3": /^7\.3\b/
  };
  function kernelFor(uname) {
    const debian = /\bDebian (\d+\.\d+(?:\.\d+)?)/.exec(uname)?.[1];
    const release = debian ?? /\b(\d+\.\d+(?:\.\d+)?)/.exec(uname)?.[1] ?? "0.0";
    const [major = 0, minor = 0, update = 0] = release.split(".").map(Number);
    const isNotNewer = (from) => major > from[0] || major === from[0] && minor >= from[1];
    const isFixed61 = major === 6 && minor === 1 && update >= STABLE_61_FIXED;
    const kernel2 = isFixed61 ? "6.1" : MODELS.findLast((it) => isNotNewer(it.from))?.kernel ?? "v9";
    const isExact = EXACT[kernel2].test(release);
    return { kernel: kernel2, release, note: isExact ? null : `there is no model of ${release}; played as ${kernel2}` };
  }

  // engine/import/cursor.ts
  var MAX_LINE = 4096;
  var MAX_READ = 80;
  var CONTROL = /[^\P{Cc}\t]/u;
  var CONTROLS = /[^\P{Cc}\t]/gu;
  var ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]{0,16}[A-Za-z]`, "g");
  var MAX_PROBLEMS = 20;
  var Cursor = class {
    constructor(name2, text, meter) {
      this.name = name2;
      this.text = text;
      this.meter = meter;
      if (text.charCodeAt(0) === 65279) this.at = 1;
    }
    name;
    text;
    meter;
    /** Where the line begins. */
    at = 0;
    lineNumber = 1;
    problems = [];
    #more = 0;
    #line = null;
    get isDone() {
      return this.at >= this.text.length;
    }
    /** The current line; empty at the end. */
    get line() {
      this.#line ??= this.#cut();
      return this.#line;
    }
    #cut() {
      const end = Math.min(this.end, this.at + MAX_LINE);
      this.meter.chars += end - this.at;
      this.meter.lines++;
      const raw = this.text.slice(this.at, end);
      return CONTROL.test(raw) ? plain(raw) : raw;
    }
    /** Where the line ends, its newline excluded. */
    get end() {
      const end = this.text.indexOf("\n", this.at);
      return end < 0 ? this.text.length : end;
    }
    /** Whether the text stops within this line. */
    get isCut() {
      return this.text.indexOf("\n", this.at) < 0;
    }
    next() {
      this.moveTo(this.end + 1, 1);
    }
    /** To the beginning of a line that is `lines` further down. */
    moveTo(at3, lines) {
      this.at = Math.min(at3, this.text.length);
      this.lineNumber += lines;
      this.#line = null;
    }
    problem(expected, read2 = this.line, line = this.lineNumber) {
      if (this.problems.length >= MAX_PROBLEMS) {
        this.#more++;
        return;
      }
      const said = this.isCut && line === this.lineNumber ? `${expected}; the text ends in this line` : expected;
      this.problems.push({ name: this.name, line, read: shorten(read2), expected: said });
    }
    /** All problems, with a word on those beyond the first twenty. */
    finish() {
      if (this.#more === 0) return this.problems;
      const more = { name: this.name, line: 0, read: `${this.#more} more such lines`, expected: "none" };
      return [...this.problems, more];
    }
  };
  function plain(raw) {
    return raw.replace(ESCAPE, "").replace(CONTROLS, "");
  }
  function shorten(text) {
    const clean = plain(text).trim();
    if (clean === "") return "nothing";
    return clean.length > MAX_READ ? `${clean.slice(0, MAX_READ - 1)}\u2026` : clean;
  }

  // engine/import/facts.ts
  var Facts = class {
    disks = [];
    partitions = [];
    mapped = [];
    targets = [];
    mounts = [];
    filesystems = [];
    fsmaps = [];
    files = [];
    processes = [];
    badblocks = [];
    memory = [];
    kernels = [];
    assumptions = [];
    ignored = [];
    earlyKill;
  };
  var bareName = (path2) => path2.replace(/^\/dev\//, "");
  var isDiskName = (name2) => /^pmem\d{1,3}(\.\d{1,3})?s?$/.test(name2);
  function partitionOf(name2) {
    const match = /^(pmem\d{1,3}(?:\.\d{1,3})?s?)p(\d{1,3})$/.exec(name2);
    return match === null ? null : { disk: match[1] ?? "", number: Number(match[2]) };
  }

  // engine/import/devices.ts
  var Devices = class {
    constructor(facts, notes) {
      this.facts = facts;
      this.notes = notes;
      for (const disk of facts.disks) this.#addDisk(disk);
      this.#addMemory();
      for (const part of facts.partitions) this.#addPart(part);
      for (const mapped of facts.mapped) this.#addMapped(mapped);
      for (const target of facts.targets) this.mappedNamed(target.mapped, target.origin).targets.push(target);
      for (const mount of facts.mounts) this.mention(mount.device, mount.origin);
      for (const filesystem of facts.filesystems) this.mention(filesystem.device, filesystem.origin);
      for (const bad of facts.badblocks) if (bad.device !== null) this.mention(bad.device, bad.origin);
    }
    facts;
    notes;
    disks = /* @__PURE__ */ new Map();
    parts = /* @__PURE__ */ new Map();
    mapped = [];
    /** "259:4" → name. */
    numbers = /* @__PURE__ */ new Map();
    /** The least size of a device, from what is on it. */
    needs = /* @__PURE__ */ new Map();
    /** Name in the scene of whatever a text calls a device; null if it is none of this machine's. */
    resolve(reference) {
      const numbered = /^\d+:\d+$/.test(reference) ? this.numbers.get(reference) : void 0;
      const name2 = numbered ?? reference;
      if (this.disks.has(name2) || this.parts.has(name2)) return name2;
      const mapped = this.findMapped(name2);
      return mapped === void 0 ? null : `mapper/${mapped.name}`;
    }
    findMapped(reference) {
      const name2 = reference.replace(/^mapper\//, "");
      const [group, volume] = name2.split("/");
      const lvm = volume === void 0 ? "" : `${group?.replaceAll("-", "--")}-${volume.replaceAll("-", "--")}`;
      return this.mapped.find((it) => it.name === name2 || it.name === lvm || it.kernelName === name2);
    }
    need(device2, bytes2) {
      const whole3 = Math.ceil(bytes2 / SECTOR_BYTES) * SECTOR_BYTES;
      if (!(whole3 <= MAX_DEVICE_BYTES)) return;
      this.needs.set(device2, Math.max(whole3, this.needs.get(device2) ?? 0));
    }
    /** Makes a device that is only spoken of. Names of other disks than pmem are passed over. */
    mention(reference, origin) {
      const known = this.resolve(reference);
      if (known !== null) return known;
      if (/^(mapper\/[\w.+-]{1,128}|dm-\d{1,4})$/.test(reference)) {
        return `mapper/${this.mappedNamed(reference.replace(/^mapper\//, ""), origin).name}`;
      }
      const part = partitionOf(reference);
      if (part !== null) this.#addPart({ disk: part.disk, name: reference, origin });
      else if (isDiskName(reference)) this.#addDisk({ name: reference, origin }, true);
      return this.resolve(reference);
    }
    #addDisk(fact, isImplied = false) {
      if (!isDiskName(fact.name) && !/^dax\d{1,3}\.\d{1,3}$/.test(fact.name)) {
        this.notes.ignore(fact.origin, fact.name, "its name is not that of a pmem disk or a dax device");
        return;
      }
      const before = this.disks.get(fact.name);
      if (fact.number !== void 0) this.numbers.set(fact.number, fact.name);
      if (before === void 0) {
        this.disks.set(fact.name, isImplied ? { ...fact, isImplied } : { ...fact });
        return;
      }
      const isBetter = (fact.precision ?? 3) > (before.precision ?? 3) || before.sizeBytes === void 0;
      const { sizeBytes, precision } = fact.sizeBytes !== void 0 && isBetter ? fact : before;
      const mode = before.namespace === void 0 && fact.namespace !== void 0 ? fact.mode ?? before.mode : before.mode;
      const merged2 = { ...fact, ...before };
      if (sizeBytes !== void 0) Object.assign(merged2, { sizeBytes, precision: precision ?? 3 });
      if (mode !== void 0) merged2.mode = mode;
      if (fact.hasInfoBlock === true) merged2.hasInfoBlock = true;
      delete merged2.isImplied;
      this.disks.set(fact.name, merged2);
    }
    /** Namespaces in /proc/iomem: where a disk is in memory; or that there is one. */
    #addMemory() {
      const ranges = this.facts.memory.filter((it) => /^Persistent Memory/.test(it.label));
      const inRange = (at3) => ranges.find((it) => it.startBytes <= at3 && at3 < it.endBytes);
      for (const { label: label2, startBytes, endBytes } of this.facts.memory) {
        const namespace = /^(namespace\d+\.\d+)$/.exec(label2)?.[1];
        if (namespace === void 0) continue;
        const [, region, id] = /(\d+)\.(\d+)$/.exec(namespace) ?? [];
        const name2 = `pmem${region}${id === "0" ? "" : `.${id}`}`;
        let disk = [...this.disks.values()].find((it) => it.namespace === namespace) ?? this.disks.get(name2);
        if (disk === void 0) {
          this.#addDisk({ name: name2, namespace, origin: { name: "/proc/iomem", line: 0 } });
          disk = this.disks.get(name2);
        }
        if (disk === void 0) continue;
        disk.namespaceBytes = startBytes;
        disk.namespaceEndBytes = endBytes;
        const isLegacy = inRange(startBytes)?.label.includes("legacy") === true;
        if (isLegacy && disk.hasInfoBlock === void 0) disk.hasInfoBlock = false;
      }
      if (this.disks.size > 0) return;
      ranges.forEach(({ startBytes, endBytes }, i) => {
        const origin = { name: "/proc/iomem", line: 0 };
        this.#addDisk({ name: `pmem${i}`, origin });
        Object.assign(this.disks.get(`pmem${i}`) ?? {}, { namespaceBytes: startBytes, namespaceEndBytes: endBytes });
      });
    }
    #addPart(fact) {
      const parsed = partitionOf(fact.name);
      if (parsed === null) {
        this.notes.ignore(fact.origin, fact.name, "its name is not that of a partition of a pmem disk");
        return;
      }
      if (!this.disks.has(parsed.disk)) this.#addDisk({ name: parsed.disk, origin: fact.origin }, true);
      if (fact.number !== void 0) this.numbers.set(fact.number, fact.name);
      const { precision = 3, origin, name: name2 } = fact;
      const part = this.parts.get(name2) ?? { ...parsed, name: name2, precision: 0, origin };
      if (Number.isSafeInteger(fact.startBytes)) part.startBytes ??= fact.startBytes;
      if (Number.isSafeInteger(fact.sizeBytes) && (part.sizeBytes === void 0 || precision > part.precision)) {
        part.sizeBytes = fact.sizeBytes;
        part.precision = precision;
      }
      this.parts.set(name2, part);
    }
    #addMapped(fact) {
      const byNumber = fact.number === void 0 ? void 0 : `dm-${fact.number.split(":")[1]}`;
      const isNumbered = /^dm-\d+$/.test(fact.name);
      const kernelName = fact.kernelName ?? (isNumbered ? fact.name : byNumber);
      const same2 = this.mapped.filter(
        (it) => it.name === fact.name || kernelName !== void 0 && it.kernelName === kernelName
      );
      const [first = this.#newMapped(fact), ...rest] = same2;
      for (const other of rest) this.#merge(first, other);
      if (!isNumbered) first.name = fact.name;
      if (kernelName !== void 0) first.kernelName = kernelName;
      first.sizeBytes ??= fact.sizeBytes;
      for (const leg2 of fact.below) first.below.add(leg2);
      if (fact.number !== void 0) this.numbers.set(fact.number, first.kernelName ?? first.name);
    }
    #newMapped({ name: name2, origin }) {
      const mapped = { name: name2, below: /* @__PURE__ */ new Set(), targets: [], origin };
      this.mapped.push(mapped);
      return mapped;
    }
    #merge(into, other) {
      if (/^dm-\d+$/.test(into.name)) into.name = other.name;
      into.sizeBytes ??= other.sizeBytes;
      for (const leg2 of other.below) into.below.add(leg2);
      into.targets.push(...other.targets);
      this.mapped.splice(this.mapped.indexOf(other), 1);
    }
    mappedNamed(reference, origin) {
      const known = this.findMapped(reference);
      if (known !== void 0) return known;
      const mapped = this.#newMapped({ name: reference, origin });
      if (/^dm-\d+$/.test(reference)) mapped.kernelName = reference;
      return mapped;
    }
  };

  // engine/import/notes.ts
  var Notes = class {
    constructor(answers) {
      this.answers = answers;
    }
    answers;
    assumptions = [];
    problems = [];
    ignored = [];
    #asked = /* @__PURE__ */ new Set();
    assume(what, why) {
      this.assumptions.push({ what, why });
    }
    /**
     * The answer to a question, or what is assumed until there is one. `read` turns an answer into a value; one that it
     * cannot read is a problem, and the assumption stays.
     */
    ask(question, what, why, read2) {
      const answer = this.#asked.has(question.id) ? void 0 : this.answers[question.id];
      const answered = answer === void 0 ? void 0 : read2(answer.trim());
      if (answer !== void 0 && answered === void 0) {
        const expected = question.choices?.join(", ") ?? (question.kind === "bytes" ? "a size or address" : "a name");
        this.problems.push({ name: question.id, line: 0, read: answer.slice(0, 80), expected });
      }
      const text = answered === void 0 ? question.assumed : (answer ?? "").trim();
      if (!this.#asked.has(question.id)) {
        const said = answered === void 0 ? why : "you said so";
        this.assumptions.push({ what: what(text), why: said, ask: { ...question, assumed: text } });
        this.#asked.add(question.id);
      }
      const value = answered ?? read2(question.assumed);
      if (value === void 0) throw new TypeError(`the assumption of ${question.id} cannot be read`);
      return value;
    }
    ignore(origin, what, why) {
      this.ignored.push({ name: origin.name, line: origin.line, what, why });
    }
    questions() {
      return this.assumptions.flatMap((it) => it.ask ?? []);
    }
  };
  var oneOf2 = (choices) => (text) => choices.find((it) => it === text);
  var UNITS = { "": 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 };
  function bytesIn(text) {
    const match = /^(0x[0-9a-f_]{1,16}|\d{1,16}(?:\.\d{1,6})?)\s*([a-z]{0,3})$/i.exec(text);
    const unit = UNITS[(match?.[2] ?? "?").toLowerCase()];
    if (match === null || unit === void 0) return void 0;
    const bytes2 = Number((match[1] ?? "").replaceAll("_", "")) * unit;
    return Number.isSafeInteger(bytes2) ? bytes2 : void 0;
  }
  var NAMED = [
    ["TiB", 1024 ** 4],
    ["GiB", 1024 ** 3],
    ["MiB", 1024 ** 2],
    ["KiB", 1024]
  ];
  function sizeText(bytes2) {
    const unit = NAMED.find(([, factor]) => bytes2 >= factor && bytes2 % factor === 0);
    return unit === void 0 ? `${bytes2}` : `${bytes2 / unit[1]} ${unit[0]}`;
  }
  var hexText = (bytes2) => `0x${bytes2.toString(16)}`;

  // engine/import/mapped.ts
  var GIB2 = 1024 ** 3;
  function buildMapped(devices) {
    const steps = [];
    const done = /* @__PURE__ */ new Set();
    const visit = (mapped, above) => {
      if (done.has(mapped) || above.includes(mapped)) return;
      for (const { legs } of mapped.targets) {
        for (const { device: device3 } of legs) {
          const below = devices.findMapped(devices.resolve(device3) ?? device3);
          if (below !== void 0) visit(below, [...above, mapped]);
        }
      }
      if (done.has(mapped)) return;
      done.add(mapped);
      const table = tableOf(devices, mapped);
      if (table.length === 0) return;
      const device2 = mapped.kernelName === void 0 ? {} : { device: mapped.kernelName };
      steps.push({ op: "dm-create", name: mapped.name, ...device2, table });
    };
    for (const mapped of devices.mapped) visit(mapped, []);
    return steps;
  }
  function mappedBytes(devices, mapped) {
    const sizeBytes = Math.max(mapped.sizeBytes ?? 0, devices.needs.get(`mapper/${mapped.name}`) ?? 0);
    return sizeBytes === 0 ? GIB2 : Math.ceil(sizeBytes / PAGE_BYTES) * PAGE_BYTES;
  }
  function assumedTable(devices, mapped) {
    const lenBytes2 = mappedBytes(devices, mapped);
    const below = legsBelow(devices, mapped);
    const why = "no dmsetup table was given";
    if (below.length > 0) {
      const partBytes = Math.floor(lenBytes2 / below.length / PAGE_BYTES) * PAGE_BYTES;
      devices.notes.assume(
        `${mapped.name} is linear, a part of ${sizeText(partBytes)} from the start of ${below.join(", ")}`,
        why
      );
      return below.map((device3, i) => ({
        type: "linear",
        startBytes: i * partBytes,
        lenBytes: partBytes,
        device: device3,
        offInLegBytes: 0
      }));
    }
    const choices = [...devices.disks.keys()];
    const question = {
      id: `leg:${mapped.name}`,
      text: `On which device does ${mapped.name} lie?`,
      kind: "choice",
      choices,
      assumed: choices[0] ?? "pmem0"
    };
    const what = (it) => `${mapped.name} is linear, ${sizeText(lenBytes2)} from the start of ${it}`;
    const device2 = devices.notes.ask(question, what, why, oneOf2(choices));
    return [{ type: "linear", startBytes: 0, lenBytes: lenBytes2, device: device2, offInLegBytes: 0 }];
  }
  var legsBelow = (devices, mapped) => [
    ...new Set([...mapped.below].flatMap((it) => devices.resolve(it) ?? []))
  ];
  function tableOf(devices, mapped) {
    if (mapped.targets.length === 0) return assumedTable(devices, mapped);
    const byStart = new Map(mapped.targets.map((it) => [it.startSectors, it]));
    const sorted = [...byStart.values()].sort((a, b) => a.startSectors - b.startSectors);
    return sorted.flatMap((target) => {
      const startBytes = target.startSectors * SECTOR_BYTES;
      const lenBytes2 = target.lenSectors * SECTOR_BYTES;
      const legs = target.legs.map((it) => ({
        device: devices.resolve(it.device) ?? it.device,
        offInLegBytes: it.offSectors * SECTOR_BYTES
      }));
      const [leg2] = legs;
      if (target.type === "striped") {
        return [{ type: "striped", startBytes, lenBytes: lenBytes2, chunkBytes: target.chunkSectors * SECTOR_BYTES, legs }];
      }
      return leg2 === void 0 ? [] : [{ type: "linear", startBytes, lenBytes: lenBytes2, ...leg2 }];
    });
  }

  // engine/import/disks.ts
  var SECTOR_BYTES3 = 512;
  var MIB = 1024 ** 2;
  var GIB3 = 1024 ** 3;
  var MAX_DISKS2 = 64;
  var MAX_ADDRESS = 2 ** 50;
  var MAX_OFFSET_BYTES = 2 ** 40;
  var STRUCT_PAGE_BYTES = 64;
  var INFO_BLOCK_BYTES = 8192;
  var DEFAULT_ALIGN_BYTES = 2 * MIB;
  function spreadNeeds(devices) {
    for (const mapped of devices.mapped) {
      for (const { legs, lenSectors } of mapped.targets) {
        for (const leg2 of legs) {
          const name2 = devices.resolve(leg2.device);
          const endSectors = leg2.offSectors + Math.ceil(lenSectors / legs.length);
          if (name2 !== null) devices.need(name2, endSectors * SECTOR_BYTES3);
        }
      }
      if (mapped.targets.length > 0) continue;
      const below = legsBelow(devices, mapped);
      const partBytes = Math.ceil(mappedBytes(devices, mapped) / Math.max(1, below.length));
      for (const leg2 of below.length === 0 ? [[...devices.disks.keys()][0] ?? "pmem0"] : below)
        devices.need(leg2, partBytes);
    }
    for (const part of devices.parts.values()) {
      part.sizeBytes ??= partSize(devices, part);
      part.startBytes ??= partStart(devices, part);
      devices.need(part.disk, part.startBytes + part.sizeBytes);
    }
  }
  function partSize(devices, part) {
    const needed = devices.needs.get(part.name);
    const sizeBytes = needed ?? GIB3;
    const why = needed === void 0 ? "no text says it" : "what is on it is that long";
    const question = {
      id: `size:${part.name}`,
      text: `How long is ${part.name}?`,
      kind: "bytes",
      assumed: sizeText(sizeBytes)
    };
    return devices.notes.ask(question, (it) => `${part.name} has ${it}`, why, sizeIn(SECTOR_BYTES3, needed ?? 0));
  }
  function partStart(devices, part) {
    const before = [...devices.parts.values()].filter((it) => it.disk === part.disk && it.number < part.number);
    const end = Math.max(MIB, ...before.map((it) => (it.startBytes ?? 0) + (it.sizeBytes ?? 0)));
    const startBytes = Math.min(Math.ceil(end / MIB) * MIB, MAX_DEVICE_BYTES);
    const question = {
      id: `start:${part.name}`,
      text: `Where on ${part.disk} does ${part.name} begin?`,
      kind: "bytes",
      assumed: sizeText(startBytes)
    };
    const why = "no partition table was given; on the next MiB, as partitioning tools do";
    return devices.notes.ask(question, (it) => `${part.name} begins at ${it}`, why, sizeIn(SECTOR_BYTES3, 0));
  }
  var sizeIn = (unit, least) => (text) => {
    const bytes2 = bytesIn(text);
    return bytes2 !== void 0 && bytes2 > 0 && bytes2 % unit === 0 && bytes2 >= least && bytes2 <= MAX_DEVICE_BYTES ? bytes2 : void 0;
  };
  function buildPmem(devices) {
    const { disks, notes } = devices;
    if (disks.size === 0) {
      notes.assume("there is one pmem device, of a GiB or what is on it", "no text names one");
      const sizeBytes = Math.ceil(Math.max(GIB3, devices.needs.get("pmem0") ?? 0) / GIB3) * GIB3;
      disks.set("pmem0", { name: "pmem0", sizeBytes, resourceBytes: 4 * GIB3, origin: { name: "", line: 0 } });
    }
    const pmem2 = {};
    const names = [...disks.keys()].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    for (const name2 of names.slice(MAX_DISKS2)) {
      notes.ignore(disks.get(name2)?.origin ?? { name: "", line: 0 }, name2, `the model has ${MAX_DISKS2} devices at most`);
    }
    for (const name2 of names.slice(0, MAX_DISKS2)) pmem2[name2] = toPmem(devices, disks.get(name2));
    placeAll(devices, pmem2);
    for (const [name2, it] of Object.entries(pmem2)) addPartitions(devices, name2, it);
    return pmem2;
  }
  function toPmem(devices, disk) {
    const { name: name2 } = disk;
    const isChardev = name2.startsWith("dax");
    const pmem2 = { sizeBytes: diskBytes(devices, disk) };
    const mode = isChardev ? "devdax" : disk.mode === "devdax" ? void 0 : disk.mode;
    if (mode !== void 0 && mode !== "fsdax") pmem2.mode = mode;
    if (disk.map === "dev") pmem2.map = "dev";
    if (disk.resourceBytes !== void 0) pmem2.resourceBytes = disk.resourceBytes;
    const { namespaceBytes, namespaceEndBytes } = disk;
    const hasMemmap = disk.hasInfoBlock === true || isChardev || disk.map === "dev";
    if (namespaceBytes !== void 0 && namespaceEndBytes !== void 0) {
      const before = namespaceEndBytes - namespaceBytes - pmem2.sizeBytes;
      const offset = disk.resourceBytes !== void 0 ? disk.resourceBytes - namespaceBytes : before;
      const isKnown = offset >= 0 && offset < MAX_OFFSET_BYTES && offset % PAGE_BYTES === 0 && (offset === 0 || hasMemmap);
      pmem2.dataOffsetBytes = isKnown ? offset : hasMemmap ? memmapBytes(disk, pmem2.sizeBytes) : 0;
      pmem2.resourceBytes ??= namespaceBytes + pmem2.dataOffsetBytes;
    } else if (hasMemmap) {
      pmem2.dataOffsetBytes = memmapBytes(disk, pmem2.sizeBytes);
      const why = "the length of the namespace was not given; it follows from the size of its page map";
      devices.notes.assume(`the data of ${name2} begins ${sizeText(pmem2.dataOffsetBytes)} into its namespace`, why);
    }
    if (pmem2.dataOffsetBytes === 0) delete pmem2.dataOffsetBytes;
    return pmem2;
  }
  function memmapBytes(disk, dataBytes) {
    const said = disk.alignBytes ?? DEFAULT_ALIGN_BYTES;
    const align = said >= PAGE_BYTES && said <= GIB3 && said % PAGE_BYTES === 0 ? said : DEFAULT_ALIGN_BYTES;
    if (disk.map !== "dev") return Math.ceil(INFO_BLOCK_BYTES / align) * align;
    let offset = align;
    for (let round = 0; round < 64; round++) {
      const pages = Math.floor((dataBytes + offset - INFO_BLOCK_BYTES) / PAGE_BYTES);
      const needed = Math.ceil((INFO_BLOCK_BYTES + pages * STRUCT_PAGE_BYTES) / align) * align;
      if (needed === offset) break;
      offset = needed;
    }
    return offset;
  }
  function diskBytes(devices, disk) {
    const needed = devices.needs.get(disk.name) ?? 0;
    const { sizeBytes, precision = 3, namespaceBytes, namespaceEndBytes } = disk;
    const isExact = sizeBytes !== void 0 && precision >= 2 && sizeBytes % PAGE_BYTES === 0;
    if (isExact && sizeBytes >= PAGE_BYTES && sizeBytes <= MAX_DEVICE_BYTES) return sizeBytes;
    const room = namespaceBytes === void 0 ? void 0 : (namespaceEndBytes ?? 0) - namespaceBytes;
    const inNamespace = room === void 0 ? void 0 : room - (disk.hasInfoBlock ? memmapBytes(disk, room) : 0);
    const guess = inNamespace ?? sizeBytes ?? (needed > 0 ? needed : GIB3);
    const least = Math.max(PAGE_BYTES, Math.ceil(needed / PAGE_BYTES) * PAGE_BYTES);
    const wanted = Math.max(least, Math.ceil(guess / PAGE_BYTES) * PAGE_BYTES);
    const assumed = Math.min(wanted, MAX_DEVICE_BYTES);
    if (inNamespace === assumed) return assumed;
    const why = sizeBytes !== void 0 ? "the size was rounded, or is where a table ends" : needed > 0 ? "what is on it needs that" : "no text says it";
    const question = {
      id: `size:${disk.name}`,
      text: `How long is ${disk.name}?`,
      kind: "bytes",
      assumed: sizeText(assumed)
    };
    return devices.notes.ask(
      question,
      (it) => `${disk.name} has ${it}`,
      why,
      sizeIn(PAGE_BYTES, Math.min(least, assumed))
    );
  }
  function placeAll(devices, pmem2) {
    const taken = [];
    for (const [name2, it] of Object.entries(pmem2)) {
      if (it.resourceBytes === void 0) continue;
      const from = it.resourceBytes - (it.dataOffsetBytes ?? 0);
      const to = it.resourceBytes + it.sizeBytes;
      const other = taken.find((one) => from < one.to && one.from < to);
      if (other === void 0 && from >= 0 && to < MAX_ADDRESS && it.resourceBytes % PAGE_BYTES === 0) {
        taken.push({ name: name2, from, to });
        continue;
      }
      const read2 = `${hexText(it.resourceBytes)} for ${name2}`;
      const expected = other === void 0 ? "an address on a page" : `memory that ${other.name} does not have`;
      devices.notes.problems.push({ name: devices.disks.get(name2)?.origin.name ?? "", line: 0, read: read2, expected });
      delete it.resourceBytes;
    }
    for (const [name2, it] of Object.entries(pmem2)) {
      if (it.resourceBytes !== void 0) continue;
      const end = taken.reduce((most, { to }) => Math.max(most, to + GIB3), 4 * GIB3);
      const from = Math.ceil(end / GIB3) * GIB3;
      const place = from + (it.dataOffsetBytes ?? 0);
      const question = {
        id: `resource:${name2}`,
        text: `At which physical address is byte 0 of ${name2}?`,
        kind: "bytes",
        assumed: hexText(place)
      };
      const isFree = (at3) => !taken.some((one) => at3 - (it.dataOffsetBytes ?? 0) < one.to && one.from < at3 + it.sizeBytes);
      const read2 = (text) => {
        const at3 = bytesIn(text);
        return at3 !== void 0 && at3 % PAGE_BYTES === 0 && at3 >= (it.dataOffsetBytes ?? 0) && at3 < 2 * MAX_ADDRESS && isFree(at3) ? at3 : void 0;
      };
      const why = "no text has its address (ndctl and /proc/iomem show it to root): the next free one";
      it.resourceBytes = devices.notes.ask(question, (text) => `${name2} is at ${text}`, why, read2);
      taken.push({ name: name2, from: it.resourceBytes - (it.dataOffsetBytes ?? 0), to: it.resourceBytes + it.sizeBytes });
    }
  }
  function addPartitions({ parts, notes }, disk, pmem2) {
    const of = [...parts.values()].filter((it) => it.disk === disk).sort((a, b) => a.number - b.number);
    const table = [];
    const isFree = (from, to) => from >= SECTOR_BYTES3 && to <= pmem2.sizeBytes && !table.some((it) => from < it.startBytes + it.sizeBytes && it.startBytes < to);
    for (const part of of) {
      const { startBytes = 0, sizeBytes = 0, name: name2 } = part;
      const isWhole = startBytes % SECTOR_BYTES3 === 0 && sizeBytes % SECTOR_BYTES3 === 0 && sizeBytes > 0;
      const firstByte = Math.min(...of.map((it) => it.startBytes ?? MIB));
      const gap = part.number - 1 - table.length;
      const isRoom = isWhole && isFree(startBytes, startBytes + sizeBytes) && gap < firstByte / SECTOR_BYTES3 - 1;
      if (!isRoom || part.number > 128) {
        const read2 = `${name2} at ${startBytes}, ${sizeBytes} bytes`;
        notes.problems.push({ ...part.origin, read: read2, expected: `whole sectors of ${disk} that no other partition has` });
        parts.delete(name2);
        continue;
      }
      for (let i = 0; i < gap; i++) {
        const at3 = SECTOR_BYTES3 * (table.length + 1);
        table.push({ startBytes: at3, sizeBytes: SECTOR_BYTES3 });
        notes.assume(
          `${disk}p${table.length} is one sector at ${at3}`,
          "there is none, and the ones after it keep their names"
        );
      }
      table.push({ startBytes, sizeBytes });
    }
    if (table.length > 0 && !disk.startsWith("dax")) pmem2.partitions = table;
  }

  // engine/import/files.ts
  var MAX_UNNAMED = 1e3;
  var MAX_EXTENTS = 2e4;
  var Files = class {
    constructor(devices, filesystems) {
      this.devices = devices;
      this.filesystems = filesystems;
      for (const fact of devices.facts.files) {
        const file = this.#at(fact.path, fact.origin);
        if (file === null) continue;
        if (fact.sizeBytes !== void 0) file.sizeBytes = fact.sizeBytes;
        const hasFlags = fact.extents.some((it) => it.unwritten || it.shared);
        if (file.extents === void 0 || hasFlags) file.extents = fact.extents;
      }
      for (const { mappings, openPaths, origin } of devices.facts.processes) {
        for (const mapping of mappings) this.#addMapping(mapping, origin);
        for (const path2 of openPaths) if (!path2.endsWith(" (deleted)")) this.#at(path2, origin);
      }
      for (const filesystem of filesystems) this.#readRows(filesystem);
    }
    devices;
    filesystems;
    byPath = /* @__PURE__ */ new Map();
    /** The file of a path, made if it lies under a mount point of this machine. */
    #at(path2, origin) {
      const known = this.byPath.get(path2);
      if (known !== void 0) return known;
      const filesystem = this.#filesystemOf(path2);
      if (filesystem === null || path2.length > 254 || path2.includes("\0")) return null;
      const file = { path: path2, filesystem, mappedBytes: 0, isDeleted: false, origin };
      this.byPath.set(path2, file);
      return file;
    }
    #filesystemOf(path2) {
      let best = null;
      for (const it of this.filesystems) {
        if (it.target === null || !path2.startsWith(it.target === "/" ? "/" : `${it.target}/`)) continue;
        if (best?.target == null || it.target.length > best.target.length) best = it;
      }
      return best;
    }
    #addMapping(mapping, origin) {
      if (!mapping.path.startsWith("/") || mapping.inode < 1 || !this.isHere(mapping)) return;
      const file = this.#at(mapping.path, origin);
      if (file === null) return;
      file.inode ??= mapping.inode;
      file.isDeleted ||= mapping.isDeleted;
      file.mappedBytes = Math.max(file.mappedBytes, mapping.offInFileBytes + mapping.lenBytes);
    }
    /** A mapping of a file on this machine's filesystems; another device's number under the mount point is another mount. */
    isHere(mapping) {
      const filesystem = this.#filesystemOf(mapping.path);
      const device2 = this.devices.resolve(mapping.number);
      return filesystem !== null && (device2 === null || device2 === filesystem.device);
    }
    /** One pass over the rows: extents of known inodes, and the inodes that nobody named. */
    #readRows(filesystem) {
      const { rows, target } = filesystem;
      if (rows === null || target === null) return;
      const named2 = [...this.byPath.values()].filter((it) => it.filesystem === filesystem);
      for (const file of named2) file.inode ??= inodeAt(rows, file.extents?.[0]);
      const byInode = /* @__PURE__ */ new Map();
      for (const file of named2) if (file.inode !== void 0) byInode.set(file.inode, file);
      const wanted = /* @__PURE__ */ new Map();
      for (const [inode2, file] of byInode) if (file.extents === void 0) wanted.set(inode2, []);
      const unnamed2 = /* @__PURE__ */ new Set();
      let cut = 0;
      for (let i = 0; i < rows.count; i++) {
        const inode2 = rows.owner[i] ?? 0;
        const flags = rows.flags[i] ?? 0;
        if (inode2 <= 0 || (flags & (OWNER.attr | OWNER.bmbt | OWNER.log)) !== 0) continue;
        if (!byInode.has(inode2) && !unnamed2.has(inode2)) {
          if (unnamed2.size >= MAX_UNNAMED) continue;
          unnamed2.add(inode2);
          wanted.set(inode2, []);
        }
        const extents2 = wanted.get(inode2);
        if (extents2 === void 0) continue;
        if (extents2.length < MAX_EXTENTS) extents2.push(extentOf(rows, i));
        else cut++;
      }
      for (const inode2 of [...unnamed2].sort((a, b) => a - b)) {
        const path2 = `${target === "/" ? "" : target}/inode-${inode2}`;
        const file = { path: path2, filesystem, inode: inode2, mappedBytes: 0, isDeleted: false, origin: filesystem.origin };
        byInode.set(inode2, file);
        this.byPath.set(path2, file);
      }
      for (const [inode2, extents2] of wanted) {
        const file = byInode.get(inode2);
        if (file !== void 0 && extents2.length > 0) file.extents = joined(extents2);
      }
      this.#say(filesystem, unnamed2.size, cut);
    }
    #say({ target, device: device2 }, unnamed2, cut) {
      const { notes } = this.devices;
      const limit = unnamed2 >= MAX_UNNAMED ? ", and more have none here" : "";
      if (unnamed2 > 0) {
        const why = "fsmap gives numbers, and neither maps nor filefrag names them; some may be directories";
        notes.assume(`${unnamed2} inodes of ${target} are files called inode-N${limit}`, why);
      }
      if (cut > 0)
        notes.assume(`${cut} extents of ${device2} are in its reverse map only`, `a file has ${MAX_EXTENTS} at most here`);
    }
    /** A step for each file, in order of path. */
    steps() {
      const unsized = [];
      const unplaced = [];
      const sorted = [...this.byPath.values()].sort((a, b) => a.path < b.path ? -1 : 1);
      const steps = sorted.map((file) => {
        const end = file.extents?.reduce((most, it) => Math.max(most, it.offInFileBytes + it.lenBytes), 0) ?? 0;
        if (file.sizeBytes === void 0) unsized.push(file.path);
        if (file.extents === void 0) unplaced.push(file.path);
        file.sizeBytes ??= end > 0 ? end : file.mappedBytes;
        const inode2 = file.inode === void 0 ? {} : { inode: file.inode };
        const extents2 = file.extents === void 0 ? {} : { extents: file.extents };
        return { op: "create", path: file.path, sizeBytes: file.sizeBytes, ...inode2, ...extents2 };
      });
      const { notes } = this.devices;
      const why = "only filefrag has the size of a file";
      if (unsized.length > 0) notes.assume(`${listed(unsized)}: as long as the blocks or the mappings of it reach`, why);
      const lacking = "neither filefrag, bmap nor an fsmap with inodes shows it";
      if (unplaced.length > 0) notes.assume(`the model chooses where the blocks of ${listed(unplaced)} are`, lacking);
      return steps;
    }
  };
  var listed = (names) => names.length <= 3 ? names.join(", ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
  function extentOf(rows, i) {
    const flags = rows.flags[i] ?? 0;
    return {
      offInFileBytes: rows.offInFileBytes[i] ?? 0,
      offInDevBytes: rows.offInDevBytes[i] ?? 0,
      lenBytes: rows.lenBytes[i] ?? 0,
      ...flags & OWNER.unwritten ? { unwritten: true } : {},
      ...flags & OWNER.realtime ? { realtime: true } : {}
    };
  }
  function joined(extents2) {
    const sorted = [...extents2].sort((a, b) => a.offInFileBytes - b.offInFileBytes);
    const result = [];
    for (const extent2 of sorted) {
      const last = result.at(-1);
      const goesOn = last !== void 0 && last.offInFileBytes + last.lenBytes === extent2.offInFileBytes && last.offInDevBytes + last.lenBytes === extent2.offInDevBytes && last.unwritten === extent2.unwritten && last.realtime === extent2.realtime;
      const overlaps = last !== void 0 && extent2.offInFileBytes < last.offInFileBytes + last.lenBytes;
      if (goesOn) last.lenBytes += extent2.lenBytes;
      else if (!overlaps) result.push({ ...extent2 });
    }
    return result;
  }
  function inodeAt(rows, extent2) {
    if (extent2 === void 0) return void 0;
    for (let i = 0; i < rows.count; i++) {
      const isHere = rows.offInDevBytes[i] === extent2.offInDevBytes && rows.offInFileBytes[i] === extent2.offInFileBytes;
      if (isHere && (rows.owner[i] ?? 0) > 0) return rows.owner[i];
    }
    return void 0;
  }

  // engine/import/filesystem-options.ts
  var SECTOR_BYTES4 = 512;
  var MIN_AG_BLOCKS = 64;
  var ownerCode = (meta2) => -1 - META_OWNERS.indexOf(meta2);
  function extOptions(devices, { device: device2, blockBytes, blocks: blocks2 }) {
    const options = {};
    if (blockBytes !== void 0 && blockBytes >= 1024) options.blockBytes = blockBytes;
    if (blocks2 !== void 0) {
      options.sizeBytes = blocks2 * (blockBytes ?? 4096);
      devices.need(device2, options.sizeBytes);
    }
    return options;
  }
  function xfsOptions(devices, known, filesystem) {
    const { device: device2 } = known;
    const options = { ...featureOptions(devices, known, filesystem.rows) };
    if (filesystem.logDevice !== void 0) options.logDevice = filesystem.logDevice;
    if (filesystem.rtDevice !== void 0) options.rtDevice = filesystem.rtDevice;
    const geometry2 = geometryOf(known, filesystem);
    if (geometry2 === null) return options;
    devices.need(device2, geometry2.dblocks * geometry2.blockBytes);
    if (geometry2.agBlocks < MIN_AG_BLOCKS) return options;
    const isPlaced = geometry2.logOffsetBytes !== void 0 || filesystem.logDevice !== void 0;
    if (isPlaced) return { ...options, geometry: geometry2 };
    devices.notes.assume(`the log of ${device2} is where mkfs.xfs puts it`, "only fsmap says where it is");
    options.blockBytes = geometry2.blockBytes;
    options.sizeBytes = geometry2.dblocks * geometry2.blockBytes;
    options.agCount = geometry2.agCount;
    options.agBlocks = geometry2.agBlocks;
    if (geometry2.logBytes > 0) options.logBytes = geometry2.logBytes;
    return options;
  }
  function featureOptions({ notes }, known, rows) {
    if (known.rmapbt !== void 0) return { rmapbt: known.rmapbt, reflink: known.reflink ?? false };
    if (rows !== null) {
      const rmapbt2 = rows.owner.some((it) => it > 0 || it === ownerCode("INOBT"));
      const reflink = rows.owner.includes(ownerCode("REFC"));
      const why2 = "its fsmap names inodes or not, and reference counts or not";
      notes.assume(`${known.device}: rmapbt=${Number(rmapbt2)}, reflink=${Number(reflink)}`, why2);
      return { rmapbt: rmapbt2, reflink };
    }
    const question = {
      id: `rmapbt:${known.device}`,
      text: `Has the XFS on ${known.device} a reverse map (rmapbt)?`,
      kind: "choice",
      choices: ["yes", "no"],
      assumed: "no"
    };
    const why = "neither xfs_info nor fsmap was given, and mkfs.xfs 6.1 makes none";
    const rmapbt = notes.ask(
      question,
      (it) => `${known.device} has ${it === "yes" ? "a" : "no"} reverse map`,
      why,
      oneOf2(["yes", "no"])
    );
    return { rmapbt: rmapbt === "yes" };
  }
  function geometryOf(known, { rows }) {
    const blockBytes = known.blockBytes ?? 4096;
    const log = rows === null ? null : logOf(rows);
    const logBytes = known.logBlocks !== void 0 ? known.logBlocks * blockBytes : log?.lenBytes ?? 0;
    const placed = log?.isInternal ? { logOffsetBytes: log.offBytes } : {};
    const inode2 = known.inodeBytes === void 0 ? {} : { inodeBytes: known.inodeBytes };
    if (known.blocks !== void 0 && known.agBlocks !== void 0 && known.blocks > 0 && known.agBlocks > 0) {
      const agCount2 = Math.ceil(known.blocks / known.agBlocks);
      return { blockBytes, dblocks: known.blocks, agBlocks: known.agBlocks, agCount: agCount2, ...placed, logBytes, ...inode2 };
    }
    if (rows === null) return null;
    const endBytes = dataEnd(rows);
    const dblocks = Math.floor(endBytes / blockBytes);
    if (dblocks < 1) return null;
    const agBlocks = secondSuperblock(rows) / blockBytes || dblocks;
    if (!Number.isInteger(agBlocks)) return null;
    const agCount = Math.ceil(dblocks / agBlocks);
    return { blockBytes, dblocks, agBlocks, agCount, ...placed, logBytes, ...inode2 };
  }
  function dataEnd(rows) {
    let end = 0;
    for (let i = 0; i < rows.count; i++) {
      if (((rows.flags[i] ?? 0) & (OWNER.log | OWNER.realtime)) !== 0) continue;
      end = Math.max(end, (rows.offInDevBytes[i] ?? 0) + (rows.lenBytes[i] ?? 0));
    }
    return end;
  }
  function secondSuperblock(rows) {
    const isSuper = (owner, i) => owner === ownerCode("FS") && (rows.offInDevBytes[i] ?? 0) > 0;
    const at3 = rows.owner.findIndex(isSuper);
    return at3 < 0 ? 0 : rows.offInDevBytes[at3] ?? 0;
  }
  function logOf(rows) {
    const at3 = rows.owner.indexOf(ownerCode("LOG"));
    if (at3 < 0) return null;
    const isInternal = ((rows.flags[at3] ?? 0) & OWNER.log) === 0;
    return { offBytes: rows.offInDevBytes[at3] ?? 0, lenBytes: rows.lenBytes[at3] ?? SECTOR_BYTES4, isInternal };
  }

  // engine/import/owners.ts
  function ownerEnd(rows) {
    let end = 0;
    for (let i = 0; i < rows.count; i++) {
      const rowEnd = (rows.offInDevBytes[i] ?? 0) + (rows.lenBytes[i] ?? 0);
      if (rowEnd > end) end = rowEnd;
    }
    return end;
  }
  function filesystemOwners({ steps }, read2) {
    const made = /* @__PURE__ */ new Map();
    const found2 = /* @__PURE__ */ new Map();
    for (const step of steps) {
      if (step.op === "mkfs") made.set(step.device, step.fstype);
      else if (step.op === "mount") {
        const fstype2 = step.fstype ?? made.get(step.device) ?? "xfs";
        found2.set(step.target, {
          device: step.device,
          target: step.target,
          fstype: fstype2,
          rows: EMPTY,
          extents: EMPTY,
          paths: /* @__PURE__ */ new Map()
        });
      } else if (step.op === "fsmap")
        Object.assign(found2.get(step.target) ?? {}, { rows: read2?.get(step.target) ?? ownerTable(step) });
      else if (step.op === "create" && step.inode !== void 0) {
        const target = [...found2.keys()].filter((it) => isUnder(step.path, it)).sort((a, b) => b.length - a.length)[0];
        found2.get(target ?? "")?.paths.set(step.inode, step.path);
      }
    }
    return [...found2.values()].map((it) => ({ ...it, extents: rowsOfFiles(steps, it) }));
  }
  var EMPTY = ownerTable({ rows: [] });
  var isUnder = (path2, target) => path2.startsWith(target === "/" ? "/" : `${target}/`);
  function rowsOfFiles(steps, { target }) {
    const rows = steps.flatMap((step) => {
      if (step.op !== "create" || !isUnder(step.path, target) || step.inode === void 0) return [];
      const { inode: inode2 } = step;
      return (step.extents ?? []).map(({ offInDevBytes, lenBytes: lenBytes2, offInFileBytes }) => ({
        offInDevBytes,
        lenBytes: lenBytes2,
        owner: { inode: inode2, offInFileBytes }
      }));
    });
    rows.sort((a, b) => a.offInDevBytes - b.offInDevBytes);
    return ownerTable({ rows });
  }

  // engine/import/numbers.ts
  function resolveNumbers(devices) {
    const { facts } = devices;
    for (const { mappings } of facts.processes) {
      for (const { path: path2, number: number2 } of mappings) {
        const mount = mountAbove(facts, path2);
        const device2 = mount === null ? null : devices.resolve(mount.device);
        if (device2 !== null && !devices.numbers.has(number2) && isBlockNumber(number2)) devices.numbers.set(number2, device2);
      }
    }
    for (const fact of facts.fsmaps) {
      const mount = fact.target === void 0 ? null : facts.mounts.findLast((it) => it.target === fact.target);
      const device2 = mount === null || mount === void 0 ? null : devices.resolve(mount.device);
      const number2 = dataNumber(fact);
      if (device2 !== null && number2 !== null && !devices.numbers.has(number2)) devices.numbers.set(number2, device2);
    }
    for (const fact of facts.fsmaps) guessFsmap(devices, fact);
    for (const { legs, origin } of facts.targets) for (const { device: device2 } of legs) guessLeg(devices, device2, origin);
    guessMappings(devices);
  }
  var isBlockNumber = (number2) => /^[1-9]\d*:\d+$/.test(number2);
  function mountAbove(facts, path2) {
    let best = null;
    for (const mount of facts.mounts) {
      const isAbove = mount.target === "/" ? path2.startsWith("/") : path2.startsWith(`${mount.target}/`);
      if (isAbove && mount.target.length >= (best?.target.length ?? 0)) best = mount;
    }
    return best;
  }
  function dataNumber(fact) {
    const hasMetadata = (it) => it.rows.owner.subarray(0, 64).some((owner) => owner < 0 && owner > -5);
    return (fact.devices.find(hasMetadata) ?? fact.devices[0])?.number ?? null;
  }
  function guessFsmap(devices, fact) {
    const data = dataNumber(fact);
    for (const { number: number2, rows } of fact.devices) {
      if (devices.numbers.has(number2) && devices.resolve(number2) !== null) continue;
      const bytes2 = ownerEnd(rows);
      const free = unnumbered(devices);
      const sized = free.filter((it) => filesystemBytes(devices, it) === bytes2);
      const mounted = free.filter((it) => devices.facts.mounts.some((mount) => devices.resolve(mount.device) === it));
      const candidates = number2 === data ? [...sized, ...mounted, ...free] : free.filter((it) => isLogOf(devices, it));
      const name2 = candidates[0] ?? newName(devices, number2);
      assign(
        devices,
        number2,
        name2,
        fact.origin,
        sized.length === 1 && number2 === data ? "its filesystem is as long" : void 0
      );
    }
  }
  var isLogOf = (devices, name2) => {
    const named2 = devices.facts.mounts.flatMap((it) => it.options).some((it) => it.replace(/^(logdev|rtdev)=\/dev\//, "") === name2);
    return named2 || devices.facts.filesystems.some((it) => it.logDevice === name2 || it.rtDevice === name2);
  };
  function filesystemBytes(devices, name2) {
    const filesystem = devices.facts.filesystems.find(
      (it) => devices.resolve(it.device) === name2 && it.blocks !== void 0
    );
    if (filesystem?.blocks !== void 0) return filesystem.blocks * (filesystem.blockBytes ?? 4096);
    return (devices.disks.get(name2) ?? devices.parts.get(name2) ?? devices.findMapped(name2))?.sizeBytes;
  }
  function unnumbered(devices) {
    const taken = new Set([...devices.numbers.values()].map((it) => devices.resolve(it)));
    const mapped = devices.mapped.map((it) => `mapper/${it.name}`);
    return [...devices.parts.keys(), ...mapped, ...devices.disks.keys()].filter((it) => !taken.has(it));
  }
  function guessLeg(devices, device2, origin) {
    if (!/^\d+:\d+$/.test(device2)) {
      devices.mention(device2, origin);
      return;
    }
    if (devices.resolve(device2) !== null) return;
    const name2 = unnumbered(devices).find((it) => devices.disks.has(it)) ?? `pmem${nextDisk(devices)}`;
    assign(devices, device2, name2, origin);
  }
  function guessMappings(devices) {
    for (const { mappings, origin } of devices.facts.processes) {
      for (const { number: number2, isShared, path: path2 } of mappings) {
        if (!isShared || !/^(259|25[2-4]):/.test(number2) || !path2.startsWith("/")) continue;
        if (devices.resolve(number2) !== null || mountAbove(devices.facts, path2) !== null) continue;
        assign(devices, number2, unnumbered(devices)[0] ?? newName(devices, number2), origin);
      }
    }
  }
  function newName(devices, number2) {
    const [, minor] = /^25[2-4]:(\d{1,4})$/.exec(number2) ?? [];
    return minor === void 0 ? `pmem${nextDisk(devices)}` : `dm-${minor}`;
  }
  function nextDisk(devices) {
    let next = 0;
    while (devices.disks.has(`pmem${next}`)) next++;
    return next;
  }
  function assign(devices, number2, name2, origin, because) {
    const isNew = devices.resolve(name2) === null;
    const { notes } = devices;
    const question = {
      id: `device:${number2}`,
      text: `Which device has the number ${number2}?`,
      kind: "name",
      assumed: name2
    };
    const why = because ?? (isNew ? "no listing of block devices names it" : "it is the next one without a number");
    const read2 = (text) => devices.mention(text.replace(/^\/dev\//, ""), origin) ?? void 0;
    devices.numbers.set(
      number2,
      notes.ask(question, (it) => `${number2} is ${it}`, why, read2)
    );
  }

  // engine/import/known-filesystems.ts
  function knownFilesystems(devices) {
    const { facts, notes } = devices;
    const known = /* @__PURE__ */ new Map();
    const at3 = (device2, origin) => {
      const it = known.get(device2) ?? { device: device2, origin };
      known.set(device2, it);
      return it;
    };
    for (const mount of facts.mounts) {
      const device2 = devices.resolve(mount.device);
      if (device2 === null) continue;
      const it = at3(device2, mount.origin);
      if (it.mount === void 0) it.mount = mount;
      else notes.ignore(mount.origin, mount.target, `${device2} is mounted at ${it.mount.target} already: a bind mount`);
    }
    for (const fact of facts.filesystems) {
      const device2 = fact.device === "" ? deviceOfFacts(devices, fact) : devices.resolve(fact.device);
      if (device2 === null) {
        if (fact.device !== "")
          notes.ignore(fact.origin, `the filesystem of ${fact.device}`, "no persistent memory is under it");
        continue;
      }
      const it = at3(device2, fact.origin);
      for (const [key, value] of Object.entries(fact)) {
        if (value !== void 0 && key !== "origin" && key !== "device") Object.assign(it, { [key]: value });
      }
    }
    for (const map of facts.fsmaps) {
      const number2 = dataNumber(map);
      const device2 = number2 === null ? null : devices.resolve(number2);
      if (device2 === null) continue;
      const it = at3(device2, map.origin);
      const size = (fact) => fact?.devices.reduce((sum, { rows }) => sum + rows.count, 0) ?? -1;
      const [better, other] = size(map) > size(it.map) || size(map) === size(it.map) && map.isVerbose ? [map, it.map] : [it.map, map];
      if (other !== void 0) notes.ignore(other.origin, "an fsmap", `a fuller one of ${device2} was given`);
      if (better !== void 0) it.map = better;
    }
    for (const { device: device2, origin, fstype: fstype2 = "xfs" } of impliedBy(devices, known)) {
      Object.assign(at3(device2, origin), { isImplied: true, fstype: fstype2 });
    }
    return known;
  }
  function impliedBy(devices, known) {
    const { facts } = devices;
    const found2 = [];
    for (const { mappings, origin } of facts.processes) {
      for (const { number: number2 } of mappings) {
        const device3 = devices.resolve(number2);
        if (device3 !== null && !known.has(device3)) found2.push({ device: device3, origin });
      }
    }
    const [file] = facts.files;
    if (file === void 0 || known.size > 0 || found2.length > 0) return found2;
    const device2 = [...devices.parts.keys(), ...devices.disks.keys()][0] ?? devices.mention("pmem0", file.origin);
    return device2 === null ? [] : [{ device: device2, origin: file.origin, ...file.fstype ? { fstype: file.fstype } : {} }];
  }
  function deviceOfFacts(devices, fact) {
    const mount = devices.facts.mounts.find((it) => it.target === fact.target && it.fstype.startsWith("ext"));
    const mounted = mount === void 0 ? null : devices.resolve(mount.device);
    if (mounted !== null || fact.blocks === void 0) return mounted;
    const bytes2 = fact.blocks * (fact.blockBytes ?? 4096);
    const sized = [...devices.parts.values(), ...devices.disks.values()].filter((it) => it.sizeBytes === bytes2);
    const listed2 = devices.facts.filesystems.flatMap(
      (it) => it.fstype === fact.fstype && it.device !== "" ? devices.resolve(it.device) ?? [] : []
    );
    const name2 = sized[0]?.name ?? listed2[0] ?? [...devices.parts.keys(), ...devices.disks.keys()][0] ?? "pmem0";
    const question = {
      id: `device:${fact.fstype}:${bytes2}`,
      text: `Which device has the ${fact.fstype} of ${bytes2} bytes?`,
      kind: "name",
      assumed: name2
    };
    const why = sized[0] === void 0 ? "dumpe2fs does not name it" : "it is as long as the filesystem";
    const read2 = (text) => devices.mention(bareName(text), fact.origin) ?? void 0;
    return devices.notes.ask(question, (it) => `the ${fact.fstype} is on ${it}`, why, read2);
  }

  // engine/import/filesystems.ts
  var FSTYPES = ["xfs", "ext4", "ext2"];
  function buildFilesystems(devices) {
    const known = knownFilesystems(devices);
    return [...known.values()].flatMap((it) => toFilesystem(devices, it) ?? []);
  }
  function toFilesystem(devices, known) {
    const { device: device2, mount, origin } = known;
    const mapped = known.map === void 0 ? void 0 : looksLikeXfs(known.map) ? "xfs" : "ext4";
    const said = mount?.fstype ?? known.fstype ?? mapped;
    if (known.isImplied) {
      devices.notes.assume(`there is an ${said} on ${device2}`, "files are on it, and no listing says which filesystem");
    }
    const fstype2 = FSTYPES.find((it) => it === said);
    if (fstype2 === void 0) {
      if (said !== void 0)
        devices.notes.ignore(origin, `the ${said} on ${device2}`, `the model has ${FSTYPES.join(", ")}`);
      return null;
    }
    const options = mount?.options ?? [];
    const rows = known.map === void 0 ? null : joinedRows(known.map, devices);
    const logDevice = known.logDevice ?? optionDevice(options, "logdev") ?? rows?.logDevice;
    const rtDevice = known.rtDevice ?? optionDevice(options, "rtdev") ?? rows?.rtDevice;
    const filesystem = {
      device: device2,
      fstype: fstype2,
      options: {},
      target: mount?.target ?? known.target ?? known.map?.target ?? targetFor(devices, known),
      isReadOnly: options.includes("ro"),
      rows: rows?.table ?? null,
      isVerbose: known.map?.isVerbose === true,
      origin
    };
    for (const [key, other] of [
      ["logDevice", logDevice],
      ["rtDevice", rtDevice]
    ]) {
      const name2 = other === void 0 ? null : devices.mention(other, origin);
      if (name2 !== null && name2 !== device2) filesystem[key] = name2;
    }
    const dax2 = filesystem.target === null ? void 0 : daxOf(devices, known, filesystem.target);
    if (dax2 !== void 0) filesystem.dax = dax2;
    filesystem.options = fstype2 === "xfs" ? xfsOptions(devices, known, filesystem) : extOptions(devices, known);
    return filesystem;
  }
  var looksLikeXfs = (map) => map.devices.some(
    ({ rows }) => rows.owner.subarray(0, 256).some((owner) => owner === ownerCode("INOBT") || owner > 0)
  );
  function optionDevice(options, key) {
    return options.find((it) => it.startsWith(`${key}=`))?.slice(key.length + 1).replace(/^\/dev\//, "");
  }
  function targetFor(devices, known) {
    const { facts, notes } = devices;
    const { device: device2 } = known;
    const isUsed = known.isImplied === true || known.map !== void 0 || known.isXfsInfo === true;
    if (!isUsed && (facts.mounts.length > 0 || facts.filesystems.some((it) => it.target !== void 0))) return null;
    const mapped = facts.processes.flatMap(
      (it) => it.mappings.filter(({ number: number2 }) => devices.resolve(number2) === device2)
    );
    const listed2 = mapped.length > 0 ? mapped : facts.files;
    const above = commonDirectory(listed2.map((it) => it.path));
    const target = above ?? `/mnt/${device2.replace(/^mapper\//, "")}`;
    notes.assume(`${device2} is mounted at ${target}`, "no mount table was given");
    return target;
  }
  function commonDirectory(paths) {
    const [first, ...rest] = paths.filter((it) => it.startsWith("/")).map((it) => it.split("/").slice(0, -1));
    if (first === void 0) return null;
    let length = first.length;
    for (const other of rest)
      while (length > 0 && other.slice(0, length).join("/") !== first.slice(0, length).join("/")) length--;
    const directory = first.slice(0, length).join("/");
    return directory === "" ? null : directory;
  }
  function daxOf({ notes }, { mount, device: device2 }, target) {
    const options = mount?.options ?? [];
    const said = options.find((it) => it === "dax" || it.startsWith("dax="));
    if (said !== void 0) return oneOf2(["always", "inode", "never"])(said.slice(4)) ?? "always";
    if (mount !== void 0) return void 0;
    const question = {
      id: `dax:${device2}`,
      text: `With which dax option is ${target} mounted?`,
      kind: "choice",
      choices: ["always", "inode", "never"],
      assumed: "always"
    };
    const read2 = oneOf2(["always", "inode", "never"]);
    return notes.ask(question, (it) => `${target} is mounted with dax=${it}`, "no mount table was given", read2);
  }
  function joinedRows(map, devices) {
    const data = dataNumber(map);
    const found2 = {};
    const [first] = map.devices;
    if (map.devices.length === 1 && first !== void 0) return { table: first.rows };
    const builder = new OwnerTableBuilder();
    const ordered = [...map.devices].sort((a, b) => Number(b.number === data) - Number(a.number === data));
    for (const { number: number2, rows } of ordered) {
      const isLog = number2 !== data && rows.owner.includes(ownerCode("LOG"));
      const bit2 = number2 === data ? 0 : isLog ? OWNER.log : OWNER.realtime;
      const name2 = devices.resolve(number2);
      if (bit2 !== 0 && name2 !== null) found2[isLog ? "logDevice" : "rtDevice"] = name2;
      if (bit2 !== 0 && name2 !== null) devices.need(name2, ownerEnd(rows));
      for (let i = 0; i < rows.count; i++) {
        const [off = 0, len = 0, owner = 0] = [rows.offInDevBytes[i], rows.lenBytes[i], rows.owner[i]];
        builder.add(off, len, owner, rows.offInFileBytes[i] ?? 0, (rows.flags[i] ?? 0) | bit2);
      }
    }
    return { table: builder.finish(), ...found2 };
  }

  // engine/import/processes.ts
  var PMD_BYTES = 2 * 1024 ** 2;
  var MAX_TOUCHES = 4096;
  var POLICIES2 = ["early", "late", "default"];
  function processSteps(devices, files) {
    const steps = [];
    const deleted = /* @__PURE__ */ new Set();
    const names = /* @__PURE__ */ new Set();
    for (const process of merged(devices.facts.processes)) {
      const here = process.mappings.filter((it) => isMapped(devices, files, it));
      if (here.length === 0) {
        if (process.mappings.length > 0)
          devices.notes.ignore(process.origin, label(process), "it maps nothing of this machine");
        continue;
      }
      const name2 = uniqueName(process, names);
      steps.push(spawnStep(devices, process, name2));
      steps.push(...mmapSteps(devices, files, here, name2));
      for (const { path: path2, isDeleted } of here) if (isDeleted && files.byPath.has(path2)) deleted.add(path2);
    }
    return [...steps, ...[...deleted].map((path2) => ({ op: "unlink", path: path2 }))];
  }
  var label = (process) => process.name ?? (process.pid === void 0 ? "a process" : `process ${process.pid}`);
  function isMapped(devices, files, mapping) {
    const chardev = /^\/dev\/(dax\d+\.\d+)$/.exec(mapping.path)?.[1];
    if (chardev !== void 0) return devices.disks.has(chardev);
    return files.byPath.has(mapping.path) && files.isHere(mapping);
  }
  function merged(facts) {
    const found2 = [];
    const rangesOf = (it) => it.mappings.map(({ startBytes }) => startBytes).join();
    for (const fact of facts) {
      const same2 = found2.find(
        (it) => fact.pid !== void 0 && it.pid === fact.pid || fact.mappings.length > 0 && it.mappings.length > 0 && rangesOf(it) === rangesOf(fact)
      );
      if (same2 === void 0) {
        found2.push({ ...fact });
        continue;
      }
      if (same2.mappings.length === 0) same2.mappings = fact.mappings;
      if (fact.pid !== void 0) same2.pid ??= fact.pid;
      if (fact.name !== void 0) same2.name ??= fact.name;
    }
    const anonymous = found2.filter((it) => it.pid === void 0 && it.mappings.length > 0);
    const named2 = found2.filter((it) => it.mappings.length === 0 && it.name !== void 0);
    anonymous.forEach((it, i) => {
      const from = anonymous.length === 1 && named2.length === 1 ? named2[i] : void 0;
      if (from?.pid !== void 0) it.pid = from.pid;
      if (from?.name !== void 0) it.name ??= from.name;
    });
    return found2.filter((it) => it.mappings.length > 0);
  }
  function uniqueName(process, names) {
    const clean = (process.name ?? "").replace(/[^A-Za-z0-9_.-]/g, "_").replace(/^[^A-Za-z_]+/, "");
    const base = clean.slice(0, 24) || (process.pid === void 0 ? "process" : `pid-${process.pid}`);
    let name2 = base;
    if (names.has(name2) && process.pid !== void 0) name2 = `${base}-${process.pid}`.slice(0, 32);
    for (let i = 2; names.has(name2); i++) name2 = `${base}-${i}`;
    names.add(name2);
    return name2;
  }
  function spawnStep({ notes }, process, name2) {
    const question = {
      id: `policy:${name2}`,
      text: `Which machine-check policy has ${name2} set with prctl(PR_MCE_KILL)?`,
      kind: "choice",
      choices: POLICIES2,
      assumed: "early"
    };
    const why = "no file of /proc says it; an early process is told of every failure that a late one could be told of";
    const policy = notes.ask(question, (it) => `${name2} is ${it}-kill`, why, oneOf2(POLICIES2));
    const pid = process.pid === void 0 || process.pid > 2 ** 31 - 1 ? {} : { pid: process.pid };
    return { op: "spawn", process: name2, policy, ...pid };
  }
  function mmapSteps({ notes }, files, mappings, name2) {
    const inOrder = [...mappings].sort((a, b) => b.startBytes - a.startBytes);
    if (inOrder.length > 1) {
      notes.assume(`${name2} mapped its files in the order m0, m1, \u2026 from the highest address down`, "maps has no times");
    }
    let untouched = 0;
    const steps = inOrder.map((mapping, i) => {
      const file = files.byPath.get(mapping.path);
      const pages = file === void 0 ? everyPage(mapping.lenBytes) : presentPages(mapping, file);
      const touch2 = pages.slice(0, MAX_TOUCHES).map((offInMapBytes) => ({ offInMapBytes, write: false }));
      untouched += pages.length > MAX_TOUCHES ? 1 : 0;
      return {
        op: "mmap",
        process: name2,
        map: `m${i}`,
        path: mapping.path,
        offInFileBytes: mapping.offInFileBytes,
        lenBytes: mapping.lenBytes,
        ...mapping.isShared ? {} : { private: true },
        ...(mapping.startBytes - mapping.offInFileBytes) % PMD_BYTES === 0 ? { aligned2m: true } : {},
        touch: touch2
      };
    });
    const limit = untouched === 0 ? "" : `, the first ${MAX_TOUCHES} of a mapping`;
    const why = "which pages are in the page tables is not in maps, and smaps does not count DAX pages";
    notes.assume(`${name2} has touched every page that has a block${limit}`, why);
    return steps;
  }
  var everyPage = (lenBytes2) => Array.from({ length: Math.min(MAX_TOUCHES + 1, Math.ceil(lenBytes2 / PAGE_BYTES)) }, (_, i) => i * PAGE_BYTES);
  function presentPages(mapping, file) {
    const { offInFileBytes, lenBytes: lenBytes2 } = mapping;
    const end = Math.min(offInFileBytes + lenBytes2, file.sizeBytes ?? Number.POSITIVE_INFINITY);
    if (file.extents === void 0) return everyPage(Math.max(0, end - offInFileBytes));
    const pages = [];
    for (const extent2 of file.extents) {
      if (extent2.unwritten) continue;
      const from = Math.max(offInFileBytes, Math.floor(extent2.offInFileBytes / PAGE_BYTES) * PAGE_BYTES);
      const to = Math.min(end, extent2.offInFileBytes + extent2.lenBytes);
      for (let at3 = from; at3 < to && pages.length <= MAX_TOUCHES; at3 += PAGE_BYTES) pages.push(at3 - offInFileBytes);
    }
    return pages;
  }

  // engine/import/build.ts
  var MAX_PLAIN_ROWS = 1e4;
  var PACKED_TOGETHER = 2e5;
  var CHECKED_TOGETHER = 100;
  var GIB4 = 1024 ** 3;
  var DEFAULT_KERNEL = "6.12";
  function* build(facts, options) {
    const notes = new Notes(options.answers ?? {});
    const kernel2 = kernelOf(facts, notes);
    const devices = new Devices(facts, notes);
    resolveNumbers(devices);
    const filesystems = buildFilesystems(devices);
    yield;
    needsOfFiles(devices, filesystems);
    spreadNeeds(devices);
    const pmem2 = buildPmem(devices);
    const mapped = buildMapped(devices);
    yield;
    const files = new Files(devices, filesystems);
    yield;
    const fileSteps = files.steps();
    const processes = processSteps(devices, files);
    const maps2 = [];
    for (const it of filesystems) maps2.push(...yield* fsmapSteps(it));
    const mounts2 = filesystems.flatMap(mountSteps);
    const mkfs = filesystems.map(
      (it) => ({ op: "mkfs", fstype: it.fstype, device: it.device, options: it.options })
    );
    const scene2 = { kernel: kernel2, ...sysctlOf(facts), pmem: pmem2 };
    const steps = [...mapped, ...mkfs, ...mounts2, ...fileSteps, ...maps2, ...processes, ...badblockSteps(devices)];
    const value = yield* checked(scene2, steps, options.seed ?? 1, notes);
    yield;
    const read2 = new Map(
      filesystems.flatMap((it) => it.rows === null || it.target === null ? [] : [[it.target, it.rows]])
    );
    const owners = filesystemOwners(value, read2);
    return {
      value,
      assumptions: notes.assumptions,
      questions: notes.questions(),
      problems: notes.problems,
      ignored: [...facts.ignored, ...notes.ignored],
      owners
    };
  }
  function kernelOf(facts, notes) {
    const [said] = facts.kernels;
    const choice = said === void 0 ? void 0 : kernelFor(releaseOf(said.text));
    const assumed = choice?.kernel ?? DEFAULT_KERNEL;
    if (choice !== void 0 && choice.note === null && notes.answers.kernel === void 0) return assumed;
    const question = { id: "kernel", text: "Which kernel's rules?", kind: "choice", choices: KERNELS, assumed };
    const why = choice === void 0 ? "no text has the kernel's release (uname -a)" : choice.note ?? "";
    return notes.ask(question, (it) => `the kernel is ${it}`, why, oneOf2(KERNELS));
  }
  function releaseOf(text) {
    const [, release = text] = /^Linux version (\S+)/.exec(text) ?? [];
    const build2 = text.indexOf(" #");
    return release === text || build2 < 0 ? release : `${release}${text.slice(build2)}`;
  }
  var sysctlOf = ({ earlyKill }) => earlyKill === void 0 ? {} : { sysctl: { earlyKill } };
  function needsOfFiles(devices, filesystems) {
    for (const { device: device2, rows } of filesystems) {
      if (rows === null) continue;
      for (let i = 0; i < rows.count; i++) {
        if ((rows.flags[i] ?? 0) < 8) devices.need(device2, (rows.offInDevBytes[i] ?? 0) + (rows.lenBytes[i] ?? 0));
      }
    }
    for (const { path: path2, extents: extents2 } of devices.facts.files) {
      const on = filesystems.find(
        (it) => it.target !== null && path2.startsWith(it.target === "/" ? "/" : `${it.target}/`)
      );
      if (on === void 0) continue;
      if (on.rows === null && !devices.needs.has(on.device)) devices.need(on.device, GIB4);
      for (const it of extents2) if (!it.realtime) devices.need(on.device, it.offInDevBytes + it.lenBytes);
    }
    for (const { device: device2, hint, sector, count } of devices.facts.badblocks) {
      const named2 = device2 ?? (hint !== null && devices.disks.has(hint) ? hint : [...devices.disks.keys()][0]);
      const disk = named2 ?? devices.mention("pmem0", { name: "", line: 0 });
      if (disk !== null && devices.disks.get(disk)?.sizeBytes === void 0) devices.need(disk, (sector + count) * 512);
    }
  }
  function mountSteps(it) {
    if (it.target === null) return [];
    return [
      {
        op: "mount",
        device: it.device,
        target: it.target,
        fstype: it.fstype,
        ...it.dax === void 0 ? {} : { dax: it.dax },
        ...it.logDevice === void 0 ? {} : { logDevice: it.logDevice },
        ...it.rtDevice === void 0 ? {} : { rtDevice: it.rtDevice },
        ...it.isReadOnly ? { readOnly: true } : {}
      }
    ];
  }
  function* fsmapSteps({ rows, target }) {
    if (rows === null || target === null || rows.count === 0) return [];
    if (rows.count <= MAX_PLAIN_ROWS) {
      return [{ op: "fsmap", target, rows: Array.from({ length: rows.count }, (_, i) => ownerRow2(rows, i)) }];
    }
    const packer = new OwnerPacker();
    for (let i = 0; i < rows.count; i += PACKED_TOGETHER) {
      packer.add(rows, i, Math.min(i + PACKED_TOGETHER, rows.count));
      yield;
    }
    return [{ op: "fsmap", target, rows: [], packed: packer.finish() }];
  }
  function badblockSteps(devices) {
    const { facts, notes } = devices;
    const choices = [...devices.disks.keys()].filter((it) => !it.startsWith("dax"));
    const seen = /* @__PURE__ */ new Set();
    return facts.badblocks.flatMap(({ device: device2, hint, sector, count, origin }) => {
      let disk = device2 === null ? null : devices.parts.get(device2)?.disk ?? device2;
      if (disk === null && choices.length > 0) {
        const assumed = hint !== null && choices.includes(hint) ? hint : choices[0] ?? "pmem0";
        const question = {
          id: `badblocks:${origin.name}`,
          text: `Of which disk is the list of bad blocks in ${origin.name}?`,
          kind: "choice",
          choices,
          assumed
        };
        const why = hint === assumed ? "its name says so" : choices.length === 1 ? "there is no other disk" : "the list does not say it";
        disk = notes.ask(question, (it) => `${origin.name} is the list of bad blocks of ${it}`, why, oneOf2(choices));
      }
      const key = `${disk} ${sector} ${count}`;
      if (disk === null || !choices.includes(disk) || seen.has(key)) return [];
      seen.add(key);
      return [{ op: "badblocks", device: disk, sector, count }];
    });
  }
  function* checked(scene2, steps, seed, notes) {
    const frozen = toScene(scene2);
    const world = namesOf(frozen, []);
    const kept = [];
    for (const [i, step] of steps.entries()) {
      if (i % CHECKED_TOGETHER === 0 || step.op === "fsmap") yield;
      try {
        kept.push(addStep(step, kept.length, world));
      } catch (error) {
        const { got, expected, message, path: path2 } = error;
        if (got === void 0) throw error;
        const read2 = shorten(`${step.op}${path2?.replace(/^steps\[\d+\]/, "") ?? ""}: ${got}`);
        notes.problems.push({ name: "the machine", line: 0, read: read2, expected: expected ?? message });
      }
    }
    return asValid({ scene: frozen, steps: Object.freeze(kept), seed: toSeed(seed) });
  }

  // engine/import/json-text.ts
  var MAX_DEPTH = 64;
  var NUMBER = /-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,4})?/y;
  var WORDS = [
    ["true", true],
    ["false", false],
    ["null", null]
  ];
  var ESCAPES = { b: "\b", f: "\f", n: "\n", r: "\r", t: "	" };
  function readJson(text, at3) {
    const reader = new Reader(text, at3);
    const value = reader.value(0);
    return { value, end: reader.at, problem: reader.problem };
  }
  var Reader = class {
    constructor(text, at3) {
      this.text = text;
      this.at = at3;
    }
    text;
    at;
    problem = null;
    value(depth) {
      this.#space();
      const char = this.text[this.at];
      if (depth > MAX_DEPTH) return this.#fail(`at most ${MAX_DEPTH} levels`);
      if (char === "{") return this.#object(depth);
      if (char === "[") return this.#list(depth);
      if (char === '"') return this.#string();
      for (const [word, value] of WORDS) {
        if (!this.text.startsWith(word, this.at)) continue;
        this.at += word.length;
        return value;
      }
      NUMBER.lastIndex = this.at;
      const number2 = NUMBER.exec(this.text)?.[0];
      if (number2 === void 0) return this.#fail("a JSON value");
      this.at += number2.length;
      return Number(number2);
    }
    #object(depth) {
      const object = /* @__PURE__ */ new Map();
      this.at++;
      if (this.#skip("}")) return object;
      while (this.problem === null) {
        this.#space();
        const key = this.text[this.at] === '"' ? this.#string() : this.#fail("a key in double quotes");
        if (key === void 0 || this.problem !== null) break;
        if (!this.#skip(":")) {
          this.#fail('":" after a key');
          break;
        }
        const value = this.value(depth + 1);
        if (value !== void 0) object.set(key, value);
        if (this.problem !== null || this.#skip("}")) break;
        if (!this.#skip(",")) this.#fail('"," or "}"');
      }
      return object;
    }
    #list(depth) {
      const list2 = [];
      this.at++;
      if (this.#skip("]")) return list2;
      while (this.problem === null) {
        const value = this.value(depth + 1);
        if (value !== void 0) list2.push(value);
        if (this.problem !== null || this.#skip("]")) break;
        if (!this.#skip(",")) this.#fail('"," or "]"');
      }
      return list2;
    }
    /** A string that is cut off is no value: half a name is another name. */
    #string() {
      const from = ++this.at;
      let value = "";
      let copied = from;
      for (; ; ) {
        const char = this.text[this.at];
        if (char === void 0 || char === "\n") return this.#fail("the closing quote of a text");
        this.at++;
        if (char === '"') return value + this.text.slice(copied, this.at - 1);
        if (char !== "\\") continue;
        value += this.text.slice(copied, this.at - 1) + this.#escape();
        copied = this.at;
      }
    }
    #escape() {
      const char = this.text[this.at++] ?? "";
      if (char !== "u") return ESCAPES[char] ?? char;
      const hex2 = this.text.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(hex2)) return "u";
      this.at += 4;
      return String.fromCharCode(Number.parseInt(hex2, 16));
    }
    #space() {
      while (this.at < this.text.length && " 	\n\r\0".includes(this.text[this.at] ?? "x")) this.at++;
    }
    #skip(char) {
      this.#space();
      if (this.text[this.at] !== char) return false;
      this.at++;
      return true;
    }
    #fail(expected) {
      this.problem ??= { at: this.at, expected };
      return void 0;
    }
  };
  function isObject(value) {
    return value instanceof Map;
  }
  function objectsOf(value) {
    if (isObject(value)) return [value];
    return Array.isArray(value) ? value.filter(isObject) : [];
  }
  function textOf(object, key) {
    const value = object.get(key);
    return typeof value === "string" && value !== "" ? value : void 0;
  }
  function wholeOf(object, key) {
    const value = object.get(key);
    if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : void 0;
    if (typeof value !== "string" || !/^(0x[0-9a-f]{1,13}|\d{1,16})$/i.test(value)) return void 0;
    const number2 = Number(value);
    return Number.isSafeInteger(number2) ? number2 : void 0;
  }
  function flagOf(object, key) {
    const value = object.get(key);
    if (typeof value === "boolean") return value;
    return value === "1" || value === 1 ? true : value === "0" || value === 0 ? false : void 0;
  }

  // engine/import/reader.ts
  var originOf = (cursor) => ({ name: cursor.name, line: cursor.lineNumber });
  function readRows(cursor, context, pattern, expected, take) {
    let count = 0;
    while (!cursor.isDone && cursor.line.trim() !== "") {
      const match = pattern.exec(cursor.line);
      if (match === null && context.interrupts(cursor)) break;
      if (match === null || take(match) === false) cursor.problem(expected);
      else count++;
      cursor.next();
    }
    return count;
  }
  function whole2(text, radix = 10) {
    if (text === void 0 || text.length > 20) return Number.NaN;
    const value = Number.parseInt(text, radix);
    return Number.isSafeInteger(value) && value >= 0 ? value : Number.NaN;
  }
  function deviceNumber(major, minor, radix = 10) {
    return `${whole2(major, radix)}:${whole2(minor, radix)}`;
  }
  function unescapeOctal(text) {
    return text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
  }
  function hintOf(text) {
    const hint = {};
    const device2 = /(?:^|[^A-Za-z0-9])(pmem\d{1,3}(?:\.\d{1,3})?s?)(?![A-Za-z0-9])/.exec(text)?.[1];
    if (device2 !== void 0 && isDiskName(device2)) hint.device = device2;
    const pid = whole2(/proc[/_-](\d{1,10})[/_-]/.exec(text)?.[1]);
    if (pid > 0) hint.pid = pid;
    const paths = text.match(/(?:^|\s)\/[^\s'"|;>]{1,254}/g) ?? [];
    const path2 = paths.map((it) => it.trim()).findLast((it) => !/^\/(dev|proc|sys)\//.test(it));
    if (path2 !== void 0) hint.path = path2;
    return hint;
  }

  // engine/import/read-dm.ts
  var TABLE = /^(?:(\S{1,128}): )?(\d+) (\d+) ([a-z][a-z0-9-]{0,30})(?: (.*))?$/;
  var TARGETS = /^(?:(?:linear|striped|stripe|crypt|thin|thin-pool|error|zero|snapshot|snapshot-origin|mirror|raid|cache|writecache|log-writes|multipath|verity|integrity|delay|flakey|era|clone|switch|dust|ebs|unstriped|zoned|vdo)$)/;
  var isTable = (line) => {
    const match = TABLE.exec(line);
    return match !== null && TARGETS.test(match[4] ?? "");
  };
  var dmTable = {
    kind: "dmsetup-table",
    starts: isTable,
    read(cursor, context) {
      return readRows(cursor, context, TABLE, "name: start length linear device offset", (match) => {
        const [, name2, start, length, type = "", rest = ""] = match;
        const mapped = name2 ?? context.hint.path?.replace(/^.*\//, "") ?? "vol";
        const origin = originOf(cursor);
        const words = rest.trim().split(/\s+/).map(bareName);
        if (!(whole2(start) >= 0 && whole2(length) > 0)) return false;
        const row = { mapped, startSectors: whole2(start), lenSectors: whole2(length), origin };
        if (type === "linear") {
          const [device2 = "", offset] = words;
          if (words.length < 2 || !(whole2(offset) >= 0) || !isLeg(device2)) return false;
          const legs = [{ device: device2, offSectors: whole2(offset) }];
          context.facts.targets.push({ ...row, type, chunkSectors: 0, legs });
          return true;
        }
        if (type === "striped") return addStriped(context, row, words);
        const why = `the model has linear and striped targets, not ${type}`;
        context.facts.ignored.push({ ...origin, what: `the ${type} target of ${mapped}`, why });
        return true;
      });
    }
  };
  var isLeg = (device2) => /^(\d{1,6}:\d{1,8}|[A-Za-z][\w./-]{0,60})$/.test(device2);
  function addStriped({ facts }, row, words) {
    const [count, chunk] = [whole2(words[0]), whole2(words[1])];
    const legs = [];
    for (let i = 2; i + 1 < words.length && legs.length < count; i += 2) {
      legs.push({ device: words[i] ?? "", offSectors: whole2(words[i + 1]) });
    }
    if (!(chunk > 0) || legs.length !== count || count === 0) return false;
    if (!legs.every((it) => isLeg(it.device) && it.offSectors >= 0)) return false;
    facts.targets.push({ ...row, type: "striped", chunkSectors: chunk, legs });
    return true;
  }
  var NODE = /^([\s|`├└│─-]*)(?:<?([^\s()<>]{1,128})>? )?\((\d{1,6}):(\d{1,8})\)\s*$/;
  var dmTree = {
    kind: "dmsetup-tree",
    starts: (line) => /^[^\s()|`├└]{1,128} \(\d{1,6}:\d{1,8}\)\s*$/.test(line),
    read(cursor, context) {
      const above = [];
      return readRows(cursor, context, NODE, "a node such as vol (254:0)", ([, branch = "", name2, major, minor]) => {
        const depth = branch.length;
        const number2 = deviceNumber(major, minor);
        while ((above.at(-1)?.depth ?? -1) >= depth) above.pop();
        above.at(-1)?.mapped.below.push(number2);
        const mapped = { name: name2 ?? "", number: number2, below: [], origin: originOf(cursor) };
        if (name2 !== void 0 && (depth === 0 || !name2.startsWith("pmem"))) context.facts.mapped.push(mapped);
        above.push({ depth, mapped });
        return true;
      });
    }
  };
  var DEPS = /^(\S{1,128}): (\d{1,6}) dependenc(?:y|ies)\s*:\s*(.*)$/;
  var dmDeps = {
    kind: "dmsetup-deps",
    starts: (line) => DEPS.test(line),
    read(cursor, context) {
      return readRows(cursor, context, DEPS, "name: 2 dependencies : (device) (device)", ([, name2 = "", , rest = ""]) => {
        const below = [...rest.matchAll(/\(([^()]{1,64})\)/g)].map((it) => bareName((it[1] ?? "").replace(/, ?/, ":")));
        context.facts.mapped.push({ name: name2, below, origin: originOf(cursor) });
        return true;
      });
    }
  };

  // engine/import/read-extents.ts
  var SECTOR_BYTES5 = 512;
  var FILE_SIZE = /^File size of (\/.{1,254}) is (\d{1,19}) \(\d+ blocks?(?: of|, blocksize) (\d{1,6})(?: bytes)?\)/;
  var MAGIC = { "58465342": "xfs", ef53: "ext4" };
  var RANGES = /^\s*\d+:\s*(\d+)\.\.\s*(\d+):\s*(\d+)\.\.\s*(\d+):\s*(\d+):(?:\s*\d+:)?\s*([a-z_,]*)\s*$/;
  var PLAIN = /^\s*\d+\s+(\d+)\s+(\d+)(?:\s+(\d+))?\s+(\d+)\s*([a-z_,]*)\s*$/;
  var FOUND = /^(\/.{1,254}): (\d+) extents? found/;
  var filefrag = {
    kind: "filefrag",
    starts: (line) => /^Filesystem type is: [0-9a-f]+/.test(line) || FILE_SIZE.test(line),
    read(cursor, context) {
      const magic = /^Filesystem type is: ([0-9a-f]+)/.exec(cursor.line)?.[1] ?? "";
      if (!FILE_SIZE.test(cursor.line)) cursor.next();
      const head = FILE_SIZE.exec(cursor.line);
      const blockBytes = whole2(head?.[3]);
      if (head === null || !(blockBytes > 0)) {
        cursor.problem("File size of /path is N (M blocks of B bytes)");
        return 0;
      }
      const file = { path: head[1] ?? "", sizeBytes: whole2(head[2]), extents: [], origin: originOf(cursor) };
      const fstype2 = MAGIC[magic];
      if (fstype2 !== void 0) file.fstype = fstype2;
      cursor.next();
      while (/^\s*ext:? /.test(cursor.line)) cursor.next();
      const rows = /\.\./.test(cursor.line) || FOUND.test(cursor.line) ? RANGES : PLAIN;
      readRows(
        cursor,
        context,
        new RegExp(`${rows.source}|${FOUND.source}`),
        "ext: logical..: physical..: length:",
        (match) => FOUND.test(match[0]) ? true : addFragment(file, match, rows === RANGES, blockBytes)
      );
      context.facts.files.push(file);
      return file.extents.length;
    }
  };
  function addFragment(file, match, isRanges, blockBytes) {
    const [logical, physical, length, flags = ""] = isRanges ? [whole2(match[1]), whole2(match[3]), whole2(match[5]), match[6]] : [whole2(match[1]), whole2(match[2]), whole2(match[4]), match[5]];
    if (!(length > 0) || isRanges && whole2(match[2]) - logical + 1 !== length) return false;
    if (/delalloc|inline|not_aligned|unknown_loc/.test(flags)) return true;
    file.extents.push({
      offInFileBytes: logical * blockBytes,
      offInDevBytes: physical * blockBytes,
      lenBytes: length * blockBytes,
      ...flags.includes("unwritten") ? { unwritten: true } : {},
      ...flags.includes("shared") ? { shared: true } : {}
    });
    return true;
  }
  var BMAP_PATH = /^(\/.{1,254}):\s*$/;
  var BMAP_HEAD = /^\s*EXT:\s+FILE-OFFSET\b/;
  var BMAP_ROW = /^\s*\d+:\s+\[(\d+)\.\.(\d+)\]:\s+(?:hole|delalloc|(\d+)\.\.(\d+))(?:\s+\d*\s*(?:\(\d+\.\.\d+\))?\s*\d+(?: blocks)?(?:\s+([01]{6,8}))?)?\s*$/;
  var SHARED = 32768;
  var UNWRITTEN = 4096;
  var bmap = {
    kind: "bmap",
    starts: (line, cursor) => BMAP_HEAD.test(line) || BMAP_ROW.test(line) || BMAP_PATH.test(line) && isBefore(cursor, BMAP_HEAD, BMAP_ROW),
    read(cursor, context) {
      const path2 = BMAP_PATH.exec(cursor.line)?.[1] ?? context.hint.path;
      const origin = originOf(cursor);
      if (BMAP_PATH.test(cursor.line)) cursor.next();
      const isRealtime = cursor.line.includes("RT-BLOCK-RANGE");
      if (BMAP_HEAD.test(cursor.line)) cursor.next();
      const extents2 = [];
      readRows(cursor, context, BMAP_ROW, "0: [0..39]: 960..999", (match) => addMapped2(extents2, match, isRealtime));
      if (path2 === void 0) unnamed(context, origin, extents2.length);
      else if (extents2.length > 0) context.facts.files.push({ path: path2, extents: extents2, origin });
      return extents2.length;
    }
  };
  function isBefore(cursor, ...patterns) {
    const next = cursor.text.slice(cursor.end + 1, cursor.end + 256).split("\n", 1)[0] ?? "";
    return patterns.some((it) => it.test(next));
  }
  function addMapped2(extents2, match, isRealtime) {
    const [fileFrom, fileTo, from, to] = match.slice(1, 5).map((it) => whole2(it));
    if (fileFrom === void 0 || fileTo === void 0 || !(fileTo >= fileFrom)) return false;
    if (match[3] === void 0) return true;
    if (from === void 0 || to === void 0 || to - from !== fileTo - fileFrom) return false;
    const flags = Number.parseInt(match[5] ?? "0", 8);
    extents2.push({
      offInFileBytes: fileFrom * SECTOR_BYTES5,
      offInDevBytes: from * SECTOR_BYTES5,
      lenBytes: (to - from + 1) * SECTOR_BYTES5,
      ...flags & UNWRITTEN ? { unwritten: true } : {},
      ...flags & SHARED ? { shared: true } : {},
      ...isRealtime ? { realtime: true } : {}
    });
    return true;
  }
  function unnamed({ facts }, origin, count) {
    facts.ignored.push({ ...origin, what: `${count} extents`, why: "the file they belong to is not named" });
  }

  // engine/import/read-filesystems.ts
  var XFS_LINE = /^(?:(meta-data|data|naming|log|realtime)\s*|\s+)=(.*)$/;
  var xfsInfo = {
    kind: "xfs-info",
    starts: (line) => /^meta-data\s*=\S/.test(line),
    read(cursor, { facts }) {
      const fact = { device: "", fstype: "xfs", isXfsInfo: true, origin: originOf(cursor) };
      let section = "";
      let count = 0;
      while (!cursor.isDone) {
        const match = XFS_LINE.exec(cursor.line);
        if (match === null || match[1] === "meta-data" && count > 0) break;
        section = match[1] ?? section;
        const rest = match[2] ?? "";
        if (match[1] !== void 0) setSubject(fact, section, rest);
        for (const [, key = "", number2] of rest.matchAll(/([a-z][a-z0-9-]{0,20})=(\d{1,18})\b/g)) {
          setXfs(fact, section, key, whole2(number2));
        }
        count++;
        cursor.next();
      }
      if (fact.blocks === void 0 || fact.agBlocks === void 0) {
        cursor.problem("data = bsize=\u2026 blocks=\u2026 and agcount=\u2026, agsize=\u2026 of xfs_info", "the end of xfs_info");
      }
      facts.filesystems.push(fact);
      return 1;
    }
  };
  function setSubject(fact, section, rest) {
    const subject = /^(\/dev\/\S+|\S*)/.exec(rest)?.[1] ?? "";
    const device2 = subject.startsWith("/dev/") ? bareName(subject) : void 0;
    if (section === "meta-data") fact.device = bareName(subject);
    if (section === "log" && device2 !== void 0) fact.logDevice = device2;
    if (section === "realtime" && device2 !== void 0) fact.rtDevice = device2;
  }
  function setXfs(fact, section, key, value) {
    const name2 = `${section}.${key}`;
    if (name2 === "meta-data.isize") fact.inodeBytes = value;
    else if (name2 === "meta-data.agcount") fact.agCount = value;
    else if (name2 === "meta-data.agsize") fact.agBlocks = value;
    else if (name2 === "meta-data.rmapbt") fact.rmapbt = value === 1;
    else if (name2 === "meta-data.reflink") fact.reflink = value === 1;
    else if (name2 === "data.bsize") fact.blockBytes = value;
    else if (name2 === "data.blocks") fact.blocks = value;
    else if (name2 === "log.blocks") fact.logBlocks = value;
  }
  var E2FS_FIELD = /^([A-Z][A-Za-z0-9 #]{2,40}):\s+(.*?)\s*$/;
  var dumpe2fs = {
    kind: "dumpe2fs",
    starts: (line) => /^Filesystem volume name:\s/.test(line),
    read(cursor, { facts, hint }) {
      const fact = { device: hint.device ?? "", origin: originOf(cursor) };
      let count = 0;
      for (; !cursor.isDone; cursor.next()) {
        const match = E2FS_FIELD.exec(cursor.line);
        if (match === null) break;
        const [, key, value = ""] = match;
        if (key === "Filesystem volume name" && count > 0) break;
        count++;
        if (key === "Block size") fact.blockBytes = whole2(value);
        if (key === "Block count") fact.blocks = whole2(value);
        if (key === "Last mounted on" && value.startsWith("/")) fact.target = value;
        if (key === "Filesystem features") fact.fstype = /\bextent\b/.test(value) ? "ext4" : "ext2";
      }
      if (fact.blocks === void 0 || fact.blockBytes === void 0) {
        cursor.problem("Block count and Block size of dumpe2fs -h", "the end of dumpe2fs");
      }
      facts.filesystems.push({ fstype: "ext4", ...fact });
      return 1;
    }
  };
  var blkid = {
    kind: "blkid",
    starts: (line) => /^\/dev\/\S{1,60}: (?:[A-Z_]+="[^"]*"\s*)*(?:TYPE|UUID|PARTUUID|PTTYPE)="/.test(line),
    read(cursor, context) {
      return readRows(cursor, context, /^(\/dev\/\S{1,60}): (.*)$/, '/dev/pmem0: UUID="\u2026" TYPE="xfs"', (match) => {
        const device2 = bareName(match[1] ?? "");
        const fstype2 = /(?:^|\s)TYPE="([^"]*)"/.exec(match[2] ?? "")?.[1];
        const isOurs = /^(pmem|mapper\/|dm-)/.test(device2);
        if (isOurs && fstype2 !== void 0) context.facts.filesystems.push({ device: device2, fstype: fstype2, origin: originOf(cursor) });
        return true;
      });
    }
  };

  // engine/import/fsmap-scanner.ts
  var meta = (name2) => -1 - META_OWNERS.indexOf(name2);
  var SPECIAL = [
    ["free space", meta("FREE")],
    ["per-AG metadata", meta("AG")],
    ["static fs metadata", meta("FS")],
    ["inode btree", meta("INOBT")],
    ["inodes", meta("INODES")],
    ["unknown", meta("UNKNOWN")],
    ["journalling log", meta("LOG")],
    ["refcount btree", meta("REFC")],
    ["cow reservation", meta("COW")],
    ["defective", meta("UNKNOWN")]
  ];
  var SPECIAL_CODES = {
    "0:1": meta("FREE"),
    "0:2": meta("UNKNOWN"),
    "0:3": meta("FS"),
    "88:1": meta("FS"),
    "88:2": meta("LOG"),
    "88:3": meta("AG"),
    "88:4": meta("INOBT"),
    "88:5": meta("INODES"),
    "88:6": meta("REFC"),
    "88:7": meta("COW"),
    "102:1": meta("FS"),
    "102:2": meta("FS"),
    "102:3": meta("AG"),
    "102:4": meta("AG")
  };
  var UNKNOWN_OWNER = meta("UNKNOWN");
  var FLAG_ATTR = 262144;
  var FLAG_UNWRITTEN = 4096;
  var SPACE = 32;
  var TAB = 9;
  var RETURN = 13;
  var NEWLINE = 10;
  var ZERO = 48;
  var COLON = 58;
  var X = 120;
  var MAX_DIGITS = 16;
  var FsmapScanner = class {
    constructor(text, at3) {
      this.text = text;
      this.at = at3;
    }
    text;
    at;
    // The row read last.
    index = 0;
    major = 0;
    minor = 0;
    fromSectors = 0;
    lenSectors = 0;
    owner = 0;
    offInFileSectors = 0;
    flags = 0;
    isVerbose = false;
    /** Reads the row that begins at `at` and moves behind its newline; false, and no move, if it is none. */
    row() {
      const from = this.at;
      if (this.#head() && this.#owner() && this.#tail()) return true;
      this.at = from;
      return false;
    }
    /** "6: 259:0 [192..959]:" */
    #head() {
      this.#space();
      this.index = this.#number();
      if (this.index < 0 || !this.#skip(COLON) || !this.#space()) return false;
      this.major = this.#number();
      if (this.major === 0 && this.text.charCodeAt(this.at) === X) {
        this.minor = this.#hexadecimal();
        this.major = this.minor >>> 8;
        this.minor &= 255;
      } else {
        if (!this.#skip(COLON)) return false;
        this.minor = this.#number();
      }
      if (this.major < 0 || this.minor < 0 || !this.#space() || !this.#skip(91)) return false;
      this.fromSectors = this.#number();
      const to = this.#dots() ? this.#number() : -1;
      this.lenSectors = to - this.fromSectors + 1;
      if (this.fromSectors < 0 || this.lenSectors <= 0 || !this.#skip(93) || !this.#skip(COLON)) return false;
      return this.#space();
    }
    #owner() {
      this.flags = 0;
      this.offInFileSectors = 0;
      const isPlain = !this.text.startsWith("inode btree", this.at) && this.#word("inode ");
      this.owner = this.#number();
      if (this.owner >= 0) return this.owner > 0 && this.#space() && this.#fileRange(isPlain);
      if (isPlain) return false;
      for (const [name2, owner] of SPECIAL) {
        if (!this.#word(name2)) continue;
        this.owner = owner;
        return this.#space();
      }
      if (!this.#word("special ")) return false;
      const type = this.#number();
      const code = this.#skip(COLON) ? this.#number() : -1;
      this.owner = SPECIAL_CODES[`${type}:${code}`] ?? UNKNOWN_OWNER;
      return type >= 0 && code >= 0 && this.#space();
    }
    #fileRange(isPlain) {
      if (isPlain) {
        if (this.#word("attr ")) this.flags |= OWNER.attr;
        else if (!this.#word("data ")) return false;
      }
      if (this.#word("extent map")) {
        this.flags |= OWNER.bmbt;
        return this.#space();
      }
      this.offInFileSectors = this.#number();
      const to = this.#dots() ? this.#number() : -1;
      return this.offInFileSectors >= 0 && to - this.offInFileSectors + 1 === this.lenSectors && this.#space();
    }
    /** "0 (192..959) 768 0010000" or "768": the length, with what -v writes before and after it. */
    #tail() {
      let total = this.#number();
      this.#space();
      this.isVerbose = this.#skip(40);
      if (this.isVerbose) {
        const close = this.text.indexOf(")", this.at);
        if (close < 0 || close - this.at > 64) return false;
        this.at = close + 1;
        this.#space();
        total = this.#number();
        this.#space();
      }
      if (total !== this.lenSectors) return false;
      const from = this.at;
      const flags = this.#number();
      if (flags >= 0) {
        const octal = Number.parseInt(this.text.slice(from, this.at), 8);
        if (octal & FLAG_ATTR && this.owner > 0) this.flags |= OWNER.attr;
        if (octal & FLAG_UNWRITTEN && this.owner > 0) this.flags |= OWNER.unwritten;
        this.#space();
      }
      if (this.at >= this.text.length) return true;
      return this.#skip(NEWLINE);
    }
    /** Blanks, and whether there were any. */
    #space() {
      const from = this.at;
      for (; ; ) {
        const code = this.text.charCodeAt(this.at);
        if (code !== SPACE && code !== TAB && code !== RETURN) return this.at > from;
        this.at++;
      }
    }
    /** -1 where no number of at most sixteen digits stands. */
    #number() {
      const from = this.at;
      let value = 0;
      for (; ; ) {
        const digit = this.text.charCodeAt(this.at) - ZERO;
        if (!(digit >= 0 && digit <= 9)) break;
        value = value * 10 + digit;
        this.at++;
      }
      const digits = this.at - from;
      return digits === 0 || digits > MAX_DIGITS || value > Number.MAX_SAFE_INTEGER ? -1 : value;
    }
    #hexadecimal() {
      const digits = /^x([0-9a-f]{1,8})/i.exec(this.text.slice(this.at, this.at + 10))?.[1];
      if (digits === void 0) return -1;
      this.at += 1 + digits.length;
      return Number.parseInt(digits, 16);
    }
    #skip(code) {
      if (this.text.charCodeAt(this.at) !== code) return false;
      this.at++;
      return true;
    }
    #dots() {
      return this.#skip(46) && this.#skip(46);
    }
    #word(word) {
      if (!this.text.startsWith(word, this.at)) return false;
      this.at += word.length;
      return true;
    }
  };

  // engine/import/read-fsmap.ts
  var SECTOR_BYTES6 = 512;
  var CHUNK_ROWS = 16384;
  var HEAD = /^\s*EXT:\s+DEV\b/;
  var ROW_START = /^\s*\d{1,12}:\s+(?:\d{1,6}:\d{1,8}|0x[0-9a-f]{1,8})\s+\[\d+\.\.\d+\]:/;
  var LEGEND = /^\s*(?:FLAG Values:|[0-7]{6,8} [A-Z])/;
  var EXPECTED = "a row such as 6: 259:0 [192..959]: inode 132 data 0..767 768";
  var Run = class {
    #devices = /* @__PURE__ */ new Map();
    #lastMajor = -1;
    #lastMinor = -1;
    #last = new OwnerTableBuilder();
    count = 0;
    add(row) {
      if (row.major !== this.#lastMajor || row.minor !== this.#lastMinor) this.#select(row.major, row.minor);
      const from = row.fromSectors * SECTOR_BYTES6;
      this.#last.add(from, row.lenSectors * SECTOR_BYTES6, row.owner, row.offInFileSectors * SECTOR_BYTES6, row.flags);
      this.count++;
    }
    #select(major, minor) {
      const number2 = `${major}:${minor}`;
      const known = this.#devices.get(number2);
      this.#last = known ?? new OwnerTableBuilder();
      if (known === void 0) this.#devices.set(number2, this.#last);
      this.#lastMajor = major;
      this.#lastMinor = minor;
    }
    devices() {
      return [...this.#devices].map(([number2, it]) => ({ number: number2, rows: it.finish() }));
    }
  };
  var fsmap = {
    kind: "fsmap",
    starts: (line) => HEAD.test(line) || ROW_START.test(line),
    *read(cursor, context) {
      const fact = begin(cursor, context);
      const run = new Run();
      if (HEAD.test(cursor.line)) {
        fact.isVerbose = true;
        cursor.next();
      }
      let expectedIndex = -1;
      const scanner = new FsmapScanner(cursor.text, cursor.at);
      for (; ; ) {
        const { at: at3 } = cursor;
        scanner.at = at3;
        const lines = readChunk(scanner, run, cursor, expectedIndex);
        expectedIndex = scanner.index + 1;
        cursor.meter.chars += scanner.at - at3;
        cursor.meter.rows += lines;
        cursor.moveTo(scanner.at, lines);
        if (lines === CHUNK_ROWS) {
          yield run.count;
          continue;
        }
        if (!skipBetween(cursor, context, run.count > 0)) break;
      }
      fact.devices = run.devices();
      context.facts.fsmaps.push(fact);
      return run.count;
    }
  };
  function readChunk(scanner, run, cursor, expectedIndex) {
    let lines = 0;
    let expected = expectedIndex;
    while (lines < CHUNK_ROWS) {
      const from = scanner.at;
      if (from >= scanner.text.length || !scanner.row()) break;
      if (scanner.index === 0 && run.count > 0) {
        scanner.at = from;
        break;
      }
      if (expected >= 0 && scanner.index !== expected) {
        cursor.problem(`row ${expected}: rows are missing`, `row ${scanner.index}`, cursor.lineNumber + lines);
      }
      expected = scanner.index + 1;
      run.add(scanner);
      lines++;
    }
    return lines;
  }
  function skipBetween(cursor, context, hasRows) {
    if (cursor.isDone || cursor.line.trim() === "") return false;
    if (LEGEND.test(cursor.line)) {
      cursor.next();
      return true;
    }
    if (hasRows && (HEAD.test(cursor.line) || /^\s*0: /.test(cursor.line))) return false;
    if (!ROW_START.test(cursor.line) && context.interrupts(cursor)) return false;
    cursor.problem(EXPECTED);
    cursor.next();
    return true;
  }
  function begin(cursor, { hint }) {
    const target = hint.path === void 0 ? {} : { target: hint.path };
    return { devices: [], isVerbose: false, origin: originOf(cursor), ...target };
  }
  var MACHINE_ROW = /^(\d+),(\d+),(\d+),(\d+),(\d+),(?:special_(\d+:\d+)|inode_(\d+)_(data|attr)(_bmbt)?),(\d*),(\d*),(?:,)?(\d+)\s*$/;
  var fsmapMachine = {
    kind: "fsmap",
    starts: (line) => /^EXT,MAJOR,MINOR,PSTART,PEND,OWNER\b/.test(line),
    read(cursor, context) {
      const fact = begin(cursor, context);
      cursor.next();
      const row = new FsmapScanner("", 0);
      const run = new Run();
      const count = readRows(
        cursor,
        context,
        MACHINE_ROW,
        "a row such as 6,259,0,192,959,inode_132_data,0,767,768",
        (it) => {
          const [, , major, minor, from, to, special, inode2, fork, bmbt, fileFrom] = it;
          row.major = whole2(major);
          row.minor = whole2(minor);
          row.fromSectors = whole2(from);
          row.lenSectors = whole2(to) - row.fromSectors + 1;
          row.owner = inode2 === void 0 ? SPECIAL_CODES[special ?? ""] ?? UNKNOWN_OWNER : whole2(inode2);
          row.offInFileSectors = fileFrom === void 0 || fileFrom === "" ? 0 : whole2(fileFrom);
          row.flags = (fork === "attr" ? OWNER.attr : 0) | (bmbt === void 0 ? 0 : OWNER.bmbt);
          const isWhole = row.lenSectors > 0 && row.offInFileSectors >= 0 && row.owner !== 0 && whole2(it[12]) === row.lenSectors;
          if (isWhole && row.major >= 0 && row.minor >= 0) run.add(row);
          return isWhole;
        }
      );
      fact.devices = run.devices();
      context.facts.fsmaps.push(fact);
      return count;
    }
  };

  // engine/import/read-ndctl.ts
  var NESTED = ["regions", "namespaces", "dimms", "mappings", "buses"];
  function isNdctl(value) {
    return objectsOf(value).some(
      (it) => /^(namespace|region|nmem|ndbus|dax)\d/.test(textOf(it, "dev") ?? "") || NESTED.some((key) => Array.isArray(it.get(key)))
    );
  }
  function readNdctl(value, origin, context) {
    let count = 0;
    const visit = (object, depth) => {
      const dev = textOf(object, "dev");
      if (dev?.startsWith("namespace") && addNamespace(object, dev, origin, context)) count++;
      if (depth > 8) return;
      for (const nested of object.values()) {
        for (const inner of objectsOf(nested)) visit(inner, depth + 1);
      }
    };
    for (const object of objectsOf(value)) visit(object, 0);
    return count;
  }
  var MODES = {
    fsdax: "fsdax",
    memory: "fsdax",
    raw: "raw",
    sector: "sector",
    safe: "sector",
    devdax: "devdax",
    dax: "devdax"
  };
  function addNamespace(object, dev, origin, { facts }) {
    const size = sizeOf(object);
    if (size.sizeBytes === 0 || textOf(object, "state") === "disabled") {
      const why = size.sizeBytes === 0 ? "it has no capacity" : "it is disabled";
      facts.ignored.push({ ...origin, what: dev, why });
      return false;
    }
    const mode = MODES[textOf(object, "mode") ?? ""];
    const name2 = blockOrCharName(object, dev, mode);
    const map = textOf(object, "map");
    const disk = { name: name2, namespace: dev, origin, ...size };
    if (mode !== void 0) disk.mode = mode;
    if (map === "dev" || map === "mem") disk.map = map;
    const align = wholeOf(object, "align");
    if (align !== void 0) disk.alignBytes = align;
    disk.hasInfoBlock = align !== void 0 || mode === "fsdax" && textOf(object, "uuid") !== void 0;
    facts.disks.push(disk);
    for (const bad of objectsOf(object.get("badblocks"))) {
      const sector = wholeOf(bad, "offset");
      const count = wholeOf(bad, "length");
      if (sector === void 0 || count === void 0) continue;
      facts.badblocks.push({ device: name2, hint: null, sector, count, origin });
    }
    return true;
  }
  function blockOrCharName(object, dev, mode) {
    const nested = objectsOf(object.get("daxregion")).flatMap((it) => objectsOf(it.get("devices")));
    const chardev = textOf(object, "chardev") ?? nested.map((it) => textOf(it, "chardev")).find((it) => it !== void 0);
    if (mode === "devdax") return chardev ?? dev.replace("namespace", "dax");
    const blockdev = textOf(object, "blockdev");
    return blockdev === void 0 ? diskNameOf(dev, mode) : bareName(blockdev);
  }
  function diskNameOf(namespace, mode) {
    const [, region = "0", id = "0"] = /^\D*(\d+)(?:\.(\d+))?/.exec(namespace) ?? [];
    return `pmem${region}${id === "0" ? "" : `.${id}`}${mode === "sector" ? "s" : ""}`;
  }
  function sizeOf(object) {
    const sizeBytes = wholeOf(object, "size");
    if (sizeBytes !== void 0) return { sizeBytes };
    const text = textOf(object, "size");
    const rounded = text === void 0 ? void 0 : humanBytes(text);
    return rounded === void 0 ? {} : { sizeBytes: rounded, precision: 1 };
  }
  var UNITS2 = { "": 0, B: 0, K: 1, M: 2, G: 3, T: 4, P: 5 };
  function humanBytes(text) {
    const match = /^\s*(\d{1,16}(?:[.,]\d{1,6})?)\s*([BKMGTP]?)(?:iB|B)?(?:\s|$)/.exec(text);
    const power = UNITS2[match?.[2] ?? "?"];
    if (match === null || power === void 0) return void 0;
    const bytes2 = Math.round(Number((match[1] ?? "").replace(",", ".")) * 1024 ** power);
    return Number.isSafeInteger(bytes2) ? bytes2 : void 0;
  }

  // engine/import/read-lsblk.ts
  var SECTOR_BYTES7 = 512;
  var isLsblk = (value) => isObject(value) && Array.isArray(value.get("blockdevices"));
  function readLsblk(value, origin, context) {
    if (!isObject(value)) return 0;
    let count = 0;
    const visit = (object, parent, depth) => {
      const row = rowOf(object, parent);
      if (row !== null) {
        count++;
        addRow(row, origin, context);
      }
      if (depth > 16) return;
      for (const child of objectsOf(object.get("children"))) visit(child, row?.name ?? parent, depth + 1);
    };
    for (const object of objectsOf(value.get("blockdevices"))) visit(object, null, 0);
    return count;
  }
  function rowOf(object, parent) {
    const path2 = textOf(object, "path");
    const name2 = bareName(textOf(object, "name") ?? path2 ?? textOf(object, "kname") ?? "").replace(/^mapper\//, "");
    if (name2 === "") return null;
    const sizeBytes = wholeOf(object, "size");
    const sizeText2 = textOf(object, "size");
    const startSectors = wholeOf(object, "start");
    const mountpoints = object.get("mountpoints");
    const listed2 = Array.isArray(mountpoints) ? mountpoints : [];
    const number2 = textOf(object, "maj:min")?.trim();
    return {
      name: name2,
      kernelName: textOf(object, "kname") === void 0 ? void 0 : bareName(textOf(object, "kname") ?? ""),
      parent: parent ?? textOf(object, "pkname") ?? null,
      type: textOf(object, "type") ?? "",
      sizeBytes: sizeBytes ?? (sizeText2 === void 0 ? void 0 : humanBytes(sizeText2)),
      isRounded: sizeBytes === void 0,
      startBytes: startSectors === void 0 ? void 0 : startSectors * SECTOR_BYTES7,
      number: number2 !== void 0 && /^\d{1,6}:\d{1,8}$/.test(number2) ? number2 : void 0,
      fstype: textOf(object, "fstype"),
      targets: [textOf(object, "mountpoint"), ...listed2].filter(
        (it) => typeof it === "string" && it !== ""
      ),
      isDax: flagOf(object, "dax")
    };
  }
  function addRow(row, origin, { facts }) {
    const { name: name2, kernelName, number: number2, sizeBytes } = row;
    const isMapped2 = kernelName?.startsWith("dm-") || /^(dm|lvm|crypt|mpath)$/.test(row.type) || /^dm-\d/.test(name2);
    const numbered = number2 === void 0 ? {} : { number: number2 };
    const sized = sizeBytes === void 0 ? {} : { sizeBytes };
    if (isMapped2) {
      const below = row.parent === null ? [] : [row.parent];
      facts.mapped.push({ name: name2, ...kernelName ? { kernelName } : {}, ...sized, ...numbered, below, origin });
    } else if (isDiskName(name2)) {
      const mode = row.isDax !== false ? {} : { mode: name2.endsWith("s") ? "sector" : "raw" };
      const rounded = row.isRounded && sizeBytes !== void 0 ? { precision: 1 } : {};
      facts.disks.push({ name: name2, ...sized, ...rounded, ...numbered, ...mode, origin });
    } else if (/^pmem.*p\d+$/.test(name2)) {
      const disk = row.parent ?? name2.replace(/p\d+$/, "");
      const start = row.startBytes === void 0 ? {} : { startBytes: row.startBytes };
      facts.partitions.push({
        disk,
        name: name2,
        ...start,
        ...sized,
        ...numbered,
        ...row.isRounded ? { precision: 1 } : {},
        origin
      });
    } else {
      facts.ignored.push({ ...origin, what: name2, why: "no persistent memory and nothing on it" });
      return;
    }
    const device2 = isMapped2 && !/^dm-\d/.test(name2) ? `mapper/${name2}` : name2;
    if (row.fstype !== void 0 || row.targets.length > 0) {
      const target = row.targets[0] === void 0 ? {} : { target: row.targets[0] };
      facts.filesystems.push({ device: device2, ...row.fstype ? { fstype: row.fstype } : {}, ...target, origin });
    }
  }
  var lsblkPairs = {
    kind: "lsblk",
    starts: (line) => /^(?:[A-Z][A-Z:_-]{1,20}="[^"]*"\s*)*NAME="[^"]+"/.test(line),
    read(cursor, context) {
      let count = 0;
      while (!cursor.isDone && /^[A-Z][A-Z:_-]{1,20}="/.test(cursor.line)) {
        const object = /* @__PURE__ */ new Map();
        for (const [, key = "", text = ""] of cursor.line.matchAll(/([A-Z][A-Z:_-]{1,20})="([^"]*)"/g)) {
          object.set(key.toLowerCase().replace("maj_min", "maj:min"), text);
        }
        const row = rowOf(object, null);
        if (row === null) cursor.problem('NAME="\u2026" among the pairs');
        else addRow(row, originOf(cursor), context);
        count++;
        cursor.next();
      }
      return count;
    }
  };
  var lsblkTree = {
    kind: "lsblk",
    starts: (line) => /^NAME\s+(?:\S+\s+)*(?:SIZE|TYPE|MAJ:MIN|FSTYPE|MOUNTPOINTS?|KNAME)\b/.test(line),
    read(cursor, context) {
      const headings = [...cursor.line.matchAll(/\S+/g)].map((it) => ({
        key: it[0].toLowerCase(),
        from: it.index,
        to: it.index + it[0].length
      }));
      cursor.next();
      const parents = [];
      let count = 0;
      while (!cursor.isDone && cursor.line.trim() !== "" && !context.interrupts(cursor)) {
        const depth = /^[\s├└│─|`-]*/.exec(cursor.line)?.[0].length ?? 0;
        while ((parents.at(-1)?.depth ?? -1) >= depth) parents.pop();
        const row = rowOf(cellsOf(cursor.line, depth, headings), parents.at(-1)?.name ?? null);
        if (row === null || row.type === "") cursor.problem("a line of lsblk with at least NAME and TYPE");
        else {
          addRow(row, originOf(cursor), context);
          parents.push({ depth, name: row.name });
          count++;
        }
        cursor.next();
      }
      return count;
    }
  };
  function cellsOf(line, indent, headings) {
    const cells = /* @__PURE__ */ new Map();
    for (const match of line.slice(indent).matchAll(/\S+/g)) {
      const from = indent + match.index;
      const to = from + match[0].length;
      const isFirst = match.index === 0;
      const nearest = (it) => Math.max(0, it.from - to + 1, from - it.to + 1);
      const free = headings.filter((it) => !cells.has(it.key));
      const best = isFirst ? headings[0] : free.reduce((a, b) => nearest(b) < nearest(a) ? b : a, free[0]);
      if (best !== void 0) cells.set(best.key, match[0]);
    }
    return cells;
  }

  // engine/import/read-proc.ts
  var MOUNT = /^(\S{1,256}) (\/\S{0,1023}) ([a-z][a-z0-9._-]{0,30}) (\S{1,2048}) \d+ \d+\s*$/;
  var MOUNT_OUTPUT = /^(\S{1,256}) on (\/\S{0,1023}) type ([a-z][a-z0-9._-]{0,30}) \(([^()]{1,2048})\)\s*$/;
  var mounts = {
    kind: "mounts",
    starts: (line) => MOUNT.test(line) || MOUNT_OUTPUT.test(line),
    read(cursor, context) {
      const pattern = MOUNT.test(cursor.line) ? MOUNT : MOUNT_OUTPUT;
      return readRows(cursor, context, pattern, "device target type options 0 0", (match) => {
        const [, device2 = "", target = "", fstype2 = "", options = ""] = match;
        addMount(context, device2, target, fstype2, options, originOf(cursor));
        return true;
      });
    }
  };
  function addMount({ facts }, device2, target, fstype2, options, origin) {
    facts.mounts.push({
      device: bareName(unescapeOctal(device2)),
      target: unescapeOctal(target),
      fstype: fstype2,
      options: options.split(","),
      origin
    });
  }
  var isFindmnt = (value) => isObject(value) && Array.isArray(value.get("filesystems"));
  function readFindmnt(value, origin, context) {
    let count = 0;
    const visit = (list2, depth) => {
      for (const it of objectsOf(list2)) {
        const [source, target, fstype2] = [textOf(it, "source"), textOf(it, "target"), textOf(it, "fstype")];
        if (source !== void 0 && target?.startsWith("/") && fstype2 !== void 0) {
          addMount(context, source, target, fstype2, textOf(it, "options") ?? "", origin);
          count++;
        }
        if (depth < 32) visit(it.get("children"), depth + 1);
      }
    };
    if (isObject(value)) visit(value.get("filesystems"), 0);
    return count;
  }
  var partitions2 = {
    kind: "partitions",
    starts: (line) => /^major minor\s+#blocks\s+name/.test(line),
    read(cursor, context) {
      cursor.next();
      if (!cursor.isDone && cursor.line.trim() === "") cursor.next();
      const row = /^\s*(\d{1,6})\s+(\d{1,8})\s+(\d{1,16})\s+(\S{1,64})\s*$/;
      return readRows(cursor, context, row, "major minor #blocks name", ([, major, minor, blocks2, name2 = ""]) => {
        const sizeBytes = whole2(blocks2) * 1024;
        if (!Number.isSafeInteger(sizeBytes)) return false;
        const fact = {
          name: name2,
          sizeBytes,
          precision: 2,
          number: deviceNumber(major, minor),
          origin: originOf(cursor)
        };
        const disk = partitionOf(name2)?.disk;
        if (isDiskName(name2)) context.facts.disks.push(fact);
        else if (disk !== void 0) context.facts.partitions.push({ ...fact, disk });
        else if (/^dm-\d+$/.test(name2)) context.facts.mapped.push({ ...fact, kernelName: name2, below: [] });
        return true;
      });
    }
  };
  var MEMORY = /^(\s*)([0-9a-f]{4,16})-([0-9a-f]{4,16}) : (\S.*?)\s*$/;
  var iomem = {
    kind: "iomem",
    starts: (line) => MEMORY.test(line),
    read(cursor, context) {
      let isHidden = false;
      const count = readRows(
        cursor,
        context,
        MEMORY,
        "start-end : what, in hexadecimal",
        ([, indent = "", from, to, label2 = ""]) => {
          const [startBytes, lastByte] = [whole2(from, 16), whole2(to, 16)];
          if (!(lastByte >= startBytes)) return false;
          if (lastByte === 0) isHidden = true;
          else context.facts.memory.push({ startBytes, endBytes: lastByte + 1, label: label2, depth: indent.length / 2 });
          return true;
        }
      );
      if (isHidden) {
        const why = "all addresses are zero: it was read without root";
        context.facts.ignored.push({ ...originOf(cursor), what: "/proc/iomem", why });
      }
      return count;
    }
  };

  // engine/import/read-processes.ts
  var MAPPING = /^([0-9a-f]{4,16})-([0-9a-f]{4,16}) ([r-])([w-])([x-])([ps]) ([0-9a-f]{1,16}) ([0-9a-f]{2,5}):([0-9a-f]{2,5}) (\d{1,19})(?:\s+(\S.*?))?\s*$/;
  var MAPPING_START = /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] /;
  var SMAPS_FIELD = /^([A-Z][A-Za-z_]{1,24}):\s+(\d{1,16}) kB\s*$/;
  var SMAPS_OTHER = /^(?:VmFlags|THPeligible|ProtectionKey):/;
  var DELETED = / \(deleted\)$/;
  var maps = {
    kind: "maps",
    starts: (line) => MAPPING_START.test(line),
    read(cursor, context) {
      const process = processOf(cursor, context);
      while (!cursor.isDone && cursor.line.trim() !== "") {
        const { line } = cursor;
        const match = MAPPING.exec(line);
        const field = SMAPS_FIELD.exec(line);
        if (match !== null) {
          const mapping = mappingOf(match);
          if (mapping === null) cursor.problem("an address range that ends above its start");
          else process.mappings.push(mapping);
        } else if (field !== null) {
          const last = process.mappings.at(-1);
          if (field[1] === "Rss" && last !== void 0) last.residentBytes = whole2(field[2]) * 1024;
        } else if (!SMAPS_OTHER.test(line)) {
          if (context.interrupts(cursor)) break;
          cursor.problem("a line of maps: start-end rw-s offset major:minor inode path");
        }
        cursor.next();
      }
      return process.mappings.length;
    }
  };
  function processOf(cursor, { facts, hint }) {
    const last = facts.processes.at(-1);
    if (last !== void 0 && last.origin.name === cursor.name && last.mappings.length === 0) return last;
    const process = { mappings: [], openPaths: [], origin: originOf(cursor) };
    if (hint.pid !== void 0) process.pid = hint.pid;
    facts.processes.push(process);
    return process;
  }
  function mappingOf(match) {
    const [, from, to, , write, execute, shared, offset, major, minor, inode2, name2 = ""] = match;
    const startBytes = Number.parseInt(from ?? "", 16);
    const endBytes = Number.parseInt(to ?? "", 16);
    const lenBytes2 = Number(BigInt(`0x${to}`) - BigInt(`0x${from}`));
    if (!(endBytes > startBytes) || !Number.isSafeInteger(lenBytes2)) return null;
    return {
      startBytes,
      lenBytes: lenBytes2,
      isShared: shared === "s",
      isWritable: write === "w",
      isExecutable: execute === "x",
      offInFileBytes: whole2(offset, 16),
      number: deviceNumber(major, minor, 16),
      inode: whole2(inode2),
      path: unescapeOctal(name2.replace(DELETED, "")),
      isDeleted: DELETED.test(name2)
    };
  }
  var STATUS_FIELD = /^([A-Z][A-Za-z_]{1,30}):[\t ]*(.*?)\s*$/;
  var status = {
    kind: "status",
    starts: (line) => /^Name:\s+\S/.test(line),
    read(cursor, { facts }) {
      const process = { mappings: [], openPaths: [], origin: originOf(cursor) };
      let count = 0;
      for (; !cursor.isDone; cursor.next()) {
        const match = STATUS_FIELD.exec(cursor.line);
        if (match === null || match[1] === "Name" && count > 0) break;
        count++;
        if (match[1] === "Name") process.name = match[2] ?? "";
        if (match[1] === "Pid" && whole2(match[2]) > 0) process.pid = whole2(match[2]);
      }
      facts.processes.push(process);
      return 1;
    }
  };
  var LINK = /^l[rwx-]{9}[.+]?\s+\d+ \S+ .* -> (.+?)\s*$/;
  var openFiles = {
    kind: "open-files",
    starts: (line) => /^\/proc\/\d{1,10}\/(?:fd|map_files):\s*$/.test(line) || LINK.test(line),
    read(cursor, context) {
      const head = /^\/proc\/(\d+)\/(fd|map_files)/.exec(cursor.line);
      const pid = whole2(head?.[1]);
      let process = context.facts.processes.findLast((it) => it.pid === pid);
      if (process === void 0 && pid > 0) {
        process = { pid, mappings: [], openPaths: [], origin: originOf(cursor) };
        context.facts.processes.push(process);
      }
      if (head !== null) cursor.next();
      let count = 0;
      for (; !cursor.isDone; cursor.next()) {
        const path2 = LINK.exec(cursor.line)?.[1];
        if (path2 === void 0 && !/^total \d+\s*$/.test(cursor.line)) break;
        if (path2 === void 0) continue;
        count++;
        if (head?.[2] === "fd" && path2.startsWith("/") && !/^\/(dev|proc|sys)\//.test(path2))
          process?.openPaths.push(path2);
      }
      return count;
    }
  };

  // engine/import/read-sfdisk.ts
  var GPT_TAIL_SECTORS = 33;
  var isSfdisk = (value) => isObject(value) && isObject(value.get("partitiontable"));
  function readSfdisk(value, origin, context) {
    const table = isObject(value) ? value.get("partitiontable") : void 0;
    if (!isObject(table)) return 0;
    const rows = objectsOf(table.get("partitions")).flatMap((it) => {
      const [node, start, size] = [textOf(it, "node"), wholeOf(it, "start"), wholeOf(it, "size")];
      if (node === void 0 || start === void 0 || size === void 0) return [];
      return [{ node: bareName(node), startSectors: start, sizeSectors: size, origin }];
    });
    const device2 = textOf(table, "device");
    return addTable(
      {
        disk: device2 === void 0 ? "" : bareName(device2),
        label: textOf(table, "label"),
        sectorBytes: wholeOf(table, "sectorsize") ?? 512,
        lastSector: wholeOf(table, "lastlba"),
        rows
      },
      origin,
      context
    );
  }
  function addTable(table, origin, { facts }) {
    const disk = table.disk || (partitionOf(table.rows[0]?.node ?? "")?.disk ?? "");
    if (!disk.startsWith("pmem")) {
      facts.ignored.push({ ...origin, what: `the partition table of ${disk || "a disk"}`, why: "no persistent memory" });
      return 0;
    }
    const unit = table.sectorBytes;
    const endSectors = Math.max(0, ...table.rows.map((it) => it.startSectors + it.sizeSectors));
    const tail2 = table.label === "gpt" ? GPT_TAIL_SECTORS : 0;
    const sectors2 = table.lastSector === void 0 ? endSectors + tail2 : table.lastSector + 1 + tail2;
    facts.disks.push({ name: disk, sizeBytes: sectors2 * unit, precision: 1, origin });
    for (const { node, startSectors, sizeSectors, origin: at3 } of table.rows) {
      facts.partitions.push({
        disk,
        name: node,
        startBytes: startSectors * unit,
        sizeBytes: sizeSectors * unit,
        origin: at3
      });
    }
    return table.rows.length;
  }
  var NODE2 = /^(\/dev\/\S{1,60})\s*:\s*start=\s*(\d+),\s*size=\s*(\d+)/;
  var FIELD = /^(label|label-id|device|unit|first-lba|last-lba|sector-size|table-length|grain):\s*(\S*)/;
  var sfdiskDump = {
    kind: "sfdisk",
    starts: (line) => /^label: (gpt|dos|mbr)\b/.test(line) || NODE2.test(line),
    read(cursor, context) {
      const origin = originOf(cursor);
      const table = { disk: "", label: void 0, sectorBytes: 512, lastSector: void 0, rows: [] };
      for (let blanks = 0; !cursor.isDone; cursor.next()) {
        if (cursor.line.trim() === "") {
          if (table.rows.length > 0 || ++blanks > 1) break;
          continue;
        }
        const field = FIELD.exec(cursor.line);
        const node = NODE2.exec(cursor.line);
        if (field !== null) setField(table, field[1] ?? "", field[2] ?? "");
        else if (node !== null) {
          const [startSectors, sizeSectors] = [whole2(node[2]), whole2(node[3])];
          table.rows.push({ node: bareName(node[1] ?? ""), startSectors, sizeSectors, origin: originOf(cursor) });
        } else if (context.interrupts(cursor)) break;
        else cursor.problem("a partition: /dev/pmem0p1 : start= 2048, size= 4096");
      }
      return addTable(table, origin, context);
    }
  };
  function setField(table, key, text) {
    if (key === "device") table.disk = bareName(text);
    if (key === "label") table.label = text;
    if (key === "sector-size" && whole2(text) > 0) table.sectorBytes = whole2(text);
    if (key === "last-lba" && whole2(text) > 0) table.lastSector = whole2(text);
  }

  // engine/import/read-small.ts
  var badblocks = {
    kind: "badblocks",
    isWeak: true,
    starts: (line) => /^\d{1,16} \d{1,10}\s*$/.test(line),
    read(cursor, context) {
      const { device: hint = null, isSaid = false } = context.hint;
      const device2 = isSaid ? hint : null;
      return readRows(cursor, context, /^(\d{1,16}) (\d{1,10})\s*$/, "sector and count", (match) => {
        const [sector, count] = [whole2(match[1]), whole2(match[2])];
        if (!(sector >= 0) || !(count > 0)) return false;
        context.facts.badblocks.push({ device: device2, hint, sector, count, origin: originOf(cursor) });
        return true;
      });
    }
  };
  var RELEASE = /^(?:Linux version |Linux \S{1,64} )(\d+\.\d+\S*)/;
  var kernel = {
    kind: "kernel",
    starts: (line) => RELEASE.test(line),
    read(cursor, { facts }) {
      facts.kernels.push({ text: cursor.line, origin: originOf(cursor) });
      cursor.next();
      return 1;
    }
  };
  var kernelRelease = {
    kind: "kernel",
    isWeak: true,
    starts: (line) => /^\d{1,2}\.\d{1,3}\.\d{1,4}(?:[-+.][\w.+~-]{1,60})?\s*$/.test(line),
    read: kernel.read
  };
  var VERSION = /^(?:(?:lsblk|sfdisk|findmnt|mount) from util-linux|(?:mkfs\.xfs|xfs_io|xfs_info|mkfs\.ext4|mke2fs|dumpe2fs|filefrag|ndctl) (?:version )?\d|(?:Library|Driver) version:|\d{1,3}(?:\.\d{1,3})?\s*$)/;
  var versions = {
    kind: "versions",
    isWeak: true,
    starts: (line) => VERSION.test(line),
    read: (cursor, context) => readRows(cursor, context, VERSION, "the version of a tool", () => true)
  };
  var sysfs = {
    kind: "sysfs",
    starts: (line) => /^\/sys\/devices\/\S*\/(?:namespace|pfn|btt|dax)\d+\.\d+\s*$/.test(line),
    read(cursor, { facts, hint }) {
      const origin = originOf(cursor);
      const node = cursor.line.trim().split("/").at(-1) ?? "";
      const fields2 = /* @__PURE__ */ new Map();
      let count = 0;
      for (cursor.next(); !cursor.isDone; cursor.next()) {
        const field = /^([a-z_]{2,20}): (\S{1,64})\s*$/.exec(cursor.line);
        const partition2 = /^(pmem\S{1,16}): start (\d{1,16}) size (\d{1,16}) sectors\s*$/.exec(cursor.line);
        if (partition2 !== null) {
          const [name3 = "", startBytes, sizeBytes2] = [partition2[1], whole2(partition2[2]) * 512, whole2(partition2[3]) * 512];
          facts.partitions.push({ disk: name3.replace(/p\d+$/, ""), name: name3, startBytes, sizeBytes: sizeBytes2, origin });
        } else if (field !== null) fields2.set(field[1] ?? "", field[2] ?? "");
        else break;
        count++;
      }
      const isPfn = node.startsWith("pfn");
      const namespace = fields2.get("namespace") ?? node.replace(/^[a-z]+/, "namespace");
      const known = facts.disks.find((it) => it.namespace === namespace)?.name;
      const name2 = known ?? hint.device ?? diskNameOf(namespace, node.startsWith("btt") ? "sector" : void 0);
      const sizeBytes = whole2(fields2.get("size"));
      const resource = fields2.get("resource") ?? "";
      const resourceBytes = /^0x[0-9a-f]{1,13}$/.test(resource) ? Number(resource) : Number.NaN;
      facts.disks.push({
        name: name2,
        namespace,
        origin,
        ...sizeBytes > 0 ? { sizeBytes } : {},
        ...resourceBytes > 0 ? { resourceBytes } : {},
        ...isPfn ? { hasInfoBlock: true, map: fields2.get("mode") === "pmem" ? "dev" : "mem" } : {},
        ...whole2(fields2.get("align")) > 0 ? { alignBytes: whole2(fields2.get("align")) } : {}
      });
      return count;
    }
  };
  var sysctls = {
    kind: "kernel",
    starts: (line) => /^vm\.memory_failure_(?:early_kill|recovery)\s*=\s*[01]\s*$/.test(line),
    read(cursor, { facts }) {
      if (cursor.line.includes("early_kill")) facts.earlyKill = /1\s*$/.test(cursor.line) ? 1 : 0;
      cursor.next();
      return 1;
    }
  };
  var SAYS_NOTHING = [
    [/^No devices found\s*$/, "dmsetup found no mapped device"],
    [/^sfdisk: .{1,128}: does not contain a recognized partition table/, "the disk has no partition table"],
    [/^xfs_info: |^\S{0,80}: .{1,128} is not (?:a mounted|on an) XFS/, "it is no mounted XFS"],
    [/^\/.{1,254}: no extents\s*$/, "the file has no extents"],
    [/^foreign file active, |^xfs_io: /, "xfs_io has nothing to say about it"],
    [
      /^[a-z_0-9.-]{2,20}: .{0,200}(?:Permission denied|must be superuser|No such file|not permitted)/,
      "the tool was refused"
    ]
  ];
  var nothing2 = {
    kind: "nothing",
    starts: (line) => SAYS_NOTHING.some(([pattern]) => pattern.test(line)),
    read(cursor, { facts }) {
      const why = SAYS_NOTHING.find(([pattern]) => pattern.test(cursor.line))?.[1] ?? "";
      facts.ignored.push({ ...originOf(cursor), what: cursor.line.trim().slice(0, 80), why });
      cursor.next();
      return 1;
    }
  };
  var PROMPT = /^(?:\[?[\w.@:~ /-]{0,80}\]?)?[$#] +(\S.{0,500})$/;
  var FILE_HEAD = /^==> (\S.{0,254}) <==\s*$/;

  // engine/import/detect.ts
  var READERS = [
    ...[fsmap, fsmapMachine, lsblkTree, lsblkPairs, sfdiskDump, dmTree, dmDeps, dmTable, xfsInfo, dumpe2fs, blkid],
    ...[mounts, partitions2, iomem, maps, status, openFiles, filefrag, bmap, kernel, sysctls, sysfs, nothing2],
    ...[kernelRelease, badblocks, versions]
  ];
  var JSON_READERS = [
    ["lsblk", isLsblk, readLsblk],
    ["sfdisk", isSfdisk, readSfdisk],
    ["mounts", isFindmnt, readFindmnt],
    ["ndctl", isNdctl, readNdctl]
  ];
  var JSON_START = /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[{\]]|$))/;
  function* readText(input, name2, facts, meter) {
    const cursor = new Cursor(name2, input.text, meter);
    const read2 = { recognised: [], problems: [], ignored: [] };
    const fromName = hintOf(input.name ?? "");
    const context = { facts, hint: fromName, interrupts };
    let strangers = 0;
    while (!cursor.isDone) {
      const { line } = cursor;
      const command = PROMPT.exec(line)?.[1] ?? FILE_HEAD.exec(line)?.[1];
      if (command !== void 0) {
        const said = hintOf(command);
        context.hint = { ...fromName, ...said, isSaid: said.device !== void 0 };
      }
      if (line.trim() === "" || command !== void 0) {
        cursor.next();
        continue;
      }
      const section = yield* readSection(cursor, context, read2);
      if (section) continue;
      if (strangers++ === 0) cursor.problem("the output of a tool that is known here (see the list)");
      cursor.next();
    }
    if (strangers > 1)
      read2.ignored.push({ name: name2, line: 0, what: `${strangers} lines`, why: "no known tool writes such lines" });
    if (input.text.trim() === "")
      read2.ignored.push({ name: name2, line: 0, what: "an empty text", why: "there is nothing in it" });
    read2.problems = cursor.finish();
    return read2;
  }
  function* readSection(cursor, context, read2) {
    const firstLine = cursor.lineNumber;
    const from = cursor.at;
    let kind = null;
    let count = 0;
    if (JSON_START.test(cursor.line)) [kind, count] = readJsonSection(cursor, context, read2);
    else {
      const reader = READERS.find((it) => it.starts(cursor.line, cursor));
      if (reader === void 0) return false;
      kind = reader.kind;
      const work = reader.read(cursor, context);
      if (typeof work === "number") count = work;
      else {
        for (let step = work.next(); ; step = work.next()) {
          count = step.value;
          if (step.done === true) break;
          yield cursor.at;
        }
      }
    }
    if (cursor.at === from) cursor.next();
    const lastLine = Math.max(firstLine, cursor.lineNumber - 1);
    if (kind !== null) read2.recognised.push({ name: cursor.name, kind, firstLine, lastLine, count });
    return true;
  }
  function readJsonSection(cursor, context, read2) {
    const origin = { name: cursor.name, line: cursor.lineNumber };
    const from = cursor.at;
    const { value, end, problem } = readJson(cursor.text, from);
    cursor.meter.chars += end - from;
    if (problem !== null) {
      const line = cursor.lineNumber + countLines(cursor.text, from, problem.at);
      const isEnd = problem.at >= cursor.text.length;
      const stood = isEnd ? "the end of the text" : cursor.text.slice(problem.at, problem.at + 80).split("\n", 1)[0];
      cursor.problem(problem.expected, stood ?? "", line);
    }
    cursor.moveTo(end, countLines(cursor.text, from, end));
    if (!cursor.isDone) cursor.next();
    if (problem !== null) while (!cursor.isDone && !interrupts(cursor)) cursor.next();
    const reader = value === void 0 ? void 0 : JSON_READERS.find(([, is]) => is(value));
    if (reader === void 0 || value === void 0) {
      if (isEmptyJson(value)) read2.ignored.push({ ...origin, what: "an empty list", why: "there is nothing in it" });
      else if (problem === null) {
        const why = "it is JSON, but not of ndctl, lsblk, sfdisk or findmnt";
        read2.ignored.push({ ...origin, what: shorten(cursor.text.slice(from, from + 200)), why });
      }
      return [null, 0];
    }
    return [reader[0], reader[2](value, origin, context)];
  }
  var isEmptyJson = (value) => Array.isArray(value) && value.length === 0 || value instanceof Map && value.size === 0;
  function countLines(text, from, to) {
    let lines = 0;
    for (let at3 = text.indexOf("\n", from); at3 >= 0 && at3 < to; at3 = text.indexOf("\n", at3 + 1)) lines++;
    return lines;
  }
  function interrupts(cursor) {
    const { line } = cursor;
    if (PROMPT.test(line) || FILE_HEAD.test(line) || /^\s*[{[]/.test(line))
      return JSON_START.test(line) || !/^\s*[{[]/.test(line);
    return READERS.some((it) => it.isWeak !== true && it.starts(line, cursor));
  }

  // engine/import/import-machine.ts
  function importMachine(texts, options = {}) {
    const work = importSteps(texts, options);
    for (; ; ) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
  }
  function importValue(texts) {
    return importMachine(Object.entries(texts).map(([name2, text]) => ({ name: name2, text }))).value;
  }
  function* importSteps(texts, options = {}, meter = { chars: 0, lines: 0, rows: 0 }) {
    const facts = new Facts();
    const recognised = [];
    const problems = [];
    const totalChars = texts.reduce((sum, { text }) => sum + text.length, 0);
    let doneChars = 0;
    const progress = (text, readChars, phase) => ({
      ...{ text, texts: texts.length, totalChars, rows: meter.rows, phase },
      readChars
    });
    for (const [i, input] of texts.entries()) {
      const work2 = readText(input, input.name ?? `text ${i + 1}`, facts, meter);
      for (let step = work2.next(); ; step = work2.next()) {
        if (step.done === true) {
          recognised.push(...step.value.recognised);
          problems.push(...step.value.problems);
          facts.ignored.push(...step.value.ignored);
          break;
        }
        yield progress(i, doneChars + step.value, "reading");
      }
      doneChars += input.text.length;
      yield progress(i, doneChars, "reading");
    }
    const work = build(facts, options);
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) {
        return { ...step.value, recognised, problems: [...problems, ...step.value.problems] };
      }
      yield progress(texts.length, totalChars, "building");
    }
  }

  // engine/normalise.ts
  var UNITS3 = {
    "": 1,
    b: 1,
    byte: 1,
    bytes: 1,
    line: 64,
    lines: 64,
    sector: 512,
    sectors: 512,
    page: 4096,
    pages: 4096,
    kib: 1024,
    mib: 1024 ** 2,
    gib: 1024 ** 3,
    tib: 1024 ** 4
  };
  var SIZE = /^(0x[0-9a-f_]+|[0-9][0-9_]*(?:\.[0-9]+)?)\s*([a-z]*)$/i;
  var EXPECTED2 = 'a size such as 4096, "0x1000", "376 MiB", "8 sectors" or "2 pages"';
  var MIB2 = 1024 ** 2;
  function toBytes(size, path2) {
    if (typeof size === "number") {
      if (Number.isSafeInteger(size) && size >= 0) return size;
      throw new SceneError(path2, size, "a whole number of bytes from 0 to 2^53 - 1");
    }
    if (typeof size !== "string") throw new SceneError(path2, size, EXPECTED2);
    const match = SIZE.exec(size.trim());
    const factor = match === null ? void 0 : UNITS3[(match[2] ?? "").toLowerCase()];
    if (match === null || factor === void 0) throw new SceneError(path2, size, EXPECTED2);
    const bytes2 = Number((match[1] ?? "").replaceAll("_", "")) * factor;
    if (Number.isSafeInteger(bytes2)) return bytes2;
    throw new SceneError(path2, size, "a size that is a whole number of bytes below 2^53");
  }
  function toPartitions(specs, path2) {
    if (!Array.isArray(specs)) throw new SceneError(path2, specs, "a list of sizes");
    const partitions3 = [];
    let nextBytes = MIB2;
    specs.forEach((spec, i) => {
      const isSpec = typeof spec === "object" && spec !== null;
      const start = isSpec ? spec.start : void 0;
      const startBytes = start === void 0 ? nextBytes : toBytes(start, `${path2}[${i}].start`);
      const sizeAt = isSpec ? `${path2}[${i}].size` : `${path2}[${i}]`;
      const sizeBytes = toBytes(isSpec ? spec.size : spec, sizeAt);
      partitions3.push({ startBytes, sizeBytes });
      nextBytes = Math.ceil((startBytes + sizeBytes) / MIB2) * MIB2;
    });
    return partitions3;
  }
  var PMEM_KEYS = new Set("size resource dataOffset mode map driver clearUnit powerFail partitions".split(" "));
  var BOOT_KEYS = new Set("kernel policy seed sysctl pmem".split(" "));
  function toMachineValue(spec) {
    refuseUnknown(spec, BOOT_KEYS, "boot");
    const pmem2 = {};
    for (const [name2, one] of Object.entries(spec.pmem ?? {})) {
      pmem2[name2] = toPmem2(one, `scene.pmem.${name2}`);
    }
    const scene2 = { kernel: spec.kernel ?? "6.1", pmem: pmem2 };
    if (spec.policy !== void 0) scene2.policy = spec.policy;
    if (spec.sysctl !== void 0) scene2.sysctl = spec.sysctl;
    return { scene: scene2, steps: [], seed: spec.seed ?? 1 };
  }
  function toPmem2(spec, path2) {
    refuseUnknown(spec, PMEM_KEYS, path2);
    const pmem2 = { sizeBytes: toBytes(spec.size, `${path2}.size`) };
    if (spec.resource !== void 0) pmem2.resourceBytes = toBytes(spec.resource, `${path2}.resource`);
    if (spec.dataOffset !== void 0) {
      pmem2.dataOffsetBytes = toBytes(spec.dataOffset, `${path2}.dataOffset`);
    }
    if (spec.mode !== void 0) pmem2.mode = spec.mode;
    if (spec.map !== void 0) pmem2.map = spec.map;
    if (spec.driver !== void 0) pmem2.driver = spec.driver;
    if (spec.clearUnit !== void 0) {
      pmem2.clearUnitBytes = toBytes(spec.clearUnit, `${path2}.clearUnit`);
    }
    if (spec.powerFail !== void 0) pmem2.powerFail = spec.powerFail;
    if (spec.partitions !== void 0) {
      pmem2.partitions = toPartitions(spec.partitions, `${path2}.partitions`);
    }
    return pmem2;
  }
  function refuseUnknown(spec, keys, path2) {
    if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
      throw new SceneError(path2, spec, `an object with ${[...keys].join(", ")}`);
    }
    for (const key of Object.keys(spec)) {
      if (!keys.has(key)) {
        throw new SceneError(`${path2}.${key}`, `\0a field`, `one of ${[...keys].join(", ")}`);
      }
    }
  }
  function toByteList(bytes2, path2) {
    if (typeof bytes2 === "string") return utf8(bytes2);
    if (Array.isArray(bytes2) || ArrayBuffer.isView(bytes2)) return [...bytes2];
    throw new SceneError(path2, bytes2, "a text, or a list of numbers from 0 to 255");
  }
  function utf8(text) {
    const bytes2 = [];
    for (const char of text) {
      const scalar = char.codePointAt(0) ?? 0;
      const point = scalar >= 55296 && scalar <= 57343 ? 65533 : scalar;
      if (point < 128) bytes2.push(point);
      else if (point < 2048) bytes2.push(192 | point >> 6, tail(point));
      else if (point < 65536) bytes2.push(224 | point >> 12, tail(point >> 6), tail(point));
      else bytes2.push(240 | point >> 18, tail(point >> 12), tail(point >> 6), tail(point));
    }
    return bytes2;
  }
  var tail = (bits) => 128 | bits & 63;

  // engine/arguments.ts
  var optional2 = (size, path2) => size === void 0 ? void 0 : toBytes(size, path2);
  function compact(step) {
    return Object.fromEntries(Object.entries(step).filter(([, it]) => it !== void 0));
  }
  function list(value, path2) {
    if (Array.isArray(value)) return value;
    throw new SceneError(path2, value, "a list");
  }
  function fields(value, path2) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    throw new SceneError(path2, value, "an object");
  }
  function only(value, keys, path2) {
    for (const key of Object.keys(fields(value, path2))) {
      if (!keys.includes(key)) throw new SceneError(`${path2}.${key}`, "\0a field", `one of ${keys.join(", ")}`);
    }
  }
  function freeName(maps2) {
    let n = 0;
    while (maps2.has(`m${n}`)) n++;
    return `m${n}`;
  }
  function onlyMap(names, process) {
    const maps2 = [...names.process(process, "process").keys()];
    const [map, ...more] = maps2;
    if (map !== void 0 && more.length === 0) return map;
    throw new SceneError(
      "map",
      void 0,
      map === void 0 ? `a mapping; ${process} has none` : `one of ${maps2.join(", ")}`
    );
  }
  function sourceOf(notify) {
    if (typeof notify !== "function") throw new SceneError("holder.notifyFailure", notify, "a function");
    const isWrapper = Object.hasOwn(notify, "toString");
    const text = isWrapper ? String(notify) : Function.prototype.toString.call(notify);
    const isShort = /^[\w$]+\s*\(/.test(text) && !/^(async\s+)?function\b/.test(text);
    return isShort ? `function ${text}` : text;
  }
  var ARGUMENTS = [
    [/^steps\[\d+\]\.?/, ""],
    [/^(scene|boot)\./, ""],
    [/off(Bytes|InMapBytes|InFileBytes)$/, "offset"],
    [/lenBytes$/, "length"],
    [/sizeBytes$/, "size"],
    [/startBytes$/, "start"]
  ];
  function named(method, act) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof SceneError)) throw error;
      const path2 = ARGUMENTS.reduce((text, [field, name2]) => text.replace(field, name2), error.path);
      throw path2.includes("(") ? error : new SceneError(`${method}(${path2})`, `\0${error.got}`, error.expected);
    }
  }

  // engine/compare.ts
  var POSITION = /* @__PURE__ */ new Set(["seq", "parent", "cite"]);
  var KEYS = ["target", "path", "process", "name", "map", "id", "device"];
  function compare(left, right) {
    const [before, after] = [left.run.events, right.run.events];
    const most = Math.min(before.length, after.length);
    let i = 0;
    while (i < most && sameEvent(before[i], after[i])) i++;
    const isSame = i === before.length && i === after.length;
    const [leftEvent, rightEvent] = [before[i] ?? null, after[i] ?? null];
    return {
      firstStep: isSame ? null : Math.min(leftEvent?.step ?? left.length, rightEvent?.step ?? right.length),
      firstEvent: isSame ? null : [i, i],
      left: leftEvent,
      right: rightEvent,
      state: stateDiff(left.state, right.state)
    };
  }
  function sameEvent(left, right) {
    const keys = /* @__PURE__ */ new Set([...Object.keys(left), ...Object.keys(right)]);
    for (const key of keys) {
      if (POSITION.has(key)) continue;
      if (!same(left[key], right[key])) return false;
    }
    return true;
  }
  function same(left, right) {
    if (Object.is(left, right)) return true;
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length) return false;
    return keys.every((key) => same(left[key], right[key]));
  }
  var DERIVED = /* @__PURE__ */ new Set(["hash", "at", "seq"]);
  function stateDiff(left, right, path2 = []) {
    if (same(left, right)) return [];
    const [before, after] = [entriesOf(left), entriesOf(right)];
    if (before === null || after === null) return [{ path: [...path2], left, right }];
    const keys = /* @__PURE__ */ new Set([...before.keys(), ...after.keys()]);
    return [...keys].flatMap((key) => {
      if (DERIVED.has(String(key)) && !Array.isArray(left)) return [];
      return stateDiff(before.get(key), after.get(key), [...path2, key]);
    });
  }
  function entriesOf(value) {
    if (typeof value !== "object" || value === null) return null;
    if (!Array.isArray(value)) return new Map(Object.entries(value));
    const key = KEYS.find(
      (name2) => value.every((it) => typeof it?.[name2] === "string")
    );
    const names = value.map((it, i) => key === void 0 ? i : String(it[key]));
    const isUnique = new Set(names).size === names.length;
    return new Map(value.map((it, i) => [isUnique ? names[i] : i, it]));
  }

  // engine/text.ts
  var ERRNO_NAMES = {
    ...{ 1: "EPERM", 2: "ENOENT", 5: "EIO", 6: "ENXIO", 9: "EBADF", 12: "ENOMEM", 14: "EFAULT", 16: "EBUSY" },
    ...{ 17: "EEXIST", 19: "ENODEV", 20: "ENOTDIR", 22: "EINVAL", 27: "EFBIG", 28: "ENOSPC", 30: "EROFS" },
    ...{ 34: "ERANGE", 61: "ENODATA", 95: "EOPNOTSUPP", 117: "EFSCORRUPTED", 133: "EHWPOISON" }
  };
  function hexOf(number2) {
    const digits = (number2 < 0 ? -number2 : number2).toString(16);
    const padded = digits.padStart(Math.max(8, Math.ceil(digits.length / 4) * 4), "0");
    return `${number2 < 0 ? "-" : ""}0x${padded.replace(/(?<=.)(?=(.{4})+$)/g, "_")}`;
  }

  // engine/hex.ts
  function hex(number2) {
    if (typeof number2 !== "bigint" && !Number.isSafeInteger(number2)) {
      throw new SceneError("hex(number)", number2, "a whole number");
    }
    return hexOf(number2);
  }

  // engine/machine-operations.ts
  var MAX_TOUCHED = 2 ** 16;
  var Operations = class {
    partition(device2, sizes) {
      return this.operate("partition", () => ({ op: "partition", device: device2, table: toPartitions(sizes, "sizes") }));
    }
    linear(name2, legs) {
      return this.operate("linear", () => {
        let startBytes = 0;
        const table = list(legs, "legs").map((leg2, i) => {
          only(leg2, ["device", "offset", "length"], `legs[${i}]`);
          const lenBytes2 = toBytes(leg2.length, `legs[${i}].length`);
          const offInLegBytes = toBytes(leg2.offset ?? 0, `legs[${i}].offset`);
          startBytes += lenBytes2;
          return { type: "linear", startBytes: startBytes - lenBytes2, lenBytes: lenBytes2, device: leg2.device, offInLegBytes };
        });
        return { op: "dm-create", name: name2, table };
      });
    }
    /** Without a length: as many whole chunks as the shortest leg has. */
    striped(name2, chunk, legs, length) {
      return this.operate("striped", (names) => {
        const chunkBytes = toBytes(chunk, "chunk");
        const on = list(legs, "legs").map((leg2, i) => {
          only(leg2, ["device", "offset"], `legs[${i}]`);
          return { device: leg2.device, offInLegBytes: toBytes(leg2.offset ?? 0, `legs[${i}].offset`) };
        });
        const rooms = on.map((leg2, i) => names.device(leg2.device, `legs[${i}].device`).sizeBytes - leg2.offInLegBytes);
        const most = Math.floor(Math.min(...rooms) / chunkBytes) * chunkBytes * on.length;
        const lenBytes2 = length === void 0 ? most : toBytes(length, "length");
        return { op: "dm-create", name: name2, table: [{ type: "striped", startBytes: 0, lenBytes: lenBytes2, chunkBytes, legs: on }] };
      });
    }
    mkfs(fstype2, device2, options) {
      return this.operate("mkfs", () => compact({ op: "mkfs", fstype: fstype2, device: device2, options }));
    }
    mount(device2, target, options = {}) {
      return this.operate("mount", () => compact({ op: "mount", device: device2, target, ...fields(options, "options") }));
    }
    umount(target) {
      return this.operate("umount", () => ({ op: "umount", target }));
    }
    create(path2, size, options = {}) {
      return this.operate("create", () => {
        const sizeBytes = toBytes(size, "size");
        return compact({ op: "create", path: path2, sizeBytes, ...fields(options, "options") });
      });
    }
    mkdir(path2) {
      return this.operate("mkdir", () => ({ op: "mkdir", path: path2 }));
    }
    reflink(from, to) {
      return this.operate("reflink", () => ({ op: "reflink", from, to }));
    }
    unlink(path2) {
      return this.operate("unlink", () => ({ op: "unlink", path: path2 }));
    }
    truncate(path2, size) {
      return this.operate("truncate", () => ({ op: "truncate", path: path2, sizeBytes: toBytes(size, "size") }));
    }
    spawn(process, policy) {
      return this.operate("spawn", () => compact({ op: "spawn", process, policy }));
    }
    fork(process, parent) {
      return this.operate("fork", () => ({ op: "fork", process, parent }));
    }
    exit(process) {
      return this.operate("exit", () => ({ op: "exit", process }));
    }
    setPolicy(process, policy) {
      return this.operate("setPolicy", () => ({ op: "policy", process, policy }));
    }
    mmap(process, path2, spec = {}) {
      return this.operate("mmap", (names) => {
        only(spec, ["map", "offset", "length", "private", "aligned2m", "touch", "write"], "spec");
        const offInFileBytes = optional2(spec.offset, "spec.offset");
        const lenBytes2 = optional2(spec.length, "spec.length");
        const { private: isPrivate, aligned2m } = spec;
        const map = spec.map ?? freeName(names.processes.get(process) ?? /* @__PURE__ */ new Map());
        const touch2 = this.touches(path2, spec, offInFileBytes ?? 0, lenBytes2);
        return compact({
          ...{ op: "mmap", process, map, path: path2, offInFileBytes, lenBytes: lenBytes2, private: isPrivate, aligned2m, touch: touch2 }
        });
      });
    }
    touches(path2, spec, offBytes2, lenBytes2) {
      const write = spec.write ?? true;
      if (spec.touch === void 0) return void 0;
      if (spec.touch !== true) {
        return list(spec.touch, "spec.touch").map((it, i) => ({ offInMapBytes: toBytes(it, `spec.touch[${i}]`), write }));
      }
      const inFileBytes = Math.max(0, this.sizeOf(path2) - offBytes2);
      const pages = Math.ceil(Math.min(lenBytes2 ?? inFileBytes, inFileBytes) / PAGE_BYTES);
      if (pages > MAX_TOUCHED) throw new SceneError("spec.touch", `\0true for ${pages} pages`, `at most ${MAX_TOUCHED}`);
      return Array.from({ length: pages }, (_, i) => ({ offInMapBytes: i * PAGE_BYTES, write }));
    }
    munmap(process, map) {
      return this.operate("munmap", (names) => ({ op: "munmap", process, map: map ?? onlyMap(names, process) }));
    }
    load(process, offset, options = {}) {
      return this.inMap("load", process, offset, options);
    }
    flush(process, offset, options = {}) {
      return this.inMap("flush", process, offset, options);
    }
    madvise(process, offset, options = {}) {
      return this.inMap("madvise", process, offset, options);
    }
    inMap(op, process, offset, options) {
      return this.operate(op, (names) => {
        only(options, ["map", "length"], "options");
        const map = options.map ?? onlyMap(names, process);
        const lenBytes2 = optional2(options.length, "options.length");
        return compact({ op, process, map, offInMapBytes: toBytes(offset, "offset"), lenBytes: lenBytes2 });
      });
    }
    store(process, offset, bytes2, options = {}) {
      return this.operate("store", (names) => {
        only(options, ["map"], "options");
        const map = options.map ?? onlyMap(names, process);
        const offInMapBytes = toBytes(offset, "offset");
        return { op: "store", process, map, offInMapBytes, bytes: toByteList(bytes2, "bytes") };
      });
    }
    fence(process) {
      return this.operate("fence", () => ({ op: "fence", process }));
    }
    fsync(path2) {
      return this.operate("fsync", () => ({ op: "fsync", path: path2 }));
    }
    powerFail() {
      return this.operate("powerFail", () => ({ op: "power-fail" }));
    }
    read(path2, offset, length) {
      return this.operate("read", () => {
        const offInFileBytes = toBytes(offset, "offset");
        return { op: "read", path: path2, offInFileBytes, lenBytes: toBytes(length, "length") };
      });
    }
    write(path2, offset, bytes2) {
      return this.operate("write", () => {
        const offInFileBytes = toBytes(offset, "offset");
        return { op: "write", path: path2, offInFileBytes, bytes: toByteList(bytes2, "bytes") };
      });
    }
    poison(device2, offset, length) {
      return this.operate("poison", () => {
        const lenBytes2 = optional2(length, "length");
        return compact({ op: "poison", device: device2, offBytes: toBytes(offset, "offset"), lenBytes: lenBytes2 });
      });
    }
    scrub(device2) {
      return this.operate("scrub", () => ({ op: "scrub", device: device2 }));
    }
    badblocks(device2, sector, count) {
      return this.operate("badblocks", () => ({ op: "badblocks", device: device2, sector, count }));
    }
    fail(device2, offset) {
      return this.operate("fail", () => ({ op: "fail", device: device2, offBytes: toBytes(offset, "offset") }));
    }
    sysctl(values) {
      return this.operate("sysctl", () => compact({ op: "sysctl", ...fields(values, "values") }));
    }
    holder(device2, holder) {
      return this.operate("holder", () => {
        only(holder, ["name", "notifyFailure"], "holder");
        const source = sourceOf(holder.notifyFailure);
        return { op: "register-holder", device: device2, holder: holder.name, source };
      });
    }
    unbind(device2) {
      return this.operate("unbind", () => ({ op: "unbind", device: device2 }));
    }
    bind(device2) {
      return this.operate("bind", () => ({ op: "bind", device: device2 }));
    }
  };

  // engine/matrix.ts
  function matrixOf(player, value, failure, choice = {}) {
    const kernels = chosen("kernels", choice.kernels, KERNELS);
    const policies = chosen("policies", choice.policies, POLICIES);
    return kernels.flatMap(
      (kernel2) => policies.map((policy) => {
        const scene2 = { ...value.scene, kernel: kernel2, policy };
        return cellOf(player.run(validate({ ...value, scene: scene2, steps: [...value.steps, failure] })), kernel2, policy);
      })
    );
  }
  function chosen(name2, some, all) {
    for (const it of some ?? []) {
      if (!all.includes(it)) throw new SceneError(`matrix(${name2})`, it, `one of ${all.join(", ")}`);
    }
    return some ?? all;
  }
  function cellOf(run, kernel2, policy) {
    const step = run.machine.steps.length - 1;
    const events = run.events.filter((it) => it.step === step);
    const before = new Map(run.snapshot(step).mounts.map((it) => [it.target, it.state]));
    const after = run.snapshot();
    const seqs = new Set(events.map((it) => it.seq));
    const notified = new Set(events.filter((it) => it.fn === "dax_holder_notify_failure").map((it) => it.seq));
    const asked = events.filter((it) => it.parent !== null && notified.has(it.parent) && it.fn.includes("notify"));
    const stopped = after.mounts.filter((it) => it.state === "shutdown" && before.get(it.target) !== "shutdown");
    return {
      kernel: kernel2,
      policy,
      errno: run.outcomes[step]?.errno ?? null,
      asked: [...new Set(asked.map((it) => it.who))],
      told: [...new Set(run.signals.filter((it) => seqs.has(it.seq)).map((it) => it.process))],
      shutdown: stopped.map((it) => it.target),
      fallback: events.some((it) => it.fn === "mf_generic_kill_procs"),
      crash: after.crash?.sentence ?? null,
      proposed: policy !== "kernel" || events.some((it) => it.cite.proposed === true)
    };
  }

  // engine/races.ts
  var TICKS = {
    "register-holder": 2,
    "unregister-holder": 2,
    notify: 3,
    "kill-dax": 3,
    mount: 2
  };
  var MAX_SCHEDULES = 1e5;
  function interleavings(threads, ticks) {
    if (!Array.isArray(threads) || threads.length < 2 || threads.length > 4) {
      throw new SceneError("interleavings(threads)", threads, "a list of 2 to 4 steps");
    }
    const left = threads.map((thread, i) => ticks?.[i] ?? TICKS[thread.op] ?? 1);
    const count = schedulesOf(left);
    if (count > MAX_SCHEDULES) {
      throw new SceneError("interleavings(threads)", `\0${count} schedules`, `at most ${MAX_SCHEDULES}`);
    }
    const steps = [];
    const schedule = [];
    const walk = () => {
      let isDone = true;
      for (let thread = 0; thread < left.length; thread++) {
        if (left[thread] === 0) continue;
        isDone = false;
        left[thread] = (left[thread] ?? 0) - 1;
        schedule.push(thread);
        walk();
        schedule.pop();
        left[thread] = (left[thread] ?? 0) + 1;
      }
      if (isDone) steps.push({ op: "race", threads: [...threads], schedule: [...schedule] });
    };
    walk();
    return steps;
  }
  function schedulesOf(ticks) {
    let count = 1;
    let placed = 0;
    for (const moves of ticks) {
      for (let i = 1; i <= moves; i++) count = count * ++placed / i;
    }
    return Math.round(count);
  }

  // engine/machine.ts
  function makeCellApi(player, importValue2) {
    const machineOf = (value) => machineAt(player, validate(value));
    const importMachine2 = importValue2 && ((texts) => machineOf(importValue2(texts)));
    return Object.freeze({
      boot: (spec) => named("boot", () => machineOf(toMachineValue(spec))),
      machineOf,
      KiB: 1024,
      MiB: 1024 ** 2,
      GiB: 1024 ** 3,
      TiB: 1024 ** 4,
      hex,
      KERNELS: Object.freeze([...KERNELS]),
      POLICIES: Object.freeze([...POLICIES]),
      compare,
      interleavings,
      ...importMachine2 === void 0 ? {} : { importMachine: importMachine2 }
    });
  }
  function machineAt(player, value) {
    const { scene: scene2, seed, steps } = value;
    const branch = { scene: scene2, seed, steps: [...steps], names: namesOf(scene2, steps) };
    return new PlayedMachine(player, branch, value.steps.length, value);
  }
  var PlayedMachine = class _PlayedMachine extends Operations {
    #player;
    #branch;
    #length;
    #value;
    #run = null;
    constructor(player, branch, length, value) {
      super();
      this.#player = player;
      this.#branch = branch;
      this.#length = length;
      this.#value = value;
      Object.freeze(this);
    }
    get value() {
      const { scene: scene2, seed, steps } = this.#branch;
      this.#value ??= asValid({ scene: scene2, steps: Object.freeze(steps.slice(0, this.#length)), seed });
      return this.#value;
    }
    get kernel() {
      return this.#branch.scene.kernel;
    }
    get policy() {
      return this.#branch.scene.policy ?? "kernel";
    }
    get length() {
      return this.#length;
    }
    get run() {
      this.#run ??= this.#player.run(this.value);
      return this.#run;
    }
    get events() {
      const { from, to } = this.outcome;
      return this.#length === 0 ? this.run.events : this.run.events.slice(from, to);
    }
    get state() {
      return this.run.snapshot();
    }
    /** Power-on has one too: it always succeeds. */
    get outcome() {
      const last = this.run.outcomes[this.#length - 1];
      return last ?? Object.freeze({ step: -1, op: "boot", errno: "0", from: 0, to: this.run.events.length });
    }
    get errno() {
      return this.outcome.errno;
    }
    get mounts() {
      return byName(this.state.mounts, (it) => it.target);
    }
    get files() {
      return byName(this.state.files, (it) => it.path);
    }
    get processes() {
      return byName(this.state.processes, (it) => it.process);
    }
    get holders() {
      return Object.freeze(Object.fromEntries(this.state.daxDevices.map((it) => [it.name, it.holder])));
    }
    get signals() {
      const { from, to } = this.outcome;
      return Object.freeze(this.run.signals.filter((it) => it.seq >= from && it.seq < to));
    }
    get told() {
      return Object.freeze([...new Set(this.signals.map((it) => it.process))]);
    }
    at(n) {
      const length = n < 0 ? this.#length + n : n;
      if (!Number.isInteger(length) || length < 0 || length > this.#length) {
        throw new SceneError("at(n)", n, `a whole number from ${-this.#length} to ${this.#length}`);
      }
      return length === this.#length ? this : new _PlayedMachine(this.#player, this.#branch, length, null);
    }
    with(change) {
      return named("with", () => {
        for (const key of Object.keys(change)) {
          if (!["kernel", "policy", "seed"].includes(key))
            throw new SceneError(key, "\0a field", "kernel, policy or seed");
        }
        const { kernel: kernel2 = this.kernel, policy = this.policy, seed = this.#branch.seed } = change;
        const scene2 = toScene({ ...this.#branch.scene, kernel: kernel2, policy });
        const { steps } = this.value;
        return machineAt(this.#player, asValid({ scene: scene2, steps, seed: toSeed(seed) }));
      });
    }
    step(step) {
      const branch = this.#tip();
      branch.steps.push(addStep(step, this.#length, branch.names));
      return new _PlayedMachine(this.#player, branch, this.#length + 1, null);
    }
    operate(method, build2) {
      return named(method, () => this.step(build2(this.#tip().names)));
    }
    sizeOf(path2) {
      return this.files[path2]?.sizeBytes ?? 0;
    }
    /** The branch that this machine is the tip of; a new one where others went on from here. */
    #tip() {
      const { scene: scene2, seed, steps } = this.#branch;
      if (steps.length === this.#length) return this.#branch;
      const own = steps.slice(0, this.#length);
      return { scene: scene2, seed, steps: own, names: namesOf(scene2, own) };
    }
    bytes(space, offset, length) {
      return named("bytes", () => {
        const [offBytes2, lenBytes2] = [toBytes(offset, "offset"), toBytes(length, "length")];
        return this.#player.bytes(this.value, spaceOf(space), offBytes2, lenBytes2);
      });
    }
    ladder(space, offset) {
      return named("ladder", () => this.#player.ladder(this.value, spaceOf(space), toBytes(offset, "offset")));
    }
    matrix(failure, choice) {
      return matrixOf(this.#player, this.value, failure, choice);
    }
    toJSON() {
      return this.value;
    }
  };
  var spaceOf = (space) => String(space).startsWith("/") ? `file:${space}` : space;
  function byName(list2, nameOf) {
    return Object.freeze(Object.fromEntries(list2.map((it) => [nameOf(it), it])));
  }

  // workers/hash.ts
  function contentHash(content2) {
    return half(content2, 3735928559, 1103547991) + half(content2, 2654435769, 2246822507);
  }
  function half(content2, highSeed, lowSeed) {
    let high = highSeed;
    let low = lowSeed;
    const isText = typeof content2 === "string";
    for (let index = 0; index < content2.length; index++) {
      const code = isText ? content2.charCodeAt(index) : content2[index];
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    high = Math.imul(high ^ high >>> 16, 2246822507) ^ Math.imul(low ^ low >>> 13, 3266489909);
    low = Math.imul(low ^ low >>> 16, 2246822507) ^ Math.imul(high ^ high >>> 13, 3266489909);
    return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, "0");
  }

  // workers/ambient.ts
  var EPOCH_MS = Date.UTC(2022, 0, 5, 22, 47);
  var MOST_LOGS = 1e3;
  var MOST_LOG_CHARACTERS = 1e4;
  function makeAmbient(show2) {
    let state = 0;
    let looks = 0;
    let logs = [];
    let dropped = 0;
    const log = (...parts) => {
      if (logs.length >= MOST_LOGS) {
        dropped++;
        return;
      }
      const text = parts.map((it) => typeof it === "string" ? it : show2(it)).join(" ");
      logs.push(text.length > MOST_LOG_CHARACTERS ? `${text.slice(0, MOST_LOG_CHARACTERS)}\u2026` : text);
    };
    const random = () => {
      state = state + 1831565813 >>> 0;
      let mixed = Math.imul(state ^ state >>> 15, state | 1);
      mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
      return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
    };
    const now = () => EPOCH_MS + looks++;
    const silent = { log, info: log, warn: log, error: log, debug: log, dir: log, table: log };
    return {
      scope: { Math: seededMath(random), Date: simulatedDate(now), console: silent },
      begin(seed, slug) {
        state = Number.parseInt(contentHash(`${seed >>> 0}/${slug}`).slice(-8), 16);
        looks = 0;
        logs = [];
        dropped = 0;
      },
      takeLogs: () => dropped === 0 ? logs : [...logs, `\u2026 and ${dropped} more`]
    };
  }
  function seededMath(random) {
    const own = Object.getOwnPropertyDescriptors(Math);
    const math = Object.create(Object.prototype, own);
    Object.defineProperty(math, "random", { ...own.random, value: random });
    return math;
  }
  function simulatedDate(now) {
    const Real = Date;
    function Simulated(...parts) {
      if (new.target === void 0) return new Real(now()).toString();
      const made = new.target === Simulated ? Real : new.target;
      return Reflect.construct(Real, parts.length === 0 ? [now()] : parts, made);
    }
    const date = Object.assign(Simulated, { UTC: Real.UTC, parse: Real.parse, now });
    Object.defineProperty(date, "name", { value: "Date" });
    date.prototype = Real.prototype;
    return date;
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

  // notebooks/exercises/cli/holder-guest.ts
  function askOf(hostCall) {
    return (name2, argument) => {
      const reply = fromWire(hostCall(name2, toWire(argument)));
      if ("value" in reply) return reply.value;
      throw Object.assign(new Error(reply.error.message), { name: reply.error.name });
    };
  }
  function holderCaller(ask) {
    const evaluate = globalThis.eval;
    return ({ source, failure }) => {
      const holder = evaluate(`(${source}
)`);
      if (typeof holder !== "function") throw new TypeError("notifyFailure is not a function");
      const kernel2 = Object.freeze({
        notify: (device2, offBytes2, lenBytes2) => ask("notify", { device: device2, offBytes: offBytes2, lenBytes: lenBytes2 }),
        log: (text) => ask("log", { text: String(text) })
      });
      return holder(Object.freeze({ ...failure }), kernel2);
    };
  }

  // notebooks/exercises/cli/web-names.ts
  var ALPHABET2 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  var REPLACEMENT = 65533;
  var TextEncoder2 = class {
    encoding = "utf-8";
    encode(text = "") {
      const bytes2 = [];
      for (const char of String(text)) {
        const scalar = char.codePointAt(0) ?? 0;
        const point = scalar >= 55296 && scalar <= 57343 ? REPLACEMENT : scalar;
        const rest = point < 128 ? 0 : point < 2048 ? 1 : point < 65536 ? 2 : 3;
        const lead = [0, 192, 224, 240][rest] ?? 0;
        bytes2.push(lead | point >> 6 * rest);
        for (let i = rest - 1; i >= 0; i--) bytes2.push(128 | point >> 6 * i & 63);
      }
      return Uint8Array.from(bytes2);
    }
  };
  var TextDecoder = class {
    encoding = "utf-8";
    fatal;
    constructor(label2 = "utf-8", options = {}) {
      if (!/^(utf-?8|unicode-1-1-utf-8)$/i.test(String(label2).trim()))
        throw new RangeError(`no encoding "${label2}" here`);
      this.fatal = options.fatal === true;
    }
    decode(input = new Uint8Array(0)) {
      const bytes2 = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
      let text = "";
      let at3 = bytes2[0] === 239 && bytes2[1] === 187 && bytes2[2] === 191 ? 3 : 0;
      while (at3 < bytes2.length) {
        const { point, length } = scalarAt(bytes2, at3);
        if (point === null && this.fatal) throw new TypeError("the bytes are not UTF-8");
        text += String.fromCodePoint(point ?? REPLACEMENT);
        at3 += length;
      }
      return text;
    }
  };
  function scalarAt(bytes2, at3) {
    const lead = bytes2[at3] ?? 0;
    if (lead < 128) return { point: lead, length: 1 };
    if (lead < 194 || lead > 244) return { point: null, length: 1 };
    const rest = lead < 224 ? 1 : lead < 240 ? 2 : 3;
    let point = lead & 63 >> rest;
    for (let i = 1; i <= rest; i++) {
      const byte = bytes2[at3 + i] ?? 0;
      const low = i > 1 ? 128 : lead === 224 ? 160 : lead === 240 ? 144 : 128;
      const high = i > 1 ? 191 : lead === 237 ? 159 : lead === 244 ? 143 : 191;
      if (byte < low || byte > high) return { point: null, length: i };
      point = point << 6 | byte & 63;
    }
    return { point, length: rest + 1 };
  }
  function btoa(input) {
    const text = String(input);
    let out = "";
    for (let i = 0; i < text.length; i += 3) {
      const codes = [0, 1, 2].map((k) => text.charCodeAt(i + k));
      if (codes.some((it) => it > 255)) throw new RangeError("a character is beyond one byte");
      const [first = 0, second = 0, third = 0] = codes.map((it) => it || 0);
      const bits = first << 16 | second << 8 | third;
      const digits = [18, 12, 6, 0].map((shift) => ALPHABET2[bits >> shift & 63]);
      out += digits.map((it, k) => i + k > text.length ? "=" : it).join("");
    }
    return out;
  }
  function atob(input) {
    const text = String(input).replace(/[\t\n\f\r ]/g, "").replace(/={1,2}$/, "");
    if (/[^A-Za-z0-9+/]/.test(text) || text.length % 4 === 1) throw new RangeError("the text is not base64");
    let [out, bits, count] = ["", 0, 0];
    for (const char of text) {
      bits = (bits << 6 | ALPHABET2.indexOf(char)) & 16777215;
      count += 6;
      if (count < 8) continue;
      count -= 8;
      out += String.fromCharCode(bits >> count & 255);
    }
    return out;
  }
  function structuredClone(value, seen = /* @__PURE__ */ new Map()) {
    if (typeof value === "function" || typeof value === "symbol") throw new TypeError("a function cannot be cloned");
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const keep = (copy2) => {
      seen.set(value, copy2);
      return copy2;
    };
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return keep(value.slice());
    if (value instanceof Map) {
      const copy2 = keep(/* @__PURE__ */ new Map());
      for (const [key, one] of value) copy2.set(structuredClone(key, seen), structuredClone(one, seen));
      return copy2;
    }
    if (value instanceof Set) {
      const copy2 = keep(/* @__PURE__ */ new Set());
      for (const one of value) copy2.add(structuredClone(one, seen));
      return copy2;
    }
    if (value instanceof Error) return keep(Object.assign(new Error(value.message), { name: value.name }));
    const copy = keep(Array.isArray(value) ? [] : {});
    for (const [key, one] of Object.entries(value)) copy[key] = structuredClone(one, seen);
    return copy;
  }
  var WEB_NAMES = {
    TextEncoder: TextEncoder2,
    TextDecoder,
    btoa,
    atob,
    structuredClone: (value) => structuredClone(value)
  };

  // notebooks/exercises/cli/guest.ts
  function open(hostCall) {
    const ask = askOf(hostCall);
    const callHolder = holderCaller(ask);
    const ambient = makeAmbient(String);
    const globals = {
      ...makeCellApi(playerOf(ask), importValue),
      ...ambient.scope,
      ...WEB_NAMES
    };
    for (const [name2, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name2, { value, writable: true, enumerable: false, configurable: true });
    }
    const answer = (name2, argument) => {
      if (name2 === "reset") return ambient.begin(argument.seed, "check");
      if (name2 === "holder") return callHolder(argument);
      throw new Error(`the guest does not know ${name2}`);
    };
    return (name2, json) => toWire(answer(name2, fromWire(json)) ?? null);
  }
  function playerOf(ask) {
    return {
      run: (value) => runOf(value, ask("run", value), ask),
      bytes: (value, space, offBytes2, lenBytes2) => Uint8Array.from(ask("bytes", { value, space, offBytes: offBytes2, lenBytes: lenBytes2 })),
      ladder: (value, space, offBytes2) => ask("ladder", { value, space, offBytes: offBytes2 })
    };
  }
  function runOf(machine, parts, ask) {
    const { id, events, outcomes, signals } = freeze2(parts);
    const states = /* @__PURE__ */ new Map();
    const results = /* @__PURE__ */ new Map();
    const kept = (map, name2, n) => {
      if (!map.has(n)) map.set(n, freeze2(ask(name2, { id, n })));
      return map.get(n);
    };
    return Object.freeze({
      machine,
      events,
      outcomes,
      signals,
      snapshot: (n = machine.steps.length) => kept(states, "snapshot", n),
      invariants: (n = machine.steps.length) => kept(results, "invariants", n)
    });
  }
  function freeze2(value) {
    if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      for (const one of Object.values(value)) freeze2(one);
    }
    return value;
  }
  return __toCommonJS(guest_exports);
})(); return daxlabGuest.open(hostCall); }