/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyring against a real gnome-keyring-daemon; with-keyring.sh makes the surroundings and says
 * which in GANGWAY_KEYRING. Anything that prompts would hang here, and so fail. */
#include "account/keyring.h"

#include <gio/gio.h>

#include "base/error.h"

static GwSecret *
secret (const char *text)
{
  g_autoptr (GError) error = NULL;
  GwSecret *made = gw_secret_new (text, &error);

  g_assert_no_error (error);
  return made;
}

static void
assert_fails_with (gboolean result, GError **error, GwErrorCode code)
{
  g_assert_false (result);
  g_assert_error (*error, GW_ERROR, (int)code);
  g_clear_error (error);
}

/* What every call says where nothing can be stored. */
static void
assert_all_fail (GwErrorCode code)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");
  g_autoptr (GwSecret) password = secret ("secret");
  GError *error = NULL;

  assert_fails_with (gw_keyring_is_ready (&error), &error, code);
  assert_fails_with (gw_keyring_unlock (&error), &error, code);
  assert_fails_with (gw_keyring_store (jid, password, &error), &error, code);
  assert_fails_with (gw_keyring_lookup (jid, &error) != NULL, &error, code);
  assert_fails_with (gw_keyring_remove (jid, &error), &error, code);
}

static void
test_absent (void)
{
  assert_all_fail (GW_ERROR_NO_KEYRING);
}

static void
test_locked (void)
{
  assert_all_fail (GW_ERROR_KEYRING_LOCKED);
}

static void
test_store_and_remove (void)
{
  const char *const passwords[] = {"x", "  a\"b\\c;d&e=ü  ", "日本語 🐚", "%s%n"};
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++) {
    g_autoptr (GwSecret) password = secret (passwords[i]);
    g_autoptr (GError) error = NULL;

    g_assert_true (gw_keyring_is_ready (&error));
    g_assert_true (gw_keyring_store (jid, password, &error));
    g_autoptr (GwSecret) found = gw_keyring_lookup (jid, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (gw_secret_peek (found), ==, passwords[i]);
    g_assert_true (gw_keyring_remove (jid, &error));
    g_assert_null (gw_keyring_lookup (jid, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_NOT_IN_KEYRING);
  }
}

static void
test_one_item_each (void)
{
  g_autoptr (GwJid) alice = gw_jid_new ("alice", "open.example");
  g_autoptr (GwJid) bob = gw_jid_new ("bob", "open.example");
  g_autoptr (GwSecret) first = secret ("first"), second = secret ("second");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_keyring_store (alice, first, &error));
  g_assert_true (gw_keyring_store (bob, second, &error));
  g_assert_true (gw_keyring_store (alice, first, &error));
  g_assert_true (gw_keyring_remove (bob, &error));
  g_autoptr (GwSecret) found = gw_keyring_lookup (alice, &error);
  g_assert_no_error (error);
  g_assert_true (gw_secret_equal (found, first));
  g_assert_true (gw_keyring_remove (alice, &error));
}

static void
test_never_replaces (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");
  g_autoptr (GwSecret) mine = secret ("mine"), other = secret ("other");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_keyring_store (jid, mine, &error));
  g_assert_false (gw_keyring_store (jid, other, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_REFUSED_NAME_TAKEN);
  g_clear_error (&error);
  g_autoptr (GwSecret) found = gw_keyring_lookup (jid, &error);
  g_assert_true (gw_secret_equal (found, mine));
  g_assert_true (gw_keyring_remove (jid, &error));
}

/* `export --password eval` relies on these attributes. */
static void
test_other_programs_find_it (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");
  g_autoptr (GwSecret) password = secret ("a \"b\" ü");
  g_autoptr (GError) error = NULL;
  g_autofree char *tool = g_find_program_in_path ("secret-tool");
  g_autofree char *out = NULL;
  const char *argv[] = {"secret-tool",        "lookup", "service", "gangway", "jid",
                        "alice@open.example", NULL};

  if (tool == NULL) {
    g_test_skip ("no secret-tool here");
    return;
  }
  g_assert_true (gw_keyring_store (jid, password, &error));
  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_assert_cmpstr (out, ==, "a \"b\" ü");
  g_assert_true (gw_keyring_remove (jid, &error));
}

int
main (int argc, char **argv)
{
  const char *mode = g_getenv ("GANGWAY_KEYRING");

  g_test_init (&argc, &argv, NULL);
  if (g_strcmp0 (mode, "unlocked") == 0) {
    g_test_add_func ("/keyring/passwords-come-back", test_store_and_remove);
    g_test_add_func ("/keyring/one-item-for-each-address", test_one_item_each);
    g_test_add_func ("/keyring/never-replaces-another-password", test_never_replaces);
    g_test_add_func ("/keyring/other-programs-find-it", test_other_programs_find_it);
  } else if (g_strcmp0 (mode, "locked") == 0) {
    g_test_add_func ("/keyring/locked-is-said-without-a-prompt", test_locked);
  } else {
    g_test_add_func ("/keyring/none-is-said-at-once", test_absent);
  }
  return g_test_run ();
}
