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

typedef struct {
  const char *code; /* NULL: nothing to say */
  gboolean is_for;
  char *text;
} Note;

typedef int (*Judge) (const GwRankInput *in, Note *note);

static const GwFact *
stated (const GwRankInput *in, GwFactId id)
{
  const GwFact *fact = &in->facts->at[id];

  return fact->known && fact->origin != GW_ORIGIN_PROVIDER ? fact : NULL;
}

const GwFact *
gw_rank_seen (const GwRankInput *in, GwFactId id, gint32 max_age)
{
  const GwFact *fact = &in->facts->at[id];

  return fact->known && fact->origin >= GW_ORIGIN_PROBE &&
                 (gint64)in->today - fact->date <= (gint64)max_age
             ? fact
             : NULL;
}

static void
note_take (Note *note, const char *code, gboolean is_for, char *text)
{
  *note = (Note){code, is_for, text};
}

/* Whoever says it only of himself does say it: no words then. */
static int
judge_unknown (const GwRankInput *in, GwFactId id, Note *note, const char *code, const char *text,
               int percent)
{
  if (!in->facts->at[id].known)
    note_take (note, code, FALSE, g_strdup (text));
  return percent;
}

static int
judge_signup (const GwRankInput *in, Note *note)
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
  GwSignup signup = stated (in, GW_FACT_SIGNUP) ? gw_facts_signup (in->facts) : GW_SIGNUP_UNCLEAR;

  if (signup == GW_SIGNUP_UNCLEAR)
    return judge_unknown (in, GW_FACT_SIGNUP, note, kinds[signup].code, _ (kinds[signup].text),
                          kinds[signup].percent);
  note_take (note, kinds[signup].code, signup == GW_SIGNUP_AT_ONCE,
             g_strdup (_ (kinds[signup].text)));
  return kinds[signup].percent;
}

static int
judge_check (const GwRankInput *in, Note *note)
{
  const GwFact *reachable = gw_rank_seen (in, GW_FACT_REACHABLE, GW_RANK_FRESH);
  const GwFact *certificate = gw_rank_seen (in, GW_FACT_CERTIFICATE, GW_RANK_FRESH);
  const GwFact *version = gw_rank_seen (in, GW_FACT_TLS_VERSION, GW_RANK_FRESH);

  if (reachable == NULL || certificate == NULL)
    return 50; /* as everyone before the first check */
  if (!reachable->value.yes || !g_str_equal (certificate->value.text, "ok"))
    return 0; /* rejected with a sentence by the filters */
  if (version && !g_str_equal (version->value.text, "TLSv1.3")) {
    note_take (note, "old-tls", FALSE, g_strdup (_ ("its encryption is too old for some apps")));
    return 20;
  }
  note_take (note, "checked", TRUE, g_strdup (_ ("passed the check from here")));
  return 100;
}

static int
judge_archive (const GwRankInput *in, Note *note)
{
  const GwFact *fact = stated (in, GW_FACT_ARCHIVE_DAYS);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_ARCHIVE_DAYS, note, "archive-unknown",
                          _ ("does not say how long messages are kept"), 25);
  int days = (int)CLAMP (fact->value.number, 0, G_MAXINT);
  /* Some servers write 0 when their operator has never set it. */
  if (days == GW_NO_LIMIT) {
    note_take (note, "archive-no-limit", TRUE,
               g_strdup (_ ("names no limit for how long messages are kept")));
    return 75;
  }
  int percent = days <= DAYS_SHORT
                    ? days * 50 / DAYS_SHORT
                    : 50 + (MIN (days, DAYS_LONG) - DAYS_SHORT) * 50 / (DAYS_LONG - DAYS_SHORT);
  note_take (note, "keeps-messages", percent > 50,
             g_strdup_printf (ngettext_ ("keeps messages for %d day", "keeps messages for %d days",
                                         (gulong)days),
                              days));
  return percent;
}

static int
judge_file_size (const GwRankInput *in, Note *note)
{
  const GwFact *fact = stated (in, GW_FACT_UPLOAD_SIZE);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_UPLOAD_SIZE, note, "file-size-unknown",
                          _ ("does not say how large files may be"), 25);
  int size = (int)CLAMP (fact->value.number, 0, G_MAXINT);
  if (size == GW_NO_LIMIT) {
    note_take (note, "file-size-no-limit", TRUE,
               g_strdup (_ ("names no limit for the size of files")));
    return 75;
  }
  /* Twice as large is always worth the same. */
  double share = log (CLAMP (size, FILE_SMALL, FILE_LARGE) / (double)FILE_SMALL) /
                 log (FILE_LARGE / (double)FILE_SMALL);
  int percent = (int)lround (100 * share);
  note_take (note, "file-size", percent > 50, g_strdup_printf (_ ("files up to %d MB"), size));
  return percent;
}

static int
judge_file_days (const GwRankInput *in, Note *note)
{
  const GwFact *fact = stated (in, GW_FACT_UPLOAD_DAYS);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_UPLOAD_DAYS, note, "file-days-unknown",
                          _ ("does not say how long files are kept"), 25);
  int days = (int)CLAMP (fact->value.number, 0, G_MAXINT);
  if (days == GW_NO_LIMIT) {
    note_take (note, "file-days-no-limit", TRUE,
               g_strdup (_ ("names no limit for how long files are kept")));
    return 75;
  }
  int percent = MIN (days, DAYS_LONG) * 100 / DAYS_LONG;
  note_take (
      note, "keeps-files", percent > 50,
      g_strdup_printf (
          ngettext_ ("keeps files for %d day", "keeps files for %d days", (gulong)days), days));
  return percent;
}

static int
judge_people (const GwRankInput *in, Note *note)
{
  const GwFact *fact = stated (in, GW_FACT_BUS_FACTOR);

  if (fact == NULL)
    return judge_unknown (in, GW_FACT_BUS_FACTOR, note, "people-unknown",
                          _ ("does not say how many people run it"), 35);
  int people = (int)CLAMP (fact->value.number, 1, G_MAXINT);
  if (people == 1) {
    note_take (note, "one-person", FALSE, g_strdup (_ ("run by one person")));
    return 35;
  }
  note_take (
      note, "people", TRUE,
      g_strdup_printf (ngettext_ ("run by %d person", "run by %d people", (gulong)people), people));
  return people == 2 ? 70 : 100;
}

static int
judge_since (const GwRankInput *in, Note *note)
{
  const GwFact *fact = stated (in, GW_FACT_SINCE);
  gint32 since = fact ? gw_date_parse (fact->value.text) : 0;
  gint32 days = in->today - since;

  if (since == 0 || days < 0)
    return judge_unknown (in, GW_FACT_SINCE, note, "since-unknown",
                          _ ("does not say since when it exists"), 20);
  int percent = MIN (days, YEARS_LONG * DAYS_OF_YEAR) * 100 / (YEARS_LONG * DAYS_OF_YEAR);
  gboolean is_for = percent > 20;
  /* The year of "2013-11-17". */
  note_take (note, "since", is_for,
             g_strdup_printf (is_for ? _ ("since %.4s") : _ ("only since %.4s"), fact->value.text));
  return percent;
}

/* Who still takes people in a year? Standing on the list is the best sign; closing the registration
 * weighs more than missing an edition, which costs by itself already. */
static int
judge_survival (const GwRankInput *in, Note *note)
{
  gint64 times = gw_facts_number (in->facts, GW_FACT_LISTED_TIMES, -1);
  gint64 of = gw_facts_number (in->facts, GW_FACT_LISTED_OF, 0);

  if (!stated (in, GW_FACT_LISTED_TIMES) || of <= 0 || of > G_MAXINT16 || times < 0 || times > of)
    return judge_unknown (in, GW_FACT_LISTED_TIMES, note, "past-unknown",
                          _ ("how it fared over the years is not known"), 40);
  gint64 closed = gw_facts_number (in->facts, GW_FACT_SIGNUP_CLOSED_TIMES, 0);
  gint64 dropped = gw_facts_number (in->facts, GW_FACT_DROPPED_TIMES, 0);
  int percent = (int)CLAMP (
      times * 100 / of - 30 * CLAMP (closed, 0, 10) - 10 * CLAMP (dropped, 0, 10), 0, 100);
  if (closed > 0)
    note_take (note, "closed-before", FALSE, g_strdup (_ ("closed its registration before")));
  else
    note_take (note, percent > 50 ? "steady" : "not-steady", percent > 50,
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
  return g_ascii_strncasecmp (url, "https:", strlen ("https:")) == 0 &&
         strstr (url, "/change_password") == NULL;
}

static int
judge_reset (const GwRankInput *in, Note *note)
{
  const GwFact *fact = stated (in, GW_FACT_PASSWORD_RESET);

  if (fact && is_reset_page (fact->value.text)) {
    note_take (note, "password-reset", TRUE, g_strdup (_ ("has a page for lost passwords")));
    return 100;
  }
  if (fact || !in->facts->at[GW_FACT_PASSWORD_RESET].known)
    note_take (note, "no-password-reset", FALSE, g_strdup (_ ("names no page for lost passwords")));
  return 30;
}

static int
judge_support (const GwRankInput *in, Note *note)
{
  static const char *const ways[] = {"email:", "chat:", "room:"};
  static const int percents[] = {20, 50, 85, 100};
  const GwFact *fact = stated (in, GW_FACT_SUPPORT);
  int found = 0;

  for (gsize way = 0; fact && way < G_N_ELEMENTS (ways); way++)
    for (guint i = 0; fact->value.list[i]; i++)
      if (g_str_has_prefix (fact->value.list[i], ways[way])) {
        found++;
        break;
      }
  if (found == 0)
    return judge_unknown (in, GW_FACT_SUPPORT, note, "support-unknown",
                          _ ("names nobody to ask for help"), percents[0]);
  note_take (
      note, "support", TRUE,
      g_strdup_printf (
          ngettext_ ("%d way to ask for help", "%d ways to ask for help", (gulong)found), found));
  return percents[found];
}

static int
judge_language (const GwRankInput *in, Note *note)
{
  const GwFact *fact = stated (in, GW_FACT_LANGUAGES);

  if (fact == NULL || fact->value.list[0] == NULL)
    return judge_unknown (in, GW_FACT_LANGUAGES, note, "language-unknown",
                          _ ("does not say which languages it speaks"), 30);
  const char *const *languages = (const char *const *)fact->value.list;
  if (g_strv_contains (languages, in->language)) {
    note_take (note, "your-language", TRUE, g_strdup (_ ("its website speaks your language")));
    return 100;
  }
  if (g_strv_contains (languages, "en")) {
    note_take (note, "english", FALSE, g_strdup (_ ("its website is in English")));
    return 60;
  }
  note_take (note, "other-language", FALSE,
             g_strdup (_ ("its website does not speak your language")));
  return 20;
}

/* Survival (what is known of who closed and who vanished) took 10 points from the two rows that
 * only guess at it: people had 14 and since 10 before. */
static const struct {
  GwWeight weight;
  Judge judge;
} rows[] = {
    {{"signup", 20, N_ ("how easily one gets an address there")}, judge_signup},
    {{"check", 10, N_ ("whether it passed a check from here, on this day or the day before")},
     judge_check},
    {{"archive", 12, N_ ("how long messages are kept for your other devices")}, judge_archive},
    {{"file-size", 8, N_ ("how large a picture or file may be")}, judge_file_size},
    {{"file-days", 4, N_ ("how long files are kept")}, judge_file_days},
    {{"people", 8, N_ ("how many people can keep it running")}, judge_people},
    {{"since", 6, N_ ("how long it has existed")}, judge_since},
    {{"survival", 10, N_ ("whether it stayed on the public list and stayed open over the years")},
     judge_survival},
    {{"password-reset", 6, N_ ("whether it has a page for lost passwords")}, judge_reset},
    {{"support", 6, N_ ("in how many ways one can ask for help")}, judge_support},
    {{"language", 10, N_ ("whether its website speaks your language")}, judge_language},
};

int
gw_rank_score (const GwRankInput *in, GPtrArray *reasons)
{
  int score = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Note note = {0};
    int most = rows[i].weight.points;
    int points = (rows[i].judge (in, &note) * most + 50) / 100;
    score += points;
    if (note.code)
      g_ptr_array_add (reasons, gw_reason_new (note.code, note.is_for,
                                               note.is_for ? points : most - points, note.text));
  }
  return score;
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

GwReason *
gw_reason_new (const char *code, gboolean is_for, int weight, char *text)
{
  GwReason *reason = g_new (GwReason, 1);

  *reason = (GwReason){code, is_for, text, weight};
  return reason;
}

void
gw_reason_free (GwReason *reason)
{
  if (reason == NULL)
    return;
  g_free (reason->text);
  g_free (reason);
}
