/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a registration form asks of the person, on the terminal: texts, boxes, choices, picture
 * puzzles. */
#pragma once

#include "gangway.h"
#include <jansson.h>

G_BEGIN_DECLS

/* Asks for everything that only a person can fill in. The answers (var -> text); NULL when the
 * person, or `*stop`, ended it: GW_ERROR_CANCELLED. */
GHashTable *gw_register_form_ask (const GwForm *form, const char *domain, const gboolean *stop,
                                  GError **error);

/* The fields that a person would be asked for, as sentences (--dry-run) and as JSON. */
void gw_register_form_print (const GwForm *form);
json_t *gw_register_form_json (const GwForm *form);

G_END_DECLS
