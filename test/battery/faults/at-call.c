/*
 * Preloaded into a process: counts its calls that change something under FAULT_FOLDER, in all its threads, and lets the
 * FAULT_AT-th of them kill the process (FAULT_DO=kill) or fail with an error number, that one alone or with
 * FAULT_STAYS=1 all that follow too. FAULT_ON narrows it to calls of one name (write, fsync). Each is written to
 * FAULT_LOG: its number, name and path; a rename also where to, behind a tab.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int calls;

/* Whether this call shall fail: errno is set then. It does not return where the process shall die. */
static int fails_between(const char *name, const char *path, const char *to) {
  const char *folder = getenv("FAULT_FOLDER"), *only = getenv("FAULT_ON"), *at = getenv("FAULT_AT");
  if (!folder || !path || strncmp(path, folder, strlen(folder)) != 0) return 0;
  if (only && strcmp(only, name) != 0) return 0;
  int nth = ++calls, wanted = at ? atoi(at) : 0;
  const char *log = getenv("FAULT_LOG"), *what = getenv("FAULT_DO");
  if (log) {
    char line[2 * PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%d %s %s%s%s\n", nth, name, path, to ? "\t" : "", to ? to : "");
    int file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    syscall(SYS_write, file, line, length);
    syscall(SYS_close, file);
  }
  if (!what || wanted == 0 || (nth != wanted && !(nth > wanted && getenv("FAULT_STAYS")))) return 0;
  if (strcmp(what, "kill") == 0) kill(getpid(), SIGKILL);
  errno = atoi(what);
  return 1;
}

static int fails(const char *name, const char *path) { return fails_between(name, path, NULL); }

static int fails_at(const char *name, int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return fails(name, path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define OPENING(name)                                                                                     \
  int name(const char *path, int flags, ...) {                                                            \
    va_list rest;                                                                                         \
    va_start(rest, flags);                                                                                \
    mode_t mode = va_arg(rest, mode_t);                                                                   \
    va_end(rest);                                                                                         \
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && fails("open", path)) return -1;                        \
    return NEXT(name)(path, flags, mode);                                                                 \
  }
OPENING(open)
OPENING(open64)

#define BY_FD(type, name, called, given, passed)                                                          \
  type name given { return fails_at(called, fd) ? -1 : NEXT(name) passed; }
BY_FD(ssize_t, write, "write", (int fd, const void *from, size_t n), (fd, from, n))
BY_FD(ssize_t, pwrite, "write", (int fd, const void *from, size_t n, off_t at), (fd, from, n, at))
BY_FD(ssize_t, pwrite64, "write", (int fd, const void *from, size_t n, off64_t at), (fd, from, n, at))
BY_FD(ssize_t, writev, "write", (int fd, const struct iovec *from, int n), (fd, from, n))
BY_FD(ssize_t, pwritev, "write", (int fd, const struct iovec *from, int n, off_t at), (fd, from, n, at))
BY_FD(ssize_t, pwritev64, "write", (int fd, const struct iovec *from, int n, off64_t at), (fd, from, n, at))
BY_FD(int, fsync, "fsync", (int fd), (fd))
BY_FD(int, fdatasync, "fsync", (int fd), (fd))
BY_FD(int, ftruncate, "truncate", (int fd, off_t to), (fd, to))
BY_FD(int, ftruncate64, "truncate", (int fd, off64_t to), (fd, to))

#define BY_PATH(name, given, passed)                                                                      \
  int name given { return fails(#name, path) ? -1 : NEXT(name) passed; }
int rename(const char *path, const char *to) {
  return fails_between("rename", path, to) ? -1 : NEXT(rename)(path, to);
}
BY_PATH(link, (const char *path, const char *to), (path, to))
BY_PATH(unlink, (const char *path), (path))
BY_PATH(rmdir, (const char *path), (path))
BY_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
