/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed passwords: their form, their strength, and what is left of them in memory. */
#include "account/password.h"

#include "base/error.h"
#include "base/limits.h"

#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

typedef struct {
  const char *typed, *prepared, *fault; /* one of the last two is NULL */
} Row;

static void
check (const Row *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSecret) typed = gw_secret_new (row->typed, NULL);
  g_autoptr (GwSecret) prepared = gw_password_prepare (typed, &error);

  if (row->prepared != NULL) {
    g_assert_no_error (error);
    g_assert_cmpstr (gw_secret_peek (prepared), ==, row->prepared);
  } else {
    g_autofree char *ending = g_strdup_printf ("(%s)", row->fault);
    g_assert_null (prepared);
    g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PASSWORD);
    g_assert_nonnull (strstr (error->message, ending));
  }
}

static void
test_prepared (void)
{
  static const Row rows[] = {
      {"abc DEF 123 ~\\\"<&", "abc DEF 123 ~\\\"<&"},
      {"sch\u00f6n", "sch\u00f6n"},
      {"scho\u0308n", "sch\u00f6n"},
      {"SCHO\u0308N", "SCH\u00d6N"}, /* capitals stay */
      {"a\u00a0\u00e9", "a \u00e9"},
      {"a\u3000b", "a b"},
      {"I\u00adX", "IX"}, /* RFC 4013 section 3 */
      {"\u00aa", "a"},
      {"\u2168", "IX"},
      {"\u0340x", "\u0300x"}, /* forbidden, but only as it stands after NFKC */
      {"\u05d0\u05d1", "\u05d0\u05d1"},
      {"\u00ad", NULL, "it is empty"},
      {"\u06271", NULL, "it mixes directions of writing"},
      {"a\u05d0", NULL, "it mixes directions of writing"},
      {"\U0001f600", NULL, "it holds a character that is too new for most servers"},
      {"a\u202eb", NULL, "it holds a character that passwords cannot have"},
      {"a\ue000b", NULL, "it holds a character that passwords cannot have"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    check (&rows[i]);
  }
}

static void
test_length (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) grows = g_string_new (NULL);

  while (text->len + 2 <= GW_LIMIT_PASSWORD)
    g_string_append (text, "\u00e4");
  check (&(Row){text->str, text->str});
  while (grows->len + 3 <= GW_LIMIT_PASSWORD)
    g_string_append (grows, "\ufdfa");
  check (&(Row){grows->str, NULL, "it is too long"});
  g_string_truncate (grows, GW_LIMIT_PASSWORD / 10 / 3 * 3);
  check (&(Row){grows->str, NULL, "it is too long"});
}

static void
test_strength (void)
{
  static const char *const known[] = {"alice.smith", "example.org", "Ludmilla Grzegorczyk", "",
                                      NULL};
  static const struct {
    const char *password;
    GwStrength alone, known;
  } rows[] = {
      {"password", GW_STRENGTH_WEAK, GW_STRENGTH_WEAK},
      {"P@ssw0rd1", GW_STRENGTH_WEAK, GW_STRENGTH_WEAK},
      {"Sommer2026!", GW_STRENGTH_WEAK, GW_STRENGTH_WEAK},
      {"qwertzuiop", GW_STRENGTH_WEAK, GW_STRENGTH_WEAK},
      {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", GW_STRENGTH_WEAK, GW_STRENGTH_WEAK},
      {"01.01.1990", GW_STRENGTH_WEAK, GW_STRENGTH_WEAK},
      {"Grzegorczyk4", GW_STRENGTH_GOOD, GW_STRENGTH_WEAK},
      {"LudmillaGrzegorczyk", GW_STRENGTH_STRONG, GW_STRENGTH_WEAK},
      {"kT7#qz2Rw", GW_STRENGTH_GOOD, GW_STRENGTH_GOOD},
      {"correct horse battery staple", GW_STRENGTH_STRONG, GW_STRENGTH_STRONG},
      {"BNaH2kfP9sLq3XwZ7tYc5RvM", GW_STRENGTH_STRONG, GW_STRENGTH_STRONG},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GwSecret) password = gw_secret_new (rows[i].password, NULL);
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (gw_password_strength (password, NULL), ==, rows[i].alone);
    g_assert_cmpint (gw_password_strength (password, known), ==, rows[i].known);
  }
  for (int i = 0; i < 200; i++) {
    g_autoptr (GwSecret) generated = gw_secret_generate ();
    g_assert_cmpint (gw_password_strength (generated, known), ==, GW_STRENGTH_STRONG);
  }
}

static void
test_texts (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = GW_STRENGTH_WEAK; i <= GW_STRENGTH_STRONG; i++)
    g_hash_table_add (texts, (gpointer)gw_strength_text ((GwStrength)i));
  g_assert_cmpuint (g_hash_table_size (texts), ==, 4);
}

/* --- what is left in memory --- */

enum { KEY = 0x5a, REGION_MAX = 64 * 1024 * 1024 };

/* "Ü" as U and a mark, then letters that stand nowhere else; each byte is told with KEY, so that
 * this file itself is no copy. */
static const guint8 typed_coded[] = {'U' ^ KEY, 0xcc ^ KEY, 0x88 ^ KEY, 'q' ^ KEY,
                                     'Y' ^ KEY, '7' ^ KEY,  'w' ^ KEY,  'J' ^ KEY,
                                     'x' ^ KEY, '3' ^ KEY,  'V' ^ KEY,  'k' ^ KEY};
/* What all its forms have in common. */
#define TAIL_CODED  (typed_coded + 3)
#define TAIL_LENGTH (sizeof typed_coded - 3)

/* Forwards and backwards, letters of `width` bytes. */
static gboolean
is_copy (const guint8 *at, gsize width, gboolean is_reversed)
{
  for (gsize i = 0; i < TAIL_LENGTH; i++) {
    guint8 expected = TAIL_CODED[is_reversed ? TAIL_LENGTH - 1 - i : i] ^ KEY;
    if (at[i * width] != expected || (width > 1 && at[i * width + 1] != 0))
      return FALSE;
  }
  return TRUE;
}

static guint
count_in (const guint8 *bytes, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i + 4 * TAIL_LENGTH < length; i++)
    n += is_copy (bytes + i, 1, FALSE) || is_copy (bytes + i, 1, TRUE) ||
         is_copy (bytes + i, 4, FALSE);
  return n;
}

/* In all memory of this process that can be written and is not vast. */
static guint
count_copies (void)
{
  g_autofree char *maps = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint n = 0;

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (maps, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++) {
    guint64 start, end;
    char access[5];
    if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &start, &end,
                access) != 3 ||
        access[1] != 'w' || end - start > REGION_MAX)
      continue;
    guint8 *copy = g_malloc (end - start);
    gssize got = pread (memory, copy, end - start, (off_t)start);
    n += got > 0 ? count_in (copy, (gsize)got) : 0;
    gw_wipe (copy, end - start);
    g_free (copy);
  }
  close (memory);
  return n;
}

static GwSecret *
type_it (void)
{
  char text[sizeof typed_coded + 1] = "";
  GwSecret *typed;

  for (gsize i = 0; i < sizeof typed_coded; i++)
    text[i] = (char)(typed_coded[i] ^ KEY);
  typed = gw_secret_new (text, NULL);
  gw_wipe (text, sizeof text);
  return typed;
}

static void
test_nothing_left (void)
{
  GwSecret *typed = type_it ();
  GwSecret *prepared = gw_password_prepare (typed, NULL);

  g_assert_cmpuint (strlen (gw_secret_peek (prepared)), ==, sizeof typed_coded - 1);
  g_assert_cmpint (gw_password_strength (prepared, NULL), ==, GW_STRENGTH_STRONG);
  g_assert_cmpuint (count_copies (), ==, 2);
  gw_secret_unref (typed);
  g_assert_cmpuint (count_copies (), ==, 1);
  gw_secret_unref (prepared);
  g_assert_cmpuint (count_copies (), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/password/has-one-form", test_prepared);
  g_test_add_func ("/password/has-a-length", test_length);
  g_test_add_func ("/password/has-a-strength", test_strength);
  g_test_add_func ("/password/strength-has-words", test_texts);
  g_test_add_func ("/password/leaves-nothing-in-memory", test_nothing_left);
  return g_test_run ();
}
