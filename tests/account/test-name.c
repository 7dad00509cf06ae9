/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggested names: every server takes them, and they rarely meet. */
#include "account/name.h"

#include "base/jid.h"

#define ROUNDS 2000

static void
test_shape (void)
{
  for (int i = 0; i < ROUNDS; i++) {
    g_autofree char *name = gw_name_suggest ();
    g_autofree char *stored = gw_localpart_normalize (name, NULL);
    g_auto (GStrv) parts = g_strsplit (name, "-", -1);

    g_assert_cmpstr (stored, ==, name);
    g_assert_cmpuint (strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==, strlen (name));
    g_assert_cmpuint (g_strv_length (parts), ==, 3);
    g_assert_cmpuint (strlen (parts[2]), ==, 2);
    g_assert_cmpuint (strlen (name), <=, 20);
  }
}

static void
test_rarely_twice (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < ROUNDS; i++)
    g_hash_table_add (seen, gw_name_suggest ());
  g_assert_cmpuint (g_hash_table_size (seen), >, ROUNDS * 95 / 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/is-what-every-server-takes", test_shape);
  g_test_add_func ("/name/rarely-comes-twice", test_rarely_twice);
  return g_test_run ();
}
