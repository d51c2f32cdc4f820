/** Machines of more and more steps, and texts of more and more rows. */
import { openTestPlayer } from "../../support/player.ts";
import { timed } from "../measure.ts";
import { fsmapText, imported } from "../rows/import.ts";
import { lineOf, openReplay, storyOf } from "../rows/replay.ts";
import type { ScaleRow } from "../scaling.ts";
import { ASK, rounds, STEADY, TO_HUNDRED_THOUSAND, TO_MILLION } from "./sizes.ts";

export const TIME: readonly ScaleRow[] = [
  {
    name: "replay",
    means: "A machine of this many steps, played once more from power-on. A machine has at most 100,000.",
    operation: "step",
    unit: "ns",
    growth: STEADY,
    sizes: TO_HUNDRED_THOUSAND,
    async measure(size) {
      const { session, leave } = await openReplay();
      const line = lineOf(storyOf(size));
      session.seek(line, size);
      return rounds(() => {
        leave();
        return timed(() => session.seek(line, size)).ns / size;
      });
    },
  },
  {
    name: "any-point",
    means:
      "The state after a random step of a timeline of this many. Images of the state have 64 MiB, so that in long timelines they lie far apart; a machine has at most 100,000 steps.",
    operation: "point",
    unit: "ns",
    growth: { atMost: 0.75 },
    sizes: TO_HUNDRED_THOUSAND,
    async measure(size) {
      const machine = (await openTestPlayer()).run(storyOf(size));
      let n = ASK;
      return rounds(() => {
        n = (n * 48271) % 2147483647;
        return timed(() => machine.snapshot(n % size)).ns;
      });
    },
  },
  {
    name: "import",
    means:
      "A reverse map of this many rows, read from text. Ten million would be a text that is longer than JavaScript has.",
    operation: "row",
    unit: "ns",
    growth: STEADY,
    sizes: TO_MILLION,
    async measure(size) {
      const text = fsmapText(size);
      return rounds(() => timed(() => imported(text)).ns / size);
    },
  },
];
