/* The words for statuses, records, sources and evidence. */
#include "view/words.h"

enum ink record_ink(const struct record_row *r, enum ink otherwise)
{
	return record_settled(r) < RECORD_FEW ? INK_GREY : otherwise;
}

static int percent(double share)
{
	return (int)(share * 100 + 0.5);
}

const char *words_record(struct pen *p, const struct record_row *r)
{
	size_t n = record_settled(r);

	if (!n)
		return "no record yet";
	return pen_fmt(p, "right %d %% (%d–%d %%, n %zu%s)", percent(r->mean),
	    percent(r->low), percent(r->high), n,
	    n < RECORD_FEW ? ": few" : "");
}

const char *words_share(struct pen *p, const struct record_row *r)
{
	size_t n = record_settled(r);

	if (!n)
		return "-";
	return n < RECORD_FEW
		   ? pen_fmt(p, "%zu, few (%d–%d %%)", n, percent(r->low),
			 percent(r->high))
		   : pen_fmt(p, "%d %% of %zu (%d–%d %%)", percent(r->mean), n,
			 percent(r->low), percent(r->high));
}

const char *words_scale(struct pen *p, const struct record_row *r, size_t width)
{
	size_t last = width - 1;
	size_t low = (size_t)(r->low * (double)last + 0.5);
	size_t high = (size_t)(r->high * (double)last + 0.5);
	size_t mean = (size_t)(r->mean * (double)last + 0.5);
	const char *text = "";

	for (size_t i = 0; record_settled(r) && i < width; i++)
		text = pen_fmt(p, "%s%s", text,
		    i == mean		  ? "┼"
		    : i == low		  ? "├"
		    : i == high		  ? "┤"
		    : low < i && i < high ? "─"
					  : "·");
	return text;
}

const char *words_lead(struct pen *p, double days)
{
	return days < 0 ? "" : pen_span(p, (int64_t)(days * 86400 + 0.5));
}

const char *words_tally(struct pen *p, const struct record_row *r)
{
	return pen_fmt(p,
	    "%zu right, %zu partly, %zu wrong, %zu expired; %zu open", r->right,
	    r->partly, r->wrong, r->expired, r->open);
}

enum ink status_ink(enum rumor_status s)
{
	static const enum ink inks[] = {
	    [RUMOR_OPEN] = INK_YELLOW,
	    [RUMOR_CORROBORATED] = INK_CYAN,
	    [RUMOR_CONFIRMED] = INK_GREEN,
	    [RUMOR_PARTLY_CONFIRMED] = INK_GREEN,
	    [RUMOR_CONTRADICTED] = INK_RED,
	    [RUMOR_DENIED] = INK_RED,
	    [RUMOR_EXPIRED] = INK_GREY,
	};

	return inks[s];
}

const char *words_reach(struct pen *p, size_t origins, size_t outlets)
{
	return pen_fmt(p, "%s, %s",
	    origins ? pen_count(p, origins, "origin") : "no origin",
	    pen_count(p, outlets, "outlet"));
}

const char *words_source(
    struct pen *p, const char *title, enum source_role role)
{
	return pen_fmt(p, "%s (%s)", title ? pen_say(p, title) : "unknown",
	    source_role_name(role));
}

bool words_is_own(const char *source_title, const char *origin)
{
	return source_title && origin &&
	       !strncmp(source_title, origin, strlen(origin));
}

const char *words_via(
    struct pen *p, const struct rumor_report *r, const struct member_row *m)
{
	const char *origin = m->member.origin;

	for (size_t i = 0; m->member.via && i < r->member_count; i++) {
		const struct member_row *of = &r->members[i];

		if (of->member.item != m->member.via || !of->source_title)
			continue;
		if (origin && words_is_own(of->source_title, origin))
			return ""; /* whose word it is was said */
		return pen_fmt(p, ", from %s", pen_say(p, of->source_title));
	}
	return "";
}

const char *words_about(struct pen *p, const struct rumor_row *r)
{
	const char *parts[] = {r->vendor, r->subject, r->version};
	const char *text = "";

	for (size_t i = 0; i < 3; i++) {
		const char *part = pen_say(p, parts[i]);

		/* "Xiaomi 14" of Xiaomi says the vendor already. */
		if (i == 0 && r->subject && *part &&
		    !strncmp(r->subject, part, strlen(part)))
			continue;
		if (*part)
			text =
			    pen_fmt(p, "%s%s%s", text, *text ? " " : "", part);
	}
	text = pen_fmt(
	    p, "%s%s%s", text, *text ? ", " : "", aspect_name(r->aspect));
	if (r->value)
		text = pen_fmt(p, "%s: %s", text, pen_say(p, r->value));
	return text;
}

const char *words_quote(struct pen *p, const char *sentence)
{
	static const char *const marks[] = {
	    "\"", "“", "‘", "„", "«", "「", "『"};
	const char *said = pen_say(p, sentence);

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (!strncmp(said, marks[i], strlen(marks[i])))
			return said;
	return pen_fmt(p, "“%s”", said);
}

const char *words_grade(enum grade g)
{
	static const char *const names[] = {
	    [GRADE_A] = "A, the vendor itself",
	    [GRADE_B] = "B, a named official as quoted",
	    [GRADE_C] = "C, press or documents",
	    [GRADE_D] = "D, a rumor",
	    [GRADE_U] = "U, the word of this hearsay's editor",
	};

	return names[g];
}

const char *words_bytes(struct pen *p, uint64_t bytes)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
	double n = (double)bytes;
	size_t unit = 0;

	while (n >= 1000 && unit < 4) {
		n /= 1000;
		unit++;
	}
	return pen_fmt(
	    p, unit && n < 100 ? "%.1f %s" : "%.0f %s", n, units[unit]);
}

const char *words_due(struct pen *p, const char *reason)
{
	const char *number = reason ? strpbrk(reason, "0123456789") : NULL;
	char *end;
	long long s;

	if (!number || number == reason)
		return pen_say(p, reason);
	s = strtoll(number, &end, 10);
	if (strcmp(end, " s") != 0)
		return pen_say(p, reason);
	return pen_fmt(
	    p, "%.*s%s", (int)(number - reason), reason, pen_span(p, s));
}

const char *words_part(enum part part)
{
	static const char *const verbs[] = {
	    [PART_CARRIES] = "carries",
	    [PART_RESTATES] = "restates",
	    [PART_SETTLES] = "settles",
	    [PART_RELATED] = "has to do with",
	};

	return verbs[part];
}
