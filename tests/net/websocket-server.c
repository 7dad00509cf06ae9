/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 6455 as a server needs it, by GLib alone. */
#include "websocket-server.h"

#include <string.h>

#define KEY_HEADER "\r\nSec-WebSocket-Key: "
#define SUFFIX     "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

enum { SHA1_BYTES = 20, MASK_BYTES = 4 };

char *
websocket_server_accept (const char *request)
{
  const char *key = strstr (request, KEY_HEADER);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[SHA1_BYTES];
  gsize length = sizeof digest;

  if (key == NULL)
    return NULL;
  key += strlen (KEY_HEADER);
  g_checksum_update (checksum, (const guint8 *)key, (gssize)strcspn (key, "\r"));
  g_checksum_update (checksum, (const guint8 *)SUFFIX, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

void
websocket_server_frame (GByteArray *out, guint8 first, const void *payload, gsize length)
{
  guint8 head[10] = {first};
  guint n = 2;

  if (length < 126) {
    head[1] = (guint8)length;
  } else if (length < 65536) {
    head[1] = 126;
    head[n++] = (guint8)(length >> 8);
    head[n++] = (guint8)length;
  } else {
    head[1] = 127;
    for (int shift = 56; shift >= 0; shift -= 8)
      head[n++] = (guint8)((guint64)length >> shift);
  }
  g_byte_array_append (out, head, n);
  g_byte_array_append (out, payload, (guint)length);
}

char *
websocket_server_read (const char *bytes, gsize length)
{
  const guint8 *at = (const guint8 *)bytes, *end = at + length;
  GString *lines = g_string_new (NULL);

  while (at < end) {
    gsize size, head = 2;

    g_assert_cmpint (end - at, >=, 2);
    g_assert_cmpint (at[1] & 0x80, ==, 0x80);
    size = at[1] & 0x7f;
    g_assert_cmpuint (size, !=, 127); /* nothing of ours is that long */
    if (size == 126) {
      size = (gsize)(at[2] << 8 | at[3]);
      head = 4;
    }
    g_assert_cmpint (end - at, >=, (gssize)(head + MASK_BYTES + size));
    g_string_append_printf (lines, "%02x ", at[0]);
    for (gsize i = 0; i < size; i++) {
      guint8 c = at[head + MASK_BYTES + i] ^ at[head + i % MASK_BYTES];

      g_string_append_c (lines, g_ascii_isprint ((char)c) ? (char)c : '?');
    }
    g_string_append_c (lines, '\n');
    at += head + MASK_BYTES + size;
  }
  return g_string_free (lines, FALSE);
}
