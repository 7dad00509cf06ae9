/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web addresses that a server names: only https, and only such as a browser may be sent to. Pure.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `text` without the blanks around it, if it is one https URL with a host and without a user name;
 * else NULL. */
char *gw_web_page_new (const char *text);

/* The first https URL in a sentence, without the punctuation behind it; NULL: none. */
char *gw_web_page_find (const char *sentence);

G_END_DECLS
