/* The two clocks, and the stepped one of tests. */
#include "base/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int clock_init(struct clock *c, const char *step_file, struct err *e)
{
	*c = (struct clock){.step_file = step_file};
	return step_file ? clock_step(c, e) : 0;
}

int clock_step(struct clock *c, struct err *e)
{
	int64_t at;
	FILE *f;
	int n;

	if (!c->step_file)
		return 0;
	f = fopen(c->step_file, "re");
	if (!f)
		return err_set(e, "%s: %s", c->step_file, strerror(errno));
	n = fscanf(f, "%" SCNd64, &at);
	fclose(f);
	if (n != 1)
		return err_set(e, "%s: not a number of seconds", c->step_file);
	c->stepped_at = at;
	return 0;
}

int64_t clock_wall(const struct clock *c)
{
	return c->step_file ? c->stepped_at : (int64_t)time(NULL);
}

int64_t clock_mono_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
