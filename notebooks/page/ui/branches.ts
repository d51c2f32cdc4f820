/** The branches of one machine: its own run, and the reader's forks, those from before included. */
import type { MachineView } from "../../../engine/api.ts";
import type { Wire } from "../../../workers/api.ts";
import type { KeptFork } from "../kept-forks.ts";
import type { LessonContext } from "./cell-context.ts";
import { ForkKeeper } from "./fork-keeper.ts";
import { type Branch, branchOf, runFork } from "./forks.ts";

export interface BranchesOf {
  slug: string;
  machine: MachineView;
  label: string;
  context: LessonContext;
}

export class Branches {
  readonly all: Branch[];
  /** Index of the one in sight. */
  at = 0;
  readonly #of: BranchesOf;
  readonly #keeper: ForkKeeper;

  constructor(of: BranchesOf) {
    this.#of = of;
    const { context, machine, label, slug } = of;
    this.#keeper = new ForkKeeper(context.keep, context.data.lesson);
    const kept = this.#keeper.of(slug).map((it) => this.#branchOf(it));
    this.all = [{ label, machine, code: null, kept: null, diff: null }, ...kept];
  }

  /** The machine of the branch in sight. */
  get machine(): MachineView {
    return this.all[this.at]?.machine ?? this.#of.machine;
  }

  /** The name by which the code of a fork calls the machine. */
  get name(): string {
    return this.#of.context.notebook.cell(this.#of.slug).names.at(-1) ?? "machine";
  }

  get #values(): ReadonlyMap<string, Wire> {
    return new Map(this.#of.context.notebook.cells.flatMap((it) => Object.entries(it.values)));
  }

  #branchOf(kept: KeptFork): Branch {
    const { context, label } = this.#of;
    return branchOf(this.name, context.strings.time.forkTitle(label, kept.steps), kept);
  }

  /** Runs a new fork and keeps it, as text before it runs; what went wrong, or the branch. */
  async add(kept: KeptFork): Promise<Branch | string> {
    const branch = this.#branchOf(kept);
    this.#keeper.add(this.#of.slug, kept);
    const problem = await this.play(branch);
    if (problem !== "") {
      this.#keeper.remove(this.#of.slug, kept);
      return problem;
    }
    this.all.push(branch);
    return branch;
  }

  /** Runs a branch that has not run on this page; what went wrong, or "". */
  async play(branch: Branch): Promise<string> {
    const { context, slug, machine: base } = this.#of;
    const words = context.strings.time;
    const fork = branch.kept;
    if (fork === null || branch.machine !== null) return "";
    if (context.isSafe) return context.strings.run.safe;
    if (fork.steps > base.value.steps.length) return words.forkFailed(words.forkNowhere);
    const ran = await runFork({ lab: context.lab, slug, name: this.name, base, values: this.#values, fork });
    if (!ran.ok) return words.forkFailed(ran.message);
    branch.machine = ran.machine;
    branch.diff = ran.diff;
    return "";
  }

  remove(index: number): void {
    const [gone] = this.all.splice(index, 1);
    if (gone?.kept) this.#keeper.remove(this.#of.slug, gone.kept);
  }
}
