/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "invariants.h"
#include "probe/posh.h"

static gsize
size_of (GBytes *hash)
{
  return hash != NULL ? g_bytes_get_size (hash) : 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GwPosh) posh = gw_posh_parse ((const char *)data, size);
  g_autoptr (GBytes) der = g_bytes_new_static ("certificate", 11);

  if (posh == NULL)
    return 0;
  g_assert_cmpuint (posh->prints->len, <=, GW_LIMIT_POSH_PRINTS);
  g_assert_cmpint (posh->expires_s, >=, 0);
  g_assert_true (posh->url == NULL || posh->prints->len == 0);
  g_assert_true (posh->url == NULL || g_ascii_strncasecmp (posh->url, "https://", 8) == 0);
  for (guint i = 0; i < posh->prints->len; i++) {
    const GwPoshPrint *print = posh->prints->pdata[i];

    g_assert_true (size_of (print->sha256) == 0 || size_of (print->sha256) == 32);
    g_assert_true (size_of (print->sha512) == 0 || size_of (print->sha512) == 64);
  }
  g_assert_true ((gw_posh_judge (posh, der) == GW_POSH_ELSEWHERE) == (posh->url != NULL));
  return 0;
}
