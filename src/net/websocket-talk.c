/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes in and out of a WebSocket: TLS, the judge of its certificate, and then what the hearing
 * wants to be said. */
#include "net/websocket-talk.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <unistd.h>

#include "net/certificate.h"
#include "net/socket.h"

enum { CHUNK_BYTES = 16 * 1024, KEY_BYTES = 16 /* RFC 6455 section 4.1 */ };

typedef enum { STATE_SHAKING, STATE_SECURE, STATE_ENDED } State;

struct _GwWebSocketTalk {
  int fd;
  SSL *session;
  char *host, *domain;
  State state;
  GwStep want;
  GString *out;          /* still to be sent */
  GwWebSocketSeen *seen; /* NULL once it was taken */
  GwWebSocketHearing hearing;
};

/* One attempt to leave politely. Nobody waits for the answer. */
static void
finish (GwWebSocketTalk *talk)
{
  gw_websocket_hearing_bid_farewell (&talk->hearing);
  ERR_clear_error ();
  if (talk->state == STATE_SECURE &&
      (talk->out->len == 0 || SSL_write (talk->session, talk->out->str, (int)talk->out->len) > 0))
    SSL_shutdown (talk->session);
  ERR_clear_error ();
  talk->state = STATE_ENDED;
}

/* The connection's end: nothing can be said any more. */
static void
break_off (GwWebSocketTalk *talk, GwErrorCode code, const char *detail)
{
  gw_websocket_hearing_end (&talk->hearing, code, detail);
  talk->state = STATE_ENDED;
}

static void
break_by_socket (GwWebSocketTalk *talk, int number)
{
  gboolean was_connected = BIO_number_written (SSL_get_wbio (talk->session)) > 0;

  if (was_connected || number == 0)
    break_off (talk, GW_ERROR_HANGUP, number != 0 ? g_strerror (number) : NULL);
  else if (number == ECONNREFUSED)
    break_off (talk, GW_ERROR_CONNECT_REFUSED, NULL);
  else
    break_off (talk, GW_ERROR_CONNECT_FAILED, g_strerror (number));
}

static void
break_by_tls (GwWebSocketTalk *talk)
{
  g_autofree char *reason = NULL;

  if (ERR_GET_REASON (ERR_peek_error ()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
    break_by_socket (talk, 0);
    return;
  }
  reason = gw_tls_take_error ();
  break_off (talk, GW_ERROR_TLS_FAILED, reason);
}

/* What OpenSSL's refusal to go on means. TRUE: it only waits. */
static gboolean
is_waiting (GwWebSocketTalk *talk, int result)
{
  int number = errno;

  switch (SSL_get_error (talk->session, result)) {
  case SSL_ERROR_WANT_READ:
    talk->want = GW_STEP_WANT_READ;
    return TRUE;
  case SSL_ERROR_WANT_WRITE:
    talk->want = GW_STEP_WANT_WRITE;
    return TRUE;
  case SSL_ERROR_ZERO_RETURN:
    break_by_socket (talk, 0);
    return FALSE;
  case SSL_ERROR_SYSCALL:
    break_by_socket (talk, number);
    return FALSE;
  default:
    break_by_tls (talk);
    return FALSE;
  }
}

/* Before the first word, so that nothing of ours goes to somebody else. */
static gboolean
is_trusted (GwWebSocketTalk *talk)
{
  g_auto (GwCertVerdict) verdict = {0};

  gw_certificate_judge (talk->seen->tls, talk->host, NULL, g_get_real_time () / G_USEC_PER_SEC,
                        &verdict);
  if (!verdict.ok)
    gw_websocket_hearing_end (&talk->hearing, verdict.fault, verdict.detail);
  return verdict.ok;
}

/* The three below do one piece of work. TRUE: it has to wait first, for what `want` says. */

static gboolean
shake (GwWebSocketTalk *talk)
{
  int result;

  ERR_clear_error ();
  errno = 0;
  result = SSL_do_handshake (talk->session);
  gw_socket_acknowledge (talk->fd);
  if (result != 1)
    return is_waiting (talk, result);
  talk->seen->tls = gw_tls_evidence_new (talk->session);
  talk->state = STATE_SECURE;
  if (is_trusted (talk))
    return FALSE;
  g_string_truncate (talk->out, 0);
  finish (talk);
  return FALSE;
}

static gboolean
write_some (GwWebSocketTalk *talk)
{
  int n;

  ERR_clear_error ();
  errno = 0;
  n = SSL_write (talk->session, talk->out->str, (int)talk->out->len);
  if (n <= 0)
    return is_waiting (talk, n);
  gw_socket_acknowledge (talk->fd);
  g_string_erase (talk->out, 0, n);
  return FALSE;
}

static gboolean
read_some (GwWebSocketTalk *talk)
{
  char chunk[CHUNK_BYTES];
  int n;

  ERR_clear_error ();
  errno = 0;
  n = SSL_read (talk->session, chunk, sizeof chunk);
  if (n <= 0)
    return is_waiting (talk, n);
  gw_socket_acknowledge (talk->fd);
  gw_websocket_hearing_take (&talk->hearing, chunk, (gsize)n);
  if (talk->hearing.ended)
    finish (talk);
  return FALSE;
}

static char *
make_key (void)
{
  guint8 bytes[KEY_BYTES] = {0};

  RAND_bytes (bytes, sizeof bytes);
  return g_base64_encode (bytes, sizeof bytes);
}

GwWebSocketTalk *
gw_websocket_talk_new (int fd, SSL *session, const GwHttpUrl *url, const char *domain)
{
  GwWebSocketTalk *talk;

  g_return_val_if_fail (fd >= 0 && session != NULL && url != NULL && domain != NULL, NULL);

  talk = g_new0 (GwWebSocketTalk, 1);
  talk->fd = fd;
  talk->session = session;
  talk->host = g_strdup (url->host);
  talk->domain = g_strdup (domain);
  talk->want = GW_STEP_WANT_WRITE;
  talk->out = g_string_new (NULL);
  talk->seen = gw_websocket_seen_new ();
  talk->seen->key = make_key ();
  talk->hearing = (GwWebSocketHearing){
      .seen = talk->seen, .host = talk->host, .domain = talk->domain, .out = talk->out};
  gw_websocket_hearing_begin (&talk->hearing, url);
  ERR_clear_error ();
  if (SSL_set_fd (session, fd) != 1)
    break_off (talk, GW_ERROR_TLS_FAILED, NULL);
  return talk;
}

void
gw_websocket_talk_free (GwWebSocketTalk *talk)
{
  if (talk == NULL)
    return;
  gw_websocket_hearing_clear (&talk->hearing);
  SSL_free (talk->session);
  close (talk->fd);
  g_string_free (talk->out, TRUE);
  g_free (talk->host);
  g_free (talk->domain);
  gw_websocket_seen_free (talk->seen);
  g_free (talk);
}

GwStep
gw_websocket_talk_step (GwWebSocketTalk *talk)
{
  gboolean waits = FALSE;

  g_return_val_if_fail (talk != NULL, GW_STEP_DONE);

  if (talk->hearing.started == 0)
    talk->hearing.started = g_get_monotonic_time ();
  while (talk->state != STATE_ENDED && !waits) {
    if (talk->state == STATE_SHAKING)
      waits = shake (talk);
    else if (talk->out->len > 0)
      waits = write_some (talk);
    else
      waits = read_some (talk);
  }
  return talk->state == STATE_ENDED ? GW_STEP_DONE : talk->want;
}

void
gw_websocket_talk_fail (GwWebSocketTalk *talk, GwErrorCode code)
{
  g_return_if_fail (talk != NULL);

  if (talk->state == STATE_ENDED)
    return;
  gw_websocket_hearing_end (&talk->hearing, code, NULL);
  finish (talk);
}

const GwWebSocketSeen *
gw_websocket_talk_seen (const GwWebSocketTalk *talk)
{
  return talk->seen;
}

GwWebSocketSeen *
gw_websocket_talk_take_seen (GwWebSocketTalk *talk)
{
  g_return_val_if_fail (talk->state == STATE_ENDED, NULL);

  return g_steal_pointer (&talk->seen);
}
