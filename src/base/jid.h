/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XMPP addresses (RFC 7622), as far as a helper for newcomers needs them: user@provider, no
 * resource. Pure functions. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *local;  /* as gw_localpart_normalize() gives it */
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

/* The name before the @ as servers keep it: prepared by nodeprep (RFC 6122 appendix A), which takes
 * capitals and letters of the same meaning for one ("ALICE", "ａｌｉｃｅ" -> "alice"; "ß" -> "ss").
 * NULL and GW_ERROR_BAD_NAME with one short sentence about what is wrong: nodeprep refuses it (also
 * letters that came after Unicode 3.2, and mixed directions of writing), or it has one of
 * "&'/:<>@, a blank, something invisible or no letter at all (RFC 7622 section 3.3.1), or over
 * GW_LIMIT_LOCALPART bytes. */
char *gw_localpart_normalize (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwJid, gw_jid_free)

G_END_DECLS
