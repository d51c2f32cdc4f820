/** Strings of what happens beside the lesson: new versions, offline use. */
export interface BesideStrings {
  newVersion: string;
  reload: string;
  later: string;
  offlineReady: string;
}

export const besideStringsEn: BesideStrings = {
  newVersion: "There is a new version of this course.",
  reload: "Reload when ready",
  later: "Later",
  offlineReady: "The whole course is kept on this device and works without a network.",
};
