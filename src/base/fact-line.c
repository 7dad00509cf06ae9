/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One fact as one line: NAME=VALUE [ORIGIN DATE]. In a value, blanks, control characters, commas
 * and
 * '%' are written %XX; list items are joined by commas, and a list without items is an empty value.
 * Reading allocates nothing but the value that is kept: a cache holds some 200,000 lines. */
#include "base/fact.h"

#include "base/limits.h"

/* No item that is ever accepted is longer than an address with its kind. */
#define LIST_BYTES_MAX (GW_LIMIT_FACT_LIST * 336)

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

static void
append_list (GString *line, const char *const *list)
{
  for (guint i = 0; list[i]; i++) {
    if (i > 0)
      g_string_append_c (line, ',');
    append_escaped (line, list[i]);
  }
}

static void
append_value (GString *line, GwFactId id, const GwFact *fact)
{
  g_string_append (line, gw_fact_name (id));
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
}

void
gw_fact_append_line (GString *text, GwFactId id, const GwFact *fact, GwOrigin list_origin,
                     gint32 list_date)
{
  g_return_if_fail (text != NULL && (guint)id < GW_N_FACTS && fact != NULL && fact->known);

  append_value (text, id, fact);
  if (fact->origin != list_origin || fact->date != list_date) {
    g_autofree char *date = gw_date_format (fact->date);
    g_string_append_printf (text, " %s %s", gw_origin_name (fact->origin), date);
  }
  g_string_append_c (text, '\n');
}

char *
gw_fact_to_line (GwFactId id, const GwFact *fact)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS && fact != NULL, NULL);

  if (!fact->known)
    return NULL;
  GString *line = g_string_new (NULL);
  gw_fact_append_line (line, id, fact, GW_ORIGIN_NONE, 0);
  g_string_truncate (line, line->len - 1);
  return g_string_free (line, FALSE);
}

typedef struct {
  const char *at;
  gsize length;
} Token;

static gboolean
token_is (Token token, const char *word)
{
  return token.length == strlen (word) && memcmp (token.at, word, token.length) == 0;
}

/* Up to `mark` or the end, and the mark itself, is taken off `rest`. FALSE: there is no mark. */
static gboolean
take_token (Token *rest, char mark, Token *token)
{
  const char *stop = memchr (rest->at, mark, rest->length);

  token->at = rest->at;
  token->length = stop ? (gsize)(stop - rest->at) : rest->length;
  rest->at += token->length + (stop != NULL);
  rest->length -= token->length + (stop != NULL);
  return stop != NULL;
}

/* Copies a token with its escapes undone and a NUL behind it into `room`; the place after that.
 * NULL: badly escaped, empty, or too long for it. */
static char *
unescape (Token token, char *room, const char *room_end)
{
  const char *end = token.at + token.length;

  if (token.length == 0 || memchr (token.at, '\0', token.length))
    return NULL;
  /* As nearly all of them are. */
  if (memchr (token.at, '%', token.length) == NULL) {
    if ((gsize)(room_end - room) <= token.length)
      return NULL;
    memcpy (room, token.at, token.length);
    room[token.length] = '\0';
    return room + token.length + 1;
  }
  for (const char *p = token.at; p < end; p++) {
    int c = (guchar)*p;
    if (c == '%') {
      int high = end - p > 2 ? g_ascii_xdigit_value (p[1]) : -1;
      int low = end - p > 2 ? g_ascii_xdigit_value (p[2]) : -1;
      c = high < 0 || low < 0 ? '\0' : high << 4 | low;
      p += 2;
    }
    if (c == '\0' || room_end - room < 2)
      return NULL;
    *room++ = (char)c;
  }
  *room++ = '\0';
  return room;
}

static GwLine
offer_bool_value (GwFacts *facts, GwFactId id, Token value, GwOrigin origin, gint32 date)
{
  gboolean yes = token_is (value, "yes");

  if (!yes && !token_is (value, "no"))
    return GW_LINE_BAD;
  gw_facts_offer_bool (facts, id, yes, origin, date);
  return GW_LINE_READ;
}

/* FALSE: not a number of at most 18 digits. */
static gboolean
read_number (Token value, gint64 *number)
{
  gboolean is_negative = value.length > 0 && value.at[0] == '-';
  gsize i = is_negative ? 1 : 0, first = i;

  *number = 0;
  for (; i < value.length && i - first < 18 && g_ascii_isdigit (value.at[i]); i++)
    *number = *number * 10 + (value.at[i] - '0');
  if (is_negative)
    *number = -*number;
  return i == value.length && i > first;
}

static GwLine
offer_number_value (GwFacts *facts, GwFactId id, Token value, GwOrigin origin, gint32 date)
{
  gint64 number;

  if (!read_number (value, &number))
    return GW_LINE_BAD;
  return gw_facts_offer_number (facts, id, number, origin, date) ? GW_LINE_READ : GW_LINE_LEFT_OUT;
}

static GwLine
offer_text_value (GwFacts *facts, GwFactId id, Token value, GwOrigin origin, gint32 date)
{
  char text[GW_LIMIT_FACT_TEXT + 1];

  if (unescape (value, text, text + sizeof text) == NULL)
    return GW_LINE_BAD;
  return gw_facts_offer_text (facts, id, text, origin, date) ? GW_LINE_READ : GW_LINE_LEFT_OUT;
}

static GwLine
offer_list_value (GwFacts *facts, GwFactId id, Token value, GwOrigin origin, gint32 date)
{
  char text[LIST_BYTES_MAX];
  const char *items[GW_LIMIT_FACT_LIST + 1];
  char *room = text;
  guint n = 0;
  gboolean more = value.length > 0;

  while (more) {
    Token item;
    more = take_token (&value, ',', &item);
    items[n] = room;
    room = n < GW_LIMIT_FACT_LIST ? unescape (item, room, text + sizeof text) : NULL;
    if (room == NULL)
      return GW_LINE_BAD;
    n++;
  }
  items[n] = NULL;
  return gw_facts_offer_list (facts, id, items, origin, date) ? GW_LINE_READ : GW_LINE_LEFT_OUT;
}

/* The two tokens after the value, or what the list says when there are none. */
static gboolean
read_source (Token rest, gboolean is_stated, GwOrigin *origin, gint32 *date)
{
  Token word;

  if (!is_stated)
    return *origin != GW_ORIGIN_NONE;
  if (!take_token (&rest, ' ', &word) || !gw_origin_lookup (word.at, word.length, origin))
    return FALSE;
  *date = gw_date_parse_n (rest.at, rest.length);
  return *origin != GW_ORIGIN_NONE && (*date > 0 || token_is (rest, "-"));
}

GwLine
gw_facts_offer_line (GwFacts *facts, const char *line, gsize length, GwOrigin list_origin,
                     gint32 list_date)
{
  static GwLine (*const offer[]) (GwFacts *, GwFactId, Token, GwOrigin, gint32) = {
      [GW_KIND_BOOL] = offer_bool_value,
      [GW_KIND_NUMBER] = offer_number_value,
      [GW_KIND_TEXT] = offer_text_value,
      [GW_KIND_LIST] = offer_list_value,
  };
  Token rest = {line, length}, name, value;
  GwFactId id;

  g_return_val_if_fail (facts != NULL && line != NULL, GW_LINE_BAD);

  if (!take_token (&rest, '=', &name) || !gw_fact_lookup (name.at, name.length, &id))
    return GW_LINE_BAD;
  gboolean is_stated = take_token (&rest, ' ', &value);
  if (!read_source (rest, is_stated, &list_origin, &list_date))
    return GW_LINE_BAD;
  return offer[gw_fact_kind (id)](facts, id, value, list_origin, list_date);
}
