/** The series from its first post to today: when, what changed, who said so. Shown on timeline.html. */
export interface Moment {
  /** Anchor. */
  id: string;
  when: string;
  title: string;
  /** Markdown. */
  text: string;
  kind: "posted" | "said" | "merged" | "recorded";
  cites: readonly string[];
}

const moment = (
  kind: Moment["kind"],
  id: string,
  when: string,
  title: string,
  text: string,
  ...cites: string[]
): Moment => ({
  ...{ kind, id, when, title, text, cites },
});

export const TIMELINE: readonly Moment[] = [
  moment(
    "posted",
    "rfc",
    "September 2020",
    "A first request for comments",
    "A superblock operation, `storage_lost`, is to tell the filesystem.",
  ),
  moment(
    "posted",
    "v1",
    "31 December 2020",
    "v1: corrupted ranges go up",
    "Block devices, superblocks and mapped devices get a hook each; mapped devices translate a range upward.",
    "dm-v1",
  ),
  moment(
    "said",
    "not-the-block-layer",
    "10 February 2021",
    "Not in the block layer",
    "Christoph Hellwig: DAX must not add anything to the block device.",
    "hch-0210",
  ),
  moment(
    "posted",
    "v4",
    "4 June 2021",
    "v4: the holder",
    "A `holder` in `struct dax_device` takes the place of the block-layer hook.",
  ),
  moment(
    "posted",
    "v6",
    "30 July 2021",
    "v6: `notify_failure`, and holders of mapped devices",
    "The operation gets the name that it has today; mapped devices are holders of what lies below them.",
    "dm-hold6",
  ),
  moment(
    "posted",
    "v7",
    "24 September 2021",
    "v7: mapped devices leave",
    "The two device-mapper patches are taken out. They never came back.",
    "v7",
  ),
  moment(
    "posted",
    "v9",
    "26 December 2021",
    "v9: the patch of this course",
    "`dax_register_holder()` stores whoever comes. XFS, its only caller, looks first and fails the mount.",
    "v9-00",
    "v9-02",
    "v9-09",
  ),
  moment(
    "said",
    "discovery",
    "5 January 2022",
    "One device, two filesystems",
    "Darrick Wong prints two pointers and finds one `dax_device` behind two partitions. Fourteen minutes later Dan Williams draws a line: whole devices only. Seventy-one minutes after that he takes the argument for chains.",
    "djw-1447",
    "seed",
    "dw-1612",
  ),
  moment(
    "said",
    "three-options",
    "20 January 2022",
    "Three ways out",
    "Christoph Hellwig: refuse on partitions, a holder per range, or a stacked `dax_device` per partition. The first, for now.",
    "hch-0120",
  ),
  moment(
    "posted",
    "v10",
    "27 January 2022",
    "v10: the rwsem goes",
    "Registration still takes whoever comes.",
    "hch-v10",
  ),
  moment(
    "said",
    "reflink-rule",
    "15 February 2022",
    "The rule that was merged in the end",
    "Dan Williams: fail a DAX mount when reflink is on and it is a partition.",
    "dw-0215",
  ),
  moment(
    "posted",
    "v11",
    "27 February 2022",
    "v11: compare and exchange",
    "`-ENXIO` when the device is dead, `-EBUSY` when it is taken.",
    "v11",
  ),
  moment(
    "posted",
    "v12",
    "10 April 2022",
    "v12: registration moves into the lookup",
    "`fs_dax_get_by_bdev()` claims, `fs_put_dax()` releases; who comes second gets no device.",
    "hch-0329",
  ),
  moment(
    "posted",
    "v13",
    "19 April 2022",
    "v13: not before the filesystem is ready",
    "A failure during mount is refused.",
    "v13",
  ),
  moment("posted", "v14", "8 May 2022", "v14: taken", "Picked up through the memory-management tree.", "v14"),
  moment(
    "posted",
    "partition-rule",
    "9 June 2022",
    "DAX with reflink, on the whole device",
    "One rule of XFS: with reflink and `dax=always` on a partition the mount fails.",
    "m-part",
    "djw-part",
  ),
  moment("merged", "linux-6-0", "2022, Linux 6.0", "Merged", "With four fixes during the release candidates.", "fix60"),
  moment(
    "merged",
    "linux-6-5",
    "Linux 6.5 and 6.6",
    "Two corrections of arithmetic",
    "The end of the range that is handed to the reverse map, and a count of blocks.",
    "k73-xfs-notify",
  ),
  moment(
    "merged",
    "linux-6-8",
    "Linux 6.8",
    "A device that is about to go",
    "`MF_MEM_PRE_REMOVE`: freeze, tell every process, skip what is not DAX.",
    "m-pre",
  ),
  moment(
    "merged",
    "linux-7-2",
    "after 6.12, by 7.2",
    "The realtime device, the log, the length of the partition",
    "Failures of the realtime device are handled and the log's range is clipped; `fs_dax_get()` and the `fsdev_dax` driver appear.",
    "k73-xfs-notify",
    "k73-dax-super",
  ),
  moment(
    "recorded",
    "recorded",
    "November 2026",
    "Three kernels, recorded",
    "The scenes of this course were given to 6.1.192, 6.12.107 and 7.3.4. What they did is what the model is held to.",
    "rec-6-1",
    "rec-6-12",
    "rec-7-3",
  ),
];
