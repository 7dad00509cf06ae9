/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "invariants.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwCatalogue) catalogue =
      gw_source_provider_file_parse ((const char *)data, size, "one.example", 0, &error);

  g_assert_true ((catalogue == NULL) == (error != NULL));
  if (catalogue == NULL)
    return 0;
  fuzz_check_catalogue (catalogue);
  const GwFacts *facts = &gw_catalogue_find (catalogue, "one.example")->facts;
  g_assert_cmpuint (catalogue->providers->len, ==, 1);
  for (int id = 0; id < GW_N_FACTS; id++)
    g_assert_true (!facts->at[id].known || facts->at[id].origin == GW_ORIGIN_PROVIDER);
  return 0;
}
