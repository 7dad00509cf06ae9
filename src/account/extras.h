/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person wants of a new account beyond its name and password: a label to tell several
 * accounts apart, the name that others see, and the one who has invited. Plain data. */
#pragma once

#include "base/jid.h"

G_BEGIN_DECLS

#define GW_LABEL_MAX 64 /* characters of a label or a display name */

typedef struct {
  char *label;        /* "friends", for this computer only; NULL: none */
  char *display_name; /* "Alice B.", for everybody; NULL: none */
  GwJid *inviter;     /* becomes a contact; NULL: nobody */
  char *token;        /* of the invitation (XEP-0445), which is never written down; NULL: none */
} GwExtras;

/* All may be NULL. Both names are cut to GW_LABEL_MAX, without blanks around and without characters
 * that cannot be printed; an empty one is none. */
GwExtras *gw_extras_new (const char *label, const char *display_name, const GwJid *inviter,
                         const char *token);
GwExtras *gw_extras_copy (const GwExtras *extras); /* NULL: of NULL */
void gw_extras_free (GwExtras *extras);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwExtras, gw_extras_free)

G_END_DECLS
