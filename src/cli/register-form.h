/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a registration form asks of the person beyond name, password and puzzles. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* Whether a person, or --answers, has to fill it in; what may stay empty does. */
gboolean gw_register_form_asks (const GwField *field);
/* Whether anybody may fill it in: not hidden, no note, neither name nor password nor puzzle. */
gboolean gw_register_form_takes (const GwField *field);

/* Asks for all that is still open, one question after the other. Another form may come meanwhile:
 * TRUE as well when it is no longer the person's turn. FALSE: the person ended it
 * (GW_ERROR_CANCELLED), or nobody is there to be asked (GW_ERROR_REFUSED_FORM). */
gboolean gw_register_form_ask (GwRegister *self, GError **error);

/* Forgets an answer, so that it is asked for again even if it may stay empty. NULL: forgets all. */
void gw_register_form_reopen (GwRegister *self, const GwField *field);

/* The fields that a person would be asked for, as sentences (--dry-run) and as JSON. */
void gw_register_form_print (const GwForm *form);
json_t *gw_register_form_json (const GwForm *form);

G_END_DECLS
