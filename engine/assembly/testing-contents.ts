/** What files, free space and page tables are kept in, exported for tests. Compiled on its own. */
export * from "./state";
export * from "./tables";
export * from "./sparse";
export * from "./lookup";
export * from "./spans";
export * from "./runs";
