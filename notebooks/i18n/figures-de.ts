/** Strings of figures in German. Names, offsets, return codes and names of calls stay as they are spelt. */
import type { Conclusion, FigureStrings } from "./figures.ts";

const WHY: FigureStrings["why"] = {
  "not-asked": "niemand hat nachgesehen",
  cached: "der Page-Cache liegt dazwischen",
  untouched: "Seite nie berührt",
  policy: "will nicht früh gewarnt werden",
  pending: "ein Signal stand noch aus",
  private: "eine eigene Kopie",
};

const wurde = (count: number) => (count === 1 ? "wurde" : "wurden");

function nobodyOf({ untold, untoldCount }: Conclusion): string {
  if (untold === "") return "niemand wurde benachrichtigt";
  return untoldCount === 1
    ? `${untold}, dessen Seite es war, wurde nicht benachrichtigt`
    : `${untold}, deren Seite es war, wurden nicht benachrichtigt`;
}

function told(it: Conclusion): string {
  const rest =
    it.untold === ""
      ? ""
      : ` ${it.untold} ${wurde(it.untoldCount)} nicht benachrichtigt: ${it.why ? WHY[it.why] : ""}.`;
  const how =
    it.answerer === "" || it.found === ""
      ? `Der Kernel fand ${it.told} über die Seite selbst`
      : `${it.answerer} fand ${it.found} in seiner Rückwärtszuordnung`;
  return `${how}; ${it.told} ${wurde(it.toldCount)} mit ${it.code} benachrichtigt.${rest}`;
}

/** The sentence that a figure ends with. */
function concludes(it: Conclusion): string {
  const nobody = nobodyOf(it);
  switch (it.ending) {
    case "told":
      return told(it);
    case "refused":
      return it.isOutside
        ? `${it.answerer} wurde nach einem Bereich außerhalb seiner Partition gefragt und antwortete ${it.answer}; ${nobody}.`
        : `${it.answerer} wurde gefragt und antwortete ${it.answer}; ${nobody}.`;
    case "unheld":
      return `Niemand hielt ${it.disk}, also war niemand zu fragen; ${nobody}.`;
    case "not-found":
      return `${it.answerer === "" ? `Niemand hielt ${it.disk}` : `${it.answerer} antwortete −EOPNOTSUPP`}, und die Seite selbst nennt keine Datei: ${it.answer}; ${nobody}.`;
    case "metadata":
      return `Auf der Seite liegen Metadaten von ${it.answerer}: ${it.answer}, das Dateisystem schaltet sich ab; ${nobody}.`;
    case "free":
      return `${it.answerer} gehört dort nichts; die Antwort ist ${it.answer}, und niemand hatte etwas zu verlieren.`;
    case "nobody-maps":
      return it.why === "policy"
        ? `${it.answerer} fand ${it.found}, aber niemand, der die Seite hat, wollte früh benachrichtigt werden: Antwort ${it.answer}; ${nobody}.`
        : `${it.answerer} fand ${it.found}, aber kein Prozess hat die Seite in seinen Seitentabellen: Antwort ${it.answer}; ${nobody}.`;
    case "outside":
      return `Die Seite liegt vor den Daten ihres Geräts; der Treiber wurde nie gefragt: ${it.answer}; ${nobody}.`;
    case "dead":
      return `Das dax_device von ${it.disk} lebt nicht mehr: ${it.answer}; ${nobody}.`;
    case "removed":
      return `${it.disk} verschwand; ${it.answerer === "" ? "kein Halter war da, den man hätte benachrichtigen können" : `${it.answerer} antwortete ${it.answer}`}, und kein Prozess wurde benachrichtigt.`;
    default:
      return `Der Kernel blieb mitten auf dem Weg stehen${it.answerer === "" ? "" : `, in ${it.answerer}`}, und kehrte nie zurück${it.told === "" ? `; ${nobody}` : `; ${it.told} ${wurde(it.toldCount)} vorher benachrichtigt`}.`;
  }
}

/** Reasons of the engine's offset ladder; names of fields of the kernel stay. */
const REASONS: readonly [pattern: RegExp, text: string][] = [
  [/^extent (\d+) of inode (\d+)$/, "Extent $1 von Inode $2"],
  [/^the filesystem begins with its device$/, "das Dateisystem beginnt mit seinem Gerät"],
  [/^one dax_device per disk$/, "ein dax_device je Platte"],
  [/^resource of (.+)$/, "Anfangsadresse von $1"],
  [/^striped target (\d+), leg (\d+)$/, "Streifenziel $1, Bein $2"],
  [/^linear target (\d+)$/, "lineares Ziel $1"],
  [/^asked$/, "gefragt"],
];

function reason(because: string): string {
  const found = REASONS.find(([pattern]) => pattern.test(because));
  return found ? because.replace(...found) : because;
}

const n = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const some = (texts: readonly string[]) => texts.filter((it) => it !== "");

export const figureStringsDe: FigureStrings = {
  tag: "de",
  kinds: {
    "holder-route": "Weg des Ausfalls",
    "memory-map": "Speicherkarte",
    "call-tree": "Aufrufbaum",
    timeline: "Zeitleiste",
    "process-table": "Prozesse",
    "structure-diff": "Zwei Maschinen im Vergleich",
    "offset-ladder": "Leiter der Offsets",
    "badblocks-view": "Vergiftetes in seinen Einheiten",
    "policy-matrix": "Regeln im Vergleich",
    "home-thread": "Der rote Faden",
  },
  depth: (depth) => `Tiefe ${depth}`,
  inSpace: (offset, space) => `${offset} in ${space}`,
  inFile: (offset) => `${offset} in der Datei`,
  codeAt: (code, place) => `${code} bei ${place}`,
  onPlace: (filesystem, place) => `${filesystem} auf ${place}`,
  physicalMemory: "physischer Speicher",
  daxDeviceOf: (disk) => `dax_device von ${disk}`,
  itsMapping: "seiner Abbildung",
  inode: (number) => `Inode ${number}`,
  neverReturned: "kehrte nie zurück",
  refused: "verweigert",
  listed: (names) => (names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} und ${names.at(-1)}`),
  others: (count) => n(count, "weiterer", "weitere"),
  reason,
  bytes: "Bytes",
  daxDevice: "dax_device",
  mapped: "Device-Mapper",
  filesystems: "Dateisysteme",
  files: "Dateien",
  processes: "Prozesse",
  concludes,
  nothingFailed: "Noch ist nichts ausgefallen.",
  proposed: "vorgeschlagen, nie übernommen",
  posted: "2021 vorgelegt, nie übernommen",
  twin: "Dasselbe als Tabelle",
  midAir: "niemand hielt das andere Ende",
  noHolder: "kein Halter",
  children: "reicht weiter",
  copy: "Kopie",
  crash: "Absturz",
  daxOff: "DAX aus",
  notAsked: "nicht gefragt",
  asked: (answer) => `gefragt: ${answer}`,
  told: (code) => (code === "" ? "benachrichtigt" : `benachrichtigt: ${code}`),
  notTold: "nicht benachrichtigt",
  why: WHY,
  owns: (what) => `Eigentümer: ${what}`,
  shutDown: "abgeschaltet",
  byMapping: "über page->mapping",
  noMapping: "page->mapping ist leer",
  more: (count) => `+${count} mehr`,
  bad: (size) => `${size} defekt`,
  gone: "fort",
  stopOf: (at, total) => `Halt ${at} von ${total}`,
  routeKeys: "Pfeiltasten gehen den Faden entlang, Escape verlässt ihn.",
  partitions: "Partitionen",
  poison: "vergiftet",
  lines: "Zeilen zu 64 B",
  sectors: "Sektoren zu 512 B",
  pages: "Seiten zu 4 KiB",
  length: "Länge",
  from: (space) => `Ab, in ${space}`,
  zeroAt: (offset) => `Null bei ${offset}`,
  pieces: (count) => n(count, "Stück", "Stücke"),
  extents: (count) => n(count, "Extent", "Extents"),
  entries: (count) => n(count, "Eintrag", "Einträge"),
  poisoned: (size, ranges) => (ranges === 1 ? `${size} vergiftet` : `${size} vergiftet an ${ranges} Stellen`),
  mapOf: (disk, size, partitions, poisoned) =>
    `${disk}: ${size}${partitions > 0 ? `, ${n(partitions, "Partition", "Partitionen")}` : ""}, ${poisoned === "" ? "nichts vergiftet" : `${poisoned} vergiftet`}.`,
  failedAt: (place, where) => `${place} ging kaputt, ${where}.`,
  liesIn: (path, device) => `eine Seite von ${path} auf ${device}`,
  liesOutside: (device) => `eine Seite von ${device}, die keiner Datei gehört`,
  noDevice: "Diese Maschine hat kein pmem-Gerät.",
  mapKeys: (disk) =>
    `Karte von ${disk}. Plus und Minus vergrößern und verkleinern, links und rechts verschieben, Pos1 zeigt das ganze Gerät, Eingabe stößt die Mitte an, Escape verlässt die Karte.`,
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
  panLeft: "Nach links",
  panRight: "Nach rechts",
  whole: "Ganzes Gerät",
  toBad: "Zur defekten Seite",
  fails: "Klick lässt eine Seite ausfallen",
  poisons: "Klick vergiftet 64 B",
  model: "Modell",
  kernelRecorded: "Kernel, aufgezeichnet",
  compared: "Verglichen",
  marks: {
    same: "gleich",
    differs: "verschieden",
    "only-model": "nur im Modell",
    "only-kernel": "nicht modelliert",
    alone: "",
  },
  agreement: (both, differing, first, onlyModel, onlyKernel) =>
    both === 0
      ? "Kein Aufruf steht in beiden Bäumen."
      : `${[
          differing === 0
            ? `Modell und Kernel stimmen in ${both === 1 ? "dem einen Aufruf" : `allen ${both} Aufrufen`} überein, ${both === 1 ? "den" : "die"} beide haben`
            : `Modell und Kernel haben ${n(both, "Aufruf", "Aufrufe")} gemeinsam und unterscheiden sich in ${differing}, zuerst in ${first}`,
          ...some([
            onlyModel > 0 ? `${onlyModel} nur im Modell` : "",
            onlyKernel > 0 ? `${n(onlyKernel, "weiterer", "weitere")} des Kernels nicht modelliert` : "",
          ]),
        ].join("; ")}.`,
  calls: (count) => (count === 1 ? "… ein Aufruf" : `… ${count} Aufrufe`),
  stepSays: (op, answer) => `${op}: ${answer === "0" ? "erledigt, Antwort 0" : `Antwort ${answer}`}.`,
  renamed: (isShifted, names) =>
    some([
      isShifted ? "Das aufgezeichnete Gerät liegt an anderen Seitenrahmen." : "",
      names.length === 0
        ? ""
        : `In der Aufzeichnung heißt ${names.map(([ours, theirs]) => `${ours} „${theirs}“`).join(", ")}.`,
    ]).join(" "),
  powerOn: "eingeschaltet",
  runOf: (steps, events, conclusion) =>
    `${n(steps, "Schritt", "Schritte")}, ${n(events, "Ereignis", "Ereignisse")}. ${conclusion}`.trim(),
  step: "Schritt",
  source: "Quelle",
  stepOf: (at, op) => (at === 0 ? "Eingeschaltet." : op === "" ? `Schritt ${at}.` : `Schritt ${at}, ${op}.`),
  time: "Ereignis des Laufs",
  back: "Ein Ereignis zurück",
  on: "Ein Ereignis weiter",
  play: "Abspielen",
  pause: "Pause",
  fork: "Hier abzweigen",
  inRam: (count) => `${count} im Page-Cache`,
  privateMap: "privat",
  unaffected: "nicht betroffen",
  noProcesses: "Hier läuft kein Prozess.",
  policy: "Regel",
  mapping: "Abbildungen",
  entriesIn: "Seitentabellen",
  signals: "Signale",
  outcome: "Ergebnis",
  nobody: "niemand",
  rule: "Regel",
  route: "Weg",
  asks: "Gefragt",
  tells: "Benachrichtigt",
  fallback: "Allgemeiner Handler",
  matrixSays: (rules, telling, which, crashes) =>
    `${telling === 0 ? `Unter keiner von ${rules} Regeln wird jemand benachrichtigt` : telling === rules ? `Unter allen ${rules} Regeln wird jemand benachrichtigt` : `Unter ${telling} von ${rules} Regeln wird jemand benachrichtigt: ${which}`}${crashes === 0 ? "" : crashes === 1 ? "; eine endet im Absturz" : `; ${crashes} enden im Absturz`}.`,
  disks: "Platten",
  layer: "Schicht",
  first: "Erste",
  second: "Zweite",
  changes: { added: "nur in der zweiten", removed: "nur in der ersten", changed: "geändert", same: "gleich" },
  diffSays(added, removed, changed, same) {
    const parts = some([
      added === "" ? "" : `nur in der zweiten: ${added}`,
      removed === "" ? "" : `nur in der ersten: ${removed}`,
      changed === "" ? "" : `geändert: ${changed}`,
    ]);
    const text = parts.length === 0 ? "Die beiden Maschinen gleichen sich" : parts.join("; ");
    return `${text[0]!.toUpperCase()}${text.slice(1)}. ${n(same, "Ding ist", "Dinge sind")} in beiden gleich.`;
  },
  sameZero: "dieselbe Null",
  noLadder: "Kein Raum dieser Maschine hat dieses Byte.",
  ladderSays: (from, to, offsets, spaces) =>
    `Ein Byte, ${n(spaces, "Raum", "Räume")}, ${offsets === 1 ? "ein Offset" : `${offsets} verschiedene Offsets`}: ${from} ist ${to}.`,
  space: "Raum",
  offset: "Offset",
  shift: "Verschiebung",
  because: "Weil",
  clearUnit: "Löscheinheit",
  view: "Ansicht",
  unit: "Einheit",
  count: "Markiert",
  badblocksSays: (from, size, lines, sectors, pages) =>
    lines + sectors + pages === 0
      ? `${size} ab ${from}: nichts vergiftet, nichts in badblocks, kein HWPoison.`
      : `${size} ab ${from}: ${n(lines, "vergiftete Zeile", "vergiftete Zeilen")}, ${n(sectors, "Sektor", "Sektoren")} in badblocks, ${n(pages, "Seite", "Seiten")} mit HWPoison.`,
  home: {
    caption:
      "Eine Seite persistenten Speichers geht kaputt. Drei können ihr Eigentümer sein; der Faden, der sie erreichen sollte, endet in der Luft. Wer wird benachrichtigt?",
    page: "eine Seite geht kaputt",
    address: "4 KiB in pmem0",
    dax: "dax_device von pmem0: ein Platz",
    daxShort: "dax_device von pmem0",
    owners: [
      { name: "Das Dateisystem nebenan", note: "ist vielleicht zuerst am Platz" },
      { name: "Das Dateisystem darüber", note: "besitzt die Seite" },
      { name: "Ein Device-Mapper-Gerät", note: "versprochen, nie übernommen" },
    ],
  },
  metadata: {
    FS: "Superblock, AG-Köpfe",
    AG: "Freiraum- und rmap-Btrees",
    INOBT: "Inode-Btree",
    INODES: "Inodes",
    LOG: "Log",
    REFC: "Refcount-Btree",
    COW: "CoW-Vorrat",
  },
  isMetadata: "Metadaten",
  stops: {
    page: "Die Seite fällt aus",
    dax: "dax_device",
    holder: "Halter",
    record: "Rückwärtszuordnung",
    file: "Datei",
    process: "Prozess",
    around: "Allgemeiner Handler",
    shutdown: "Abschaltung",
  },
  columns: { stop: "Halt", who: "Wer", call: "Aufruf", range: "Bereich", answer: "Antwort" },
};
