/*
 * A process that maps files and reports every SIGBUS. Reads commands from /run/victim/NAME.in, one a line, and answers
 * each with one line of JSON in /run/victim/NAME.out:
 *
 *   policy early|late|default      mmap MAP PATH OFFSET LENGTH shared|private|sync aligned|unaligned|any
 *   read|write MAP OFFSET          pread|pwrite OFFSET LENGTH (of the file mapped last)
 *   present MAP OFFSET             madvise MAP OFFSET LENGTH
 *   munmap MAP                     fork NAME          close (the file mapped last)
 *   signals (since the last time)  exit
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define HUGE (2UL << 20)
#define MAPS 16
#define SIGNALS 256

struct map { char name[32]; char *at; size_t length; };
struct got { int code; int lsb; char *address; int in_access; };

static struct map maps[MAPS];
static struct got signals[SIGNALS];
static volatile int signal_count, in_access;
static sigjmp_buf after_access;
static int file = -1;
static FILE *commands, *answers;

static void on_sigbus(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	if (signal_count < SIGNALS) {
		struct got it = { info->si_code, info->si_addr_lsb, info->si_addr, in_access };

		signals[signal_count++] = it;
	}
	/* An action-optional signal says nothing of the instruction it interrupted. */
	if (in_access && info->si_code != BUS_MCEERR_AO) {
		in_access = 0;
		siglongjmp(after_access, 1);
	}
}

static struct map *find(const char *name)
{
	for (int i = 0; i < MAPS; i++)
		if (maps[i].at != NULL && strcmp(maps[i].name, name) == 0)
			return &maps[i];
	return NULL;
}

static void say_errno(int number)
{
	fprintf(answers, "{\"errno\":%d}\n", number);
}

static int policy(const char *name)
{
	int value = strcmp(name, "early") == 0 ? PR_MCE_KILL_EARLY
		  : strcmp(name, "late") == 0 ? PR_MCE_KILL_LATE : PR_MCE_KILL_DEFAULT;

	return prctl(PR_MCE_KILL, PR_MCE_KILL_SET, value, 0, 0) == 0 ? 0 : errno;
}

/* An address that agrees with the offset modulo 2 MiB, or one that does not. */
static char *place(size_t length, off_t offset, int is_aligned)
{
	char *space = mmap(NULL, length + 2 * HUGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uintptr_t start = ((uintptr_t)space + HUGE - 1) & ~(HUGE - 1);

	munmap(space, length + 2 * HUGE);
	return (char *)start + (offset & (HUGE - 1)) + (is_aligned ? 0 : 4096);
}

static void do_mmap(const char *name, const char *path, off_t offset, size_t length, const char *kind, const char *fit)
{
	int flags = strcmp(kind, "private") == 0 ? MAP_PRIVATE : strcmp(kind, "sync") == 0 ? MAP_SHARED_VALIDATE | MAP_SYNC : MAP_SHARED;
	char *hint = strcmp(fit, "any") == 0 ? NULL : place(length, offset, strcmp(fit, "aligned") == 0);
	struct map *slot = maps;
	int access = PROT_READ | PROT_WRITE;

	while (slot->at != NULL && slot < maps + MAPS - 1)
		slot++;
	if (file >= 0)
		close(file);
	file = open(path, O_RDWR);
	if (file < 0 && errno == EROFS) {
		access = PROT_READ;
		file = open(path, O_RDONLY);
	}
	if (file < 0) {
		fprintf(answers, "{\"open_errno\":%d,\"mmap_errno\":null,\"address\":null}\n", errno);
		return;
	}
	char *at = mmap(hint, length, access, flags | (hint ? MAP_FIXED : 0), file, offset);

	if (at == MAP_FAILED) {
		fprintf(answers, "{\"open_errno\":0,\"mmap_errno\":%d,\"address\":null}\n", errno);
		return;
	}
	snprintf(slot->name, sizeof(slot->name), "%s", name);
	slot->at = at;
	slot->length = length;
	fprintf(answers, "{\"open_errno\":0,\"mmap_errno\":0,\"address\":\"0x%lx\"}\n", (unsigned long)at);
}

static void do_access(struct map *map, size_t offset, int is_write)
{
	volatile char *at = map->at + offset;
	volatile int value = -1;

	if (sigsetjmp(after_access, 1) != 0) {
		fprintf(answers, "{\"sigbus\":1,\"value\":-1}\n");
		return;
	}
	in_access = 1;
	if (is_write)
		*at = 0x5a;
	else
		value = *at & 0xff;
	in_access = 0;
	fprintf(answers, "{\"sigbus\":0,\"value\":%d}\n", value);
}

static void do_present(struct map *map, size_t offset)
{
	uint64_t entry = 0;
	int pagemap = open("/proc/self/pagemap", O_RDONLY);

	if (pagemap >= 0) {
		if (pread(pagemap, &entry, 8, ((uintptr_t)map->at + offset) / 4096 * 8) != 8)
			entry = 0;
		close(pagemap);
	}
	fprintf(answers, "{\"present\":%s,\"pfn\":%lu}\n", entry >> 63 ? "true" : "false",
		(unsigned long)(entry & ((1UL << 55) - 1)));
}

static void do_io(int is_write, off_t offset, size_t length)
{
	char *buffer = malloc(length);

	memset(buffer, 0x33, length);
	ssize_t done = is_write ? pwrite(file, buffer, length, offset) : pread(file, buffer, length, offset);

	fprintf(answers, "{\"ret\":%zd,\"errno\":%d}\n", done, done < 0 ? errno : 0);
	free(buffer);
}

static void do_close(void)
{
	if (file >= 0)
		close(file);
	file = -1;
	say_errno(0);
}

static void do_signals(void)
{
	fprintf(answers, "[");
	for (int i = 0; i < signal_count; i++) {
		const struct got *it = &signals[i];
		const struct map *in = NULL;

		for (int k = 0; k < MAPS; k++)
			if (maps[k].at != NULL && it->address >= maps[k].at && it->address < maps[k].at + maps[k].length)
				in = &maps[k];
		fprintf(answers, "%s{\"si_code\":%d,\"map\":", i ? "," : "", it->code);
		if (in != NULL)
			fprintf(answers, "\"%s\",\"addr_offset_in_mapping\":%ld", in->name, (long)(it->address - in->at));
		else
			fprintf(answers, "null,\"addr_offset_in_mapping\":null");
		fprintf(answers, ",\"lsb\":%d,\"in_access\":%s}", it->lsb, it->in_access ? "true" : "false");
	}
	signal_count = 0;
	fprintf(answers, "]\n");
}

static void open_line(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/run/victim/%s.in", name);
	mkfifo(path, 0600);
	commands = fdopen(open(path, O_RDWR | O_CLOEXEC), "r");
	snprintf(path, sizeof(path), "/run/victim/%s.out", name);
	mkfifo(path, 0600);
	answers = fdopen(open(path, O_RDWR | O_CLOEXEC), "w");
	setvbuf(commands, NULL, _IONBF, 0);
}

static void do_fork(const char *name)
{
	pid_t child = fork();

	if (child == 0) {
		signal_count = 0;
		open_line(name);
		fprintf(answers, "{\"pid\":%d}\n", getpid());
	} else {
		fprintf(answers, "{\"pid\":%d}\n", child);
	}
}

static void do_map_command(const char *verb, struct map *map, size_t offset, size_t length)
{
	if (strcmp(verb, "read") == 0 || strcmp(verb, "write") == 0) {
		do_access(map, offset, verb[0] == 'w');
	} else if (strcmp(verb, "present") == 0) {
		do_present(map, offset);
	} else if (strcmp(verb, "madvise") == 0) {
		say_errno(madvise(map->at + offset, length, MADV_HWPOISON) == 0 ? 0 : errno);
	} else { /* munmap */
		say_errno(munmap(map->at, map->length) == 0 ? 0 : errno);
		map->at = NULL;
	}
}

static void obey(char *command)
{
	char *word[8] = { "", "", "", "", "", "", "", "" };
	int count = 0;

	for (char *at = strtok(command, " \n"); at != NULL && count < 8; at = strtok(NULL, " \n"))
		word[count++] = at;
	if (strcmp(word[0], "policy") == 0)
		say_errno(policy(word[1]));
	else if (strcmp(word[0], "mmap") == 0)
		do_mmap(word[1], word[2], atoll(word[3]), atoll(word[4]), word[5], word[6]);
	else if (strcmp(word[0], "signals") == 0)
		do_signals();
	else if (strcmp(word[0], "fork") == 0)
		do_fork(word[1]);
	else if (strcmp(word[0], "pread") == 0 || strcmp(word[0], "pwrite") == 0)
		do_io(word[0][1] == 'w', atoll(word[1]), atoll(word[2]));
	else if (strcmp(word[0], "close") == 0)
		do_close();
	else if (strcmp(word[0], "exit") == 0)
		exit(0);
	else if (find(word[1]) != NULL)
		do_map_command(word[0], find(word[1]), atoll(word[2]), word[3][0] ? atoll(word[3]) : 4096);
	else
		fprintf(answers, "{\"error\":\"no mapping or command of that name\"}\n");
	fflush(answers);
}

int main(int count, char **args)
{
	struct sigaction action = { .sa_sigaction = on_sigbus, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART };
	char command[1024];

	if (count < 2)
		return 1;
	sigaction(SIGBUS, &action, NULL);
	open_line(args[1]);
	fprintf(answers, "{\"pid\":%d}\n", getpid());
	fflush(answers);
	while (fgets(command, sizeof(command), commands) != NULL)
		obey(command);
	return 0;
}
