/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of errors is complete, and its sentences survive hostile subjects. */
#include "base/error.h"

#include <gio/gio.h>

#include "base/base.h"

static void
test_every_code_has_a_row (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code < GW_N_ERRORS; code++) {
    const char *name = gw_error_name (code);
    g_assert_nonnull (name);
    g_assert_cmpuint (strspn (name, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (name));
    g_assert_true (g_hash_table_add (names, (gpointer)name));
    g_assert_cmpint (gw_error_exit (code), >, GW_EXIT_DONE);
    g_assert_cmpint (gw_error_exit (code), <=, GW_EXIT_PENDING);
    if (code != GW_ERROR_CANCELLED)
      g_assert_cmpint (gw_error_next (code), !=, GW_NEXT_NONE);
  }
}

static void
test_every_sentence_names_its_subject_once (void)
{
  for (int code = 0; code < GW_N_ERRORS; code++) {
    g_autoptr (GError) error = NULL;
    gw_error_set (&error, code, "Kettle%sKettle", NULL);
    g_assert_error (error, GW_ERROR, code);

    g_auto (GStrv) around = g_strsplit (error->message, "Kettle%sKettle", -1);
    g_assert_cmpuint (g_strv_length (around), ==, 2);
    g_assert_null (strchr (around[0], '%'));
    g_assert_null (strchr (around[1], '%'));
    /* It must not open a sentence: "this server" could not stand there. */
    g_assert_cmpuint (strlen (around[0]), >, 4);
  }
}

static void
test_every_next_step_has_a_name_and_words (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int next = 0; next < GW_N_NEXT; next++) {
    g_assert_true (g_hash_table_add (names, (gpointer)gw_next_name (next)));
    g_assert_null (strchr (gw_next_text (next), '%'));
    if (next == GW_NEXT_NONE)
      g_assert_cmpstr (gw_next_text (next), ==, "");
    else
      g_assert_true (g_str_has_suffix (gw_next_text (next), "."));
  }
}

static void
test_the_contract_of_the_command_line (void)
{
  static const struct {
    GwErrorCode code;
    const char *name;
    GwExit exit;
    const char *next;
  } rows[] = {
      {GW_ERROR_REFUSED_NAME_TAKEN, "refused-name-taken", 4, "other-name"},
      {GW_ERROR_REFUSED_CLOSED, "refused-closed", 4, "other-provider"},
      {GW_ERROR_TIMEOUT, "timeout", 3, "retry"},
      {GW_ERROR_DNS_UNKNOWN, "dns-unknown", 3, "check-spelling"},
      {GW_ERROR_CERT_NAME, "cert-name", 5, "other-provider"},
      {GW_ERROR_LIST_NOT_JSON, "list-not-json", 6, "other-file"},
      {GW_ERROR_USAGE, "usage", 2, "read-help"},
      {GW_ERROR_CANCELLED, "cancelled", 7, "none"},
      {GW_ERROR_KEYRING_LOCKED, "keyring-locked", 8, "unlock-keyring"},
      {GW_ERROR_PENDING, "pending", 9, "recover"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpstr (gw_error_name (rows[i].code), ==, rows[i].name);
    g_assert_cmpint (gw_error_exit (rows[i].code), ==, rows[i].exit);
    g_assert_cmpstr (gw_next_name (gw_error_next (rows[i].code)), ==, rows[i].next);
  }
}

static void
test_wording (void)
{
  static const struct {
    GwErrorCode code;
    const char *subject, *detail, *expected;
  } rows[] = {
      {GW_ERROR_REFUSED_NAME_TAKEN, "a.example", NULL, "The name is already taken at a.example."},
      {GW_ERROR_REFUSED_NAME_TAKEN, NULL, "conflict",
       "The name is already taken at this server. (conflict)"},
      {GW_ERROR_TIMEOUT, "%n%s%d", NULL, "No answer came from %n%s%d in time."},
      {GW_ERROR_TIMEOUT, "a\r\nb\x1b[31m",
       "c\x7f\x01"
       "d",
       "No answer came from a  b [31m in time. (c  d)"},
      /* U+202E turns the direction of writing, U+0085 is a C1 control, U+2028 separates lines */
      {GW_ERROR_TIMEOUT,
       "a\u202eb\xc2\x85"
       "c\u2028d",
       "", "No answer came from a b c d in time."},
      {GW_ERROR_TIMEOUT, "b\xff\xc3", NULL, "No answer came from b\ufffd\ufffd in time."},
      {GW_ERROR_USAGE, "--foo", "unknown", "The command was not understood. (--foo: unknown)"},
      {GW_ERROR_BAD_PASSWORD, NULL, NULL, "This password cannot be used."},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gw_error_set (&error, rows[i].code, rows[i].subject, rows[i].detail);
    g_assert_cmpstr (error->message, ==, rows[i].expected);
  }
}

/* The row's sentence without a subject is so long; whatever comes on top is the subject. */
static void
test_long_subjects_are_cut (void)
{
  static const struct {
    const char *piece;
    int pieces, characters;
    gboolean cut;
  } rows[] = {
      {"a", 200, 200, FALSE}, {"a", 201, 200, TRUE},          {"ü", 200, 200, FALSE},
      {"ü", 5000, 200, TRUE}, {"\U0001f600", 201, 200, TRUE},
  };
  g_autoptr (GError) bare = NULL;

  gw_error_set (&bare, GW_ERROR_TIMEOUT, "", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) subject = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    for (int n = 0; n < rows[i].pieces; n++)
      g_string_append (subject, rows[i].piece);
    gw_error_set (&error, GW_ERROR_TIMEOUT, subject->str, NULL);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_cmpint (g_utf8_strlen (error->message, -1) - g_utf8_strlen (bare->message, -1), ==,
                     rows[i].characters);
    g_assert_true ((strstr (error->message, "…") != NULL) == rows[i].cut);
  }
}

static void
test_codes_of_foreign_errors (void)
{
  g_autoptr (GError) ours = NULL;
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autoptr (GError) wild = g_error_new_literal (GW_ERROR, GW_N_ERRORS, "x");

  gw_error_set (&ours, GW_ERROR_HELD, "x", NULL);
  g_assert_cmpint (gw_error_code (ours), ==, GW_ERROR_HELD);
  g_assert_cmpint (gw_error_code (cancelled), ==, GW_ERROR_CANCELLED);
  g_assert_cmpint (gw_error_code (other), ==, GW_ERROR_FAILED);
  g_assert_cmpint (gw_error_code (wild), ==, GW_ERROR_FAILED);
  /* Nobody asks: nothing happens. */
  gw_error_set (NULL, GW_ERROR_HELD, "x", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/every-code-has-a-row", test_every_code_has_a_row);
  g_test_add_func ("/error/every-sentence-names-its-subject-once",
                   test_every_sentence_names_its_subject_once);
  g_test_add_func ("/error/every-next-step-has-a-name-and-words",
                   test_every_next_step_has_a_name_and_words);
  g_test_add_func ("/error/names-and-exits-are-the-contract",
                   test_the_contract_of_the_command_line);
  g_test_add_func ("/error/sentences-are-cleaned", test_wording);
  g_test_add_func ("/error/long-subjects-are-cut", test_long_subjects_are_cut);
  g_test_add_func ("/error/foreign-errors-have-a-code", test_codes_of_foreign_errors);
  return g_test_run ();
}
