/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XMPP addresses (RFC 7622), as far as a helper for newcomers needs them: user@provider, no
 * resource. Pure functions. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *local;  /* NFC, lower case */
  char *domain; /* A-label, lower case, without trailing dot */
} GwJid;

/* "Alice@Bücher.example" -> { "alice", "xn--bcher-kva.example" }. NULL and GW_ERROR_BAD_ADDRESS
 * else. Surrounding blanks and a leading "xmpp:" are forgiven. */
GwJid *gw_jid_parse (const char *text, GError **error);
GwJid *gw_jid_new (const char *local, const char *domain);
GwJid *gw_jid_copy (const GwJid *jid);
void gw_jid_free (GwJid *jid);

/* "alice@xn--bcher-kva.example" */
char *gw_jid_to_string (const GwJid *jid);

/* A domain name as typed to its A-label form (RFC 5891); NULL and GW_ERROR_BAD_ADDRESS else.
 * Refused: IP literals, single labels other than practice use is not meant to have, empty labels,
 * ports, paths. */
char *gw_domain_normalize (const char *text, GError **error);
/* Whether it is in that form already. */
gboolean gw_domain_is_normal (const char *text);

/* For the eye: the U-label when all its letters are of one script, else the A-label. */
char *gw_domain_display (const char *a_label);

/* The name before the @ as a server may store it (NFC, lower case); NULL and GW_ERROR_BAD_NAME with
 * the reason when RFC 7622 section 3.3.1 forbids it (empty, blanks, any of "&'/:<>@, control
 * characters, over 1023 bytes). */
char *gw_localpart_normalize (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwJid, gw_jid_free)

G_END_DECLS
