/** What is in scope of readers' cells, by name; apart from the API itself, since who only reads cells needs no engine. */
export const CELL_NAMES: readonly string[] = [
  ...["boot", "machineOf", "KiB", "MiB", "GiB", "TiB", "hex", "KERNELS", "POLICIES", "compare", "interleavings"],
  "importMachine",
];
