/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state machine of one anonymous look: RFC 6120 sections 4 and 5, XEP-0368, XEP-0077.
 *
 *   plain:   header and <starttls/> in one write; header, features and <proceed/> come back
 *   shaking: TLS
 *   secure:  header and form request in one write; header, features and the form come back
 */
#include "net/stream-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/jid.h"
#include "base/limits.h"

#define STREAM_END   "</stream:stream>"
#define FORM_REQUEST "<iq type='get' id='form'><query xmlns='jabber:iq:register'/></iq>"

enum { CHUNK_BYTES = 16 * 1024, GREETING_SHOWN = 40 };

static void
end (GwStream *stream)
{
  stream->state = GW_STREAM_ENDED;
  stream->report.tcp_only =
      stream->report.bytes_in == 0 && BIO_number_read (SSL_get_rbio (stream->session)) == 0;
}

/* One attempt to leave politely. Nobody waits for the answer. */
static void
say_goodbye (GwStream *stream)
{
  gboolean is_mid_write = stream->out->len > 0;

  if (is_mid_write)
    return;
  if (stream->state == GW_STREAM_PLAIN && !stream->may_proceed)
    (void)!send (stream->fd, STREAM_END, strlen (STREAM_END), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (stream->state != GW_STREAM_SECURE)
    return;
  ERR_clear_error ();
  if (SSL_write (stream->session, STREAM_END, (int)strlen (STREAM_END)) > 0)
    SSL_shutdown (stream->session);
  ERR_clear_error ();
}

void
gw_stream_finish (GwStream *stream)
{
  say_goodbye (stream);
  end (stream);
}

void
gw_stream_refuse (GwStream *stream, GwErrorCode code, const char *detail)
{
  if (stream->state == GW_STREAM_ENDED)
    return;
  gw_error_set (&stream->report.error, code, stream->domain, detail);
  gw_stream_finish (stream);
}

/* The connection's end: nothing can be said any more. */
static void
break_off (GwStream *stream, GwErrorCode code, const char *detail)
{
  gw_error_set (&stream->report.error, code, stream->domain, detail);
  end (stream);
}

static void
break_by_socket (GwStream *stream, int number)
{
  gboolean was_connected = stream->sent > 0 || stream->report.bytes_in > 0 ||
                           BIO_number_written (SSL_get_wbio (stream->session)) > 0;

  if (stream->report.features != NULL)
    end (stream);
  else if (was_connected || number == 0)
    break_off (stream, GW_ERROR_HANGUP, number != 0 ? g_strerror (number) : NULL);
  else if (number == ECONNREFUSED)
    break_off (stream, GW_ERROR_CONNECT_REFUSED, NULL);
  else
    break_off (stream, GW_ERROR_CONNECT_FAILED, g_strerror (number));
}

/* A new stream on the same connection: RFC 6120 section 5.4.3.3 wants everything forgotten. */
static void
open_xml (GwStream *stream, const char *request)
{
  /* On the wire an XMPP address holds the letters themselves, not their form for DNS (RFC 7622
   * section 3.2). */
  g_autofree char *shown = gw_domain_display (stream->domain);
  g_autofree char *to = gw_xml_escape (shown != NULL ? shown : stream->domain);

  g_clear_pointer (&stream->parser, gw_xml_parser_free);
  stream->parser = gw_xml_parser_new (&gw_stream_handler, stream);
  stream->fed = 0;
  stream->is_markup = FALSE;
  g_string_append_printf (stream->out,
                          "<?xml version='1.0'?><stream:stream xmlns='" GW_NS_CLIENT
                          "' xmlns:stream='" GW_NS_STREAM "' to='%s' version='1.0' xml:lang='en'>",
                          to);
  g_string_append (stream->out, request);
}

/* FALSE for a server of another kind, which tends to say so in its first line. */
static gboolean
check_first_bytes (GwStream *stream, const char *bytes, gsize length)
{
  gsize at = 0;

  if (stream->is_markup)
    return TRUE;
  while (at < length && g_ascii_isspace (bytes[at]))
    at++;
  if (at == length)
    return TRUE;
  if (bytes[at] != '<') {
    g_autofree char *greeting = g_utf8_make_valid (bytes, (gssize)MIN (length, GREETING_SHOWN));

    gw_stream_refuse (stream, GW_ERROR_NOT_XMPP, greeting);
    return FALSE;
  }
  stream->is_markup = TRUE;
  return TRUE;
}

static void
receive (GwStream *stream, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  stream->report.bytes_in += length;
  stream->fed += length;
  if (!check_first_bytes (stream, bytes, length))
    return;
  if (!gw_xml_parser_feed (stream->parser, bytes, length, &error) && !stream->may_proceed)
    gw_stream_refuse (stream, gw_error_code (error), gw_xml_parser_reason (stream->parser));
}

/* Whatever came in the clear after <proceed/> must not count as said over TLS (RFC 6120
 * section 5.4.3.3, "STARTTLS injection"). */
static void
drop_injected (GwStream *stream)
{
  char chunk[CHUNK_BYTES];
  gssize n = 0;

  if (stream->fed > stream->clear_end)
    stream->report.injected = TRUE;
  while (stream->report.bytes_in <= GW_LIMIT_XML_STREAM &&
         (n = recv (stream->fd, chunk, sizeof chunk, MSG_DONTWAIT)) > 0) {
    stream->report.bytes_in += (gsize)n;
    stream->report.injected = TRUE;
  }
}

static void
start_tls (GwStream *stream)
{
  ERR_clear_error ();
  if (SSL_set_fd (stream->session, stream->fd) == 1) {
    stream->state = GW_STREAM_SHAKING;
    return;
  }
  break_off (stream, GW_ERROR_TLS_FAILED, NULL);
}

/* The kernel forgets it with each acknowledgement that it delays; a server with Nagle's algorithm
 * would wait for that one (40 ms each time). */
static void
acknowledge_at_once (GwStream *stream)
{
  int on = 1, number = errno; /* still to be read by the caller */

  setsockopt (stream->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  errno = number;
}

/* What OpenSSL's refusal to go on means. TRUE: it only waits. */
static gboolean
is_tls_waiting (GwStream *stream, int result)
{
  int number = errno;
  g_autofree char *reason = NULL;

  switch (SSL_get_error (stream->session, result)) {
  case SSL_ERROR_WANT_READ:
    stream->want = GW_STEP_WANT_READ;
    return TRUE;
  case SSL_ERROR_WANT_WRITE:
    stream->want = GW_STEP_WANT_WRITE;
    return TRUE;
  case SSL_ERROR_ZERO_RETURN:
    break_by_socket (stream, 0);
    return FALSE;
  case SSL_ERROR_SYSCALL:
    break_by_socket (stream, number);
    return FALSE;
  default:
    if (ERR_GET_REASON (ERR_peek_error ()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
      break_by_socket (stream, 0);
      return FALSE;
    }
    reason = gw_tls_take_error ();
    if (stream->report.features != NULL)
      end (stream);
    else
      break_off (stream, GW_ERROR_TLS_FAILED, reason);
    return FALSE;
  }
}

static gboolean
is_socket_waiting (GwStream *stream, GwStep want)
{
  int number = errno;

  stream->want = want;
  if (number == EAGAIN || number == EINTR)
    return TRUE;
  break_by_socket (stream, number);
  return FALSE;
}

/* The three below do one piece of work. TRUE: it has to wait first, for what `want` says. */

static gboolean
shake (GwStream *stream)
{
  int result;

  ERR_clear_error ();
  errno = 0;
  result = SSL_do_handshake (stream->session);
  acknowledge_at_once (stream);
  if (result != 1)
    return is_tls_waiting (stream, result);
  stream->report.tls = gw_tls_evidence_new (stream->session);
  stream->report.tls_us = g_get_monotonic_time () - stream->started;
  stream->state = GW_STREAM_SECURE;
  stream->may_proceed = FALSE;
  open_xml (stream, stream->want_form ? FORM_REQUEST : "");
  return FALSE;
}

static gboolean
write_some (GwStream *stream)
{
  gssize n;

  ERR_clear_error ();
  errno = 0;
  if (stream->state == GW_STREAM_SECURE)
    n = SSL_write (stream->session, stream->out->str, (int)stream->out->len);
  else
    n = send (stream->fd, stream->out->str, stream->out->len, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n <= 0)
    return stream->state == GW_STREAM_SECURE ? is_tls_waiting (stream, (int)n)
                                             : is_socket_waiting (stream, GW_STEP_WANT_WRITE);
  acknowledge_at_once (stream);
  stream->sent += (gsize)n;
  g_string_erase (stream->out, 0, n);
  return FALSE;
}

static gboolean
read_some (GwStream *stream)
{
  char chunk[CHUNK_BYTES];
  gssize n;

  ERR_clear_error ();
  errno = 0;
  if (stream->state == GW_STREAM_SECURE)
    n = SSL_read (stream->session, chunk, sizeof chunk);
  else
    n = recv (stream->fd, chunk, sizeof chunk, MSG_DONTWAIT);
  if (n < 0 || (n == 0 && stream->state == GW_STREAM_SECURE))
    return stream->state == GW_STREAM_SECURE ? is_tls_waiting (stream, (int)n)
                                             : is_socket_waiting (stream, GW_STEP_WANT_READ);
  acknowledge_at_once (stream);
  if (n == 0) {
    break_by_socket (stream, 0);
    return FALSE;
  }
  receive (stream, chunk, (gsize)n);
  if (stream->may_proceed && stream->state == GW_STREAM_PLAIN) {
    drop_injected (stream);
    start_tls (stream);
  }
  return FALSE;
}

GwStream *
gw_stream_new (int fd, SSL *session, const char *domain, gboolean direct_tls, gboolean want_form)
{
  GwStream *stream;

  g_return_val_if_fail (fd >= 0 && session != NULL && domain != NULL, NULL);

  stream = g_new0 (GwStream, 1);
  stream->fd = fd;
  stream->session = session;
  stream->domain = g_strdup (domain);
  stream->want_form = want_form;
  stream->want = GW_STEP_WANT_WRITE;
  stream->out = g_string_new (NULL);
  stream->report.direct_tls = direct_tls;
  if (direct_tls)
    start_tls (stream);
  else
    open_xml (stream, "<starttls xmlns='" GW_NS_TLS "'/>");
  return stream;
}

void
gw_stream_free (GwStream *stream)
{
  if (stream == NULL)
    return;
  g_clear_pointer (&stream->parser, gw_xml_parser_free);
  SSL_free (stream->session);
  close (stream->fd);
  g_string_free (stream->out, TRUE);
  g_free (stream->domain);
  g_free (stream->report.stream_from);
  g_free (stream->report.stream_id);
  g_free (stream->report.stream_version);
  gw_xml_unref (stream->report.plain_features);
  gw_xml_unref (stream->report.features);
  gw_tls_evidence_free (stream->report.tls);
  gw_xml_unref (stream->report.form_reply);
  g_clear_error (&stream->report.error);
  g_free (stream);
}

GwStep
gw_stream_step (GwStream *stream)
{
  gboolean is_waiting = FALSE;

  g_return_val_if_fail (stream != NULL, GW_STEP_DONE);

  if (stream->started == 0)
    stream->started = g_get_monotonic_time ();
  while (stream->state != GW_STREAM_ENDED && !is_waiting) {
    if (stream->state == GW_STREAM_SHAKING)
      is_waiting = shake (stream);
    else if (stream->out->len > 0)
      is_waiting = write_some (stream);
    else
      is_waiting = read_some (stream);
  }
  return stream->state == GW_STREAM_ENDED ? GW_STEP_DONE : stream->want;
}

int
gw_stream_fd (const GwStream *stream)
{
  return stream->fd;
}

void
gw_stream_fail (GwStream *stream, GwErrorCode code)
{
  g_return_if_fail (stream != NULL);
  gw_stream_refuse (stream, code, NULL);
}

const GwStreamReport *
gw_stream_report (const GwStream *stream)
{
  return &stream->report;
}
