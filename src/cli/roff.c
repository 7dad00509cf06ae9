/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few requests that the manual needs. */
#include "cli/roff.h"

/* A hyphen is written as a minus: what is copied from a manual is meant for a command line. */
static void
append_escaped (GString *page, const char *text)
{
  if (*text == '.' || *text == '\'')
    g_string_append (page, "\\&");
  for (const char *p = text; *p; p++) {
    if (*p == '\\')
      g_string_append (page, "\\e");
    else if (*p == '-')
      g_string_append (page, "\\-");
    else if (*p == '"')
      g_string_append (page, "\\(dq");
    else
      g_string_append_c (page, *p);
  }
}

void
gw_roff_heading (GString *page, const char *macro, const char *title)
{
  g_string_append_printf (page, ".%s \"", macro);
  append_escaped (page, title);
  g_string_append (page, "\"\n");
}

void
gw_roff_text (GString *page, const char *text)
{
  append_escaped (page, text);
  g_string_append_c (page, '\n');
}

void
gw_roff_paragraph (GString *page, const char *text)
{
  g_string_append (page, ".PP\n");
  gw_roff_text (page, text);
}

void
gw_roff_item (GString *page, const char *tag)
{
  g_string_append (page, ".TP\n\\fB");
  append_escaped (page, tag);
  g_string_append (page, "\\fR\n");
}

void
gw_roff_labelled (GString *page, const char *label, const char *text)
{
  g_string_append (page, ".br\n\\fI");
  append_escaped (page, label);
  g_string_append (page, ":\\fR ");
  append_escaped (page, text);
  g_string_append_c (page, '\n');
}

void
gw_roff_lines (GString *page, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append (page, ".nf\n");
  for (char **line = lines; *line; line++) {
    if (**line != '\0')
      gw_roff_text (page, *line);
    else if (line[1] != NULL)
      g_string_append (page, "\\&\n");
  }
  g_string_append (page, ".fi\n");
}
