/** mkfs with every option that the machine's filesystem was made with, so that no default of another version decides. */
import type { MkfsOptions, Step } from "../scene.ts";

/** Below these mkfs.xfs 6.x wants its exemption for tests. */
const MIN_XFS_BYTES = 300 * 1024 ** 2;
const MIN_LOG_BYTES = 64 * 1024 ** 2;

export function mkfsLines({ fstype, device, options = {} }: Extract<Step, { op: "mkfs" }>): string[] {
  if (fstype !== "xfs") return [extLine(fstype, device, options)];
  const { geometry } = options;
  const sizeBytes = geometry === undefined ? options.sizeBytes : geometry.dblocks * geometry.blockBytes;
  const logBytes = geometry?.logBytes ?? options.logBytes;
  const isSmall = (sizeBytes ?? MIN_XFS_BYTES) < MIN_XFS_BYTES || (logBytes ?? MIN_LOG_BYTES) < MIN_LOG_BYTES;
  const words = ["mkfs.xfs", "-f", ...featureWords(options), ...sizeWords(options), ...deviceWords(options, logBytes)];
  const exemption = "# mkfs.xfs makes filesystems and logs this small for its own tests only";
  const command = `${words.join(" ")} /dev/${device}`;
  return isSmall ? [exemption, `TEST_DIR=/mnt TEST_DEV=/dev/${device} QA_CHECK_FS=1 ${command}`] : [command];
}

function featureWords({ rmapbt = false, reflink = true, geometry, blockBytes }: MkfsOptions): string[] {
  const block = geometry?.blockBytes ?? blockBytes;
  return [
    `-m rmapbt=${Number(rmapbt)},reflink=${Number(reflink)}`,
    ...(block === undefined ? [] : [`-b size=${block}`]),
    ...(geometry?.inodeBytes === undefined ? [] : [`-i size=${geometry.inodeBytes}`]),
  ];
}

/** agcount and agsize exclude each other; the size of a group says more. */
function sizeWords({ geometry, sizeBytes, agCount, agBlocks, blockBytes = 4096 }: MkfsOptions): string[] {
  const parts: string[] = [];
  const bytes = geometry === undefined ? sizeBytes : geometry.dblocks * geometry.blockBytes;
  if (bytes !== undefined) parts.push(`size=${bytes}`);
  if (geometry !== undefined) parts.push(`agsize=${geometry.agBlocks * geometry.blockBytes}`);
  else if (agBlocks !== undefined) parts.push(`agsize=${agBlocks * blockBytes}`);
  else if (agCount !== undefined) parts.push(`agcount=${agCount}`);
  return parts.length === 0 ? [] : [`-d ${parts.join(",")}`];
}

function deviceWords({ logDevice, rtDevice }: MkfsOptions, logBytes: number | undefined): string[] {
  const log = [
    ...(logDevice === undefined ? [] : [`logdev=/dev/${logDevice}`]),
    ...(logBytes === undefined || logBytes === 0 ? [] : [`size=${logBytes}`]),
  ];
  return [
    ...(log.length === 0 ? [] : [`-l ${log.join(",")}`]),
    ...(rtDevice === undefined ? [] : [`-r rtdev=/dev/${rtDevice}`]),
  ];
}

function extLine(fstype: string, device: string, { blockBytes = 4096, sizeBytes }: MkfsOptions): string {
  const blocks = sizeBytes === undefined ? "" : ` ${Math.floor(sizeBytes / blockBytes)}`;
  return `mkfs.${fstype} -q -F -b ${blockBytes} /dev/${device}${blocks}`;
}
