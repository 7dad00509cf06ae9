/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By the general categories of Unicode (UAX #44 section 5.7.1). */
#include "base/clean.h"

static gboolean
is_unprintable (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT: /* among them those that turn the direction of writing */
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
    return TRUE;
  default:
    return FALSE;
  }
}

char *
gw_clean_text (const char *text, gsize max, gboolean keep_newlines)
{
  enum { LONGEST_CHARACTER = 4 };
  g_autofree char *head = NULL, *valid = NULL;
  GString *clean;
  gsize length = 0;

  g_return_val_if_fail (text != NULL && max > 0, NULL);

  /* A longer text need not be looked at to its end. */
  head = g_strndup (text, LONGEST_CHARACTER * (max + 1));
  valid = g_utf8_make_valid (head, -1);
  clean = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (++length == max && *g_utf8_next_char (p) != '\0') {
      g_string_append (clean, "…");
      break;
    }
    if (is_unprintable (c) && !(keep_newlines && c == '\n'))
      c = ' ';
    g_string_append_unichar (clean, c);
  }
  return g_string_free (clean, FALSE);
}
