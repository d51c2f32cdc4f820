/** Strings of the value viewer. Type names stay as JavaScript spells them. */

export interface ValueStrings {
  machine(kernel: string, policy: string, steps: number): string;
  lastStep(op: string, errno: string | null): string;
  told(names: readonly string[]): string;
  neverReturned: string;
  run(events: number, steps: number): string;
  fn(name: string): string;
  bytes(type: string, count: number): string;
  items(type: string, count: number): string;
  more(count: number): string;
  window(from: number, to: number, count: number): string;
  range(text: string, space: string): string;
  sectors(count: number): string;
  /** Labels of what a machine shows. */
  labels: Readonly<Record<MachineLabel, string>>;
  first: string;
  previous: string;
  next: string;
  last: string;
  goTo: string;
  index: string;
}

export type MachineLabel =
  | "outcome"
  | "told"
  | "holders"
  | "mounts"
  | "files"
  | "processes"
  | "events"
  | "poison"
  | "steps"
  | "scene"
  | "seed";

export const valueStringsEn: ValueStrings = {
  machine: (kernel, policy, steps) =>
    `Machine, kernel ${kernel}${policy === "kernel" ? "" : `, policy ${policy}`}, ${steps === 1 ? "1 step" : `${steps} steps`}`,
  lastStep: (op, errno) => `last step ${op}: ${errno === null ? "never returned" : errno === "0" ? "ok" : errno}`,
  told: (names) => `told: ${names.length === 0 ? "nobody" : names.join(", ")}`,
  neverReturned: "never returned",
  run: (events, steps) =>
    `Run, ${events === 1 ? "1 event" : `${events} events`} of ${steps === 1 ? "1 step" : `${steps} steps`}`,
  fn: (name) => `function ${name === "" ? "without a name" : name}`,
  bytes: (type, count) => `${type}, ${count === 1 ? "1 byte" : `${count} bytes`}`,
  items: (type, count) => `${type}, ${count === 1 ? "1 entry" : `${count} entries`}`,
  more: (count) => (count === 1 ? "1 more" : `${count} more`),
  window: (from, to, count) => `${from} to ${to} of ${count}`,
  range: (text, space) => `${text} in ${space}`,
  sectors: (count) => (count === 1 ? "1 sector" : `${count} sectors`),
  labels: {
    outcome: "outcome",
    told: "told",
    holders: "holders",
    mounts: "mounts",
    files: "files",
    processes: "processes",
    events: "events of the last step",
    poison: "poison",
    steps: "steps",
    scene: "scene",
    seed: "seed",
  },
  first: "First",
  previous: "Previous",
  next: "Next",
  last: "Last",
  goTo: "Go to",
  index: "Index",
};

export const valueStringsDe: ValueStrings = {
  machine: (kernel, policy, steps) =>
    `Maschine, Kernel ${kernel}${policy === "kernel" ? "" : `, Regel ${policy}`}, ${steps === 1 ? "1 Schritt" : `${steps} Schritte`}`,
  lastStep: (op, errno) =>
    `letzter Schritt ${op}: ${errno === null ? "kehrte nie zurück" : errno === "0" ? "gelungen" : errno}`,
  told: (names) => `benachrichtigt: ${names.length === 0 ? "niemand" : names.join(", ")}`,
  neverReturned: "kehrte nie zurück",
  run: (events, steps) =>
    `Lauf, ${events === 1 ? "1 Ereignis" : `${events} Ereignisse`} aus ${steps === 1 ? "1 Schritt" : `${steps} Schritten`}`,
  fn: (name) => `Funktion ${name === "" ? "ohne Namen" : name}`,
  bytes: (type, count) => `${type}, ${count === 1 ? "1 Byte" : `${count} Bytes`}`,
  items: (type, count) => `${type}, ${count === 1 ? "1 Eintrag" : `${count} Einträge`}`,
  more: (count) => (count === 1 ? "noch 1" : `noch ${count}`),
  window: (from, to, count) => `${from} bis ${to} von ${count}`,
  range: (text, space) => `${text} in ${space}`,
  sectors: (count) => (count === 1 ? "1 Sektor" : `${count} Sektoren`),
  labels: {
    outcome: "Ergebnis",
    told: "benachrichtigt",
    holders: "Halter",
    mounts: "Einhängepunkte",
    files: "Dateien",
    processes: "Prozesse",
    events: "Ereignisse des letzten Schritts",
    poison: "Gift",
    steps: "Schritte",
    scene: "Szene",
    seed: "Startwert",
  },
  first: "Erste",
  previous: "Vorige",
  next: "Nächste",
  last: "Letzte",
  goTo: "Springen",
  index: "Index",
};
