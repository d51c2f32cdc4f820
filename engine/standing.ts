/** Where questions about a state are asked: in an engine that stands in it. Types only. */
import type { Engine } from "./boundary/host.ts";
import type { Line } from "./lines.ts";
import type { Snapshot } from "./snapshot.ts";

/** A line, the state after its steps, and the engine that is in it. */
export interface Standing {
  engine: Engine;
  line: Line;
  snapshot: Snapshot;
}
