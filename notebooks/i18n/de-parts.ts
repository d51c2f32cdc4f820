/** The page in German: sharing, time, the shell around the lesson, hand-ins. */
import type { HandInStrings, ShareStrings, ShellStrings, TimeStrings } from "./strings.ts";

const n = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const shareDe: ShareStrings = {
  title: "Teilen",
  intro: (cells, forks) => {
    if (cells + forks === 0) return "Der Link führt zu dieser Seite, wie sie geschrieben wurde.";
    const changed = cells === 0 ? "" : n(cells, "geänderte Zelle", "geänderte Zellen");
    const forked = forks === 0 ? "" : n(forks, "Abzweigung", "Abzweigungen");
    const both = changed !== "" && forked !== "" ? `${changed} und ${forked}` : changed + forked;
    return `Der Link trägt ${both}. Kein Server sieht sie; nichts läuft, bevor die Lesenden es sagen.`;
  },
  link: "Link",
  copy: "Link kopieren",
  long: (characters) =>
    `Der Link hat ${characters} Zeichen; Mail- und Chatprogramme schneiden ihn vielleicht ab. Laden Sie stattdessen eine Datei herunter.`,
  qr: "Als QR-Code zeigen",
  qrLabel: "Der Link als QR-Code",
  qrTooLong: "Der Link ist zu lang für einen QR-Code.",
  downloadHtml: "Als Seite herunterladen (HTML)",
  downloadJson: "Als Daten herunterladen (JSON)",
  downloadZip: "Beides mit Ihrer Arbeit herunterladen (zip)",
  opened: (cells, forks) => {
    const changes = cells === 0 ? "" : `${n(cells, "Zelle", "Zellen")} dieser Lektion ändert`;
    const forked = forks === 0 ? "" : `${n(forks, "Abzweigung", "Abzweigungen")} mitbringt`;
    const both = changes !== "" && forked !== "" ? `${changes} und ${forked}` : changes + forked;
    return `Sie haben einen Link geöffnet, der ${both}. Nichts davon ist gelaufen.`;
  },
  openedOther: "Wer ihn gemacht hat, meinte es gut oder auch nicht. Sehen Sie zuerst die Änderungen an.",
  openedChanged: "Die Lektion hat sich geändert, seit der Link gemacht wurde.",
  openedSame: "Der Link ändert nichts.",
  run: "Übernehmen und ausführen",
  read: "Nur lesen",
  discard: "Verwerfen",
  reading:
    "Die Zellen zeigen die Texte des Links. Nichts davon ist gelaufen, nichts davon wird gespeichert: Nach dem Neuladen wird wieder gefragt. Was Ihres war, ist noch auf diesem Gerät.",
  putMineBack: "Meine zurück",
  fork: (label, steps) => `${label}, anders nach ${steps === 0 ? "dem Einschalten" : `Schritt ${steps}`}`,
  readOnly: "Fremde Zellen lassen sich in diesem Browser nicht ausführen: Er bietet keinen geschlossenen Rahmen.",
  refused: (why) => {
    if (why === "version")
      return "Dieser Link stammt von einer neueren Fassung der Website. Laden Sie die Seite neu und öffnen Sie ihn noch einmal.";
    if (why === "too-large")
      return "Dieser Link entfaltet sich zu mehr, als eine Lektion fassen kann. Er wurde nicht geöffnet.";
    return "Dieser Link ist beschädigt; vielleicht hat ihn ein Mailprogramm abgeschnitten. Bitten Sie um eine Datei.";
  },
  otherLesson: "Dieser Link gehört zu einer anderen Lektion.",
  goThere: (lesson) => `In ${lesson} öffnen`,
  changes: (label) => `Änderungen in ${label}`,
  wrongPart: (name, got, expected) => {
    const form = {
      cell: "der Name einer Zelle dieser Seite",
      step: "eine ganze Zahl in Dezimalziffern",
      seed: "bis zu acht Hexadezimalziffern",
      engine: "12 bis 64 Hexadezimalziffern",
      language: "en oder de",
      course: "höchstens 200 Zeichen",
    }[expected];
    return `In der Adresse dieser Seite steht ${name}=${got}; erwartet wird ${form}. Die Seite wurde ohne das geöffnet.`;
  },
  unknownCells: (names) => `Zellen, die diese Lektion nicht hat, ausgelassen: ${names.join(", ")}.`,
  engine: ({ n: release, hash, kind }) => {
    const name = release === null ? `der Engine ${hash}` : `Version ${release} der Engine`;
    if (kind === "runs") return `Dieser Link wurde mit ${name} gemacht; die Seite läuft auf ihr.`;
    const why = {
      unknown: "die nicht unter den Versionen dieser Website ist",
      graded: "die nur in der Bewertung läuft",
      other: "die diese Fassung der Seite nicht ausführen kann",
      unreachable: "die sich nicht laden ließ",
    }[kind];
    return `Dieser Link wurde mit ${name} gemacht, ${why}. Die Seite läuft auf der heutigen Engine: Ergebnisse können abweichen.`;
  },
  engineCurrent: "Auf der heutigen Engine laufen lassen",
  madeWith: (engine) => `Gemacht mit der Engine ${engine}.`,
  openLive: "Lebendig öffnen, auf dieser Engine",
};

export const timeDe: TimeStrings = {
  title: (label) => `${label}, Schritt für Schritt`,
  close: "Schließen",
  state: (steps) => (steps === 0 ? "Zustand beim Einschalten" : `Zustand nach ${n(steps, "Schritt", "Schritten")}`),
  fork: "Hier abzweigen",
  forkLine: "Was stattdessen geschieht",
  forkHelp: "Eine oder mehrere Operationen, wie sie hinter einer Maschine stehen. Der erste Zweig bleibt.",
  forkRun: "Abzweigung ausführen",
  forkTitle: (base, at) => `${base}, anders nach ${at === 0 ? "dem Einschalten" : `Schritt ${at}`}`,
  forkSame: "Beide Zweige tun dasselbe.",
  forkDiffers: (step, left, right) =>
    `Die Zweige trennen sich ${step === 0 ? "beim Einschalten" : `in Schritt ${step}`}. Zuvor: ${left} Hier: ${right}`,
  forkEnds: "Weiter geschieht nichts.",
  forkFailed: (message) => `Die Abzweigung lief nicht: ${message}`,
  removeFork: "Abzweigung entfernen",
  forkKept: "Von früher; wählen Sie sie, dann läuft sie.",
  forkNowhere: "Diese Maschine hat weniger Schritte, als der Abzweigung vorausgehen.",
  written: (label, line) => `Geschrieben in ${label}, Zeile ${line}`,
  invariants: "Was immer gelten muss",
  invariantsHold: (count) => `alle ${count} gelten.`,
  invariantsBroken: (count) => `${n(count, "gilt nicht", "gelten nicht")}.`,
  holds: "gilt",
  broken: "gilt nicht",
  link: "Link zu diesem Schritt kopieren",
};

export const shellDe: ShellStrings = {
  tools: "Seite",
  search: "Suchen",
  searchHint: "Den Kurs durchsuchen",
  searchResults: (count) => n(count, "Stelle", "Stellen"),
  searchNone: "Nichts gefunden.",
  searchFailed: "Das Suchverzeichnis ließ sich nicht laden.",
  lesson: { new: "nicht begonnen", begun: "begonnen", done: "fertig" },
  solved: (solved, total) => `${solved} von ${n(total, "Aufgabe", "Aufgaben")} gelöst`,
  resume: (title) => `Weiter, wo Sie waren: ${title}`,
  settings: "Einstellungen",
  theme: "Farben",
  themes: { auto: "wie das System", light: "hell", dark: "dunkel" },
  language: "Sprache der Seite",
  projector: "Projektor",
  projectorNote:
    "Große Schrift. Bild auf und Bild ab gehen von Teil zu Teil. Antworten sind verdeckt; B oder ein Punkt zeigt sie.",
  curtain: "Antworten zeigen",
  curtainDown: "Antworten verdecken",
  nextPart: "Nächster Teil",
  previousPart: "Voriger Teil",
  leaveProjector: "Projektoransicht verlassen",
  shortcuts: "Tasten",
  shortcutKeys: "Tasten dieser Seite",
  shortcut: {
    runNext: "Zelle ausführen und weiter zur nächsten",
    runStay: "Zelle ausführen; in einer Aufgabe prüfen",
    runStale: "Alle veralteten Zellen ausführen",
    stop: "Anhalten, was läuft",
    leave: "Den Editor verlassen",
    tabFocus: "Tab bewegt den Fokus, ein und aus",
    cellHelp: "Hilfe zu dieser Zelle",
    steps: "Auf einer Zeitleiste: zurück, weiter, Anfang, Ende",
    list: "Diese Liste, außerhalb eines Editors",
    search: "Den Kurs durchsuchen",
    projector: "Projektor: Teil für Teil",
  },
  singleKeys: "Das Fragezeichen als Taste verwenden",
  plainEditor: "Einfache Textfelder statt des Code-Editors",
  close: "Schließen",
  share: "Teilen",
  handIn: "Abgeben",
};

export const handInDe: HandInStrings = {
  title: "Abgeben",
  intro:
    "Eine Datei mit Ihren Antworten, wie sie jetzt auf diesem Gerät stehen. Sie wird hier gemacht und nirgendwohin gesandt: Abgeben tun Sie sie selbst.",
  name: "Name",
  id: "Nummer oder Kennung",
  optional: "freiwillig",
  courseKey:
    "Geben Sie Ihre Nummer ein, bevor Sie arbeiten: Manche Aufgaben hängen davon ab. Kursschlüssel Ihrer Klasse:",
  exercise: "Aufgabe",
  answer: "Antwort",
  attempts: "Versuche",
  result: "Sichtbare Prüfungen",
  untouched: "nicht begonnen",
  answered: "beantwortet",
  never: "nie geprüft",
  points: (earned, possible) => `${earned} von ${n(possible, "Punkt", "Punkten")}`,
  download: "Datei herunterladen",
  receipt: (code) => `Quittung: ${code}`,
  receiptNote: "Derselbe Code steht in der Datei. Schreiben Sie ihn auf.",
  editor: "Im eigenen Editor arbeiten",
  editorNote: "Alle Aufgaben als ein Text. Antworten Sie unter jeder Kopfzeile und fügen Sie den Text wieder ein.",
  editorCopy: "Alle Aufgaben als Text",
  paste: "Den Text wieder einfügen",
  pasteDo: "Antworten übernehmen",
  pasted: (count) => `${n(count, "Antwort", "Antworten")} übernommen.`,
  pasteProblem: (where, problem) => `${where}: ${problem}`,
  pasteNone: "Im Text wurde keine Kopfzeile einer Aufgabe gefunden.",
  pasteUnknown: "keine solche Aufgabe in diesem Kurs",
  tooLong: (where, got, most) =>
    `${where}: ${got} Zeichen, erwartet werden höchstens ${most}. Es wurde keine Datei gespeichert; was Sie geschrieben haben, ist noch da.`,
  pasteVersion: (got, expected) =>
    `diese Antwort gehört zu Fassung ${got} der Aufgabe, die jetzt in Fassung ${expected} vorliegt; sehen Sie nach, was sie verlangt`,
  pasteTwice: "sie steht hier zweimal; erwartet wird eine Antwort, und keine wurde übernommen",
  pasteHead: (line, text) =>
    `Zeile ${line} lautet „${text}“ und ist nicht ganz die Zeile über einer Antwort; erwartet wird // === Lektion/Aufgabe v1 ===`,
  hidden: (count) => `${n(count, "verdeckte Prüfung führt", "verdeckte Prüfungen führt")} Ihre Lehrkraft aus.`,
};
