/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names before the @, as people type them and as servers keep them. */
#include "base/error.h"
#include "base/jid.h"
#include "base/limits.h"

#define BLANK     "it holds a blank"
#define INVISIBLE "it holds an invisible character"
#define MIXED     "it mixes directions of writing"
#define BAD(c)    "it holds the character “" c "”, which is not allowed there"
#define NEW(c)    "it holds “" c "”, which is too new for most servers"

typedef struct {
  const char *text, *local, *fault; /* one of them NULL */
} Row;

static void
check (const Row *row)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *local = gw_localpart_normalize (row->text, &error);

  g_assert_cmpstr (local, ==, row->local);
  if (row->local != NULL) {
    g_autofree char *again = gw_localpart_normalize (local, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (again, ==, local);
    return;
  }
  g_autofree char *ending = g_strdup_printf ("(%s)", row->fault);
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_NAME);
  g_assert_nonnull (strstr (error->message, ending));
}

static void
test_kept_as (void)
{
  static const Row rows[] = {
      {"alice", "alice"},
      {"ALI", "ali"},
      {"a.b-c_d+e!#$%()*=?[]^`{|}~\\;,", "a.b-c_d+e!#$%()*=?[]^`{|}~\\;,"},
      {"Ünal", "ünal"},
      {"U\u0308nal", "ünal"},
      {"Иван", "иван"},
      {"小明", "小明"},
      {"σοφός", "σοφόσ"}, /* nodeprep knows one small sigma */
      {"stra\u00dfe", "strasse"},
      {"\ufb01sh", "fish"}, /* a ligature */
      {"\uff21\uff4c\uff49ce", "alice"},
      {"x\u00b2", "x2"},
      {"\u0130x", "i\u0307x"},
      {"\u05d0\u05dc\u05d9", "\u05d0\u05dc\u05d9"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    check (&rows[i]);
  }
}

static void
test_refused (void)
{
  static const Row rows[] = {
      {"", NULL, "it is empty"},
      {"\xff", NULL, "it is not written in UTF-8"},
      {" ", NULL, BLANK},
      {"a b", NULL, BLANK},
      {"a\u00a0b", NULL, BLANK},
      {"a\u3000b", NULL, BLANK},
      {"a\tb", NULL, BLANK},
      {"a\"b", NULL, BAD ("\"")},
      {"a&b", NULL, BAD ("&")},
      {"a'b", NULL, BAD ("'")},
      {"a/b", NULL, BAD ("/")},
      {"a:b", NULL, BAD (":")},
      {"a<b", NULL, BAD ("<")},
      {"a>b", NULL, BAD (">")},
      {"a@b", NULL, BAD ("@")},
      {"a\uff20b", NULL, BAD ("\uff20")}, /* becomes an @ */
      {"a\u2100b", NULL, BAD ("\u2100")}, /* becomes a/c */
      {"a\u2665b", NULL, BAD ("\u2665")}, /* a heart */
      {"a\x7f", NULL, INVISIBLE},
      {"a\x01", NULL, INVISIBLE},
      {"a\u00adb", NULL, INVISIBLE},
      {"a\u200db", NULL, INVISIBLE},
      {"a\u034fb", NULL, INVISIBLE},
      {"a\ufe0fb", NULL, INVISIBLE},
      {"a\u202eb", NULL, INVISIBLE},
      {"\U0001f600", NULL, NEW ("\U0001f600")}, /* a face */
      {"a\u1e9e", NULL, NEW ("\u1e9e")},        /* a capital sharp s, Unicode 5.1 */
      {"a\u05d0", NULL, MIXED},
      {"\u05d0b\u05d0", NULL, MIXED},
      {"\u05d0\u05d11", NULL, MIXED},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    check (&rows[i]);
  }
}

static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (GW_LIMIT_LOCALPART, 'a');
  g_autofree char *too_long = g_strnfill (GW_LIMIT_LOCALPART + 1, 'a');
  g_autofree char *many = g_strnfill (GW_LIMIT_LOCALPART / 3 + 1, 'a');
  g_autoptr (GString) grows = g_string_new (NULL);
  const Row rows[] = {{longest, longest}, {too_long, NULL, "it is too long"}, {many, many}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check (&rows[i]);

  /* Three bytes that become six letters of two. */
  for (int i = 0; i < GW_LIMIT_LOCALPART / 3; i++)
    g_string_append (grows, "\u3318");
  check (&(Row){grows->str, NULL, "it is too long"});
}

/* Whatever is taken is kept as it is the next time, and holds nothing that would end an address. */
static void
test_settled (void)
{
  static const gunichar starts[] = {0x20,   0xa0,   0x250,  0x370,  0x590, 0x1e00,
                                    0x2100, 0x3040, 0xfb00, 0xfe00, 0xff00};
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint taken = 0;

  for (int i = 0; i < 60000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    int length = g_rand_int_range (rand, 1, 4);
    for (int j = 0; j < length; j++) {
      gunichar c = starts[g_rand_int_range (rand, 0, G_N_ELEMENTS (starts))] +
                   (gunichar)g_rand_int_range (rand, 0, 0x100);
      g_string_append_unichar (text, c);
    }
    g_autofree char *local = gw_localpart_normalize (text->str, NULL);
    if (local == NULL)
      continue;
    taken++;
    g_autofree char *again = gw_localpart_normalize (local, NULL);
    g_assert_cmpstr (again, ==, local);
    g_assert_null (strpbrk (local, "\"&'/:<>@ \t\n"));
  }
  g_assert_cmpuint (taken, >, 5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/localpart/is-kept-as-servers-keep-it", test_kept_as);
  g_test_add_func ("/localpart/is-refused-with-its-reason", test_refused);
  g_test_add_func ("/localpart/has-a-length", test_length);
  g_test_add_func ("/localpart/settles-at-once", test_settled);
  return g_test_run ();
}
