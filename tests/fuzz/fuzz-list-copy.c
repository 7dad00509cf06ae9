/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "invariants.h"
#include "providers/list-copy.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwListCopy) copy =
      gw_list_copy_parse (text, strlen (text), "https://a.example/", "copy", &error);

  g_assert_true ((copy == NULL) == (error != NULL));
  if (copy)
    fuzz_check_catalogue (copy->catalogue);
  return 0;
}
