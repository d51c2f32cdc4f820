/** Strings of the course package's frame. */
import type { Connection } from "../lms/committer.ts";

export interface LmsStrings {
  connection(it: Connection, time: (ms: number) => string): string;
  sendNow: string;
  score(earned: number, possible: number): string;
  details: string;
  detailsText(platform: string, problem: string): string;
  lesson: string;
}

export const lmsStringsEn: LmsStrings = {
  connection(it, time) {
    if (it.state === "connecting") return "Connecting to your course…";
    if (it.state === "connected") return "Connected to your course.";
    if (it.state === "saved") return `Saved to your course at ${time(it.at)}.`;
    if (it.state === "waiting") return "Changes will be saved to your course in a moment.";
    if (it.state === "lost")
      return "Your course does not answer. Your work is kept on this device; it will be sent again.";
    return "Not connected to a course. Your work is kept on this device only.";
  },
  sendNow: "Save now",
  score: (earned, possible) => `${earned} of ${possible} points`,
  details: "Connection details",
  detailsText: (platform, problem) => `Platform: ${platform}. ${problem}`,
  lesson: "Lesson",
};

export const lmsStringsDe: LmsStrings = {
  connection(it, time) {
    if (it.state === "connecting") return "Verbindung zum Kurs wird aufgebaut …";
    if (it.state === "connected") return "Mit dem Kurs verbunden.";
    if (it.state === "saved") return `Um ${time(it.at)} im Kurs gespeichert.`;
    if (it.state === "waiting") return "Änderungen werden gleich im Kurs gespeichert.";
    if (it.state === "lost")
      return "Der Kurs antwortet nicht. Ihre Arbeit bleibt auf diesem Gerät und wird erneut gesendet.";
    return "Mit keinem Kurs verbunden. Ihre Arbeit bleibt nur auf diesem Gerät.";
  },
  sendNow: "Jetzt speichern",
  score: (earned, possible) => `${earned} von ${possible} Punkten`,
  details: "Einzelheiten zur Verbindung",
  detailsText: (platform, problem) => `Plattform: ${platform}. ${problem}`,
  lesson: "Lektion",
};
