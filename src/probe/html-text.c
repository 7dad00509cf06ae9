/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escaping, and links to documents. */
#include "probe/html-text.h"

static gboolean
is_visible (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT: /* among them those that turn the direction of writing */
  case G_UNICODE_SURROGATE:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return c == '\n' || c == '\t';
  default:
    return TRUE;
  }
}

static void
append_character (GString *page, gunichar c)
{
  switch (c) {
  case '&':
    g_string_append (page, "&amp;");
    break;
  case '<':
    g_string_append (page, "&lt;");
    break;
  case '>':
    g_string_append (page, "&gt;");
    break;
  case '"':
    g_string_append (page, "&quot;");
    break;
  case '\'':
    g_string_append (page, "&#39;");
    break;
  default:
    if (is_visible (c))
      g_string_append_unichar (page, c);
    else
      g_string_append_printf (page, "‹U+%04X›", c);
  }
}

void
gw_html_text (GString *page, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    append_character (page, g_utf8_get_char (p));
}

/* Sections of an RFC have anchors by number, those of a XEP have not. */
static void
append_link (GString *page, const GMatchInfo *match)
{
  g_autofree char *whole = g_match_info_fetch (match, 0);
  g_autofree char *rfc = g_match_info_fetch_named (match, "rfc");
  g_autofree char *xep = g_match_info_fetch_named (match, "xep");
  g_autofree char *section = g_match_info_fetch_named (match, "section");

  g_string_append (page, "<a rel=\"noreferrer\" href=\"");
  if (xep && *xep)
    g_string_append_printf (page, "https://xmpp.org/extensions/xep-%s.html", xep);
  else
    g_string_append_printf (page, "https://www.rfc-editor.org/rfc/rfc%s%s%s", rfc,
                            section && *section ? "#section-" : "", section ? section : "");
  g_string_append (page, "\">");
  gw_html_text (page, whole);
  g_string_append (page, "</a>");
}

void
gw_html_reference (GString *page, const char *reference)
{
  g_autoptr (GRegex) documents = g_regex_new (
      "(?:RFC (?<rfc>[0-9]+)|XEP-(?<xep>[0-9]{4}))(?: section (?<section>[0-9]+(?:\\.[0-9]+)*))?",
      0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int done = 0, start, end;

  g_regex_match (documents, reference, 0, &match);
  while (g_match_info_matches (match)) {
    g_match_info_fetch_pos (match, 0, &start, &end);
    g_autofree char *between = g_strndup (reference + done, (gsize)(start - done));
    gw_html_text (page, between);
    append_link (page, match);
    done = end;
    g_match_info_next (match, NULL);
  }
  gw_html_text (page, reference + done);
}

void
gw_html_element (GString *page, const char *name, const char *class, const char *text)
{
  g_string_append_printf (page, "<%s", name);
  if (class)
    g_string_append_printf (page, " class=\"%s\"", class);
  g_string_append_c (page, '>');
  gw_html_text (page, text);
  g_string_append_printf (page, "</%s>\n", name);
}
