/** Everything of the store, exported for its tests and benchmarks. Compiled on its own. */
export * from "./compare";
export * from "./state";
export * from "./tables";
export * from "./digest";
export * from "./pmem";
export * from "./poison";
export * from "./poison-change";
export * from "./badblocks";
export * from "./extents";
export * from "./segments";


export * from "./testing-fill";
export * from "./testing-records";
