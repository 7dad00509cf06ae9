/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "invariants.h"
#include "probe/host-meta.h"

/* Only encrypted links, and not without end. */
static void
check (GPtrArray *links)
{
  if (links == NULL)
    return;
  g_assert_cmpuint (links->len, <=, GW_LIMIT_HOST_META_LINKS);
  for (guint i = 0; i < links->len; i++) {
    const GwHostLink *link = links->pdata[i];
    const char *start = link->is_websocket ? "wss://" : "https://";
    g_assert_cmpint (g_ascii_strncasecmp (link->url, start, strlen (start)), ==, 0);
    g_assert_true (g_utf8_validate (link->url, -1, NULL));
  }
  g_ptr_array_unref (links);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  check (gw_host_meta_parse_xml ((const char *)data, size));
  check (gw_host_meta_parse_json ((const char *)data, size));
  return 0;
}
