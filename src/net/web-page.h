/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web addresses that a server names: only https, and only such as a browser may be sent to. Pure.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `text` without the blanks around it, if it is one https URL without a user name whose host has a
 * name in the public DNS: no bare address and no "localhost", which lead to this computer or its
 * neighbours. Else NULL. */
char *gw_web_page_new (const char *text);

/* The first https URL in a sentence, without the punctuation behind it; NULL: none. */
char *gw_web_page_find (const char *sentence);

/* Adds all of them (char*) that are not there yet, up to `max` in all. */
void gw_web_page_find_all (const char *sentence, GPtrArray *pages, guint max);

/* Whether a page is on the provider's own machines: the domain (an A-label) or what is below it. */
gboolean gw_web_page_is_of (const char *page, const char *domain);

G_END_DECLS
