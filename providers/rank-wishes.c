/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asks for, as a value; see rank.h. */
#include "providers/rank.h"

GwWishes *
gw_wishes_new (void)
{
  return g_new0 (GwWishes, 1);
}

GwWishes *
gw_wishes_copy (const GwWishes *wishes)
{
  g_return_val_if_fail (wishes != NULL, NULL);

  GwWishes *copy = g_new (GwWishes, 1);
  *copy = *wishes;
  copy->countries = g_strdupv (wishes->countries);
  copy->languages = g_strdupv (wishes->languages);
  copy->organizations = g_strdupv (wishes->organizations);
  copy->language = g_strdup (wishes->language);
  return copy;
}

void
gw_wishes_free (GwWishes *wishes)
{
  if (wishes == NULL)
    return;
  g_strfreev (wishes->countries);
  g_strfreev (wishes->languages);
  g_strfreev (wishes->organizations);
  g_free (wishes->language);
  g_free (wishes);
}
