/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of weights. Its points sum to 100; a judge says how much of its row a provider
 * earns, in percent, and why.
 *
 * Unknown is never no: it earns a low-middle share, not less than the lowest value that providers
 * usually state, and the words "does not say". What a provider alone says of itself counts as
 * unknown here. Not scored: where the servers stand (a filter), size, software, category, and
 * whether bulk tests are allowed. */
#include "providers/rank-weights.h"

#include <math.h>

#include "base/i18n.h"

#define FILE_SMALL   10 /* MB */
#define FILE_LARGE   200
#define DAYS_SHORT   7
#define DAYS_LONG    30
#define DAYS_OF_YEAR 365
#define YEARS_LONG   10

/* Percent of the row's points. */
typedef int (*Judge) (const GwRankInput *in, GwRankNote *note);

/* The words are made only when somebody wants them: ten thousand providers are ranked without. */
#define NOTE(note, ...)                                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (note)                                                                                      \
      *(note) = (GwRankNote){__VA_ARGS__};                                                         \
  }                                                                                                \
  G_STMT_END

static const GwFact *
stated (const GwRankInput *in, GwFactId id)
{
  const GwFact *fact = &in->facts->at[id];

  return fact->known && fact->origin != GW_ORIGIN_PROVIDER ? fact : NULL;
}

/* Below zero is no number of days, files or people. */
static const GwFact *
stated_number (const GwRankInput *in, GwFactId id)
{
  const GwFact *fact = stated (in, id);

  return fact && fact->value.number >= 0 ? fact : NULL;
}

/* Whoever says it only of himself does say it: no words then. */
static int
judge_unknown (const GwRankInput *in, GwFactId id, GwRankNote *note, const char *code,
               const char *text, int percent)
{
  if (!in->facts->at[id].known)
    NOTE (note, code, FALSE, g_strdup (_ (text)));
  return percent;
}

static int
judge_signup (const GwRankInput *in, GwRankNote *note)
{
  static const struct {
    int percent;
    const char *code;
    const char *text;
  } kinds[] = {
      [GW_SIGNUP_UNCLEAR] = {30, "signup-unclear", N_ ("does not say how one registers")},
      [GW_SIGNUP_AT_ONCE] = {100, "no-puzzle", N_ ("asks for nothing but name and password")},
      [GW_SIGNUP_PUZZLE] = {70, "puzzle", N_ ("asks for a picture puzzle")},
      [GW_SIGNUP_EMAIL] = {40, "email", N_ ("asks for an e-mail address")},
      [GW_SIGNUP_WEB] = {40, "web", N_ ("registers on its website, not in this app")},
      [GW_SIGNUP_INVITATION] = {20, "invitation", N_ ("asks for an invitation")},
      [GW_SIGNUP_CLOSED] = {0, "closed", N_ ("gives out no new addresses")},
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == GW_N_SIGNUPS);
  GwSignup signup = stated (in, GW_FACT_SIGNUP) ? in->signup : GW_SIGNUP_UNCLEAR;

  if (signup == GW_SIGNUP_UNCLEAR)
    return judge_unknown (in, GW_FACT_SIGNUP, note, kinds[signup].code, kinds[signup].text,
                          kinds[signup].percent);
  NOTE (note, kinds[signup].code, signup == GW_SIGNUP_AT_ONCE, g_strdup (_ (kinds[signup].text)));
  return kinds[signup].percent;
}

static int
judge_check (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *reachable = gw_rank_seen (in, GW_FACT_REACHABLE, GW_RANK_FRESH);
  const GwFact *certificate = gw_rank_seen (in, GW_FACT_CERTIFICATE, GW_RANK_FRESH);
  const GwFact *version = gw_rank_seen (in, GW_FACT_TLS_VERSION, GW_RANK_FRESH);

  if (reachable == NULL || certificate == NULL)
    return 50; /* as everyone before the first check */
  if (!reachable->value.yes || !g_str_equal (certificate->value.text, "ok"))
    return 0; /* rejected with a sentence by the filters */
  if (version && !g_str_equal (version->value.text, "TLSv1.3")) {
    NOTE (note, "old-tls", FALSE, g_strdup (_ ("its encryption is too old for some apps")));
    return 20;
  }
  NOTE (note, "checked", TRUE, g_strdup (_ ("passed the check from here")));
  return 100;
}

static int
judge_archive (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *fact = stated_number (in, GW_FACT_ARCHIVE_DAYS);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_ARCHIVE_DAYS, note, "archive-unknown",
                          N_ ("does not say how long messages are kept"), 25);
  int days = (int)CLAMP (fact->value.number, 0, G_MAXINT);
  /* Some servers write 0 when their operator has never set it. */
  if (days == GW_NO_LIMIT) {
    NOTE (note, "archive-no-limit", TRUE,
          g_strdup (_ ("names no limit for how long messages are kept")));
    return 75;
  }
  int percent = days <= DAYS_SHORT
                    ? days * 50 / DAYS_SHORT
                    : 50 + (MIN (days, DAYS_LONG) - DAYS_SHORT) * 50 / (DAYS_LONG - DAYS_SHORT);
  NOTE (note, "keeps-messages", percent > 50,
        g_strdup_printf (
            ngettext_ ("keeps messages for %d day", "keeps messages for %d days", (gulong)days),
            days));
  return percent;
}

static int
judge_file_size (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *fact = stated_number (in, GW_FACT_UPLOAD_SIZE);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_UPLOAD_SIZE, note, "file-size-unknown",
                          N_ ("does not say how large files may be"), 25);
  int size = (int)CLAMP (fact->value.number, 0, G_MAXINT);
  if (size == GW_NO_LIMIT) {
    NOTE (note, "file-size-no-limit", TRUE, g_strdup (_ ("names no limit for the size of files")));
    return 75;
  }
  /* Twice as large is always worth the same. */
  double share = log (CLAMP (size, FILE_SMALL, FILE_LARGE) / (double)FILE_SMALL) /
                 log (FILE_LARGE / (double)FILE_SMALL);
  int percent = (int)lround (100 * share);
  NOTE (note, "file-size", percent > 50, g_strdup_printf (_ ("files up to %d MB"), size));
  return percent;
}

static int
judge_file_days (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *fact = stated_number (in, GW_FACT_UPLOAD_DAYS);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_UPLOAD_DAYS, note, "file-days-unknown",
                          N_ ("does not say how long files are kept"), 25);
  int days = (int)CLAMP (fact->value.number, 0, G_MAXINT);
  if (days == GW_NO_LIMIT) {
    NOTE (note, "file-days-no-limit", TRUE,
          g_strdup (_ ("names no limit for how long files are kept")));
    return 75;
  }
  int percent = MIN (days, DAYS_LONG) * 100 / DAYS_LONG;
  NOTE (note, "keeps-files", percent > 50,
        g_strdup_printf (
            ngettext_ ("keeps files for %d day", "keeps files for %d days", (gulong)days), days));
  return percent;
}

static int
judge_people (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *fact = stated_number (in, GW_FACT_BUS_FACTOR);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_BUS_FACTOR, note, "people-unknown",
                          N_ ("does not say how many people run it"), 35);
  int people = (int)CLAMP (fact->value.number, 1, G_MAXINT);
  if (people == 1) {
    NOTE (note, "one-person", FALSE, g_strdup (_ ("run by one person")));
    return 35;
  }
  NOTE (
      note, "people", TRUE,
      g_strdup_printf (ngettext_ ("run by %d person", "run by %d people", (gulong)people), people));
  return people == 2 ? 70 : 100;
}

gint32
gw_rank_age (const GwRankInput *in)
{
  const char *text = gw_facts_text (in->facts, GW_FACT_SINCE);
  gint32 since = text ? gw_date_parse (text) : 0;

  return since > 0 && since <= in->today ? in->today - since : -1;
}

static int
judge_since (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *fact = stated (in, GW_FACT_SINCE);
  gint32 days = fact ? gw_rank_age (in) : -1;

  if (days < 0)
    return judge_unknown (in, GW_FACT_SINCE, note, "since-unknown",
                          N_ ("does not say since when it exists"), 20);
  int percent = MIN (days, YEARS_LONG * DAYS_OF_YEAR) * 100 / (YEARS_LONG * DAYS_OF_YEAR);
  gboolean is_for = percent > 20;
  /* The year of "2013-11-17". */
  NOTE (note, "since", is_for,
        g_strdup_printf (is_for ? _ ("since %.4s") : _ ("only since %.4s"), fact->value.text));
  return percent;
}

/* Who still takes people in a year? Standing on the list is the best sign; closing the registration
 * weighs more than missing an edition, which costs by itself already. */
static int
judge_survival (const GwRankInput *in, GwRankNote *note)
{
  gint64 times = gw_facts_number (in->facts, GW_FACT_LISTED_TIMES, -1);
  gint64 of = gw_facts_number (in->facts, GW_FACT_LISTED_OF, 0);

  if (!stated (in, GW_FACT_LISTED_TIMES) || of <= 0 || of > G_MAXINT16 || times < 0 || times > of)
    return judge_unknown (in, GW_FACT_LISTED_TIMES, note, "past-unknown",
                          N_ ("how it fared over the years is not known"), 40);
  gint64 closed = gw_facts_number (in->facts, GW_FACT_SIGNUP_CLOSED_TIMES, 0);
  gint64 dropped = gw_facts_number (in->facts, GW_FACT_DROPPED_TIMES, 0);
  int percent = (int)CLAMP (
      times * 100 / of - 30 * CLAMP (closed, 0, 10) - 10 * CLAMP (dropped, 0, 10), 0, 100);
  if (closed > 0)
    NOTE (note, "closed-before", FALSE, g_strdup (_ ("closed its registration before")));
  else
    NOTE (note, percent > 50 ? "steady" : "not-steady", percent > 50,
          g_strdup_printf (percent > 50 ? _ ("on %d of %d editions of the public list")
                                        : _ ("on only %d of %d editions of the public list"),
                           (int)times, (int)of));
  return percent;
}

/* A web page only: a promise by e-mail is none. ejabberd announces its page for changing a password
 * by itself, and that one asks for the old password. */
static gboolean
is_reset_page (const char *url)
{
  static const char web[] = "https:";

  return (strncmp (url, web, strlen (web)) == 0 ||
          g_ascii_strncasecmp (url, web, strlen (web)) == 0) &&
         (strchr (url, '_') == NULL || strstr (url, "/change_password") == NULL);
}

gboolean
gw_rank_has_reset_page (const GwFacts *facts)
{
  const char *url = gw_facts_text (facts, GW_FACT_PASSWORD_RESET);

  return url && is_reset_page (url);
}

static int
judge_reset (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *fact = stated (in, GW_FACT_PASSWORD_RESET);

  if (fact && is_reset_page (fact->value.text)) {
    NOTE (note, "password-reset", TRUE, g_strdup (_ ("has a page for lost passwords")));
    return 100;
  }
  if (fact || !in->facts->at[GW_FACT_PASSWORD_RESET].known)
    NOTE (note, "no-password-reset", FALSE, g_strdup (_ ("names no page for lost passwords")));
  return 30;
}

/* As a bit. base/fact lets no others in than "email:", "chat:" and "room:". */
static guint
way_of (const char *support)
{
  return support[0] == 'e' ? 1 : support[0] == 'c' ? 2 : 4;
}

static int
judge_support (const GwRankInput *in, GwRankNote *note)
{
  static const int percents[] = {20, 50, 85, 100};
  const GwFact *fact = stated (in, GW_FACT_SUPPORT);
  guint ways = 0;

  for (guint i = 0; fact && fact->value.list[i]; i++)
    ways |= way_of (fact->value.list[i]);
  int found = __builtin_popcount (ways);
  if (found == 0)
    return judge_unknown (in, GW_FACT_SUPPORT, note, "support-unknown",
                          N_ ("names nobody to ask for help"), percents[0]);
  NOTE (note, "support", TRUE,
        g_strdup_printf (
            ngettext_ ("%d way to ask for help", "%d ways to ask for help", (gulong)found), found));
  return percents[found];
}

const char *
gw_rank_language (const GwWishes *wishes)
{
  return wishes->language ? wishes->language : "en";
}

static int
judge_language (const GwRankInput *in, GwRankNote *note)
{
  const GwFact *fact = stated (in, GW_FACT_LANGUAGES);

  if (fact == NULL || fact->value.list[0] == NULL)
    return judge_unknown (in, GW_FACT_LANGUAGES, note, "language-unknown",
                          N_ ("does not say which languages it speaks"), 30);
  const char *const *languages = (const char *const *)fact->value.list;
  if (g_strv_contains (languages, gw_rank_language (in->wishes))) {
    NOTE (note, "your-language", TRUE, g_strdup (_ ("its website speaks your language")));
    return 100;
  }
  if (g_strv_contains (languages, "en")) {
    NOTE (note, "english", FALSE, g_strdup (_ ("its website is in English")));
    return 60;
  }
  NOTE (note, "other-language", FALSE, g_strdup (_ ("its website does not speak your language")));
  return 20;
}

/* Survival (what is known of who closed and who vanished) took 10 points from the two rows that
 * only guess at it: people had 14 and since 10 before. */
static const struct {
  GwWeight weight;
  Judge judge;
} rows[] = {
    [GW_WEIGHT_SIGNUP] = {{"signup", 20, N_ ("how easily one gets an address there")},
                          judge_signup},
    [GW_WEIGHT_CHECK] = {{"check", 10,
                          N_ ("whether it passed a check from here, on this day or the day "
                              "before")},
                         judge_check},
    [GW_WEIGHT_ARCHIVE] = {{"archive", 12,
                            N_ ("how long messages are kept for your other devices")},
                           judge_archive},
    [GW_WEIGHT_FILE_SIZE] = {{"file-size", 8, N_ ("how large a picture or file may be")},
                             judge_file_size},
    [GW_WEIGHT_FILE_DAYS] = {{"file-days", 4, N_ ("how long files are kept")}, judge_file_days},
    [GW_WEIGHT_PEOPLE] = {{"people", 8, N_ ("how many people can keep it running")}, judge_people},
    [GW_WEIGHT_SINCE] = {{"since", 6, N_ ("how long it has existed")}, judge_since},
    [GW_WEIGHT_SURVIVAL] = {{"survival", 10,
                             N_ ("whether it stayed on the public list and stayed open over the "
                                 "years")},
                            judge_survival},
    [GW_WEIGHT_PASSWORD_RESET] = {{"password-reset", 6,
                                   N_ ("whether it has a page for lost passwords")},
                                  judge_reset},
    [GW_WEIGHT_SUPPORT] = {{"support", 6, N_ ("in how many ways one can ask for help")},
                           judge_support},
    [GW_WEIGHT_LANGUAGE] = {{"language", 10, N_ ("whether its website speaks your language")},
                            judge_language},
};
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == GW_N_WEIGHTS);

int
gw_rank_share (const GwRankInput *in, GwWeightId id, GwRankNote *note)
{
  return rows[id].judge (in, note);
}

/* In halves, so that "counts half" stays a whole number. */
static int
factor_of (GwCare care)
{
  static const int factors[] = {
      [GW_CARE_NORMAL] = 2, [GW_CARE_MORE] = 4, [GW_CARE_LESS] = 1, [GW_CARE_NOT] = 0};

  return (guint)care < G_N_ELEMENTS (factors) ? factors[care] : 0;
}

int
gw_rank_score (const guint8 *shares, const GwCare *cares)
{
  int earned = 0, most = 0;

  for (int id = 0; id < GW_N_WEIGHTS; id++) {
    int points = rows[id].weight.points * factor_of (cares[id]);
    earned += shares[id] * points;
    most += points;
  }
  return most > 0 ? (earned + most / 2) / most : 100;
}

int
gw_rank_points (GwWeightId id, GwCare care, int percent)
{
  return (percent * rows[id].weight.points * factor_of (care) + 100) / 200;
}

const GwWeight *
gw_rank_weights (void)
{
  static GwWeight translated[G_N_ELEMENTS (rows) + 1];
  static gsize ready;

  if (g_once_init_enter (&ready)) {
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
      translated[i] = rows[i].weight;
      translated[i].text = _ (rows[i].weight.text);
    }
    g_once_init_leave (&ready, 1);
  }
  return translated;
}

gboolean
gw_weight_from_code (const char *code, GwWeightId *id)
{
  g_return_val_if_fail (code != NULL && id != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (g_str_equal (rows[i].weight.code, code)) {
      *id = (GwWeightId)i;
      return TRUE;
    }
  }
  return FALSE;
}
