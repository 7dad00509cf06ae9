/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which language, and where its catalogue lies: installed, or in the build tree that the program
 * was started from. */
#include "base/i18n.h"

#include <langinfo.h>
#include <locale.h>

#define FALLBACK_LOCALE "C.UTF-8"

/* The build tree keeps catalogues in ui/po, seen from src/cli (and tests/ROOM) or from ui. */
static const char *const build_folders[] = {"../../ui/po", "../ui/po"};

static gboolean
has_catalogue (const char *folder)
{
  g_autofree char *file =
      g_build_filename (folder, "de", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

  return g_file_test (file, G_FILE_TEST_IS_REGULAR);
}

static char *
find_catalogues (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *share = g_path_get_dirname (LOCALEDIR);
  g_autofree char *prefix = g_path_get_dirname (share);

  if (program == NULL || g_str_has_prefix (program, prefix))
    return g_strdup (LOCALEDIR);

  g_autofree char *folder = g_path_get_dirname (program);
  for (gsize i = 0; i < G_N_ELEMENTS (build_folders); i++) {
    g_autofree char *candidate = g_build_filename (folder, build_folders[i], NULL);
    if (has_catalogue (candidate))
      return g_steal_pointer (&candidate);
  }
  return g_strdup (LOCALEDIR);
}

/* gettext looks at LANGUAGE in any locale but "C". The environment is changed, not only the locale:
 * GTK sets the locale from it once more. */
static void
use_fallback_locale (void)
{
  g_setenv ("LC_ALL", FALLBACK_LOCALE, TRUE);
  setlocale (LC_ALL, "");
}

static void
choose_locale (const char *language)
{
  /* Asked before anything is changed; the most specific one first, "C" for none. */
  g_autofree char *wanted = g_strdup (language ? language : g_get_language_names ()[0]);

  if (setlocale (LC_ALL, "") == NULL) {
    if (!g_str_equal (wanted, "C"))
      g_setenv ("LANGUAGE", wanted, TRUE);
    use_fallback_locale ();
    return;
  }
  if (language == NULL)
    return;
  g_setenv ("LANGUAGE", language, TRUE);
  const char *current = setlocale (LC_MESSAGES, NULL);
  if (g_str_equal (current, "C") || g_str_equal (current, "POSIX"))
    use_fallback_locale ();
}

void
gw_i18n_init (const char *language)
{
  g_autofree char *folder = find_catalogues ();

  choose_locale (language);
  /* Names with ü and codes in half blocks must come out in the plain C locale too. */
  if (!g_str_equal (nl_langinfo (CODESET), "UTF-8") &&
      g_str_equal (setlocale (LC_CTYPE, NULL), "C"))
    setlocale (LC_CTYPE, FALLBACK_LOCALE);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

char *
gw_day_text (gint32 date)
{
  g_autoptr (GDateTime) day =
      g_date_time_new_from_unix_utc (date * (G_TIME_SPAN_DAY / G_TIME_SPAN_SECOND));

  if (date <= 0 || day == NULL)
    return g_strdup ("?");
  /* Translators: a date in numbers, as strftime writes it; for German "%d.%m.%Y". */
  return g_date_time_format (day, _ ("%Y-%m-%d"));
}

const char *
gw_i18n_language (void)
{
  static char language[3];
  const char *name = g_get_language_names ()[0];
  gboolean is_code =
      g_ascii_islower (name[0]) && g_ascii_islower (name[1]) && !g_ascii_isalnum (name[2]);

  g_strlcpy (language, is_code ? name : "en", sizeof language);
  return language;
}
