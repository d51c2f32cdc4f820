/**
 * The names of numbered constants in `abi.ts`, by prefix and number: FN_KILL_DAX = 41 is 41 → "kill_dax" in `FNS`.
 *
 * A worker's script does not carry `abi.ts`: its build puts `packedNames` of the same constants in place of this module,
 * which costs a page a third. Callers rely on both giving equal maps.
 */
import * as abi from "../abi.ts";
import { type NumberedNames, namesBy } from "./spelling.mjs";

const constants: Readonly<Record<string, unknown>> = abi;

export const FNS: NumberedNames = namesBy(constants, "FN_");
export const RULES: NumberedNames = namesBy(constants, "RULE_");
export const KEYS: NumberedNames = namesBy(constants, "KEY_");
export const TEXTS: NumberedNames = namesBy(constants, "TEXT_");
/** Without the E. */
export const ERRNOS: NumberedNames = namesBy(constants, "E");
