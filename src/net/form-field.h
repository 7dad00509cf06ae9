/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of a registration form: from legacy elements and from data forms. Pure; part of
 * net/form. */
#pragma once

#include "net/form.h"

#define GW_NS_DATA  "jabber:x:data"
#define GW_NS_MEDIA "urn:xmpp:media-element"

void gw_field_free (GwField *field);

/* The field of a legacy element (XEP-0077 section 14.1); NULL for an element that is no field. */
GwField *gw_field_new_from_legacy (const GwXml *element);

/* The field of a <field xmlns='jabber:x:data'/>. NULL without an error: nothing that concerns us.
 * GW_ERROR_REFUSED_FORM: a value too long to be sent back whole. */
GwField *gw_field_new_from_data (const GwXml *element, const char *domain, GError **error);

/* A field of XEP-0077: its meaning is known, so it is plain to answer. */
gboolean gw_field_is_standard (const GwField *field);

/* One value or label of the server, without blanks around it and cut to GW_LIMIT_FORM_TEXT; NULL
 * for an empty one. */
char *gw_field_take_text (const char *text);
