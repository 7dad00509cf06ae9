/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escapes of RFC 1035 section 5.1. */
#include "net/dns-text.h"

/* Format characters turn the direction of a line or hide; separators end it. */
static gboolean
is_shown (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isprint (c) && type != G_UNICODE_LINE_SEPARATOR &&
         type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* The length of the character that begins here, if it is one to be shown; else 0. */
static gsize
shown_length (const char *at, gsize left)
{
  gunichar c = g_utf8_get_char_validated (at, (gssize)left);

  if (*at == '\0' || c == (gunichar)-1 || c == (gunichar)-2 || !is_shown (c))
    return 0;
  return (gsize)(g_utf8_next_char (at) - at);
}

char *
gw_dns_escape (const char *bytes, gsize length, const char *special)
{
  g_autoptr (GString) text = g_string_sized_new (length);

  for (gsize at = 0, step; at < length; at += step) {
    step = shown_length (bytes + at, length - at);
    if (step == 0) {
      g_string_append_printf (text, "\\%03u", (guint8)bytes[at]);
      step = 1;
      continue;
    }
    if (bytes[at] == '\\' || strchr (special, bytes[at]) != NULL)
      g_string_append_c (text, '\\');
    g_string_append_len (text, bytes + at, (gssize)step);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
