/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "invariants.h"

#define DATE 20645 /* 2026-07-11 */

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, DATE);
  GwProvider *provider = gw_catalogue_ensure (catalogue, "one.example");
  guint known = 0;
  GwLine line =
      gw_facts_offer_line (&provider->facts, (const char *)data, size, GW_ORIGIN_BUILTIN, DATE);

  for (int id = 0; id < GW_N_FACTS; id++)
    known += provider->facts.at[id].known;
  g_assert_cmpuint (known, <=, 1);
  g_assert_true (line != GW_LINE_READ || known == 1);
  g_assert_true (line != GW_LINE_BAD || known == 0);
  fuzz_check_catalogue (catalogue);
  return 0;
}
