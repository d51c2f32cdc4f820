/** The page in German. */
import { handInDe, shareDe, shellDe, timeDe } from "./de-parts.ts";
import type { CellStrings, KeepStrings, PageStrings, RunStrings } from "./strings.ts";

const n = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} und ${names.at(-1)}`;

const cell: CellStrings = {
  states: {
    idle: "nicht gelaufen",
    queued: "wartet",
    running: "läuft",
    ok: "ok",
    stale: "veraltet",
    error: "Fehler",
    stopped: "angehalten",
    "timed-out": "Zeit abgelaufen",
    blocked: "blockiert",
  },
  said: (label, state) => `Zelle ${label}: ${state}.`,
  saidError: (label, message, line) =>
    line > 0 ? `Zelle ${label}: Fehler in Zeile ${line}. ${message}` : `Zelle ${label}: Fehler. ${message}`,
  run: "Ausführen",
  stop: "Anhalten",
  reset: "Zurücksetzen",
  more: "Mehr",
  tools: (label) => `Werkzeuge von ${label}`,
  edited: "geändert",
  whyStale: (changed) =>
    changed.length === 0
      ? "Der Text hat sich seit dem letzten Lauf geändert."
      : `${list(changed)} ${changed.length === 1 ? "hat" : "haben"} sich seit dem letzten Lauf geändert.`,
  waitsFor: (name) => `Wartet auf ${name}.`,
  failedInput: (name) => `${name} hat keinen Wert: Sehen Sie zuerst in dieser Zelle nach.`,
  valueBefore: "Der Wert unten ist vom Lauf davor.",
  stoppedNote: "Angehalten. Der Text ist unverändert, die anderen Zellen behalten ihre Werte.",
  timedOutNote: (seconds, holder) =>
    holder === null
      ? `Nach ${n(seconds, "Sekunde", "Sekunden")} angehalten. Endet eine Schleife nie?`
      : `Nach ${n(seconds, "Sekunde", "Sekunden")} angehalten, noch in notifyFailure von ${holder}.`,
  atLine: (line, column) => (column > 0 ? `Zeile ${line}, Spalte ${column}` : `Zeile ${line}`),
  fix: "So ändern",
  logs: "Ausgabe dieser Zelle",
  code: (label) => `Code der Zelle ${label}`,
  editorHelp: "Umschalt und Enter führen die Zelle aus. Escape, dann Tab, verlässt den Editor. F1 sagt mehr.",
  plainText: "Einfaches Textfeld verwenden",
  richText: "Code-Editor verwenden",
  history: "Frühere Texte",
  historyEmpty: "Auf diesem Gerät gibt es keine früheren Texte dieser Zelle.",
  why: {
    run: "vor einem Lauf",
    reset: "vor dem Zurücksetzen",
    opened: "bevor ein Link oder eine Datei geöffnet wurde",
    "other-tab": "vor einer Änderung aus einem anderen Tab",
    author: "bevor der neue Text der Lektion übernommen wurde",
    restored: "bevor ein früherer Text zurückgeholt wurde",
    fix: "vor einer Korrektur",
  },
  at: (time) => `um ${time}`,
  putBack: "Zurückholen",
  undoReset: "Zurücksetzen rückgängig machen",
  compare: "Mit dem Original vergleichen",
  compareWith: "Vom Original zu Ihrem Text",
  authorChanged: "Diese Zelle wurde in der Lektion geändert, seit Sie begonnen haben. Gezeigt wird Ihre.",
  keepMine: "Meine behalten",
  takeNew: "Die neue übernehmen",
  otherTab: "Diese Zelle wurde in einem anderen Tab geändert.",
  takeOther: "Jenen Text übernehmen",
  link: "Link zu dieser Zelle kopieren",
  copied: "Der Link ist in der Zwischenablage.",
  copyByHand: "Die Zwischenablage ist hier nicht verfügbar. Kopieren Sie den Link von Hand:",
  help: "Hilfe zu dieser Zelle",
  helpText: [
    "Umschalt und Enter: ausführen und weiter zur nächsten Zelle. Strg oder Command mit Enter: ausführen und bleiben.",
    "Strg oder Command mit Punkt: anhalten. Der Text geht nie verloren.",
    "Escape, dann Tab: den Editor vorwärts verlassen. Escape, dann Umschalt und Tab: rückwärts.",
    "Strg und M (auf einem Mac Umschalt, Option und M): Tab bewegt den Fokus, bis Sie es wieder drücken.",
    "Strg und Leertaste: was hier stehen kann. Zeigen Sie auf einen Namen, oder setzen Sie den Cursor darauf und drücken Sie F1, um zu lesen, was er bedeutet.",
  ],
  step: "Schrittweise durchgehen",
  editorPhrases: {
    Completions: "Vervollständigungen",
    Diagnostics: "Meldungen",
    "No diagnostics": "Keine Meldungen",
    "Control character": "Steuerzeichen",
    "Selection deleted": "Auswahl gelöscht",
    "Folded lines": "Eingeklappte Zeilen",
    "Unfolded lines": "Ausgeklappte Zeilen",
    "$ unchanged lines": "$ unveränderte Zeilen",
    close: "schließen",
    current: "aktuell",
  },
};

const run: RunStrings = {
  runStale: (count) => `${n(count, "veraltete Zelle", "veraltete Zellen")} ausführen`,
  slow: (label) => `Zelle ${label} läuft noch.`,
  keepWaiting: "Weiterlaufen lassen",
  restarted: (reason) => {
    if (reason === "crashed")
      return "Die Maschine brach ab und wurde neu gestartet. Ihre Texte und Werte sind wie zuvor.";
    if (reason === "timed-out")
      return "Eine Zelle lief zu lange. Die Maschine wurde neu gestartet; Ihre Texte und Werte sind wie zuvor.";
    return "Angehalten. Die Maschine wurde neu gestartet; Ihre Texte und Werte sind wie zuvor.";
  },
  dismiss: "Verwerfen",
  safe: "Sicherer Modus: Auf dieser Seite läuft nichts. Texte lassen sich lesen, ändern und speichern.",
  safeLeave: "Sicheren Modus verlassen",
  crashLoop:
    "Diese Seite brach mehr als einmal ab, während eine Zelle lief. Sie können sie öffnen, ohne dass etwas läuft.",
  openSafe: "Im sicheren Modus öffnen",
  boundary: (kind) => {
    if (kind === "frame")
      return "Zellen laufen in einem geschlossenen Rahmen: kein Netz, kein Speicher, kein Weg zu dieser Seite.";
    if (kind === "worker") {
      return "Dieser Browser bietet hier keinen geschlossenen Rahmen. Ihre eigenen Zellen laufen in einem Worker; Text aus Links und Dateien lässt sich lesen, nicht ausführen.";
    }
    return "Dieser Browser kann hier keine Zellen ausführen. Lesen lässt sich alles.";
  },
};

const keep: KeepStrings = {
  saved: (time) => (time === null ? "Auf diesem Gerät gespeichert" : `Um ${time} auf diesem Gerät gespeichert`),
  unsaved: (why) =>
    why === "full"
      ? "Hier nicht gespeichert: Der Speicher dieses Browsers ist voll. Laden Sie Ihre Arbeit herunter."
      : "Hier nicht gespeichert: Dieser Browser lässt die Seite nichts speichern. Laden Sie Ihre Arbeit herunter.",
  exportAll: "Meine ganze Arbeit herunterladen",
  importAll: "Eine Datei mit meiner Arbeit öffnen",
  imported: (taken, older) =>
    `${n(taken, "Eintrag", "Einträge")} übernommen, ${older} ausgelassen, weil hier Neueres steht.`,
  importPart: "Nicht alles davon ließ sich auf diesem Gerät speichern.",
  refused: (file, why) => {
    const said = {
      "too-large": "ist größer als 20 MiB, und das ist Arbeit aus diesem Kurs nie",
      unreadable: "lässt sich nicht lesen; vielleicht wurde sie verschoben oder liegt nicht auf diesem Gerät",
      "not-json": "ist kein JSON; vielleicht ist es eine andere Art von Datei, oder sie wurde abgeschnitten",
      "not-work": "ist JSON, aber weder Arbeit noch ein Notizbuch von dieser Website",
      version:
        "stammt von einer neueren Fassung dieser Website; laden Sie die Seite neu und versuchen Sie es noch einmal",
      course: "gehört zu einem anderen Kurs",
      lesson: "ist ein Notizbuch zu einer Lektion, die dieser Kurs nicht hat",
    }[why];
    return `${file} ${said}. Erwartet wird eine Datei, die hier als Arbeit oder als Notizbuch gespeichert wurde. Nichts wurde geändert.`;
  },
  work: "Meine Arbeit",
  resetAll: "Alle Zellen dieser Seite zurücksetzen",
  resetAllAsk: (count) =>
    `${n(count, "Zelle", "Zellen")} zurücksetzen? Die Texte bleiben unter den früheren Texten jeder Zelle.`,
};

export const de: PageStrings = {
  tag: "de",
  direction: "ltr",
  name: "Deutsch",
  cell,
  run,
  keep,
  share: shareDe,
  time: timeDe,
  shell: shellDe,
  handIn: handInDe,
};
