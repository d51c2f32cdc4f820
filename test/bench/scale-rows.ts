/** What `npm run bench -- --scale` measures: the rows of `npm run bench` at growing sizes, memory itself first. */
import { BLOCKS, DEVICE } from "./scale/bytes.ts";
import { MAPS, MEMORY } from "./scale/maps.ts";
import { POISON } from "./scale/poison.ts";
import { TIME } from "./scale/time.ts";
import type { ScaleRow } from "./scaling.ts";

export const SCALE_ROWS: readonly ScaleRow[] = [MEMORY, ...BLOCKS, ...DEVICE, ...POISON, ...MAPS, ...TIME];
