/** What every part of a live lesson page is given. */
import type { MachineView } from "../../../engine/api.ts";
import type { Lab, Wire } from "../../../workers/api.ts";
import type { Selection } from "../../figures/figure.ts";
import type { PageStrings } from "../../i18n/strings.ts";
import type { ValueStrings } from "../../i18n/values.ts";
import type { CellNow, Notebook } from "../cells-api.ts";
import type { Keep } from "../keep.ts";
import type { PageCell, PageData } from "../page-data.ts";
import type { Announcer } from "./announcer.ts";
import type { HistoryKeeper } from "./history-keeper.ts";
import type { Preferences } from "./preferences.ts";

export interface PageContext {
  readonly data: PageData;
  readonly strings: PageStrings;
  readonly values: ValueStrings;
  readonly preferences: Preferences;
  readonly keep: Keep;
  readonly announcer: Announcer;
  readonly selection: Selection;
  setPreference(next: Partial<Preferences>): void;
}

/** A lesson whose cells run. In safe mode there is no notebook, and texts are only kept. */
export interface LessonContext extends PageContext {
  readonly notebook: Notebook;
  readonly lab: Lab;
  readonly isSafe: boolean;
  readonly histories: HistoryKeeper;
  /** Opens the timeline of a machine below its cell, at an event if one is given. */
  openTime(slug: string, machine: MachineView, label: string, event?: number): void;
}

export const labelOf = (data: PageData, slug: string): string => cellOf(data, slug)?.label ?? slug;

export const cellOf = (data: PageData, slug: string): PageCell | undefined => data.cells.find((it) => it.slug === slug);

/** The machine that a cell shows, or null. */
export function machineOf(now: CellNow): MachineView | null {
  const wire: Wire | null = now.last;
  return wire?.kind === "machine" ? wire.machine : null;
}
