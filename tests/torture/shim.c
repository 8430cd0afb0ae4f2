/* Stands between a program and the disk (LD_PRELOAD, Linux). Within one folder it writes down every
 * change and every sync, and lets a chosen one fail, stop half-way, or end the process.
 *
 * A record is a header (struct record, native byte order), then `length` bytes: a path, two paths
 * with a zero byte between, the data of a write, or the text of a mark. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, RMDIR, MARK };
enum { ON_WRITE = 1, ON_TRUNCATE = 2, ON_SYNC = 4, ON_OPEN = 8, ON_NAME = 16, ON_READ = 32 };
enum { KILL = -1 };
#define MAX_FD 4096

struct record { int32_t op, handle; int64_t number; int32_t flags, length; };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static int log_fd = -1, next_handle = 1, handles[MAX_FD];
static int armed_for, armed_error, armed_torn;
static long armed_after, armed_count, seen, fired;

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

/* ------------------------------------------------------------------ what the test calls */

void torture_watch(const char *folder) { snprintf(root, sizeof root, "%s", folder); }

void torture_record(const char *path)
{
    log_fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

/* Operations `what` after the next `after` ones fail `count` times with `error`; KILL ends us. */
void torture_arm(int what, long after, long count, int error, int torn)
{
    pthread_mutex_lock(&turn);
    armed_for = what, armed_after = after, armed_count = count;
    armed_error = error, armed_torn = torn, seen = fired = 0;
    pthread_mutex_unlock(&turn);
}

long torture_seen(void) { return seen; }
long torture_fired(void) { return fired; }

static void note(int op, int handle, int64_t number, int flags, const void *data, size_t length)
{
    struct record header = { op, handle, number, flags, (int32_t)length };
    if (log_fd < 0) return;
    syscall(SYS_write, log_fd, &header, sizeof header);
    if (length) syscall(SYS_write, log_fd, data, length);
}

void torture_mark(const char *text)
{
    pthread_mutex_lock(&turn);
    note(MARK, 0, 0, 0, text, strlen(text));
    pthread_mutex_unlock(&turn);
}

/* ------------------------------------------------------------------ what it decides */

static int within(const char *path)
{
    size_t length = strlen(root);
    return length && !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static int handle_of(int fd) { return fd >= 0 && fd < MAX_FD ? handles[fd] : 0; }

/* The error that this operation must have, 0 for none. Holds `turn`. */
static int fault(int what)
{
    if (!(armed_for & what)) return 0;
    seen++;
    if (seen <= armed_after || fired >= armed_count) return 0;
    fired++;
    return armed_error;
}

static void end_if(int error) { if (error == KILL) syscall(SYS_kill, getpid(), SIGKILL); }

static int full_path(int folder, const char *path, char *out)
{
    char link[64];
    ssize_t length;
    if (path[0] == '/' || folder == AT_FDCWD) {
        if (path[0] == '/') snprintf(out, PATH_MAX, "%s", path);
        else if (!getcwd(out, PATH_MAX)) return -1;
        if (path[0] == '/') return 0;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        if ((length = readlink(link, out, PATH_MAX - 1)) < 0) return -1;
        out[length] = 0;
    }
    length = strlen(out);
    snprintf(out + length, PATH_MAX - length, "/%s", path);
    return 0;
}

/* ------------------------------------------------------------------ opening and closing */

static int open_watched(int folder, const char *path, int flags, mode_t mode)
{
    char full[PATH_MAX];
    int fd, error = 0, ours = !full_path(folder, path, full) && within(full);
    if (!ours) return syscall(SYS_openat, folder, path, flags, mode);
    pthread_mutex_lock(&turn);
    error = fault((flags & (O_WRONLY | O_RDWR | O_CREAT)) ? ON_OPEN : ON_READ);
    end_if(error);
    if (error) fd = -1, errno = error;
    else if ((fd = syscall(SYS_openat, folder, path, flags, mode)) >= 0 && fd < MAX_FD) {
        handles[fd] = next_handle++;
        note(OPEN, handles[fd], 0, flags, full, strlen(full));
    }
    pthread_mutex_unlock(&turn);
    return fd;
}

#define MODE(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }

int open(const char *path, int flags, ...)
{ MODE(flags, mode) return open_watched(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...)
{ MODE(flags, mode) return open_watched(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...)
{ MODE(flags, mode) return open_watched(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...)
{ MODE(flags, mode) return open_watched(folder, path, flags, mode); }

int close(int fd)
{
    if (fd >= 0 && fd < MAX_FD) handles[fd] = 0;
    return syscall(SYS_close, fd);
}

/* ------------------------------------------------------------------ contents */

static ssize_t put(int fd, const void *data, size_t count, off_t offset, int at_offset)
{
    ssize_t done;
    size_t wanted = count;
    int error, handle = handle_of(fd);
    if (!handle)
        return at_offset ? syscall(SYS_pwrite64, fd, data, count, offset)
                         : syscall(SYS_write, fd, data, count);
    pthread_mutex_lock(&turn);
    error = fault(ON_WRITE);
    if (error && !(armed_torn && count > 1)) {
        end_if(error);
        errno = error;
        done = -1;
    } else {
        if (error) wanted = count / 2;
        if (!at_offset)
            offset = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
        done = at_offset ? syscall(SYS_pwrite64, fd, data, wanted, offset)
                         : syscall(SYS_write, fd, data, wanted);
        if (done > 0) note(WRITE, handle, offset, 0, data, done);
        end_if(error); /* a short count is how a full disk begins */
    }
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t write(int fd, const void *data, size_t count) { return put(fd, data, count, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t count, off_t offset)
{ return put(fd, data, count, offset, 1); }
ssize_t pwrite64(int fd, const void *data, size_t count, off64_t offset)
{ return put(fd, data, count, offset, 1); }

/* Copying inside the kernel would pass us by; "not supported" makes callers read and write. */
ssize_t sendfile(int out, int in, off_t *offset, size_t count)
{ (void)out, (void)in, (void)offset, (void)count; errno = ENOTSOCK; return -1; }
ssize_t sendfile64(int out, int in, off64_t *offset, size_t count)
{ (void)out, (void)in, (void)offset, (void)count; errno = ENOTSOCK; return -1; }

static int read_fault(int fd)
{
    int error;
    if (!handle_of(fd)) return 0;
    pthread_mutex_lock(&turn);
    error = fault(ON_READ);
    end_if(error);
    pthread_mutex_unlock(&turn);
    if (error) errno = error;
    return error;
}

ssize_t read(int fd, void *data, size_t count)
{ return read_fault(fd) ? -1 : syscall(SYS_read, fd, data, count); }
ssize_t pread(int fd, void *data, size_t count, off_t offset)
{ return read_fault(fd) ? -1 : syscall(SYS_pread64, fd, data, count, offset); }
ssize_t pread64(int fd, void *data, size_t count, off64_t offset)
{ return read_fault(fd) ? -1 : syscall(SYS_pread64, fd, data, count, offset); }

/* One system call on an open file, with its fault and its record. */
static int on_file(int what, int op, long call, int fd, off_t size)
{
    int result, error, handle = handle_of(fd);
    if (!handle) return syscall(call, fd, size);
    pthread_mutex_lock(&turn);
    error = fault(what);
    end_if(error);
    if (error) result = -1, errno = error;
    else if ((result = syscall(call, fd, size)) == 0) note(op, handle, size, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return result;
}

int ftruncate(int fd, off_t size)
{ return on_file(ON_TRUNCATE, TRUNCATE, SYS_ftruncate, fd, size); }
int ftruncate64(int fd, off64_t size)
{ return on_file(ON_TRUNCATE, TRUNCATE, SYS_ftruncate, fd, size); }
int fsync(int fd) { return on_file(ON_SYNC, SYNC, SYS_fsync, fd, 0); }
int fdatasync(int fd) { return on_file(ON_SYNC, SYNC, SYS_fdatasync, fd, 0); }

/* ------------------------------------------------------------------ names */

static int on_name(int op, int folder, const char *path, int folder2, const char *path2, int more)
{
    char full[2 * PATH_MAX], full2[PATH_MAX];
    size_t length;
    int result, error = 0, ours = !full_path(folder, path, full) && within(full);
    if (ours) {
        pthread_mutex_lock(&turn);
        error = fault(ON_NAME);
        end_if(error);
    }
    if (error) result = -1, errno = error;
    else if (op == RENAME) result = syscall(SYS_renameat, folder, path, folder2, path2);
    else if (op == MKDIR) result = syscall(SYS_mkdirat, folder, path, more);
    else result = syscall(SYS_unlinkat, folder, path, op == RMDIR ? AT_REMOVEDIR : 0);
    if (ours) {
        length = strlen(full);
        if (result == 0 && op == RENAME && !full_path(folder2, path2, full2)) {
            strcpy(full + length + 1, full2);
            length += 1 + strlen(full2);
        }
        if (result == 0) note(op, 0, 0, 0, full, length);
        pthread_mutex_unlock(&turn);
    }
    return result;
}

int rename(const char *from, const char *to)
{ return on_name(RENAME, AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int folder, const char *from, int folder2, const char *to)
{ return on_name(RENAME, folder, from, folder2, to, 0); }
int unlink(const char *path) { return on_name(UNLINK, AT_FDCWD, path, 0, NULL, 0); }
int unlinkat(int folder, const char *path, int flags)
{ return on_name(flags & AT_REMOVEDIR ? RMDIR : UNLINK, folder, path, 0, NULL, 0); }
int rmdir(const char *path) { return on_name(RMDIR, AT_FDCWD, path, 0, NULL, 0); }
int mkdir(const char *path, mode_t mode)
{ return on_name(MKDIR, AT_FDCWD, path, 0, NULL, mode); }
