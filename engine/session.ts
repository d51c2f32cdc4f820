/**
 * One engine and the line that it stands on: goes to any number of steps of any line, by playing on, by returning to a
 * mark, or from power-on. Marks are dense where a reader is likely to go back and thin behind; their memory is bounded.
 */
import * as abi from "./abi.ts";
import { EventDecoder, outcomeOf, signalOf } from "./boundary/decode-events.ts";
import type { Engine } from "./boundary/host.ts";
import { commonPrefix, type Line } from "./lines.ts";

/** Every step is marked up to here, then every so many. */
const DENSE_STEPS = 64;
const SPARSE_STEPS = 64;
const MOST_LOG_BYTES = 64 * 2 ** 20;
const MOST_STEPS_AT_ONCE = 4096;

export class Session {
  readonly engine: Engine;
  #line: Line | null = null;
  #at = 0;
  /** Ascending; mark `number` is the state after `step` steps. */
  #marks: { step: number; number: number }[] = [];

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Brings the engine to the state after `n` steps of `line`, and reads what happened if nobody has. */
  seek(line: Line, n: number): void {
    const kept = this.#goBack(line, n);
    if (!kept) this.#powerOn(line);
    while (this.#at < n) this.#playSome(line, n);
  }

  /** To a state that the line shares; false if there is none. */
  #goBack(line: Line, n: number): boolean {
    const before = this.#line;
    if (before === null || before.seed !== line.seed || before.scene !== line.scene) return false;
    const shared = before === line ? n : Math.min(n, commonPrefix(before.steps, line.steps));
    if (this.#at > shared) {
      const last = this.#marks.findLastIndex((it) => it.step <= shared);
      const mark = this.#marks[last];
      if (mark === undefined) return false;
      this.engine.restore(mark.number);
      this.#marks.length = last + 1;
      this.#at = mark.step;
    }
    this.#line = line;
    return true;
  }

  #powerOn(line: Line): void {
    this.engine.reset();
    this.#marks = [];
    this.#line = line;
    this.#at = 0;
    this.engine.readers.use(line.names, new Map());
    this.engine.powerOn(line.bootWords(), line.nrBootOperations);
    this.#mark();
    if (line.nrBootEvents >= 0) return;
    const decoder = this.#decoder(line);
    for (let seq = 0; seq < decoder.count; seq++) line.events.push(decoder.event(seq));
    line.nrBootEvents = decoder.count;
  }

  #decoder(line: Line): EventDecoder {
    const { kernel, policy = "kernel" } = line.scene;
    return new EventDecoder(this.engine, line.names, { kernel, policy });
  }

  #mark(): void {
    if (this.engine.logBytes() > MOST_LOG_BYTES) {
      this.engine.dropMarks();
      this.#marks = [];
    }
    if (this.#marks.at(-1)?.step !== this.#at) this.#marks.push({ step: this.#at, number: this.engine.snapshot() });
  }

  /** Some steps on, up to the next mark, and a mark. */
  #playSome(line: Line, n: number): void {
    const from = this.#at;
    const hasReaders = line.sourcesOf(from).size > 0;
    const next = from < DENSE_STEPS || hasReaders ? from + 1 : (Math.floor(from / SPARSE_STEPS) + 1) * SPARSE_STEPS;
    const to = Math.min(n, next, from + MOST_STEPS_AT_ONCE);
    this.engine.readers.use(line.names, line.sourcesOf(to - 1));
    this.engine.play(line.wordsOf(from, to), to - from);
    this.#undoFault();
    this.#at = to;
    this.#mark();
    if (line.outcomes.length < to) this.#read(line, to);
  }

  /** A reader's holder that gave no answer: the step is undone, and an event that says so takes its place. */
  #undoFault(): void {
    const fault = this.engine.readers.takeFault();
    const mark = this.#marks.at(-1);
    if (fault === null || mark === undefined) return;
    this.engine.restore(mark.number);
    const text = this.engine.readers.addText(fault.message);
    this.engine.play(Uint32Array.from([abi.OP_READER_FAULT, 5, fault.holder, fault.device, text]), 1);
  }

  /** Reads events and outcomes that the line does not have yet. */
  #read(line: Line, to: number): void {
    const decoder = this.#decoder(line);
    for (let seq = line.events.length; seq < decoder.count; seq++) {
      const event = decoder.event(seq);
      line.events.push(event);
      const signal = signalOf(event);
      if (signal !== null) line.signals.push(signal);
    }
    const outcomes = this.engine.table(abi.T_OUTCOMES);
    for (let step = line.outcomes.length; step < to; step++) {
      line.outcomes.push(outcomeOf(outcomes, step, line.steps[step]?.op ?? ""));
    }
  }
}
