/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gzip (RFC 1952) by GIO's converter, in small pieces: a bomb is noticed before it is large. */
#include "net/http-body.h"

#include <gio/gio.h>

enum { PIECE = 16 * 1024 };

struct _GwHttpBody {
  gsize max_bytes;
  GByteArray *bytes;
  GConverter *unpack;          /* NULL: as it comes */
  gboolean is_begun, is_ended; /* what is packed */
};

GwHttpBody *
gw_http_body_new (gsize max_bytes)
{
  GwHttpBody *body = g_new0 (GwHttpBody, 1);

  body->max_bytes = max_bytes;
  body->bytes = g_byte_array_new ();
  return body;
}

void
gw_http_body_free (GwHttpBody *body)
{
  g_byte_array_unref (body->bytes);
  g_clear_object (&body->unpack);
  g_free (body);
}

gboolean
gw_http_body_set_encoding (GwHttpBody *body, const char *encoding)
{
  if (g_ascii_strcasecmp (encoding, "identity") == 0)
    return TRUE;
  if (g_ascii_strcasecmp (encoding, "gzip") != 0 && g_ascii_strcasecmp (encoding, "x-gzip") != 0)
    return FALSE;
  g_clear_object (&body->unpack);
  body->unpack = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  return TRUE;
}

static GwHttpBodyTake
append (GwHttpBody *body, const guint8 *bytes, gsize length)
{
  if (length > body->max_bytes - body->bytes->len)
    return GW_HTTP_BODY_TOO_LARGE;
  g_byte_array_append (body->bytes, bytes, (guint)length);
  return GW_HTTP_BODY_TAKEN;
}

/* Goes on while there is input, or output that did not fit into the last piece. */
static GwHttpBodyTake
unpack (GwHttpBody *body, const guint8 *bytes, gsize length)
{
  guint8 piece[PIECE];
  gsize n_read = 0, n_written = 0;

  do {
    g_autoptr (GError) error = NULL;
    GConverterResult result =
        g_converter_convert (body->unpack, bytes, length, piece, PIECE, G_CONVERTER_NO_FLAGS,
                             &n_read, &n_written, &error);

    if (result == G_CONVERTER_ERROR)
      return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ? GW_HTTP_BODY_TAKEN
                                                                           : GW_HTTP_BODY_DAMAGED;
    if (append (body, piece, n_written) != GW_HTTP_BODY_TAKEN)
      return GW_HTTP_BODY_TOO_LARGE;
    bytes += n_read;
    length -= n_read;
    body->is_ended = result == G_CONVERTER_FINISHED;
  } while (!body->is_ended && (length > 0 || n_written == PIECE));
  return length == 0 ? GW_HTTP_BODY_TAKEN : GW_HTTP_BODY_DAMAGED;
}

GwHttpBodyTake
gw_http_body_take (GwHttpBody *body, const guint8 *bytes, gsize length)
{
  if (length == 0)
    return GW_HTTP_BODY_TAKEN;
  if (body->unpack == NULL)
    return append (body, bytes, length);
  if (body->is_ended)
    return GW_HTTP_BODY_DAMAGED;
  body->is_begun = TRUE;
  return unpack (body, bytes, length);
}

gboolean
gw_http_body_is_whole (const GwHttpBody *body)
{
  return !body->is_begun || body->is_ended;
}

GBytes *
gw_http_body_bytes (const GwHttpBody *body)
{
  return g_bytes_new (body->bytes->data, body->bytes->len);
}
