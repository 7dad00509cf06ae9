/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "invariants.h"
#include "net/websocket-hear.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="

/* All that a server says; pieces of `piece` bytes. */
static GwWebSocketSeen *
hear (const char *bytes, gsize size, gsize piece)
{
  GwWebSocketSeen *seen = gw_websocket_seen_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  GwWebSocketHearing hearing = {
      .seen = seen, .host = "web.example", .domain = "a.example", .out = out};

  seen->key = g_strdup (KEY);
  for (gsize at = 0; at < size; at += piece)
    gw_websocket_hearing_take (&hearing, bytes + at, MIN (piece, size - at));
  g_assert_true (hearing.ended == (seen->error != NULL || seen->features != NULL));
  g_assert_true (seen->features == NULL || seen->opened);
  g_assert_true (!seen->opened || (seen->upgrade.upgraded && seen->upgrade.accept_ok));
  g_assert_cmpuint (seen->in->len, <=, GW_LIMIT_KEPT_STREAM);
  gw_websocket_hearing_bid_farewell (&hearing);
  gw_websocket_hearing_clear (&hearing);
  return seen;
}

/* The same whether it comes at once or byte by byte. The key is that of RFC 6455, so that seeds
 * hold the answer to it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GwWebSocketSeen) one = hear ((const char *)data, size, MAX (size, 1));
  g_autoptr (GwWebSocketSeen) other = hear ((const char *)data, size, 1);

  g_assert_cmpint (one->error != NULL ? one->error->code : -1, ==,
                   other->error != NULL ? other->error->code : -1);
  g_assert_cmpint (one->opened, ==, other->opened);
  g_assert_cmpint (one->features != NULL, ==, other->features != NULL);
  g_assert_cmpint (one->upgrade.status, ==, other->upgrade.status);
  return 0;
}
