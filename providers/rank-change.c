/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would lift a provider: changes are tried on a copy of what is known of it and of what the
 * person asks for, before the same judges as ever; see rank.h. */
#include "base/i18n.h"
#include "providers/rank-judge.h"
#include "providers/rank-order.h"
#include "providers/rank-rules.h"
#include "providers/rank-weights.h"

/* What earns all points of its row in rank-weights.c. */
#define DAYS_ENOUGH  30
#define MB_ENOUGH    200
#define YEARS_ENOUGH 10
#define CHANGES_MAX  3

/* What is tried. Values are borrowed or constant: nothing to free. */
typedef struct {
  GwFacts facts;
  GwWishes wishes;
  gint32 today;
  char *languages[3];
} Trial;

/* Who could do it, the easiest first. */
typedef enum { WHO_PERSON, WHO_PROVIDER, WHO_PROVIDER_MORE, WHO_TIME } Who;

typedef struct {
  Who who;
  void (*apply) (Trial *trial); /* NULL: the wish below is dropped */
  gsize wish, wish_size;        /* in GwWishes */
  const char *words;            /* goes behind "if"; %d: what number() says */
  int (*number) (const GwWishes *wishes);
  guint signups; /* only for these, bits 1 << GwSignup; 0: all */
} Change;

/* --- the changes */

static void
learn (Trial *trial, GwFactId id, GwOrigin origin, GwFact value)
{
  trial->facts.at[id] = value;
  trial->facts.at[id].known = TRUE;
  trial->facts.at[id].origin = origin;
  trial->facts.at[id].date = trial->today;
}

static void
learn_text (Trial *trial, GwFactId id, const char *text)
{
  learn (trial, id, GW_ORIGIN_FETCHED, (GwFact){.value.text = (char *)text});
}

static void
learn_number (Trial *trial, GwFactId id, gint64 number)
{
  learn (trial, id, GW_ORIGIN_FETCHED, (GwFact){.value.number = number});
}

static void
learn_yes (Trial *trial, GwFactId id)
{
  learn (trial, id, GW_ORIGIN_FETCHED, (GwFact){.value.yes = TRUE});
}

static int
days_wanted (const GwWishes *wishes)
{
  return MAX (DAYS_ENOUGH, wishes->min_archive_days);
}

static int
size_wanted (const GwWishes *wishes)
{
  return MAX (MB_ENOUGH, wishes->min_upload_mb);
}

static int
years_wanted (const GwWishes *wishes)
{
  return MAX (YEARS_ENOUGH, wishes->min_years);
}

static void
pass_check (Trial *trial)
{
  learn (trial, GW_FACT_REACHABLE, GW_ORIGIN_PROBE, (GwFact){.value.yes = TRUE});
  learn (trial, GW_FACT_CERTIFICATE, GW_ORIGIN_PROBE, (GwFact){.value.text = (char *)"ok"});
  learn (trial, GW_FACT_TLS_VERSION, GW_ORIGIN_PROBE, (GwFact){.value.text = (char *)"TLSv1.3"});
}

static void
take_at_once (Trial *trial)
{
  learn_text (trial, GW_FACT_SIGNUP, gw_signup_name (GW_SIGNUP_AT_ONCE));
}

/* As most of them do. */
static void
take_in_apps (Trial *trial)
{
  learn_text (trial, GW_FACT_SIGNUP, gw_signup_name (GW_SIGNUP_PUZZLE));
}

static void
forget_refusal (Trial *trial)
{
  trial->facts.at[GW_FACT_REFUSED] = (GwFact){0};
}

static void
take_everybody (Trial *trial)
{
  trial->facts.at[GW_FACT_INVITATIONS] = (GwFact){0};
}

static void
keep_messages (Trial *trial)
{
  learn_number (trial, GW_FACT_ARCHIVE_DAYS, days_wanted (&trial->wishes));
}

static void
take_large_files (Trial *trial)
{
  learn_number (trial, GW_FACT_UPLOAD_SIZE, size_wanted (&trial->wishes));
}

static void
keep_files (Trial *trial)
{
  learn_number (trial, GW_FACT_UPLOAD_DAYS, DAYS_ENOUGH);
}

static void
find_people (Trial *trial)
{
  learn_number (trial, GW_FACT_BUS_FACTOR, 3);
}

static void
find_reset_page (Trial *trial)
{
  learn_text (trial, GW_FACT_PASSWORD_RESET, "https:");
}

static void
find_support (Trial *trial)
{
  static char *ways[] = {(char *)"email:", (char *)"chat:", (char *)"room:", NULL};

  learn (trial, GW_FACT_SUPPORT, GW_ORIGIN_FETCHED, (GwFact){.value.list = ways});
}

/* The person's, and one that it asked for, which may be another. */
static void
speak (Trial *trial)
{
  const GwWishes *wishes = &trial->wishes;

  trial->languages[0] = (char *)gw_rank_language (wishes);
  trial->languages[1] = wishes->languages ? wishes->languages[0] : NULL;
  learn (trial, GW_FACT_LANGUAGES, GW_ORIGIN_FETCHED, (GwFact){.value.list = trial->languages});
}

static void
be_free (Trial *trial)
{
  learn_yes (trial, GW_FACT_FREE);
}

static void
be_green (Trial *trial)
{
  learn_yes (trial, GW_FACT_GREEN);
}

static void
be_listed (Trial *trial)
{
  learn_yes (trial, GW_FACT_LISTED);
}

static void
grow_old (Trial *trial)
{
  learn_text (trial, GW_FACT_SINCE, "1971-01-01");
}

static void
pay (Trial *trial)
{
  trial->wishes.allow_paid = TRUE;
}

#define PROVIDER(apply, ...)                                                                       \
  {                                                                                                \
    WHO_PROVIDER, apply, 0, 0, __VA_ARGS__                                                         \
  }
#define PERSON(field, words)                                                                       \
  {                                                                                                \
    WHO_PERSON, NULL, offsetof (GwWishes, field), sizeof (((GwWishes *)NULL)->field), words        \
  }
#define BIT(signup) (1u << (signup))
#define IN_APP      (BIT (GW_SIGNUP_AT_ONCE) | BIT (GW_SIGNUP_PUZZLE) | BIT (GW_SIGNUP_EMAIL))

/* Those of the person come first: the wishes that are dropped are bits of their places.
 * Translators: all of these stand behind "Recommended if ...", "Good if ...". */
static const Change changes[] = {
    {WHO_PERSON, pay, 0, 0, N_ ("you did not mind that it costs money")},
    PERSON (signups, N_ ("you welcomed any way to get an address")),
    PERSON (in_app_only, N_ ("you did not ask to register in an app")),
    PERSON (no_puzzle, N_ ("you did not mind a picture puzzle")),
    PERSON (no_email, N_ ("you did not mind giving an e-mail address")),
    PERSON (countries, N_ ("you did not ask for these countries")),
    PERSON (eu_only, N_ ("you did not ask for the European Union")),
    PERSON (languages, N_ ("you did not ask for these languages")),
    PERSON (organizations, N_ ("it did not matter to you who runs it")),
    PERSON (min_years, N_ ("you did not ask for so many years")),
    PERSON (reset, N_ ("you did not ask for a page for lost passwords")),
    PERSON (green, N_ ("you did not ask for green power")),
    PERSON (min_archive_days, N_ ("you did not ask for messages kept that long")),
    PERSON (min_upload_mb, N_ ("you did not ask for files that large")),
    PROVIDER (pass_check, N_ ("it passed a check from here")),
    PROVIDER (take_in_apps, N_ ("new addresses were given out in apps"), NULL,
              BIT (GW_SIGNUP_WEB) | BIT (GW_SIGNUP_UNCLEAR)),
    PROVIDER (take_in_apps, N_ ("it took new people"), NULL, BIT (GW_SIGNUP_CLOSED)),
    PROVIDER (take_in_apps, N_ ("it took people without an invitation"), NULL,
              BIT (GW_SIGNUP_INVITATION)),
    PROVIDER (take_at_once, N_ ("it asked for nothing but name and password"), NULL, IN_APP),
    {WHO_PROVIDER_MORE, take_at_once, 0, 0,
     N_ ("new addresses were given out in apps for nothing but name and password"), NULL, ~IN_APP},
    PROVIDER (take_everybody, N_ ("it was open without an invitation")),
    PROVIDER (forget_refusal, N_ ("it did not refuse new addresses")),
    PROVIDER (be_free, N_ ("it was known to be free of charge")),
    PROVIDER (keep_messages, N_ ("messages were kept for %d days"), days_wanted),
    PROVIDER (take_large_files, N_ ("files could be as large as %d MB"), size_wanted),
    PROVIDER (keep_files, N_ ("files were kept for 30 days")),
    PROVIDER (find_people, N_ ("three or more people could keep it running")),
    PROVIDER (find_reset_page, N_ ("it named a page for lost passwords")),
    PROVIDER (find_support, N_ ("one could ask for help by e-mail, by chat and in a group chat")),
    PROVIDER (speak, N_ ("its website spoke your language")),
    PROVIDER (be_green, N_ ("it ran on green power")),
    PROVIDER (be_listed, N_ ("it stood on the public list again")),
    {WHO_TIME, grow_old, 0, 0, N_ ("it had existed for %d years"), years_wanted},
};

/* --- trying them */

/* What the others leave to be reached. */
typedef struct {
  GwRanking marks;   /* only the scores at which tiers begin */
  GwTier best_other; /* the best tier open to any other */
} Field;

typedef struct {
  const Change *change;
  GwTier tier; /* by it alone */
  int score;
} Option;

typedef struct {
  guint at[CHANGES_MAX];
  guint n; /* 0: none was found */
} Set;

typedef struct {
  const GwRanking *ranking;
  const GwRanked *row;
  GArray *options;    /* Option */
  GHashTable *fields; /* bits of the wishes dropped, as in `changes` -> Field */
  Set found[GW_N_TIERS];
} Search;

static void
apply (const Change *change, Trial *trial)
{
  if (change->apply)
    change->apply (trial);
  else
    memset (G_STRUCT_MEMBER_P (&trial->wishes, change->wish), 0, change->wish_size);
}

static GwTier
best_open_to_others (const GPtrArray *rows, const GwProvider *provider)
{
  GwTier best = GW_TIER_REJECTED;

  for (guint i = 0; i < rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (rows, i);
    if (row->provider != provider)
      best = MIN (best, gw_rank_open_tier (row->broken));
  }
  return best;
}

static Field *
field_as_ranked (const Search *search)
{
  const GwRanking *ranking = search->ranking;
  Field *field = g_new0 (Field, 1);

  field->marks.recommended_from = ranking->recommended_from;
  field->marks.good_from = ranking->good_from;
  field->best_other = best_open_to_others (ranking->rows, search->row->provider);
  return field;
}

/* With other wishes everybody is ranked anew. */
static Field *
field_anew (const Search *search, const GwWishes *wishes)
{
  const GPtrArray *rows = search->ranking->rows;
  g_autofree GwRanked *anew = g_new0 (GwRanked, rows->len);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  Field *field = g_new0 (Field, 1);

  for (guint i = 0; i < rows->len; i++) {
    const GwProvider *provider = ((const GwRanked *)g_ptr_array_index (rows, i))->provider;
    const GwRankInput in =
        gw_rank_input (provider, &provider->facts, wishes, search->ranking->today);
    anew[i].provider = provider;
    gw_rank_judge (&in, &anew[i]);
    g_ptr_array_add (all, &anew[i]);
  }
  field->marks.rows = all;
  gw_rank_assign_tiers (&field->marks);
  field->marks.rows = NULL;
  field->best_other = best_open_to_others (all, search->row->provider);
  return field;
}

static const Field *
ensure_field (Search *search, guint32 dropped, const GwWishes *wishes)
{
  Field *field = g_hash_table_lookup (search->fields, GUINT_TO_POINTER (dropped));

  if (field == NULL) {
    field = dropped == 0 ? field_as_ranked (search) : field_anew (search, wishes);
    g_hash_table_insert (search->fields, GUINT_TO_POINTER (dropped), field);
  }
  return field;
}

/* The row as it would be, its tier included. */
static GwRanked
try_changes (Search *search, const Change *const *set, guint n)
{
  const GwRanking *ranking = search->ranking;
  const GwProvider *provider = search->row->provider;
  Trial trial = {provider->facts, *ranking->wishes, ranking->today};
  GwRanked outcome = {.provider = provider};
  guint32 dropped = 0;

  for (guint i = 0; i < n; i++) {
    apply (set[i], &trial);
    if (set[i]->who == WHO_PERSON)
      dropped |= (guint32)1 << (set[i] - changes);
  }
  const GwRankInput in = gw_rank_input (provider, &trial.facts, &trial.wishes, ranking->today);
  gw_rank_judge (&in, &outcome);
  const Field *field = ensure_field (search, dropped, &trial.wishes);
  /* Whoever stands there alone sets the mark; whoever joins others below it moves none. */
  if (outcome.tier >= field->best_other)
    outcome.tier = MAX (outcome.tier, gw_rank_earned_tier (&field->marks, outcome.score));
  return outcome;
}

/* Of a provider of which only the name is known, a check comes before all else. */
static gboolean
is_thinkable (const Change *change, const GwRanked *row)
{
  if (change->signups != 0 && !(change->signups & BIT (row->signup)))
    return FALSE;
  return change->who == WHO_PERSON || change->apply == pass_check ||
         !(row->broken & GW_RULE_BIT (GW_RULE_ONLY_NAME));
}

/* The changes that move anything. */
static void
collect_options (Search *search)
{
  const GwRanked *row = search->row;

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    const Change *change = &changes[i];
    if (!is_thinkable (change, row))
      continue;
    GwRanked alone = try_changes (search, &change, 1);
    /* A wish that is dropped may move the others; it is meant for what it forbids here. */
    if ((row->broken & ~alone.broken) || (change->who != WHO_PERSON && alone.score > row->score)) {
      const Option option = {change, alone.tier, alone.score};
      g_array_append_val (search->options, option);
    }
  }
}

/* The easiest first, then what wins most. */
static int
compare_options (gconstpointer a, gconstpointer b)
{
  const Option *one = a;
  const Option *two = b;

  if (one->change->who != two->change->who)
    return one->change->who < two->change->who ? -1 : 1;
  if (one->tier != two->tier)
    return one->tier < two->tier ? -1 : 1;
  if (one->score != two->score)
    return one->score > two->score ? -1 : 1;
  return (one->change > two->change) - (one->change < two->change);
}

/* Tries all sets of `n` options that begin with `set`, in order; the first one that leads to a tier
 * is kept. Once the best tier is reached, larger sets cannot be the smallest for any. */
static void
try_sets (Search *search, Set set, guint from, guint n)
{
  for (guint i = from; i < search->options->len; i++) {
    set.at[set.n] = i;
    if (set.n + 1 < n) {
      Set longer = set;
      longer.n++;
      try_sets (search, longer, i + 1, n);
    } else {
      const Change *chosen[CHANGES_MAX];
      for (guint j = 0; j < n; j++)
        chosen[j] = g_array_index (search->options, Option, set.at[j]).change;
      GwTier tier = try_changes (search, chosen, n).tier;
      if (tier < search->row->tier && search->found[tier].n == 0) {
        search->found[tier] = set;
        search->found[tier].n = n;
      }
    }
    if (search->found[GW_TIER_RECOMMENDED].n > 0)
      return;
  }
}

/* --- words */

static char *
describe_change (const Search *search, guint at)
{
  const Change *change = g_array_index (search->options, Option, at).change;
  GString *text = g_string_new (_ (change->words));

  if (change->number) {
    g_autofree char *number = g_strdup_printf ("%d", change->number (search->ranking->wishes));
    g_string_replace (text, "%d", number, 1);
  }
  return g_string_free (text, FALSE);
}

static char *
describe_set (const Search *search, const Set *set)
{
  g_autofree char *one = describe_change (search, set->at[0]);
  g_autofree char *two = set->n > 1 ? describe_change (search, set->at[1]) : NULL;
  g_autofree char *three = set->n > 2 ? describe_change (search, set->at[2]) : NULL;

  if (three)
    return g_strdup_printf (_ ("%s, %s and %s"), one, two, three);
  if (two)
    return g_strdup_printf (_ ("%s and %s"), one, two);
  return g_steal_pointer (&one);
}

static char *
describe_lift (const Search *search, GwTier tier)
{
  g_autofree char *what = describe_set (search, &search->found[tier]);

  switch (tier) {
  case GW_TIER_RECOMMENDED:
    return g_strdup_printf (_ ("Recommended if %s"), what);
  case GW_TIER_GOOD:
    return g_strdup_printf (_ ("Good if %s"), what);
  default:
    return g_strdup_printf (_ ("Among the others if %s"), what);
  }
}

static void
change_free (GwChange *change)
{
  g_free (change->text);
  g_free (change);
}

/* Takes `text`. */
static void
add_lift (GPtrArray *lifts, GwTier tier, char *text)
{
  GwChange *lift = g_new (GwChange, 1);

  *lift = (GwChange){tier, text};
  g_ptr_array_add (lifts, lift);
}

/* What leads higher by no more changes makes the lower one needless. */
static void
add_lifts (GPtrArray *lifts, const Search *search)
{
  guint least = CHANGES_MAX + 1;

  for (GwTier tier = GW_TIER_RECOMMENDED; tier < search->row->tier; tier++) {
    if (search->found[tier].n == 0 || search->found[tier].n >= least)
      continue;
    least = search->found[tier].n;
    add_lift (lifts, tier, describe_lift (search, tier));
  }
  if (lifts->len == 0)
    add_lift (lifts, GW_N_TIERS, g_strdup (_ ("Nothing simple would lift it")));
}

GPtrArray *
gw_rank_changes (const GwRanking *ranking, const GwRanked *row)
{
  g_return_val_if_fail (ranking != NULL && row != NULL, NULL);

  GPtrArray *lifts = g_ptr_array_new_with_free_func ((GDestroyNotify)change_free);
  if (row->tier == GW_TIER_RECOMMENDED)
    return lifts;

  g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (Option));
  g_autoptr (GHashTable) fields = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Search search = {ranking, row, options, fields};
  collect_options (&search);
  g_array_sort (options, compare_options);
  for (guint n = 1; n <= CHANGES_MAX && search.found[GW_TIER_RECOMMENDED].n == 0; n++)
    try_sets (&search, (Set){0}, 0, n);
  add_lifts (lifts, &search);
  return lifts;
}
