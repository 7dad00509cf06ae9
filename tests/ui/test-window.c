/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/window and its pages with a list file. The resolver of the profile is a port of this
 * machine where nobody listens: choosing a provider fails, and says so. */
#include "harness.h"
#include "window.h"

#define MANY 1000

#define LIST                                                                                       \
  "list 2026-07-11\n"                                                                              \
  "provider one.example\nsignup=at-once builtin 2026-07-11\narchive-days=30 builtin 2026-07-11\n"  \
  "provider two.example\nsignup=web builtin 2026-07-11\n"                                          \
  "provider paid.example\nsignup=at-once builtin 2026-07-11\nfree=no builtin 2026-07-11\n"

static AdwApplication *application;

static GtkWidget *
open_window (const char *list)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  profile->list_file = harness_write ("list", list);
  profile->resolver = g_strdup ("127.0.0.1@9");
  GtkWidget *window = GTK_WIDGET (gangway_window_new (GTK_APPLICATION (application), profile));
  gtk_window_present (GTK_WINDOW (window));
  harness_wait (gtk_widget_get_mapped (window));
  return window;
}

static const char *
page (GtkWidget *window)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (harness_find (window, "stack")));
}

static void
go (GtkWidget *window, const char *name)
{
  g_assert_true (gtk_widget_activate_action (window, "win.go", "s", name));
  g_assert_cmpstr (page (window), ==, name);
}

static gboolean
shows (GtkWidget *window, const char *text)
{
  g_autofree char *texts = harness_texts (window);

  return strstr (texts, text) != NULL;
}

static const char *
take_label (GtkWidget *window)
{
  GtkWidget *take = harness_find (window, "take");

  return gtk_widget_get_visible (take) ? gtk_button_get_label (GTK_BUTTON (take)) : "";
}

static void
search (GtkWidget *window, const char *text)
{
  GtkWidget *entry = harness_find (window, "search");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed"); /* else it waits for more letters */
}

static void
test_start (void)
{
  GtkWidget *window = open_window (LIST);

  g_assert_cmpstr (page (window), ==, "welcome");
  g_assert_false (gtk_widget_get_visible (harness_find (window, "back")));
  harness_wait (gtk_window_get_focus (GTK_WINDOW (window)) == harness_find (window, "start"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_list (void)
{
  GtkWidget *window = open_window (LIST);

  go (window, "providers");
  g_assert_cmpstr (take_label (window), ==, "Take one.example");
  harness_wait (shows (window, "keeps messages for 30 days"));
  g_assert_true (shows (window, "List of 2026-07-11"));
  g_assert_false (shows (window, "paid.example"));
  /* Only the page that shows is there for a screen reader. */
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (harness_find (window, "welcome")),
                                    GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (harness_find (window, "providers")),
                                    GTK_ACCESSIBLE_STATE_HIDDEN, FALSE);
  g_assert_true (gtk_widget_activate_action (window, "win.back", NULL));
  g_assert_cmpstr (page (window), ==, "welcome");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_search (void)
{
  static const struct {
    const char *typed;
    const char *take;
  } rows[] = {
      {"two", "Take two.example"},
      {"website", "Take two.example"},
      {"paid", "Take paid.example"}, /* not suitable, but looked for */
      {"nowhere", ""},
      {"Bücher.example", "Take bücher.example"},
      {"", "Take one.example"},
  };
  GtkWidget *window = open_window (LIST);

  go (window, "providers");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    search (window, rows[i].typed);
    g_test_message ("%s", rows[i].typed);
    g_assert_cmpstr (take_label (window), ==, rows[i].take);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_no_list (void)
{
  GtkWidget *window = open_window ("<html>not found</html>");

  go (window, "providers");
  harness_wait (shows (window, "No List"));
  g_assert_cmpstr (take_label (window), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_choose (void)
{
  GtkWidget *window = open_window (LIST);

  go (window, "providers");
  g_signal_emit_by_name (harness_find (window, "take"), "clicked");
  g_assert_cmpstr (page (window), ==, "register");
  g_assert_true (shows (window, "Your Address at one.example"));
  /* Nobody answers: the reason, and no dead end. */
  harness_wait (gtk_widget_get_mapped (harness_find (window, "trouble")));
  g_assert_false (gtk_widget_get_mapped (harness_find (window, "inputs")));
  g_assert_true (shows (window, "Try Again"));
  g_assert_true (shows (window, "Back to the List"));
  g_assert_true (gtk_widget_activate_action (window, "win.back", NULL));
  g_assert_cmpstr (page (window), ==, "providers");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_close_early (void)
{
  GtkWidget *window = open_window (LIST);

  go (window, "providers");
  g_signal_emit_by_name (harness_find (window, "take"), "clicked");
  gtk_window_destroy (GTK_WINDOW (window)); /* what runs is cancelled */
}

static void
test_many (void)
{
  GString *list = g_string_new ("list 2026-07-11\n");

  for (int i = 0; i < MANY; i++)
    g_string_append_printf (list, "provider p%04d.example\nsignup=at-once builtin 2026-07-11\n", i);
  GtkWidget *window = open_window (list->str);
  go (window, "providers");
  GtkListView *view = GTK_LIST_VIEW (harness_find (window, "list"));
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (view));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, MANY);

  /* Only what is near the screen has widgets. */
  guint rows = 0;
  harness_wait (gtk_widget_get_first_child (GTK_WIDGET (view)) != NULL);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (view)); row;
       row = gtk_widget_get_next_sibling (row))
    rows++;
  g_assert_cmpuint (rows, <=, 300);

  search (window, "p0042");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  g_assert_cmpstr (take_label (window), ==, "Take p0042.example");
  gtk_window_destroy (GTK_WINDOW (window));
  g_string_free (list, TRUE);
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  /* The path where the pages and the picture lie. */
  application =
      g_object_new (ADW_TYPE_APPLICATION, "application-id", "org.gangway.Test", "flags",
                    G_APPLICATION_NON_UNIQUE, "resource-base-path", "/org/gangway/Gangway", NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/window/begins-with-one-button", test_start);
  g_test_add_func ("/window/list-shows-reasons-and-the-best-is-selected", test_list);
  g_test_add_func ("/window/search-finds-and-takes-unlisted-names", test_search);
  g_test_add_func ("/window/a-list-that-is-none-is-said", test_no_list);
  g_test_add_func ("/window/a-provider-that-fails-is-no-dead-end", test_choose);
  g_test_add_func ("/window/closing-cancels", test_close_early);
  g_test_add_func ("/window/a-thousand-rows-have-few-widgets", test_many);
  int status = harness_run ();
  g_object_unref (application);
  return status;
}
