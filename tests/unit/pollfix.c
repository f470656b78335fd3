/* A store, and polling that may ask nobody. */
#include "pollfix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>

#include "base/mem.h"

static bool may_ask(void *arg)
{
	(void)arg;
	return false;
}

struct poll *pollfix_new(struct fix *f)
{
	struct poll_setup setup = {.may_ask = may_ask,
	    .base = f->base,
	    .clock = &f->clock,
	    .rng = &f->rng,
	    .store = f->s->store};

	return poll_new(&setup);
}

int pollfix_setup(void **state, const struct config *c)
{
	struct fix *f = mem_alloc(sizeof(*f));
	void *s;

	if (storefix_setup(&s))
		return -1;
	f->s = s;
	f->base = event_base_new();
	f->rng.state = 7;
	f->clock.stepped_at = T0;
	f->clock.step_file = "stepped";
	f->poll = pollfix_new(f);
	*state = f;
	return poll_configure(f->poll, c, &f->s->err);
}

int pollfix_teardown(void **state)
{
	struct fix *f = *state;
	void *s = f->s;

	poll_free(f->poll);
	event_base_free(f->base);
	storefix_teardown(&s);
	free(f);
	return 0;
}
