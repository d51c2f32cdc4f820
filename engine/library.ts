/**
 * The engine as a library, for Node and browsers: `import { boot } from "daxlab"`. A list of what it gives; nothing happens
 * on import, and a bundler leaves out what is not used.
 */
export type * from "./api.ts";
export { validate } from "./checks/check.ts";
export { compare } from "./compare.ts";
export { GiB, KERNELS, KiB, MiB, POLICIES, TiB, version } from "./constants.ts";
export { EngineCrash, FileError, SceneError } from "./errors.ts";
export type * from "./event.ts";
export { hex } from "./hex.ts";
export type { ImportOptions, ImportProblem, ImportResult, ImportText } from "./import/contract.ts";
export { exportScene, exportScript } from "./import/export-script.ts";
export { importLarge, importMachine } from "./import/import-machine.ts";
export type { CellApi } from "./machine.ts";
export { interleavings } from "./races.ts";
export type { Comparison, Difference } from "./recordings/compare.ts";
export type { Prediction } from "./recordings/predict.ts";
export type * from "./scene.ts";
export { sentenceOf } from "./sentences/sentences.ts";
export { boot, checkRecording, machineOf, predictRecording } from "./shared-engine.ts";
export type * from "./snapshot.ts";
