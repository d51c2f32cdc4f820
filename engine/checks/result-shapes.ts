/** The shapes of what comes out: events, states, predictions. For the published schemas and the tests that hold us to them. */
import * as v from "valibot";

const text = v.string();
const number = v.number();
const maybeText = v.nullable(text);
const maybeNumber = v.nullable(number);
/** Beyond 2^53 where the kernel's own arithmetic is; bare digits in JSON. */
const whole = v.union([v.number(), v.bigint()]);
const argument = v.union([text, number, v.bigint(), v.boolean(), v.null()]);
const dax = v.picklist(["always", "inode", "never", "off"]);
const fstype = v.picklist(["xfs", "ext4", "ext2"]);

const citation = v.strictObject({
  version: text,
  source: text,
  fn: v.optional(text),
  proposed: v.optional(v.boolean()),
});
export const event = v.strictObject({
  seq: number,
  step: number,
  parent: maybeNumber,
  depth: number,
  fn: text,
  who: text,
  rule: text,
  range: v.optional(v.strictObject({ space: text, offBytes: whole, lenBytes: whole })),
  args: v.record(text, argument),
  ret: v.union([number, text, v.null()]),
  errno: v.optional(maybeText),
  cite: citation,
});
const signal = v.strictObject({
  seq: number,
  process: text,
  code: v.picklist(["BUS_MCEERR_AR", "BUS_MCEERR_AO", "BUS_ADRERR", "SI_KERNEL"]),
  map: maybeText,
  offInMapBytes: maybeNumber,
  lsb: number,
  delivered: v.boolean(),
});
const extent = v.strictObject({
  offInFileBytes: number,
  offInDevBytes: number,
  lenBytes: number,
  unwritten: v.optional(v.boolean()),
  shared: v.optional(v.boolean()),
  realtime: v.optional(v.boolean()),
});
const leg = v.strictObject({ device: text, offInLegBytes: number });
const span = v.strictObject({ offBytes: number, lenBytes: number });

const disk = v.strictObject({
  name: text,
  kind: v.picklist(["pmem", "dm"]),
  present: v.boolean(),
  sizeBytes: number,
  resourceBytes: maybeNumber,
  dataOffsetBytes: number,
  mode: v.picklist(["fsdax", "raw", "sector", "devdax", "dm"]),
  partitions: v.array(v.strictObject({ name: text, startBytes: number, sizeBytes: number, pageAligned: v.boolean() })),
  targets: v.optional(
    v.array(
      v.strictObject({
        type: v.picklist(["linear", "striped"]),
        startBytes: number,
        lenBytes: number,
        chunkBytes: v.optional(number),
        legs: v.array(leg),
      }),
    ),
  ),
});
const daxDevice = v.strictObject({
  name: text,
  address: text,
  alive: v.boolean(),
  holder: maybeText,
  holders: v.array(v.strictObject({ holder: text, hasOps: v.boolean(), startBytes: number, lenBytes: maybeNumber })),
});
const mount = v.strictObject({
  target: text,
  device: text,
  fstype,
  dax,
  daxAsked: v.nullable(v.picklist(["always", "inode", "never"])),
  daxDevice: maybeText,
  bdevAddress: text,
  daxPartOffBytes: number,
  rmapbt: v.boolean(),
  reflink: v.boolean(),
  readOnly: v.boolean(),
  state: v.picklist(["alive", "shutdown", "hung", "create works, fsync: EIO", "create: EROFS"]),
  shutdownReasons: v.array(text),
  sizeBytes: number,
  blockBytes: number,
  agCount: number,
  agBlocks: number,
  logDevice: maybeText,
  rtDevice: maybeText,
});
const file = v.strictObject({
  path: text,
  inode: number,
  sizeBytes: number,
  directory: v.boolean(),
  dax: v.boolean(),
  incore: v.boolean(),
  extents: v.array(extent),
});
const map = v.strictObject({
  map: text,
  path: text,
  offInFileBytes: number,
  lenBytes: number,
  private: v.boolean(),
  entries: v.array(
    v.strictObject({
      offInMapBytes: number,
      sizeBytes: number,
      pfn: v.union([number, v.picklist(["ram", "zero"])]),
    }),
  ),
});
const processState = v.strictObject({
  process: text,
  pid: number,
  policy: v.picklist(["early", "late", "default"]),
  alive: v.boolean(),
  maps: v.array(map),
  signals: v.array(signal),
});
const poison = v.strictObject({
  device: text,
  lines: v.array(span),
  badblocks: v.array(v.strictObject({ sector: number, count: number })),
  hwpoison: v.array(span),
});
export const snapshot = v.strictObject({
  at: number,
  hash: v.pipe(text, v.regex(/^[0-9a-f]{16}$/)),
  disks: v.array(disk),
  daxDevices: v.array(daxDevice),
  mounts: v.array(mount),
  files: v.array(file),
  processes: v.array(processState),
  poison: v.array(poison),
  sysctl: v.strictObject({ earlyKill: v.picklist([0, 1]), recovery: v.picklist([0, 1]) }),
  invariants: v.array(v.strictObject({ id: text, holds: v.boolean(), witness: v.optional(text) })),
  crash: v.nullable(v.strictObject({ kind: v.picklist(["oops", "hang"]), fn: text, errno: maybeText, sentence: text })),
});

const call = v.strictObject({
  fn: text,
  args: v.record(text, argument),
  ret: argument,
  depth: number,
  returned: v.optional(v.literal(false)),
});
const predictedSignal = v.strictObject({
  process: text,
  si_code: maybeNumber,
  si_code_name: text,
  map: maybeText,
  addr_offset_in_mapping: maybeNumber,
  lsb: number,
});
const holders = v.record(text, maybeText);
export const prediction = v.strictObject({
  events: v.array(
    v.strictObject({
      inject: v.record(text, v.unknown()),
      result: v.strictObject({
        errno_name: maybeText,
        calls: v.array(call),
        signals: v.array(predictedSignal),
        holders_after: holders,
        fs_state_after: v.array(v.strictObject({ target: text, state: text })),
        next_access: v.array(
          v.strictObject({
            process: text,
            map: text,
            offset_in_mapping: number,
            pte_present_before_access: v.nullable(v.boolean()),
            load: v.picklist(["ok", "SIGBUS"]),
            sigbus: v.array(predictedSignal),
          }),
        ),
        crash: v.optional(text),
      }),
    }),
  ),
  setup: v.array(
    v.strictObject({
      seq: number,
      op: v.picklist(["mount", "umount"]),
      errno_name: maybeText,
      dax_enabled: v.optional(v.boolean()),
      calls: v.array(call),
      holders_after: holders,
    }),
  ),
});
