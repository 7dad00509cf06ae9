/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/address-list: accounts that were made here, with their passwords in files and on
 * paper. */
#include "address-list.h"
#include "harness.h"

static void
note (const char *address, GwKeep *keep, const char *label)
{
  g_autoptr (GwJid) jid = gw_jid_parse (address, NULL);

  g_assert_true (gw_accounts_note (jid, keep, label, TRUE, NULL));
  gw_keep_free (keep);
}

static GwKeep *
keep_in_file (const char *address, const char *password)
{
  g_autofree char *name = g_strdup_printf ("%s.txt", address);
  g_autofree char *path = g_build_filename (g_getenv ("XDG_DATA_HOME"), name, NULL);
  g_autoptr (GwJid) jid = gw_jid_parse (address, NULL);
  g_autoptr (GwSecret) secret = gw_secret_new (password, NULL);
  GwKeep *keep = gw_keep_new (GW_KEEP_FILE, path);

  g_assert_true (gw_keep_store (keep, jid, secret, NULL));
  return keep;
}

static GangwayAddressList *
show (GangwayJourney **journey, GtkWindow **window)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  GangwayAddressList *list = g_object_new (GANGWAY_TYPE_ADDRESS_LIST, NULL);

  profile->list_file = harness_write ("list", "list -\nprovider a.example\n");
  *journey = gangway_journey_new (profile);
  gangway_address_list_set_journey (list, *journey);
  *window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (*window, GTK_WIDGET (list));
  gtk_window_present (*window);
  harness_wait (gtk_widget_get_mapped (GTK_WIDGET (*window)));
  return list;
}

/* The n-th "open" button. */
static GtkWidget *
nth_button (GtkWidget *root, guint *n)
{
  if (GTK_IS_BUTTON (root) && gtk_button_get_icon_name (GTK_BUTTON (root)) && (*n)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = nth_button (child, n);
    if (found)
      return found;
  }
  return NULL;
}

static void
press (GangwayAddressList *list, guint n)
{
  GtkWidget *button = nth_button (harness_find (GTK_WIDGET (list), "group"), &n);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_none (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  GtkWindow *window;
  GangwayAddressList *list = show (&journey, &window);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (list)));
  gtk_window_destroy (window);
}

static void
test_opens (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  GtkWindow *window;

  note ("alice@xn--bcher-kva.example", keep_in_file ("alice@xn--bcher-kva.example", "pw-1"), NULL);
  note ("bob@a.example", gw_keep_new (GW_KEEP_PERSON, NULL), "work");
  GangwayAddressList *list = show (&journey, &window);
  g_autofree char *texts = harness_texts (GTK_WIDGET (list));
  g_assert_nonnull (strstr (texts, "alice@bücher.example"));
  g_assert_nonnull (strstr (texts, "work\nbob@a.example"));

  press (list, 0);
  harness_wait (gangway_journey_get_account (journey) != NULL);
  const GangwayAccount *account = gangway_journey_get_account (journey);
  g_assert_cmpstr (account->jid->local, ==, "alice");
  g_assert_cmpstr (gw_secret_peek (account->password), ==, "pw-1");
  g_assert_true (account->is_proved);
  gtk_window_destroy (window);
}

static void
test_paper (void)
{
  g_autoptr (GangwayJourney) journey = NULL;
  GtkWindow *window;
  GangwayAddressList *list = show (&journey, &window);
  GtkWidget *password = harness_find (GTK_WIDGET (list), "password");

  press (list, 1);
  harness_wait (gtk_widget_get_mapped (password));
  g_assert_null (gangway_journey_get_account (journey));
  gtk_editable_set_text (GTK_EDITABLE (password), "from paper");
  g_signal_emit_by_name (password, "apply");
  harness_wait (gangway_journey_get_account (journey) != NULL);
  g_assert_cmpstr (gangway_journey_get_account (journey)->jid->local, ==, "bob");
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  g_test_add_func ("/address-list/is-not-there-without-addresses", test_none);
  g_test_add_func ("/address-list/opens-one-with-its-password", test_opens);
  g_test_add_func ("/address-list/asks-for-what-only-the-person-has", test_paper);
  return harness_run ();
}
