/**
 * The importer of tool outputs, as a script of its own: larger than the rest of the worker, and sent into it when a cell
 * names `importMachine` for the first time.
 */
import { importValue } from "../engine/import/import-machine.ts";
import { DELIVER } from "./cell-script.ts";

(globalThis as unknown as Record<string, (it: unknown) => void>)[DELIVER]?.(importValue);
