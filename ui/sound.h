/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sound of a puzzle: a button that plays it. By GTK itself where it can, else by the desktop's
 * player; for both the bytes lie in a file of our own (0600) from the first press until the sound
 * is replaced or goes away. Nothing of it is touched before that press. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_SOUND (gangway_sound_get_type ())
G_DECLARE_FINAL_TYPE (GangwaySound, gangway_sound, GANGWAY, SOUND, AdwBin)

/* `type` as "audio/ogg". `bytes` NULL: none, and hidden. */
void gangway_sound_set (GangwaySound *self, GBytes *bytes, const char *type);

G_END_DECLS
