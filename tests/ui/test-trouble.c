/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/trouble: which words and which ways on. */
#include "harness.h"
#include "trouble.h"

static GangwayTrouble *
show (GwErrorCode code, const char *detail, gboolean is_mending, const char *next, guint wait,
      GtkWindow **window)
{
  GangwayTrouble *trouble = g_object_new (GANGWAY_TYPE_TROUBLE, NULL);
  g_autoptr (GError) error = NULL;

  gw_error_set (&error, code, "a.example", detail);
  gangway_trouble_show (trouble, &(GangwayTroubleInfo){.code = code,
                                                       .text = error->message,
                                                       .is_mending = is_mending,
                                                       .domain = "a.example",
                                                       .next = next,
                                                       .website = "https://a.example/join",
                                                       .wait_seconds = wait});
  *window = harness_present (GTK_WIDGET (trouble), 360, 300);
  return trouble;
}

/* "retry website" ... */
static char *
describe_buttons (GangwayTrouble *trouble)
{
  static const char *const ids[] = {"retry", "other", "settle", "website"};
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (gtk_widget_get_mapped (harness_find (GTK_WIDGET (trouble), ids[i])))
      g_string_append_printf (text, "%s%s", text->len ? " " : "", ids[i]);
  return g_string_free (text, FALSE);
}

static void
test_ways (void)
{
  static const struct {
    GwErrorCode code;
    gboolean is_mending;
    const char *buttons;
  } rows[] = {
      {GW_ERROR_REFUSED_CLOSED, FALSE, "other"},
      {GW_ERROR_REFUSED_INVITATION, FALSE, "other"},
      {GW_ERROR_REFUSED_WEB_ONLY, FALSE, "other website"},
      {GW_ERROR_REFUSED_TOO_FAST, FALSE, "retry other"},
      {GW_ERROR_TIMEOUT, FALSE, "retry other"},
      {GW_ERROR_CERT_EXPIRED, FALSE, "other"},
      {GW_ERROR_DNS_UNKNOWN, FALSE, "other"},
      {GW_ERROR_KEYRING_LOCKED, FALSE, "retry other"},
      {GW_ERROR_PENDING, FALSE, "settle"},
      {GW_ERROR_REFUSED_NAME_TAKEN, TRUE, ""},
      {GW_ERROR_REFUSED_PUZZLE, TRUE, ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWindow *window;
    GangwayTrouble *trouble =
        show (rows[i].code, NULL, rows[i].is_mending, "b.example", 0, &window);
    g_autofree char *buttons = describe_buttons (trouble);
    g_autofree char *texts = harness_texts (GTK_WIDGET (trouble));

    g_test_message ("%s", gw_error_name (rows[i].code));
    g_assert_cmpstr (buttons, ==, rows[i].buttons);
    g_assert_nonnull (strstr (texts, gw_next_text (gw_error_next (rows[i].code))));
    gtk_window_destroy (window);
  }
}

static void
test_words (void)
{
  static const struct {
    GwErrorCode code;
    const char *detail;
    const char *text;
    const char *small;
  } rows[] = {
      {GW_ERROR_REFUSED_CLOSED, NULL, "No new addresses are given out at a.example.", ""},
      {GW_ERROR_REFUSED_CLOSED, "service-unavailable",
       "No new addresses are given out at a.example.", "(service-unavailable)"},
      {GW_ERROR_KEYRING_LOCKED, "dismissed", "The keyring of this computer is locked.",
       "(a.example: dismissed)"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWindow *window;
    GangwayTrouble *trouble = show (rows[i].code, rows[i].detail, FALSE, NULL, 0, &window);
    GtkWidget *root = GTK_WIDGET (trouble);

    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (harness_find (root, "text"))), ==,
                     rows[i].text);
    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (harness_find (root, "detail"))), ==,
                     rows[i].small);
    g_assert_cmpint (gtk_widget_get_visible (harness_find (root, "detail")), ==,
                     rows[i].small[0] != '\0');
    gtk_window_destroy (window);
  }
}

static void
assert_leads_to (GangwayTrouble *trouble, const char *id, const char *label, const char *action,
                 const char *target)
{
  GtkWidget *button = harness_find (GTK_WIDGET (trouble), id);
  GVariant *value = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));

  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, label);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, action);
  g_assert_cmpstr (g_variant_get_string (value, NULL), ==, target);
}

static void
test_targets (void)
{
  GtkWindow *window;
  GangwayTrouble *trouble =
      show (GW_ERROR_TIMEOUT, NULL, FALSE, "xn--bcher-kva.example", 0, &window);

  assert_leads_to (trouble, "other", "Go On with bücher.example", "win.choose",
                   "xn--bcher-kva.example");
  assert_leads_to (trouble, "retry", "Try Again", "win.choose", "a.example");
  gtk_window_destroy (window);

  trouble = show (GW_ERROR_REFUSED_CLOSED, NULL, FALSE, NULL, 0, &window);
  assert_leads_to (trouble, "other", "Back to the List", "win.go", "providers");
  gtk_window_destroy (window);
}

/* Theirs, as plain text, and folded until somebody wants to know. */
static void
test_server_words (void)
{
  g_autoptr (GError) error = NULL;
  GangwayTrouble *trouble = g_object_new (GANGWAY_TYPE_TROUBLE, NULL);
  GangwayTroubleInfo info = {.domain = "a.example", .code = GW_ERROR_REFUSED_OTHER};

  gw_error_set (&error, GW_ERROR_REFUSED_OTHER, "a.example", NULL);
  info.text = error->message;
  info.words = "<b>Come</b> back & try";
  gangway_trouble_show (trouble, &info);
  GtkWindow *window = harness_present (GTK_WIDGET (trouble), 360, 300);
  GtkWidget *said = harness_find (GTK_WIDGET (trouble), "said");
  g_assert_false (gtk_expander_get_expanded (GTK_EXPANDER (said)));
  gtk_expander_set_expanded (GTK_EXPANDER (said), TRUE);
  g_autofree char *texts = harness_texts (GTK_WIDGET (trouble));
  g_assert_nonnull (strstr (texts, "<b>Come</b> back & try"));

  info.words = NULL;
  gangway_trouble_show (trouble, &info);
  g_assert_false (gtk_widget_get_visible (said));
  gtk_window_destroy (window);
}

static void
test_wait (void)
{
  GtkWindow *window;
  GangwayTrouble *trouble = show (GW_ERROR_REFUSED_TOO_FAST, NULL, FALSE, "b.example", 2, &window);
  GtkButton *retry = GTK_BUTTON (harness_find (GTK_WIDGET (trouble), "retry"));

  g_assert_cmpstr (gtk_button_get_label (retry), ==, "Try Again in 2 Seconds");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (retry)));
  harness_wait (g_str_equal (gtk_button_get_label (retry), "Try Again"));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (retry)));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  g_test_add_func ("/trouble/each-kind-has-its-way-on", test_ways);
  g_test_add_func ("/trouble/the-sentence-stands-without-its-technical-reason", test_words);
  g_test_add_func ("/trouble/buttons-lead-where-they-say", test_targets);
  g_test_add_func ("/trouble/the-server's-own-words-are-folded", test_server_words);
  g_test_add_func ("/trouble/where-the-server-asks-to-wait-it-counts-down", test_wait);
  return harness_run ();
}
