/**
 * Where memory management keeps what it needs for the length of one call: fixed places in the scratch area, beside
 * those of the route and of the store. None of it is state.
 *
 * A page buffer serves one copy at a time: nothing that fills it calls what fills it again before it is read.
 *
 * **Left out:** buffers of other sizes; whoever needs more allocates.
 */
import { SCRATCH } from "./state";

/** 4 KiB between a read and a write. */
export const PAGE_BUFFER: usize = SCRATCH + 0xc000;
/** 256 pairs {mapping, shift}. */
export const KILL_BUFFER: usize = SCRATCH + 0xd000;
export const KILL_BUFFER_PAIRS: u32 = 256;
/** Results of `resolve`: for places of file pages, for transfers of devices. */
export const PLACE_BUFFER: usize = SCRATCH + 0xd800;
export const TRANSFER_BUFFER: usize = SCRATCH + 0xd820;
/** 64 bytes of a line. */
export const LINE_BUFFER: usize = SCRATCH + 0xd840;
/** An errno on the way up. */
export const ERRNO_BUFFER: usize = SCRATCH + 0xd880;
