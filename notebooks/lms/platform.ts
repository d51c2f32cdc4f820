/** What a course needs of a platform, whatever it speaks. No method throws or rejects; a platform may say anything. */
import type { Summary } from "./summary.ts";

export interface Opened {
  isOpen: boolean;
  /** Suspend data of an earlier session, or "". */
  suspend: string;
  /** Why it is not open, for the diagnostics line. */
  problem: string;
  /** False when the platform wants no results: review or browse. */
  isGraded: boolean;
}

export interface Saved extends Summary {
  suspend: string;
  /** Seconds since this session began. */
  seconds: number;
}

export interface Platform {
  readonly name: "SCORM 1.2" | "SCORM 2004" | "cmi5" | "none";
  open(): Promise<Opened>;
  /** True when the platform said that it has everything. */
  save(state: Saved): Promise<boolean>;
  /** Last save and end of the session. */
  close(state: Saved): Promise<boolean>;
}

/** Outside a platform: the course works, and says that it is on its own. */
export const noPlatform: Platform = {
  name: "none",
  open: async () => ({ isOpen: false, suspend: "", problem: "opened outside a learning platform", isGraded: false }),
  save: async () => false,
  close: async () => false,
};
