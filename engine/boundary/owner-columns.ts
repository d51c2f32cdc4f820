/** Rows of a reverse map as columns; `owner-table.ts` says in which units. Types only. */
export interface OwnerTable {
  readonly count: number;
  readonly offInDevBytes: Float64Array;
  readonly lenBytes: Float64Array;
  /** An inode number, or minus a code of `META_OWNERS`. */
  readonly owner: Float64Array;
  /** 0 for what is not a file's. */
  readonly offInFileBytes: Float64Array;
  readonly flags: Uint8Array;
}
