/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaking a paragraph into lines. */
#include "export/wrap.h"

int
gw_wrap_columns (const char *text)
{
  int columns = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!g_unichar_iszerowidth (c))
      columns += g_unichar_iswide (c) ? 2 : 1;
  }
  return columns;
}

char **
gw_wrap (const char *paragraph, int columns)
{
  g_return_val_if_fail (paragraph != NULL && columns > 0, NULL);

  g_auto (GStrv) words = g_strsplit (paragraph, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  GPtrArray *lines = g_ptr_array_new ();

  for (char **word = words; *word; word++) {
    if (**word == '\0')
      continue;
    if (line->len > 0 && gw_wrap_columns (line->str) + 1 + gw_wrap_columns (*word) > columns) {
      g_ptr_array_add (lines, g_strdup (line->str));
      g_string_truncate (line, 0);
    }
    if (line->len > 0)
      g_string_append_c (line, ' ');
    g_string_append (line, *word);
  }
  if (line->len > 0)
    g_ptr_array_add (lines, g_strdup (line->str));
  g_ptr_array_add (lines, NULL);
  return (char **)g_ptr_array_free (lines, FALSE);
}
