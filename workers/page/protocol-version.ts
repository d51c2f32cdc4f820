/**
 * The number of what crosses between a page and a worker (`protocol.ts`, `frame.ts`). A release of the engine carries its
 * worker and this number; a page runs the workers of releases whose number is its own. It rises when a page could
 * misread what a worker of before says, or the other way round; members that may be absent leave it as it is.
 */
export const PROTOCOL = 1;
