/** All rows of `npm run bench`, in the order in which they are printed. */
import type { Row } from "./measure.ts";
import { BLOCK_ROWS } from "./rows/blocks.ts";
import { LOAD_ROWS } from "./rows/loads.ts";
import { POISON_ROWS } from "./rows/poison.ts";
import { RMAP_ROWS } from "./rows/rmap.ts";
import { ROUTE_ROWS } from "./rows/route.ts";
import { TIME_ROWS } from "./rows/time-travel.ts";

export const ROWS: readonly Row[] = [
  ...BLOCK_ROWS,
  ...LOAD_ROWS,
  ...POISON_ROWS,
  ...RMAP_ROWS,
  ...ROUTE_ROWS,
  ...TIME_ROWS,
];
