/** Strings of exercises: buttons, feedback, announcements. Whole sentences, no concatenation; digits stay digits. */

export interface ExerciseStrings {
  check: string;
  checking: string;
  startOver: string;
  /** The student's number changed, and with it the exercise. */
  otherVariant: string;
  hint(next: number, total: number): string;
  noMoreHints: string;
  hintLabel(n: number): string;
  reveal: string;
  revealLeft(attempts: number): string;
  revealTeacher: string;
  revealed: string;
  solution: string;
  solutionChanges: string;
  yourAnswer: string;
  pass: string;
  fail: string;
  error: string;
  skipped: string;
  points(earned: number, possible: number): string;
  visible(passed: number, total: number): string;
  hidden(total: number): string;
  hiddenPassed(passed: number, total: number): string;
  attempts(n: number): string;
  cannotRun(message: string): string;
  atLine(line: number): string;
  broken: string;
  mistake: string;
  moveUp(item: string): string;
  moveDown(item: string): string;
  moved(item: string, place: number, total: number): string;
  orderHelp: string;
  addToRoute(item: string): string;
  removeFromRoute(item: string): string;
  routeEmpty: string;
  route: string;
  pickOne: string;
  pickSeveral: string;
  code(title: string): string;
  codeHelp: string;
  sources: string;
  said: string;
  runs: string;
  added: string;
  removed: string;
}

const n = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const exerciseStringsEn: ExerciseStrings = {
  check: "Check",
  checking: "Checking…",
  startOver: "Start over",
  otherVariant:
    "With the student number as it is now, this is another exercise than the one you checked. Check it again.",
  hint: (next, total) => `Hint ${next} of ${total}`,
  noMoreHints: "No more hints",
  hintLabel: (it) => `Hint ${it}`,
  reveal: "Show the solution",
  revealLeft: (left) => `The solution can be shown after ${n(left, "more attempt", "more attempts")}.`,
  revealTeacher: "Your teacher shows the solution.",
  revealed: "The solution was shown; what you check from now on is practice.",
  solution: "Solution",
  solutionChanges: "From your answer to the solution",
  yourAnswer: "Your answer",
  pass: "holds",
  fail: "does not hold",
  error: "could not be checked",
  skipped: "not run",
  points: (earned, possible) => `${earned} of ${n(possible, "point", "points")}`,
  visible: (passed, total) => `${passed} of ${n(total, "visible check holds", "visible checks hold")}.`,
  hidden: (total) => `${n(total, "hidden check is", "hidden checks are")} run by your teacher.`,
  hiddenPassed: (passed, total) => `${passed} of ${n(total, "hidden check holds", "hidden checks hold")}.`,
  attempts: (it) => n(it, "attempt", "attempts"),
  cannotRun: (message) => `Nothing was run: ${message}.`,
  atLine: (line) => `line ${line}`,
  broken: "This exercise cannot be run. That is our mistake, not yours.",
  mistake: "About this answer",
  moveUp: (item) => `Move up: ${item}`,
  moveDown: (item) => `Move down: ${item}`,
  moved: (item, place, total) => `${item}: place ${place} of ${total}`,
  orderHelp: "Use the arrow buttons, or Alt with an arrow key on a line.",
  addToRoute: (item) => `Add to the route: ${item}`,
  removeFromRoute: (item) => `Take from the route: ${item}`,
  routeEmpty: "Nobody yet. Press the stations in the order in which you expect them.",
  route: "Your route",
  pickOne: "Pick one.",
  pickSeveral: "Pick all that apply.",
  code: (title) => `Code: ${title}`,
  codeHelp: "Ctrl or Command with Enter checks. Escape, then Tab, leaves the editor.",
  sources: "Sources",
  said: "What the engine says",
  runs: "The run",
  added: "added",
  removed: "removed",
};

export const exerciseStringsDe: ExerciseStrings = {
  check: "Prüfen",
  checking: "Wird geprüft …",
  startOver: "Von vorn",
  otherVariant:
    "Mit der jetzigen Matrikelnummer ist das eine andere Aufgabe als die, die Sie geprüft haben. Prüfen Sie noch einmal.",
  hint: (next, total) => `Hinweis ${next} von ${total}`,
  noMoreHints: "Keine weiteren Hinweise",
  hintLabel: (it) => `Hinweis ${it}`,
  reveal: "Lösung zeigen",
  revealLeft: (left) => `Die Lösung lässt sich nach ${n(left, "weiteren Versuch", "weiteren Versuchen")} zeigen.`,
  revealTeacher: "Die Lösung zeigt Ihre Lehrkraft.",
  revealed: "Die Lösung wurde gezeigt; was Sie von nun an prüfen, ist Übung.",
  solution: "Lösung",
  solutionChanges: "Von Ihrer Antwort zur Lösung",
  yourAnswer: "Ihre Antwort",
  pass: "trifft zu",
  fail: "trifft nicht zu",
  error: "ließ sich nicht prüfen",
  skipped: "nicht ausgeführt",
  points: (earned, possible) => `${earned} von ${n(possible, "Punkt", "Punkten")}`,
  visible: (passed, total) =>
    `${passed} von ${n(total, "sichtbaren Prüfung trifft", "sichtbaren Prüfungen treffen")} zu.`,
  hidden: (total) => `${n(total, "verdeckte Prüfung führt", "verdeckte Prüfungen führt")} Ihre Lehrkraft aus.`,
  hiddenPassed: (passed, total) =>
    `${passed} von ${n(total, "verdeckten Prüfung trifft", "verdeckten Prüfungen treffen")} zu.`,
  attempts: (it) => n(it, "Versuch", "Versuche"),
  cannotRun: (message) => `Nichts wurde ausgeführt: ${message}.`,
  atLine: (line) => `Zeile ${line}`,
  broken: "Diese Aufgabe lässt sich nicht ausführen. Das ist unser Fehler, nicht Ihrer.",
  mistake: "Zu dieser Antwort",
  moveUp: (item) => `Nach oben: ${item}`,
  moveDown: (item) => `Nach unten: ${item}`,
  moved: (item, place, total) => `${item}: Platz ${place} von ${total}`,
  orderHelp: "Mit den Pfeilknöpfen, oder mit Alt und einer Pfeiltaste auf einer Zeile.",
  addToRoute: (item) => `An die Route anfügen: ${item}`,
  removeFromRoute: (item) => `Aus der Route nehmen: ${item}`,
  routeEmpty: "Noch niemand. Drücken Sie die Stationen in der erwarteten Reihenfolge.",
  route: "Ihre Route",
  pickOne: "Wählen Sie eine Antwort.",
  pickSeveral: "Wählen Sie alles, was zutrifft.",
  code: (title) => `Code: ${title}`,
  codeHelp: "Strg oder Command mit Enter prüft. Escape, dann Tab, verlässt den Editor.",
  sources: "Quellen",
  said: "Was die Maschine sagt",
  runs: "Der Lauf",
  added: "hinzugefügt",
  removed: "entfernt",
};
