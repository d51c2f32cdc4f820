/*
 * System calls whose errno matters, and what no tool of busybox can do. Prints JSON.
 *
 *   write PATH TEXT                mount DEVICE TARGET TYPE OPTIONS      umount TARGET
 *   file PATH SIZE write|falloc [OFFSET LENGTH]...                       truncate PATH SIZE
 *   extents PATH data|attr         setxattr PATH NAME LENGTH             state TARGET
 *   peek ADDRESS...                kernel memory, eight bytes each
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static int say(const char *key, int number)
{
	return printf("{\"%s\":%d}\n", key, number) < 0;
}

static int do_write(char **args)
{
	int fd = open(args[0], O_WRONLY);

	if (fd < 0)
		return say("errno", errno);
	return say("errno", write(fd, args[1], strlen(args[1])) < 0 ? errno : 0);
}

static int do_mount(char **args)
{
	char data[512] = "";
	unsigned long flags = 0;

	for (char *it = strtok(args[3], ","); it != NULL; it = strtok(NULL, ",")) {
		if (strcmp(it, "ro") == 0) {
			flags |= MS_RDONLY;
		} else if (strcmp(it, "rw") != 0) {
			strcat(data, data[0] ? "," : "");
			strcat(data, it);
		}
	}
	mkdir(args[1], 0755);
	return say("errno", mount(args[0], args[1], args[2], flags, data) != 0 ? errno : 0);
}

static int write_whole(int fd, off_t offset, size_t length)
{
	char *bytes = malloc(length);

	memset(bytes, 0x5a, length);
	/* One call, so that the file system can allocate one extent. */
	ssize_t done = pwrite(fd, bytes, length, offset);

	free(bytes);
	return done == (ssize_t)length ? 0 : errno;
}

static int do_file(int count, char **args)
{
	off_t size = atoll(args[1]);
	int fd = open(args[0], O_RDWR | O_CREAT, 0644), bad = 0;

	if (fd < 0)
		return say("errno", errno);
	if (strcmp(args[2], "falloc") == 0) {
		bad = fallocate(fd, 0, 0, size) != 0 ? errno : 0;
	} else if (count == 3) {
		bad = write_whole(fd, 0, size);
	} else {
		for (int i = 3; i + 1 < count && bad == 0; i += 2)
			bad = write_whole(fd, atoll(args[i]), atoll(args[i + 1]));
	}
	struct stat st;

	if (bad == 0 && fstat(fd, &st) == 0 && st.st_size != size)
		bad = ftruncate(fd, size) != 0 ? errno : 0;
	if (bad == 0 && fsync(fd) != 0)
		bad = errno;
	return say("errno", bad);
}

static int do_extents(char **args)
{
	size_t room = 4096;
	struct fiemap *map = calloc(1, sizeof(*map) + room * sizeof(struct fiemap_extent));
	int fd = open(args[0], O_RDONLY);
	struct stat st;

	map->fm_length = FIEMAP_MAX_OFFSET;
	map->fm_extent_count = room;
	map->fm_flags = FIEMAP_FLAG_SYNC | (strcmp(args[1], "attr") == 0 ? FIEMAP_FLAG_XATTR : 0);
	if (fd < 0 || fstat(fd, &st) != 0 || ioctl(fd, FS_IOC_FIEMAP, map) != 0)
		return say("errno", errno);
	printf("{\"errno\":0,\"inode\":%lu,\"size\":%ld,\"extents\":[", (unsigned long)st.st_ino, (long)st.st_size);
	for (unsigned i = 0; i < map->fm_mapped_extents; i++) {
		const struct fiemap_extent *it = &map->fm_extents[i];

		printf("%s[%llu,%llu,%llu,%u]", i ? "," : "", (unsigned long long)it->fe_logical,
		       (unsigned long long)it->fe_physical, (unsigned long long)it->fe_length, it->fe_flags);
	}
	return printf("]}\n") < 0;
}

static int do_setxattr(char **args)
{
	size_t length = atoll(args[2]);
	char *bytes = malloc(length);

	memset(bytes, 0x5a, length);
	return say("errno", setxattr(args[0], args[1], bytes, length, 0) != 0 ? errno : 0);
}

/* Does a mounted file system still take a new file, make it durable, and list its root? */
static int do_state(char **args)
{
	char path[256];
	DIR *root = opendir(args[0]);
	int read_errno = errno;

	snprintf(path, sizeof(path), "%s/.state", args[0]);
	int fd = open(path, O_RDWR | O_CREAT, 0644);
	int create_errno = fd < 0 ? errno : 0;

	printf("{\"create_errno\":%d", create_errno);
	if (fd >= 0) {
		printf(",\"fsync_errno\":%d", write(fd, "x", 1) != 1 || fsync(fd) != 0 ? errno : 0);
		close(fd);
		unlink(path);
	}
	if (root != NULL) {
		errno = 0;
		while (readdir(root) != NULL)
			;
		read_errno = errno;
	}
	return printf(",\"readdir_errno\":%d}\n", read_errno) < 0;
}

/* /proc/kcore is an ELF file with one segment per range of kernel addresses. */
static int do_peek(int count, char **args)
{
	int fd = open("/proc/kcore", O_RDONLY);
	Elf64_Ehdr head;

	if (fd < 0 || pread(fd, &head, sizeof(head), 0) != sizeof(head))
		return say("errno", errno);
	printf("[");
	for (int i = 0; i < count; i++) {
		uint64_t address = strtoull(args[i], NULL, 0), value = 0;
		int is_read = 0;

		for (int k = 0; k < head.e_phnum && !is_read; k++) {
			Elf64_Phdr it;

			if (pread(fd, &it, sizeof(it), head.e_phoff + k * sizeof(it)) != sizeof(it))
				break;
			if (it.p_type == PT_LOAD && address >= it.p_vaddr && address - it.p_vaddr < it.p_memsz)
				is_read = pread(fd, &value, 8, it.p_offset + (address - it.p_vaddr)) == 8;
		}
		printf(is_read ? "%s\"0x%lx\"" : "%snull", i ? "," : "", (unsigned long)value);
	}
	return printf("]\n") < 0;
}

int main(int count, char **args)
{
	const char *verb = count > 1 ? args[1] : "";

	if (strcmp(verb, "write") == 0 && count == 4)
		return do_write(args + 2);
	if (strcmp(verb, "mount") == 0 && count == 6)
		return do_mount(args + 2);
	if (strcmp(verb, "umount") == 0 && count == 3)
		return say("errno", umount(args[2]) != 0 ? errno : 0);
	if (strcmp(verb, "file") == 0 && count >= 5)
		return do_file(count - 2, args + 2);
	if (strcmp(verb, "truncate") == 0 && count == 4)
		return say("errno", truncate(args[2], atoll(args[3])) != 0 ? errno : 0);
	if (strcmp(verb, "extents") == 0 && count == 4)
		return do_extents(args + 2);
	if (strcmp(verb, "setxattr") == 0 && count == 5)
		return do_setxattr(args + 2);
	if (strcmp(verb, "state") == 0 && count == 3)
		return do_state(args + 2);
	if (strcmp(verb, "peek") == 0)
		return do_peek(count - 2, args + 2);
	fprintf(stderr, "tools: wrong arguments\n");
	return 2;
}
