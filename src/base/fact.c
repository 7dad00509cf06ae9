/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of facts, and the rule by which one value replaces another. */
#include "base/fact.h"

#define DAYS_OF_GRACE 60 /* a more trusted value may be this much older */

#define JULIAN_OF_EPOCH 719163  /* GDate's number for 1970-01-01 */
#define LAST_DATE       2932896 /* 9999-12-31 */

static const struct {
  const char *name;
  GwFactKind kind;
} fact_rows[] = {
    [GW_FACT_SIGNUP] = {"signup", GW_KIND_TEXT},
    [GW_FACT_FREE] = {"free", GW_KIND_BOOL},
    [GW_FACT_COUNTRIES] = {"countries", GW_KIND_LIST},
    [GW_FACT_SINCE] = {"since", GW_KIND_TEXT},
    [GW_FACT_ORGANIZATION] = {"organization", GW_KIND_TEXT},
    [GW_FACT_BUS_FACTOR] = {"bus-factor", GW_KIND_NUMBER},
    [GW_FACT_PROFESSIONAL_HOSTING] = {"professional-hosting", GW_KIND_BOOL},
    [GW_FACT_GREEN] = {"green", GW_KIND_BOOL},
    [GW_FACT_ARCHIVE_DAYS] = {"archive-days", GW_KIND_NUMBER},
    [GW_FACT_UPLOAD_SIZE] = {"upload-size", GW_KIND_NUMBER},
    [GW_FACT_UPLOAD_TOTAL] = {"upload-total", GW_KIND_NUMBER},
    [GW_FACT_UPLOAD_DAYS] = {"upload-days", GW_KIND_NUMBER},
    [GW_FACT_LANGUAGES] = {"languages", GW_KIND_LIST},
    [GW_FACT_WEBSITE] = {"website", GW_KIND_TEXT},
    [GW_FACT_REGISTER_PAGE] = {"register-page", GW_KIND_TEXT},
    [GW_FACT_PASSWORD_RESET] = {"password-reset", GW_KIND_TEXT},
    [GW_FACT_LEGAL_NOTICE] = {"legal-notice", GW_KIND_TEXT},
    [GW_FACT_SUPPORT] = {"support", GW_KIND_LIST},
    [GW_FACT_ALIASES] = {"aliases", GW_KIND_LIST},
    [GW_FACT_SOFTWARE] = {"software", GW_KIND_TEXT},
    [GW_FACT_TESTING_ALLOWED] = {"testing-allowed", GW_KIND_BOOL},
    [GW_FACT_CATEGORY] = {"category", GW_KIND_TEXT},
    [GW_FACT_LISTED] = {"listed", GW_KIND_BOOL},
    [GW_FACT_LISTED_TIMES] = {"listed-times", GW_KIND_NUMBER},
    [GW_FACT_LISTED_OF] = {"listed-of", GW_KIND_NUMBER},
    [GW_FACT_SIGNUP_CLOSED_TIMES] = {"signup-closed-times", GW_KIND_NUMBER},
    [GW_FACT_DROPPED_TIMES] = {"dropped-times", GW_KIND_NUMBER},
    [GW_FACT_REACHABLE] = {"reachable", GW_KIND_BOOL},
    [GW_FACT_CERTIFICATE] = {"certificate", GW_KIND_TEXT},
    [GW_FACT_DIRECT_TLS] = {"direct-tls", GW_KIND_BOOL},
    [GW_FACT_TLS_VERSION] = {"tls-version", GW_KIND_TEXT},
    [GW_FACT_LOGIN_METHODS] = {"login-methods", GW_KIND_LIST},
    [GW_FACT_INVITATIONS] = {"invitations", GW_KIND_BOOL},
    [GW_FACT_REFUSED] = {"refused", GW_KIND_TEXT},
};
G_STATIC_ASSERT (G_N_ELEMENTS (fact_rows) == GW_N_FACTS);

static const char *const origin_names[] = {
    [GW_ORIGIN_NONE] = "none",       [GW_ORIGIN_PROVIDER] = "provider",
    [GW_ORIGIN_BUILTIN] = "builtin", [GW_ORIGIN_FETCHED] = "fetched",
    [GW_ORIGIN_PROBE] = "probe",     [GW_ORIGIN_REFUSAL] = "refusal",
    [GW_ORIGIN_USER] = "user",
};
G_STATIC_ASSERT (G_N_ELEMENTS (origin_names) == GW_N_ORIGINS);

static const char *const signup_names[] = {
    [GW_SIGNUP_UNCLEAR] = "unclear", [GW_SIGNUP_AT_ONCE] = "at-once",
    [GW_SIGNUP_PUZZLE] = "puzzle",   [GW_SIGNUP_EMAIL] = "email",
    [GW_SIGNUP_WEB] = "web",         [GW_SIGNUP_INVITATION] = "invitation",
    [GW_SIGNUP_CLOSED] = "closed",
};
G_STATIC_ASSERT (G_N_ELEMENTS (signup_names) == GW_N_SIGNUPS);

const char *
gw_fact_name (GwFactId id)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS, NULL);

  return fact_rows[id].name;
}

GwFactKind
gw_fact_kind (GwFactId id)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS, GW_KIND_TEXT);

  return fact_rows[id].kind;
}

gboolean
gw_fact_from_name (const char *name, GwFactId *id)
{
  for (int i = 0; i < GW_N_FACTS; i++) {
    if (g_strcmp0 (name, fact_rows[i].name) == 0) {
      *id = (GwFactId)i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
gw_origin_name (GwOrigin origin)
{
  g_return_val_if_fail ((guint)origin < GW_N_ORIGINS, NULL);

  return origin_names[origin];
}

gboolean
gw_origin_from_name (const char *name, GwOrigin *origin)
{
  for (int i = 0; i < GW_N_ORIGINS; i++) {
    if (g_strcmp0 (name, origin_names[i]) == 0) {
      *origin = (GwOrigin)i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
gw_signup_name (GwSignup signup)
{
  g_return_val_if_fail ((guint)signup < GW_N_SIGNUPS, NULL);

  return signup_names[signup];
}

GwSignup
gw_signup_from_name (const char *name)
{
  for (int i = 0; i < GW_N_SIGNUPS; i++)
    if (g_strcmp0 (name, signup_names[i]) == 0)
      return (GwSignup)i;
  return GW_SIGNUP_UNCLEAR;
}

static void
fact_clear (GwFact *fact, GwFactKind kind)
{
  if (kind == GW_KIND_TEXT)
    g_free (fact->value.text);
  else if (kind == GW_KIND_LIST)
    g_strfreev (fact->value.list);
  *fact = (GwFact){0};
}

void
gw_facts_clear (GwFacts *facts)
{
  g_return_if_fail (facts != NULL);

  for (int i = 0; i < GW_N_FACTS; i++)
    fact_clear (&facts->at[i], fact_rows[i].kind);
}

static gboolean
is_better (const GwFact *present, GwOrigin origin, gint32 date)
{
  if (!present->known || origin > present->origin)
    return !present->known || date >= present->date - DAYS_OF_GRACE;
  return origin == present->origin && date >= present->date;
}

/* Takes `fact`, whose value is a copy already: it may have been copied from the value that it
 * replaces. */
static void
take_fact (GwFacts *facts, GwFactId id, GwFact fact)
{
  fact_clear (&facts->at[id], fact_rows[id].kind);
  facts->at[id] = fact;
}

static gboolean
may_offer (const GwFacts *facts, GwFactId id, GwFactKind kind, GwOrigin origin, gint32 date)
{
  g_return_val_if_fail (facts != NULL, FALSE);
  g_return_val_if_fail ((guint)id < GW_N_FACTS && fact_rows[id].kind == kind, FALSE);
  g_return_val_if_fail (origin > GW_ORIGIN_NONE && origin < GW_N_ORIGINS, FALSE);

  return is_better (&facts->at[id], origin, date);
}

void
gw_facts_offer_bool (GwFacts *facts, GwFactId id, gboolean yes, GwOrigin origin, gint32 date)
{
  if (may_offer (facts, id, GW_KIND_BOOL, origin, date))
    take_fact (facts, id, (GwFact){TRUE, origin, date, {.yes = !!yes}});
}

void
gw_facts_offer_number (GwFacts *facts, GwFactId id, gint64 number, GwOrigin origin, gint32 date)
{
  if (may_offer (facts, id, GW_KIND_NUMBER, origin, date))
    take_fact (facts, id, (GwFact){TRUE, origin, date, {.number = number}});
}

void
gw_facts_offer_text (GwFacts *facts, GwFactId id, const char *text, GwOrigin origin, gint32 date)
{
  g_return_if_fail (text != NULL);

  /* Nothing written is nothing known. */
  if (*text && may_offer (facts, id, GW_KIND_TEXT, origin, date))
    take_fact (facts, id, (GwFact){TRUE, origin, date, {.text = g_strdup (text)}});
}

void
gw_facts_offer_list (GwFacts *facts, GwFactId id, const char *const *list, GwOrigin origin,
                     gint32 date)
{
  g_return_if_fail (list != NULL);

  if (!may_offer (facts, id, GW_KIND_LIST, origin, date))
    return;
  GPtrArray *items = g_ptr_array_new ();
  for (guint i = 0; list[i]; i++)
    if (*list[i])
      g_ptr_array_add (items, g_strdup (list[i]));
  g_ptr_array_add (items, NULL);
  char **copy = (char **)g_ptr_array_free (items, FALSE);
  take_fact (facts, id, (GwFact){TRUE, origin, date, {.list = copy}});
}

void
gw_facts_merge (GwFacts *facts, const GwFacts *from)
{
  g_return_if_fail (facts != NULL && from != NULL);

  for (int i = 0; i < GW_N_FACTS; i++) {
    const GwFact *fact = &from->at[i];
    if (!fact->known)
      continue;
    switch (fact_rows[i].kind) {
    case GW_KIND_BOOL:
      gw_facts_offer_bool (facts, i, fact->value.yes, fact->origin, fact->date);
      break;
    case GW_KIND_NUMBER:
      gw_facts_offer_number (facts, i, fact->value.number, fact->origin, fact->date);
      break;
    case GW_KIND_TEXT:
      gw_facts_offer_text (facts, i, fact->value.text, fact->origin, fact->date);
      break;
    case GW_KIND_LIST:
      gw_facts_offer_list (facts, i, (const char *const *)fact->value.list, fact->origin,
                           fact->date);
      break;
    }
  }
}

void
gw_facts_take (GwFacts *facts, GwFacts *from)
{
  g_return_if_fail (facts != NULL && from != NULL && facts != from);

  for (int i = 0; i < GW_N_FACTS; i++) {
    GwFact *fact = &from->at[i];
    if (!fact->known || !is_better (&facts->at[i], fact->origin, fact->date))
      continue;
    take_fact (facts, (GwFactId)i, *fact);
    *fact = (GwFact){0};
  }
  gw_facts_clear (from);
}

static const GwFact *
known_fact (const GwFacts *facts, GwFactId id, GwFactKind kind)
{
  g_return_val_if_fail (facts != NULL, NULL);
  g_return_val_if_fail ((guint)id < GW_N_FACTS && fact_rows[id].kind == kind, NULL);

  return facts->at[id].known ? &facts->at[id] : NULL;
}

gboolean
gw_facts_is_known (const GwFacts *facts, GwFactId id)
{
  g_return_val_if_fail (facts != NULL && (guint)id < GW_N_FACTS, FALSE);

  return facts->at[id].known;
}

gboolean
gw_facts_is_true (const GwFacts *facts, GwFactId id)
{
  const GwFact *fact = known_fact (facts, id, GW_KIND_BOOL);

  return fact && fact->value.yes;
}

gint64
gw_facts_number (const GwFacts *facts, GwFactId id, gint64 otherwise)
{
  const GwFact *fact = known_fact (facts, id, GW_KIND_NUMBER);

  return fact ? fact->value.number : otherwise;
}

const char *
gw_facts_text (const GwFacts *facts, GwFactId id)
{
  const GwFact *fact = known_fact (facts, id, GW_KIND_TEXT);

  return fact ? fact->value.text : NULL;
}

const char *const *
gw_facts_list (const GwFacts *facts, GwFactId id)
{
  const GwFact *fact = known_fact (facts, id, GW_KIND_LIST);

  return fact ? (const char *const *)fact->value.list : NULL;
}

GwSignup
gw_facts_signup (const GwFacts *facts)
{
  return gw_signup_from_name (gw_facts_text (facts, GW_FACT_SIGNUP));
}

gint32
gw_date_parse (const char *text)
{
  static const char shape[] = "dddd-dd-dd";

  g_return_val_if_fail (text != NULL, 0);

  if (strlen (text) != strlen (shape))
    return 0;
  for (gsize i = 0; shape[i]; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return 0;

  GDateYear year = (GDateYear)g_ascii_strtoull (text, NULL, 10);
  GDateMonth month = (GDateMonth)g_ascii_strtoull (text + 5, NULL, 10);
  GDateDay day = (GDateDay)g_ascii_strtoull (text + 8, NULL, 10);
  if (year < 1970 || !g_date_valid_dmy (day, month, year))
    return 0;
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return (gint32)g_date_get_julian (&date) - JULIAN_OF_EPOCH;
}

char *
gw_date_format (gint32 date)
{
  if (date <= 0 || date > LAST_DATE)
    return g_strdup ("-");

  GDate calendar;
  g_date_clear (&calendar, 1);
  g_date_set_julian (&calendar, (guint32)(date + JULIAN_OF_EPOCH));
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&calendar),
                          (int)g_date_get_month (&calendar), g_date_get_day (&calendar));
}

gint32
gw_date_today (void)
{
  return (gint32)(g_get_real_time () / G_TIME_SPAN_DAY);
}
