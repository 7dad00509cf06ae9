/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/page-done, with an account that an earlier run has left proved: handing it over
 * needs no network. */
#include "account/journal.h"
#include "harness.h"
#include "page-done.h"

#include <glib/gstdio.h>

#define PASSWORD "Zo5-quiet-Otter"

typedef struct {
  GangwayJourney *journey;
  GangwayPageDone *page;
  GtkWindow *window;
  gboolean is_settled;
} Fixture;

/* The journal says "proved", the file has the password. */
static void
leave_behind (void)
{
  static int n = 0;
  g_autofree char *name = g_strdup_printf ("account-%d", n++);
  g_autofree char *path = harness_write (name, "");
  g_autoptr (GwJid) jid = gw_jid_parse ("alice@bücher.example", NULL);
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_FILE, path);
  g_autoptr (GwSecret) password = gw_secret_new (PASSWORD, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_true (gw_keep_store (keep, jid, password, &error));
  g_assert_no_error (error);
  GwJournal *journal = gw_journal_begin (jid, NULL, NULL);
  g_assert_true (gw_journal_kept (journal, keep, NULL));
  g_assert_true (gw_journal_advance (journal, GW_STAGE_SUBMITTING, NULL, NULL));
  g_assert_true (gw_journal_advance (journal, GW_STAGE_CREATED, NULL, NULL));
  g_assert_true (gw_journal_advance (journal, GW_STAGE_VERIFIED, NULL, NULL));
  gw_journal_free (journal);
}

static void
settled (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  GwRecovered outcome;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence =
      gangway_journey_settle_finish (GANGWAY_JOURNEY (source), result, &outcome, &error);

  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, GW_RECOVERED_VERIFIED);
  g_assert_cmpstr (sentence, ==, "alice@bücher.example exists and works.");
  fixture->is_settled = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  leave_behind ();
  profile->list_file = harness_write ("list", "list -\nprovider a.example\n");
  fixture->journey = gangway_journey_new (profile);
  fixture->page = g_object_new (GANGWAY_TYPE_PAGE_DONE, NULL);
  gangway_page_done_set_journey (fixture->page, fixture->journey);
  fixture->window = harness_present (GTK_WIDGET (fixture->page), 480, 700);
  g_autoptr (GPtrArray) open = gangway_journey_list_open (fixture->journey);
  g_assert_cmpuint (open->len, ==, 1);
  gangway_journey_settle_async (fixture->journey, g_ptr_array_index (open, 0), NULL, settled,
                                fixture);
  harness_wait (fixture->is_settled);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->journey);
}

static GtkWidget *
child (Fixture *fixture, const char *id)
{
  return harness_find (GTK_WIDGET (fixture->page), id);
}

static void
press (Fixture *fixture, const char *id)
{
  g_signal_emit_by_name (child (fixture, id), "clicked");
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  g_autofree char *texts = harness_texts (GTK_WIDGET (fixture->page));

  return strstr (texts, text) != NULL;
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  g_assert_true (shows (fixture, "alice@bücher.example"));
  g_assert_true (shows (fixture, "It works"));
  g_assert_false (shows (fixture, PASSWORD));
  g_assert_false (gtk_widget_get_visible (child (fixture, "code")));
}

static void
test_code (Fixture *fixture, gconstpointer data)
{
  press (fixture, "show_code");
  harness_wait (gtk_widget_get_height (child (fixture, "code")) > 100);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (child (fixture, "code")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Setup code for alice@bücher.example");
  g_assert_false (shows (fixture, PASSWORD));
  press (fixture, "show_code");
  g_assert_false (gtk_widget_get_visible (child (fixture, "code")));
}

static void
test_leaving (Fixture *fixture, gconstpointer data)
{
  press (fixture, "show_code");
  press (fixture, "show_password");
  g_assert_true (shows (fixture, PASSWORD));
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  harness_wait (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  g_assert_false (shows (fixture, PASSWORD));
  g_assert_false (gtk_widget_get_visible (child (fixture, "code")));
}

/* The code of one app is of no use to another, and its words change with it. */
static void
test_other_app (Fixture *fixture, gconstpointer data)
{
  AdwComboRow *app = ADW_COMBO_ROW (child (fixture, "app"));

  press (fixture, "show_code");
  for (guint i = 1; gw_apps ()[i].id; i++) {
    adw_combo_row_set_selected (app, i);
    g_test_message ("%s", gw_apps ()[i].id);
    g_assert_false (gtk_widget_get_visible (child (fixture, "code")));
    g_assert_true (shows (fixture, gw_apps ()[i].where));
    g_assert_true (shows (fixture, gw_apps ()[i].platform));
    g_assert_cmpint (gtk_widget_get_visible (child (fixture, "warning")), ==,
                     gw_apps ()[i].warning != NULL);
    press (fixture, "show_code");
    g_assert_true (gtk_widget_get_visible (child (fixture, "code")));
  }
}

static void
test_next_person (Fixture *fixture, gconstpointer data)
{
  GwSecret *password = gw_secret_ref (gangway_journey_get_password (fixture->journey));

  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  gangway_journey_start_over (fixture->journey);
  g_assert_null (gangway_journey_get_account (fixture->journey));
  g_assert_false (gw_secret_equal (password, gangway_journey_get_password (fixture->journey)));
  g_assert_null (gangway_journey_get_chosen (fixture->journey));
  gw_secret_unref (password);
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/page-done/secrets-are-hidden-at-first", test_hidden);
  ADD ("/page-done/the-code-shows-and-hides", test_code);
  ADD ("/page-done/leaving-the-page-hides", test_leaving);
  ADD ("/page-done/another-app-another-code", test_other_app);
  ADD ("/page-done/the-next-person-gets-another-password", test_next_person);
  return harness_run ();
}
