/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking media, and what the first bytes of sounds say: Ogg (RFC 3533), MPEG audio (ISO 11172-3
 * section 2.4.1.3, ID3), WAV (RIFF), FLAC (RFC 9639). */
#include "net/medium.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/bob.h"
#include "net/picture-head.h"

enum { SOUND_HEAD = 12 };

/* --- pictures ------------------------------------------------------------------------------ */

static const char *
judge_picture (GBytes *bytes, const char **type)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GwPictureHead head;

  if (length > GW_LIMIT_PICTURE)
    return "too many bytes";
  if (!gw_picture_head_read (data, length, &head))
    return "no PNG or JPEG";
  if (head.is_animated)
    return "an animated picture";
  if (head.width == 0 || head.height == 0)
    return "a picture without size";
  if ((guint64)head.width * head.height > GW_LIMIT_PICTURE_PIXELS)
    return "too many pixels";
  *type = head.type;
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
judge_sound (GBytes *bytes, const char **type)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length > GW_LIMIT_SOUND)
    return "too many bytes";
  if (length < SOUND_HEAD)
    return "no Ogg, MP3, WAV or FLAC";
  if (memcmp (data, "OggS", 4) == 0)
    *type = "audio/ogg";
  else if (memcmp (data, "fLaC", 4) == 0)
    *type = "audio/flac";
  else if (memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WAVE", 4) == 0)
    *type = "audio/wav";
  else if (memcmp (data, "ID3", 3) == 0 || is_mpeg_frame (data))
    *type = "audio/mpeg";
  return *type == NULL ? "no Ogg, MP3, WAV or FLAC" : NULL;
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
judge (const GwMedium *medium, GBytes *bytes, gboolean by_name, const char **type)
{
  const char *fault =
      medium->kind == GW_MEDIUM_PICTURE ? judge_picture (bytes, type) : judge_sound (bytes, type);

  if (fault == NULL && by_name && medium->cid != NULL && !gw_bob_fits (medium->cid, bytes))
    return "its hash is another";
  return fault;
}

static gboolean
take (GwMedium *medium, GBytes *bytes, gboolean by_name, GError **error)
{
  const char *type = NULL; /* static */
  const char *fault = judge (medium, bytes, by_name, &type);

  if (fault != NULL) {
    gw_error_set (error, GW_ERROR_PUZZLE_BROKEN, NULL, fault);
    return FALSE;
  }
  g_bytes_ref (bytes);
  g_clear_pointer (&medium->bytes, g_bytes_unref);
  medium->bytes = bytes;
  g_free (medium->type);
  medium->type = g_strdup (type);
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

const char *
gw_medium_ending (const char *type)
{
  static const struct {
    const char *type, *ending;
  } kinds[] = {
      {"image/png", "png"},  {"image/jpeg", "jpg"}, {"audio/ogg", "ogg"},
      {"audio/mpeg", "mp3"}, {"audio/wav", "wav"},  {"audio/flac", "flac"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].type, type) == 0)
      return kinds[i].ending;
  return "bin";
}
