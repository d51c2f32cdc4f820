/**
 * "Your machine": paste or drop the outputs of tools, see what they were recognised as, what is wrong with them and what
 * was assumed, and get a machine that can be drawn, saved and failed. `mountYourMachine(host, deps)` needs nothing of the
 * page but what it is given; everything stays in the browser.
 *
 * Works by keyboard alone (dropping is a second way to choose files); progress, results and owners are announced.
 */
import type { ImportText } from "../../engine/import/contract.ts";
import { exportScene, exportScript } from "../../engine/import/export-script.ts";
import type { PageFailure } from "../../engine/import/fail-page.ts";
import { importLarge } from "../../engine/import/import-machine.ts";
import type { MachineValue } from "../../engine/scene.ts";
import type { YourMachineStrings } from "../i18n/your-machine.ts";
import { element, redraw } from "./your-machine-dom.ts";
import { failForm } from "./your-machine-fail.ts";
import { assumptionList, contentsOf, ignoredList, type Part, problemList, textList } from "./your-machine-parts.ts";
import { MAX_TEXT_BYTES, MachineReader, type MachineState } from "./your-machine-state.ts";

export interface YourMachineDeps {
  strings: YourMachineStrings;
  /** The machine as it is built, anew after every change. */
  onMachine?(value: MachineValue): void;
  /** "Draw this machine" was pressed. */
  onUse(value: MachineValue): void;
  onFail(failure: PageFailure): void;
  /** Offers a file to save. */
  download(name: string, text: string, type: string): void;
  /** Before every id. Default "your-machine". */
  prefix?: string;
  /** For tests, or to read in a worker. */
  read?: typeof importLarge;
}

export interface MountedYourMachine {
  readonly state: MachineState;
  add(texts: readonly (ImportText & { name: string })[]): Promise<void>;
  addFiles(files: Iterable<File>): Promise<void>;
  destroy(): void;
}

export function mountYourMachine(host: HTMLElement, deps: YourMachineDeps): MountedYourMachine {
  const { strings, prefix = "your-machine", read = importLarge } = deps;
  const part: Part = { document: host.ownerDocument, strings, prefix };
  const reader = new MachineReader(read, (state) => draw(state));
  const shell = makeShell(part, {
    add: (text) => void reader.add([{ name: nextName(reader.state, strings), text }]),
    files: (files) => void addFiles(files),
    stop: () => reader.stop(),
    removeAll: () => void reader.removeAll(),
  });
  const fail = failForm(part, deps.onFail);
  const draw = (state: MachineState) => {
    drawProgress(part, shell, state);
    redraw(shell.texts, ...textList(part, state, (name) => void reader.remove(name)));
    const { result } = state;
    if (result === null) {
      for (const it of [shell.problems, shell.assumptions, shell.ignored, shell.machine]) it.replaceChildren();
      return;
    }
    if (state.phase !== "done") return;
    redraw(shell.problems, ...problemList(part, result));
    redraw(shell.assumptions, ...assumptionList(part, result, (id, text) => void reader.answer(id, text)));
    redraw(shell.ignored, ...ignoredList(part, result));
    fail.setMachine(result.value);
    redraw(shell.machine, ...machinePart(part, state, deps), fail.element);
    deps.onMachine?.(result.value);
  };
  const addFiles = async (files: Iterable<File>) => {
    const list = [...files];
    const small = list.filter((it) => it.size <= MAX_TEXT_BYTES);
    const large = list.filter((it) => it.size > MAX_TEXT_BYTES);
    await reader.add(await Promise.all(small.map(async (it) => ({ name: it.name, text: await it.text() }))));
    if (large.length > 0) shell.status.append(` ${large.map((it) => strings.tooLarge(it.name)).join(" ")}`);
  };
  host.replaceChildren(shell.root);
  draw(reader.state);
  return {
    get state() {
      return reader.state;
    },
    add: (texts) => reader.add(texts),
    addFiles,
    destroy() {
      reader.stop();
      host.replaceChildren();
    },
  };
}

function nextName({ texts }: MachineState, strings: YourMachineStrings): string {
  const names = new Set(texts.map((it) => it.name));
  for (let i = 1; ; i++) {
    const name = strings.pasted(i);
    if (!names.has(name)) return name;
  }
}

interface Shell {
  root: HTMLElement;
  status: HTMLElement;
  bar: HTMLProgressElement;
  stop: HTMLButtonElement;
  removeAll: HTMLButtonElement;
  texts: HTMLElement;
  problems: HTMLElement;
  assumptions: HTMLElement;
  ignored: HTMLElement;
  machine: HTMLElement;
}

interface Actions {
  add(text: string): void;
  files(files: Iterable<File>): void;
  stop(): void;
  removeAll(): void;
}

function makeShell(part: Part, actions: Actions): Shell {
  const { document, strings, prefix } = part;
  const make = (name: string) => element(document, "div", { class: `your-machine-${name}` });
  const status = element(document, "p", { role: "status", class: "your-machine-status" });
  const bar = element(document, "progress", { max: 1, value: 0, hidden: true, "aria-label": strings.given });
  const button = (action: string, text: string, run: () => void) =>
    element(document, "button", { type: "button", "data-action": action, onclick: run }, text);
  const stop = button("stop", strings.stop, actions.stop);
  const removeAll = button("remove-all", strings.removeAll, actions.removeAll);
  const parts = {
    ...{ texts: make("list"), problems: make("wrong"), assumptions: make("assumed"), ignored: make("ignored") },
    machine: make("result"),
  };
  const root = element(
    document,
    "section",
    { class: "your-machine", "aria-labelledby": `${prefix}-title` },
    element(document, "h3", { id: `${prefix}-title` }, strings.title),
    element(document, "p", {}, `${strings.intro} ${strings.privacy}`),
    toolList(part),
    inputPart(part, actions),
    status,
    bar,
    stop,
    removeAll,
    ...Object.values(parts),
  );
  takeDrops(root, actions);
  return { root, status, bar, stop, removeAll, ...parts };
}

function toolList({ document, strings }: Part): HTMLElement {
  const skip = new Set(["command", "nothing", "versions"]);
  const names = Object.entries(strings.kinds).flatMap(([kind, name]) => (skip.has(kind) ? [] : [name]));
  const summary = element(document, "summary", {}, strings.tools);
  return element(document, "details", {}, summary, element(document, "p", { dir: "ltr" }, names.join(", ")));
}

function inputPart({ document, strings, prefix }: Part, actions: Actions): HTMLElement {
  const help = `${prefix}-paste-help`;
  const box = element(document, "textarea", {
    ...{
      id: `${prefix}-paste`,
      rows: 8,
      spellcheck: "false",
      dir: "ltr",
      autocomplete: "off",
      "aria-describedby": help,
    },
  });
  const add = () => {
    if (box.value.trim() === "") return box.focus();
    actions.add(box.value);
    box.value = "";
  };
  const files = element(document, "input", { id: `${prefix}-files`, type: "file", multiple: true });
  files.addEventListener("change", () => {
    actions.files([...(files.files ?? [])]);
    files.value = "";
  });
  return element(
    document,
    "div",
    { class: "your-machine-input" },
    element(document, "label", { for: box.id }, strings.paste),
    element(document, "p", { id: help }, strings.pasteHelp),
    box,
    element(document, "button", { type: "button", "data-action": "add", onclick: add }, strings.add),
    element(document, "label", { for: files.id }, strings.choose),
    files,
    element(document, "p", { class: "your-machine-drop" }, strings.drop),
  );
}

/** The whole section takes files; text that is dropped is left to the box it falls into. */
function takeDrops(root: HTMLElement, actions: Actions): void {
  const filesOf = (event: Event) => [...((event as DragEvent).dataTransfer?.files ?? [])];
  const hasFiles = (event: Event) => [...((event as DragEvent).dataTransfer?.types ?? [])].includes("Files");
  root.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    root.setAttribute("data-drop", "");
  });
  root.addEventListener("dragleave", () => root.removeAttribute("data-drop"));
  root.addEventListener("drop", (event) => {
    root.removeAttribute("data-drop");
    if (!hasFiles(event)) return;
    event.preventDefault();
    actions.files(filesOf(event));
  });
}

function drawProgress({ strings }: Part, shell: Shell, state: MachineState): void {
  const { phase, progress, result } = state;
  const isReading = phase === "reading";
  shell.bar.toggleAttribute("hidden", !isReading);
  shell.stop.toggleAttribute("hidden", !isReading);
  shell.removeAll.toggleAttribute("hidden", state.texts.length === 0);
  const share = progress === null ? 0 : progress.readChars / Math.max(1, progress.totalChars);
  shell.bar.setAttribute("value", String(share));
  const reading =
    progress?.phase === "building"
      ? strings.building
      : strings.reading(progress?.readChars ?? 0, progress?.totalChars ?? 0, progress?.rows ?? 0);
  const done = result === null ? "" : strings.done(result.problems.length, result.questions.length);
  const text = { empty: "", reading, done, stopped: strings.stopped, failed: strings.failed(state.message) }[phase];
  // One announcement per tenth is enough for those who listen.
  const isNews = !isReading || progress === null || Math.floor(share * 10) !== Number(shell.bar.dataset.told ?? -1);
  if (isNews) shell.status.textContent = text;
  shell.bar.dataset.told = String(Math.floor(share * 10));
}

function machinePart({ document, strings }: Part, { result }: MachineState, deps: YourMachineDeps): HTMLElement[] {
  if (result === null) return [];
  const { value } = result;
  const button = (action: string, text: string, run: () => void) =>
    element(document, "button", { type: "button", "data-action": action, onclick: run }, text);
  return [
    element(document, "h4", {}, strings.machine),
    element(document, "p", { "data-contents": true }, strings.contents(...contentsOf(result))),
    button("use", strings.use, () => deps.onUse(value)),
    button("save-json", strings.saveJson, () => deps.download("machine.json", exportScene(value), "application/json")),
    button("save-script", strings.saveScript, () =>
      deps.download("machine.sh", exportScript(value), "text/x-shellscript"),
    ),
  ];
}
