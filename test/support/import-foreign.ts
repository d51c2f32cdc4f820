/**
 * Outputs of tools as other machines write them: older and newer versions, other locales, other options, disks of other
 * kinds beside persistent memory. Made after the formats that the tools' sources print (util-linux 2.34 and 2.41, ndctl 78,
 * lvm2 2.03, xfsprogs 4.19 and 6.15), not taken from a machine.
 */

export const lsblkRounded = `{
   "blockdevices": [
      {
         "name": "sda",
         "maj:min": "8:0",
         "rm": false,
         "size": "1.8T",
         "ro": false,
         "type": "disk",
         "mountpoints": [
             null
         ],
         "children": [
            {"name": "sda1", "maj:min": "8:1", "rm": false, "size": "512M", "ro": false, "type": "part", "mountpoints": ["/boot/efi"]},
            {"name": "sda2", "maj:min": "8:2", "rm": false, "size": "1.8T", "ro": false, "type": "part", "mountpoints": [null],
             "children": [ {"name": "luks-1", "maj:min": "253:0", "rm": false, "size": "1.8T", "ro": false, "type": "crypt", "mountpoints": ["/"]} ] }
         ]
      },{
         "name": "nvme0n1", "maj:min": "259:1", "rm": false, "size": "476.9G", "ro": false, "type": "disk", "mountpoints": [null],
         "children": [ {"name": "nvme0n1p1", "maj:min": "259:2", "rm": false, "size": "476.9G", "ro": false, "type": "part", "mountpoints": ["/home"]} ]
      },{
         "name": "loop0", "maj:min": "7:0", "rm": false, "size": "63.4M", "ro": true, "type": "loop", "mountpoints": ["/snap/core20/1974"]
      },{
         "name": "pmem0", "maj:min": "259:0", "rm": false, "size": "125.1G", "ro": false, "type": "disk", "mountpoints": [null],
         "children": [
            {"name": "pmem0p1", "maj:min": "259:3", "rm": false, "size": "60G", "ro": false, "type": "part", "mountpoints": ["/mnt/a"]},
            {"name": "pmem0p2", "maj:min": "259:4", "rm": false, "size": "65.1G", "ro": false, "type": "part", "mountpoints": [null],
              "children": [ {"name": "vg-lv--data", "maj:min": "253:1", "rm": false, "size": "40G", "ro": false, "type": "lvm", "mountpoints": ["/mnt/b"]} ]}
         ]
      }
   ]
}
`;

export const lsblkOld = `{
   "blockdevices": [
      {"name": "pmem0", "maj:min": "259:0", "rm": "0", "size": "16G", "ro": "0", "type": "disk", "mountpoint": "/mnt/pm"},
      {"name": "pmem1s", "maj:min": "259:1", "rm": "0", "size": "16G", "ro": "0", "type": "disk", "mountpoint": null},
      {"name": "sr0", "maj:min": "11:0", "rm": "1", "size": "1024M", "ro": "0", "type": "rom", "mountpoint": null}
   ]
}
`;

export const lsblkGerman = `NAME        MAJ:MIN RM   SIZE RO TYPE MOUNTPOINT
sda           8:0    0 931,5G  0 disk 
├─sda1        8:1    0   512M  0 part /boot/efi
└─sda2        8:2    0   931G  0 part 
  └─sda2_crypt 254:0   0   931G  0 crypt /
pmem0       259:0    0 251,9G  0 disk 
├─pmem0p1   259:1    0   100G  0 part /mnt/a
└─pmem0p2   259:2    0 151,9G  0 part /mnt/b
`;

export const ndctlHuman = `{
  "dimms":[
    {
      "dev":"nmem1",
      "id":"8089-a2-1834-00001f13",
      "handle":"0x11",
      "phys_id":"0x26",
      "security":"disabled",
      "health":{"health_state":"ok","temperature_celsius":31.0,"spares_percentage":100,"alarm_temperature":false,"life_used_percentage":0,"shutdown_state":"clean"}
    }
  ],
  "regions":[
    {
      "dev":"region0",
      "size":"751.61 GiB (807.04 GB)",
      "align":16777216,
      "available_size":0,
      "max_available_extent":0,
      "type":"pmem",
      "iset_id":"0xd6caf1e1f1f48a84",
      "mappings":[
        {"dimm":"nmem1","offset":"0x8000000","length":"0x1f80000000","position":0}
      ],
      "persistence_domain":"memory_controller",
      "namespaces":[
        {
          "dev":"namespace0.0",
          "mode":"fsdax",
          "map":"dev",
          "size":"739.87 GiB (794.42 GB)",
          "uuid":"a1b2c3d4-0000-4a1e-9e5e-1b0f3f1c1a11",
          "sector_size":512,
          "align":2097152,
          "blockdev":"pmem0",
          "badblock_count":8,
          "badblocks":[ {"offset":65536,"length":8} ]
        }
      ]
    }
  ]
}
`;

export const ndctlList = `[
  {
    "dev":"namespace1.0",
    "mode":"raw",
    "size":134217728000,
    "sector_size":512,
    "state":"disabled",
    "numa_node":1
  },
  {
    "dev":"namespace0.0",
    "mode":"fsdax",
    "map":"dev",
    "size":132118478848,
    "uuid":"f6b2c5a5-7e5a-4a1e-9e5e-1b0f3f1c1a11",
    "sector_size":512,
    "align":2097152,
    "blockdev":"pmem0"
  },
  {
    "dev":"namespace2.0",
    "mode":"devdax",
    "map":"dev",
    "size":132118478848,
    "uuid":"f6b2c5a5-7e5a-4a1e-9e5e-1b0f3f1c1a12",
    "chardev":"dax2.0",
    "align":2097152
  },
  {
    "dev":"namespace3.0",
    "mode":"sector",
    "size":132118478848,
    "uuid":"f6b2c5a5-7e5a-4a1e-9e5e-1b0f3f1c1a13",
    "sector_size":4096,
    "blockdev":"pmem3s"
  }
]
`;

export const ndctlObject = `{
  "dev":"namespace0.0",
  "mode":"fsdax",
  "map":"dev",
  "size":266352984064,
  "uuid":"a1b2c3d4-0000-4a1e-9e5e-1b0f3f1c1a11",
  "raw_uuid":"a1b2c3d4-0000-4a1e-9e5e-1b0f3f1c1a12",
  "sector_size":512,
  "align":2097152,
  "blockdev":"pmem0",
  "name":"data"
}
`;

export const dmsetupMany = `luks-1: 0 3905945600 crypt aes-xts-plain64 :64:logon:cryptsetup:6e6b-d0 0 8:2 32768 1 allow_discards
vg-lv--data: 0 83886080 linear 259:4 2048
vg-lv--data: 83886080 4194304 linear 259:5 2048
vg-swap: 0 16777216 linear 253:0 2048
pool-thin: 0 41943040 thin 253:5 1
stripe: 0 209715200 striped 2 256 259:0 2048 259:6 2048
snap: 0 209715200 snapshot 253:7 253:8 P 8
raidm: 0 2048 raid raid1 3 0 region_size 1024 2 253:1 253:2 253:3 253:4
`;

export const dmsetupInfo = `Name:              vol
State:             ACTIVE
Read Ahead:        256
Tables present:    LIVE
Open count:        1
Event number:      0
Major, minor:      253, 0
Number of targets: 2
UUID: LVM-abc

`;

export const sfdiskLarge = `{
   "partitiontable": {
      "label": "gpt",
      "id": "AF3C0F5B-3C6B-4B7B-9F5E-7F5B3C6B4B7B",
      "device": "/dev/pmem0",
      "unit": "sectors",
      "firstlba": 256,
      "lastlba": 32255743,
      "grain": "2097152",
      "sectorsize": 4096,
      "partitions": [
         {
            "node": "/dev/pmem0p1",
            "start": 512,
            "size": 16000000,
            "type": "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
            "uuid": "4CBCF2AB-9F5B-4E0B-8B7B-1B2B3B4B5B6B",
            "name": "a"
         },{
            "node": "/dev/pmem0p3",
            "start": 16000512,
            "size": 16255232,
            "type": "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
            "uuid": "4CBCF2AB-9F5B-4E0B-8B7B-1B2B3B4B5B6C"
         }
      ]
   }
}
`;

export const sfdiskDos = `{
   "partitiontable": {
      "label":"dos",
      "id":"0xa1b2c3d4",
      "device":"/dev/pmem0",
      "unit":"sectors",
      "sectorsize":512,
      "partitions": [
         {"node":"/dev/pmem0p1", "start":2048, "size":2097152, "type":"83"},
         {"node":"/dev/pmem0p2", "start":2099200, "size":4194304, "type":"5"},
         {"node":"/dev/pmem0p5", "start":2101248, "size":2097152, "type":"83", "bootable":true}
      ]
   }
}
`;

export const xfsInfoLog = `meta-data=/dev/pmem0             isize=512    agcount=4, agsize=8256384 blks
         =                       sectsz=4096  attr=2, projid32bit=1
         =                       crc=1        finobt=1, sparse=1, rmapbt=1
         =                       reflink=1    bigtime=1 inobtcount=1 nrext64=1
         =                       exchange=1   metadir=0
data     =                       bsize=4096   blocks=33025536, imaxpct=25
         =                       sunit=0      swidth=0 blks
naming   =version 2              bsize=4096   ascii-ci=0, ftype=1, parent=1
log      =/dev/pmem1             bsize=4096   blocks=16384, version=2
         =                       sectsz=4096  sunit=1 blks, lazy-count=1
realtime =none                   extsz=4096   blocks=0, rtextents=0
         =                       rgcount=0    rgsize=0 extents
         =                       zoned=0      start=0 reserved=0
`;

export const xfsInfoOld = `meta-data=/dev/mapper/vg-lv--data isize=256    agcount=4, agsize=655360 blks
         =                       sectsz=512   attr=2, projid32bit=0
         =                       crc=0        finobt=0, sparse=0
data     =                       bsize=4096   blocks=2621440, imaxpct=25
         =                       sunit=0      swidth=0 blks
naming   =version 2              bsize=4096   ascii-ci=0, ftype=0
log      =internal               bsize=4096   blocks=2560, version=2
         =                       sectsz=512   sunit=0 blks, lazy-count=1
realtime =none                   extsz=4096   blocks=0, rtextents=0
`;

export const mounts = `sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0
proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
/dev/mapper/luks-1 / ext4 rw,relatime,errors=remount-ro 0 0
systemd-1 /proc/sys/fs/binfmt_misc autofs rw,relatime,fd=29,pgrp=1,timeout=0,minproto=5,maxproto=5,direct,pipe_ino=1234 0 0
/dev/pmem0p1 /mnt/a xfs rw,relatime,attr2,dax=always,inode64,logbufs=8,logbsize=32k,noquota 0 0
/dev/pmem0p1 /srv/bind xfs rw,relatime,attr2,dax=always,inode64,logbufs=8,logbsize=32k,noquota 0 0
/dev/pmem0p2 /mnt/with\\040space ext4 rw,relatime,dax=always 0 0
overlay /var/lib/docker/overlay2/abc/merged overlay rw,relatime,lowerdir=/var/lib/docker/overlay2/l/A:/var/lib/docker/overlay2/l/B,upperdir=/var/lib/docker/overlay2/abc/diff,workdir=/var/lib/docker/overlay2/abc/work 0 0
/dev/loop0 /snap/core20/1974 squashfs ro,nodev,relatime,errors=continue 0 0
tmpfs /run/user/1000 tmpfs rw,nosuid,nodev,relatime,size=1634528k,nr_inodes=408632,mode=700,uid=1000,gid=1000,inode64 0 0
nfs.example.org:/export/home /home/nfs nfs4 rw,relatime,vers=4.2,addr=10.0.0.1 0 0
portal /run/user/1000/doc fuse.portal rw,nosuid,nodev,relatime,user_id=1000,group_id=1000 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw,nosuid,nodev,relatime 0 0
`;

export const maps = `55d0c0a00000-55d0c0a02000 r--p 00000000 fe:01 1835018                    /usr/bin/cat
55d0c0a02000-55d0c0a06000 r-xp 00002000 fe:01 1835018                    /usr/bin/cat
55d0c1a00000-55d0c1a21000 rw-p 00000000 00:00 0                          [heap]
7f1bc0000000-7f1c00000000 rw-s 00000000 103:02 131                       /mnt/pmem/data.bin
7f1c40000000-7f1c40200000 rw-s 00400000 103:02 134                       /mnt/pmem/log (deleted)
7f1c80000000-7f1c80400000 rw-s 00000000 00:06 1040                       /dev/dax1.0
7f1cc0000000-7f1cc0200000 rw-p 00000000 00:01 2050 /memfd:pulseaudio (deleted)
7f1cc4e00000-7f1cc4e28000 r--p 00000000 fe:01 1836000                    /usr/lib/x86_64-linux-gnu/libc.so.6
7ffd3a1c0000-7ffd3a1e1000 rw-p 00000000 00:00 0                          [stack]
7ffd3a1f0000-7ffd3a1f4000 r--p 00000000 00:00 0                          [vvar]
7ffd3a1f4000-7ffd3a1f6000 r-xp 00000000 00:00 0                          [vdso]
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
`;

export const iomem = `00000000-00000fff : Reserved
00001000-0009ffff : System RAM
100000000-183fffffff : System RAM
1840000000-203fffffff : Persistent Memory
  1840000000-203fffffff : namespace0.0
2040000000-283fffffff : Persistent Memory
  2040000000-20402fffff : namespace1.0
    2040300000-283fffffff : dax1.0
`;

export const fsmapReflink = ` EXT: DEV    BLOCK-RANGE          OWNER              FILE-OFFSET      AG AG-OFFSET        TOTAL FLAGS
   0: 259:3 [0..7]:               static fs metadata                  0  (0..7)               8
   1: 259:3 [8..23]:              per-AG metadata                     0  (8..23)             16
   2: 259:3 [24..39]:             inode btree                         0  (24..39)            16
   3: 259:3 [40..47]:             per-AG metadata                     0  (40..47)             8
   4: 259:3 [48..55]:             refcount btree                      0  (48..55)             8
   5: 259:3 [56..79]:             per-AG metadata                     0  (56..79)            24
   6: 259:3 [80..127]:            free space                          0  (80..127)           48
   7: 259:3 [128..191]:           inodes                              0  (128..191)          64
   8: 259:3 [192..959]:           131                0..767           0  (192..959)         768 0100000
   9: 259:3 [192..199]:           132                0..7             0  (192..199)           8 0100000
  10: 259:3 [960..967]:           133                0..7             0  (960..967)           8 1000000
  11: 259:3 [968..975]:           134                extent map       0  (968..975)           8 0000010
  12: 259:3 [976..1023]:          135                0..47            0  (976..1023)         48 0010000
  13: 259:3 [1024..1039]:         cow reservation                     0  (1024..1039)        16
  14: 259:3 [1040..1047]:         defective                           0  (1040..1047)         8
  15: 259:3 [1048..524287]:       free space                          0  (1048..524287)  523240
  16: 259:3 [524288..524295]:     static fs metadata                  1  (0..7)               8
  17: 259:3 [524296..524319]:     per-AG metadata                     1  (8..31)             24
  18: 259:3 [524320..1048575]:    free space                          1  (32..524287)    524256
  19: 259:4 [0..20479]:           journalling log                                          20480
`;

export const session = `[root@host ~]# lsblk
NAME    MAJ:MIN RM  SIZE RO TYPE MOUNTPOINTS
pmem0   259:0    0    4G  0 disk 
\`-vol   253:0    0    3G  0 dm   /mnt
[root@host ~]# dmsetup table vol
0 6291456 linear 259:0 2048
[root@host ~]# xfs_info /mnt
meta-data=/dev/mapper/vol        isize=512    agcount=4, agsize=196608 blks
         =                       sectsz=4096  attr=2, projid32bit=1
         =                       crc=1        finobt=1, sparse=1, rmapbt=0
         =                       reflink=0    bigtime=1 inobtcount=1
data     =                       bsize=4096   blocks=786432, imaxpct=25
         =                       sunit=0      swidth=0 blks
naming   =version 2              bsize=4096   ascii-ci=0, ftype=1
log      =internal log           bsize=4096   blocks=16384, version=2
         =                       sectsz=4096  sunit=1 blks, lazy-count=1
realtime =none                   extsz=4096   blocks=0, rtextents=0
[root@host ~]# cat /proc/mounts | grep mnt
/dev/mapper/vol /mnt xfs rw,relatime,attr2,dax,inode64,noquota 0 0
`;

export const xfsInfoReflink = `meta-data=/dev/pmem0p1           isize=512    agcount=4, agsize=131072 blks
         =                       sectsz=4096  attr=2, projid32bit=1
         =                       crc=1        finobt=1, sparse=1, rmapbt=0
         =                       reflink=1    bigtime=1 inobtcount=1
data     =                       bsize=4096   blocks=524288, imaxpct=25
log      =internal log           bsize=4096   blocks=16384, version=2
realtime =none                   extsz=4096   blocks=0, rtextents=0
`;

export const fsmapBatches = `EXT,MAJOR,MINOR,PSTART,PEND,OWNER,OSTART,OEND,LENGTH
0,259,0,0,7,special_88:1,,,8
1,259,0,8,23,special_88:3,,,16
EXT,MAJOR,MINOR,PSTART,PEND,OWNER,OSTART,OEND,LENGTH
2,259,0,24,31,inode_131_data,0,7,8
3,259,0,32,39,inode_131_attr_bmbt,,,8
4,259,0,40,47,inode_132_attr,0,7,8
EXT,MAJOR,MINOR,PSTART,PEND,OWNER,OSTART,OEND,LENGTH
5,259,0,48,1023,special_0:1,,,976
`;

export const lsblkTree = `NAME        MAJ:MIN   START   SIZE TYPE FSTYPE MOUNTPOINTS
pmem0       259:0             4G disk        
|-pmem0p1   259:1      2048     2G part xfs    /mnt/a
|                                              /srv/a
\`-pmem0p2   259:2   4190000     2G part swap   [SWAP]
`;

export const mountInfo = `36 25 259:0 / /mnt/pm rw,relatime shared:1 - xfs /dev/pmem0 rw,attr2,dax=always,inode64
37 25 259:0 /sub /srv/sub rw,relatime shared:1 - xfs /dev/pmem0 rw,attr2,dax=always,inode64
25 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
`;

export const blkid = `/dev/pmem0: UUID="1" BLOCK_SIZE="4096" TYPE="xfs"
/dev/nvme0n1p1: UUID="2" TYPE="vfat" PARTUUID="3"
/dev/mapper/vg-a: UUID="4" TYPE="ext4"
`;

export const nvmePartitions = `major minor  #blocks  name

 259        0  500107608 nvme0n1
 259        1     524288 nvme0n1p1
 259        2  499581952 nvme0n1p2
 253        0  499579904 dm-0
 253        1   41943040 dm-1
 253        2   20971520 dm-2
 259        3   67108864 pmem0
   8        0  976762584 sda
`;

export const nvmeDmsetup = `luks: 0 999159808 crypt aes-xts-plain64 :64:logon:x 0 259:2 4096
vg-root: 0 83886080 linear 253:0 2048
fast: 0 41943040 linear 259:3 2048
`;

export const nvmeFsmap = `	0: 259:1 [0..7]: static fs metadata 8
	1: 259:1 [8..15]: per-AG metadata 8
	2: 259:1 [16..1023]: inode 133 data 0..1007 1008
`;

export const nvmeMounts = `/dev/mapper/vg-root / xfs rw,relatime 0 0
/dev/nvme0n1p1 /boot xfs rw 0 0
/dev/mapper/fast /fast xfs rw,relatime,dax 0 0
`;

/** All of them. */
export const FOREIGN: readonly string[] = [
  lsblkRounded,
  lsblkOld,
  lsblkGerman,
  ndctlHuman,
  ndctlList,
  ndctlObject,
  dmsetupMany,
  dmsetupInfo,
  sfdiskLarge,
  sfdiskDos,
  xfsInfoLog,
  xfsInfoOld,
  mounts,
  maps,
  iomem,
  fsmapReflink,
  session,
  xfsInfoReflink,
  fsmapBatches,
  lsblkTree,
  mountInfo,
  blkid,
  nvmePartitions,
  nvmeDmsetup,
  nvmeFsmap,
  nvmeMounts,
];
