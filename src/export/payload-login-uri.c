/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code that Kaidan's own scanner reads: an XMPP URI with the query type "login", which no XEP
 * defines. RFC 5122 section 2.2 allows only unreserved characters in a query's value; the same set
 * is used for the name before the @. */
#include "export/app.h"

#define GROWTH 3 /* "%3b" for one byte */

char *
gw_payload_login_uri (const GwJid *jid, GwSecret *password)
{
  g_return_val_if_fail (jid != NULL && password != NULL, NULL);

  const char *secret = gw_secret_peek (password);
  /* Room for all from the start: a string that moves leaves a copy behind that nobody wipes. */
  GString *uri = g_string_sized_new (
      32 + GROWTH * (strlen (jid->local) + strlen (jid->domain) + strlen (secret)));

  g_string_append (uri, "xmpp:");
  g_string_append_uri_escaped (uri, jid->local, NULL, FALSE);
  g_string_append_c (uri, '@');
  g_string_append_uri_escaped (uri, jid->domain, NULL, FALSE);
  g_string_append (uri, "?login;password=");
  g_string_append_uri_escaped (uri, secret, NULL, FALSE);
  return g_string_free (uri, FALSE);
}
