/** Strings of what happens beside the lesson: new versions, offline use, the search page. */
export interface BesideStrings {
  /** BCP 47. */
  tag: string;
  newVersion: string;
  reload: string;
  later: string;
  offlineReady: string;
  searchFor: string;
  found(count: number): string;
  searchFailed: string;
}

export const besideStringsDe: BesideStrings = {
  tag: "de",
  newVersion: "Es gibt eine neue Fassung dieses Kurses.",
  reload: "Neu laden, wenn es passt",
  later: "Später",
  offlineReady: "Der ganze Kurs ist auf diesem Gerät gespeichert und geht ohne Netz.",
  searchFor: "Suchen nach",
  found: (count) => (count === 0 ? "Nichts gefunden." : count === 1 ? "1 Stelle" : `${count} Stellen`),
  searchFailed: "Das Verzeichnis ist gerade nicht zu holen.",
};

export const besideStringsEn: BesideStrings = {
  tag: "en",
  newVersion: "There is a new version of this course.",
  reload: "Reload when ready",
  later: "Later",
  offlineReady: "The whole course is kept on this device and works without a network.",
  searchFor: "Search for",
  found: (count) => (count === 0 ? "Nothing was found." : count === 1 ? "1 place" : `${count} places`),
  searchFailed: "The index cannot be fetched just now.",
};

/** In the language of the page's tools. */
export async function besideStrings(tag: string): Promise<BesideStrings> {
  if (tag === "de") return besideStringsDe;
  if (tag !== "en-XA") return besideStringsEn;
  return { ...(await import("./pseudo.ts")).pseudo(besideStringsEn), tag };
}
