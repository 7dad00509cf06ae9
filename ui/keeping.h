/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the password is kept before anything is sent: the keyring where there is one, else a file
 * that the person saves, or a paper ("I wrote it down"). A row group; "kept-changed" says that
 * gangway_keeping_get_keep() changed. */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_KEEPING (gangway_keeping_get_type ())
G_DECLARE_FINAL_TYPE (GangwayKeeping, gangway_keeping, GANGWAY, KEEPING, AdwBin)

/* The password that "show it" shows. */
void gangway_keeping_set_password (GangwayKeeping *self, GwSecret *password);

/* For a (new) provider: looks for a keyring, unless the person has decided otherwise. */
void gangway_keeping_refresh (GangwayKeeping *self);

/* NULL: no confirmed place yet, nothing may be sent. Borrowed. */
const GwKeep *gangway_keeping_get_keep (GangwayKeeping *self);

G_END_DECLS
