/* Preloaded into a program, makes the regular file $SHIM_DEVICE look like a v4l2loopback node that takes frames: what is
 * written lies in that file afterwards, and every call is a line of $SHIM_LOG. Faults: $SHIM_OPEN_ERRNO, $SHIM_CAPS
 * (of QUERYCAP), $SHIM_STREAMON_ERRNO, $SHIM_WIDTH (what S_FMT answers), $SHIM_LOST_AFTER writes, $SHIM_SHORT_WRITE. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int device = -1, writes;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 0) : otherwise;
}

static void note(const char *line) {
    FILE *log = fopen(getenv("SHIM_LOG"), "a");
    fprintf(log, "%s\n", line);
    fclose(log);
}

static int fail(int error) { errno = error; return -1; }

static int open_file(const char *path, int flags, mode_t mode) {
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
    const char *wanted = getenv("SHIM_DEVICE");
    if (!wanted || strcmp(path, wanted)) return real(path, flags, mode);
    note((flags & O_ACCMODE) == O_WRONLY ? "open O_WRONLY" : "open");
    if (number("SHIM_OPEN_ERRNO", 0)) return fail(number("SHIM_OPEN_ERRNO", 0));
    writes = 0;
    return device = real(path, flags, mode);
}

#define OPEN(name)                                                              \
    int name(const char *path, int flags, ...) {                                \
        va_list rest; va_start(rest, flags);                                    \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
        return open_file(path, flags, mode);                                    \
    }
OPEN(open)
OPEN(open64)

int ioctl(int fd, unsigned long request, ...) {
    va_list rest; va_start(rest, request);
    void *argument = va_arg(rest, void *); va_end(rest);
    if (fd != device || fd < 0) return ((int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl"))(fd, request, argument);
    char line[120];
    if (request == VIDIOC_QUERYCAP) {
        struct v4l2_capability *capability = argument;
        strcpy((char *)capability->driver, getenv("SHIM_DRIVER") ? getenv("SHIM_DRIVER") : "v4l2 loopback");
        strcpy((char *)capability->card, "Shim");
        capability->device_caps = number("SHIM_CAPS", V4L2_CAP_VIDEO_OUTPUT);
        capability->capabilities = capability->device_caps | V4L2_CAP_DEVICE_CAPS;
        note("QUERYCAP");
    } else if (request == VIDIOC_S_FMT) {
        struct v4l2_format *format = argument;
        struct v4l2_pix_format *pix = &format->fmt.pix;
        snprintf(line, sizeof line, "S_FMT %u %ux%u %.4s %u colorspace %u encoding %u range %u", format->type, pix->width,
                 pix->height, (char *)&pix->pixelformat, pix->sizeimage, pix->colorspace, pix->ycbcr_enc, pix->quantization);
        note(line);
        pix->width = number("SHIM_WIDTH", pix->width);
    } else {
        const int on = request == VIDIOC_STREAMON;
        snprintf(line, sizeof line, "%s %d", on ? "STREAMON" : request == VIDIOC_STREAMOFF ? "STREAMOFF" : "ioctl", *(int *)argument);
        note(line);
        if (on && number("SHIM_STREAMON_ERRNO", 0)) return fail(number("SHIM_STREAMON_ERRNO", 0));
    }
    return 0;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (fd != device || fd < 0) return real(fd, bytes, count);
    char line[60];
    snprintf(line, sizeof line, "write %zu", count);
    note(line);
    if (writes++ >= number("SHIM_LOST_AFTER", 1000000)) return fail(ENODEV);
    return real(fd, bytes, getenv("SHIM_SHORT_WRITE") ? count / 2 : count);
}

int close(int fd) {
    if (fd == device && fd >= 0) { note("close"); device = -1; }
    return ((int (*)(int))dlsym(RTLD_NEXT, "close"))(fd);
}
