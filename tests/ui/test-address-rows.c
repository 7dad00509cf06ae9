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

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gangway_address_rows_show_fault (fixture->rows, GW_ERROR_REFUSED_NAME_TAKEN));
  g_assert_true (gtk_widget_has_css_class (child (fixture, "name"), "error"));
  g_assert_true (gangway_address_rows_show_fault (fixture->rows, GW_ERROR_REFUSED_PASSWORD));
  g_assert_true (
      adw_expander_row_get_expanded (ADW_EXPANDER_ROW (child (fixture, "own_password"))));
  g_assert_false (gangway_address_rows_show_fault (fixture->rows, GW_ERROR_REFUSED_CLOSED));
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
  ADD ("/address-rows/the-next-person-begins-anew", test_next_person);
  return harness_run ();
}
