/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's "no" means: RFC 6120 section 8.3.3, XEP-0077 section 3.1.1, and the sentences of
 * Prosody (0.11 to 13) and ejabberd (to 26). */
#include "net/refusal.h"

#include "net/web-page.h"

#define NS_REGISTER "jabber:iq:register"
#define NS_OOB      "jabber:x:oob"
#define NS_STANZAS  "urn:ietf:params:xml:ns:xmpp-stanzas"

enum { WAIT_MAX_S = 24 * 60 * 60 };

typedef enum { ON_ANY, ON_SUBMIT, ON_SUBMIT_WITH_PUZZLE } When;

typedef struct {
  const char *condition; /* NULL: whichever */
  const char *words;     /* one of these stands in the text, lower case; NULL: whatever it says */
  When when;
  GwErrorCode code;
} RefusalRow;

/* The first row that fits counts. Sentences stand before bare conditions: both servers say several
 * things with one condition, "not-acceptable" most of all. */
static const RefusalRow rows[] = {
    {NULL, "invitation|invite", ON_ANY, GW_ERROR_REFUSED_INVITATION},
    {NULL, "so quickly|too many|recently|rate limit|slow down", ON_ANY, GW_ERROR_REFUSED_TOO_FAST},
    {NULL, "blocklist|blacklist|allowlist|whitelist|dnsbl|open proxy|tor exit|ip address|your ip",
     ON_ANY, GW_ERROR_REFUSED_ADDRESS},
    {NULL, "captcha", ON_SUBMIT, GW_ERROR_REFUSED_PUZZLE},
    {NULL, "missing|email|e-mail", ON_SUBMIT, GW_ERROR_REFUSED_FIELDS},
    {"conflict", NULL, ON_SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN},
    {NULL, "already exists|already taken", ON_SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN},
    {"jid-malformed", NULL, ON_SUBMIT, GW_ERROR_REFUSED_NAME},
    {NULL, "password|passphrase", ON_SUBMIT, GW_ERROR_REFUSED_PASSWORD},
    {NULL, "username|user name", ON_SUBMIT, GW_ERROR_REFUSED_NAME},
    {"not-acceptable", "weak|length|too short", ON_SUBMIT, GW_ERROR_REFUSED_PASSWORD},
    {"not-allowed", NULL, ON_SUBMIT_WITH_PUZZLE, GW_ERROR_REFUSED_PUZZLE},
    {"resource-constraint", NULL, ON_ANY, GW_ERROR_REFUSED_TOO_FAST},
    {"redirect", NULL, ON_ANY, GW_ERROR_REFUSED_WEB_ONLY},
    {NULL, "https://", ON_ANY, GW_ERROR_REFUSED_WEB_ONLY},
    {"not-acceptable", NULL, ON_SUBMIT, GW_ERROR_REFUSED_FIELDS},
    {"bad-request", NULL, ON_SUBMIT, GW_ERROR_REFUSED_FIELDS},
    {"forbidden", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"not-allowed", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"not-authorized", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"service-unavailable", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"feature-not-implemented", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"registration-required", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"subscription-required", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"payment-required", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"item-not-found", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
    {"gone", NULL, ON_ANY, GW_ERROR_REFUSED_CLOSED},
};

static gboolean
holds_a_word (const char *text, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  for (char **word = list; *word != NULL; word++)
    if (strstr (text, *word) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_time_for (When when, GwRefusalStep step, gboolean had_puzzle)
{
  switch (when) {
  case ON_ANY:
    return TRUE;
  case ON_SUBMIT:
    return step == GW_REFUSAL_OF_SUBMIT;
  case ON_SUBMIT_WITH_PUZZLE:
    return step == GW_REFUSAL_OF_SUBMIT && had_puzzle;
  }
  return FALSE;
}

GwErrorCode
gw_refusal_judge (const char *condition, const char *text, GwRefusalStep step, gboolean had_puzzle)
{
  g_autofree char *folded = g_ascii_strdown (text != NULL ? text : "", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const RefusalRow *row = &rows[i];

    if (is_time_for (row->when, step, had_puzzle) &&
        (row->condition == NULL || g_strcmp0 (row->condition, condition) == 0) &&
        (row->words == NULL || holds_a_word (folded, row->words)))
      return row->code;
  }
  return GW_ERROR_REFUSED_OTHER;
}

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

/* Where the server sends the person: XEP-0066, or <gone/> and <redirect/> with an address inside.
 */
static char *
find_page (const GwXml *iq, const GwXml *error, const GwXml *condition)
{
  char *page = find_oob_page (iq);

  if (page == NULL)
    page = find_oob_page (gw_xml_child (iq, "query", NS_REGISTER));
  if (page == NULL)
    page = find_oob_page (error);
  if (page == NULL && condition != NULL)
    page = gw_web_page_new (gw_xml_text (condition));
  return page;
}

/* "wait" as the error's type (RFC 6120 section 8.3.2) tells more than a condition that tells
 * nothing. A server that failed by itself says "wait" as well. */
static gboolean
is_plea_to_wait (const GwXml *error, const char *condition, GwErrorCode code)
{
  return (code == GW_ERROR_REFUSED_OTHER || code == GW_ERROR_REFUSED_CLOSED) &&
         g_strcmp0 (gw_xml_attribute (error, "type"), "wait") == 0 &&
         g_strcmp0 (condition, "internal-server-error") != 0;
}

void
gw_refusal_set (GError **error, const GwXml *iq, const char *domain, GwRefusalStep step,
                gboolean had_puzzle)
{
  const GwXml *refusal, *condition, *text;
  const char *name, *words;
  g_autofree char *page = NULL;
  GwErrorCode code;

  g_return_if_fail (iq != NULL);

  refusal = gw_xml_child (iq, "error", NULL);
  if (refusal == NULL) {
    gw_error_set (error, GW_ERROR_REFUSED_OTHER, domain, NULL);
    return;
  }
  condition = find_condition (refusal);
  text = gw_xml_child (refusal, "text", NS_STANZAS);
  name = condition != NULL ? gw_xml_name (condition) : NULL;
  words = text != NULL ? gw_xml_text (text) : "";
  page = find_page (iq, refusal, condition);
  code = gw_refusal_judge (name, words, step, had_puzzle);
  if (is_plea_to_wait (refusal, name, code))
    code = GW_ERROR_REFUSED_TOO_FAST;
  if (page != NULL && (code == GW_ERROR_REFUSED_CLOSED || code == GW_ERROR_REFUSED_OTHER))
    code = GW_ERROR_REFUSED_WEB_ONLY;
  gw_error_set (error, code, domain, *words != '\0' ? words : page != NULL ? page : name);
}

static guint
seconds_in (const char *unit, gsize length)
{
  static const struct {
    const char *name;
    guint seconds;
  } units[] = {
      {"s", 1},     {"sec", 1},     {"secs", 1},     {"second", 1}, {"seconds", 1}, {"min", 60},
      {"mins", 60}, {"minute", 60}, {"minutes", 60}, {"h", 3600},   {"hour", 3600}, {"hours", 3600},
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
