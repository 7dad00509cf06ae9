/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture or the sound of a puzzle (XEP-0158, XEP-0221): where it is, and, once it is here, its
 * judge. Nothing that is not small and of a known kind by its own first bytes gets to a decoder.
 * Pure: asking for it is others' work. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  GW_MEDIUM_PICTURE,
  GW_MEDIUM_SOUND,
} GwMediumKind;

/* Without bytes, cid and URL it was announced and cannot be had: what came of it is nothing that we
 * show, or it lies where we do not go. */
typedef struct {
  GwMediumKind kind;
  char *type;    /* "image/png", "image/jpeg", "audio/ogg", "audio/mpeg", "audio/wav", "audio/flac":
                    from the bytes where these are here, else as announced, without parameters */
  GBytes *bytes; /* judged; NULL: not here (yet) */
  char *cid;     /* the server has it (XEP-0231); NULL: none, or a name that cannot be checked */
  char *url;     /* https; NULL: none */
} GwMedium;

/* `type`: as announced, "image/..." or "audio/..."; NULL for everything else. */
GwMedium *gw_medium_new (const char *type);
void gw_medium_free (GwMedium *medium);

/* Takes what came inside a stanza, in the one with the form or in the answer to a question for its
 * cid, if it is a picture (PNG without animation, JPEG) or a sound (Ogg, MP3, WAV, FLAC) as
 * `medium` is, within base/limits.h, and has the hash that its cid names. Else
 * GW_ERROR_PUZZLE_BROKEN, and `medium` stays as it was. */
gboolean gw_medium_take (GwMedium *medium, GBytes *bytes, GError **error);

/* The same for what came from its URL. A hash is not asked for: ejabberd draws another picture of
 * the same letters for each visit of the page. */
gboolean gw_medium_take_from_web (GwMedium *medium, GBytes *bytes, GError **error);

/* Of a file that holds a medium of that type, by which programs know it: "mp3" for "audio/mpeg". */
const char *gw_medium_ending (const char *type);

/* Announced, and neither here nor to be had. */
gboolean gw_medium_is_lost (const GwMedium *medium);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwMedium, gw_medium_free)

G_END_DECLS
