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

typedef struct {
  const char *local;
  GwNameWay way;
  guint lot;
  const char *near; /* NULL: the way does not suit it */
} Row;

static void
test_near_by (void)
{
  static const Row rows[] = {
      {"alice", GW_NAME_OTHER_NUMBER, 7, "alice27"},
      {"alice", GW_NAME_OTHER_NUMBER, G_MAXUINT, "alice35"},
      {"alice", GW_NAME_OTHER_NUMBER, 8, "alice50"}, /* not 28 */
      {"alice85", GW_NAME_OTHER_NUMBER, 7, "alice27"},
      {"alice-85", GW_NAME_OTHER_NUMBER, 7, "alice27"},
      {"alice.m_2001", GW_NAME_OTHER_NUMBER, 7, "alice.m27"},
      {"4711", GW_NAME_OTHER_NUMBER, 7, "4711-27"},
      {"___", GW_NAME_OTHER_NUMBER, 7, "___27"},
      {"иван", GW_NAME_OTHER_NUMBER, 7, "иван27"},
      {"quiet-otter-27", GW_NAME_OTHER_NUMBER, 29, "quiet-otter-49"},
      {"alice", GW_NAME_ANIMAL, 0, "alice-badger"},
      {"alice85", GW_NAME_ANIMAL, 63, "alice-wren"},
      {"alice", GW_NAME_ANIMAL, 64, "alice-badger"},
      {"quiet-otter-27", GW_NAME_ANIMAL, 0, "quiet-badger-27"},
      {"alice-fox", GW_NAME_ANIMAL, 1, "alice-beaver"},
      {"-otter", GW_NAME_ANIMAL, 1, "-beaver"},
      {"otter", GW_NAME_ANIMAL, 1, "otter-beaver"},
      {"jörg", GW_NAME_ANIMAL, 0, NULL},
      {"alice", GW_NAME_ADJECTIVE, 0, "agile-alice"},
      {"alice85", GW_NAME_ADJECTIVE, 0, "agile-alice"},
      {"quiet-otter-27", GW_NAME_ADJECTIVE, 0, NULL},
      {"иван", GW_NAME_ADJECTIVE, 0, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *near = gw_name_near_by (rows[i].local, rows[i].way, rows[i].lot);
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpstr (near, ==, rows[i].near);
  }
}

static void
assert_near (const char *local, guint n, guint expected)
{
  g_auto (GStrv) names = gw_name_near (local, n);

  g_assert_cmpuint (g_strv_length (names), ==, expected);
  for (guint i = 0; i < expected; i++) {
    g_autofree char *stored = gw_localpart_normalize (names[i], NULL);
    g_assert_cmpstr (stored, ==, names[i]);
    g_assert_cmpstr (names[i], !=, local);
    g_assert_cmpuint (strlen (names[i]), <=, strlen (local) + 32);
    g_assert_false (g_strv_contains ((const char *const *)names + i + 1, names[i]));
  }
}

static void
test_near (void)
{
  g_autofree char *longest = g_strnfill (1023, 'a');

  for (int i = 0; i < ROUNDS / 10; i++) {
    g_autofree char *suggested = gw_name_suggest ();
    assert_near (suggested, 3, 3);
    assert_near ("alice", 6, 6);
    assert_near ("4711", 3, 3);
    assert_near ("jörg", 3, 3);
  }
  assert_near ("alice", 0, 0);
  assert_near ("\u05d0\u05dc\u05d9", 3, 0);
  assert_near (longest, 3, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/is-what-every-server-takes", test_shape);
  g_test_add_func ("/name/rarely-comes-twice", test_rarely_twice);
  g_test_add_func ("/name/near-by-each-way", test_near_by);
  g_test_add_func ("/name/near-a-taken-one", test_near);
  return g_test_run ();
}
