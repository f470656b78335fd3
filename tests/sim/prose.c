/* Words of made-up news. */
#include "prose.h"

#include <math.h>

#include "base/mem.h"
#include "text/date.h"

#define TALKED_S (25 * DAY) /* how long an affair is talked about */

static const struct {
	const char *vendor, *product;
} makers[] = {
    {"Xiaomi", "HyperOS"},
    {"Samsung", "One UI"},
    {"Google", "Wear OS"},
    {"OPPO", "ColorOS"},
    {"OnePlus", "OxygenOS"},
    {"vivo", "OriginOS"},
    {"Honor", "MagicOS"},
    {"Nothing", "Nothing OS"},
    {"Meizu", "Flyme"},
    {"realme", "realme UI"},
};
#define MAKERS (sizeof(makers) / sizeof(*makers))

static const char *const tipsters[] = {"Ice Universe", "Digital Chat Station",
    "Evan Blass", "Max Weinbach", "Mishaal Rahman", "Ana Brightwater",
    "Jo Lantern", "Deep Ember"};
static const char *const features[] = {"a desktop mode", "a new lock screen",
    "satellite messages", "floating windows", "a private vault",
    "an offline translator", "live captions", "a redesigned camera"};
static const char *const months[] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};
static const char *const syllables[] = {"la", "men", "to", "ri", "shan", "ber",
    "ko", "ul", "ves", "in", "da", "pro", "ne", "gar", "mi", "sto", "qua",
    "fel", "tor", "an"};
static const char *const plain[] = {"the", "a", "new", "for", "with", "on",
    "phone", "battery", "and", "after", "users", "screen", "price", "review",
    "of", "camera", "update", "store", "week", "from", "tablet", "sale"};
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum fate { CONFIRMED, DENIED, SILENT };

static struct affair {
	int64_t at, settled_at;
	unsigned maker, tipster, feature, version, month, year;
	bool of_date; /* says when something arrives; else what comes */
	enum fate fate;
	bool told; /* the vendor has given its word */
} * affairs;
static size_t affair_count;

void prose_start(void)
{
	struct rng rng = {.state = hash_of(7, 7)};
	int64_t end = sim.start + sim.days * DAY, at = sim.start - 20 * DAY;
	double every = (double)DAY * 500 / (double)(sim.feeds + 50) * 1.2;
	size_t cap = 0;

	affairs = NULL;
	affair_count = 0;
	for (at += draw_wait(&rng, every); at < end;
	     at += draw_wait(&rng, every)) {
		struct affair *a;
		struct civil due;

		affairs =
		    mem_room(affairs, affair_count, &cap, sizeof(*affairs));
		a = &affairs[affair_count];
		*a = (struct affair){.at = at,
		    .settled_at = at + draw_between(&rng, 10 * DAY, 50 * DAY),
		    .maker = (unsigned)draw(&rng, MAKERS),
		    .tipster = (unsigned)draw(&rng, COUNT(tipsters)),
		    .feature = (unsigned)draw(&rng, COUNT(features)),
		    .version = 5 + (unsigned)(affair_count / 3),
		    .of_date = chance(&rng, 0.6)};
		date_to_civil(
		    at + draw_between(&rng, 30 * DAY, 120 * DAY), &due);
		a->month = (unsigned)due.month - 1;
		a->year = (unsigned)due.year;
		a->fate = chance(&rng, 0.5)   ? CONFIRMED
			  : chance(&rng, 0.4) ? DENIED
					      : SILENT;
		affair_count++;
	}
}

size_t prose_affairs(void)
{
	return affair_count;
}

int prose_current(struct rng *rng, int64_t at)
{
	size_t first = 0, last = affair_count;

	while (first < last) { /* the first one that is too young */
		size_t middle = first + (last - first) / 2;

		if (affairs[middle].at <= at)
			first = middle + 1;
		else
			last = middle;
	}
	last = first;
	while (first > 0 && affairs[first - 1].at > at - TALKED_S)
		first--;
	return first < last ? (int)(first + draw(rng, last - first)) : -1;
}

int prose_verdict(const char *vendor, int64_t at)
{
	for (size_t i = 0; i < affair_count && affairs[i].at <= at; i++) {
		struct affair *a = &affairs[i];

		if (a->told || a->fate == SILENT || a->settled_at > at ||
		    strcmp(makers[a->maker].vendor, vendor))
			continue;
		a->told = true;
		return (int)i;
	}
	return -1;
}

const char *prose_vendor(size_t n)
{
	return makers[n % MAKERS].vendor;
}

size_t prose_vendors(void)
{
	return MAKERS;
}

/* --- sentences --- */

static void put_word(struct buf *b, struct rng *rng)
{
	if (chance(rng, 0.35)) {
		buf_puts(b, plain[draw(rng, COUNT(plain))]);
		return;
	}
	for (size_t n = 2 + draw(rng, 2); n > 0; n--)
		buf_puts(b, syllables[draw(rng, COUNT(syllables))]);
}

static void put_words(struct buf *b, struct rng *rng, size_t n)
{
	size_t from = b->len;

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ' ');
		put_word(b, rng);
	}
	if (b->data[from] >= 'a' && b->data[from] <= 'z')
		b->data[from] = (char)(b->data[from] - 'a' + 'A');
}

static void small_talk(struct buf *title, struct buf *text, struct rng *rng)
{
	put_words(title, rng, 5 + draw(rng, 5));
	for (size_t n = 3 + draw(rng, 4); n > 0; n--) {
		put_words(text, rng, 7 + draw(rng, 9));
		buf_puts(text, ". ");
	}
}

static void rumored(struct buf *title, struct buf *text, struct rng *rng,
    const struct affair *a)
{
	const char *product = makers[a->maker].product;
	const char *who = tipsters[a->tipster];
	const char *month = months[a->month];

	if (a->of_date && chance(rng, 0.5))
		buf_printf(title, "%s: %s %u will arrive in %s %u", who,
		    product, a->version, month, a->year);
	else if (a->of_date)
		buf_printf(title, "%s %u reportedly arrives in %s %u", product,
		    a->version, month, a->year);
	else if (chance(rng, 0.5))
		buf_printf(title, "%s says %s %u will get %s", who, product,
		    a->version, features[a->feature]);
	else
		buf_printf(title, "%s %u is said to bring %s", product,
		    a->version, features[a->feature]);
	if (a->of_date)
		buf_printf(text,
		    "Tipster %s claims that %s %u will arrive in %s %u. ", who,
		    product, a->version, month, a->year);
	else
		buf_printf(text, "According to tipster %s, %s %u will get %s. ",
		    who, product, a->version, features[a->feature]);
	buf_printf(text, "%s has not commented. ", makers[a->maker].vendor);
	put_words(text, rng, 12 + draw(rng, 10));
	buf_puts(text, ".");
}

static void settled(struct buf *title, struct buf *text, struct rng *rng,
    const struct affair *a)
{
	const char *product = makers[a->maker].product;
	const char *vendor = makers[a->maker].vendor;
	const char *verb = a->fate == CONFIRMED ? "confirms" : "denies";

	if (a->of_date)
		buf_printf(title, "%s %s that %s %u will arrive in %s %u",
		    vendor, verb, product, a->version, months[a->month],
		    a->year);
	else
		buf_printf(title, "%s %s that %s %u will get %s", vendor, verb,
		    product, a->version, features[a->feature]);
	if (a->fate == DENIED)
		buf_printf(text, "%s denies the rumor about %s %u. ", vendor,
		    product, a->version);
	else if (a->of_date)
		buf_printf(text,
		    "Today %s announced that %s %u will arrive in %s %u. ",
		    vendor, product, a->version, months[a->month], a->year);
	else
		buf_printf(text, "Today %s announced that %s %u will get %s. ",
		    vendor, product, a->version, features[a->feature]);
	put_words(text, rng, 12);
	buf_puts(text, ".");
}

void prose_write(struct buf *title, struct buf *text, size_t site, uint64_t n,
    int affair, enum stance stance)
{
	struct rng rng = {.state = hash_of(site + 1000, n)};

	if (affair < 0 || stance == SMALL_TALK)
		small_talk(title, text, &rng);
	else if (stance == RUMORED)
		rumored(title, text, &rng, &affairs[affair]);
	else
		settled(title, text, &rng, &affairs[affair]);
}
