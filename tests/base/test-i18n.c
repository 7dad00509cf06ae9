/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which language is spoken, whatever the machine's locales. A copy of this program is put into a
 * small build tree with a catalogue of its own and asked to speak. */
#include "base/i18n.h"

#include <glib/gstdio.h>

#include "base/error.h"

#define ENGLISH "This password cannot be used."
#define GERMAN  "Dieses Passwort ist verhext ü."

/* These translations have lost or gained a slot; they must not be used. */
#define SLOT_ENGLISH "No answer came from %s in time."
#define SLOT_GERMAN  "%n %s"

typedef struct {
  const char *original, *translation;
} Entry;

/* A catalogue in the binary format of GNU gettext (manual, "The Format of GNU MO Files"); originals
 * must be sorted. */
static void
write_catalogue (const char *path, const Entry *entries, guint32 n)
{
  const guint32 table = 7 * sizeof (guint32);
  guint32 header[] = {0x950412de, 0, n, table, table + n * 8, 0, 0};
  g_autoptr (GString) tables = g_string_new_len ((const char *)header, sizeof header);
  g_autoptr (GString) texts = g_string_new (NULL);

  for (int column = 0; column < 2; column++) {
    for (guint32 i = 0; i < n; i++) {
      const char *text = column ? entries[i].translation : entries[i].original;
      guint32 row[] = {(guint32)strlen (text), table + 2 * n * 8 + (guint32)texts->len};
      g_string_append_len (tables, (const char *)row, sizeof row);
      g_string_append_len (texts, text, (gssize)strlen (text) + 1);
    }
  }
  g_string_append_len (tables, texts->str, (gssize)texts->len);
  g_assert_true (g_file_set_contents (path, tables->str, (gssize)tables->len, NULL));
}

static char *
make_folder (const char *root, const char *below)
{
  char *folder = g_build_filename (root, below, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  return folder;
}

static void
copy_program (const char *to)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents ("/proc/self/exe", &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize)length, NULL));
  g_assert_cmpint (g_chmod (to, 0700), ==, 0);
}

/* What the copy says: the two sentences, a line each. */
static char *
speak (const char *program, const char *lang, const char *language_variable, const char *option)
{
  const char *argv[] = {program, "--speak", option, NULL};
  g_auto (GStrv) environment = g_get_environ ();
  char *said = NULL;
  int status;

  environment = g_environ_unsetenv (environment, "LC_ALL");
  environment = g_environ_unsetenv (environment, "LC_MESSAGES");
  environment = g_environ_unsetenv (environment, "LANGUAGE");
  environment = g_environ_setenv (environment, "LANG", lang, TRUE);
  if (language_variable)
    environment = g_environ_setenv (environment, "LANGUAGE", language_variable, TRUE);
  g_assert_true (g_spawn_sync (NULL, (char **)argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &said,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  return said;
}

static void
check_speech (const char *program)
{
  static const struct {
    const char *lang, *language_variable, *option;
    gboolean german;
  } rows[] = {
      {"C", NULL, NULL, FALSE},           {"C", NULL, "de", TRUE},
      {"C.UTF-8", NULL, "de", TRUE},      {"C.UTF-8", "de", NULL, TRUE},
      {"C.UTF-8", "de", "en", FALSE},     {"xx_XX.UTF-8", NULL, NULL, FALSE},
      {"de_XX.UTF-8", NULL, NULL, TRUE}, /* a locale that no machine has */
      {"de_XX.UTF-8", NULL, "en", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *said =
        speak (program, rows[i].lang, rows[i].language_variable, rows[i].option);
    g_test_message ("LANG=%s LANGUAGE=%s option %s", rows[i].lang, rows[i].language_variable,
                    rows[i].option);
    g_assert_cmpstr (said, ==,
                     rows[i].german ? GERMAN "\nNo answer came from x in time.\n"
                                    : ENGLISH "\nNo answer came from x in time.\n");
  }
}

static void
test_build_tree (gconstpointer data)
{
  const Entry entries[] = {
      {"", "Content-Type: text/plain; charset=UTF-8\n"},
      {SLOT_ENGLISH, SLOT_GERMAN},
      {ENGLISH, GERMAN},
  };
  g_autofree char *root = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_autofree char *program_folder = make_folder (root, data);
  g_autofree char *catalogues = make_folder (root, "ui/po/de/LC_MESSAGES");
  g_autofree char *program = g_build_filename (program_folder, "program", NULL);
  g_autofree char *catalogue = g_build_filename (catalogues, "gangway.mo", NULL);

  write_catalogue (catalogue, entries, G_N_ELEMENTS (entries));
  copy_program (program);
  check_speech (program);

  g_unlink (program);
  g_unlink (catalogue);
  static const char *const folders[] = {
      "ui/po/de/LC_MESSAGES", "ui/po/de", "ui/po", "ui", "src/cli", "src", "."};
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *folder = g_build_filename (root, folders[i], NULL);
    g_rmdir (folder);
  }
  g_rmdir (root);
}

static int
speak_here (const char *language)
{
  g_autoptr (GError) plain = NULL;
  g_autoptr (GError) slot = NULL;

  gw_i18n_init (language);
  gw_error_set (&plain, GW_ERROR_BAD_PASSWORD, NULL, NULL);
  gw_error_set (&slot, GW_ERROR_TIMEOUT, "x", NULL);
  g_print ("%s\n%s\n", plain->message, slot->message);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc >= 2 && g_str_equal (argv[1], "--speak"))
    return speak_here (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/i18n/the-command-line-finds-its-catalogue", "src/cli", test_build_tree);
  g_test_add_data_func ("/i18n/the-window-finds-its-catalogue", "ui", test_build_tree);
  return g_test_run ();
}
