/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of a registration form: from legacy elements and from data forms. Pure; part of
 * net/form. */
#pragma once

#include "net/form.h"

#define GW_NS_DATA  "jabber:x:data"
#define GW_NS_MEDIA "urn:xmpp:media-element"

void gw_field_free (GwField *field);

/* The field of a legacy element (XEP-0077 section 14.1); NULL without an error for an element that
 * is no field. GW_ERROR_REFUSED_FORM: a value too long to be sent back whole. */
GwField *gw_field_new_from_legacy (const GwXml *element, const char *domain, GError **error);

/* The field of a <field xmlns='jabber:x:data'/>, without its media. NULL without an error: nothing
 * that concerns us. GW_ERROR_REFUSED_FORM: a value that could not be sent back whole. */
GwField *gw_field_new_from_data (const GwXml *element, const char *domain, GError **error);

/* A field of XEP-0077: its meaning is known, so it is plain to answer. */
gboolean gw_field_is_standard (const GwField *field);

/* Something that the person or the program fills in. */
gboolean gw_field_is_input (const GwField *field);

/* The field of that name that is sent back; NULL: none. */
GwField *gw_form_find (const GwForm *form, const char *var);

/* Words to be read, without blanks around them and cut to GW_LIMIT_FORM_TEXT characters; NULL when
 * nothing is left (or `text` is NULL). Line feeds stay in `lines`. */
char *gw_field_take_text (const char *text, gboolean lines);

/* --- puzzles (form-puzzle.c) --- */

/* The media of a field, XEP-0221. Their data stands in one of `places` or in the field itself. */
void gw_field_read_media (GwField *field, const GwXml *element, const GwXml *const *places,
                          gsize n_places);

/* Once all fields are there: the way around for clients that show no picture, how many puzzles want
 * an answer, and none that we cannot answer. FALSE and GW_ERROR_REFUSED_FORM: not without these. */
gboolean gw_form_settle_puzzles (GwForm *form, const char *domain, GError **error);
