/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal hands over whole lines: when there is something to read, it is a line. */
#include "cli/ask.h"

#include <glib-unix.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/limits.h"

gboolean
gw_ask_is_possible (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

/* FALSE: ended before anything came. */
static gboolean
wait_for_input (const gboolean *stop, const gboolean *changed)
{
  gboolean readable = FALSE;
  guint source =
      g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, &readable);

  while (!readable && !*stop && !*changed)
    g_main_context_iteration (NULL, TRUE);
  if (!readable)
    g_source_remove (source);
  return readable;
}

/* The line in `buffer`, without its end; FALSE at the end of the input. */
static gboolean
read_line (const char *prompt, char *buffer, gsize size, const gboolean *stop,
           const gboolean *changed)
{
  g_printerr ("%s", prompt);
  if (!wait_for_input (stop, changed)) {
    g_printerr ("\n");
    return FALSE;
  }
  gssize got = read (STDIN_FILENO, buffer, size - 1);
  if (got <= 0)
    return FALSE;
  buffer[got] = '\0';
  buffer[strcspn (buffer, "\r\n")] = '\0';
  return TRUE;
}

char *
gw_ask_line_unless (const char *prompt, const gboolean *stop, const gboolean *changed)
{
  char buffer[GW_LIMIT_FORM_TEXT];

  g_return_val_if_fail (prompt != NULL && stop != NULL && changed != NULL, NULL);

  if (read_line (prompt, buffer, sizeof buffer, stop, changed))
    return g_strdup (g_strstrip (buffer));
  if (*changed)
    tcflush (STDIN_FILENO, TCIFLUSH);
  return NULL;
}

char *
gw_ask_line (const char *prompt, const gboolean *stop)
{
  const gboolean never = FALSE;

  return gw_ask_line_unless (prompt, stop, &never);
}

gboolean
gw_ask_yes (const char *prompt, gboolean preset, const gboolean *stop)
{
  g_autofree char *answer = gw_ask_line (prompt, stop);
  g_autofree char *folded = answer ? g_utf8_casefold (answer, -1) : NULL;

  if (folded == NULL)
    return FALSE;
  if (*folded == '\0')
    return preset;
  /* Translators: the letter that stands for yes in the questions that end in [y/N] or [Y/n]. */
  return g_str_has_prefix (folded, _ ("y")) || g_str_has_prefix (folded, "y");
}

GwSecret *
gw_ask_secret (const char *prompt, const gboolean *stop)
{
  char buffer[GW_LIMIT_PASSWORD + 2];
  struct termios before, silent;
  const gboolean never = FALSE;
  GwSecret *secret = NULL;

  g_return_val_if_fail (prompt != NULL && stop != NULL, NULL);

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return NULL;
  silent = before;
  silent.c_lflag &= ~(tcflag_t)ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  if (read_line (prompt, buffer, sizeof buffer, stop, &never) && *buffer)
    secret = gw_secret_new (buffer, NULL);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  gw_wipe (buffer, sizeof buffer);
  g_printerr ("\n");
  return secret;
}
