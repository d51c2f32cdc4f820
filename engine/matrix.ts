/** One failure under every kernel model and every policy: the policy matrix. */
import type { MatrixCell, Player, Run } from "./api.ts";
import { KERNELS, POLICIES } from "./checks/shapes.ts";
import { SceneError } from "./errors.ts";
import type { KernelId, MachineValue, PolicyId, Step } from "./scene.ts";

export interface MatrixChoice {
  kernels?: readonly KernelId[];
  policies?: readonly PolicyId[];
}

export function matrixOf(player: Player, value: MachineValue, failure: Step, choice: MatrixChoice = {}): MatrixCell[] {
  const kernels = chosen("kernels", choice.kernels, KERNELS);
  const policies = chosen("policies", choice.policies, POLICIES);
  return kernels.flatMap((kernel) =>
    policies.map((policy) => {
      const scene = { ...value.scene, kernel, policy };
      return cellOf(player.run({ ...value, scene, steps: [...value.steps, failure] }), kernel, policy);
    }),
  );
}

function chosen<T extends string>(name: string, some: readonly T[] | undefined, all: readonly T[]): readonly T[] {
  for (const it of some ?? []) {
    if (!all.includes(it)) throw new SceneError(`matrix(${name})`, it, `one of ${all.join(", ")}`);
  }
  return some ?? all;
}

function cellOf(run: Run, kernel: KernelId, policy: PolicyId): MatrixCell {
  const step = run.machine.steps.length - 1;
  const events = run.events.filter((it) => it.step === step);
  const before = new Map(run.snapshot(step).mounts.map((it) => [it.target, it.state]));
  const after = run.snapshot();
  const seqs = new Set(events.map((it) => it.seq));
  const notified = new Set(events.filter((it) => it.fn === "dax_holder_notify_failure").map((it) => it.seq));
  const asked = events.filter((it) => it.parent !== null && notified.has(it.parent) && it.fn.includes("notify"));
  const stopped = after.mounts.filter((it) => it.state === "shutdown" && before.get(it.target) !== "shutdown");
  return {
    kernel,
    policy,
    errno: run.outcomes[step]?.errno ?? null,
    asked: [...new Set(asked.map((it) => it.who))],
    told: [...new Set(run.signals.filter((it) => seqs.has(it.seq)).map((it) => it.process))],
    shutdown: stopped.map((it) => it.target),
    fallback: events.some((it) => it.fn === "mf_generic_kill_procs"),
    crash: after.crash?.sentence ?? null,
    proposed: policy !== "kernel" || events.some((it) => it.cite.proposed === true),
  };
}
