/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG: ISO 15948 section 5.2, 11.2.2; animation by its third edition, acTL. JPEG: ITU-T T.81 annex
 * B.2. */
#include "net/picture-head.h"

enum {
  PNG_SIGNATURE = 8,
  PNG_HEAD = 24,  /* signature, length and type of IHDR, width, height */
  PNG_CHUNK = 12, /* length, type and checksum of a chunk */
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

/* A PNG is animated when a chunk of control stands before its first picture. */
static gboolean
has_animation (const guint8 *bytes, gsize length)
{
  gsize at = PNG_SIGNATURE;

  while (length - at >= PNG_CHUNK) {
    const guint8 *kind = bytes + at + 4;
    gsize size = read_32 (bytes + at);

    if (memcmp (kind, "acTL", 4) == 0)
      return TRUE;
    if (memcmp (kind, "IDAT", 4) == 0 || size > length - at - PNG_CHUNK)
      return FALSE;
    at += PNG_CHUNK + size;
  }
  return FALSE;
}

static gboolean
read_png (const guint8 *bytes, gsize length, GwPictureHead *found)
{
  static const guint8 head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                0,    0,   0,   13,  'I',  'H',  'D',  'R'};

  if (length < PNG_HEAD || memcmp (bytes, head, sizeof head) != 0)
    return FALSE;
  found->type = "image/png";
  found->width = read_32 (bytes + sizeof head);
  found->height = read_32 (bytes + sizeof head + 4);
  found->is_animated = has_animation (bytes, length);
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
read_jpeg (const guint8 *bytes, gsize length, GwPictureHead *found)
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
      found->type = "image/jpeg";
      found->height = read_16 (bytes + at + 5);
      found->width = read_16 (bytes + at + 7);
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
gw_picture_head_read (const guint8 *bytes, gsize length, GwPictureHead *found)
{
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  *found = (GwPictureHead){0};
  return length > 0 && (read_png (bytes, length, found) || read_jpeg (bytes, length, found));
}
