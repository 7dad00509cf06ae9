/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway-gtk: the window. */
#include "application.h"

#include <gangway.h>
#include <signal.h>

/* --lang, before anything is translated: GLib decides once, at the first text. NULL: the system's.
 */
static const char *
find_language (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (g_str_has_prefix (argv[i], "--lang="))
      return argv[i] + strlen ("--lang=");
    if (g_str_equal (argv[i], "--lang") && i + 1 < argc)
      return argv[i + 1];
  }
  return NULL;
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  gw_secret_harden_process ();
  gw_i18n_init (find_language (argc, argv));

  g_autoptr (GangwayApplication) application = gangway_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
