/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An invitation instead of a provider: from a link, standard input or a picture. Links only
 * pre-fill (design 4.9): before anybody is contacted a person at the terminal sees whom it leads to
 * and agrees; for a script the link that it gives is the consent, to the domain of that link. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* Whether this argument is an invitation ("-": on standard input) rather than a provider. */
gboolean gw_register_invitation_is_one (const char *word);

/* Reads `word`, or the picture of --scan when it is NULL, and fills in invitation, domain and,
 * where one is reserved, the name. No error repeats the link. GW_ERROR_CANCELLED: not agreed to. */
gboolean gw_register_invitation_take (GwRegister *self, const char *word, GError **error);

G_END_DECLS
