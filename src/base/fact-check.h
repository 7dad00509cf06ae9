/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text may be before it becomes a value of a fact: one predicate per kind of text, for the
 * table in fact.c. They are strict, since the texts come from strangers and some are opened with a
 * click: what is not plainly allowed is refused. Any bytes may come in, also such that are not
 * UTF-8. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean gw_check_country (const char *text);      /* two upper-case letters */
gboolean gw_check_language (const char *text);     /* two lower-case letters */
gboolean gw_check_organization (const char *text); /* one of the five words of fact.h */
gboolean gw_check_category (const char *text);     /* A to D */

/* A page to open in a browser: https, a host, perhaps a port; no user, nothing but printable ASCII
 * and sound %XX (RFC 3986). The only links ever offered to open are these, mailto: and xmpp:. */
gboolean gw_check_page (const char *text);
/* The same, or "mailto:" and one bare address: no subject, no attachment. */
gboolean gw_check_page_or_mail (const char *text);

gboolean gw_check_domain (const char *text);  /* as gw_domain_normalize() writes it */
gboolean gw_check_support (const char *text); /* "email:", "chat:" or "room:", a bare address */
gboolean gw_check_name (const char *text);    /* printable, at most 64 bytes */
gboolean gw_check_token (const char *text);   /* letters, digits, "-", "_", "."; at most 64 */

G_END_DECLS
