/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames out, and messages in: RFC 6455 section 5. */
#include "net/websocket-frame.h"

#include "base/error.h"
#include "base/limits.h"

enum {
  FIN = 0x80,
  RESERVED = 0x70,
  KIND = 0x0f,
  MASKED = 0x80,
  LENGTH = 0x7f,
  LENGTH_16 = 126, /* the length stands in the next two bytes ... */
  LENGTH_64 = 127, /* ... or the next eight */
  CONTROL = 0x8,   /* bit of the kinds that are control frames */
  CONTROL_MAX = 125,
  CONTINUATION = 0x0,
  MASK_BYTES = 4,
};

/* --- out ---------------------------------------------------------------------------------------
 */

static void
append_big_endian (GString *out, guint64 number, guint bytes)
{
  while (bytes-- > 0)
    g_string_append_c (out, (char)(number >> (8 * bytes)));
}

void
gw_frame_append (GString *out, GwFrameKind kind, const char *payload, gsize length, guint32 mask)
{
  g_return_if_fail (out != NULL && (payload != NULL || length == 0));

  g_string_append_c (out, (char)(FIN | kind));
  if (length <= CONTROL_MAX) {
    g_string_append_c (out, (char)(MASKED | length));
  } else if (length <= G_MAXUINT16) {
    g_string_append_c (out, (char)(MASKED | LENGTH_16));
    append_big_endian (out, length, 2);
  } else {
    g_string_append_c (out, (char)(MASKED | LENGTH_64));
    append_big_endian (out, length, 8);
  }
  append_big_endian (out, mask, MASK_BYTES);
  for (gsize i = 0; i < length; i++)
    g_string_append_c (out, (char)(payload[i] ^ (char)(mask >> (8 * (3 - i % MASK_BYTES)))));
}

/* --- in ----------------------------------------------------------------------------------------
 */

struct _GwFrameReader {
  GString *bytes; /* not looked at yet, behind `at` */
  gsize at;
  gsize total;   /* that were fed */
  GString *text; /* of the message so far */
  GString *control;
  GwFrameKind kind; /* of the message so far; 0: none has begun */
  gboolean is_over;
  const char *fault; /* technical words; NULL: none */
  gboolean is_large;
};

/* One frame as it stands in the bytes. */
typedef struct {
  guint8 first;
  guint kind;
  const char *payload;
  gsize length;
  gsize end; /* of the frame, counted from `at` */
} Raw;

GwFrameReader *
gw_frame_reader_new (void)
{
  GwFrameReader *reader = g_new0 (GwFrameReader, 1);

  reader->bytes = g_string_new (NULL);
  reader->text = g_string_new (NULL);
  reader->control = g_string_new (NULL);
  return reader;
}

void
gw_frame_reader_free (GwFrameReader *reader)
{
  if (reader == NULL)
    return;
  g_string_free (reader->bytes, TRUE);
  g_string_free (reader->text, TRUE);
  g_string_free (reader->control, TRUE);
  g_free (reader);
}

void
gw_frame_reader_feed (GwFrameReader *reader, const char *bytes, gsize length)
{
  g_return_if_fail (reader != NULL && (bytes != NULL || length == 0));

  if (reader->is_large || reader->fault != NULL)
    return;
  if (length > GW_LIMIT_XML_STREAM - reader->total) {
    reader->is_large = TRUE;
    return;
  }
  reader->total += length;
  /* Once a feed, not once a frame: many small frames would be moved many times. */
  g_string_erase (reader->bytes, 0, (gssize)reader->at);
  reader->at = 0;
  g_string_append_len (reader->bytes, bytes, (gssize)length);
}

static gboolean
find_fault (GwFrameReader *reader, const char *fault)
{
  reader->fault = fault;
  return FALSE;
}

/* How many bytes behind the first two tell the length. */
static gsize
count_length_bytes (guint8 second)
{
  switch (second & LENGTH) {
  case LENGTH_16:
    return 2;
  case LENGTH_64:
    return 8;
  default:
    return 0;
  }
}

static guint64
read_length (const guint8 *bytes)
{
  gsize n = count_length_bytes (bytes[1]);
  guint64 length = n == 0 ? bytes[1] & LENGTH : 0;

  for (gsize i = 0; i < n; i++)
    length = length << 8 | bytes[2 + i];
  return length;
}

/* What the first two bytes alone show. */
static gboolean
check_start (GwFrameReader *reader, guint8 first, guint8 second)
{
  guint kind = first & KIND;

  if ((first & RESERVED) != 0)
    return find_fault (reader, "reserved bits in a frame");
  if ((second & MASKED) != 0)
    return find_fault (reader, "masked by the server");
  if ((kind > GW_FRAME_BINARY && kind < GW_FRAME_CLOSE) || kind > GW_FRAME_PONG)
    return find_fault (reader, "frame of an unknown kind");
  if ((kind & CONTROL) != 0 && ((first & FIN) == 0 || (second & LENGTH) > CONTROL_MAX))
    return find_fault (reader, "control frame long or in pieces");
  if (kind == CONTINUATION && reader->kind == 0)
    return find_fault (reader, "continuation of nothing");
  if (kind != CONTINUATION && (kind & CONTROL) == 0 && reader->kind != 0)
    return find_fault (reader, "message within a message");
  return TRUE;
}

static gboolean
check_length (GwFrameReader *reader, guint8 second, guint kind, guint64 length)
{
  gsize n = count_length_bytes (second);
  gsize before = (kind & CONTROL) != 0 ? 0 : reader->text->len;

  if ((n == 2 && length <= CONTROL_MAX) || (n == 8 && length <= G_MAXUINT16))
    return find_fault (reader, "length not written the shortest way");
  if (length > GW_LIMIT_XML_ELEMENT - before) {
    reader->is_large = TRUE;
    return FALSE;
  }
  return TRUE;
}

/* FALSE: not whole yet, or a fault was found. */
static gboolean
take_raw (GwFrameReader *reader, Raw *raw)
{
  const guint8 *bytes = (const guint8 *)reader->bytes->str + reader->at;
  gsize there = reader->bytes->len - reader->at, head;
  guint64 length;

  if (there < 2 || !check_start (reader, bytes[0], bytes[1]))
    return FALSE;
  head = 2 + count_length_bytes (bytes[1]);
  if (there < head)
    return FALSE;
  length = read_length (bytes);
  raw->first = bytes[0];
  raw->kind = bytes[0] & KIND;
  if (!check_length (reader, bytes[1], raw->kind, length) || there - head < length)
    return FALSE;
  raw->payload = (const char *)bytes + head;
  raw->length = (gsize)length;
  raw->end = head + raw->length;
  return TRUE;
}

/* Section 7.4. */
static gboolean
may_be_sent (guint code)
{
  return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
         (code >= 3000 && code <= 4999);
}

static gboolean
read_close (GwFrameReader *reader, GwFrame *frame)
{
  const guint8 *bytes = (const guint8 *)frame->bytes;

  if (frame->length == 0)
    return TRUE;
  if (frame->length == 1)
    return find_fault (reader, "half a close code");
  frame->close_code = (guint16)(bytes[0] << 8 | bytes[1]);
  return may_be_sent (frame->close_code) || find_fault (reader, "close code that may not be sent");
}

static gboolean
give_control (GwFrameReader *reader, const Raw *raw, GwFrame *frame)
{
  g_string_truncate (reader->control, 0);
  g_string_append_len (reader->control, raw->payload, (gssize)raw->length);
  *frame = (GwFrame){(GwFrameKind)raw->kind, reader->control->str, reader->control->len, 0};
  return raw->kind != GW_FRAME_CLOSE || read_close (reader, frame);
}

/* TRUE: that was the last piece. */
static gboolean
add_piece (GwFrameReader *reader, const Raw *raw, GwFrame *frame)
{
  if (raw->kind != CONTINUATION)
    reader->kind = (GwFrameKind)raw->kind;
  g_string_append_len (reader->text, raw->payload, (gssize)raw->length);
  if ((raw->first & FIN) == 0)
    return FALSE;
  *frame = (GwFrame){reader->kind, reader->text->str, reader->text->len, 0};
  reader->kind = 0;
  reader->is_over = TRUE;
  return TRUE;
}

static GwFrameState
tell_fault (const GwFrameReader *reader, const char *host, GError **error)
{
  if (reader->is_large)
    gw_error_set (error, GW_ERROR_TOO_LARGE, host, NULL);
  else if (reader->fault != NULL)
    gw_error_set (error, GW_ERROR_NOT_XMPP, host, reader->fault);
  else
    return GW_FRAME_WAITING;
  return GW_FRAME_BROKEN;
}

GwFrameState
gw_frame_reader_next (GwFrameReader *reader, const char *host, GwFrame *frame, GError **error)
{
  Raw raw;

  g_return_val_if_fail (reader != NULL && frame != NULL, GW_FRAME_BROKEN);

  if (reader->is_over)
    g_string_truncate (reader->text, 0);
  reader->is_over = FALSE;
  while (!reader->is_large && reader->fault == NULL && take_raw (reader, &raw)) {
    gboolean is_given = (raw.kind & CONTROL) != 0 ? give_control (reader, &raw, frame)
                                                  : add_piece (reader, &raw, frame);

    reader->at += raw.end;
    if (is_given)
      return GW_FRAME_READ;
  }
  return tell_fault (reader, host, error);
}
