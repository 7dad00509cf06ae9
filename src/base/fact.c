/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of facts, and the rule by which one value replaces another. */
#include "base/fact.h"

#include "base/fact-check.h"
#include "base/limits.h"

#define DAYS_OF_GRACE 60 /* a more trusted value may be this much older */

#define MEGABYTES_MAX 1000000 /* more is a number of bytes, written where megabytes belong */
#define DAYS_MAX      36500
#define PEOPLE_MAX    1000

static gboolean is_signup (const char *text);
static gboolean is_date (const char *text);

/* What each fact is called, and what a value of it may be. Numbers: from `min` to `max`. */
static const struct {
  const char *name;
  GwFactKind kind;
  gboolean (*accepts) (const char *text); /* a text, or one item of a list */
  gint64 min, max;
} fact_rows[] = {
    [GW_FACT_SIGNUP] = {"signup", GW_KIND_TEXT, is_signup},
    [GW_FACT_FREE] = {"free", GW_KIND_BOOL},
    [GW_FACT_COUNTRIES] = {"countries", GW_KIND_LIST, gw_check_country},
    [GW_FACT_SINCE] = {"since", GW_KIND_TEXT, is_date},
    [GW_FACT_ORGANIZATION] = {"organization", GW_KIND_TEXT, gw_check_organization},
    [GW_FACT_BUS_FACTOR] = {"bus-factor", GW_KIND_NUMBER, .min = 1, .max = PEOPLE_MAX},
    [GW_FACT_PROFESSIONAL_HOSTING] = {"professional-hosting", GW_KIND_BOOL},
    [GW_FACT_GREEN] = {"green", GW_KIND_BOOL},
    [GW_FACT_ARCHIVE_DAYS] = {"archive-days", GW_KIND_NUMBER, .max = DAYS_MAX},
    [GW_FACT_UPLOAD_SIZE] = {"upload-size", GW_KIND_NUMBER, .max = MEGABYTES_MAX},
    [GW_FACT_UPLOAD_TOTAL] = {"upload-total", GW_KIND_NUMBER, .max = MEGABYTES_MAX},
    [GW_FACT_UPLOAD_DAYS] = {"upload-days", GW_KIND_NUMBER, .max = DAYS_MAX},
    [GW_FACT_LANGUAGES] = {"languages", GW_KIND_LIST, gw_check_language},
    [GW_FACT_WEBSITE] = {"website", GW_KIND_TEXT, gw_check_page},
    [GW_FACT_REGISTER_PAGE] = {"register-page", GW_KIND_TEXT, gw_check_page},
    [GW_FACT_PASSWORD_RESET] = {"password-reset", GW_KIND_TEXT, gw_check_page_or_mail},
    [GW_FACT_LEGAL_NOTICE] = {"legal-notice", GW_KIND_TEXT, gw_check_page},
    [GW_FACT_SUPPORT] = {"support", GW_KIND_LIST, gw_check_support},
    [GW_FACT_ALIASES] = {"aliases", GW_KIND_LIST, gw_check_domain},
    [GW_FACT_SOFTWARE] = {"software", GW_KIND_TEXT, gw_check_name},
    [GW_FACT_TESTING_ALLOWED] = {"testing-allowed", GW_KIND_BOOL},
    [GW_FACT_CATEGORY] = {"category", GW_KIND_TEXT, gw_check_category},
    [GW_FACT_LISTED] = {"listed", GW_KIND_BOOL},
    [GW_FACT_LISTED_TIMES] = {"listed-times", GW_KIND_NUMBER, .max = G_MAXINT16},
    [GW_FACT_LISTED_OF] = {"listed-of", GW_KIND_NUMBER, .max = G_MAXINT16},
    [GW_FACT_SIGNUP_CLOSED_TIMES] = {"signup-closed-times", GW_KIND_NUMBER, .max = G_MAXINT16},
    [GW_FACT_DROPPED_TIMES] = {"dropped-times", GW_KIND_NUMBER, .max = G_MAXINT16},
    [GW_FACT_REACHABLE] = {"reachable", GW_KIND_BOOL},
    [GW_FACT_CERTIFICATE] = {"certificate", GW_KIND_TEXT, gw_check_token},
    [GW_FACT_DIRECT_TLS] = {"direct-tls", GW_KIND_BOOL},
    [GW_FACT_TLS_VERSION] = {"tls-version", GW_KIND_TEXT, gw_check_token},
    [GW_FACT_LOGIN_METHODS] = {"login-methods", GW_KIND_LIST, gw_check_token},
    [GW_FACT_INVITATIONS] = {"invitations", GW_KIND_BOOL},
    [GW_FACT_REFUSED] = {"refused", GW_KIND_TEXT, gw_check_token},
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

/* Where facts stand by their names: our own lines are looked up by the hundred thousand. Open
 * addressing; each place holds a fact and one, or 0. */
typedef struct {
  guint8 at[128];
} NameTable;

static guint
name_place (const char *name, gsize length)
{
  return ((guint)length * 5 + (guchar)name[0] * 3 + (guchar)name[length - 1] * 7 +
          (guchar)name[length / 2]) %
         sizeof ((NameTable *)NULL)->at;
}

static const NameTable *
name_table (void)
{
  static NameTable table;
  static gsize is_filled;

  if (g_once_init_enter (&is_filled)) {
    for (guint id = 0; id < GW_N_FACTS; id++) {
      guint place = name_place (fact_rows[id].name, strlen (fact_rows[id].name));
      while (table.at[place])
        place = (place + 1) % sizeof table.at;
      table.at[place] = (guint8)(id + 1);
    }
    g_once_init_leave (&is_filled, 1);
  }
  return &table;
}

gboolean
gw_fact_lookup (const char *name, gsize length, GwFactId *id)
{
  const NameTable *table = name_table ();

  if (length == 0)
    return FALSE;
  for (guint i = name_place (name, length); table->at[i]; i = (i + 1) % sizeof table->at) {
    const char *found = fact_rows[table->at[i] - 1].name;
    if (strlen (found) == length && memcmp (name, found, length) == 0) {
      *id = (GwFactId)(table->at[i] - 1);
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
gw_fact_from_name (const char *name, GwFactId *id)
{
  return name && gw_fact_lookup (name, strlen (name), id);
}

const char *
gw_origin_name (GwOrigin origin)
{
  g_return_val_if_fail ((guint)origin < GW_N_ORIGINS, NULL);

  return origin_names[origin];
}

gboolean
gw_origin_lookup (const char *name, gsize length, GwOrigin *origin)
{
  for (int i = 0; i < GW_N_ORIGINS; i++) {
    if (strlen (origin_names[i]) == length && memcmp (name, origin_names[i], length) == 0) {
      *origin = (GwOrigin)i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
gw_origin_from_name (const char *name, GwOrigin *origin)
{
  return name && gw_origin_lookup (name, strlen (name), origin);
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

static gboolean
is_signup (const char *text)
{
  for (int i = 0; i < GW_N_SIGNUPS; i++)
    if (strcmp (text, signup_names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_date (const char *text)
{
  return gw_date_parse (text) > 0;
}

gboolean
gw_fact_accepts_text (GwFactId id, const char *text)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS && text != NULL, FALSE);

  return fact_rows[id].accepts && fact_rows[id].accepts (text);
}

gboolean
gw_fact_accepts_number (GwFactId id, gint64 number)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS, FALSE);

  return fact_rows[id].kind == GW_KIND_NUMBER && number >= fact_rows[id].min &&
         number <= fact_rows[id].max;
}

static void
fact_clear (GwFact *fact, GwFactKind kind)
{
  if (kind == GW_KIND_TEXT)
    g_free (fact->value.text);
  else if (kind == GW_KIND_LIST)
    g_free (fact->value.list); /* one piece, see pack_list() */
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

gboolean
gw_facts_offer_number (GwFacts *facts, GwFactId id, gint64 number, GwOrigin origin, gint32 date)
{
  if (!gw_fact_accepts_number (id, number))
    return FALSE;
  if (may_offer (facts, id, GW_KIND_NUMBER, origin, date))
    take_fact (facts, id, (GwFact){TRUE, origin, date, {.number = number}});
  return TRUE;
}

gboolean
gw_facts_offer_text (GwFacts *facts, GwFactId id, const char *text, GwOrigin origin, gint32 date)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (!gw_fact_accepts_text (id, text))
    return FALSE;
  if (may_offer (facts, id, GW_KIND_TEXT, origin, date))
    take_fact (facts, id, (GwFact){TRUE, origin, date, {.text = g_strdup (text)}});
  return TRUE;
}

/* Pointers and texts in one piece of memory: a quarter of all that a large list would allocate. */
static char **
pack_list (const char *const *list)
{
  gsize n = g_strv_length ((char **)list);
  gsize size = (n + 1) * sizeof (char *);

  for (gsize i = 0; i < n; i++)
    size += strlen (list[i]) + 1;
  char **packed = g_malloc (size);
  char *room = (char *)(packed + n + 1);
  for (gsize i = 0; i < n; i++) {
    packed[i] = room;
    room = g_stpcpy (room, list[i]) + 1;
  }
  packed[n] = NULL;
  return packed;
}

gboolean
gw_facts_offer_list (GwFacts *facts, GwFactId id, const char *const *list, GwOrigin origin,
                     gint32 date)
{
  g_return_val_if_fail (list != NULL, FALSE);

  /* Half a list would be another one. */
  for (guint i = 0; list[i]; i++)
    if (i >= GW_LIMIT_FACT_LIST || !gw_fact_accepts_text (id, list[i]))
      return FALSE;
  if (may_offer (facts, id, GW_KIND_LIST, origin, date))
    take_fact (facts, id, (GwFact){TRUE, origin, date, {.list = pack_list (list)}});
  return TRUE;
}

static GwFact
fact_copy (const GwFact *fact, GwFactKind kind)
{
  GwFact copy = *fact;

  if (kind == GW_KIND_TEXT)
    copy.value.text = g_strdup (fact->value.text);
  else if (kind == GW_KIND_LIST)
    copy.value.list = pack_list ((const char *const *)fact->value.list);
  return copy;
}

void
gw_facts_merge (GwFacts *facts, const GwFacts *from)
{
  g_return_if_fail (facts != NULL && from != NULL);

  for (int i = 0; i < GW_N_FACTS; i++) {
    const GwFact *fact = &from->at[i];
    if (fact->known && is_better (&facts->at[i], fact->origin, fact->date))
      take_fact (facts, (GwFactId)i, fact_copy (fact, fact_rows[i].kind));
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

gboolean
gw_fact_equal (GwFactId id, const GwFact *one, const GwFact *two)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS && one != NULL && two != NULL, FALSE);

  if (!one->known || !two->known)
    return one->known == two->known;
  switch (fact_rows[id].kind) {
  case GW_KIND_BOOL:
    return one->value.yes == two->value.yes;
  case GW_KIND_NUMBER:
    return one->value.number == two->value.number;
  case GW_KIND_TEXT:
    return g_str_equal (one->value.text, two->value.text);
  case GW_KIND_LIST:
    return g_strv_equal ((const char *const *)one->value.list,
                         (const char *const *)two->value.list);
  }
  return FALSE;
}
