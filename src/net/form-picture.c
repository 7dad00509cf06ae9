/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of two picture headers: PNG (ISO 15948 section 5.2, 11.2.2) and JPEG (ITU-T T.81 annex
 * B.2). */
#include "net/form-picture.h"

#include "base/limits.h"

enum {
  PNG_HEAD = 24,  /* signature, length and type of IHDR, width, height */
  JPEG_MARK = 2,  /* 0xFF and the marker */
  JPEG_FRAME = 9, /* marker, length, precision, height, width */
};

static guint
read_16 (const guint8 *bytes)
{
  return (guint)bytes[0] << 8 | bytes[1];
}

static guint
read_32 (const guint8 *bytes)
{
  return read_16 (bytes) << 16 | read_16 (bytes + 2);
}

static gboolean
read_png (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  static const guint8 head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                0,    0,   0,   13,  'I',  'H',  'D',  'R'};

  if (length < PNG_HEAD || memcmp (bytes, head, sizeof head) != 0)
    return FALSE;
  *width = read_32 (bytes + sizeof head);
  *height = read_32 (bytes + sizeof head + 4);
  return TRUE;
}

/* SOF0 to SOF15 without the tables that share their range (DHT, JPG, DAC). */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Before the frame come only segments that tell their length; a scan (0xDA) or the end would come
 * too early. */
static gboolean
read_jpeg (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  static const guint8 head[] = {0xFF, 0xD8, 0xFF};
  gsize at = JPEG_MARK;

  if (length < sizeof head || memcmp (bytes, head, sizeof head) != 0)
    return FALSE;
  while (length - at >= JPEG_FRAME && bytes[at] == 0xFF) {
    guint8 marker = bytes[at + 1];
    gsize segment = read_16 (bytes + at + JPEG_MARK);

    if (marker == 0xFF) { /* padding */
      at++;
      continue;
    }
    if (is_frame (marker)) {
      *height = read_16 (bytes + at + 5);
      *width = read_16 (bytes + at + 7);
      return TRUE;
    }
    if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xDA) || segment < 2 ||
        segment > length - at - JPEG_MARK)
      return FALSE;
    at += JPEG_MARK + segment;
  }
  return FALSE;
}

gboolean
gw_form_picture_size (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  return read_png (bytes, length, width, height) || read_jpeg (bytes, length, width, height);
}

GBytes *
gw_form_picture_new (const char *base64)
{
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;
  guint width = 0, height = 0;

  g_return_val_if_fail (base64 != NULL, NULL);

  bytes = g_base64_decode (base64, &length);
  if (length > GW_LIMIT_PICTURE || !gw_form_picture_size (bytes, length, &width, &height))
    return NULL;
  if (width == 0 || height == 0 || (guint64)width * height > GW_LIMIT_PICTURE_PIXELS)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}
