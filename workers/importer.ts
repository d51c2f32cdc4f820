/**
 * The importer of tool outputs, as a script of its own: larger than the rest of the worker, and sent into it when a cell
 * names `importMachine` for the first time.
 */
import { importValue } from "../engine/import/import-machine.ts";

/** `DELIVER` of cell-script.ts: by this time there is no global object to look it up in. */
declare const daxlabDeliver: (it: unknown) => void;

daxlabDeliver(importValue);
