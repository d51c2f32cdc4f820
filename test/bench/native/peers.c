/*
 * The store's hot paths once more, in plain C: the yardstick of `npm run bench`.
 *
 * The program reads one command a line, "name number number …", and answers "nanoseconds sum": the time
 * of the loop alone, by its own clock, and a sum that has to equal the engine's. Data structures and
 * inputs are those of engine/assembly/testing-bench.ts, so that a ratio compares compilers and
 * memory, not algorithms; but searches are the textbook's, a static tree of 16 keys a node, and what the
 * engine has in its place comes as a second command. Built by native.ts with -O3, and with -O3 -march=native.
 */
#define _GNU_SOURCE
#include <emmintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

static inline u32 step(u32 x) {
  x ^= x << 13;
  x ^= x >> 17;
  return x ^ (x << 5);
}

static u64 now_ns(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (u64)at.tv_sec * 1000000000u + (u64)at.tv_nsec;
}

/* Pages of 4 KiB, as WebAssembly has them: no huge pages. */
static void *pages(u64 len_bytes) {
  void *at = mmap(0, len_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) exit(3);
  madvise(at, len_bytes, MADV_NOHUGEPAGE);
  return at;
}

/* --- whole blocks -------------------------------------------------------------------------- */

static u8 *block_a, *block_b;

static void blocks_open(u32 len_bytes) {
  block_a = pages(len_bytes);
  block_b = pages(len_bytes);
  memset(block_a, 1, len_bytes);
  memset(block_b, 1, len_bytes);
}

static u32 first_difference(const u8 *a, const u8 *b, u32 len_bytes) {
  u32 at = 0;
  for (; at + 64 <= len_bytes; at += 64) {
    __m128i same = _mm_set1_epi8(-1);
    for (int i = 0; i < 64; i += 16) {
      __m128i x = _mm_loadu_si128((const __m128i *)(a + at + i));
      __m128i y = _mm_loadu_si128((const __m128i *)(b + at + i));
      same = _mm_and_si128(same, _mm_cmpeq_epi8(x, y));
    }
    if (_mm_movemask_epi8(same) != 0xffff) break;
  }
  while (at < len_bytes && a[at] == b[at]) at++;
  return at;
}

/* --- random loads through the sparse directory ------------------------------------------- */

/*
 * The textbook's way is that of a page table: 32 roots, then three tables of 512 entries, which are offsets; bit 0 says
 * that something below is poisoned. The engine's is a hash table of groups of 16 pages, as in engine/assembly/pmem.ts.
 */
static u8 *heap;
static u32 heap_top;
static u32 roots[32];
static u64 chunks[1024];

struct group {
  u32 number, line;
};
#define NR_SLOTS 32768
static u32 table;
static u64 clean_cells;

static u32 heap_take(u32 len_bytes) {
  heap_top = (heap_top + len_bytes - 1) & ~(len_bytes - 1);
  u32 at = heap_top;
  heap_top += len_bytes;
  return at;
}

static inline u32 *entry_at(u32 table, u32 index) {
  return (u32 *)(heap + (table & ~1u)) + (index & 511);
}

static u8 *page_claim(u64 off) {
  u32 *slot = &roots[off >> 39];
  for (u32 shift = 30; shift >= 12; shift -= 9) {
    if (*slot == 0) *slot = heap_take(2048);
    slot = entry_at(*slot, (u32)(off >> shift));
  }
  if (*slot == 0) *slot = heap_take(4096);
  return heap + *slot;
}

/* Slot of a group, or the empty one that it would get. */
static inline struct group *group_at(u32 number) {
  struct group *slots = (struct group *)(heap + table);
  u32 at = (u32)(number * 0x9e3779b97f4a7c15u >> 35) & (NR_SLOTS - 1);
  while (slots[at].number != number && slots[at].number) at = (at + 1) & (NR_SLOTS - 1);
  return &slots[at];
}

static inline u32 *page_of(const struct group *group, u64 off) {
  return (u32 *)(heap + group->line) + (off >> 12 & 15);
}

static void loads_prepare(u32 seed) {
  heap = pages((u64)1 << 28);
  heap_top = 4096;
  table = heap_take(NR_SLOTS * sizeof(struct group));
  clean_cells = (u64)1 << 41;
  u32 x = seed;
  for (u32 i = 0; i < 1024; i++) {
    x = step(x);
    u64 chunk = (u64)(x >> 4) << 16;
    chunks[i] = chunk;
    struct group *group = group_at((u32)(chunk >> 16) + 1);
    if (!group->number) *group = (struct group){(u32)(chunk >> 16) + 1, heap_take(64)};
    for (u64 off = 0; off < 65536; off += 8) {
      u8 *page = page_claim(chunk + off);
      *page_of(group, chunk + off) = (u32)(page - heap);
      *(u64 *)(page + (off & 4095)) = (chunk >> 16) + off;
    }
  }
}

static inline u32 both_halves(const u8 *at) {
  u64 value = *(const u64 *)at;
  return (u32)value + (u32)(value >> 32);
}

static u32 loads_checked(u32 n, u32 seed) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u64 off = chunks[x & 1023] + ((x >> 13) & 0xfff8);
    if (off >> 44) abort();
    u32 entry = roots[off >> 39];
    if (entry > 1) entry = *entry_at(entry, (u32)(off >> 30));
    if (entry > 1) entry = *entry_at(entry, (u32)(off >> 21));
    if (entry > 1) entry = *entry_at(entry, (u32)(off >> 12));
    if (entry & 1) abort();
    if (entry) sum += both_halves(heap + entry + (off & 4095));
  }
  return sum;
}

static u32 loads_checked_groups(u32 n, u32 seed) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u64 off = chunks[x & 1023] + ((x >> 13) & 0xfff8);
    if ((off >> 3 | off << 61) >= clean_cells) abort();
    const struct group *group = group_at((u32)(off >> 16) + 1);
    u32 page = group->number ? *page_of(group, off) : 0;
    if (page) sum += both_halves(heap + page + (off & 4095));
  }
  return sum;
}

/* As the engine's pmemLoadMany: first all pages, then all loads. */
static u32 loads_many_groups(u32 n, u32 seed) {
  u32 x = seed, sum = 0;
  const u8 *cells[64];
  for (u32 done = 0; done < n; done += 64) {
    u32 part = n - done < 64 ? n - done : 64;
    for (u32 i = 0; i < part; i++) {
      x = step(x);
      u64 off = chunks[x & 1023] + ((x >> 13) & 0xfff8);
      if ((off >> 3 | off << 61) >= clean_cells) abort();
      const struct group *group = group_at((u32)(off >> 16) + 1);
      u32 page = group->number ? *page_of(group, off) : 0;
      cells[i] = page ? heap + page + (off & 4095) : heap;
    }
    for (u32 i = 0; i < part; i++) sum += both_halves(cells[i]);
  }
  return sum;
}

/* --- the kernel's badblocks table ---------------------------------------------------------- */

/*
 * As block/badblocks.c keeps it, Linux 6.12: one page of 512 sorted u64, sector << 9 | length - 1, searched by halves for
 * the last entry that starts at or before the sector, and the one behind it. Acknowledgement and shift are left out.
 */
static u64 bad_entries[512];
static u32 nr_bad;

static u32 badblocks_fill(u32 seed) {
  u32 x = seed, sector = 0;
  for (nr_bad = 0; nr_bad < 512; nr_bad++) {
    x = step(x);
    sector += 1 + ((x >> 8) & 1023);
    bad_entries[nr_bad] = (u64)sector << 9 | (x & 7);
    sector += (x & 7) + 1;
  }
  return sector;
}

static u32 badblocks_ask(u32 n, u32 seed, u32 top) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u64 sector = ((u64)x * top) >> 32;
    u32 low = 0, high = nr_bad;
    while (high - low > 1) {
      u32 middle = (low + high) / 2;
      if (bad_entries[middle] >> 9 <= sector) low = middle;
      else high = middle;
    }
    u64 entry = bad_entries[low];
    if ((entry >> 9) + (entry & 511) < sector) {
      if (low + 1 == nr_bad) continue;
      entry = bad_entries[low + 1];
    }
    if (entry >> 9 < sector + 8) sum += (u32)(entry >> 9);
  }
  return sum;
}

/* --- search tree of 16 keys a node -------------------------------------------------------- */

struct tree {
  u32 *levels[8];
  u32 height, count;
};

static void tree_build(struct tree *tree, const u32 *keys, u32 count) {
  u32 nodes = (count + 15) / 16, leaves = nodes, reach = 1;
  u32 *level = pages((u64)nodes * 64);
  memset(level, 0xff, (u64)nodes * 64);
  memcpy(level, keys, (u64)count * 4);
  u32 *bottom = level, *from_bottom[8];
  tree->count = count;
  tree->height = 0;
  from_bottom[tree->height++] = level;
  while (nodes > 1) {
    u32 below = nodes;
    nodes = (nodes + 16) / 17;
    level = pages((u64)nodes * 64);
    for (u32 slot = 0; slot < nodes * 16; slot++) {
      u32 child = slot / 16 * 17 + slot % 16 + 1, leaf = child * reach;
      level[slot] = child < below && leaf < leaves ? bottom[leaf * 16] : UINT32_MAX;
    }
    reach *= 17;
    from_bottom[tree->height++] = level;
  }
  for (u32 i = 0; i < tree->height; i++) tree->levels[i] = from_bottom[tree->height - 1 - i];
}

static inline u32 tree_rank(const struct tree *tree, u32 key) {
  const __m128i bias = _mm_set1_epi32(INT32_MIN);
  const __m128i wanted = _mm_xor_si128(_mm_set1_epi32((int)key), bias);
  u32 node = 0;
  for (u32 i = 0;; i++) {
    const __m128i *at = (const __m128i *)(tree->levels[i] + (u64)node * 16);
    __m128i above[4];
    for (int k = 0; k < 4; k++) {
      above[k] = _mm_cmpgt_epi32(_mm_xor_si128(_mm_load_si128(at + k), bias), wanted);
    }
    __m128i low = _mm_packs_epi32(above[0], above[1]), high = _mm_packs_epi32(above[2], above[3]);
    u32 mask = (u32)_mm_movemask_epi8(_mm_packs_epi16(low, high));
    u32 below = (u32)__builtin_ctz(mask | 0x10000);
    if (i + 1 == tree->height) {
      u32 rank = node * 16 + below;
      return rank < tree->count ? rank : tree->count;
    }
    node = node * 17 + below;
  }
}

/* --- sorted keys, and how many are not above a given one ----------------------------------- */

/*
 * What engine/assembly/ranks.ts has in place of the tree: a table of equal parts of the range, then sixteen keys at
 * once. The command "targetsFindRanks" uses it, to say what the compiler costs apart from the structure.
 */
struct ranks {
  u32 *keys, *parts;
  u32 count, shift, nr_parts;
};

static void ranks_build(struct ranks *ranks, const u32 *keys, u32 count) {
  ranks->keys = pages((u64)(count + 16) * 4);
  memcpy(ranks->keys, keys, (u64)count * 4);
  memset(ranks->keys + count, 0xff, 64);
  u32 last = count ? keys[count - 1] : 0, shift = 0, part = 0;
  while (last >> shift > count / 4) shift++;
  ranks->count = count;
  ranks->shift = shift;
  ranks->nr_parts = (last >> shift) + 1;
  ranks->parts = pages((u64)(ranks->nr_parts + 1) * 4);
  for (u32 i = 0; i < count; i++) {
    for (; part <= keys[i] >> shift; part++) ranks->parts[part] = i;
  }
  for (; part <= ranks->nr_parts; part++) ranks->parts[part] = count;
}

static u32 ranks_narrow(const struct ranks *ranks, u32 key, u32 low, u32 rest) {
  while (rest > 16) {
    u32 half = rest / 2;
    low = ranks->keys[low + half - 1] <= key ? low + half : low;
    rest -= half;
  }
  return low;
}

static inline u32 rank_of(const struct ranks *ranks, u32 key) {
  u32 part = key >> ranks->shift;
  if (part >= ranks->nr_parts) part = ranks->nr_parts - 1;
  u32 low = ranks->parts[part], rest = ranks->parts[part + 1] - low;
  if (rest > 16) low = ranks_narrow(ranks, key, low, rest);
  const __m128i bias = _mm_set1_epi32(INT32_MIN);
  const __m128i wanted = _mm_xor_si128(_mm_set1_epi32((int)key), bias);
  __m128i above[4];
  for (int k = 0; k < 4; k++) {
    __m128i four = _mm_loadu_si128((const __m128i *)(ranks->keys + low) + k);
    above[k] = _mm_cmpgt_epi32(_mm_xor_si128(four, bias), wanted);
  }
  __m128i near = _mm_packs_epi32(above[0], above[1]), far = _mm_packs_epi32(above[2], above[3]);
  u32 rank = low + (u32)__builtin_ctz((u32)_mm_movemask_epi8(_mm_packs_epi16(near, far)) | 0x10000);
  return rank < ranks->count ? rank : ranks->count;
}

/* --- reverse map ------------------------------------------------------------------------------ */

struct record {
  u32 start, length;
  u64 owner, file_block;
  u32 flags, spare;
};
struct head {
  u32 count, first;
};

static struct record *records;
static u32 nr_records, nr_segments;
static struct tree segment_tree;
static struct head *heads;

/*
 * What engine/assembly/overlaps.ts has in place of the tree: equal parts of the range, and for each eighth of a part
 * where its records lie, or 15: to be searched. 14 is none. What a command "…Parts" or "…Ours" takes says what the
 * compiler costs apart from the structure.
 */
struct part {
  u32 first, answers;
};
static struct part *parts;
static u32 nr_parts, eighth_shift;

static u32 rmap_fill(u32 n, u32 seed) {
  records = pages(((u64)n + 200000) * sizeof *records);
  u32 x = seed, block = 16, i = 0;
  for (; i < n; i++) {
    x = step(x);
    u32 length = (x & 7) + 1;
    records[i] = (struct record){block, length, 128 + (x >> 8) % 5000, x >> 20, 0, 0};
    if ((x & 0x30) == 0 && i + 1 < n) {
      i++;
      records[i] = (struct record){block, length, 6000 + (x >> 9) % 99, x >> 21, 0, 0};
    }
    block += length + ((x >> 6) & 3);
  }
  nr_records = i;
  return block;
}

static void parts_build(void) {
  u32 shift = 3, last = records[nr_records - 1].start + records[nr_records - 1].length;
  while (last >> shift > nr_records) shift++;
  nr_parts = (last >> shift) + 1;
  eighth_shift = shift - 3;
  parts = pages((u64)nr_parts * sizeof *parts);
  for (u32 i = 0; i < nr_parts; i++) parts[i] = (struct part){UINT32_MAX, 0xeeeeeeee};
  for (u32 i = 0; i < nr_records; i++) {
    u32 end = records[i].start + records[i].length, ones = (1u << eighth_shift) - 1;
    for (u32 eighth = records[i].start >> eighth_shift; eighth <= (end - 1) >> eighth_shift; eighth++) {
      struct part *part = &parts[eighth >> 3];
      if (part->first == UINT32_MAX) part->first = i;
      u32 place = 2 * (i - part->first), bit = (eighth & 7) * 4, old = part->answers >> bit & 15, now = 15;
      u32 low = eighth << eighth_shift;
      if (place < 14 && low >= records[i].start && low + ones < end) {
        if (old == 14) now = place;
        else if (old == place - 2) now = old + 1;
      }
      part->answers ^= (old ^ now) << bit;
    }
  }
}

/* The records over a block: the number of the first one, and how many. */
static inline struct head parts_find(u32 block) {
  u32 eighth = block >> eighth_shift;
  if (eighth >> 3 >= nr_parts) return (struct head){0, 0};
  struct part part = parts[eighth >> 3];
  u32 answer = part.answers >> (eighth & 7) * 4 & 15;
  if (answer == 14) return (struct head){0, 0};
  if (answer != 15) return (struct head){1 + (answer & 1), part.first + answer / 2};
  u32 first = part.first;
  while (first < nr_records && records[first].start + records[first].length <= block) first++;
  u32 end = first;
  while (end < nr_records && records[end].start <= block) end++;
  return (struct head){end - first, first};
}

/* Extents of this input are equal or disjoint, so segments follow from one pass. */
static u32 rmap_prepare(void) {
  u32 *keys = pages((u64)nr_records * 8 + 8);
  heads = pages((u64)nr_records * 16 + 16);
  nr_segments = 0;
  for (u32 i = 0; i < nr_records;) {
    u32 start = records[i].start, end = start + records[i].length, first = i;
    while (i < nr_records && records[i].start == start) i++;
    keys[nr_segments] = start;
    heads[nr_segments++] = (struct head){i - first, first};
    if (i < nr_records && records[i].start == end) continue;
    keys[nr_segments] = end;
    heads[nr_segments++] = (struct head){0, 0};
  }
  tree_build(&segment_tree, keys, nr_segments);
  parts_build();
  return nr_segments;
}

static u32 rmap_query(u32 n, u32 seed, u32 top) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u32 block = (u32)(((u64)x * top) >> 32);
    u32 rank = tree_rank(&segment_tree, block);
    if (rank == 0) continue;
    struct head head = heads[rank - 1];
    for (u32 k = 0; k < head.count; k++) {
      const struct record *record = &records[head.first + k];
      sum += (u32)record->owner + (u32)record->file_block;
    }
  }
  return sum;
}

static u32 rmap_query_parts(u32 n, u32 seed, u32 top) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    struct head head = parts_find((u32)(((u64)x * top) >> 32));
    for (u32 k = 0; k < head.count; k++) {
      const struct record *record = &records[head.first + k];
      sum += (u32)record->owner + (u32)record->file_block;
    }
  }
  return sum;
}

/* The textbook answer: the last start at or before the block, found by halves. */
static u32 rmap_bisect(u32 n, u32 seed, u32 top) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u32 block = (u32)(((u64)x * top) >> 32), low = 0, high = nr_records;
    while (low < high) {
      u32 middle = (low + high) / 2;
      if (records[middle].start <= block) low = middle + 1;
      else high = middle;
    }
    for (u32 k = low; k-- > 0 && records[k].start == records[low - 1].start;) {
      if (records[k].start + records[k].length <= block) break;
      sum += (u32)records[k].owner + (u32)records[k].file_block;
    }
  }
  return sum;
}

/* --- mapped-device targets ---------------------------------------------------------------- */

static struct tree target_tree;
static struct ranks target_ranks;
static u64 *target_starts;

static u64 targets_fill(u32 n, u32 seed) {
  target_starts = pages((u64)n * 8);
  u32 *keys = pages((u64)n * 4), *sectors = pages((u64)n * 4);
  u32 x = seed;
  u64 sector = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    target_starts[i] = sector;
    keys[i] = (u32)(sector >> 3);
    sectors[i] = (u32)sector;
    sector += 2048 + (x & 2047);
  }
  tree_build(&target_tree, keys, n);
  ranks_build(&target_ranks, sectors, n);
  return sector;
}

static u32 targets_find(u32 n, u32 seed, u64 top) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u64 sector = ((u64)x * top) >> 32;
    u32 rank = tree_rank(&target_tree, (u32)(sector >> 3));
    while (rank && target_starts[rank - 1] > sector) rank--;
    sum += rank;
  }
  return sum;
}

static u32 targets_find_ranks(u32 n, u32 seed, u64 top) {
  u32 x = seed, sum = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    sum += rank_of(&target_ranks, (u32)(((u64)x * top) >> 32));
  }
  return sum;
}

/* --- one failure through mapped devices to its owners -------------------------------------------- */

/* As in engine/assembly/testing-route.ts: linear targets in reverse order, four stripes, partitions, reverse map. */
#define NR_PARTITIONS 4
#define CHUNK_BYTES 65536
#define MAX_EVENTS 100000

struct target {
  u32 type, nr_legs;
  u64 start, len, leg_off;
};
struct found {
  u64 offset, owner, file_block;
  u32 length, id;
};

static struct tree linear_tree;
static struct ranks linear_ranks;
static struct target *linear;
static u64 part_starts[NR_PARTITIONS], part_bytes;
static struct found *ring;
static u32 ring_mask = (1 << 20) - 1;

/* What the page shows of a decision, as in engine/abi/tables.ts, and its arguments. */
struct event {
  u32 parent, step;
  u16 fn, rule, depth;
  u8 ret_kind, who_kind, space_kind, flags;
  u16 nr_args;
  u32 who, space, first_arg;
  u64 off, len, ret;
  u32 id, outer;
};
struct arg {
  u16 key, kind;
  u32 spare;
  u64 value;
};

static struct event *events;
static struct arg *args;
static u32 nr_events, nr_args;

static u32 route_devices(u32 nr_targets, u32 seed) {
  linear = pages((u64)nr_targets * sizeof *linear);
  u32 *keys = pages((u64)nr_targets * 4);
  u32 x = seed;
  u64 total = 0;
  for (u32 i = 0; i < nr_targets; i++) {
    x = step(x);
    u64 len = (u64)(32 + (x & 31)) << 12;
    linear[i] = (struct target){0, 1, total, len, 0};
    keys[i] = (u32)(total >> 12);
    total += len;
  }
  for (u32 i = 0; i < nr_targets; i++) linear[i].leg_off = total - linear[i].start - linear[i].len;
  tree_build(&linear_tree, keys, nr_targets);
  ranks_build(&linear_ranks, keys, nr_targets);
  u64 row = (u64)CHUNK_BYTES * NR_PARTITIONS;
  part_bytes = (total + row - 1) / row * CHUNK_BYTES;
  for (u32 i = 0; i < NR_PARTITIONS; i++) part_starts[i] = part_bytes * i;
  ring = pages((u64)(ring_mask + 1) * sizeof *ring);
  memset(ring, 0, (u64)(ring_mask + 1) * sizeof *ring);
  events = pages((u64)MAX_EVENTS * sizeof *events);
  args = pages((u64)MAX_EVENTS * 8 * sizeof *args);
  return (u32)(total >> 12);
}

static u32 route(u32 n, u32 seed, u32 nr_pages) {
  u32 x = seed, sum = 0, id = 0;
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u64 off = (((u64)x * nr_pages) >> 32) << 12;
    u32 rank = tree_rank(&linear_tree, (u32)(off >> 12));
    const struct target *target = &linear[rank - 1];
    if (off - target->start >= target->len) continue;
    u64 below = target->leg_off + (off - target->start), chunk = below / CHUNK_BYTES;
    u64 in_part = chunk / NR_PARTITIONS * CHUNK_BYTES + below % CHUNK_BYTES;
    if (in_part >= part_bytes) continue;
    u32 block = (u32)((part_starts[chunk % NR_PARTITIONS] + in_part) >> 12);
    sum += block;
    u32 segment = tree_rank(&segment_tree, block);
    if (segment == 0) continue;
    struct head head = heads[segment - 1];
    for (u32 k = 0; k < head.count; k++) {
      const struct record *record = &records[head.first + k];
      ring[id & ring_mask] = (struct found){off, record->owner, record->file_block, record->length, id};
      id++;
      sum += (u32)record->owner + (u32)record->file_block;
    }
  }
  return sum;
}

static inline void add_arg(struct event *event, u16 key, u64 value) {
  args[nr_args++] = (struct arg){key, 1, 0, value};
  event->nr_args++;
}

/* The same with ranks and parts, and with the event that the engine writes in place of the ring. */
static u32 route_ours(u32 n, u32 seed, u32 nr_pages) {
  u32 x = seed, sum = 0;
  nr_events = nr_args = 0;
  if (n > MAX_EVENTS) abort();
  for (u32 i = 0; i < n; i++) {
    x = step(x);
    u64 off = (((u64)x * nr_pages) >> 32) << 12;
    const struct target *target = &linear[rank_of(&linear_ranks, (u32)(off >> 12)) - 1];
    if (off - target->start >= target->len) continue;
    u64 below = target->leg_off + (off - target->start), chunk = below / CHUNK_BYTES;
    u64 in_part = chunk / NR_PARTITIONS * CHUNK_BYTES + below % CHUNK_BYTES;
    if (in_part >= part_bytes) continue;
    u64 disk_off = part_starts[chunk % NR_PARTITIONS] + in_part;
    struct event *event = &events[nr_events++];
    *event = (struct event){.step = 1, .fn = 60, .rule = 90, .who_kind = 2, .who = 1, .space_kind = 1, .space = 1,
                            .first_arg = nr_args, .off = disk_off, .len = 4096, .id = nr_events};
    add_arg(event, 1, off);
    u32 block = (u32)(disk_off >> 12);
    sum += block;
    struct head head = parts_find(block);
    for (u32 k = 0; k < head.count; k++) {
      const struct record *record = &records[head.first + k];
      add_arg(event, 2, record->owner);
      add_arg(event, 3, record->file_block);
      sum += (u32)record->owner + (u32)record->file_block;
    }
    event->ret_kind = 1;
  }
  return sum;
}

/* --- commands --------------------------------------------------------------------------------- */

static u64 run(const char *name, u64 a, u64 b, u64 c) {
  if (!strcmp(name, "blocks")) return blocks_open((u32)a), 0;
  if (!strcmp(name, "fill")) return memset(block_b, (int)b, a), 0;
  if (!strcmp(name, "copy")) return memcpy(block_b, block_a, a), 0;
  if (!strcmp(name, "compare")) return first_difference(block_a, block_b, (u32)a);
  if (!strcmp(name, "badblocksFill")) return badblocks_fill((u32)a);
  if (!strcmp(name, "badblocksAsk")) return badblocks_ask((u32)a, (u32)b, (u32)c);
  if (!strcmp(name, "loadsPrepare")) return loads_prepare((u32)a), 0;
  if (!strcmp(name, "loadsChecked")) return loads_checked((u32)a, (u32)b);
  if (!strcmp(name, "loadsCheckedGroups")) return loads_checked_groups((u32)a, (u32)b);
  if (!strcmp(name, "loadsManyGroups")) return loads_many_groups((u32)a, (u32)b);
  if (!strcmp(name, "rmapFill")) return rmap_fill((u32)a, (u32)b);
  if (!strcmp(name, "rmapPrepare")) return rmap_prepare();
  if (!strcmp(name, "rmapQuery")) return rmap_query((u32)a, (u32)b, (u32)c);
  if (!strcmp(name, "rmapQueryParts")) return rmap_query_parts((u32)a, (u32)b, (u32)c);
  if (!strcmp(name, "rmapBisect")) return rmap_bisect((u32)a, (u32)b, (u32)c);
  if (!strcmp(name, "targetsFill")) return targets_fill((u32)a, (u32)b);
  if (!strcmp(name, "targetsFind")) return targets_find((u32)a, (u32)b, c);
  if (!strcmp(name, "targetsFindRanks")) return targets_find_ranks((u32)a, (u32)b, c);
  if (!strcmp(name, "routeDevices")) return route_devices((u32)a, (u32)b);
  if (!strcmp(name, "route")) return route((u32)a, (u32)b, (u32)c);
  if (!strcmp(name, "routeOurs")) return route_ours((u32)a, (u32)b, (u32)c);
  exit(2);
}

int main(void) {
  char line[256], name[32];
  while (fgets(line, sizeof line, stdin)) {
    unsigned long long a = 0, b = 0, c = 0;
    if (sscanf(line, "%31s %llu %llu %llu", name, &a, &b, &c) < 1) return 2;
    u64 start = now_ns();
    u64 sum = run(name, a, b, c);
    u64 end = now_ns();
    printf("%llu %llu\n", (unsigned long long)(end - start), (unsigned long long)sum);
    fflush(stdout);
  }
  return 0;
}
