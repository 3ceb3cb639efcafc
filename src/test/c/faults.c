/*
 * Ends a process, or makes a call fail, at one of the calls by which it changes files below a folder.
 *
 *   cc -shared -fPIC -O1 -o faults.so faults.c -ldl
 *   FAULT_FOLDER=/folder FAULT_LOG=/calls LD_PRELOAD=./faults.so command    writes a line for each call
 *   FAULT_FOLDER=/folder FAULT_AT=3 FAULT_KIND=kill ...                     SIGKILL in place of the third
 *   FAULT_KIND=torn      half of the third call, if it writes, and then SIGKILL
 *   FAULT_KIND=error     the third call fails with EIO
 *   FAULT_KIND=full      the third call and all that follow fail with ENOSPC, but for unlink
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
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_int calls;

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

static int within(const char *path) {
  const char *folder = getenv("FAULT_FOLDER");
  return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int fd_within(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return within(path);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* 0: go on; 1: fail; 2: write half and die */
static int meet(const char *call, const char *path) {
  int number = atomic_fetch_add(&calls, 1) + 1;
  const char *log = getenv("FAULT_LOG");
  if (log) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path);
    int fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd >= 0) {
      if (REAL(write)(fd, line, length) < 0) abort();
      close(fd);
    }
  }
  const char *at = getenv("FAULT_AT");
  const char *kind = getenv("FAULT_KIND");
  if (!at || !kind) return 0;
  int due = atoi(at);
  if (strcmp(kind, "full") == 0 && number >= due && strcmp(call, "unlink") != 0) {
    errno = ENOSPC;
    return 1;
  }
  if (number != due) return 0;
  if (strcmp(kind, "kill") == 0) die();
  if (strcmp(kind, "torn") == 0) return 2;
  errno = EIO;
  return 1;
}

#define AT_PATH(call, path) \
  switch (within(path) ? meet(call, path) : 0) { case 1: return -1; case 2: die(); }

#define AT_FD(call, fd) \
  char path_[PATH_MAX]; \
  switch (fd_within(fd, path_) ? meet(call, path_) : 0) { case 1: return -1; case 2: die(); }

#define WRITING(call, half, whole) \
  char path_[PATH_MAX]; \
  switch (fd_within(fd, path_) ? meet(call, path_) : 0) { \
    case 1: return -1; \
    case 2: if (half < 0) abort(); die(); \
  } \
  return whole;

ssize_t write(int fd, const void *bytes, size_t count) {
  WRITING("write", REAL(write)(fd, bytes, count / 2), REAL(write)(fd, bytes, count))
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  WRITING("write", REAL(pwrite)(fd, bytes, count / 2, at), REAL(pwrite)(fd, bytes, count, at))
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  WRITING("write", REAL(pwrite64)(fd, bytes, count / 2, at), REAL(pwrite64)(fd, bytes, count, at))
}

int fsync(int fd) { AT_FD("sync", fd) return REAL(fsync)(fd); }
int fdatasync(int fd) { AT_FD("sync", fd) return REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { AT_FD("truncate", fd) return REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { AT_FD("truncate", fd) return REAL(ftruncate64)(fd, size); }
int rename(const char *from, const char *to) { AT_PATH("rename", to) return REAL(rename)(from, to); }
int unlink(const char *path) { AT_PATH("unlink", path) return REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { AT_PATH("mkdir", path) return REAL(mkdir)(path, mode); }

static int creates(int flags) { return (flags & (O_CREAT | O_TRUNC)) != 0; }

#define OPENING(name) \
  int name(const char *path, int flags, ...) { \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    if (creates(flags)) AT_PATH("create", path) \
    return REAL(name)(path, flags, mode); \
  }

OPENING(open)
OPENING(open64)
