/** All rows of `npm run bench`, in the order in which they are printed. */
import type { Row } from "./measure.ts";
import { BADBLOCKS_ROWS } from "./rows/badblocks.ts";
import { BLOCK_ROWS } from "./rows/blocks.ts";
import { GRADER_ROWS } from "./rows/grader.ts";
import { IMPORT_ROWS } from "./rows/import.ts";
import { LOAD_ROWS } from "./rows/loads.ts";
import { POISON_ROWS } from "./rows/poison.ts";
import { REPLAY_ROWS } from "./rows/replay.ts";
import { RMAP_ROWS } from "./rows/rmap.ts";
import { ROUTE_ROWS } from "./rows/route.ts";
import { SIZE_ROWS } from "./rows/size.ts";
import { TIME_ROWS } from "./rows/time-travel.ts";

export const ROWS: readonly Row[] = [
  ...BLOCK_ROWS,
  ...LOAD_ROWS,
  ...POISON_ROWS,
  ...BADBLOCKS_ROWS,
  ...RMAP_ROWS,
  ...ROUTE_ROWS,
  ...TIME_ROWS,
  ...REPLAY_ROWS,
  ...IMPORT_ROWS,
  ...GRADER_ROWS,
  ...SIZE_ROWS,
];
