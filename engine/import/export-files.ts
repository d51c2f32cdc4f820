/** Files by xfs_io and coreutils, extent by extent; processes that map them by xfs_io in the background. */
import type { Step } from "../scene.ts";
import { quoted } from "./shell-text.ts";

const PATTERN = "0x5a";

/** Null for a step that is none of files. */
export function fileLines(step: Step): string[] | null {
  switch (step.op) {
    case "create":
      return createLines(step);
    case "mkdir":
      return [`mkdir -p ${quoted(step.path)}`];
    case "reflink":
      return [`cp --reflink=always ${quoted(step.from)} ${quoted(step.to)}`];
    case "unlink":
      return [`rm ${quoted(step.path)}`];
    case "truncate":
      return [`truncate -s ${step.sizeBytes} ${quoted(step.path)}`];
    case "fsmap":
      return [`# fsmap of ${step.target}: the new filesystem has its own`];
    default:
      return null;
  }
}

/** Holes stay holes; unwritten extents are allocated and not written. */
function createLines({ path, sizeBytes, extents, how = "write", dax }: Extract<Step, { op: "create" }>): string[] {
  const word = quoted(path);
  const directory = path.slice(0, path.lastIndexOf("/"));
  const made = directory === "" ? [] : [`mkdir -p ${quoted(directory)}`];
  const flag = dax === true ? [`xfs_io -f -c 'chattr +x' ${word}`] : [];
  const parts =
    extents ??
    (how === "hole" || sizeBytes === 0
      ? []
      : [{ offInFileBytes: 0, lenBytes: sizeBytes, unwritten: how === "fallocate" }]);
  const commands = parts.map(({ offInFileBytes, lenBytes, unwritten }) =>
    unwritten === true
      ? `-c 'falloc ${offInFileBytes} ${lenBytes}'`
      : `-c 'pwrite -q -S ${PATTERN} ${offInFileBytes} ${lenBytes}'`,
  );
  return [...made, ...flag, `xfs_io -f ${[...commands, `-c 'truncate ${sizeBytes}'`, "-c fsync"].join(" ")} ${word}`];
}

type Mmap = Extract<Step, { op: "mmap" }>;

/** One xfs_io per process: it reads its commands, maps and touches, and then waits for more that never come. */
export function processLines(steps: readonly Step[]): string[] {
  const processes = steps.flatMap((it) => (it.op === "spawn" ? [it] : []));
  if (processes.length === 0) return [];
  const result = ["", "# Processes: xfs_io maps shared, and sets no machine-check policy"];
  for (const { process, policy } of processes) {
    const maps = steps.filter((it): it is Mmap => it.op === "mmap" && it.process === process);
    const commands = maps.flatMap((it) => mapCommands(it));
    result.push(
      `# ${process}${policy === undefined ? "" : `, policy ${policy}`}`,
      `mkfifo "$out/${process}.fifo"`,
      `xfs_io < "$out/${process}.fifo" > /dev/null &`,
      'pids="$pids $!"',
      `{ cat <<'COMMANDS'; exec sleep 2147483647; } > "$out/${process}.fifo" &`,
      ...commands,
      "COMMANDS",
    );
  }
  return [...result, "sleep 1"];
}

function mapCommands({ path, offInFileBytes = 0, lenBytes, touch = [], private: isPrivate }: Mmap): string[] {
  if (lenBytes === undefined || path.startsWith("/dev/")) return [];
  const note = isPrivate === true ? [] : [`open ${quoted(path)}`, `mmap -rw ${offInFileBytes} ${lenBytes}`];
  const touches = isPrivate === true ? [] : touch.map((it) => `mread ${offInFileBytes + it.offInMapBytes} 1`);
  return [...note, ...touches];
}
