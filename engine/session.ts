/**
 * One engine and the line that it stands on: goes to any number of steps of any line, by playing on, by returning to a
 * mark, by putting an image back, or from power-on: whichever moves least. Marks are dense where a reader is likely to
 * go back and thin behind, images far apart; the memory of both is bounded.
 */
import * as abi from "./abi.ts";
import { EventDecoder, outcomeOf, signalOf } from "./boundary/decode-events.ts";
import type { Engine } from "./boundary/host.ts";
import { type Image, Images } from "./images.ts";
import { commonPrefix, type Line } from "./lines.ts";

/** Every step is marked up to here, then every so many. */
const DENSE_STEPS = 64;
const SPARSE_STEPS = 256;
const MOST_LOG_BYTES = 64 * 2 ** 20;
/** What has more words, such as a whole reverse map, is marked before and after. */
const MOST_WORDS_AT_ONCE = 2 ** 16;
/** To move as many bytes takes about as long as to play a step. */
const STEP_BYTES = 4096;

/** The state after `step` steps; the log had `logBytes` when it was marked. */
interface Mark {
  step: number;
  number: number;
  logBytes: number;
}

export class Session {
  readonly engine: Engine;
  readonly #images: Images;
  #line: Line | null = null;
  #at = 0;
  /** Ascending. */
  #marks: Mark[] = [];

  constructor(engine: Engine, images = new Images()) {
    this.engine = engine;
    this.#images = images;
  }

  /** Brings the engine to the state after `n` steps of `line`, and reads what happened if nobody has. */
  seek(line: Line, n: number): void {
    this.#begin(line, n);
    this.#line = line;
    while (this.#at < n) this.#playSome(line, n);
  }

  /** To the state before the `n`th that costs least to go on from. */
  #begin(line: Line, n: number): void {
    const shared = this.#shared(line, n);
    const mark = this.#at > shared ? this.#marks.findLast((it) => it.step <= shared) : undefined;
    const image = this.#images.before(line, n);
    const stay = this.#at > shared ? Number.POSITIVE_INFINITY : n - this.#at;
    const back = mark === undefined ? Number.POSITIVE_INFINITY : n - mark.step + this.#logSince(mark) / STEP_BYTES;
    const put = image === undefined ? Number.POSITIVE_INFINITY : n - image.step + image.bytes.length / STEP_BYTES;
    if (image !== undefined && put < Math.min(stay, back)) this.#put(image);
    else if (mark !== undefined) this.#goBack(mark);
    else if (stay === Number.POSITIVE_INFINITY) this.#powerOn(line);
  }

  /** How many of the line's first `n` steps the engine has played or could go back to; -1: another machine. */
  #shared(line: Line, n: number): number {
    const before = this.#line;
    if (before === null || before.seed !== line.seed || before.scene !== line.scene) return -1;
    return before === line ? n : Math.min(n, commonPrefix(before.steps, line.steps));
  }

  #logSince(mark: Mark): number {
    return this.engine.logBytes() - mark.logBytes;
  }

  #goBack(mark: Mark): void {
    this.engine.restore(mark.number);
    this.#marks.length = this.#marks.indexOf(mark) + 1;
    this.#at = mark.step;
  }

  #put({ step, bytes }: Image): void {
    this.engine.putState(bytes);
    this.#marks = [];
    this.#at = step;
    this.#mark();
  }

  #powerOn(line: Line): void {
    this.engine.reset();
    this.#marks = [];
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
    if (this.#marks.at(-1)?.step === this.#at) return;
    const number = this.engine.snapshot();
    this.#marks.push({ step: this.#at, number, logBytes: this.engine.logBytes() });
  }

  /** To be called when the state was read: what that has put beside it, as the digest of a reverse map, is kept. */
  keep(): void {
    const mark = this.#marks.at(-1);
    if (mark?.step !== this.#at || this.#logSince(mark) === 0) return;
    this.#marks.pop();
    this.#mark();
  }

  /** Some steps on, up to the next mark, and a mark. The state before the last step is asked for as often as that after it. */
  #playSome(line: Line, n: number): void {
    const from = this.#at;
    const hasReaders = line.sourcesOf(from).size > 0;
    const next = from < DENSE_STEPS || hasReaders ? from + 1 : (Math.floor(from / SPARSE_STEPS) + 1) * SPARSE_STEPS;
    const to = line.fitting(from, Math.min(next, from === n - 1 ? n : n - 1), MOST_WORDS_AT_ONCE);
    this.engine.readers.use(line.names, line.sourcesOf(to - 1));
    this.engine.play(line.wordsOf(from, to), to - from);
    this.#undoFault();
    this.#at = to;
    this.#mark();
    if (line.outcomes.length >= to) return;
    this.#read(line, to);
    if (this.#images.wants(line, to, this.engine.stateBytes)) {
      this.#images.add(line, { step: to, bytes: this.engine.copyState() });
    }
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
