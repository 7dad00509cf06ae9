/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records are put together to one message, and that message is judged. */
#include "net/hello-reply.h"

#include "base/limits.h"
#include "net/hello-suite.h"
#include "net/hello-wire.h"

enum { RECORD_HEADER = 5, RECORD_MAX = 16 * 1024, ALERT_BYTES = 2, SESSION_ID_MAX = 32 };

struct _GwHelloReader {
  GwHelloKind kind;
  gboolean is_decided;
  gsize taken;
  GByteArray *record;  /* header and body as far as they came */
  GByteArray *message; /* of the handshake, from as many records as it takes */
  GwHelloReply reply;
};

/* Bytes that are left to be read. A read beyond the end spoils it, and all reads after. */
typedef struct {
  const guint8 *at;
  gsize left;
  gboolean is_spoilt;
} Rest;

static const guint8 *
take (Rest *rest, gsize length)
{
  const guint8 *at = rest->at;

  if (rest->is_spoilt || length > rest->left) {
    rest->is_spoilt = TRUE;
    return NULL;
  }
  rest->at += length;
  rest->left -= length;
  return at;
}

/* Big-endian; 0 when spoilt. */
static guint
take_number (Rest *rest, gsize width)
{
  const guint8 *at = take (rest, width);
  guint number = 0;

  for (gsize i = 0; at != NULL && i < width; i++)
    number = number << 8 | at[i];
  return number;
}

static Rest
take_vector (Rest *rest, gsize width)
{
  gsize length = take_number (rest, width);
  const guint8 *at = take (rest, length);

  return (Rest){at, at != NULL ? length : 0, at == NULL};
}

/* --- decisions --- */

static void
decide (GwHelloReader *reader, GwHelloAnswer answer)
{
  reader->reply.answer = answer;
  reader->is_decided = TRUE;
}

static void
give_up (GwHelloReader *reader, const char *fault)
{
  reader->reply.fault = fault;
  decide (reader, GW_HELLO_NO_ANSWER);
}

/* FALSE: they are damaged. `is_newer`: there is the one in which TLS 1.3 hides its number (RFC 8446
 * section 4.2.1). */
static gboolean
read_extensions (Rest *rest, gboolean *is_newer)
{
  Rest list;

  if (rest->left == 0)
    return TRUE;
  list = take_vector (rest, 2);
  while (list.left > 0 && !list.is_spoilt) {
    guint type = take_number (&list, 2);

    take_vector (&list, 2);
    *is_newer |= type == GW_EXT_SUPPORTED_VERSIONS;
  }
  return !list.is_spoilt && !rest->is_spoilt && rest->left == 0;
}

static gboolean
is_offered (const GwHelloReader *reader, guint16 version, guint16 suite, guint8 compression)
{
  return version >> 8 == 3 && version <= gw_hello_version (reader->kind) &&
         gw_hello_offers_suite (reader->kind, suite) &&
         (compression == GW_COMPRESSION_NONE || compression == GW_COMPRESSION_DEFLATE);
}

static void
judge_server_hello (GwHelloReader *reader, Rest body)
{
  guint16 version = (guint16)take_number (&body, 2), suite;
  guint8 compression;
  gboolean is_newer = FALSE;
  Rest session_id;

  take (&body, GW_HELLO_RANDOM_BYTES);
  session_id = take_vector (&body, 1);
  suite = (guint16)take_number (&body, 2);
  compression = (guint8)take_number (&body, 1);
  if (body.is_spoilt || session_id.left > SESSION_ID_MAX || !read_extensions (&body, &is_newer)) {
    give_up (reader, "damaged ServerHello");
    return;
  }
  if (is_newer || !is_offered (reader, version, suite, compression)) {
    give_up (reader, "ServerHello picks what was not offered");
    return;
  }
  reader->reply.version = version;
  reader->reply.suite = suite;
  reader->reply.compression = compression;
  decide (reader, GW_HELLO_ACCEPTED);
}

/* --- layers --- */

static void
judge_message (GwHelloReader *reader)
{
  Rest rest = {reader->message->data, reader->message->len, FALSE};
  guint type = take_number (&rest, 1);
  Rest body;

  if (type != GW_HANDSHAKE_SERVER_HELLO) {
    give_up (reader, "another message than ServerHello");
    return;
  }
  body = take_vector (&rest, 3);
  if (!body.is_spoilt)
    judge_server_hello (reader, body);
}

static void
judge_alert (GwHelloReader *reader, const guint8 *body, gsize length)
{
  if (length != ALERT_BYTES || (body[0] != GW_ALERT_WARNING && body[0] != GW_ALERT_FATAL)) {
    give_up (reader, "damaged alert");
    return;
  }
  reader->reply.alert = body[1];
  if (body[0] == GW_ALERT_FATAL || body[1] == GW_ALERT_CLOSE_NOTIFY)
    decide (reader, GW_HELLO_REFUSED);
}

static void
judge_record (GwHelloReader *reader)
{
  const guint8 *body = reader->record->data + RECORD_HEADER;
  gsize length = reader->record->len - RECORD_HEADER;

  if (reader->record->data[0] == GW_RECORD_ALERT) {
    judge_alert (reader, body, length);
    return;
  }
  g_byte_array_append (reader->message, body, (guint)length);
  judge_message (reader);
}

/* NULL: none so far. It is told as early as it can be, since what is no TLS may never send a whole
 * record. An empty one says nothing and could be repeated without end (RFC 5246 section 6.2.1). */
static const char *
header_fault (const GByteArray *record)
{
  guint length;

  if (record->data[0] != GW_RECORD_ALERT && record->data[0] != GW_RECORD_HANDSHAKE)
    return "no TLS";
  if (record->len > 1 && record->data[1] != 3)
    return "no TLS";
  if (record->len < RECORD_HEADER)
    return NULL;
  length = (guint)record->data[3] << 8 | record->data[4];
  return length == 0 || length > RECORD_MAX ? "record of an impossible length" : NULL;
}

static gsize
missing (const GByteArray *record)
{
  if (record->len < RECORD_HEADER)
    return RECORD_HEADER - record->len;
  return RECORD_HEADER + ((gsize)record->data[3] << 8 | record->data[4]) - record->len;
}

/* Takes some of `bytes`: at most what the present record lacks. */
static gsize
feed_record (GwHelloReader *reader, const guint8 *bytes, gsize length)
{
  gsize some = MIN (length, missing (reader->record));
  const char *fault;

  g_byte_array_append (reader->record, bytes, (guint)some);
  fault = header_fault (reader->record);
  if (fault != NULL) {
    give_up (reader, fault);
  } else if (missing (reader->record) == 0) {
    judge_record (reader);
    g_byte_array_set_size (reader->record, 0);
  }
  return some;
}

gboolean
gw_hello_reader_feed (GwHelloReader *reader, const guint8 *bytes, gsize length)
{
  g_return_val_if_fail (reader != NULL && (bytes != NULL || length == 0), FALSE);

  while (length > 0 && !reader->is_decided) {
    gsize some = feed_record (reader, bytes, MIN (length, GW_LIMIT_HELLO_REPLY - reader->taken));

    reader->taken += some;
    bytes += some;
    length -= some;
    if (reader->taken == GW_LIMIT_HELLO_REPLY && !reader->is_decided)
      give_up (reader, "too much for one answer");
  }
  return reader->is_decided;
}

void
gw_hello_reader_end (GwHelloReader *reader)
{
  g_return_if_fail (reader != NULL);

  if (reader->is_decided)
    return;
  if (reader->record->len > 0 || reader->message->len > 0)
    give_up (reader, "cut in the middle");
  else
    decide (reader, GW_HELLO_REFUSED);
}

const GwHelloReply *
gw_hello_reader_reply (const GwHelloReader *reader)
{
  return &reader->reply;
}

GwHelloReader *
gw_hello_reader_new (GwHelloKind kind)
{
  GwHelloReader *reader;

  g_return_val_if_fail (kind < GW_N_HELLOS, NULL);

  reader = g_new0 (GwHelloReader, 1);
  reader->kind = kind;
  reader->record = g_byte_array_new ();
  reader->message = g_byte_array_new ();
  reader->reply.answer = GW_HELLO_NO_ANSWER;
  reader->reply.alert = -1;
  return reader;
}

void
gw_hello_reader_free (GwHelloReader *reader)
{
  if (reader == NULL)
    return;
  g_byte_array_unref (reader->record);
  g_byte_array_unref (reader->message);
  g_free (reader);
}

GwHelloReply
gw_hello_reply_read (GwHelloKind kind, const guint8 *bytes, gsize length, gboolean closed)
{
  g_autoptr (GwHelloReader) reader = gw_hello_reader_new (kind);

  gw_hello_reader_feed (reader, bytes, length);
  if (closed)
    gw_hello_reader_end (reader);
  return *gw_hello_reader_reply (reader);
}
