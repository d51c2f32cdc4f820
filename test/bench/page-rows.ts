/** All rows of `npm run bench:page`, in the order in which they are printed. */
import { BUILD_ROWS } from "./page-rows/build.ts";
import { EDITING_ROWS } from "./page-rows/editing.ts";
import { IMPORTING_ROWS } from "./page-rows/importing.ts";
import type { PageRow } from "./page-rows/lab.ts";
import { OPENING_ROWS } from "./page-rows/opening.ts";
import { PART_ROWS } from "./page-rows/parts.ts";

export const PAGE_ROWS: readonly PageRow[] = [
  ...OPENING_ROWS,
  ...EDITING_ROWS,
  ...IMPORTING_ROWS,
  ...PART_ROWS,
  ...BUILD_ROWS,
];
