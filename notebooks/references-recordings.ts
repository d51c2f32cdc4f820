/** References to what real kernels did: each recorded scene, and facts that were found while recording. */
import type { Reference } from "./references.ts";

const scene = (id: string, name: string, text: string): Reference => ({
  ...{ id: `rec-${id}`, kind: "recording", short: `Recording ${id}`, text },
  source: `test/recordings/*/${name}.json`,
});
const fact = (number: number, text: string): Reference => ({
  ...{ id: `rec-facts-${number}`, kind: "recording", short: `Recordings, fact ${number}`, text },
  source: "test/recordings/README.md",
});

export const RECORDED: readonly Reference[] = [
  scene(
    "01",
    "01-xfs-one-process",
    "XFS with rmapbt on whole pmem0, -o dax, one file mapped by one early-kill process; poison the mapped page.",
  ),
  scene(
    "02",
    "02-xfs-three-policies",
    "XFS rmapbt dax, one file mapped by three processes: early, late and default kill policy.",
  ),
  scene(
    "03",
    "03-xfs-reflink-shared-extent",
    "XFS reflink=1,rmapbt=1: does -o dax mount; two files sharing one extent, each mapped by its own process; poison the shared page.",
  ),
  scene("04", "04-xfs-free-space", "XFS rmapbt dax on whole pmem0; poison a block in free space."),
  scene("05a", "05a-xfs-superblock", "XFS rmapbt dax; poison the primary superblock (byte 0 of pmem0)."),
  scene("05b", "05b-xfs-ag-btree", "XFS rmapbt dax; poison a per-AG metadata block (AG btree root of AG 1)."),
  scene("05d", "05d-xfs-internal-log", "XFS rmapbt dax; poison a block in the internal log."),
  scene(
    "05e",
    "05e-xfs-directory-block",
    "XFS rmapbt dax; poison a directory data block (data fork of a directory inode, not a DAX mapping).",
  ),
  scene("05f", "05f-xfs-attr-fork-block", "XFS rmapbt dax; poison an attribute fork block of a mapped file."),
  scene("05g", "05g-xfs-bmbt-block", "XFS rmapbt dax; poison a bmap btree block of a mapped, fragmented file."),
  scene(
    "06",
    "06-xfs-no-rmapbt",
    "XFS without rmapbt on whole pmem0 dax: the holder answers -EOPNOTSUPP and the generic handler runs.",
  ),
  scene("07", "07-ext4-dax", "ext4 -o dax on whole pmem0: no holder, generic handler."),
  scene("08", "08-raw-pmem", "No filesystem at all on pmem0."),
  scene("09a", "09a-partitions-xfs-p1", "Two partitions, XFS dax on p1 only; poison a mapped data page of p1."),
  scene(
    "09b",
    "09b-partitions-poison-other",
    "Two partitions, XFS dax on p1 only; poison outside p1: p2, the gap before p1, the boundaries.",
  ),
  scene(
    "09c",
    "09c-partitions-second-xfs",
    "Two partitions: XFS dax on p1, then XFS on p2 with dax=always; poison in both; then p2 is remounted with dax=inode, dax=never and no option.",
  ),
  scene(
    "09e",
    "09e-partitions-nodax-xfs-holds",
    "Two partitions: XFS on p1 mounted WITHOUT dax (dax=never) still takes the holder slot; then XFS dax on p2.",
  ),
  scene(
    "09f",
    "09f-partition-unaligned",
    "A partition that does not start on a page boundary (sector 2049): fs_dax_get_by_bdev refuses it.",
  ),
  scene(
    "10",
    "10-ext4-p1-xfs-p2",
    "ext4 dax on p1 and XFS dax on p2: poison a page mapped from the ext4 file, and one mapped from the XFS file.",
  ),
  scene(
    "11a",
    "11a-dm-linear-whole",
    "dm-linear over a part of pmem0 (target offset 16 MiB), XFS rmapbt dax on it; poison a mapped page, free space, the superblock.",
  ),
  scene(
    "11b",
    "11b-dm-linear-two-pmem",
    "dm-linear concatenating pmem0 (first 320 MiB) and pmem1 (320 MiB), XFS rmapbt dax; poison a mapped page on each leg.",
  ),
  scene(
    "11c",
    "11c-dm-stripe",
    "dm-stripe over pmem0 and pmem1 (chunk 64 KiB), XFS rmapbt dax; poison a mapped page on each leg.",
  ),
  scene("11e", "11e-dm-linear-ext4", "dm-linear over pmem0, ext4 dax on it; poison a mapped page."),
  scene(
    "12a",
    "12a-unbind-xfs",
    "Unbind namespace0.0 while XFS (rmapbt, dax) is mounted and processes map a file: the kill_dax path.",
  ),
  scene(
    "12b",
    "12b-unbind-partitions",
    "Unbind with two partitions: XFS dax on p1 (not at offset 0, holder), XFS on p2 (not holder), files mapped on both.",
  ),
  scene("12c", "12c-unbind-ext4", "Unbind while ext4 dax is mounted and processes map a file: no holder."),
  scene("12d", "12d-unbind-idle", "Unbind with nothing mounted (never held)."),
  scene("12e", "12e-unbind-no-rmapbt", "Unbind while XFS without rmapbt is mounted dax."),
  scene(
    "13a",
    "13a-same-page-twice",
    "XFS rmapbt dax: the same page poisoned three times: mapped; after the mapping faulted it back in; without touching it again.",
  ),
  scene(
    "13c",
    "13c-io-after-poison",
    "XFS rmapbt dax: read(2), write(2), load and store on a poisoned page afterwards, badblocks list.",
  ),
  scene(
    "13d",
    "13d-badblocks",
    "Software badblocks list of pmem0 (sysfs write), then load/read/write on the listed page, then poison it.",
  ),
  scene(
    "14a",
    "14a-external-log",
    "XFS rmapbt dax on pmem0 with its log on pmem1: who holds pmem1; poison pmem1's log, then pmem0 data.",
  ),
  scene(
    "14c",
    "14c-realtime-device",
    "XFS with a realtime device on pmem1 (rmapbt tried, then without): poison a page of a realtime file.",
  ),
  scene(
    "15a",
    "15a-pmd-xfs",
    "XFS rmapbt dax, 2 MiB DAX mappings (aligned process) and a misaligned mapping of the same file; poison one 4 KiB page inside each 2 MiB.",
  ),
  scene("15b", "15b-pmd-ext4", "ext4 dax, 2 MiB DAX mappings; poison one 4 KiB page inside (generic handler)."),
  scene(
    "16a",
    "16a-two-mappings-one-process",
    "XFS rmapbt dax: one process maps the same page three times (two MAP_SHARED at different file offsets, one MAP_PRIVATE read only).",
  ),
  scene(
    "16b",
    "16b-private-cow",
    "XFS rmapbt dax: MAP_PRIVATE mappings, one only read, one already copied by a write; also a process that maps the range but never touched it.",
  ),
  scene(
    "16c",
    "16c-untouched-page",
    "XFS rmapbt dax: a page of a mapped file that no process has touched (no DAX entry); a file nobody maps; a file not in core.",
  ),
  scene(
    "16d",
    "16d-holes-and-unwritten",
    "XFS rmapbt dax: sparse file (holes) and fallocated (unwritten) file; processes read-map the hole / unwritten page (zero page).",
  ),
  scene(
    "16e",
    "16e-madvise-self",
    "XFS rmapbt dax: MADV_HWPOISON by a process on its own mapping (action required, extra reference), another process maps the page too.",
  ),
  scene(
    "16g",
    "16g-dax-inode-mixed",
    "XFS rmapbt dax=inode: one file with the DAX flag and one without, both mapped; poison a block of each.",
  ),
  scene(
    "16h",
    "16h-deleted-but-open",
    "XFS rmapbt dax: unlinked file still mapped; poison its page. MAP_SYNC mapping of another file.",
  ),
  scene(
    "17a",
    "17a-fsdax-namespace-dev-map",
    "QEMU NVDIMM, ndctl fsdax namespace with its page map on the device (data_offset != 0), XFS rmapbt dax; poison data and the page map area.",
  ),
  scene(
    "17b",
    "17b-fsdax-namespace-mem-map",
    "QEMU NVDIMM, ndctl fsdax namespace with its page map in RAM, two partitions, XFS rmapbt dax on p2; poison data of p2.",
  ),
  scene("17c", "17c-raw-namespace", "QEMU NVDIMM left in raw mode: no struct pages; can XFS mount dax; poison by pfn."),
  scene(
    "17d",
    "17d-devdax-namespace",
    "QEMU NVDIMM, ndctl devdax namespace: /dev/dax0.0 mapped by a process, poison a page (no block device, no holder, no pgmap memory_failure op).",
  ),
  scene(
    "19",
    "19-whole-and-partition-ext4",
    "Two ext4 dax filesystems on p1 and p2 of the same pmem (no holder needed): both mount; poison a mapped page in each.",
  ),
  scene(
    "20",
    "20-fs-smaller-than-device",
    "XFS rmapbt dax made smaller (-d size=512m) than pmem0 (768 MiB): poison the device past the end of the filesystem.",
  ),
  scene(
    "23",
    "23-xfs-normap-p1-ext4-dax-p2",
    "XFS WITHOUT rmapbt dax on p1 (holder), ext4 dax on p2: -EOPNOTSUPP is answered before the range is looked at, so the generic handler serves p2.",
  ),
  fact(
    1,
    "7.3 hangs when a device goes away under a filesystem of several groups: the number of blocks wraps around to zero.",
  ),
  fact(11, "fork(2) does not copy shared DAX mappings: a child is signalled only for pages that it touched itself."),
  fact(
    17,
    "A filesystem that holds the dax_device answers for its neighbours, too; after its umount the generic handler serves them.",
  ),
];
