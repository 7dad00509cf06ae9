/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/address-rows. The chosen provider is never reached: the profile's resolver is a port
 * of this machine where nobody listens. */
#include "address-rows.h"
#include "harness.h"

typedef struct {
  GangwayJourney *journey;
  GangwayAddressRows *rows;
  GtkWindow *window;
  guint changes;
} Fixture;

static void
count (Fixture *fixture)
{
  fixture->changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  profile->list_file = harness_write ("list", "list -\nprovider a.example\n");
  profile->resolver = g_strdup ("127.0.0.1@9");
  fixture->journey = gangway_journey_new (profile);
  fixture->rows = g_object_new (GANGWAY_TYPE_ADDRESS_ROWS, NULL);
  gangway_address_rows_set_journey (fixture->rows, fixture->journey);
  g_signal_connect_swapped (fixture->rows, "changed", G_CALLBACK (count), fixture);
  fixture->window = harness_present (GTK_WIDGET (fixture->rows), 480, 400);
  gangway_journey_choose (fixture->journey, "xn--bcher-kva.example");
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
  return harness_find (GTK_WIDGET (fixture->rows), id);
}

static void
type (Fixture *fixture, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (child (fixture, id)), text);
}

static void
test_suggestion (Fixture *fixture, gconstpointer data)
{
  const char *name = gangway_journey_get_name (fixture->journey);
  g_autofree char *expected = g_strdup_printf ("%s@bücher.example", name);
  g_autofree char *before = g_strdup (name);

  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (child (fixture, "address"))), ==, expected);
  g_assert_true (gangway_address_rows_is_valid (fixture->rows));
  for (int i = 0; i < 5 && g_str_equal (before, gangway_journey_get_name (fixture->journey)); i++)
    g_signal_emit_by_name (child (fixture, "suggest"), "clicked");
  g_assert_cmpstr (gangway_journey_get_name (fixture->journey), !=, before);
  g_assert_cmpuint (fixture->changes, >, 0);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *typed;
    const char *shown; /* NULL: not an address */
  } rows[] = {
      {"Alice", "alice@bücher.example"},
      {"zoë", "zoë@bücher.example"},
      {"a b", NULL},
      {"a@b", NULL},
      {"", NULL},
  };
  GtkLabel *address = GTK_LABEL (child (fixture, "address"));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    type (fixture, "name", rows[i].typed);
    g_test_message ("%s", rows[i].typed);
    g_assert_cmpint (gangway_address_rows_is_valid (fixture->rows), ==, rows[i].shown != NULL);
    if (rows[i].shown)
      g_assert_cmpstr (gtk_label_get_text (address), ==, rows[i].shown);
    g_assert_cmpint (gtk_widget_has_css_class (child (fixture, "name"), "error"), ==,
                     !rows[i].shown && rows[i].typed[0]);
    g_assert_cmpstr (gangway_journey_get_name (fixture->journey), ==, rows[i].typed);
  }
}

static void
test_password (Fixture *fixture, gconstpointer data)
{
  GwSecret *made = gw_secret_ref (gangway_journey_get_password (fixture->journey));

  type (fixture, "password", "pässword");
  g_assert_cmpstr (gw_secret_peek (gangway_journey_get_password (fixture->journey)), ==,
                   "pässword");
  type (fixture, "password", "");
  g_assert_false (gw_secret_equal (made, gangway_journey_get_password (fixture->journey)));
  g_assert_cmpuint (strlen (gw_secret_peek (gangway_journey_get_password (fixture->journey))), ==,
                    24);
  gw_secret_unref (made);
}

static gboolean
blame (Fixture *fixture, GwErrorCode code, const char *words)
{
  g_autoptr (GError) error = NULL;

  gw_error_set (&error, code, "a.example", NULL);
  return gangway_address_rows_show_fault (fixture->rows, error, words);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  g_autofree char *texts = harness_texts (GTK_WIDGET (fixture->rows));

  return strstr (texts, text) != NULL;
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  g_assert_true (blame (fixture, GW_ERROR_REFUSED_NAME, "Too short."));
  g_assert_true (gtk_widget_has_css_class (child (fixture, "name"), "error"));
  harness_wait (shows (fixture, "The name is not allowed at a.example."));
  g_assert_true (shows (fixture, "The server said: “Too short.”"));
  g_assert_false (gtk_widget_get_visible (child (fixture, "near")));
  type (fixture, "name", "alice"); /* mended */
  g_assert_false (gtk_widget_has_css_class (child (fixture, "name"), "error"));
  g_assert_false (gtk_widget_get_visible (child (fixture, "name_note")));

  g_assert_true (blame (fixture, GW_ERROR_REFUSED_PASSWORD, NULL));
  g_assert_true (
      adw_expander_row_get_expanded (ADW_EXPANDER_ROW (child (fixture, "own_password"))));
  harness_wait (shows (fixture, "The password is not accepted at a.example."));
  g_assert_false (blame (fixture, GW_ERROR_REFUSED_CLOSED, NULL));
}

/* One press takes one, and the next Enter sends it. */
static void
test_near_names (Fixture *fixture, gconstpointer data)
{
  type (fixture, "name", "alice");
  g_assert_true (blame (fixture, GW_ERROR_REFUSED_NAME_TAKEN, "conflict"));
  GtkWidget *names = child (fixture, "names");
  guint n = 0;
  for (GtkWidget *name = gtk_widget_get_first_child (names); name;
       name = gtk_widget_get_next_sibling (name))
    n++;
  g_assert_cmpuint (n, ==, 3);

  GtkButton *first = GTK_BUTTON (gtk_widget_get_first_child (names));
  g_autofree char *near = g_strdup (gtk_button_get_label (first));
  g_signal_emit_by_name (first, "clicked");
  g_assert_cmpstr (gangway_journey_get_name (fixture->journey), ==, near);
  g_assert_cmpstr (near, !=, "alice");
  g_assert_true (gangway_address_rows_is_valid (fixture->rows));
  g_assert_false (gtk_widget_get_visible (child (fixture, "near")));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         child (fixture, "name")));
}

static void
test_strength (Fixture *fixture, gconstpointer data)
{
  GtkWidget *strength = child (fixture, "strength");
  GtkLevelBar *bar = GTK_LEVEL_BAR (child (fixture, "bar"));

  g_assert_false (gtk_widget_get_visible (strength));
  type (fixture, "password", "password");
  g_assert_true (gtk_widget_get_visible (strength));
  g_assert_cmpint ((int)gtk_level_bar_get_value (bar), ==, 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (harness_find (strength, "text"))), ==,
                   gw_strength_text (GW_STRENGTH_WEAK));
  type (fixture, "password", "Vm3kq0wZx8TtLr5p");
  g_assert_cmpint ((int)gtk_level_bar_get_value (bar), ==, 4);

  type (fixture, "password", "\xc2\xad"); /* of which SASLprep leaves nothing */
  g_assert_false (gangway_address_rows_is_valid (fixture->rows));
  g_assert_true (gtk_widget_get_visible (child (fixture, "password_note")));
  g_assert_false (gtk_widget_get_visible (strength));
  type (fixture, "password", "");
  g_assert_true (gangway_address_rows_is_valid (fixture->rows));
}

static void
test_display_name (Fixture *fixture, gconstpointer data)
{
  type (fixture, "display_name", "Alice B.");
  g_assert_cmpstr (gangway_journey_get_display_name (fixture->journey), ==, "Alice B.");
  gangway_journey_start_over (fixture->journey);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child (fixture, "display_name"))), ==, "");
}

static void
test_reserved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwInvitation) invitation =
      gw_invitation_parse ("xmpp:alice@a.example?register;preauth=T0ken", &(char *){NULL}, NULL);
  GtkEditable *name = GTK_EDITABLE (child (fixture, "name"));

  g_assert_nonnull (invitation);
  gangway_journey_take_invitation (fixture->journey, invitation);
  gangway_journey_choose (fixture->journey, "a.example");
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "alice");
  g_assert_false (gtk_editable_get_editable (name));
  g_assert_false (gtk_widget_get_visible (child (fixture, "suggest")));
  g_assert_true (shows (fixture, "This name is reserved for you"));

  gangway_journey_choose (fixture->journey, "b.example"); /* where it does not hold */
  g_assert_true (gtk_editable_get_editable (name));
}

static void
test_next_person (Fixture *fixture, gconstpointer data)
{
  type (fixture, "name", "alice");
  type (fixture, "password", "pässword");
  gangway_journey_start_over (fixture->journey);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child (fixture, "name"))), ==,
                   gangway_journey_get_name (fixture->journey));
  g_assert_cmpstr (gangway_journey_get_name (fixture->journey), !=, "alice");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child (fixture, "password"))), ==, "");
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/address-rows/a-name-is-suggested", test_suggestion);
  ADD ("/address-rows/what-is-typed-is-shown-as-an-address", test_names);
  ADD ("/address-rows/an-own-password-replaces-the-made-one", test_password);
  ADD ("/address-rows/faults-are-marked-where-they-are-mended", test_faults);
  ADD ("/address-rows/names-near-a-taken-one-are-offered", test_near_names);
  ADD ("/address-rows/the-strength-of-a-password-is-said", test_strength);
  ADD ("/address-rows/others-see-another-name", test_display_name);
  ADD ("/address-rows/a-reserved-name-is-fixed", test_reserved);
  ADD ("/address-rows/the-next-person-begins-anew", test_next_person);
  return harness_run ();
}
