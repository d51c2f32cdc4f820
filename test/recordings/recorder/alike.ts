/** Two recordings of one scenario, compared on the points of "What must match" in the recordings' README. */
import { type Comparison, compareRecording } from "../../../engine/recordings/compare.ts";
import { type Fields, isFields, rows, words } from "../../../engine/recordings/fields.ts";
import type { PredictedSignal, Prediction } from "../../../engine/recordings/predict.ts";
import { SI_CODES } from "../../../engine/recordings/vocabulary.ts";

/** `again` takes the place of a prediction. A function that either kernel could not trace is not compared. */
export function alike(recording: Fields, again: Fields): Comparison {
  const missing = [...words(recording, "probes_unavailable"), ...words(again, "probes_unavailable")];
  return compareRecording({ ...recording, probes_unavailable: missing }, predictionOf(again));
}

function predictionOf(again: Fields): Prediction {
  const events = rows(again, "events", "again").map(({ inject, result }) => ({
    inject,
    result: isFields(result) ? { fs_state_after: [], next_access: [], ...result, signals: sent(result) } : result,
  }));
  const setup = rows(again, "setup", "again").filter((it) => it.op === "mount" || it.op === "umount");
  return { events, setup } as unknown as Prediction;
}

/** What was sent, not what arrived: several that are pending at once arrive as one. */
function sent(result: Fields): PredictedSignal[] {
  return rows(result, "calls", "again").flatMap((call): PredictedSignal[] => {
    if (!String(call.fn).endsWith("sig_mceerr") || !isFields(call.args)) return [];
    const { to, code_name, map, addr_offset_in_mapping, lsb } = call.args;
    const si_code_name = String(code_name);
    const si_code = SI_CODES[si_code_name] ?? null;
    return [{ process: String(to), si_code, si_code_name, map, addr_offset_in_mapping, lsb } as PredictedSignal];
  });
}
