/* Splitting, resolving and the canonical form, piece by piece. */
#include "text/url.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/caps.h"

#define QUERY_PARAMETERS_MAX 128

/* A piece of a string that is not ours; at is NULL where it is absent. */
struct slice {
	const char *at;
	size_t n;
};

struct parts { /* RFC 3986 section 3; absent and empty stay apart */
	struct slice scheme, authority, path, query, fragment;
};

static bool is_scheme_char(char c)
{
	return isalnum((unsigned char)c) || c == '+' || c == '-' || c == '.';
}

/* The length of the scheme before its colon; 0 where there is none. */
static size_t scheme_length(const char *s)
{
	size_t n = 0;

	if (!isalpha((unsigned char)*s))
		return 0;
	while (is_scheme_char(s[n]))
		n++;
	return s[n] == ':' ? n : 0;
}

static void split(const char *s, struct parts *p)
{
	size_t n = scheme_length(s);

	*p = (struct parts){0};
	if (n) {
		p->scheme = (struct slice){s, n};
		s += n + 1;
	}
	if (s[0] == '/' && s[1] == '/') {
		s += 2;
		n = strcspn(s, "/?#");
		p->authority = (struct slice){s, n};
		s += n;
	}
	n = strcspn(s, "?#");
	p->path = (struct slice){s, n};
	s += n;
	if (*s == '?') {
		n = strcspn(++s, "#");
		p->query = (struct slice){s, n};
		s += n;
	}
	if (*s == '#')
		p->fragment = (struct slice){s + 1, strlen(s + 1)};
}

/* White space and controls around it, and line breaks in it, do not count. */
static char *clean(struct arena *a, const char *s)
{
	size_t n, w = 0;
	char *out;

	while (*s && (unsigned char)*s <= ' ')
		s++;
	n = strlen(s);
	while (n && (unsigned char)s[n - 1] <= ' ')
		n--;
	if (n > CAP_URL)
		return NULL;
	out = arena_strndup(a, s, n);
	if (!strpbrk(out, "\t\r\n"))
		return out;
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\t' && s[i] != '\r' && s[i] != '\n')
			out[w++] = s[i];
	}
	out[w] = '\0';
	return out;
}

static void put_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.at, s.n);
}

/* RFC 3986 section 5.2.4: the path in b without "." and ".." segments. */
static void put_path(struct buf *out, const char *s, size_t n)
{
	size_t floor = out->len, i = 0, end;

	while (i < n) {
		end = i + 1;
		while (end < n && s[end] != '/')
			end++;
		if (s[i] != '/' || end - i > 3 ||
		    memcmp(s + i, "/..", end - i) != 0) {
			buf_add(out, s + i, end - i);
		} else if (end - i == 1) {
			buf_putc(out, '/');
		} else {
			if (end - i == 3) {
				while (out->len > floor &&
				       out->data[out->len - 1] != '/')
					buf_truncate(out, out->len - 1);
				if (out->len > floor)
					buf_truncate(out, out->len - 1);
			}
			if (end == n)
				buf_putc(out, '/');
		}
		i = end;
	}
}

/* The reference's path laid over the base's (RFC 3986 section 5.2.3). */
static void merge_path(
    struct buf *out, const struct parts *base, struct slice ref)
{
	struct buf joined;
	size_t dir = base->path.n;

	buf_init(&joined, 2 * CAP_URL + 2);
	if (!base->path.n && base->authority.at)
		buf_putc(&joined, '/');
	while (dir && base->path.at[dir - 1] != '/')
		dir--;
	buf_add(&joined, base->path.at, dir);
	put_slice(&joined, ref);
	put_path(out, buf_text(&joined), joined.len);
	buf_free(&joined);
}

static char *finish(struct arena *a, struct buf *b)
{
	char *s = NULL;

	if (buf_ok(b))
		s = arena_strndup(a, buf_text(b), b->len);
	buf_free(b);
	return s;
}

char *url_resolve(struct arena *a, const char *base, const char *ref)
{
	struct parts b, r;
	struct buf out;
	char *s;

	s = ref ? clean(a, ref) : NULL;
	if (!s || !*s)
		return NULL;
	split(s, &r);
	if (r.scheme.at)
		return s[r.scheme.n + 1] ? s : NULL;
	base = base ? clean(a, base) : NULL;
	if (!base)
		return NULL;
	split(base, &b);
	if (!b.scheme.at)
		return NULL;
	if (!b.authority.at && b.path.n && b.path.at[0] != '/' &&
	    !(r.fragment.at && !r.path.n && !r.query.at))
		return NULL; /* nothing is relative to an opaque address */
	buf_init(&out, CAP_URL);
	buf_add(&out, b.scheme.at, b.scheme.n + 1);
	if (r.authority.at || b.authority.at) {
		buf_puts(&out, "//");
		put_slice(&out, r.authority.at ? r.authority : b.authority);
	}
	if (r.authority.at || (r.path.n && r.path.at[0] == '/'))
		put_path(&out, r.path.at, r.path.n);
	else if (r.path.n)
		merge_path(&out, &b, r.path);
	else
		put_slice(&out, b.path);
	if (!r.authority.at && !r.path.n && !r.query.at)
		r.query = b.query;
	if (r.query.at) {
		buf_putc(&out, '?');
		put_slice(&out, r.query);
	}
	if (r.fragment.at) {
		buf_putc(&out, '#');
		put_slice(&out, r.fragment);
	}
	return finish(a, &out);
}

/* --- hosts and schemes --- */

/* The host within an authority: without user, port or closing dot. */
static struct slice host_of(struct slice authority)
{
	struct slice h = authority;
	const char *at = NULL;

	for (size_t i = 0; i < h.n; i++) {
		if (h.at[i] == '@')
			at = h.at + i + 1;
	}
	if (at) {
		h.n -= (size_t)(at - h.at);
		h.at = at;
	}
	if (h.n && h.at[0] == '[') {
		at = memchr(h.at, ']', h.n);
		if (at)
			h.n = (size_t)(at - h.at) + 1;
		return h;
	}
	at = memchr(h.at, ':', h.n);
	if (at)
		h.n = (size_t)(at - h.at);
	while (h.n && h.at[h.n - 1] == '.')
		h.n--;
	return h;
}

static char *lower(struct arena *a, struct slice s)
{
	char *out = arena_strndup(a, s.at, s.n);

	for (char *c = out; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return out;
}

char *url_host(struct arena *a, const char *url)
{
	struct parts p;
	struct slice host;
	char *s = url ? clean(a, url) : NULL;

	if (!s)
		return NULL;
	split(s, &p);
	if (!p.authority.at)
		return NULL;
	host = host_of(p.authority);
	return host.n ? lower(a, host) : NULL;
}

const char *url_shown(struct arena *a, const char *url)
{
	const char *authority = url ? strstr(url, "://") : NULL, *at = NULL;

	if (!authority)
		return url;
	authority += 3;
	/* The last one: a password may have an @ of its own. */
	for (const char *p = authority; *p && !strchr("/?#", *p); p++)
		if (*p == '@')
			at = p;
	return at ? arena_printf(
			a, "%.*s%s", (int)(authority - url), url, at + 1)
		  : url;
}

bool url_host_within(const char *host, const char *domain)
{
	size_t h, d;

	if (!host || !domain || !*domain)
		return false;
	h = strlen(host);
	d = strlen(domain);
	return h >= d && strcmp(host + h - d, domain) == 0 &&
	       (h == d || host[h - d - 1] == '.');
}

/* Schemes that run, read or show something of the reader's own machine. */
static const char *const unsafe_schemes[] = {
    "javascript", "vbscript", "data", "file", "blob", "about", "view-source"};

bool url_is_web(const char *url)
{
	return url && (strncasecmp(url, "http://", 7) == 0 ||
			  strncasecmp(url, "https://", 8) == 0);
}

bool url_scheme_is_safe(const char *url)
{
	char scheme[16];
	size_t n = 0;

	/* Readers skip spaces and controls here, so they hide nothing. */
	for (; *url && *url != ':'; url++) {
		if ((unsigned char)*url <= ' ' || (unsigned char)*url == 0x7f)
			continue;
		if (!is_scheme_char(*url) || n == sizeof(scheme) - 1)
			return true;
		scheme[n++] = *url;
	}
	if (*url != ':')
		return true;
	scheme[n] = '\0';
	for (size_t i = 0; i < sizeof(unsafe_schemes) / sizeof(char *); i++) {
		if (strcasecmp(scheme, unsafe_schemes[i]) == 0)
			return false;
	}
	return true;
}

/* --- the canonical form --- */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int escaped_byte(const char *s, size_t n)
{
	if (n < 3 || s[0] != '%' || hex_value(s[1]) < 0 || hex_value(s[2]) < 0)
		return -1;
	return hex_value(s[1]) * 16 + hex_value(s[2]);
}

/* RFC 3986 section 6.2.2: escapes in upper case, needless ones undone. */
static char *normal_escapes(struct arena *a, struct slice s)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf b;
	int c;

	buf_init(&b, 3 * CAP_URL);
	for (size_t i = 0; i < s.n; i++) {
		c = escaped_byte(s.at + i, s.n - i);
		if (c < 0) {
			c = (unsigned char)s.at[i];
			if (c > ' ' && c < 0x7f) {
				buf_putc(&b, (char)c);
				continue;
			}
		} else {
			i += 2;
		}
		if (c < 0x80 && (isalnum(c) || strchr("-._~", c))) {
			buf_putc(&b, (char)c);
		} else {
			buf_putc(&b, '%');
			buf_putc(&b, hex[c >> 4]);
			buf_putc(&b, hex[c & 15]);
		}
	}
	return finish(a, &b);
}

static char *unescape(struct arena *a, struct slice s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t w = 0;
	int c;

	for (size_t i = 0; i < s.n; i++) {
		c = escaped_byte(s.at + i, s.n - i);
		if (c > 0)
			i += 2;
		out[w++] = c > 0 ? (char)c : s.at[i];
	}
	return out;
}

char *url_unescape(struct arena *a, const char *s, size_t n)
{
	return unescape(a, (struct slice){s, n});
}

/* Parameters that say how a reader came, not what is read. */
static const char *const tracking[] = {
    "__twitter_impression",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "amp",
    "amp_js_v",
    "at_campaign",
    "at_medium",
    "cmp",
    "cmpid",
    "dclid",
    "fbclid",
    "feature",
    "ftag",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "igsh",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ocid",
    "oly_anon_id",
    "oly_enc_id",
    "outputtype",
    "partner",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "rss",
    "s_cid",
    "share_source",
    "smid",
    "spm",
    "sr_share",
    "srsltid",
    "taid",
    "tpcc",
    "ttclid",
    "twclid",
    "usqp",
    "vero_id",
    "wbraid",
    "xtor",
    "yclid",
};
static const char *const tracking_prefixes[] = {
    "utm_", "pk_", "mtm_", "hsa_", "vgo_", "trk_", "amp_", "ns_", "wt.", "wt_"};

static int compare_names(const void *key, const void *element)
{
	return strcasecmp(key, *(const char *const *)element);
}

static bool is_tracking(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(tracking_prefixes) / sizeof(char *); i++) {
		if (strncasecmp(name, tracking_prefixes[i],
			strlen(tracking_prefixes[i])) == 0)
			return true;
	}
	return bsearch(name, tracking, sizeof(tracking) / sizeof(char *),
		   sizeof(char *), compare_names) != NULL;
}

/* The next "name=value" of a query; false at its end. */
static bool next_parameter(struct slice *query, struct slice *parameter)
{
	const char *amp;

	if (!query->at)
		return false;
	amp = memchr(query->at, '&', query->n);
	parameter->at = query->at;
	parameter->n = amp ? (size_t)(amp - query->at) : query->n;
	query->at = amp ? amp + 1 : NULL;
	query->n -= parameter->n + (amp ? 1 : 0);
	return true;
}

static char *parameter_name(struct arena *a, struct slice parameter)
{
	const char *equals = memchr(parameter.at, '=', parameter.n);

	if (equals)
		parameter.n = (size_t)(equals - parameter.at);
	return unescape(a, parameter);
}

/* The decoded value of the named parameter, or NULL. */
static char *parameter_value(
    struct arena *a, struct slice query, const char *name)
{
	struct slice p;
	size_t n = strlen(name);

	while (next_parameter(&query, &p)) {
		if (p.n > n && memcmp(p.at, name, n) == 0 && p.at[n] == '=')
			return unescape(
			    a, (struct slice){p.at + n + 1, p.n - n - 1});
	}
	return NULL;
}

/* Pages that only pass the reader on; the target is a parameter. */
static const struct redirector {
	const char *domain; /* or "google." for all of its countries */
	const char *path;   /* prefix */
	const char *parameters[3];
} redirectors[] = {
    {"google.", "/url", {"url", "q"}},
    {"google.", "/imgres", {"imgrefurl"}},
    {"bing.com", "/news/apiclick.aspx", {"url"}},
    {"l.facebook.com", "/l.php", {"u"}},
    {"lm.facebook.com", "/l.php", {"u"}},
    {"l.instagram.com", "/", {"u"}},
    {"l.threads.net", "/", {"u"}},
    {"out.reddit.com", "/", {"url"}},
    {"youtube.com", "/redirect", {"q"}},
    {"duckduckgo.com", "/l/", {"uddg"}},
    {"vk.com", "/away.php", {"to"}},
    {"linkedin.com", "/redir/redirect", {"url"}},
    {"linkedin.com", "/redirect", {"url"}},
    {"slack-redir.net", "/link", {"url"}},
    {"steamcommunity.com", "/linkfilter", {"u", "url"}},
    {"go.redirectingat.com", "/", {"url"}},
    {"go.skimresources.com", "/", {"url"}},
    {"redirect.viglink.com", "/", {"u"}},
    {"link.zhihu.com", "/", {"target"}},
    {"weibo.cn", "/sinaurl", {"u", "toasturl"}},
    {"shareasale.com", "/r.cfm", {"urllink"}},
    {"click.linksynergy.com", "/", {"murl"}},
    {"yahoo.com", "/_ylt", {"url"}},
    {"getpocket.com", "/redirect", {"url"}},
};

static bool redirector_matches(
    const struct redirector *r, const char *host, struct slice path)
{
	size_t n = strlen(r->path);
	bool any_country = r->domain[strlen(r->domain) - 1] == '.';

	if (any_country) {
		if (strncmp(host, "www.", 4) == 0)
			host += 4;
		if (strncmp(host, r->domain, strlen(r->domain)) != 0)
			return false;
	} else if (!url_host_within(host, r->domain)) {
		return false;
	}
	if (path.n < n)
		return n == 1 && !path.n;
	return memcmp(path.at, r->path, n) == 0;
}

/* AMP caches: the publisher's host and path stand in the path. */
static char *unwrap_cache(
    struct arena *a, const char *host, const struct parts *p)
{
	char *path = arena_strndup(a, p->path.at, p->path.n);
	const char *rest = NULL;

	if (url_host_within(host, "cdn.ampproject.org")) {
		if (strlen(path) > 3 && path[0] == '/' && path[2] == '/')
			rest = path + 3;
	} else if (strncmp(path, "/amp/", 5) == 0 &&
		   (strncmp(host, "www.google.", 11) == 0 ||
		       url_host_within(host, "bing.com"))) {
		rest = path + 5;
	}
	if (!rest)
		return NULL;
	if (strncmp(rest, "s/", 2) == 0)
		rest += 2;
	if (!strchr(rest, '.') || strcspn(rest, ".") > strcspn(rest, "/"))
		return NULL;
	return p->query.at ? arena_printf(a, "https://%s?%.*s", rest,
				 (int)p->query.n, p->query.at)
			   : arena_printf(a, "https://%s", rest);
}

static bool is_web(struct slice scheme)
{
	return scheme.at &&
	       ((scheme.n == 4 && strncasecmp(scheme.at, "http", 4) == 0) ||
		   (scheme.n == 5 && strncasecmp(scheme.at, "https", 5) == 0));
}

/* Where a redirector leads, or NULL where the address is no such thing. */
static char *unwrap(struct arena *a, const char *host, const struct parts *p)
{
	const struct redirector *r;
	struct parts target;
	char *to;

	for (size_t i = 0; i < sizeof(redirectors) / sizeof(*r); i++) {
		r = &redirectors[i];
		if (!redirector_matches(r, host, p->path))
			continue;
		for (size_t k = 0; k < 3 && r->parameters[k]; k++) {
			to = parameter_value(a, p->query, r->parameters[k]);
			to = to ? clean(a, to) : NULL;
			if (!to)
				continue;
			split(to, &target);
			if (is_web(target.scheme))
				return to;
		}
	}
	return unwrap_cache(a, host, p);
}

/* Labels that dress one site for a device, not another site. */
static const char *const device_labels[] = {
    "www.", "m.", "amp.", "mobile.", "wap."};

static const char *fold_host(const char *host)
{
	size_t i, n;

	for (i = 0; i < sizeof(device_labels) / sizeof(char *); i++) {
		n = strlen(device_labels[i]);
		if (strncmp(host, device_labels[i], n) == 0 &&
		    strchr(host + n, '.'))
			return fold_host(host + n);
	}
	return host;
}

static bool cut_end(char *path, const char *end)
{
	size_t n = strlen(path), e = strlen(end);

	if (n < e || strcmp(path + n - e, end) != 0)
		return false;
	path[n - e] = '\0';
	return true;
}

static void put_canonical_path(struct buf *out, struct arena *a, char *path)
{
	struct buf b;

	buf_init(&b, 3 * CAP_URL);
	put_path(&b, path, strlen(path));
	path = finish(a, &b);
	if (!path)
		return;
	cut_end(path, "/");
	if (cut_end(path, ".amp.html"))
		path = arena_printf(a, "%s.html", path);
	else if (!cut_end(path, "/amp.html") && !cut_end(path, ".amp"))
		cut_end(path, "/amp");
	if (strncmp(path, "/amp/", 5) == 0)
		path += 4;
	cut_end(path, "/");
	buf_puts(out, *path ? path : "/");
}

static int order_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_canonical_query(
    struct buf *out, struct arena *a, struct slice query)
{
	const char *kept[QUERY_PARAMETERS_MAX] = {0};
	struct slice p;
	size_t n = 0;

	while (n < QUERY_PARAMETERS_MAX && next_parameter(&query, &p)) {
		if (!p.n || is_tracking(parameter_name(a, p)))
			continue;
		kept[n] = normal_escapes(a, p);
		if (kept[n])
			n++;
	}
	qsort(kept, n, sizeof(*kept), order_strings);
	for (size_t i = 0; i < n; i++) {
		buf_putc(out, i ? '&' : '?');
		buf_puts(out, kept[i]);
	}
}

/* The port that must be told, with its colon; empty for the default ones. */
static struct slice port_of(struct slice authority)
{
	struct slice host = host_of(authority), port;
	const char *end = authority.at + authority.n;

	port.at = host.at + host.n;
	while (port.at < end && *port.at == '.')
		port.at++;
	port.n = (size_t)(end - port.at);
	if (port.n < 2 || *port.at != ':' ||
	    (port.n == 3 && memcmp(port.at, ":80", 3) == 0) ||
	    (port.n == 4 && memcmp(port.at, ":443", 4) == 0))
		port.n = 0;
	return port;
}

char *url_canonical(struct arena *a, const char *url)
{
	struct parts p;
	struct slice host;
	struct buf out;
	char *s = url ? clean(a, url) : NULL, *to, *path;

	for (int hops = 0; s; hops++) {
		split(s, &p);
		if (!is_web(p.scheme) || !p.authority.at)
			return NULL;
		host = host_of(p.authority);
		if (!host.n)
			return NULL;
		to = hops < 4 ? unwrap(a, lower(a, host), &p) : NULL;
		if (!to)
			break;
		s = clean(a, to);
	}
	path = s ? normal_escapes(a, p.path) : NULL;
	if (!path)
		return NULL;
	buf_init(&out, 3 * CAP_URL);
	buf_puts(&out, "https://");
	buf_puts(&out, fold_host(lower(a, host)));
	put_slice(&out, port_of(p.authority));
	put_canonical_path(&out, a, path);
	put_canonical_query(&out, a, p.query);
	if (p.fragment.n > 1 && p.fragment.at[0] == '!') {
		/* "#!" pages are told apart by nothing else */
		buf_putc(&out, '#');
		put_slice(&out, p.fragment);
	}
	return finish(a, &out);
}

void url_put_encoded(struct buf *b, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

	for (; *s; s++) {
		if (strchr(plain, *s))
			buf_putc(b, *s);
		else
			buf_printf(b, "%%%02X", (unsigned char)*s);
	}
}
