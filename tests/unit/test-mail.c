/*
 * Digests as mail: composed, then read back the way a mail program does it
 * (unfolded, decoded, unflowed), with what hostile feeds put into titles.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/caps.h"
#include "base/mem.h"
#include "golden.h"
#include "reports.h"
#include "text/utf8.h"
#include "view/mail.h"
#include "view/mime.h"

static const struct mail_envelope envelope = {
    .digest = "morning",
    .from = "hearsay <hearsay@example.org>",
    .to = "reader@example.org",
    .domain = "example.org",
    .list_id = "hearsay.example.org",
    .unsubscribe = "hearsay-off@example.org",
    .date = REPORT_NOW,
    .utc_offset_s = 7200,
    .timezone = "Europe/Berlin",
};

static void compose(
    struct buf *b, const struct mail_envelope *e, const struct digest_report *d)
{
	buf_init(b, CAP_MAIL);
	mail_compose(b, e, d);
	assert_true(buf_ok(b));
}

/* --- reading a mail back --- */

static int hex(char c)
{
	return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* Quoted-printable, or with `q` the Q encoding of a header. */
static void decode_quoted(struct buf *out, const char *s, size_t n, bool q)
{
	for (size_t i = 0; i < n; i++) {
		if (q && s[i] == '_')
			buf_putc(out, ' ');
		else if (s[i] != '=')
			buf_putc(out, s[i]);
		else if (i + 2 < n && s[i + 1] == '\r')
			i += 2;
		else {
			assert_true(i + 2 < n);
			buf_putc(
			    out, (char)(hex(s[i + 1]) << 4 | hex(s[i + 2])));
			i += 2;
		}
	}
}

static void decode_base64(struct buf *out, const char *s, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < n && s[i] != '='; i++) {
		const char *at;

		if (s[i] == '\r' || s[i] == '\n')
			continue;
		at = strchr(digits, s[i]);
		assert_non_null(at);
		bits = bits << 6 | (uint32_t)(at - digits);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		buf_putc(out, (char)(bits >> have & 0xff));
	}
}

/* The value of a header, unfolded, its encoded words decoded. */
static char *header(const char *mail, const char *name)
{
	char key[64];
	struct buf raw, out;
	const char *p, *body = strstr(mail, "\r\n\r\n");
	bool word_before = false;

	snprintf(key, sizeof(key), "\r\n%s: ", name);
	p = strstr(mail, key);
	if (!strncmp(mail, key + 2, strlen(key + 2)))
		p = mail - 2;
	if (!p || p > body)
		return NULL;
	buf_init(&raw, 65536);
	for (p += strlen(key);; p++) {
		if (p[0] == '\r' && p[2] != ' ')
			break;
		if (*p != '\r' && *p != '\n')
			buf_putc(&raw, *p);
	}
	buf_init(&out, 65536);
	buf_puts(&out, "");
	for (p = buf_text(&raw); *p;) {
		const char *end, *text;

		if (strncmp(p, "=?UTF-8?", 8) != 0) {
			word_before = false;
			buf_putc(&out, *p++);
			continue;
		}
		if (word_before) /* the space between two words is none */
			buf_truncate(&out, out.len - 1);
		text = p + 10;
		end = strstr(text, "?=");
		assert_non_null(end);
		assert_true(end + 2 - p <= 75);
		if (p[8] == 'Q')
			decode_quoted(&out, text, (size_t)(end - text), true);
		else
			decode_base64(&out, text, (size_t)(end - text));
		assert_true(utf8_valid(buf_text(&out), out.len));
		p = end + 2;
		if (*p == ' ' && !strncmp(p + 1, "=?", 2)) {
			buf_putc(&out, ' ');
			word_before = true;
			p++;
		}
	}
	buf_free(&raw);
	return buf_steal(&out);
}

/* The decoded body of the part with this type. */
static void part(struct buf *out, const char *mail, const char *type)
{
	char key[64], *boundary = NULL;
	const char *p, *end;
	size_t n;

	snprintf(key, sizeof(key), "\r\nContent-Type: %s;", type);
	p = strstr(mail, key);
	assert_non_null(p);
	end = strstr(mail, "boundary=\"");
	assert_non_null(end);
	n = strcspn(end + 10, "\"");
	boundary = mem_alloc(n + 5);
	snprintf(boundary, n + 5, "\r\n--%.*s", (int)n, end + 10);
	end = strstr(p, boundary);
	assert_non_null(end);
	free(boundary);
	p = strstr(p, "Content-Transfer-Encoding: ") + 27;
	buf_init(out, CAP_MAIL);
	if (!strncmp(p, "base64", 6)) {
		p = strstr(p, "\r\n\r\n") + 4;
		decode_base64(out, p, (size_t)(end - p));
	} else {
		assert_memory_equal(p, "quoted-printable", 16);
		p = strstr(p, "\r\n\r\n") + 4;
		decode_quoted(out, p, (size_t)(end - p), false);
	}
	assert_true(utf8_valid(buf_text(out), out->len));
}

/* RFC 3676 with DelSp=yes: paragraphs on one line each. */
static void unflow(struct buf *out, const char *text)
{
	buf_init(out, CAP_MAIL);
	while (*text) {
		size_t n = strcspn(text, "\r");
		const char *line = text;

		text += n + 2;
		if (n && *line == ' ') {
			line++;
			n--;
		}
		if (n && line[n - 1] == ' ' &&
		    !(n == 3 && !memcmp(line, "-- ", 3)))
			buf_add(out, line, n - 1);
		else {
			buf_add(out, line, n);
			buf_putc(out, '\n');
		}
	}
}

/* --- tests --- */

static void test_golden(void **state)
{
	struct buf b;

	(void)state;
	compose(&b, &envelope, &sample_digest);
	golden_check("digest.eml", &b);
	buf_init(&b, CAP_MAIL);
	mail_text(&b, &envelope, &sample_digest);
	golden_check("digest.txt", &b);
}

static void test_subject(void **state)
{
	struct digest_report d = sample_digest;
	struct rumor_row settled[4];
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(mail_subject(&a, &d),
	    "1 correction, 1 confirmed, 1 contradicted, 2 new rumors, "
	    "1 developing, 3 stories, 1 source down");
	for (size_t i = 0; i < 4; i++)
		settled[i] = sample_rumors[3];
	settled[1].status = RUMOR_PARTLY_CONFIRMED;
	settled[2].status = RUMOR_DENIED;
	settled[3].status = RUMOR_EXPIRED;
	d = (struct digest_report){.confirmed = settled,
	    .confirmed_count = 2,
	    .refuted = settled + 2,
	    .refuted_count = 2};
	assert_string_equal(mail_subject(&a, &d),
	    "1 confirmed, 1 partly confirmed, 1 denied, 1 expired");
	d = (struct digest_report){
	    .at_once = true, .confirmed = settled, .confirmed_count = 1};
	assert_string_equal(mail_subject(&a, &d),
	    "1 confirmed: Xiaomi replaces MIUI with a system of its own.");
	arena_free(&a);
}

static void test_empty_is_not_sent(void **state)
{
	const struct digest_report empty = {.from = 1, .to = REPORT_NOW};
	struct buf b;

	(void)state;
	assert_false(mail_has_content(&empty));
	assert_true(mail_has_content(&sample_digest));
	buf_init(&b, CAP_MAIL);
	mail_text(&b, &envelope, &empty);
	assert_string_equal(
	    buf_text(&b), "There is nothing to tell; no mail would go out.\n");
	buf_free(&b);
}

static void assert_header(
    const char *mail, const char *name, const char *wanted)
{
	char *value = header(mail, name);

	if (!value)
		fail_msg("no %s", name);
	assert_string_equal(value, wanted);
	free(value);
}

static void test_headers(void **state)
{
	struct mail_envelope e = envelope;
	struct arena a;
	struct buf b;

	(void)state;
	arena_init(&a);
	e.in_reply_to = "<0123@example.org>";
	compose(&b, &e, &sample_digest);
	assert_header(b.data, "From", "hearsay <hearsay@example.org>");
	assert_header(b.data, "To", "reader@example.org");
	assert_header(b.data, "Date", "Wed, 18 Oct 2023 08:30:00 +0200");
	assert_header(
	    b.data, "Message-ID", mail_message_id(&a, &e, &sample_digest));
	assert_header(b.data, "In-Reply-To", "<0123@example.org>");
	assert_header(b.data, "References", "<0123@example.org>");
	assert_header(b.data, "List-Id", "<hearsay.example.org>");
	assert_header(b.data, "List-Unsubscribe",
	    "<mailto:hearsay-off@example.org?subject=unsubscribe>");
	assert_header(b.data, "Auto-Submitted", "auto-generated");
	assert_header(b.data, "MIME-Version", "1.0");
	assert_null(header(b.data, "List-Unsubscribe-Post"));
	buf_free(&b);
	compose(&b, &envelope, &sample_digest);
	assert_null(header(b.data, "In-Reply-To"));
	assert_null(header(b.data, "References"));
	buf_free(&b);
	arena_free(&a);
}

/* West of Greenwich, and half an hour. */
static void test_date_offsets(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	mime_put_date_field(&b, "Date", REPORT_NOW, -12600);
	mime_put_date_field(&b, "Date", REPORT_NOW, 0);
	assert_string_equal(buf_text(&b),
	    "Date: Wed, 18 Oct 2023 03:00:00 -0330\r\n"
	    "Date: Wed, 18 Oct 2023 06:30:00 +0000\r\n");
	buf_free(&b);
}

static void test_deterministic(void **state)
{
	struct mail_envelope e = envelope;
	struct digest_report d = sample_digest;
	struct buf one, two;
	struct arena a;
	const char *id;

	(void)state;
	arena_init(&a);
	compose(&one, &e, &d);
	compose(&two, &e, &d);
	assert_string_equal(one.data, two.data);
	id = mail_message_id(&a, &e, &d);
	e.date += 86400; /* a repeat next day is the same mail */
	assert_string_equal(mail_message_id(&a, &e, &d), id);
	e.to = "editor@example.org";
	assert_string_not_equal(mail_message_id(&a, &e, &d), id);
	e.to = envelope.to;
	d.to++;
	assert_string_not_equal(mail_message_id(&a, &e, &d), id);
	d.to--;
	e.digest = "evening";
	assert_string_not_equal(mail_message_id(&a, &e, &d), id);
	buf_free(&one);
	buf_free(&two);
	arena_free(&a);
}

/* A title with CR, LF and a header of its own stays a title. */
static void test_no_header_injection(void **state)
{
	struct mail_envelope e = envelope;
	struct rumor_row hostile = sample_rumors[3];
	const struct digest_report d = {.to = REPORT_NOW,
	    .at_once = true,
	    .confirmed = &hostile,
	    .confirmed_count = 1};
	struct buf b;
	char *subject;

	(void)state;
	hostile.statement = "Quiet\r\nBcc: all@example.net\r\n\r\nbody\n\x7f!";
	e.to = "reader@example.org\r\nX-Evil: 1";
	e.digest = "morning\nX-Evil: 2";
	compose(&b, &e, &d);
	subject = header(b.data, "Subject");
	assert_string_equal(
	    subject, "1 confirmed: Quiet  Bcc: all@example.net    body  !");
	free(subject);
	assert_null(strstr(b.data, "\nBcc:"));
	assert_null(strstr(b.data, "\nX-Evil:"));
	assert_null(header(b.data, "X-Evil"));
	buf_free(&b);
}

static void check_header_lines(const char *mail)
{
	const char *end = strstr(mail, "\r\n\r\n");

	while (mail < end) {
		size_t n = strcspn(mail, "\r");

		if (n > 78 || (n > 76 && memmem(mail, n, "=?", 2)))
			fail_msg("%zu characters: %.*s", n, (int)n, mail);
		for (size_t i = 0; i < n; i++)
			assert_in_range((unsigned char)mail[i], 0x20, 0x7e);
		mail += n + 2;
	}
}

static void test_subjects_survive(void **state)
{
	static const char *const statements[] = {
	    "小米澎湃OS将由小米14系列首发搭载，其他机型的升级计划随后公布，"
	    "老机型用户最关心",
	    "Überraschung: das nächste System heißt „HyperOS“, sagt jemand",
	    "an =?UTF-8?Q?encoded?= word in a title is text",
	    "plain words of no particular interest that go on until the line "
	    "has to be folded at some space",
	    "one-word-that-is-far-too-long-for-a-line-and-has-no-space-at-all-"
	    "but-is-plain-ASCII-all-the-same",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]);
	     i++) {
		struct rumor_row r = sample_rumors[3];
		const struct digest_report d = {.to = REPORT_NOW,
		    .at_once = true,
		    .confirmed = &r,
		    .confirmed_count = 1};
		struct arena a;
		struct buf b;
		char *subject;

		arena_init(&a);
		r.statement = statements[i];
		compose(&b, &envelope, &d);
		if (i != 4)
			check_header_lines(b.data);
		subject = header(b.data, "Subject");
		assert_string_equal(subject, mail_subject(&a, &d));
		assert_non_null(strstr(b.data, "\r\nSubject: 1 confirmed:"));
		free(subject);
		buf_free(&b);
		arena_free(&a);
	}
}

static void test_names_are_encoded(void **state)
{
	struct buf b;
	char *value;

	(void)state;
	buf_init(&b, 4096);
	mime_put_mailbox_field(&b, "From", "Gerüchte <hearsay@example.org>");
	buf_puts(&b, "\r\n");
	value = header(b.data, "From");
	assert_string_equal(value, "Gerüchte <hearsay@example.org>");
	assert_non_null(strstr(b.data, "=?UTF-8?"));
	free(value);
	buf_free(&b);
}

static void test_lines_end_with_crlf(void **state)
{
	struct buf b;

	(void)state;
	compose(&b, &envelope, &sample_digest);
	for (size_t i = 0; i < b.len; i++) {
		unsigned char c = (unsigned char)b.data[i];

		if (c == '\n')
			assert_true(i && b.data[i - 1] == '\r');
		if (c == '\r')
			assert_true(b.data[i + 1] == '\n');
		assert_true(c < 0x80);
	}
	for (const char *p = b.data; *p; p += strcspn(p, "\r") + 2)
		assert_true(strcspn(p, "\r") <= 78);
	buf_free(&b);
}

static void test_text_part(void **state)
{
	struct buf b, text, flat;

	(void)state;
	compose(&b, &envelope, &sample_digest);
	part(&text, b.data, "text/plain");
	for (char *p = text.data; *p;) {
		size_t n = strcspn(p, "\r");

		p[n] = '\0';
		if (utf8_width(p) > 78)
			fail_msg("%zu columns: %s", utf8_width(p), p);
		p[n] = '\r';
		p += n + 2;
	}
	unflow(&flat, buf_text(&text));
	assert_non_null(strstr(flat.data,
	    "“小米澎湃OS将由小米14系列首发搭载，其他机型的升级计划随后公布。”"));
	assert_non_null(strstr(flat.data,
	    "小米将以全新的操作系统取代MIUI，名称与发布时间仍未公布，"
	    "首批机型据称包括小米14系列。"));
	assert_non_null(strstr(flat.data,
	    "First said on 12 Oct 2023 by Digital Chat Station in Phone "
	    "Ledger: right 69 % (49–86 %, n 12)."));
	assert_non_null(strstr(flat.data, "9 outlets, 1 origin"));
	assert_non_null(strstr(
	    flat.data, "\nhttps://phoneledger.example/2023/miui-ends\n"));
	assert_non_null(strstr(flat.data, "Quiet Bcc: all@example.net\\x1b"));
	assert_null(strstr(flat.data, "javascript:"));
	buf_free(&b);
	buf_free(&text);
	buf_free(&flat);
}

/* Corrections, confirmations, refutations, new, developing, stories, down. */
static void test_order(void **state)
{
	static const char *const titles[] = {"Corrections", "\nConfirmed",
	    "\nDenied", "\nNew rumors", "\nDeveloping", "\nTop stories",
	    "\nSources that were down", "\n-- \n"};
	const char *at;
	struct buf b;

	(void)state;
	buf_init(&b, CAP_MAIL);
	mail_text(&b, &envelope, &sample_digest);
	at = buf_text(&b);
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		at = strstr(at, titles[i]);
		if (!at)
			fail_msg("%s is missing or out of order", titles[i]);
	}
	buf_free(&b);
}

static void test_space_stuffing(void **state)
{
	struct story_row s = {.id = 1, .outlet_count = 1};
	const struct digest_report d = {
	    .to = REPORT_NOW, .stories = &s, .story_count = 1};
	struct buf b, text, flat;

	(void)state;
	/* The break falls before what a mail program would take for a quote. */
	s.headline = "a headline that is just as long as one line of a mail "
		     "can be, and then >quotes From somebody";
	compose(&b, &envelope, &d);
	part(&text, b.data, "text/plain");
	assert_null(strstr(text.data, "\n>"));
	unflow(&flat, buf_text(&text));
	assert_non_null(strstr(flat.data, s.headline));
	buf_free(&b);
	buf_free(&text);
	buf_free(&flat);
}

static void test_html_part(void **state)
{
	static const char *const never[] = {"<img", "<script", "<link",
	    "<iframe", "src=", "url(", "@import", "javascript:", "onclick",
	    "<b>", "\033"};
	struct rumor_row r = sample_rumors[3];
	struct digest_report d = sample_digest;
	struct buf b, html;

	(void)state;
	r.statement = "<b onclick=\"x\">bold</b> & <script>alert('1')</script>";
	r.first_url = "https://x.example/?a=1&b='2'";
	d.confirmed = &r;
	compose(&b, &envelope, &d);
	part(&html, b.data, "text/html");
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		const char *at = strstr(html.data, never[i]);

		if (at && strcmp(never[i], "onclick") != 0)
			fail_msg("%s in the HTML part", never[i]);
	}
	assert_non_null(strstr(html.data,
	    "&lt;b onclick=&quot;x&quot;&gt;bold&lt;/b&gt; &amp; "
	    "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
	assert_non_null(strstr(
	    html.data, "href=\"https://x.example/?a=1&amp;b=&#39;2&#39;\""));
	assert_non_null(strstr(html.data, "prefers-color-scheme: dark"));
	assert_non_null(strstr(html.data, ">✗</span> contradicted</span>"));
	buf_free(&b);
	buf_free(&html);
}

/* However much there is: the HTML stays below 100 kB, the mail in its cap. */
static void test_mail_is_bounded(void **state)
{
	enum { MANY = 9000 };
	struct story_row *stories = mem_array(MANY, sizeof(*stories));
	struct rumor_row *rumors = mem_array(MANY, sizeof(*rumors));
	const struct digest_report d = {.to = REPORT_NOW,
	    .fresh = rumors,
	    .fresh_count = MANY,
	    .stories = stories,
	    .story_count = MANY};
	const char *html;
	struct buf b, text;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		stories[i] = sample_stories[1];
		rumors[i] = sample_rumors[1];
	}
	compose(&b, &envelope, &d);
	html = strstr(b.data, "Content-Type: text/html");
	assert_non_null(html);
	assert_true(strlen(html) < 100000);
	assert_non_null(strstr(b.data, "Content-Transfer-Encoding: base64"));
	part(&text, b.data, "text/plain");
	assert_non_null(strstr(
	    text.data, "And 8980 more: hearsay rumors --status unsettled"));
	assert_non_null(strstr(text.data, "And 8980 more: hearsay stories"));
	buf_free(&text);
	buf_free(&b);
	free(stories);
	free(rumors);
}

/*
 * A backlog of 211 rumors: 20 of them, the weightiest first, and one line for
 * the rest; in both parts.
 */
static void test_backlog(void **state)
{
	enum { MANY = 211, STORIES = 25 };
	struct rumor_row rumors[MANY];
	struct story_row stories[STORIES];
	struct mail_envelope e = envelope;
	const struct digest_report d = {.from = REPORT_NOW - 86400,
	    .to = REPORT_NOW,
	    .fresh = rumors,
	    .fresh_count = MANY,
	    .stories = stories,
	    .story_count = STORIES};
	struct buf b, html;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		rumors[i] = (struct rumor_row){.id = (int64_t)i + 1,
		    .statement = "A phone gets a system of its own.",
		    .status = i % 50 == 7 ? RUMOR_CORROBORATED : RUMOR_OPEN,
		    .vendor = "Xiaomi",
		    .first_at = REPORT_NOW - 3600 - (int64_t)i,
		    .origin_count = i % 40 == 0 ? 2 : 1,
		    .outlet_count = 1 + i % 3};
	for (size_t i = 0; i < STORIES; i++)
		stories[i] = (struct story_row){.id = (int64_t)i + 1,
		    .headline = "A phone is told of",
		    .outlet_count = 3};
	e.page = "127.0.0.1:8017";
	compose(&b, &e, &d);
	part(&html, b.data, "text/html");
	golden_check("digest-backlog.html", &html);
	buf_clear(&b);
	mail_text(&b, &e, &d);
	golden_check("digest-backlog.txt", &b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_golden),
	    cmocka_unit_test(test_subject),
	    cmocka_unit_test(test_empty_is_not_sent),
	    cmocka_unit_test(test_headers),
	    cmocka_unit_test(test_date_offsets),
	    cmocka_unit_test(test_deterministic),
	    cmocka_unit_test(test_no_header_injection),
	    cmocka_unit_test(test_subjects_survive),
	    cmocka_unit_test(test_names_are_encoded),
	    cmocka_unit_test(test_lines_end_with_crlf),
	    cmocka_unit_test(test_text_part),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_space_stuffing),
	    cmocka_unit_test(test_html_part),
	    cmocka_unit_test(test_mail_is_bounded),
	    cmocka_unit_test(test_backlog),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
