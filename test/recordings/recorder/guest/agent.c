/*
 * Runs what the host sends, as the guest's first process: "run MILLISECONDS BYTES\n" and a shell script of that many
 * bytes; answers "done HOW CODE OUT ERR\n" and what the script wrote. HOW is exit, signal or timeout: a script that is
 * still running after its time is left alone, because a process that hangs in the kernel cannot be ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int line;

static void get(void *to, size_t bytes)
{
	char *at = to;

	while (bytes > 0) {
		ssize_t got = read(line, at, bytes);

		if (got > 0) {
			at += got;
			bytes -= got;
		} else {
			usleep(10000); /* the host has not connected yet */
		}
	}
}

static void put(const void *from, size_t bytes)
{
	const char *at = from;

	while (bytes > 0) {
		ssize_t done = write(line, at, bytes);

		if (done > 0) {
			at += done;
			bytes -= done;
		} else {
			usleep(1000);
		}
	}
}

static void put_file(const char *path, size_t bytes)
{
	char block[65536];
	int fd = open(path, O_RDONLY);

	while (bytes > 0) {
		size_t want = bytes < sizeof(block) ? bytes : sizeof(block);
		ssize_t got = fd < 0 ? -1 : read(fd, block, want);

		if (got <= 0) { /* promised bytes are sent, come what may */
			memset(block, 0, want);
			got = want;
		}
		put(block, got);
		bytes -= got;
	}
	if (fd >= 0)
		close(fd);
}

static size_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_size : 0;
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static pid_t start(const char *script, const char *out, const char *err)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	setsid();
	close(line);
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
	dup2(open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
	execl("/bin/sh", "sh", "-c", script, NULL);
	_exit(127);
}

/* Also collects the orphans, which are handed to the first process. */
static const char *wait_for(pid_t child, long limit, int *code)
{
	long end = milliseconds() + limit;
	int status;
	pid_t done;

	for (;;) {
		while ((done = waitpid(-1, &status, WNOHANG)) > 0) {
			if (done != child)
				continue;
			*code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
			return WIFEXITED(status) ? "exit" : "signal";
		}
		if (milliseconds() > end) {
			*code = 0;
			return "timeout";
		}
		usleep(2000);
	}
}

static void serve(unsigned serial)
{
	char head[128], out[64], err[64];
	long limit;
	size_t bytes;
	int code = 0;

	for (size_t i = 0; i < sizeof(head); i++) {
		get(head + i, 1);
		if (head[i] == '\n') {
			head[i] = '\0';
			break;
		}
	}
	if (sscanf(head, "run %ld %zu", &limit, &bytes) != 2)
		return;
	char *script = calloc(1, bytes + 1);

	get(script, bytes);
	/* Files of their own: a script that was left alone may still write. */
	snprintf(out, sizeof(out), "/run/agent/%u.out", serial);
	snprintf(err, sizeof(err), "/run/agent/%u.err", serial);
	const char *how = wait_for(start(script, out, err), limit, &code);
	size_t out_bytes = size_of(out), err_bytes = size_of(err);

	snprintf(head, sizeof(head), "done %s %d %zu %zu\n", how, code, out_bytes, err_bytes);
	put(head, strlen(head));
	put_file(out, out_bytes);
	put_file(err, err_bytes);
	if (strcmp(how, "timeout") != 0) {
		unlink(out);
		unlink(err);
	}
	free(script);
}

int main(int count, char **args)
{
	line = count > 1 ? open(args[1], O_RDWR | O_CLOEXEC) : -1;
	if (line < 0) {
		fprintf(stderr, "agent: no line to the host: %s\n", strerror(errno));
		return 1;
	}
	for (unsigned serial = 1;; serial++)
		serve(serial);
}
