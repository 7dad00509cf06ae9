/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person can mend when a form comes back: another name, password, e-mail address or
 * puzzle. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* `why` NULL: nothing is wrong. Says what is wrong and asks for what can be changed, or changes
 * what was only suggested. FALSE: nothing can be done here, and the error is `why` or
 * GW_ERROR_CANCELLED. */
gboolean gw_register_mend (GwRegister *self, const GError *why, GError **error);

/* Names near the one that is taken; NULL: that is not what is wrong, or there are none. Free with
 * g_strfreev(). */
char **gw_register_mend_names (const GwRegister *self, const GError *why);

/* The error and its next step, and what the server itself said of it. */
void gw_register_mend_tell (const GwRegister *self, const GError *why);

/* Another name, typed or chosen by its number among `near` (NULL: none). FALSE and
 * GW_ERROR_CANCELLED. */
gboolean gw_register_mend_name (GwRegister *self, const char *const *near, GError **error);

G_END_DECLS
