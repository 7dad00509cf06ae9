/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/resume and ui/settle: attempts that an earlier run left behind. Nobody is contacted:
 * what the journal knows by itself needs no login. */
#include "account/journal.h"
#include "harness.h"
#include "resume.h"
#include "settle.h"

static void
leave_behind (const char *address, GwKeepKind kind, GwStage stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwJid) jid = gw_jid_parse (address, NULL);
  g_autoptr (GwKeep) keep = gw_keep_new (kind, NULL);
  GwJournal *journal = gw_journal_begin (jid, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (gw_journal_kept (journal, keep, NULL));
  if (stage != GW_STAGE_KEPT)
    g_assert_true (gw_journal_advance (journal, stage, NULL, NULL));
  gw_journal_free (journal);
}

static void
forget_all (void)
{
  g_autoptr (GPtrArray) entries = gw_recover_list ();

  for (guint i = 0; i < entries->len; i++) {
    const GwEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (GwJournal) journal = gw_journal_take (entry->id, NULL);
    g_assert_true (gw_journal_advance (journal, GW_STAGE_REFUSED, "refused-other", NULL));
    g_assert_true (gw_journal_close (journal, NULL));
  }
}

static GangwayResume *
show (GangwayJourney **journey, GtkWindow **window)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  GangwayResume *resume = g_object_new (GANGWAY_TYPE_RESUME, NULL);

  profile->list_file = harness_write ("list", "list -\nprovider a.example\n");
  *journey = gangway_journey_new (profile);
  gangway_resume_set_journey (resume, *journey);
  *window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (*window, GTK_WIDGET (resume));
  gtk_window_present (*window);
  harness_wait (gtk_widget_get_mapped (GTK_WIDGET (*window)));
  return resume;
}

static gboolean
shows (GangwayResume *resume, const char *text)
{
  g_autofree char *texts = harness_texts (GTK_WIDGET (resume));

  return strstr (texts, text) != NULL;
}

static void
test_nothing (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  GtkWindow *window;
  GangwayResume *resume = show (&journey, &window);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (resume)));
  gtk_window_destroy (window);
}

static void
test_settles (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  GtkWindow *window;

  leave_behind ("alice@a.example", GW_KEEP_PERSON, GW_STAGE_KEPT);
  GangwayResume *resume = show (&journey, &window);
  g_assert_true (shows (resume, "The registration of alice@a.example was cut off."));
  g_signal_emit_by_name (harness_find (GTK_WIDGET (resume), "settle"), "clicked");
  harness_wait (shows (resume, "alice@a.example was not created."));
  g_assert_false (gtk_widget_get_visible (harness_find (GTK_WIDGET (resume), "settle")));
  g_assert_null (gangway_journey_get_account (journey));
  g_autoptr (GPtrArray) left = gw_recover_list ();
  g_assert_cmpuint (left->len, ==, 0);
  gtk_window_destroy (window);
}

static void
test_one_by_one (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  GtkWindow *window;

  leave_behind ("alice@a.example", GW_KEEP_KEYRING, GW_STAGE_KEPT);
  leave_behind ("bob@a.example", GW_KEEP_KEYRING, GW_STAGE_KEPT);
  GangwayResume *resume = show (&journey, &window);
  gboolean alice_first = shows (resume, "alice@a.example was cut off"); /* in the same second */

  g_signal_emit_by_name (harness_find (GTK_WIDGET (resume), "settle"), "clicked");
  harness_wait (
      shows (resume, alice_first ? "bob@a.example was cut off" : "alice@a.example was cut off"));
  g_assert_true (shows (resume, alice_first ? "alice@a.example was not created."
                                            : "bob@a.example was not created."));
  g_signal_emit_by_name (harness_find (GTK_WIDGET (resume), "settle"), "clicked");
  harness_wait (!gtk_widget_get_visible (harness_find (GTK_WIDGET (resume), "settle")));
  gtk_window_destroy (window);
}

static void
test_paper (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  GtkWindow *window;

  leave_behind ("bob@a.example", GW_KEEP_PERSON, GW_STAGE_SUBMITTING);
  GangwayResume *resume = show (&journey, &window);
  g_assert_true (gtk_widget_get_visible (harness_find (GTK_WIDGET (resume), "password_group")));
  gtk_window_destroy (window);
  forget_all ();
}

/* Left while the person was on the website: the way back there, or to forget it. */
static void
test_away (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  g_autoptr (GwJid) jid = gw_jid_parse ("alice@a.example", NULL);
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_KEYRING, NULL);
  GwJournal *journal = gw_journal_begin (jid, NULL, NULL);
  GtkWindow *window;

  g_assert_true (gw_journal_kept (journal, keep, NULL));
  g_assert_true (gw_journal_away (journal, "https://a.example/join", NULL));
  gw_journal_free (journal);
  GangwayResume *resume = show (&journey, &window);
  g_assert_true (
      shows (resume, "You were on the website of a.example to get the address alice@a.example."));
  g_assert_true (shows (resume, "Test It"));
  g_assert_true (shows (resume, "Open a.example/…"));
  g_signal_emit_by_name (harness_find (GTK_WIDGET (resume), "forget"), "clicked");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (resume)));
  g_autoptr (GPtrArray) left = gw_recover_list ();
  g_assert_cmpuint (left->len, ==, 0);
  gtk_window_destroy (window);
}

static void
test_sentences (void)
{
  static const struct {
    GwRecovered outcome;
    const char *sentence;
  } rows[] = {
      {GW_RECOVERED_VERIFIED, "alice@bücher.example exists and works."},
      {GW_RECOVERED_CREATED, "alice@bücher.example exists."},
      {GW_RECOVERED_NOT_CREATED, "alice@bücher.example was not created."},
      {GW_RECOVERED_REFUSED, "alice@bücher.example was not created."},
      {GW_RECOVERED_PENDING,
       "Nothing is known yet about alice@bücher.example: there is no connection."},
      {GW_RECOVERED_NO_PASSWORD, "The password of alice@bücher.example is needed to find out."},
      {GW_RECOVERED_HELD, "Another window is busy with alice@bücher.example right now."},
  };
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "xn--bcher-kva.example");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GangwaySettled settled = {.jid = jid, .outcome = rows[i].outcome};
    g_autofree char *sentence = gangway_settled_sentence (&settled);
    g_assert_cmpstr (sentence, ==, rows[i].sentence);
  }
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  g_test_add_func ("/resume/is-not-there-without-need", test_nothing);
  g_test_add_func ("/resume/says-what-became-of-it", test_settles);
  g_test_add_func ("/resume/goes-one-by-one", test_one_by_one);
  g_test_add_func ("/resume/asks-for-the-password-that-only-the-person-has", test_paper);
  g_test_add_func ("/resume/leads-back-to-the-website-or-forgets", test_away);
  g_test_add_func ("/settle/each-outcome-has-its-sentence", test_sentences);
  return harness_run ();
}
