/** The second script of a worker; see later.ts. Its names are those of `LATER` in build.mjs. */
import { compare } from "../engine/compare.ts";
import { ladderIn } from "../engine/ladder.ts";
import { matrixOf } from "../engine/matrix.ts";
import { interleavings } from "../engine/races.ts";
import { bytesOf } from "../engine/spaces.ts";

/** `DELIVER` of cell-script.ts: by this time there is no global object to look it up in. */
declare const daxlabDeliver: (it: unknown) => void;

daxlabDeliver({ compare, ladderIn, matrixOf, interleavings, bytesOf });
