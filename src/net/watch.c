/* inotify on the folders of the files; what counts is the inode. */
#include "net/watch.h"

#include <limits.h>
#include <stdalign.h>
#include <stdbool.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/mem.h"

struct watched {
	char *path;
	dev_t device;
	ino_t inode; /* 0 while there is no such file */
};

struct watch {
	int fd;
	struct event *event;
	struct watched *files;
	size_t count, cap;
	void (*on_change)(void *arg, const char *path);
	void *arg;
};

/* Has the name come to mean another file since the last look? */
static bool look(struct watched *f)
{
	struct stat st = {0};
	bool changed;

	if (stat(f->path, &st))
		st = (struct stat){0};
	changed = st.st_ino != f->inode || st.st_dev != f->device;
	f->inode = st.st_ino;
	f->device = st.st_dev;
	return changed;
}

static void on_notice(evutil_socket_t fd, short what, void *arg)
{
	alignas(struct inotify_event) char bytes[4096];
	struct watch *w = arg;

	(void)what;
	while (read(fd, bytes, sizeof(bytes)) > 0)
		continue; /* which folder it was does not matter */
	for (size_t i = 0; i < w->count; i++)
		if (look(&w->files[i]))
			w->on_change(w->arg, w->files[i].path);
}

/* A file is replaced in its folder: that is what is watched. */
static void add_file(struct watch *w, const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	struct stat st;

	if (!slash || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		return; /* a folder stays itself, whatever comes into it */
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path + 1), path);
	inotify_add_watch(w->fd, folder,
	    IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR);
	w->files = mem_room(w->files, w->count, &w->cap, sizeof(*w->files));
	w->files[w->count] = (struct watched){.path = mem_strdup(path)};
	look(&w->files[w->count++]);
}

struct watch *watch_new(struct event_base *base, const char *const *paths,
    void (*on_change)(void *arg, const char *path), void *arg)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	struct watch *w;

	if (fd < 0)
		return NULL;
	w = mem_alloc(sizeof(*w));
	w->fd = fd;
	w->on_change = on_change;
	w->arg = arg;
	for (; *paths; paths++)
		add_file(w, *paths);
	w->event = event_new(base, fd, EV_READ | EV_PERSIST, on_notice, w);
	event_add(w->event, NULL);
	return w;
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	event_free(w->event);
	close(w->fd);
	for (size_t i = 0; i < w->count; i++)
		free(w->files[i].path);
	free(w->files);
	free(w);
}
