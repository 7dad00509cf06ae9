/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/keeping where no keyring can be reached (there is no session bus). */
#include "harness.h"
#include "keeping.h"

typedef struct {
  GangwayKeeping *keeping;
  GtkWindow *window;
  GwSecret *password;
} Fixture;

static gboolean
is_settled (GangwayKeeping *keeping)
{
  return gtk_widget_get_visible (harness_find (GTK_WIDGET (keeping), "reveal_row"));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->keeping = g_object_new (GANGWAY_TYPE_KEEPING, NULL);
  fixture->password = gw_secret_new ("Zo5-quiet", NULL);
  gangway_keeping_set_password (fixture->keeping, fixture->password);
  fixture->window = harness_present (GTK_WIDGET (fixture->keeping), 480, 400);
  gangway_keeping_refresh (fixture->keeping);
  harness_wait (is_settled (fixture->keeping));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  gw_secret_unref (fixture->password);
}

static void
set_toggle (Fixture *fixture, const char *id, gboolean active)
{
  GtkWidget *toggle = harness_find (GTK_WIDGET (fixture->keeping), id);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), active);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  g_autofree char *texts = harness_texts (GTK_WIDGET (fixture->keeping));

  return strstr (texts, text) != NULL;
}

static void
test_nothing_kept (Fixture *fixture, gconstpointer data)
{
  g_assert_null (gangway_keeping_get_keep (fixture->keeping));
  g_assert_true (shows (fixture, "This computer has no keyring"));
  g_assert_false (shows (fixture, "Zo5-quiet"));
  g_assert_false (gtk_widget_get_visible (harness_find (GTK_WIDGET (fixture->keeping), "unlock")));
}

static void
test_noted (Fixture *fixture, gconstpointer data)
{
  GtkWidget *noted = harness_find (GTK_WIDGET (fixture->keeping), "noted");

  g_assert_false (gtk_widget_is_sensitive (noted));
  set_toggle (fixture, "reveal", TRUE);
  g_assert_true (shows (fixture, "Zo5-quiet"));
  g_assert_true (gtk_widget_is_sensitive (noted));
  g_assert_null (gangway_keeping_get_keep (fixture->keeping));

  set_toggle (fixture, "noted", TRUE);
  const GwKeep *keep = gangway_keeping_get_keep (fixture->keeping);
  g_assert_nonnull (keep);
  g_assert_cmpint (keep->kind, ==, GW_KEEP_PERSON);
  gangway_keeping_refresh (fixture->keeping); /* another provider: it is still written down */
  g_assert_nonnull (gangway_keeping_get_keep (fixture->keeping));

  set_toggle (fixture, "noted", FALSE);
  g_assert_null (gangway_keeping_get_keep (fixture->keeping));
}

static void
test_other_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwSecret) same = gw_secret_new ("Zo5-quiet", NULL);
  g_autoptr (GwSecret) other = gw_secret_new ("another", NULL);

  set_toggle (fixture, "reveal", TRUE);
  set_toggle (fixture, "noted", TRUE);
  gangway_keeping_set_password (fixture->keeping, same);
  g_assert_nonnull (gangway_keeping_get_keep (fixture->keeping));
  gangway_keeping_set_password (fixture->keeping, other);
  g_assert_null (gangway_keeping_get_keep (fixture->keeping));
  g_assert_false (gtk_widget_is_sensitive (harness_find (GTK_WIDGET (fixture->keeping), "noted")));
  g_assert_false (shows (fixture, "another"));
}

static void
test_hides (Fixture *fixture, gconstpointer data)
{
  set_toggle (fixture, "reveal", TRUE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->keeping), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->keeping), TRUE);
  harness_wait (gtk_widget_get_mapped (GTK_WIDGET (fixture->keeping)));
  g_assert_false (shows (fixture, "Zo5-quiet"));
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/keeping/without-a-keyring-nothing-is-kept", test_nothing_kept);
  ADD ("/keeping/only-what-was-seen-can-be-noted", test_noted);
  ADD ("/keeping/another-password-is-not-noted-yet", test_other_password);
  ADD ("/keeping/hides-when-it-leaves-the-screen", test_hides);
  return harness_run ();
}
