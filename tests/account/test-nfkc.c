/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Normalizing in place gives what GLib gives. */
#include "account/nfkc.h"

enum { ROOM = 64 };

static void
assert_as_glib (const gunichar *letters, gsize length)
{
  g_autofree char *text = g_ucs4_to_utf8 (letters, (glong)length, NULL, NULL, NULL);
  g_autofree char *expected = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  gunichar own[ROOM];

  memcpy (own, letters, length * sizeof *letters);
  g_assert_true (gw_nfkc (own, &length, ROOM));
  g_autofree char *found = g_ucs4_to_utf8 (own, (glong)length, NULL, NULL, NULL);
  g_assert_cmpstr (found, ==, expected);
}

static gunichar
random_letter (GRand *rand)
{
  static const gunichar starts[] = {0x0,    0xc0,   0x300,  0x340,  0x590,   0x900,  0xdc0,
                                    0xf70,  0x1100, 0x1160, 0x1e00, 0x2100,  0x3040, 0x3300,
                                    0xac00, 0xf900, 0xfb00, 0xfdf0, 0x1d160, 0x2f800};

  return starts[g_rand_int_range (rand, 0, G_N_ELEMENTS (starts))] +
         (gunichar)g_rand_int_range (rand, 1, 0x80);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int i = 0; i < 200000; i++) {
    gunichar letters[3];
    gsize length = (gsize)g_rand_int_range (rand, 0, 4);
    for (gsize j = 0; j < length; j++)
      letters[j] = random_letter (rand);
    assert_as_glib (letters, length);
  }
}

static void
test_each (void)
{
  for (gunichar c = 1; c < 0x30000; c++)
    if (g_unichar_validate (c))
      assert_as_glib (&c, 1);
}

static void
test_marks (void)
{
  static const gunichar rows[][6] = {
      {'a', 0x323, 0x307, 0x304}, {'a', 0x307, 0x323},
      {0x300, 'a', 0x300, 0x300}, {0x1100, 0x1161, 0x11a8},
      {0x1100, 0x300, 0x1161},    {'a', 0x5ae, 0x300, 0x301},
      {0x915, 0x93c, 0x94d},      {0x1e0b, 0x323, 0x1e0d, 0x307},
      {0x9c7, 0x334, 0x9be},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize length = 0;
    while (length < G_N_ELEMENTS (rows[i]) && rows[i][length] != 0)
      length++;
    assert_as_glib (rows[i], length);
  }
}

static void
test_room (void)
{
  gunichar letters[GW_NFKC_GROWTH + 1] = {'a', 0xfdfa};
  gsize length = 2;

  g_assert_false (gw_nfkc (letters, &length, GW_NFKC_GROWTH));
  letters[0] = 'a';
  letters[1] = 0xfdfa;
  length = 2;
  g_assert_true (gw_nfkc (letters, &length, GW_NFKC_GROWTH + 1));
  g_assert_cmpuint (length, ==, GW_NFKC_GROWTH + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nfkc/any-letters", test_random);
  g_test_add_func ("/nfkc/each-letter", test_each);
  g_test_add_func ("/nfkc/marks-in-order", test_marks);
  g_test_add_func ("/nfkc/no-more-than-the-room", test_room);
  return g_test_run ();
}
