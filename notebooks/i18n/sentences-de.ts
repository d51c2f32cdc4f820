/** Every event and every invariant in German. */
import type { Catalogue } from "../../engine/sentences/sentences.ts";
import { MEMORY_SENTENCES_DE } from "./sentences-de-memory.ts";
import { ROUTE_SENTENCES_DE } from "./sentences-de-route.ts";

export const GERMAN: Catalogue = {
  rules: { ...ROUTE_SENTENCES_DE, ...MEMORY_SENTENCES_DE },
  invariants: {
    I1: "Ein dax_device hat höchstens einen Halter.",
    I2: "Halteroperationen bedeuten nur etwas, solange es einen Halter gibt.",
    I3: "Ein totes dax_device hat keinen Halter.",
    I4: "Ein dax_device gehört zu einer ganzen Platte, nie zu einer Partition.",
    I5: "Ein Halter wird nur gefragt, solange sein dax_device nicht verschwinden kann.",
    I6: "Ein Halter, der loslässt, nimmt seine eigenen Operationen mit und niemandes sonst.",
  },
  nobody: "niemand",
  unknown: "{fn} bei {who} antwortet {answer}.",
  powerOn: "Die Maschine wird eingeschaltet.",
  range: "{len} Bytes ab {off} in {space}",
  byte: "1 Byte ab {off} in {space}",
};
