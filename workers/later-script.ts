/** The second script of a worker; see later.ts. Its names are those of `LATER` in build.mjs. */
import { stopWords } from "../engine/boundary/stops.ts";
import { oneOf } from "../engine/checks/near-names.ts";
import * as problem from "../engine/checks/problem.ts";
import { compare } from "../engine/compare.ts";
import { ladderIn } from "../engine/ladder.ts";
import { matrixOf } from "../engine/matrix.ts";
import { interleavings } from "../engine/races.ts";
import { bytesOf } from "../engine/spaces.ts";
import { type ShapeNode, schemaOf } from "./shape-parser.ts";

/** `DELIVER` of cell-script.ts: by this time there is no global object to look it up in. */
declare const daxlabDeliver: (it: unknown) => void;

/** The first script has its shapes as data. */
const parsed = (node: ShapeNode, value: unknown, at: string): unknown => problem.parsed(schemaOf(node), value, at);

daxlabDeliver({ compare, ladderIn, matrixOf, interleavings, bytesOf, oneOf, parsed, stopWords });
