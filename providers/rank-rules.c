/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of hard rules. What is not known breaks only those rules on which a person insists. */
#include "providers/rank-rules.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"
#include "providers/fact-text.h"
#include "providers/rank-weights.h"

#define DAYS_OF_YEAR 365
#define MISSING_MAX  3 /* named of what the public list lacks */

/* Whether it is broken. `text`: gets the sentence then; NULL: none is made. */
typedef gboolean (*Rule) (const GwRankInput *in, char **text);

/* The words are made only when somebody wants them. */
#define SAY(text, words)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (text)                                                                                      \
      *(text) = (words);                                                                           \
  }                                                                                                \
  G_STMT_END

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

static gboolean
rule_reachable (const GwRankInput *in, char **text)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_REACHABLE, GW_RANK_FRESH);

  if (fact == NULL || fact->value.yes)
    return FALSE;
  SAY (text,
       g_strdup (fact->date >= in->today ? _ ("Could not be reached when it was tried today")
                                         : _ ("Could not be reached when it was tried yesterday")));
  return TRUE;
}

static gboolean
rule_certificate (const GwRankInput *in, char **text)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_CERTIFICATE, GW_RANK_FRESH);

  if (fact == NULL || g_str_equal (fact->value.text, "ok"))
    return FALSE;
  SAY (text, sentence_of (fact->value.text, in->domain));
  return TRUE;
}

/* Refusals that say something about the provider; a name that is taken or a puzzle that was
 * mistyped says nothing. */
static gboolean
is_about_provider (const char *refusal)
{
  static const GwErrorCode codes[] = {GW_ERROR_REFUSED_CLOSED,     GW_ERROR_REFUSED_WEB_ONLY,
                                      GW_ERROR_REFUSED_INVITATION, GW_ERROR_REFUSED_ADDRESS,
                                      GW_ERROR_REFUSED_TOO_FAST,   GW_ERROR_REFUSED_FORM,
                                      GW_ERROR_REFUSED_BROKEN,     GW_ERROR_REFUSED_OTHER};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (refusal, gw_error_name (codes[i])))
      return TRUE;
  return FALSE;
}

static gboolean
rule_refused (const GwRankInput *in, char **text)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_REFUSED, GW_RANK_FRESH);

  if (fact == NULL || !is_about_provider (fact->value.text))
    return FALSE;
  SAY (text, sentence_of (fact->value.text, in->domain));
  return TRUE;
}

static gboolean
rule_refused_before (const GwRankInput *in, char **text)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_REFUSED, GW_RANK_ANY_AGE);

  if (fact == NULL || !is_about_provider (fact->value.text))
    return FALSE;
  SAY (text, g_strdup (_ ("refused you a new address before")));
  return TRUE;
}

/* --- how one gets an address */

static gboolean
is_welcome (const GwRankInput *in)
{
  return in->wishes->signups & (1u << in->signup);
}

/* Says how one gets an address there, when that is what breaks the rule. */
static gboolean
broken_by_signup (gboolean broken, const GwRankInput *in, char **text)
{
  if (broken)
    SAY (text, g_strdup (gw_signup_text (in->signup)));
  return broken;
}

static gboolean
rule_closed (const GwRankInput *in, char **text)
{
  return broken_by_signup (in->signup == GW_SIGNUP_CLOSED && !is_welcome (in), in, text);
}

static gboolean
rule_signups (const GwRankInput *in, char **text)
{
  return broken_by_signup (
      in->wishes->signups != 0 && in->signup != GW_SIGNUP_CLOSED && !is_welcome (in), in, text);
}

static gboolean
rule_in_app (const GwRankInput *in, char **text)
{
  return broken_by_signup (in->wishes->in_app_only &&
                               (in->signup == GW_SIGNUP_WEB || in->signup == GW_SIGNUP_INVITATION ||
                                in->signup == GW_SIGNUP_UNCLEAR || in->signup == GW_SIGNUP_CLOSED),
                           in, text);
}

static gboolean
rule_puzzle (const GwRankInput *in, char **text)
{
  return broken_by_signup (in->wishes->no_puzzle &&
                               (in->signup == GW_SIGNUP_PUZZLE || in->signup == GW_SIGNUP_UNCLEAR),
                           in, text);
}

static gboolean
rule_email (const GwRankInput *in, char **text)
{
  return broken_by_signup (in->wishes->no_email &&
                               (in->signup == GW_SIGNUP_EMAIL || in->signup == GW_SIGNUP_UNCLEAR),
                           in, text);
}

/* These two say nothing: the row "signup" of the weights does. */
static gboolean
rule_web (const GwRankInput *in, char **text)
{
  return in->signup == GW_SIGNUP_WEB;
}

static gboolean
rule_not_open (const GwRankInput *in, char **text)
{
  return in->signup == GW_SIGNUP_INVITATION || in->signup == GW_SIGNUP_UNCLEAR ||
         in->signup == GW_SIGNUP_CLOSED;
}

static gboolean
rule_not_by_invitation (const GwRankInput *in, char **text)
{
  const GwFact *fact = gw_rank_seen (in, GW_FACT_INVITATIONS, GW_RANK_ANY_AGE);

  if (fact == NULL || !fact->value.yes)
    return FALSE;
  SAY (text, g_strdup (_ ("perhaps by invitation only")));
  return TRUE;
}

/* --- money, place, people */

static gboolean
rule_free (const GwRankInput *in, char **text)
{
  const GwFact *fact = &in->facts->at[GW_FACT_FREE];

  if (in->wishes->allow_paid || !fact->known || fact->value.yes)
    return FALSE;
  SAY (text, g_strdup (_ ("Costs money")));
  return TRUE;
}

static gboolean
rule_cost_stated (const GwRankInput *in, char **text)
{
  if (in->facts->at[GW_FACT_FREE].known)
    return FALSE;
  SAY (text, g_strdup (_ ("does not say whether it costs money")));
  return TRUE;
}

/* Takes `format` apart from the compiler: it comes from a table or through gettext. */
static char *
fill_in (const char *format, const char *what)
{
  GString *text = g_string_new (format);

  g_string_replace (text, "%s", what, 1);
  return g_string_free (text, FALSE);
}

static gboolean
all_inside (const char *const *places, const char *const *allowed)
{
  for (; *places; places++)
    if (!g_strv_contains (allowed, *places))
      return FALSE;
  return TRUE;
}

/* `format` takes all the codes of a provider of which one is outside. */
static gboolean
check_places (const GwRankInput *in, const char *const *allowed, const char *format, char **text)
{
  const char *const *places = gw_facts_list (in->facts, GW_FACT_COUNTRIES);

  if (places == NULL || places[0] == NULL) {
    SAY (text, g_strdup (_ ("Does not say where its servers stand")));
    return TRUE;
  }
  if (all_inside (places, allowed))
    return FALSE;
  g_autofree char *all = text ? g_strjoinv (", ", (char **)places) : NULL;
  SAY (text, fill_in (_ (format), all));
  return TRUE;
}

static gboolean
rule_countries (const GwRankInput *in, char **text)
{
  return in->wishes->countries &&
         check_places (in, (const char *const *)in->wishes->countries,
                       N_ ("Its servers do not all stand where you want them: %s"), text);
}

static gboolean
rule_eu (const GwRankInput *in, char **text)
{
  static const char *const members[] = {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
                                        "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
                                        "NL", "PL", "PT", "RO", "SE", "SI", "SK", NULL};

  return in->wishes->eu_only &&
         check_places (in, members, N_ ("Its servers do not all stand in the European Union: %s"),
                       text);
}

static gboolean
rule_languages (const GwRankInput *in, char **text)
{
  const char *const *spoken = gw_facts_list (in->facts, GW_FACT_LANGUAGES);

  if (in->wishes->languages == NULL)
    return FALSE;
  if (spoken == NULL || spoken[0] == NULL) {
    SAY (text, g_strdup (_ ("Does not say which languages it speaks")));
    return TRUE;
  }
  for (char **wanted = in->wishes->languages; *wanted; wanted++)
    if (g_strv_contains (spoken, *wanted))
      return FALSE;
  SAY (text, g_strdup (_ ("Its website speaks none of the languages you asked for")));
  return TRUE;
}

/* A kind that we have no words for stands as it came. */
static const char *
organization_text (const char *kind)
{
  static const struct {
    const char *kind;
    const char *text;
  } kinds[] = {
      {"company", N_ ("Run by a company; you asked for others")},
      {"commercial person", N_ ("Run by one person as a business; you asked for others")},
      {"private person", N_ ("Run by a private person; you asked for others")},
      {"governmental", N_ ("Run by a public authority; you asked for others")},
      {"non-governmental", N_ ("Run by an association; you asked for others")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return _ (kinds[i].text);
  return _ ("Run by others than you asked for");
}

static gboolean
rule_organizations (const GwRankInput *in, char **text)
{
  const char *kind = gw_facts_text (in->facts, GW_FACT_ORGANIZATION);

  if (in->wishes->organizations == NULL)
    return FALSE;
  if (kind && g_strv_contains ((const char *const *)in->wishes->organizations, kind))
    return FALSE;
  SAY (text, g_strdup (kind ? organization_text (kind) : _ ("Does not say who runs it")));
  return TRUE;
}

static gboolean
rule_years (const GwRankInput *in, char **text)
{
  int wanted = in->wishes->min_years;
  gint32 days = wanted > 0 ? gw_rank_age (in) : 0;

  if (wanted <= 0 || days / DAYS_OF_YEAR >= wanted)
    return FALSE;
  if (days < 0)
    SAY (text, g_strdup (_ ("Does not say since when it exists")));
  else
    SAY (text,
         g_strdup_printf (ngettext_ ("Exists since %.4s; you asked for %d year",
                                     "Exists since %.4s; you asked for %d years", (gulong)wanted),
                          gw_facts_text (in->facts, GW_FACT_SINCE), wanted));
  return TRUE;
}

static gboolean
rule_reset (const GwRankInput *in, char **text)
{
  if (!in->wishes->reset || gw_rank_has_reset_page (in->facts))
    return FALSE;
  SAY (text, g_strdup (_ ("Names no page for lost passwords")));
  return TRUE;
}

static gboolean
rule_green (const GwRankInput *in, char **text)
{
  if (!in->wishes->green || gw_facts_is_true (in->facts, GW_FACT_GREEN))
    return FALSE;
  SAY (text, g_strdup (_ ("Is not known to run on green power")));
  return TRUE;
}

/* --- limits */

static gboolean
rule_archive (const GwRankInput *in, char **text)
{
  int wanted = in->wishes->min_archive_days;

  if (wanted <= 0)
    return FALSE;
  gint64 days = gw_facts_number (in->facts, GW_FACT_ARCHIVE_DAYS, -1);
  if (days == GW_NO_LIMIT || days >= wanted)
    return FALSE;
  if (days < 0)
    SAY (text, g_strdup (_ ("Does not say how long messages are kept")));
  else
    SAY (text,
         g_strdup_printf (ngettext_ ("Keeps messages for %d day; you asked for %d",
                                     "Keeps messages for %d days; you asked for %d", (gulong)days),
                          (int)days, wanted));
  return TRUE;
}

static gboolean
rule_file_size (const GwRankInput *in, char **text)
{
  int wanted = in->wishes->min_upload_mb;

  if (wanted <= 0)
    return FALSE;
  gint64 size = gw_facts_number (in->facts, GW_FACT_UPLOAD_SIZE, -1);
  if (size == GW_NO_LIMIT || size >= wanted)
    return FALSE;
  if (size < 0)
    SAY (text, g_strdup (_ ("Does not say how large files may be")));
  else
    SAY (text, g_strdup_printf (_ ("Files up to %d MB; you asked for %d MB"), (int)size, wanted));
  return TRUE;
}

/* --- what only a list knows */

/* What a list says by naming it, and what a check that nobody answered leaves behind, is nothing
 * about the provider. */
static gboolean
tells_nothing (GwFactId id)
{
  return id == GW_FACT_LISTED || id == GW_FACT_CATEGORY || id == GW_FACT_REACHABLE;
}

static gboolean
rule_only_name (const GwRankInput *in, char **text)
{
  for (int i = 0; i < GW_N_FACTS; i++)
    if (in->facts->at[i].known && !tells_nothing ((GwFactId)i))
      return FALSE;
  /* What a person added is shown in any case. */
  if (gw_rank_was_reached (in) || in->facts->at[GW_FACT_LISTED].origin == GW_ORIGIN_USER)
    return FALSE;
  SAY (text, g_strdup (_ ("Only its name is known; a check from here would tell more")));
  return TRUE;
}

/* "it does not say how long messages are kept, who runs it, ..." */
static char *
describe_missing (const GwFacts *facts)
{
  static const struct {
    GwFactId id;
    const char *text;
  } looked_at[] = {
      {GW_FACT_SIGNUP, N_ ("how one registers")},
      {GW_FACT_ARCHIVE_DAYS, N_ ("how long messages are kept")},
      {GW_FACT_UPLOAD_SIZE, N_ ("how large files may be")},
      {GW_FACT_COUNTRIES, N_ ("where its servers stand")},
      {GW_FACT_ORGANIZATION, N_ ("who runs it")},
      {GW_FACT_SUPPORT, N_ ("whom to ask for help")},
      {GW_FACT_SINCE, N_ ("since when it exists")},
      {GW_FACT_FREE, N_ ("whether it costs money")},
      {GW_FACT_UPLOAD_DAYS, N_ ("how long files are kept")},
  };
  GString *text = g_string_new (NULL);
  int n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (looked_at) && n < MISSING_MAX; i++)
    if (!gw_facts_is_known (facts, looked_at[i].id))
      g_string_append_printf (text, "%s%s", n++ > 0 ? ", " : "", _ (looked_at[i].text));
  return g_string_free (text, FALSE);
}

static char *
describe_category (const GwFacts *facts)
{
  g_autofree char *missing = describe_missing (facts);

  if (*missing == '\0')
    return g_strdup (_ ("The public list does not count it among the good ones"));
  return g_strdup_printf (_ ("The public list does not count it among the good ones: it does not "
                             "say %s"),
                          missing);
}

static gboolean
rule_category (const GwRankInput *in, char **text)
{
  const GwFact *fact = &in->facts->at[GW_FACT_CATEGORY];

  if (!fact->known || fact->value.text[0] < 'C' || gw_rank_was_reached (in) ||
      rule_only_name (in, NULL))
    return FALSE;
  SAY (text, describe_category (in->facts));
  return TRUE;
}

static gboolean
rule_left_list (const GwRankInput *in, char **text)
{
  const GwFact *fact = &in->facts->at[GW_FACT_LISTED];

  if (!fact->known || fact->value.yes)
    return FALSE;
  SAY (text, g_strdup (_ ("no longer on the public list")));
  return TRUE;
}

/* Whoever serves a list must not be able to send newcomers where he likes: we vouch for some, and
 * the person for others. */
static gboolean
rule_vouched_for (const GwRankInput *in, char **text)
{
  const GwFact *certificate = gw_rank_seen (in, GW_FACT_CERTIFICATE, GW_RANK_ANY_AGE);

  if (in->is_builtin || in->facts->at[GW_FACT_LISTED].origin == GW_ORIGIN_USER ||
      (gw_rank_was_reached (in) && certificate && g_str_equal (certificate->value.text, "ok")))
    return FALSE;
  SAY (text, g_strdup (_ ("new on the list and not checked from here yet")));
  return TRUE;
}

/* From the worst to the best tier. */
static const struct {
  const char *code;
  GwTier tier; /* the best one left to those who break the rule */
  Rule rule;
} rules[] = {
    [GW_RULE_UNREACHABLE] = {"unreachable", GW_TIER_REJECTED, rule_reachable},
    [GW_RULE_CERTIFICATE] = {"certificate", GW_TIER_REJECTED, rule_certificate},
    [GW_RULE_REFUSED] = {"refused", GW_TIER_REJECTED, rule_refused},
    [GW_RULE_CLOSED] = {"closed", GW_TIER_REJECTED, rule_closed},
    [GW_RULE_SIGNUPS] = {"signups", GW_TIER_REJECTED, rule_signups},
    [GW_RULE_IN_APP] = {"not-in-app", GW_TIER_REJECTED, rule_in_app},
    [GW_RULE_PUZZLE] = {"puzzle", GW_TIER_REJECTED, rule_puzzle},
    [GW_RULE_EMAIL] = {"email", GW_TIER_REJECTED, rule_email},
    [GW_RULE_FREE] = {"not-free", GW_TIER_REJECTED, rule_free},
    [GW_RULE_COUNTRIES] = {"countries", GW_TIER_REJECTED, rule_countries},
    [GW_RULE_EU] = {"not-eu", GW_TIER_REJECTED, rule_eu},
    [GW_RULE_LANGUAGES] = {"languages", GW_TIER_REJECTED, rule_languages},
    [GW_RULE_ORGANIZATIONS] = {"organization", GW_TIER_REJECTED, rule_organizations},
    [GW_RULE_YEARS] = {"years", GW_TIER_REJECTED, rule_years},
    [GW_RULE_RESET] = {"reset", GW_TIER_REJECTED, rule_reset},
    [GW_RULE_GREEN] = {"not-green", GW_TIER_REJECTED, rule_green},
    [GW_RULE_ARCHIVE] = {"archive", GW_TIER_REJECTED, rule_archive},
    [GW_RULE_FILE_SIZE] = {"file-size", GW_TIER_REJECTED, rule_file_size},
    [GW_RULE_ONLY_NAME] = {"only-name", GW_TIER_REJECTED, rule_only_name},
    [GW_RULE_CATEGORY] = {"category", GW_TIER_REJECTED, rule_category},
    [GW_RULE_NOT_OPEN] = {"not-open", GW_TIER_OTHER, rule_not_open},
    [GW_RULE_LEFT_LIST] = {"left-list", GW_TIER_OTHER, rule_left_list},
    [GW_RULE_WEB] = {"web-only", GW_TIER_GOOD, rule_web},
    [GW_RULE_REFUSED_BEFORE] = {"refused-before", GW_TIER_GOOD, rule_refused_before},
    [GW_RULE_PERHAPS_INVITATION] = {"perhaps-invitation", GW_TIER_GOOD, rule_not_by_invitation},
    [GW_RULE_COST_UNKNOWN] = {"cost-unknown", GW_TIER_GOOD, rule_cost_stated},
    [GW_RULE_ONLY_FETCHED] = {"only-fetched", GW_TIER_GOOD, rule_vouched_for},
};
G_STATIC_ASSERT (G_N_ELEMENTS (rules) == GW_N_RULES);

guint32
gw_rank_broken (const GwRankInput *in)
{
  guint32 broken = 0;

  for (int id = 0; id < GW_N_RULES; id++)
    if (rules[id].rule (in, NULL))
      broken |= GW_RULE_BIT (id);
  return broken;
}

/* The table goes from the worst to the best: the first one broken decides. */
GwTier
gw_rank_open_tier (guint32 broken)
{
  return broken ? rules[__builtin_ctz (broken)].tier : GW_TIER_RECOMMENDED;
}

GwTier
gw_rank_rule_tier (GwRuleId id)
{
  return rules[id].tier;
}

const char *
gw_rank_rule_code (GwRuleId id)
{
  return rules[id].code;
}

char *
gw_rank_rule_text (const GwRankInput *in, GwRuleId id)
{
  char *text = NULL;

  rules[id].rule (in, &text);
  return text;
}
