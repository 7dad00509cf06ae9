/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting, unpacking, and the question whether the end was the end. */
#include "net/http-answer.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/http-body.h"

#define STATUS_LINE "HTTP/"

struct _GwHttpAnswer {
  CURL *easy;
  char *host;
  gsize header_bytes;
  gboolean has_head; /* up to its empty line */
  GwHttpBody *body;
  gboolean has_body;
  char *link, *allow_methods, *allow_headers; /* see GwHttpResponse */
  GError *error;                              /* why libcurl was stopped */
};

/* What libcurl's callbacks return to say so. */
static gsize
stop (GwHttpAnswer *answer, GwErrorCode code)
{
  if (answer->error == NULL)
    gw_error_set (&answer->error, code, answer->host, NULL);
  return 0;
}

static size_t
on_header (char *bytes, size_t size, size_t n, void *data)
{
  GwHttpAnswer *answer = data;

  answer->header_bytes += size * n;
  if (answer->header_bytes > GW_LIMIT_HTTP_HEADER)
    return stop (answer, GW_ERROR_TOO_LARGE);
  if (size * n >= strlen (STATUS_LINE) && memcmp (bytes, STATUS_LINE, strlen (STATUS_LINE)) == 0)
    answer->has_head = FALSE; /* what came before was an interim answer */
  else if (*bytes == '\r' || *bytes == '\n')
    answer->has_head = TRUE;
  return size * n;
}

/* The last of this name; NULL: none, or several. */
static const char *
read_header (GwHttpAnswer *answer, const char *name)
{
  struct curl_header *header;

  return curl_easy_header (answer->easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK &&
                 header->amount == 1
             ? header->value
             : NULL;
}

/* All of this name, which say together what one would (RFC 9110 section 5.3); NULL: none. */
static char *
join_headers (GwHttpAnswer *answer, const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  struct curl_header *header;

  for (gsize i = 0;
       curl_easy_header (answer->easy, name, i, CURLH_HEADER, -1, &header) == CURLHE_OK; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", header->value);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
has_header (GwHttpAnswer *answer, const char *name)
{
  struct curl_header *header;

  return curl_easy_header (answer->easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK;
}

/* Before the first bytes. */
static gboolean
begin_body (GwHttpAnswer *answer)
{
  const char *encoding = read_header (answer, "content-encoding");

  answer->has_body = TRUE;
  if (encoding != NULL)
    return gw_http_body_set_encoding (answer->body, encoding);
  return !has_header (answer, "content-encoding");
}

static size_t
on_body (char *bytes, size_t size, size_t n, void *data)
{
  GwHttpAnswer *answer = data;

  if (!answer->has_body && !begin_body (answer))
    return stop (answer, GW_ERROR_HTTP_STATUS);
  switch (gw_http_body_take (answer->body, (const guint8 *)bytes, size * n)) {
  case GW_HTTP_BODY_TAKEN:
    return size * n;
  case GW_HTTP_BODY_TOO_LARGE:
    return stop (answer, GW_ERROR_TOO_LARGE);
  case GW_HTTP_BODY_DAMAGED:
    return stop (answer, GW_ERROR_HTTP_STATUS);
  }
  return 0;
}

static int
read_status (GwHttpAnswer *answer)
{
  long status = 0;

  curl_easy_getinfo (answer->easy, CURLINFO_RESPONSE_CODE, &status);
  return (int)status;
}

/* Does only the end of the connection show where the body ends (RFC 9112 section 6.3)? */
static gboolean
is_unframed (GwHttpAnswer *answer)
{
  int status = read_status (answer);
  const char *coding = read_header (answer, "transfer-encoding");
  curl_off_t length = -1;

  curl_easy_getinfo (answer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return status != 204 && status != 304 && length < 0 &&
         (coding == NULL || g_ascii_strcasecmp (coding, "chunked") != 0);
}

gboolean
gw_http_answer_has_begun (const GwHttpAnswer *answer)
{
  return answer->header_bytes > 0;
}

/* libcurl is content when the connection ends in the head of an answer, or without a word in a body
 * whose length is not known: anybody on the way could cut it (RFC 9112 section 9.8). */
gboolean
gw_http_answer_check (GwHttpAnswer *answer, gboolean tls_ended, GError **error)
{
  if (answer->has_head && gw_http_body_is_whole (answer->body) &&
      (tls_ended || !is_unframed (answer)))
    return TRUE;
  gw_error_set (error, GW_ERROR_HANGUP, answer->host, NULL);
  return FALSE;
}

GError *
gw_http_answer_steal_error (GwHttpAnswer *answer)
{
  return g_steal_pointer (&answer->error);
}

GwHttpAnswer *
gw_http_answer_new (CURL *easy, const char *host, gsize max_bytes)
{
  GwHttpAnswer *answer = g_new0 (GwHttpAnswer, 1);

  answer->easy = easy;
  answer->host = g_strdup (host);
  answer->body = gw_http_body_new (max_bytes);
  curl_easy_setopt (easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)max_bytes);
  curl_easy_setopt (easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt (easy, CURLOPT_HTTP_CONTENT_DECODING, 0L); /* see net/http-body */
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, answer);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, answer);
  return answer;
}

void
gw_http_answer_free (GwHttpAnswer *answer)
{
  gw_http_body_free (answer->body);
  g_clear_error (&answer->error);
  g_free (answer->link);
  g_free (answer->allow_methods);
  g_free (answer->allow_headers);
  g_free (answer->host);
  g_free (answer);
}

const char *
gw_http_answer_location (GwHttpAnswer *answer)
{
  char *location = NULL;

  /* RFC 9110 section 15.4; the other 3xx say something else. */
  switch (read_status (answer)) {
  case 301:
  case 302:
  case 303:
  case 307:
  case 308:
    curl_easy_getinfo (answer->easy, CURLINFO_REDIRECT_URL, &location);
    return location;
  default:
    return NULL;
  }
}

void
gw_http_answer_read (GwHttpAnswer *answer, GwHttpResponse *response)
{
  response->status = read_status (answer);
  response->content_type = read_header (answer, "content-type");
  response->etag = read_header (answer, "etag");
  response->last_modified = read_header (answer, "last-modified");
  response->allow_origin = read_header (answer, "access-control-allow-origin");
  if (answer->link == NULL)
    answer->link = join_headers (answer, "link");
  if (answer->allow_methods == NULL)
    answer->allow_methods = join_headers (answer, "access-control-allow-methods");
  if (answer->allow_headers == NULL)
    answer->allow_headers = join_headers (answer, "access-control-allow-headers");
  response->link = answer->link;
  response->allow_methods = answer->allow_methods;
  response->allow_headers = answer->allow_headers;
  response->body = gw_http_body_bytes (answer->body);
}
