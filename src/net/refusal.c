/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stanza error becomes a refusal: which words to look at; the table says what they mean. */
#include "net/refusal.h"

#include "base/clean.h"
#include "net/web-page.h"

#define NS_REGISTER "jabber:iq:register"
#define NS_OOB      "jabber:x:oob"
#define NS_STANZAS  "urn:ietf:params:xml:ns:xmpp-stanzas"

enum { WAIT_MAX_S = 24 * 60 * 60 };

/* The condition stands beside <text/> and elements of the application. */
static GwXml *
find_condition (const GwXml *error)
{
  GwXml *child = gw_xml_first (error);

  while (child != NULL && (!gw_xml_is (child, NULL, NS_STANZAS) || gw_xml_is (child, "text", NULL)))
    child = gw_xml_next (child);
  return child;
}

static char *
find_oob_page (const GwXml *parent)
{
  const GwXml *oob = parent != NULL ? gw_xml_child (parent, "x", NS_OOB) : NULL;
  const GwXml *url = oob != NULL ? gw_xml_child (oob, "url", NULL) : NULL;

  return url != NULL ? gw_web_page_new (gw_xml_text (url)) : NULL;
}

/* Where the server sends the person: XEP-0066, <gone/> and <redirect/> with an address inside, or
 * an address in the sentence. */
static char *
find_page (const GwXml *iq, const GwXml *error, const GwXml *condition, const char *text)
{
  char *page = find_oob_page (iq);

  if (page == NULL)
    page = find_oob_page (gw_xml_child (iq, "query", NS_REGISTER));
  if (page == NULL)
    page = find_oob_page (error);
  if (page == NULL && condition != NULL)
    page = gw_web_page_new (gw_xml_text (condition));
  if (page == NULL && text != NULL)
    page = gw_web_page_find (text);
  return page;
}

/* How long to wait is said of haste and of faults only: another sentence may hold such a number
 * too. */
static guint
find_wait (const GwRefusalRow *row, const char *text)
{
  guint asked;

  if (row->code != GW_ERROR_REFUSED_TOO_FAST && row->code != GW_ERROR_REFUSED_BROKEN)
    return 0;
  asked = gw_refusal_wait (text);
  return asked != 0 ? asked : row->wait_s;
}

static void
judge (GwRefusal *refusal, const GwRefusalWords *said)
{
  const GwRefusalRow *row = gw_refusal_find (said);

  if (row != NULL) {
    refusal->code = row->code;
    refusal->wait_s = find_wait (row, said->text);
  }
  if (refusal->page != NULL &&
      (refusal->code == GW_ERROR_REFUSED_CLOSED || refusal->code == GW_ERROR_REFUSED_OTHER))
    refusal->code = GW_ERROR_REFUSED_WEB_ONLY;
}

/* The words of an empty <text/> are none. */
static char *
clean_words (const char *text)
{
  g_autofree char *words = text != NULL ? gw_clean_text (text, GW_REFUSAL_WORDS_MAX, FALSE) : NULL;

  if (words == NULL || *g_strstrip (words) == '\0')
    return NULL;
  return g_steal_pointer (&words);
}

/* A server may say the same in several languages (RFC 6120 section 8.3.2); ejabberd does. The table
 * knows English best; `first` is in the language of the stream, or the server's own. */
static const char *
find_text (const GwXml *error, const GwXml *first)
{
  if (first == NULL)
    return NULL;
  for (const GwXml *text = gw_xml_first (error); text != NULL; text = gw_xml_next (text))
    if (gw_xml_is (text, "text", NS_STANZAS) &&
        g_strcmp0 (gw_xml_attribute (text, "xml:lang"), "en") == 0)
      return gw_xml_text (text);
  return gw_xml_text (first);
}

/* What `said` gets lives as long as `iq`. */
static void
read_error (const GwXml *iq, GwRefusalWords *said, GwRefusal *refusal)
{
  const GwXml *error = gw_xml_child (iq, "error", NULL);
  const GwXml *element, *text;

  *refusal = (GwRefusal){.code = GW_ERROR_REFUSED_OTHER};
  if (error == NULL)
    return;
  element = find_condition (error);
  text = gw_xml_child (error, "text", NS_STANZAS);
  said->condition = element != NULL ? gw_xml_name (element) : NULL;
  said->text = find_text (error, text);
  said->says_wait = g_strcmp0 (gw_xml_attribute (error, "type"), "wait") == 0;
  refusal->words = clean_words (text != NULL ? gw_xml_text (text) : NULL);
  refusal->page = find_page (iq, error, element, said->text);
  judge (refusal, said);
}

gboolean
gw_refusal_read (const GwXml *iq, GwRefusalStep step, gboolean had_puzzle, gboolean had_token,
                 GwRefusal *refusal)
{
  GwRefusalWords said = {.step = step, .had_puzzle = had_puzzle, .had_token = had_token};

  g_return_val_if_fail (iq != NULL && refusal != NULL, FALSE);

  *refusal = (GwRefusal){0};
  if (g_strcmp0 (gw_xml_attribute (iq, "type"), "error") != 0)
    return FALSE;
  read_error (iq, &said, refusal);
  return TRUE;
}

void
gw_refusal_clear (GwRefusal *refusal)
{
  g_return_if_fail (refusal != NULL);

  g_free (refusal->words);
  g_free (refusal->page);
  *refusal = (GwRefusal){0};
}

GError *
gw_refusal_to_error (const GwRefusal *refusal, const char *domain)
{
  GError *error = NULL;

  g_return_val_if_fail (refusal != NULL, NULL);

  gw_error_set (&error, refusal->code, domain, NULL);
  return error;
}

void
gw_refusal_set (GError **error, const GwXml *iq, const char *domain, GwRefusalStep step,
                gboolean had_puzzle)
{
  GwRefusalWords said = {.step = step, .had_puzzle = had_puzzle};
  g_auto (GwRefusal) refusal = {0};

  g_return_if_fail (iq != NULL);

  read_error (iq, &said, &refusal);
  gw_error_set (error, refusal.code, domain,
                refusal.words  ? refusal.words
                : refusal.page ? refusal.page
                               : said.condition);
}

static guint
seconds_in (const char *unit, gsize length)
{
  static const struct {
    const char *name;
    guint seconds;
  } units[] = {
      {"s", 1},       {"sec", 1},      {"secs", 1},      {"second", 1},
      {"seconds", 1}, {"sekunden", 1}, {"min", 60},      {"mins", 60},
      {"minute", 60}, {"minutes", 60}, {"minuten", 60},  {"h", 3600},
      {"hour", 3600}, {"hours", 3600}, {"stunde", 3600}, {"stunden", 3600},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i].name) == length && g_ascii_strncasecmp (units[i].name, unit, length) == 0)
      return units[i].seconds;
  return 0;
}

guint
gw_refusal_wait (const char *text)
{
  const char *at = text != NULL ? text : "";

  while (*at != '\0') {
    char *unit;
    guint64 number;
    gsize length = 0;

    if (!g_ascii_isdigit (*at)) {
      at++;
      continue;
    }
    number = g_ascii_strtoull (at, &unit, 10);
    at = unit;
    unit += strspn (unit, " \t");
    while (g_ascii_isalpha (unit[length]))
      length++;
    if (seconds_in (unit, length) != 0)
      return (guint)MIN (MIN (number, WAIT_MAX_S) * seconds_in (unit, length), WAIT_MAX_S);
  }
  return 0;
}
