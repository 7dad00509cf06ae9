/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bits of binary (XEP-0231): data by name, inside a stanza or asked for. A name ("cid") is most
 * often a hash of the data, "sha1+HEX@bob.xmpp.org". Pure. */
#pragma once

#include "net/xml.h"

G_BEGIN_DECLS

#define GW_NS_BOB "urn:xmpp:bob"

/* What asks for it, inside an iq of type get. Free with g_free(). */
char *gw_bob_question (const char *cid);

/* The data of that name in the answer. GW_ERROR_PUZZLE_BROKEN: the server does not give it, gives
 * another, or it is wrongly encoded. */
GBytes *gw_bob_parse (const GwXml *iq, const char *cid, GError **error);

/* The <data/> of that name among the children of `place`; NULL: none. */
const GwXml *gw_bob_find (const GwXml *place, const char *cid);

/* Strict base64 (RFC 4648 section 4): blanks and line breaks may stand anywhere, other letters,
 * missing padding and bits behind the end are an error, GW_ERROR_PUZZLE_BROKEN, as is nothing at
 * all or more than GW_LIMIT_SOUND. */
GBytes *gw_bob_decode (const char *base64, GError **error);

/* Whether the name is a hash that can be checked. */
gboolean gw_bob_is_hash (const char *cid);
/* ... and is the one of these bytes; TRUE as well when it cannot be checked. */
gboolean gw_bob_fits (const char *cid, GBytes *bytes);

G_END_DECLS
