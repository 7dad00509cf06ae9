/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversation around one hello.
 *
 *   clear:  header and <starttls/> in one write; header, features and <proceed/> come back
 *   asking: the hello; the first message of TLS comes back
 */
#include "net/hello-talk.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "net/hello-wire.h"
#include "net/socket.h"
#include "net/stream-hear.h"

enum { CHUNK_BYTES = 16 * 1024 };

typedef enum { STATE_CLEAR, STATE_ASKING, STATE_ENDED } State;

struct _GwHelloTalk {
  int fd;
  char *domain;
  gboolean direct_tls, is_server;
  State state;
  GwStep want;
  GString *out; /* still to be sent */
  GwHearing hearing;
  GwStreamReport *stream; /* of the part in the clear */
  GwHelloReader *reader;
  GByteArray *received;
  GwHelloReport *report; /* NULL once it was taken */
};

static void
end (GwHelloTalk *talk)
{
  GwHelloReport *report = talk->report;

  talk->state = STATE_ENDED;
  report->reply = *gw_hello_reader_reply (talk->reader);
  if (report->sent != NULL)
    report->received = g_bytes_new (talk->received->data, talk->received->len);
}

static void
send_once (GwHelloTalk *talk, const void *bytes, gsize length)
{
  (void)!send (talk->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* One attempt to leave politely. Nobody waits for the answer. */
static void
say_goodbye (GwHelloTalk *talk)
{
  guint16 version = gw_hello_reader_reply (talk->reader)->version;
  guint8 minor = version != 0 ? version & 0xff : GW_TLS_1_0 & 0xff;
  const guint8 cancel[] = {
      GW_RECORD_ALERT, 3, minor, 0, 2, GW_ALERT_WARNING, GW_ALERT_USER_CANCELED,
      GW_RECORD_ALERT, 3, minor, 0, 2, GW_ALERT_WARNING, GW_ALERT_CLOSE_NOTIFY,
  };

  if (talk->out->len > 0)
    return;
  if (talk->state == STATE_CLEAR)
    send_once (talk, GW_STREAM_END, strlen (GW_STREAM_END));
  else
    send_once (talk, cancel, sizeof cancel);
}

static void
fail (GwHelloTalk *talk, GwErrorCode code, const char *detail)
{
  gw_error_set (&talk->report->error, code, talk->domain, detail);
  end (talk);
}

/* Nothing more can come. Before the hello was sent that is a failure, and after it an answer. */
static void
connection_ended (GwHelloTalk *talk, int number)
{
  gboolean was_asked = talk->state == STATE_ASKING && talk->out->len == 0;

  if (!was_asked || (number != 0 && number != ECONNRESET)) {
    fail (talk, GW_ERROR_HANGUP, number != 0 ? g_strerror (number) : NULL);
    return;
  }
  talk->report->closed = TRUE;
  gw_hello_reader_end (talk->reader);
  if (gw_hello_reader_reply (talk->reader)->answer == GW_HELLO_NO_ANSWER)
    fail (talk, GW_ERROR_HANGUP, gw_hello_reader_reply (talk->reader)->fault);
  else
    end (talk);
}

static void
start_asking (GwHelloTalk *talk)
{
  const char *alpn = talk->is_server ? "xmpp-server" : "xmpp-client"; /* XEP-0368 */
  guint32 random[GW_HELLO_RANDOM_BYTES / sizeof (guint32)];

  for (gsize i = 0; i < G_N_ELEMENTS (random); i++)
    random[i] = g_random_int ();
  talk->report->sent = gw_hello_new (talk->report->kind, talk->domain,
                                     talk->direct_tls ? alpn : NULL, (const guint8 *)random);
  g_string_append_len (talk->out, g_bytes_get_data (talk->report->sent, NULL),
                       (gssize)g_bytes_get_size (talk->report->sent));
  talk->state = STATE_ASKING;
}

/* What came in the clear after <proceed/> must not count as an answer to what was not yet asked. */
static void
proceed (GwHelloTalk *talk)
{
  gsize dropped = gw_socket_drop (talk->fd, GW_LIMIT_XML_STREAM);

  talk->report->injected = dropped > 0 || talk->hearing.fed > talk->hearing.clear_end;
  start_asking (talk);
}

static void
hear_stream (GwHelloTalk *talk, const char *bytes, gsize length)
{
  gw_hearing_take (&talk->hearing, bytes, length);
  if (talk->hearing.ended) {
    say_goodbye (talk);
    talk->report->error = g_steal_pointer (&talk->stream->error);
    end (talk);
  } else if (talk->hearing.may_proceed) {
    proceed (talk);
  }
}

static void
hear_reply (GwHelloTalk *talk, const char *bytes, gsize length)
{
  gsize kept = MIN (length, GW_LIMIT_HELLO_REPLY - talk->received->len);
  const GwHelloReply *reply = gw_hello_reader_reply (talk->reader);

  g_byte_array_append (talk->received, (const guint8 *)bytes, (guint)kept);
  if (!gw_hello_reader_feed (talk->reader, (const guint8 *)bytes, kept))
    return;
  if (reply->answer == GW_HELLO_ACCEPTED)
    say_goodbye (talk);
  if (reply->answer == GW_HELLO_NO_ANSWER)
    fail (talk, GW_ERROR_TLS_FAILED, reply->fault);
  else
    end (talk);
}

static gboolean
is_waiting_for (GwHelloTalk *talk, GwStep want)
{
  int number = errno;

  talk->want = want;
  if (number == EAGAIN || number == EINTR)
    return TRUE;
  connection_ended (talk, number);
  return FALSE;
}

/* The two below do one piece of work. TRUE: it has to wait first, for what `want` says. */

static gboolean
write_some (GwHelloTalk *talk)
{
  gssize n = send (talk->fd, talk->out->str, talk->out->len, MSG_NOSIGNAL | MSG_DONTWAIT);

  if (n <= 0)
    return is_waiting_for (talk, GW_STEP_WANT_WRITE);
  gw_socket_acknowledge (talk->fd);
  g_string_erase (talk->out, 0, n);
  return FALSE;
}

static gboolean
read_some (GwHelloTalk *talk)
{
  char chunk[CHUNK_BYTES];
  gssize n = recv (talk->fd, chunk, sizeof chunk, MSG_DONTWAIT);

  if (n < 0)
    return is_waiting_for (talk, GW_STEP_WANT_READ);
  gw_socket_acknowledge (talk->fd);
  if (n == 0)
    connection_ended (talk, 0);
  else if (talk->state == STATE_CLEAR)
    hear_stream (talk, chunk, (gsize)n);
  else
    hear_reply (talk, chunk, (gsize)n);
  return FALSE;
}

static void
start_clear (GwHelloTalk *talk)
{
  gw_hearing_open (&talk->hearing, FALSE);
  gw_stream_header (talk->out, talk->domain, talk->is_server, FALSE);
  g_string_append (talk->out, GW_STREAM_STARTTLS);
}

GwHelloTalk *
gw_hello_talk_new (int fd, GwHelloKind kind, const GwStreamPlan *plan)
{
  GwHelloTalk *talk;

  g_return_val_if_fail (fd >= 0 && kind < GW_N_HELLOS && plan->domain != NULL, NULL);

  talk = g_new0 (GwHelloTalk, 1);
  talk->fd = fd;
  talk->domain = g_strdup (plan->domain);
  talk->direct_tls = plan->direct_tls;
  talk->is_server = plan->is_server;
  talk->out = g_string_new (NULL);
  talk->stream = gw_stream_report_new ();
  talk->hearing = (GwHearing){.report = talk->stream, .domain = talk->domain};
  talk->reader = gw_hello_reader_new (kind);
  talk->received = g_byte_array_new ();
  talk->report = g_new0 (GwHelloReport, 1);
  talk->report->kind = kind;
  talk->report->reply = *gw_hello_reader_reply (talk->reader);
  if (talk->direct_tls)
    start_asking (talk);
  else
    start_clear (talk);
  return talk;
}

void
gw_hello_talk_free (GwHelloTalk *talk)
{
  if (talk == NULL)
    return;
  close (talk->fd);
  gw_hearing_clear (&talk->hearing);
  gw_stream_report_free (talk->stream);
  gw_hello_reader_free (talk->reader);
  g_byte_array_unref (talk->received);
  g_string_free (talk->out, TRUE);
  g_free (talk->domain);
  gw_hello_report_free (talk->report);
  g_free (talk);
}

void
gw_hello_report_free (GwHelloReport *report)
{
  if (report == NULL)
    return;
  g_bytes_unref (report->sent);
  g_bytes_unref (report->received);
  g_clear_error (&report->error);
  g_free (report);
}

GwStep
gw_hello_talk_step (GwHelloTalk *talk)
{
  gboolean is_waiting = FALSE;

  g_return_val_if_fail (talk != NULL, GW_STEP_DONE);

  while (talk->state != STATE_ENDED && !is_waiting)
    is_waiting = talk->out->len > 0 ? write_some (talk) : read_some (talk);
  return talk->state == STATE_ENDED ? GW_STEP_DONE : talk->want;
}

void
gw_hello_talk_fail (GwHelloTalk *talk, GwErrorCode code)
{
  g_return_if_fail (talk != NULL);

  if (talk->state == STATE_ENDED)
    return;
  say_goodbye (talk);
  fail (talk, code, NULL);
}

const GwHelloReport *
gw_hello_talk_report (const GwHelloTalk *talk)
{
  return talk->report;
}

GwHelloReport *
gw_hello_talk_take_report (GwHelloTalk *talk)
{
  g_return_val_if_fail (talk->state == STATE_ENDED, NULL);

  return g_steal_pointer (&talk->report);
}
