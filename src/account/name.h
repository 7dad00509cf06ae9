/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readable names for the address, suggested so that nothing must be typed. Not meant to be secret,
 * only pleasant and rarely taken. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "quiet-otter-27" */
char *gw_name_suggest (void);

/* Up to `n` names near one that is taken, drawn by lot, without asking anybody: "alice" ->
 * "alice27", "alice-fox", "happy-alice"; "quiet-otter-27" -> "quiet-otter-48", "quiet-puffin-27".
 * All are different from each other and from `local`, and as gw_localpart_normalize() gives them.
 * Fewer, down to none, for names that go with no Latin letters or digits (Hebrew, Arabic) or are as
 * long as a name may be. Free with g_strfreev(). */
char **gw_name_near (const char *local, guint n);

/* The pure part of it. NULL: this way does not suit the name. The answer may be `local` again, or
 * no good name. */
typedef enum {
  GW_NAME_OTHER_NUMBER, /* 20 to 50, which does not look like a year of birth */
  GW_NAME_ANIMAL,       /* another one, where there is one at the end already */
  GW_NAME_ADJECTIVE,
  GW_NAME_N_WAYS,
} GwNameWay;
char *gw_name_near_by (const char *local, GwNameWay way, guint lot);

G_END_DECLS
