/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets: what is accepted, what is read, what is generated. */
#include "base/secret.h"

#include <glib-unix.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"

static void
test_new (void)
{
  g_autofree char *longest = g_strnfill (GW_LIMIT_PASSWORD, 'x');
  g_autofree char *too_long = g_strnfill (GW_LIMIT_PASSWORD + 1, 'x');
  const struct {
    const char *text;
    gboolean good;
  } rows[] = {
      {"a", TRUE},         {"\"\\;&ü '<>%s and spaces ", TRUE},
      {longest, TRUE},     {too_long, FALSE},
      {"", FALSE},         {"two\nlines", FALSE},
      {"tab\t", FALSE},    {"c1\xc2\x85", FALSE},
      {"\xff\xfe", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwSecret) secret = gw_secret_new (rows[i].text, &error);
    if (rows[i].good) {
      g_assert_no_error (error);
      g_assert_cmpstr (gw_secret_peek (secret), ==, rows[i].text);
      g_assert_true (gw_secret_peek (secret) != rows[i].text);
    } else {
      g_assert_null (secret);
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PASSWORD);
    }
  }
}

static void
test_errors_do_not_repeat_it (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_secret_new ("hunter\n2", &error));
  g_assert_null (strstr (error->message, "hunter"));
}

static void
test_generate (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);

  for (int i = 0; i < 200; i++) {
    g_autoptr (GwSecret) secret = gw_secret_generate ();
    const char *text = gw_secret_peek (secret);
    g_assert_cmpuint (strlen (text), ==, 24);
    for (const char *p = text; *p; p++) {
      g_assert_true (g_ascii_isalnum (*p));
      g_hash_table_add (letters, GINT_TO_POINTER (*p));
    }
    g_assert_true (g_hash_table_add (seen, g_strdup (text)));
  }
  /* 4800 draws: that any one of 62 is missing happens once in 10^32 runs. */
  g_assert_cmpuint (g_hash_table_size (letters), ==, 62);
}

static GwSecret *
read_through_pipe (const char *bytes, gsize length, GError **error)
{
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], bytes, length), ==, (gssize)length);
  close (fds[1]);
  GwSecret *secret = gw_secret_read_fd (fds[0], error);
  close (fds[0]);
  return secret;
}

static void
test_read (void)
{
  g_autofree char *longest = g_strnfill (GW_LIMIT_PASSWORD, 'x');
  g_autofree char *too_long = g_strnfill (GW_LIMIT_PASSWORD + 1, 'x');
  g_autofree char *endless = g_strnfill (16 * 1024, 'x');
  g_autofree char *longest_line = g_strconcat (longest, "\n", NULL);
  const struct {
    const char *bytes;
    gssize length;
    const char *expected; /* NULL: refused */
  } rows[] = {
      {"pass", -1, "pass"},       {"pass\n", -1, "pass"}, {"pass\nmore", -1, "pass"},
      {" pass \n", -1, " pass "}, {"", -1, NULL},         {"\n", -1, NULL},
      {"a\0b", 3, NULL},          {longest, -1, longest}, {longest_line, -1, longest},
      {too_long, -1, NULL},       {endless, -1, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gsize length = rows[i].length < 0 ? strlen (rows[i].bytes) : (gsize)rows[i].length;
    g_autoptr (GwSecret) secret = read_through_pipe (rows[i].bytes, length, &error);
    if (rows[i].expected) {
      g_assert_no_error (error);
      g_assert_cmpstr (gw_secret_peek (secret), ==, rows[i].expected);
    } else {
      g_assert_null (secret);
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PASSWORD);
    }
  }
}

static void
test_read_leaves_the_next_line (void)
{
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], "one\ntwo\n", 8), ==, 8);
  g_autoptr (GwSecret) one = gw_secret_read_fd (fds[0], NULL);
  g_autoptr (GwSecret) two = gw_secret_read_fd (fds[0], NULL);
  g_assert_cmpstr (gw_secret_peek (one), ==, "one");
  g_assert_cmpstr (gw_secret_peek (two), ==, "two");
  close (fds[0]);
  close (fds[1]);
}

static void
test_read_from_a_bad_descriptor (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_secret_read_fd (-1, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
}

static void
test_equal (void)
{
  g_autoptr (GwSecret) a = gw_secret_new ("same", NULL);
  g_autoptr (GwSecret) b = gw_secret_new ("same", NULL);
  g_autoptr (GwSecret) other = gw_secret_new ("same?", NULL);
  g_autoptr (GwSecret) near = gw_secret_new ("samf", NULL);
  g_autoptr (GwSecret) again = gw_secret_ref (a);

  g_assert_true (gw_secret_equal (a, b));
  g_assert_true (gw_secret_equal (a, again));
  g_assert_false (gw_secret_equal (a, other));
  g_assert_false (gw_secret_equal (a, near));
  gw_secret_unref (NULL);
}

static void
test_wipe (void)
{
  char memory[] = "secret";
  const char zero[sizeof memory] = {0};

  gw_wipe (memory, sizeof memory);
  g_assert_cmpmem (memory, sizeof memory, zero, sizeof zero);
  gw_wipe_free (g_strdup ("secret"));
  gw_wipe_free (NULL);
}

static void
test_harden (void)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    struct rlimit limit;
    gw_secret_harden_process ();
    gboolean done = getrlimit (RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 &&
                    limit.rlim_max == 0 && prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
    _exit (done ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/refuses-what-servers-refuse", test_new);
  g_test_add_func ("/secret/errors-do-not-repeat-it", test_errors_do_not_repeat_it);
  g_test_add_func ("/secret/generated-ones-are-long-and-different", test_generate);
  g_test_add_func ("/secret/reads-one-line", test_read);
  g_test_add_func ("/secret/leaves-the-next-line", test_read_leaves_the_next_line);
  g_test_add_func ("/secret/a-bad-descriptor-is-an-error", test_read_from_a_bad_descriptor);
  g_test_add_func ("/secret/compares-by-content", test_equal);
  g_test_add_func ("/secret/wipes", test_wipe);
  g_test_add_func ("/secret/leaves-no-core-file", test_harden);
  return g_test_run ();
}
