/* One line that is written over, ten times a second at most. */
#include "client/progress.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"

#define BEGIN_MS 400  /* what is done by then needs no word */
#define EVERY_MS 100  /* between two looks */
#define LEFT_MS	 2000 /* before that nothing can be said of the end */
#define COLUMNS	 80

static struct {
	bool on, shown;
	char what[80];
	int64_t began_ms, next_ms;
} line;

/* A terminal that says of itself that it can do nothing is believed. */
static bool can_erase(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb");
}

static int columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return COLUMNS;
	return size.ws_col;
}

void progress_begin(const char *what, bool prints)
{
	progress_end();
	line.on = can_erase() && !(prints && isatty(STDOUT_FILENO));
	snprintf(line.what, sizeof(line.what), "%s", what);
	line.began_ms = clock_mono_ms();
	line.next_ms = line.began_ms + BEGIN_MS;
}

/* Is it time to write? */
static bool is_due(int64_t *now_ms)
{
	if (!line.on)
		return false;
	*now_ms = clock_mono_ms();
	if (*now_ms < line.next_ms)
		return false;
	line.next_ms = *now_ms + EVERY_MS;
	return true;
}

/* A line that is too long would not be erased whole. */
static void show(char *text)
{
	size_t most = (size_t)columns() - 1;

	if (strlen(text) > most)
		text[most] = '\0';
	fprintf(stderr, "\r%s\033[K", text);
	fflush(stderr);
	line.shown = true;
}

/* " 45 %", and of the end, once there is something to go by. */
static void put_share(
    char *text, size_t size, const char *count, double share, int64_t took_ms)
{
	int n = snprintf(text, size, "%s: %3d %% (%s)", line.what,
	    (int)(share * 100), count);

	if (share > 0 && share < 1 && took_ms >= LEFT_MS)
		snprintf(text + n, size - (size_t)n, ", %lld s left",
		    (long long)((double)took_ms * (1 - share) / share / 1000) +
			1);
}

static void show_share(const char *count, double share, int64_t now)
{
	char text[240];

	if (share < 0 || share > 1)
		snprintf(text, sizeof(text), "%s: %s", line.what, count);
	else
		put_share(
		    text, sizeof(text), count, share, now - line.began_ms);
	show(text);
}

void progress_set(size_t done, size_t total, const char *things)
{
	char count[100];
	int64_t now;

	if (!is_due(&now))
		return;
	if (total)
		snprintf(
		    count, sizeof(count), "%zu of %zu %s", done, total, things);
	else
		snprintf(count, sizeof(count), "%zu %s", done, things);
	show_share(count, total ? (double)done / (double)total : -1, now);
}

void progress_share(
    size_t done, const char *things, int64_t bytes, int64_t size)
{
	char count[100];
	int64_t now;

	if (!is_due(&now))
		return;
	snprintf(count, sizeof(count), "%zu %s", done, things);
	show_share(count, size ? (double)bytes / (double)size : -1, now);
}

void progress_wait(void)
{
	char text[200];
	int64_t now;

	if (!is_due(&now))
		return;
	snprintf(text, sizeof(text), "%s: %lld s", line.what,
	    (long long)((now - line.began_ms) / 1000));
	show(text);
}

void progress_end(void)
{
	if (line.shown)
		fputs("\r\033[K", stderr);
	line.on = line.shown = false;
}
