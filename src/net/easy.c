/* Options and results that HTTP and SMTP share. */
#include "net/easy.h"

#include <curl/curl.h>

#define CONNECT_MS	15000
#define LOW_SPEED_BYTES 100
#define LOW_SPEED_S	30

static long or_default(int64_t v, long otherwise)
{
	return v > 0 ? (long)v : otherwise;
}

void easy_common(void *easy, const struct net_settings *s, const char *ca_file,
    int64_t total_ms)
{
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	/* "" where there is none: the environment's would be taken else. */
	curl_easy_setopt(easy, CURLOPT_PROXY, s->proxy ? s->proxy : "");
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	/*
	 * A folder of certificates is read again for each connection (22 ms
	 * on Debian); a bundle is kept.
	 */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	    or_default(s->connect_timeout_ms, CONNECT_MS));
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)total_ms);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
	    or_default(s->low_speed_bytes_s, LOW_SPEED_BYTES));
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
	    or_default(s->low_speed_time_s, LOW_SPEED_S));
}

static const struct {
	CURLcode code;
	enum fetch_result result;
} results[] = {
    {CURLE_OK, FETCH_HTTP},
    {CURLE_COULDNT_RESOLVE_HOST, FETCH_DNS},
    {CURLE_COULDNT_RESOLVE_PROXY, FETCH_DNS},
    {CURLE_COULDNT_CONNECT, FETCH_CONNECT},
    {CURLE_SEND_ERROR, FETCH_CONNECT},
    {CURLE_GOT_NOTHING, FETCH_CONNECT},
    {CURLE_OPERATION_TIMEDOUT, FETCH_TIMEOUT},
    {CURLE_SSL_CONNECT_ERROR, FETCH_TLS},
    {CURLE_PEER_FAILED_VERIFICATION, FETCH_TLS},
    {CURLE_SSL_CACERT_BADFILE, FETCH_TLS},
    {CURLE_SSL_CERTPROBLEM, FETCH_TLS},
    {CURLE_SSL_CIPHER, FETCH_TLS},
    {CURLE_SSL_ISSUER_ERROR, FETCH_TLS},
    {CURLE_SSL_INVALIDCERTSTATUS, FETCH_TLS},
    {CURLE_USE_SSL_FAILED, FETCH_TLS},
    {CURLE_PARTIAL_FILE, FETCH_TRUNCATED},
    {CURLE_RECV_ERROR, FETCH_TRUNCATED},
    {CURLE_HTTP2, FETCH_TRUNCATED},
    {CURLE_HTTP2_STREAM, FETCH_TRUNCATED},
    {CURLE_BAD_CONTENT_ENCODING, FETCH_TRUNCATED},
    {CURLE_URL_MALFORMAT, FETCH_BAD_URL},
    {CURLE_FILESIZE_EXCEEDED, FETCH_TOO_LARGE},
};

enum fetch_result easy_result(int code)
{
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if ((int)results[i].code == code)
			return results[i].result;
	return FETCH_OTHER;
}
