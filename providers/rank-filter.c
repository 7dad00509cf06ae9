/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of hard rules. */
#include "providers/rank-filter.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"

#define HELD_BACK_WEIGHT 25 /* losing a tier is shown before any loss of points */

/* NULL: the rule is kept. */
typedef char *(*Rule) (const GwRankInput *in, const GwFilters *filters);

/* --- what was seen from here */

/* The sentence that the table of errors has for this name. */
static char *
sentence_of (const char *name, const char *domain)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *display = gw_domain_display (domain);
  int code = 0;

  while (code < GW_N_ERRORS && g_strcmp0 (gw_error_name ((GwErrorCode)code), name) != 0)
    code++;
  gw_error_set (&error, code < GW_N_ERRORS ? (GwErrorCode)code : GW_ERROR_FAILED, display, NULL);
  return g_strdup (error->message);
}

static char *
rule_reachable (const GwRankInput *in, const GwFilters *filters)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_REACHABLE, GW_RANK_FRESH);

  if (fact == NULL || fact->value.yes)
    return NULL;
  return g_strdup (fact->date >= in->today
                       ? _ ("Could not be reached when it was tried today")
                       : _ ("Could not be reached when it was tried yesterday"));
}

static char *
rule_certificate (const GwRankInput *in, const GwFilters *filters)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_CERTIFICATE, GW_RANK_FRESH);

  if (fact == NULL || g_str_equal (fact->value.text, "ok"))
    return NULL;
  return sentence_of (fact->value.text, in->domain);
}

/* Refusals that say something about the provider; a name that is taken or a puzzle that was
 * mistyped says nothing. */
static gboolean
is_about_provider (const char *refusal)
{
  static const GwErrorCode codes[] = {GW_ERROR_REFUSED_CLOSED,     GW_ERROR_REFUSED_WEB_ONLY,
                                      GW_ERROR_REFUSED_INVITATION, GW_ERROR_REFUSED_ADDRESS,
                                      GW_ERROR_REFUSED_TOO_FAST,   GW_ERROR_REFUSED_FORM,
                                      GW_ERROR_REFUSED_OTHER};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (refusal, gw_error_name (codes[i])))
      return TRUE;
  return FALSE;
}

static char *
rule_refused (const GwRankInput *in, const GwFilters *filters)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_REFUSED, GW_RANK_FRESH);

  if (fact == NULL || !is_about_provider (fact->value.text))
    return NULL;
  return sentence_of (fact->value.text, in->domain);
}

static char *
rule_refused_before (const GwRankInput *in, const GwFilters *filters)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_REFUSED, GW_RANK_ANY_AGE);

  if (fact == NULL || !is_about_provider (fact->value.text))
    return NULL;
  return g_strdup (_ ("refused you a new address before"));
}

/* --- how one gets an address */

static char *
sentence_when (gboolean broken, GwSignup signup)
{
  return broken ? g_strdup (gw_signup_text (signup)) : NULL;
}

static char *
rule_open (const GwRankInput *in, const GwFilters *filters)
{
  GwSignup signup = gw_facts_signup (in->facts);

  return sentence_when (signup == GW_SIGNUP_CLOSED, signup);
}

static char *
rule_in_app (const GwRankInput *in, const GwFilters *filters)
{
  GwSignup signup = gw_facts_signup (in->facts);

  return sentence_when (
      filters->in_app_only && (signup == GW_SIGNUP_WEB || signup == GW_SIGNUP_INVITATION), signup);
}

static char *
rule_puzzle (const GwRankInput *in, const GwFilters *filters)
{
  GwSignup signup = gw_facts_signup (in->facts);

  return sentence_when (filters->no_puzzle && signup == GW_SIGNUP_PUZZLE, signup);
}

static char *
rule_email (const GwRankInput *in, const GwFilters *filters)
{
  GwSignup signup = gw_facts_signup (in->facts);

  return sentence_when (filters->no_email && signup == GW_SIGNUP_EMAIL, signup);
}

static char *
rule_not_by_invitation (const GwRankInput *in, const GwFilters *filters)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_INVITATIONS, GW_RANK_ANY_AGE);

  if (fact == NULL || !fact->value.yes)
    return NULL;
  return g_strdup (_ ("perhaps by invitation only"));
}

/* --- money, place, limits */

static char *
rule_free (const GwRankInput *in, const GwFilters *filters)
{
  if (filters->allow_paid || !gw_facts_is_known (in->facts, GW_FACT_FREE) ||
      gw_facts_is_true (in->facts, GW_FACT_FREE))
    return NULL;
  return g_strdup (_ ("Costs money"));
}

static char *
rule_cost_stated (const GwRankInput *in, const GwFilters *filters)
{
  return gw_facts_is_known (in->facts, GW_FACT_FREE)
             ? NULL
             : g_strdup (_ ("does not say whether it costs money"));
}

/* `format` takes all the codes of a provider of which one is outside. */
static char *
check_places (const GwRankInput *in, const char *const *allowed, const char *format)
{
  const char *const *places = gw_facts_list (in->facts, GW_FACT_COUNTRIES);

  if (places == NULL || places[0] == NULL)
    return g_strdup (_ ("Does not say where its servers stand"));
  for (guint i = 0; places[i]; i++)
    if (!g_strv_contains (allowed, places[i])) {
      g_autofree char *all = g_strjoinv (", ", (char **)places);
      GString *text = g_string_new (format);
      g_string_replace (text, "%s", all, 1);
      return g_string_free (text, FALSE);
    }
  return NULL;
}

static char *
rule_countries (const GwRankInput *in, const GwFilters *filters)
{
  if (filters->countries == NULL)
    return NULL;
  return check_places (in, filters->countries,
                       _ ("Its servers do not all stand where you want them: %s"));
}

static char *
rule_eu (const GwRankInput *in, const GwFilters *filters)
{
  static const char *const members[] = {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
                                        "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
                                        "NL", "PL", "PT", "RO", "SE", "SI", "SK", NULL};

  if (!filters->eu_only)
    return NULL;
  return check_places (in, members, _ ("Its servers do not all stand in the European Union: %s"));
}

static char *
rule_archive (const GwRankInput *in, const GwFilters *filters)
{
  int wanted = filters->min_archive_days;
  gint64 days = gw_facts_number (in->facts, GW_FACT_ARCHIVE_DAYS, -1);

  if (wanted <= 0 || days == GW_NO_LIMIT || days >= wanted)
    return NULL;
  if (days < 0)
    return g_strdup (_ ("Does not say how long messages are kept"));
  return g_strdup_printf (ngettext_ ("Keeps messages for %d day; you asked for %d",
                                     "Keeps messages for %d days; you asked for %d", (gulong)days),
                          (int)days, wanted);
}

static char *
rule_file_size (const GwRankInput *in, const GwFilters *filters)
{
  int wanted = filters->min_upload_mb;
  gint64 size = gw_facts_number (in->facts, GW_FACT_UPLOAD_SIZE, -1);

  if (wanted <= 0 || size == GW_NO_LIMIT || size >= wanted)
    return NULL;
  if (size < 0)
    return g_strdup (_ ("Does not say how large files may be"));
  return g_strdup_printf (_ ("Files up to %d MB; you asked for %d MB"), (int)size, wanted);
}

/* --- what only a fetched list knows */

static gboolean
is_shipped (const GwFacts *facts)
{
  for (int i = 0; i < GW_N_FACTS; i++)
    if (facts->at[i].known && facts->at[i].origin == GW_ORIGIN_BUILTIN)
      return TRUE;
  return FALSE;
}

/* Whoever serves a list must not be able to send newcomers where he likes. */
static char *
rule_vouched_for (const GwRankInput *in, const GwFilters *filters)
{
  const GwFact *reachable = gw_rank_seen (in, GW_FACT_REACHABLE, GW_RANK_ANY_AGE);
  const GwFact *certificate = gw_rank_seen (in, GW_FACT_CERTIFICATE, GW_RANK_ANY_AGE);

  if (is_shipped (in->facts) || (reachable && reachable->value.yes && certificate &&
                                 g_str_equal (certificate->value.text, "ok")))
    return NULL;
  return g_strdup (_ ("new on the list and not checked from here yet"));
}

static const struct {
  const char *code;
  GwTier tier; /* the best one left to those who break the rule */
  Rule rule;
} rules[] = {
    {"unreachable", GW_TIER_REJECTED, rule_reachable},
    {"certificate", GW_TIER_REJECTED, rule_certificate},
    {"refused", GW_TIER_REJECTED, rule_refused},
    {"closed", GW_TIER_REJECTED, rule_open},
    {"not-in-app", GW_TIER_REJECTED, rule_in_app},
    {"puzzle", GW_TIER_REJECTED, rule_puzzle},
    {"email", GW_TIER_REJECTED, rule_email},
    {"not-free", GW_TIER_REJECTED, rule_free},
    {"countries", GW_TIER_REJECTED, rule_countries},
    {"not-eu", GW_TIER_REJECTED, rule_eu},
    {"archive", GW_TIER_REJECTED, rule_archive},
    {"file-size", GW_TIER_REJECTED, rule_file_size},
    {"refused-before", GW_TIER_GOOD, rule_refused_before},
    {"perhaps-invitation", GW_TIER_GOOD, rule_not_by_invitation},
    {"cost-unknown", GW_TIER_GOOD, rule_cost_stated},
    {"only-fetched", GW_TIER_GOOD, rule_vouched_for},
};

/* What the kind of sign-up leaves open; its words come from the table of weights. */
static GwTier
best_tier_of (GwSignup signup)
{
  switch (signup) {
  case GW_SIGNUP_AT_ONCE:
  case GW_SIGNUP_PUZZLE:
  case GW_SIGNUP_EMAIL:
    return GW_TIER_RECOMMENDED;
  case GW_SIGNUP_WEB:
    return GW_TIER_GOOD;
  default:
    return GW_TIER_OTHER;
  }
}

GwTier
gw_rank_filter (const GwRankInput *in, const GwFilters *filters, GPtrArray *reasons)
{
  GwTier best = best_tier_of (gw_facts_signup (in->facts));

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (best == GW_TIER_REJECTED && rules[i].tier != GW_TIER_REJECTED)
      break;
    char *text = rules[i].rule (in, filters);
    if (text == NULL)
      continue;
    best = MAX (best, rules[i].tier);
    int weight = rules[i].tier == GW_TIER_REJECTED ? 0 : HELD_BACK_WEIGHT;
    g_ptr_array_add (reasons, gw_reason_new (rules[i].code, FALSE, weight, text));
  }
  return best;
}
