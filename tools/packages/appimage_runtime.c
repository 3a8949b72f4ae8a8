/* The beginning of the AppImage: a program without libraries that shows the file system behind it as a folder, and
 * starts AppRun in there.
 *
 *   --appimage-extract            unpacks into ./squashfs-root
 *   --appimage-extract-and-run    unpacks into a temporary folder and starts that; so does APPIMAGE_EXTRACT_AND_RUN=1
 *   --appimage-offset             says where the file system begins
 *
 * Where FUSE is missing it unpacks and starts that by itself. All else is for the program.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 32
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <squashfuse/ll.h>
#include <squashfuse/squashfuse.h>

enum { BUFFER_BYTES = 1 << 18, OPEN_FOLDERS = 16 };

sqfs_ll *sqfs_ll_open(const char *path, size_t offset); /* in the library, but not in its headers */

static char image[PATH_MAX];
static pid_t program; /* that signals are passed on to */

static int fail(const char *what) {
    fprintf(stderr, "%s: %s: %s\n", image, what, strerror(errno));
    return 1;
}

/* Where this program ends: its table of sections is the last of it. 0 if it cannot be read. */
static size_t find_end(void) {
    Elf64_Ehdr head;
    int file = open(image, O_RDONLY | O_CLOEXEC);
    bool is_read = file >= 0 && read(file, &head, sizeof head) == (ssize_t)sizeof head;
    if (file >= 0) close(file);
    return is_read ? head.e_shoff + (size_t)head.e_shentsize * head.e_shnum : 0;
}

static int start(const char *folder, char **arguments) {
    char path[PATH_MAX];
    char here[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/AppRun", folder) >= (int)sizeof path) return 1;
    setenv("APPIMAGE", image, 1);
    setenv("APPDIR", folder, 1);
    setenv("ARGV0", arguments[0], 1);
    if (getcwd(here, sizeof here)) setenv("OWD", here, 1);
    execv(path, arguments);
    return fail(path);
}

/* --- unpacked --- */

static bool copy_file(sqfs *fs, sqfs_inode *inode, const char *path) {
    static char buffer[BUFFER_BYTES];
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, inode->base.mode & 0777);
    bool is_good = file >= 0;
    sqfs_off_t at = 0;
    while (is_good) {
        sqfs_off_t count = sizeof buffer;
        is_good = sqfs_read_range(fs, inode, at, &count, buffer) == SQFS_OK;
        if (!is_good || count == 0) break;
        is_good = write(file, buffer, (size_t)count) == (ssize_t)count;
        at += count;
    }
    if (file >= 0 && close(file) != 0) is_good = false;
    return is_good;
}

static bool copy_link(sqfs *fs, sqfs_inode *inode, const char *path) {
    char target[PATH_MAX];
    size_t size = sizeof target;
    return sqfs_readlink(fs, inode, target, &size) == SQFS_OK && symlink(target, path) == 0;
}

static bool unpack(size_t offset, const char *folder) {
    sqfs fs;
    sqfs_traverse walk;
    sqfs_err error = SQFS_ERR;
    bool is_good = sqfs_open_image(&fs, image, offset) == SQFS_OK &&
                   sqfs_traverse_open(&walk, &fs, sqfs_inode_root(&fs)) == SQFS_OK;
    while (is_good && sqfs_traverse_next(&walk, &error)) {
        char path[PATH_MAX];
        sqfs_inode inode;
        if (walk.dir_end) continue;
        is_good = snprintf(path, sizeof path, "%s/%s", folder, walk.path) < (int)sizeof path &&
                  sqfs_inode_get(&fs, &inode, sqfs_dentry_inode(&walk.entry)) == SQFS_OK;
        if (!is_good) break;
        if (S_ISDIR(inode.base.mode)) is_good = mkdir(path, 0755) == 0;
        else if (S_ISREG(inode.base.mode)) is_good = copy_file(&fs, &inode, path);
        else if (S_ISLNK(inode.base.mode)) is_good = copy_link(&fs, &inode, path);
    }
    return is_good && error == SQFS_OK;
}

static int delete_one(const char *path, const struct stat *about, int kind, struct FTW *where) {
    (void)about, (void)kind, (void)where;
    return remove(path);
}

static void pass_on(int number) {
    if (program > 0) kill(program, number);
}

static int run_unpacked(size_t offset, char **arguments) {
    char folder[PATH_MAX];
    int status = 0;
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/appimage-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(folder)) return fail(folder);
    if (!unpack(offset, folder)) {
        fail("cannot be unpacked; is the disk full?");
        nftw(folder, delete_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
        return 1;
    }
    program = fork();
    if (program == 0) _exit(start(folder, arguments));
    for (int number = 1; number <= SIGTERM; number++)
        if (number == SIGHUP || number == SIGINT || number == SIGTERM) signal(number, pass_on);
    while (waitpid(program, &status, 0) < 0 && errno == EINTR) continue;
    nftw(folder, delete_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* --- mounted --- */

static struct fuse_lowlevel_ops operations = {
    .getattr = sqfs_ll_op_getattr,
    .opendir = sqfs_ll_op_opendir,
    .releasedir = sqfs_ll_op_releasedir,
    .readdir = sqfs_ll_op_readdir,
    .lookup = sqfs_ll_op_lookup,
    .open = sqfs_ll_op_open,
    .create = sqfs_ll_op_create,
    .release = sqfs_ll_op_release,
    .read = sqfs_ll_op_read,
    .readlink = sqfs_ll_op_readlink,
    .forget = sqfs_ll_op_forget,
    .statfs = stfs_ll_op_statfs,
};

/* Ends the server once nobody holds the other end of the pipe any more: the program, or what it has left running. */
static void watch(int alive, pid_t server) {
    char byte;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (read(alive, &byte, 1) < 0 && errno == EINTR) continue;
    kill(server, SIGTERM);
    _exit(0);
}

/* Shows the file system, says so by a byte, and stays until `watch` ends it. */
static void serve(size_t offset, const char *folder, int ready, int alive) {
    char *words[] = {"appimage", "-oro,nodev,nosuid,subtype=appimage", NULL};
    struct fuse_args options = FUSE_ARGS_INIT(2, words);
    sqfs_ll_chan channel;
    int silent = open("/dev/null", O_RDWR);
    pid_t server = getpid();
    setsid();
    dup2(silent, STDERR_FILENO); /* where there is no FUSE, we say it better */
    sqfs_ll *ll = sqfs_ll_open(image, offset);
    if (!ll || sqfs_ll_mount(&channel, folder, &options, &operations, sizeof operations, ll) != SQFS_OK) _exit(1);
    if (fork() == 0) watch(alive, server);
    close(alive);
    dup2(silent, STDIN_FILENO);
    dup2(silent, STDOUT_FILENO);
    if (fuse_set_signal_handlers(channel.session) == 0 && write(ready, "1", 1) == 1) {
        close(ready);
        if (chdir("/") == 0) fuse_session_loop(channel.session);
        fuse_remove_signal_handlers(channel.session);
    }
    sqfs_ll_unmount(&channel, folder);
    rmdir(folder);
    _exit(0);
}

/* Does not come back where it works. */
static void run_mounted(size_t offset, char **arguments) {
    char folder[] = "/tmp/.mount_matting-rt-XXXXXX";
    int ready[2];
    int alive[2];
    char byte;
    if (!mkdtemp(folder)) return;
    if (pipe2(ready, O_CLOEXEC) != 0 || pipe2(alive, 0) != 0) return; /* the program keeps the second one */
    pid_t server = fork();
    if (server == 0) {
        close(ready[0]);
        close(alive[1]);
        serve(offset, folder, ready[1], alive[0]);
    }
    close(ready[1]);
    close(alive[0]);
    if (server > 0 && read(ready[0], &byte, 1) == 1) _exit(start(folder, arguments));
    close(ready[0]);
    close(alive[1]);
    if (server > 0) waitpid(server, NULL, 0);
    rmdir(folder);
}

int main(int count, char **arguments) {
    ssize_t length = readlink("/proc/self/exe", image, sizeof image - 1);
    size_t offset = length > 0 ? find_end() : 0;
    const char *first = count > 1 ? arguments[1] : "";
    if (offset == 0) return fail("cannot read itself");
    if (strcmp(first, "--appimage-offset") == 0) return printf("%zu\n", offset) < 0;
    if (strcmp(first, "--appimage-extract") == 0) {
        if (mkdir("squashfs-root", 0755) != 0) return fail("squashfs-root");
        return unpack(offset, "squashfs-root") ? 0 : fail("cannot be unpacked");
    }
    if (strcmp(first, "--appimage-extract-and-run") == 0) {
        arguments[1] = arguments[0];
        return run_unpacked(offset, arguments + 1);
    }
    const char *wish = getenv("APPIMAGE_EXTRACT_AND_RUN");
    if (!wish || strcmp(wish, "1") != 0) run_mounted(offset, arguments);
    return run_unpacked(offset, arguments);
}
