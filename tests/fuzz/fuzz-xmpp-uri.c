/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/jid.h"
#include "base/limits.h"
#include "base/xmpp-uri.h"
#include "invariants.h"

static void
assert_same (const GwXmppUri *one, const GwXmppUri *other)
{
  g_assert_cmpstr (one->local, ==, other->local);
  g_assert_cmpstr (one->domain, ==, other->domain);
  g_assert_cmpstr (one->resource, ==, other->resource);
  g_assert_cmpstr (one->action, ==, other->action);
  g_assert_cmpuint (one->params->len, ==, other->params->len);
  for (guint i = 0; i < one->params->len; i++) {
    const GwXmppUriParam *param = one->params->pdata[i];
    g_assert_cmpstr (param->value, ==, gw_xmpp_uri_param (other, param->key));
  }
}

/* Names are settled, and what is written is read as the same, if it still fits. */
static void
check (const GwXmppUri *uri)
{
  g_autofree char *local = uri->local ? gw_localpart_normalize (uri->local, NULL) : NULL;
  g_autofree char *text = gw_xmpp_uri_to_string (uri);
  g_autoptr (GwXmppUri) again = gw_xmpp_uri_parse (text, NULL);

  g_assert_cmpstr (local, ==, uri->local);
  g_assert_true (gw_domain_is_normal (uri->domain));
  g_assert_cmpuint (uri->params->len, <=, GW_LIMIT_URI_PARAMS);
  g_assert_true (g_str_is_ascii (text));
  if (strlen (text) <= GW_LIMIT_URI) {
    g_assert_nonnull (again);
    assert_same (uri, again);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXmppUri) uri = gw_xmpp_uri_parse (text, &error);

  g_assert_true ((uri != NULL) != (error != NULL));
  if (uri != NULL)
    check (uri);
  return 0;
}
