/* What the commands of a user's own word share. */
#include "client/ruling.h"

int64_t ruling_number(
    const struct command *c, int argc, char **argv, int i, const char *what)
{
	int64_t id;

	if (i >= argc) {
		usage_error(c, "the number of the %s is missing", what);
		return 0;
	}
	id = live_id(argv[i]);
	if (!id)
		usage_error(c, "'%s' is not the number of a%s %s", argv[i],
		    *what == 'i' || *what == 'a' ? "n" : "", what);
	return id;
}

int ruling_post(const struct command *c, int argc, char **argv, int from,
    struct buf *target)
{
	struct query_option known[] = {
	    {"--because", "because", NULL}, {"--link", "link", NULL}};
	/* live_options() looks behind the first. */
	int rc = live_options(c, argc - from + 1, argv + from - 1, known, 2);

	if (rc) {
		buf_free(target);
		return rc;
	}
	for (size_t i = 0; i < 2; i++)
		live_query(target, known[i].name, known[i].value);
	return live_post(target);
}
