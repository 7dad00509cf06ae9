/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state machine of one anonymous look: RFC 6120 sections 4 and 5, XEP-0368, XEP-0077.
 *
 *   plain:   header and <starttls/> in one write; header, features and <proceed/> come back
 *   shaking: TLS
 *   secure:  header and form request in one write; header, features and the form come back
 */
#include "net/stream-hear.h"

#include <errno.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "net/socket.h"

#define FORM_REQUEST "<iq type='get' id='form'><query xmlns='jabber:iq:register'/></iq>"

enum { CHUNK_BYTES = 16 * 1024 };

typedef enum { STATE_PLAIN, STATE_SHAKING, STATE_SECURE, STATE_ENDED } State;

struct _GwStream {
  int fd;
  SSL *session;
  char *domain;
  gboolean is_server;
  State state;
  GwStep want;
  GString *out; /* still to be sent */
  gsize sent;
  gint64 started;
  GwHearing hearing;
  GwStreamReport *report; /* NULL once it was taken */
};

static void
end (GwStream *stream)
{
  stream->state = STATE_ENDED;
  stream->report->tcp_only =
      stream->report->bytes_in == 0 && BIO_number_read (SSL_get_rbio (stream->session)) == 0;
}

/* One attempt to leave politely. Nobody waits for the answer. */
static void
say_goodbye (GwStream *stream)
{
  gboolean is_mid_write = stream->out->len > 0;

  if (is_mid_write)
    return;
  if (stream->state == STATE_PLAIN && !stream->hearing.may_proceed)
    (void)!send (stream->fd, GW_STREAM_END, strlen (GW_STREAM_END), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (stream->state != STATE_SECURE)
    return;
  ERR_clear_error ();
  if (SSL_write (stream->session, GW_STREAM_END, (int)strlen (GW_STREAM_END)) > 0)
    SSL_shutdown (stream->session);
  ERR_clear_error ();
}

/* All was seen, or the server did what ends it. */
static void
finish (GwStream *stream)
{
  say_goodbye (stream);
  end (stream);
}

/* The connection's end: nothing can be said any more. */
static void
break_off (GwStream *stream, GwErrorCode code, const char *detail)
{
  gw_error_set (&stream->report->error, code, stream->domain, detail);
  end (stream);
}

static void
break_by_socket (GwStream *stream, int number)
{
  gboolean was_connected = stream->sent > 0 || stream->report->bytes_in > 0 ||
                           BIO_number_written (SSL_get_wbio (stream->session)) > 0;

  if (stream->report->features != NULL)
    end (stream);
  else if (was_connected || number == 0)
    break_off (stream, GW_ERROR_HANGUP, number != 0 ? g_strerror (number) : NULL);
  else if (number == ECONNREFUSED)
    break_off (stream, GW_ERROR_CONNECT_REFUSED, NULL);
  else
    break_off (stream, GW_ERROR_CONNECT_FAILED, g_strerror (number));
}

/* A new stream on the same connection. */
static void
open_xml (GwStream *stream, const char *request)
{
  gboolean secure = stream->state == STATE_SECURE;

  gw_hearing_open (&stream->hearing, secure);
  gw_stream_header (stream->out, stream->domain, stream->is_server, secure);
  g_string_append (stream->out, request);
}

/* Whatever came in the clear after <proceed/> must not count as said over TLS (RFC 6120
 * section 5.4.3.3, "STARTTLS injection"). */
static void
drop_injected (GwStream *stream)
{
  gsize dropped = gw_socket_drop (stream->fd, GW_LIMIT_XML_STREAM);

  stream->report->bytes_in += dropped;
  stream->report->injected = dropped > 0 || stream->hearing.fed > stream->hearing.clear_end;
}

static void
start_tls (GwStream *stream)
{
  ERR_clear_error ();
  if (SSL_set_fd (stream->session, stream->fd) == 1) {
    stream->state = STATE_SHAKING;
    return;
  }
  break_off (stream, GW_ERROR_TLS_FAILED, NULL);
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
    if (stream->report->features != NULL)
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
  gw_socket_acknowledge (stream->fd);
  if (result != 1)
    return is_tls_waiting (stream, result);
  stream->report->tls = gw_tls_evidence_new (stream->session);
  stream->report->tls_us = g_get_monotonic_time () - stream->started;
  stream->state = STATE_SECURE;
  open_xml (stream, stream->report->form_asked ? FORM_REQUEST : "");
  return FALSE;
}

static gboolean
write_some (GwStream *stream)
{
  gssize n;

  ERR_clear_error ();
  errno = 0;
  if (stream->state == STATE_SECURE)
    n = SSL_write (stream->session, stream->out->str, (int)stream->out->len);
  else
    n = send (stream->fd, stream->out->str, stream->out->len, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n <= 0)
    return stream->state == STATE_SECURE ? is_tls_waiting (stream, (int)n)
                                         : is_socket_waiting (stream, GW_STEP_WANT_WRITE);
  gw_socket_acknowledge (stream->fd);
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
  if (stream->state == STATE_SECURE)
    n = SSL_read (stream->session, chunk, sizeof chunk);
  else
    n = recv (stream->fd, chunk, sizeof chunk, MSG_DONTWAIT);
  if (n < 0 || (n == 0 && stream->state == STATE_SECURE))
    return stream->state == STATE_SECURE ? is_tls_waiting (stream, (int)n)
                                         : is_socket_waiting (stream, GW_STEP_WANT_READ);
  gw_socket_acknowledge (stream->fd);
  if (n == 0) {
    break_by_socket (stream, 0);
    return FALSE;
  }
  gw_hearing_take (&stream->hearing, chunk, (gsize)n);
  if (stream->hearing.ended) {
    finish (stream);
    return FALSE;
  }
  if (stream->hearing.may_proceed && stream->state == STATE_PLAIN) {
    drop_injected (stream);
    start_tls (stream);
  }
  return FALSE;
}

GwStream *
gw_stream_new (int fd, SSL *session, const GwStreamPlan *plan)
{
  GwStream *stream;

  g_return_val_if_fail (fd >= 0 && session != NULL && plan->domain != NULL, NULL);

  stream = g_new0 (GwStream, 1);
  stream->fd = fd;
  stream->session = session;
  stream->domain = g_strdup (plan->domain);
  stream->is_server = plan->is_server;
  stream->want = GW_STEP_WANT_WRITE;
  stream->out = g_string_new (NULL);
  stream->report = gw_stream_report_new ();
  stream->report->direct_tls = plan->direct_tls;
  stream->report->form_asked = plan->want_form;
  stream->hearing = (GwHearing){.report = stream->report, .domain = stream->domain};
  if (plan->direct_tls)
    start_tls (stream);
  else
    open_xml (stream, GW_STREAM_STARTTLS);
  return stream;
}

void
gw_stream_free (GwStream *stream)
{
  if (stream == NULL)
    return;
  gw_hearing_clear (&stream->hearing);
  SSL_free (stream->session);
  close (stream->fd);
  g_string_free (stream->out, TRUE);
  g_free (stream->domain);
  gw_stream_report_free (stream->report);
  g_free (stream);
}

GwStep
gw_stream_step (GwStream *stream)
{
  gboolean is_waiting = FALSE;

  g_return_val_if_fail (stream != NULL, GW_STEP_DONE);

  if (stream->started == 0)
    stream->started = stream->hearing.started = g_get_monotonic_time ();
  while (stream->state != STATE_ENDED && !is_waiting) {
    if (stream->state == STATE_SHAKING)
      is_waiting = shake (stream);
    else if (stream->out->len > 0)
      is_waiting = write_some (stream);
    else
      is_waiting = read_some (stream);
  }
  return stream->state == STATE_ENDED ? GW_STEP_DONE : stream->want;
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

  if (stream->state == STATE_ENDED)
    return;
  gw_hearing_end (&stream->hearing, code, NULL);
  finish (stream);
}

const GwStreamReport *
gw_stream_report (const GwStream *stream)
{
  return stream->report;
}

GwStreamReport *
gw_stream_take_report (GwStream *stream)
{
  g_return_val_if_fail (stream->state == STATE_ENDED, NULL);

  return g_steal_pointer (&stream->report);
}
