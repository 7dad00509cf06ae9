/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One child, read by GIO. */
#include "cli/puzzle-command.h"

#include <gio/gio.h>

#include "gangway.h"

typedef struct {
  GBytes *output; /* NULL: not read */
  gboolean is_over;
} Run;

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  run->output = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  run->is_over = TRUE;
}

static void
read_output (GSubprocess *child, Run *run, const gboolean *stop, const gboolean *changed)
{
  g_autoptr (GCancellable) cancel = g_cancellable_new ();

  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (child), GW_LIMIT_FORM_TEXT,
                                   G_PRIORITY_DEFAULT, cancel, on_read, run);
  while (!run->is_over) {
    if (*stop || *changed)
      g_cancellable_cancel (cancel);
    g_main_context_iteration (NULL, TRUE);
  }
}

static char *
first_line (GBytes *output)
{
  gsize length;
  const char *data = g_bytes_get_data (output, &length);
  g_autofree char *text = g_strndup (data ? data : "", length);

  text[strcspn (text, "\r\n")] = '\0';
  g_strstrip (text);
  return *text && length < GW_LIMIT_FORM_TEXT && g_utf8_validate (text, -1, NULL)
             ? g_steal_pointer (&text)
             : NULL;
}

char *
gw_puzzle_command_run (const char *program, const char *path, const gboolean *stop,
                       const gboolean *changed, GError **error)
{
  g_return_val_if_fail (program != NULL && path != NULL && stop != NULL && changed != NULL, NULL);

  g_autoptr (GError) fault = NULL;
  Run run = {NULL, FALSE};
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &fault, program, path, NULL);

  if (child)
    read_output (child, &run, stop, changed);
  char *answer = run.output ? first_line (run.output) : NULL;
  g_clear_pointer (&run.output, g_bytes_unref);
  if (child)
    g_subprocess_force_exit (child);
  if (answer == NULL && !*stop && !*changed)
    gw_error_set (error, GW_ERROR_FAILED, program,
                  fault ? fault->message : _ ("it gave no answer to the puzzle"));
  return answer;
}
