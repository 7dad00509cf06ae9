/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking media, and the readers of their first bytes: PNG (ISO 15948 section 5.2, 11.2.2; animation
 * by its third edition, acTL), JPEG (ITU-T T.81 annex B.2), Ogg (RFC 3533), MPEG audio (ISO 11172-3
 * section 2.4.1.3, ID3), WAV (RIFF), FLAC (RFC 9639). */
#include "net/medium.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/bob.h"

enum {
  PNG_SIGNATURE = 8,
  PNG_HEAD = 24,  /* signature, length and type of IHDR, width, height */
  PNG_CHUNK = 12, /* length, type and checksum of a chunk */
  JPEG_MARK = 2,  /* 0xFF and the marker */
  JPEG_FRAME = 9, /* marker, length, precision, height, width */
  SOUND_HEAD = 12,
};

typedef struct {
  const char *type; /* static; NULL: nothing that we show or play */
  gboolean is_animated;
  guint width, height; /* of a picture */
} Look;

/* --- pictures ------------------------------------------------------------------------------ */

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
read_png (const guint8 *bytes, gsize length, Look *look)
{
  static const guint8 head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                0,    0,   0,   13,  'I',  'H',  'D',  'R'};

  if (length < PNG_HEAD || memcmp (bytes, head, sizeof head) != 0)
    return FALSE;
  look->type = "image/png";
  look->width = read_32 (bytes + sizeof head);
  look->height = read_32 (bytes + sizeof head + 4);
  look->is_animated = has_animation (bytes, length);
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
read_jpeg (const guint8 *bytes, gsize length, Look *look)
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
      look->type = "image/jpeg";
      look->height = read_16 (bytes + at + 5);
      look->width = read_16 (bytes + at + 7);
      return TRUE;
    }
    if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xDA) || segment < 2 ||
        segment > length - at - JPEG_MARK)
      return FALSE;
    at += JPEG_MARK + segment;
  }
  return FALSE;
}

static const char *
judge_picture (GBytes *bytes, Look *look)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length > GW_LIMIT_PICTURE)
    return "too many bytes";
  if (length == 0 || (!read_png (data, length, look) && !read_jpeg (data, length, look)))
    return "no PNG or JPEG";
  if (look->is_animated)
    return "an animated picture";
  if (look->width == 0 || look->height == 0)
    return "a picture without size";
  if ((guint64)look->width * look->height > GW_LIMIT_PICTURE_PIXELS)
    return "too many pixels";
  return NULL;
}

/* --- sounds -------------------------------------------------------------------------------- */

/* The frame of an MP3: sync, layer III, and neither a bitrate nor a sampling rate that are none. */
static gboolean
is_mpeg_frame (const guint8 *data)
{
  return data[0] == 0xFF && (data[1] & 0xE0) == 0xE0 && (data[1] & 0x18) != 0x08 &&
         (data[1] & 0x06) == 0x02 && (data[2] & 0xF0) != 0xF0 && (data[2] & 0x0C) != 0x0C;
}

static const char *
judge_sound (GBytes *bytes, Look *look)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length > GW_LIMIT_SOUND)
    return "too many bytes";
  if (length < SOUND_HEAD)
    return "no Ogg, MP3, WAV or FLAC";
  if (memcmp (data, "OggS", 4) == 0)
    look->type = "audio/ogg";
  else if (memcmp (data, "fLaC", 4) == 0)
    look->type = "audio/flac";
  else if (memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WAVE", 4) == 0)
    look->type = "audio/wav";
  else if (memcmp (data, "ID3", 3) == 0 || is_mpeg_frame (data))
    look->type = "audio/mpeg";
  return look->type == NULL ? "no Ogg, MP3, WAV or FLAC" : NULL;
}

/* --- media --------------------------------------------------------------------------------- */

/* "image/png" of " Image/PNG; q=1" (RFC 2045 section 5.1). */
static char *
read_type (const char *announced)
{
  g_autofree char *type = g_strndup (announced, strcspn (announced, ";"));
  g_autofree char *folded = g_ascii_strdown (g_strstrip (type), -1);
  gsize length = strlen (folded);

  if (length > GW_LIMIT_MEDIUM_TYPE ||
      strspn (folded, "abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+/") != length)
    return NULL;
  return g_steal_pointer (&folded);
}

GwMedium *
gw_medium_new (const char *type)
{
  g_autofree char *read = type != NULL ? read_type (type) : NULL;
  gboolean is_picture = read != NULL && g_str_has_prefix (read, "image/");
  GwMedium *medium;

  if (read == NULL || !(is_picture || g_str_has_prefix (read, "audio/")))
    return NULL;
  medium = g_new0 (GwMedium, 1);
  medium->kind = is_picture ? GW_MEDIUM_PICTURE : GW_MEDIUM_SOUND;
  medium->type = g_steal_pointer (&read);
  return medium;
}

void
gw_medium_free (GwMedium *medium)
{
  if (medium == NULL)
    return;
  g_free (medium->type);
  g_clear_pointer (&medium->bytes, g_bytes_unref);
  g_free (medium->cid);
  g_free (medium->url);
  g_free (medium);
}

/* What speaks against them; NULL: nothing. The hash comes last: it reads all bytes. */
static const char *
judge (const GwMedium *medium, GBytes *bytes, gboolean by_name, Look *look)
{
  const char *fault =
      medium->kind == GW_MEDIUM_PICTURE ? judge_picture (bytes, look) : judge_sound (bytes, look);

  if (fault == NULL && by_name && medium->cid != NULL && !gw_bob_fits (medium->cid, bytes))
    return "its hash is another";
  return fault;
}

static gboolean
take (GwMedium *medium, GBytes *bytes, gboolean by_name, GError **error)
{
  Look look = {0};
  const char *fault = judge (medium, bytes, by_name, &look);

  if (fault != NULL) {
    gw_error_set (error, GW_ERROR_PUZZLE_BROKEN, NULL, fault);
    return FALSE;
  }
  g_bytes_ref (bytes);
  g_clear_pointer (&medium->bytes, g_bytes_unref);
  medium->bytes = bytes;
  g_free (medium->type);
  medium->type = g_strdup (look.type);
  return TRUE;
}

gboolean
gw_medium_take (GwMedium *medium, GBytes *bytes, GError **error)
{
  g_return_val_if_fail (medium != NULL && bytes != NULL, FALSE);

  return take (medium, bytes, TRUE, error);
}

gboolean
gw_medium_take_from_web (GwMedium *medium, GBytes *bytes, GError **error)
{
  g_return_val_if_fail (medium != NULL && bytes != NULL, FALSE);

  return take (medium, bytes, FALSE, error);
}

gboolean
gw_medium_is_lost (const GwMedium *medium)
{
  g_return_val_if_fail (medium != NULL, FALSE);

  return medium->bytes == NULL && medium->cid == NULL && medium->url == NULL;
}
