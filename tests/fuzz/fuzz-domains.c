/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "invariants.h"
#include "providers/source-json.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_check_list (data, size, gw_source_domains_parse);
  return 0;
}
