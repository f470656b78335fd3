/*
 * Mail through the net role to a loopback server of the test's own, which
 * says what the recipient's name asks it to say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/mem.h"
#include "loopback.h"
#include "netrole.h"

/* --- the server --- */

static void reply_to(int fd, const char *line, const char *word,
    const char *refusal, const char *otherwise)
{
	loopback_puts(fd, strstr(line, word) ? refusal : otherwise);
}

static void take_message(struct loopback *l, int fd, const char *rcpt)
{
	char text[NOTE_BYTES];

	loopback_puts(fd, "354 Go on\r\n");
	if (loopback_read_until(fd, "\r\n.\r\n", text, sizeof(text)) == 0)
		return;
	loopback_note(l, text);
	if (strstr(rcpt, "vanish"))
		return; /* the caller hangs up */
	reply_to(fd, rcpt, "spam", "554 5.7.1 Looks like spam\r\n",
	    "250 2.0.0 Queued\r\n");
}

static void take_credentials(struct loopback *l, int fd)
{
	char line[NOTE_BYTES];

	loopback_puts(fd, "334 \r\n");
	if (loopback_read_until(fd, "\r\n", line, sizeof(line)) == 0)
		return;
	loopback_note(l, line);
	/* \0user\0secret */
	loopback_puts(fd, strcmp(line, "AHVzZXIAc2VjcmV0\r\n") == 0
			      ? "235 2.7.0 Welcome\r\n"
			      : "535 5.7.8 No such user\r\n");
}

static void serve(struct loopback *l, int fd)
{
	char line[NOTE_BYTES], rcpt[NOTE_BYTES] = "";

	loopback_puts(fd, "220 mail.example.org ESMTP\r\n");
	while (loopback_read_until(fd, "\r\n", line, sizeof(line)) > 0) {
		loopback_note(l, line);
		if (!strncmp(line, "EHLO", 4)) {
			loopback_puts(fd, "250-mail.example.org\r\n"
					  "250-SIZE 1000000\r\n"
					  "250 AUTH PLAIN LOGIN\r\n");
		} else if (!strncmp(line, "AUTH", 4)) {
			take_credentials(l, fd);
		} else if (!strncmp(line, "MAIL", 4)) {
			reply_to(fd, line, "refused@",
			    "550 5.1.8 Bad sender\r\n", "250 2.1.0 OK\r\n");
		} else if (!strncmp(line, "RCPT", 4)) {
			snprintf(rcpt, sizeof(rcpt), "%s", line);
			reply_to(fd, line, "nobody@",
			    "550 5.1.1 No such mailbox\r\n",
			    strstr(line, "full@")
				? "452 4.2.2 Mailbox is full\r\n"
				: "250 2.1.5 OK\r\n");
		} else if (!strncmp(line, "DATA", 4)) {
			take_message(l, fd, rcpt);
			if (strstr(rcpt, "vanish"))
				return;
		} else if (!strncmp(line, "QUIT", 4)) {
			loopback_puts(fd, "221 2.0.0 Bye\r\n");
			return;
		} else {
			loopback_puts(fd, "250 2.0.0 OK\r\n");
		}
	}
}

/* --- the fixture --- */

static struct net_settings settings_for(struct world *w)
{
	snprintf(w->url, sizeof(w->url), "smtp://127.0.0.1:%u", w->server.port);
	return (struct net_settings){
	    .user_agent = "hearsay-test/1.0",
	    .connect_timeout_ms = 5000,
	    .max_connections = 4,
	    .smtp_url = w->url,
	};
}

static int world_open(void **state)
{
	struct world *w = world_new(serve);
	struct net_settings s = settings_for(w);

	world_start(w, &s);
	*state = w;
	return 0;
}

static const char message[] = "From: hearsay <hearsay@example.org>\r\n"
			      "Subject: digest\r\n"
			      "\r\n"
			      "A line.\r\n"
			      ".\r\n"
			      "..two dots\r\n"
			      "caf\xc3\xa9\r\n";

static const struct mail_reply *mail(
    struct world *w, const char *from, const char *to)
{
	struct mail_request q = {from, to, message, sizeof(message) - 1};

	netrole_mail(&w->role, &q, &w->mailed);
	return &w->mailed;
}

/* The first line that the server got which begins so, or NULL. */
static const char *seen(const struct world *w, const char *start)
{
	int n = atomic_load(&w->server.notes->count);

	for (int i = 0; i < n; i++)
		if (!strncmp(w->server.notes->text[i], start, strlen(start)))
			return w->server.notes->text[i];
	return NULL;
}

static const char sender[] = "hearsay <hearsay@example.org>";

/* --- tests --- */

static void a_message_arrives_as_it_was_given(void **state)
{
	/* As it travels: a dot before each line that begins with one. */
	static const char travelling[] =
	    "From: hearsay <hearsay@example.org>\r\n"
	    "Subject: digest\r\n"
	    "\r\n"
	    "A line.\r\n"
	    "..\r\n"
	    "...two dots\r\n"
	    "caf\xc3\xa9\r\n"
	    ".\r\n";
	struct world *w = *state;
	const struct mail_reply *r = mail(w, sender, "me@example.org");

	assert_int_equal(r->status, 250);
	assert_null(r->error);
	assert_false(r->permanent);
	assert_non_null(seen(w, "MAIL FROM:<hearsay@example.org>"));
	assert_string_equal(seen(w, "RCPT"), "RCPT TO:<me@example.org>\r\n");
	assert_string_equal(seen(w, "From:"), travelling);
}

static void refusals_say_whose_fault_it_is(void **state)
{
	static const struct {
		const char *from, *to;
		int64_t status;
		bool permanent;
		const char *error;
	} cases[] = {
	    {sender, "nobody@example.org", 550, true,
		"550 5.1.1 No such mailbox"},
	    {sender, "full@example.org", 452, false,
		"452 4.2.2 Mailbox is full"},
	    {"refused@example.org", "me@example.org", 550, false,
		"550 5.1.8 Bad sender"},
	    {sender, "spam@example.org", 554, false,
		"554 5.7.1 Looks like spam"},
	    {"no address", "me@example.org", 0, false,
		"the sender is no mail address"},
	    {sender, "me@example.org>\r\nRCPT TO:<you@example.org", 0, false,
		"the recipient is no mail address"},
	    {sender, NULL, 0, false, "the recipient is no mail address"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct mail_reply *r =
		    mail(w, cases[i].from, cases[i].to);

		assert_int_equal(r->status, cases[i].status);
		assert_int_equal(r->permanent, cases[i].permanent);
		assert_string_equal(r->error, cases[i].error);
	}
	/* And it goes on. */
	assert_int_equal(mail(w, sender, "me@example.org")->status, 250);
}

static void a_connection_that_breaks_is_no_answer(void **state)
{
	struct world *w = *state;
	const struct mail_reply *r = mail(w, sender, "vanish@example.org");

	assert_int_equal(r->status, 0);
	assert_false(r->permanent);
	assert_non_null(r->error);
}

static void a_server_that_is_down_is_told(void **state)
{
	struct world *w = *state;
	struct net_settings s = settings_for(w);
	const struct mail_reply *r;

	s.smtp_url = "smtp://127.0.0.1:1";
	netrole_set(&w->role, &s);
	r = mail(w, sender, "me@example.org");
	assert_int_equal(r->status, 0);
	assert_non_null(strstr(r->error, "Failed to connect to 127.0.0.1"));
	s.smtp_url = NULL;
	netrole_set(&w->role, &s);
	r = mail(w, sender, "me@example.org");
	assert_string_equal(r->error, "no SMTP server is configured");
}

static void credentials_are_used_and_never_told(void **state)
{
	struct world *w = *state;
	struct net_settings s = settings_for(w);
	const struct mail_reply *r;

	s.smtp_user = "user";
	s.smtp_password = "secret";
	netrole_set(&w->role, &s);
	r = mail(w, sender, "me@example.org");
	assert_int_equal(r->status, 250);
	assert_non_null(seen(w, "AUTH PLAIN"));
	s.smtp_password = "wrong";
	netrole_set(&w->role, &s);
	netrole_stop(&w->role); /* a new connection, so that it is asked */
	netrole_start(&w->role, false);
	netrole_set(&w->role, &s);
	r = mail(w, sender, "me@example.org");
	assert_int_equal(r->status, 535);
	assert_false(r->permanent);
	assert_string_equal(r->error, "535 5.7.8 No such user");
}

/* A server without STARTTLS gets neither the password nor the message. */
static void where_tls_is_required_nothing_goes_out_plain(void **state)
{
	struct world *w = *state;
	struct net_settings s = settings_for(w);
	const struct mail_reply *r;

	s.smtp_user = "user";
	s.smtp_password = "secret";
	s.smtp_tls_required = true;
	netrole_set(&w->role, &s);
	r = mail(w, sender, "me@example.org");
	assert_int_equal(r->status, 0);
	assert_non_null(strstr(r->error, "STARTTLS"));
	assert_null(seen(w, "AUTH"));
	assert_null(seen(w, "MAIL"));
}

static void mails_go_one_by_one_over_one_connection(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    mail(w, sender, "me@example.org")->status, 250);
	assert_int_equal(atomic_load(&w->server.notes->connections), 1);
}

#define ROLE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    ROLE_TEST(a_message_arrives_as_it_was_given),
	    ROLE_TEST(refusals_say_whose_fault_it_is),
	    ROLE_TEST(a_connection_that_breaks_is_no_answer),
	    ROLE_TEST(a_server_that_is_down_is_told),
	    ROLE_TEST(credentials_are_used_and_never_told),
	    ROLE_TEST(where_tls_is_required_nothing_goes_out_plain),
	    ROLE_TEST(mails_go_one_by_one_over_one_connection),
	};

	log_open("test", LOG_LEVEL_WARN, false);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
