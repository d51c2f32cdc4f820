/** Strings of what happens beside the lesson: new versions, offline use, the search page. */
export interface BesideStrings {
  newVersion: string;
  reload: string;
  later: string;
  offlineReady: string;
  searchFor: string;
  found(count: number): string;
  searchFailed: string;
}

export const besideStringsEn: BesideStrings = {
  newVersion: "There is a new version of this course.",
  reload: "Reload when ready",
  later: "Later",
  offlineReady: "The whole course is kept on this device and works without a network.",
  searchFor: "Search for",
  found: (count) => (count === 0 ? "Nothing was found." : count === 1 ? "1 place" : `${count} places`),
  searchFailed: "The index cannot be fetched just now.",
};
