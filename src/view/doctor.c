/* What a look at the set-up found: the worst first, with what to do. */
#include "view/json.h"
#include "view/view.h"
#include "view/words.h"

#define MARK   9  /* columns of the level */
#define MATTER 15 /* and of the matter */

static enum ink level_ink(enum finding_level level)
{
	static const enum ink inks[] = {
	    [FINDING_OK] = INK_GREEN,
	    [FINDING_NOTE] = INK_CYAN,
	    [FINDING_WARNING] = INK_YELLOW,
	    [FINDING_BAD] = INK_RED,
	};

	return inks[level];
}

static void put_json(struct buf *b, const struct finding *f, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();

		json_put_text(o, "level", finding_level_name(f[i].level));
		json_put_text(o, "matter", f[i].matter);
		json_put_text(o, "text", f[i].text);
		json_put_text(o, "advice", f[i].advice);
		json_array_append_new(list, o);
	}
	json_write(b, json_pack("{s:o}", "findings", list));
}

static void put_finding(struct pen *p, const struct finding *f)
{
	const char *level = finding_level_name(f->level);

	pen_put(p, level_ink(f->level), level);
	pen_pad(p, MARK - strlen(level));
	pen_put(p, INK_BOLD, f->matter);
	pen_pad(p, MATTER - strlen(f->matter));
	pen_wrap(p, MARK + MATTER, INK_PLAIN, pen_say(p, f->text), 0);
	if (!f->advice)
		return;
	pen_pad(p, MARK + MATTER);
	pen_wrap(p, MARK + MATTER, INK_GREY,
	    pen_fmt(p, "→ %s", pen_say(p, f->advice)), 0);
}

void view_findings(
    struct buf *b, const struct dress *d, const struct finding *f, size_t n)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_json(b, f, n);
		return;
	}
	pen_init(&p, b, d);
	for (int level = FINDING_BAD; level >= FINDING_OK; level--)
		for (size_t i = 0; i < n; i++)
			if ((int)f[i].level == level)
				put_finding(&p, &f[i]);
	pen_end(&p);
}
