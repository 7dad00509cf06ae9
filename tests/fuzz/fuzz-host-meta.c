/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "invariants.h"
#include "probe/host-meta.h"

static void
check_link (const GwHostLink *link)
{
  static const char *const schemes[][2] = {
      [GW_HOST_LINK_WEBSOCKET] = {"ws:", "wss:"},
      [GW_HOST_LINK_BOSH] = {"http:", "https:"},
      [GW_HOST_LINK_S2S_WEBSOCKET] = {"ws:", "wss:"},
      [GW_HOST_LINK_S2S_QUIC] = {NULL, NULL},
  };
  const char *start = schemes[link->kind][link->is_encrypted ? 1 : 0];

  g_assert_true ((link->url == NULL) == (start == NULL));
  g_assert_true (link->url == NULL || g_ascii_strncasecmp (link->url, start, strlen (start)) == 0);
  g_assert_true (link->url == NULL || g_utf8_validate (link->url, -1, NULL));
  g_assert_true (link->url == NULL || link->port == 0);
  g_assert_true (link->priority >= -1 && link->priority <= G_MAXUINT16);
  g_assert_true (link->ips == NULL || g_strv_length (link->ips) <= GW_LIMIT_ADDRESSES);
}

/* Each link is what it says, and there are not links without end. */
static void
check (GwHostMeta *meta)
{
  if (meta == NULL)
    return;
  g_autoptr (GPtrArray) web = gw_host_meta_web_links (meta);
  g_assert_cmpuint (meta->links->len, <=, 2 * GW_HOST_N_LINKS * GW_LIMIT_HOST_META_LINKS);
  g_assert_cmpuint (web->len, <=, 2 * GW_LIMIT_HOST_META_LINKS);
  for (guint i = 0; i < meta->links->len; i++)
    check_link (meta->links->pdata[i]);
  gw_host_meta_free (meta);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  check (gw_host_meta_parse_xml ((const char *)data, size));
  check (gw_host_meta_parse_json ((const char *)data, size));
  return 0;
}
