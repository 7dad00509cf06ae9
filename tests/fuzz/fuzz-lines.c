/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "invariants.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  /* As from a file of ours: nobody has looked at the bytes before. */
  g_autoptr (GwCatalogue) catalogue =
      gw_source_lines_parse ((const char *)data, size, GW_LIMIT_LIST_BYTES, "fuzz", &error);

  g_assert_true ((catalogue == NULL) == (error != NULL));
  if (catalogue)
    fuzz_check_catalogue (catalogue);
  return 0;
}
