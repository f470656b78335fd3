/* The special-purpose addresses as tables, and what the operator allows. */
#include "net/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* An address of either family; an IPv4 one has four bytes. */
struct address {
	unsigned char bytes[16];
	unsigned bits; /* 32 or 128 */
};

struct network {
	const char *address;
	unsigned prefix;
	const char *what;
};

/* The IANA special-purpose registries: what is not globally reachable. */
static const struct network networks_v4[] = {
    {"0.0.0.0", 8, "an address of this network"},
    {"10.0.0.0", 8, "a private address"},
    {"100.64.0.0", 10, "a carrier's shared address"},
    {"127.0.0.0", 8, "a loopback address"},
    {"169.254.0.0", 16, "a link-local address"},
    {"172.16.0.0", 12, "a private address"},
    {"192.0.0.0", 24, "a reserved address"},
    {"192.0.2.0", 24, "a documentation address"},
    {"192.88.99.0", 24, "a 6to4 relay's address"},
    {"192.168.0.0", 16, "a private address"},
    {"198.18.0.0", 15, "a benchmarking address"},
    {"198.51.100.0", 24, "a documentation address"},
    {"203.0.113.0", 24, "a documentation address"},
    {"224.0.0.0", 4, "a multicast address"},
    {"240.0.0.0", 4, "a reserved address"},
};

/* In order: the special addresses before the network that holds them. */
static const struct network networks_v6[] = {
    {"::", 128, "the unspecified address"},
    {"::1", 128, "a loopback address"},
    {"::ffff:0:0", 96, "an IPv4-mapped address"},
    {"::ffff:0:0:0", 96, "an IPv4-translated address"},
    {"::", 96, "an IPv4-compatible address"},
    {"64:ff9b:1::", 48, "a local translation address"},
    {"100::", 64, "a discard address"},
    {"100:0:0:1::", 64, "a dummy address"},
    {"2001::", 32, "a Teredo address"},
    {"2001:2::", 48, "a benchmarking address"},
    {"2001:10::", 28, "an ORCHID"},
    {"2001:20::", 28, "an ORCHID"},
    {"2001:db8::", 32, "a documentation address"},
    {"2002::", 16, "a 6to4 address"},
    {"3fff::", 20, "a documentation address"},
    {"5f00::", 16, "a segment's address"},
    {"fc00::", 7, "a unique local address"},
    {"fe80::", 10, "a link-local address"},
    {"fec0::", 10, "a site-local address"},
    {"ff00::", 8, "a multicast address"},
};

/* RFC 6052: the IPv4 address is the last four bytes. */
static const struct network translated = {"64:ff9b::", 96, NULL};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool address_parse(const char *s, size_t n, struct address *a)
{
	char text[INET6_ADDRSTRLEN];

	if (n >= 2 && s[0] == '[' && s[n - 1] == ']') {
		s++;
		n -= 2;
	}
	if (n >= sizeof(text))
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	*a = (struct address){.bits = 32};
	if (inet_pton(AF_INET, text, a->bytes) == 1)
		return true;
	a->bits = 128;
	return inet_pton(AF_INET6, text, a->bytes) == 1;
}

static bool address_from(const struct sockaddr *sa, struct address *a)
{
	*a = (struct address){0};
	if (sa->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)sa;

		a->bits = 32;
		memcpy(a->bytes, &v4->sin_addr, 4);
		return true;
	}
	if (sa->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)sa;

		a->bits = 128;
		memcpy(a->bytes, &v6->sin6_addr, 16);
		return true;
	}
	return false;
}

static bool is_within(
    const struct address *a, const struct address *net, unsigned prefix)
{
	unsigned whole = prefix / 8, rest = prefix % 8;

	if (a->bits != net->bits || prefix > a->bits ||
	    memcmp(a->bytes, net->bytes, whole) != 0)
		return false;
	return rest == 0 ||
	       (a->bytes[whole] ^ net->bytes[whole]) >> (8 - rest) == 0;
}

static bool is_in(const struct address *a, const struct network *n)
{
	struct address net;

	return address_parse(n->address, strlen(n->address), &net) &&
	       is_within(a, &net, n->prefix);
}

static const char *what_is(const struct address *a)
{
	const struct network *n = a->bits == 32 ? networks_v4 : networks_v6;
	size_t count = a->bits == 32 ? COUNT(networks_v4) : COUNT(networks_v6);
	struct address inner = {.bits = 32};

	for (size_t i = 0; i < count; i++)
		if (is_in(a, &n[i]))
			return n[i].what;
	if (a->bits == 32 || !is_in(a, &translated))
		return NULL;
	memcpy(inner.bytes, a->bytes + 12, 4);
	return what_is(&inner);
}

/* "10.0.0.0/8": is it a network, and does it hold the address? */
static bool network_holds(const char *word, size_t n, const struct address *a)
{
	const char *slash = memchr(word, '/', n);
	struct address net;
	char *end;
	long prefix;

	if (!slash || !address_parse(word, (size_t)(slash - word), &net))
		return false;
	prefix = strtol(slash + 1, &end, 10);
	return end == word + n && end > slash + 1 && prefix >= 0 &&
	       is_within(a, &net, (unsigned)prefix);
}

static bool same_address(const char *word, size_t n, const struct address *a)
{
	struct address other;

	return address_parse(word, n, &other) && other.bits == a->bits &&
	       !memcmp(other.bytes, a->bytes, a->bits / 8);
}

static bool is_allowed(
    const char *allow, const char *host, const struct address *a)
{
	static const char spaces[] = " \t\r\n,";

	for (const char *p = allow; p && *p;) {
		size_t n = strcspn(p, spaces);

		if (n > 0 && strlen(host) == n && !strncasecmp(p, host, n))
			return true;
		if (n > 0 && (same_address(p, n, a) || network_holds(p, n, a)))
			return true;
		p += n;
		p += strspn(p, spaces);
	}
	return false;
}

const char *guard_refusal(
    const char *allow, const char *host, const struct sockaddr *sa)
{
	struct address a;
	const char *what;

	if (!address_from(sa, &a))
		return "not an internet address";
	what = what_is(&a);
	return what && is_allowed(allow, host, &a) ? NULL : what;
}

const char *guard_literal_refusal(const char *allow, const char *host)
{
	struct address a;
	const char *what;

	if (!address_parse(host, strlen(host), &a))
		return NULL;
	what = what_is(&a);
	return what && is_allowed(allow, host, &a) ? NULL : what;
}
