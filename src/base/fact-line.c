/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One fact as one line: NAME=VALUE ORIGIN DATE. In a value, blanks, control characters, commas and
 * '%' are written %XX; list items are joined by commas, and a list without items is an empty value.
 */
#include "base/fact.h"

#include "base/limits.h"

static void
append_escaped (GString *line, const char *text)
{
  for (const char *p = text; *p; p++) {
    if ((guchar)*p <= ' ' || *p == '%' || *p == ',' || *p == 0x7f)
      g_string_append_printf (line, "%%%02X", (guchar)*p);
    else
      g_string_append_c (line, *p);
  }
}

/* NULL for what is no text of ours: badly escaped, empty, too long, not UTF-8. */
static char *
unescape (const char *text)
{
  g_autofree char *plain = g_uri_unescape_string (text, NULL);

  if (plain == NULL || *plain == '\0' || strlen (plain) > GW_LIMIT_FACT_TEXT ||
      !g_utf8_validate (plain, -1, NULL))
    return NULL;
  return g_steal_pointer (&plain);
}

static void
append_list (GString *line, const char *const *list)
{
  for (guint i = 0; list[i]; i++) {
    if (i > 0)
      g_string_append_c (line, ',');
    append_escaped (line, list[i]);
  }
}

char *
gw_fact_to_line (GwFactId id, const GwFact *fact)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS && fact != NULL, NULL);

  if (!fact->known)
    return NULL;
  GString *line = g_string_new (gw_fact_name (id));
  g_string_append_c (line, '=');
  switch (gw_fact_kind (id)) {
  case GW_KIND_BOOL:
    g_string_append (line, fact->value.yes ? "yes" : "no");
    break;
  case GW_KIND_NUMBER:
    g_string_append_printf (line, "%" G_GINT64_FORMAT, fact->value.number);
    break;
  case GW_KIND_TEXT:
    append_escaped (line, fact->value.text);
    break;
  case GW_KIND_LIST:
    append_list (line, (const char *const *)fact->value.list);
    break;
  }
  g_autofree char *date = gw_date_format (fact->date);
  g_string_append_printf (line, " %s %s", gw_origin_name (fact->origin), date);
  return g_string_free (line, FALSE);
}

static gboolean
offer_list_value (GwFacts *facts, GwFactId id, const char *value, GwOrigin origin, gint32 date)
{
  g_auto (GStrv) escaped = g_strsplit (value, ",", -1);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

  if (g_strv_length (escaped) > GW_LIMIT_FACT_LIST)
    return FALSE;
  for (guint i = 0; escaped[i]; i++) {
    char *item = unescape (escaped[i]);
    if (item == NULL)
      return FALSE;
    g_ptr_array_add (items, item);
  }
  g_ptr_array_add (items, NULL);
  gw_facts_offer_list (facts, id, (const char *const *)items->pdata, origin, date);
  return TRUE;
}

static gboolean
offer_value (GwFacts *facts, GwFactId id, const char *value, GwOrigin origin, gint32 date)
{
  g_autofree char *text = NULL;
  gint64 number;

  switch (gw_fact_kind (id)) {
  case GW_KIND_BOOL:
    if (!g_str_equal (value, "yes") && !g_str_equal (value, "no"))
      return FALSE;
    gw_facts_offer_bool (facts, id, g_str_equal (value, "yes"), origin, date);
    return TRUE;
  case GW_KIND_NUMBER:
    if (!g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL))
      return FALSE;
    gw_facts_offer_number (facts, id, number, origin, date);
    return TRUE;
  case GW_KIND_TEXT:
    text = unescape (value);
    if (text == NULL)
      return FALSE;
    gw_facts_offer_text (facts, id, text, origin, date);
    return TRUE;
  case GW_KIND_LIST:
    return offer_list_value (facts, id, value, origin, date);
  }
  return FALSE;
}

gboolean
gw_facts_offer_line (GwFacts *facts, const char *line)
{
  g_return_val_if_fail (facts != NULL && line != NULL, FALSE);

  g_auto (GStrv) tokens = g_strsplit (line, " ", 4);
  if (g_strv_length (tokens) != 3)
    return FALSE;
  char *value = strchr (tokens[0], '=');
  if (value == NULL)
    return FALSE;
  *value++ = '\0';

  GwFactId id;
  GwOrigin origin;
  gint32 date = gw_date_parse (tokens[2]);
  if (!gw_fact_from_name (tokens[0], &id) || !gw_origin_from_name (tokens[1], &origin) ||
      origin == GW_ORIGIN_NONE || (date == 0 && !g_str_equal (tokens[2], "-")))
    return FALSE;
  return offer_value (facts, id, value, origin, date);
}
