/** Parts of the site alone, on pages of the bench's own: see `parts/`. */
import { on, type PageLab, type PageRow, part } from "./lab.ts";

const call = async (lab: PageLab, name: "zoom" | "message"): Promise<number> =>
  on(await part(lab, "index.html"), (page) =>
    page.evaluate(
      (it: string) => (globalThis as never as Record<string, () => Promise<number>>)[it]?.() ?? Number.NaN,
      name,
    ),
  );

const map: PageRow = {
  name: "map-zoom",
  means:
    "The memory map of 16 TiB with a million poisoned lines: script and layout of a zoom step, 95th percentile of sixty.",
  unit: "ms",
  atMost: 8,
  round: (lab) => call(lab, "zoom"),
};

const message: PageRow = {
  name: "message",
  means: "A thousand checked loads in one message to a worker, as a multiple of an empty message and its answer.",
  unit: "×",
  atMost: 4,
  note: "Addresses and values cross in one array that is handed over. As a structured clone both ways the way alone costs a third more, as text three times as much.",
  round: (lab) => call(lab, "message"),
};

export const PART_ROWS: readonly PageRow[] = [map, message];
