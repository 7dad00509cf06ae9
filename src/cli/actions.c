/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See actions.h. */
#include "cli/actions.h"

#include "cli/opt.h"

static const char *
usage_of (const GwAction *action)
{
  return *action->usage ? _ (action->usage) : "";
}

char *
gw_actions_help (const GwAction *actions)
{
  g_return_val_if_fail (actions != NULL, NULL);

  GString *text = g_string_new (_ ("Actions:"));

  g_string_append_c (text, '\n');
  for (const GwAction *action = actions; action->name; action++) {
    g_autofree char *left = g_strdup_printf ("%s %s", action->name, usage_of (action));
    g_string_append_printf (text, "  %-24s %s\n", left, _ (action->summary));
  }
  return g_string_free (text, FALSE);
}

static gboolean
refuse (const GwAction *actions, const char *word, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (const GwAction *action = actions; action->name; action++)
    g_ptr_array_add (names, (gpointer)action->name);
  g_ptr_array_add (names, NULL);
  const char *nearest = gw_opt_nearest (word, (const char *const *)names->pdata);
  if (nearest)
    return gw_opt_refuse (error, _ ("there is no action %s; did you mean %s?"), word, nearest);
  g_autofree char *all = g_strjoinv (", ", (char **)names->pdata);
  return gw_opt_refuse (error, _ ("there is no action %s, only %s"), word, all);
}

static gboolean
check_words (const GwAction *action, const char *command, char **words, GError **error)
{
  guint count = g_strv_length (words);

  if (count < action->least)
    return gw_opt_refuse (error, _ ("something is missing: gangway %s %s %s"), command,
                          action->name, usage_of (action));
  if (count > action->most)
    return gw_opt_refuse (error, _ ("there is a word too many: gangway %s %s %s"), command,
                          action->name, usage_of (action));
  return TRUE;
}

GwExit
gw_actions_run (const GwAction *actions, const GwRun *run, GError **error)
{
  g_return_val_if_fail (actions != NULL && run != NULL && run->arguments[0] != NULL, GW_EXIT_USAGE);

  char **words = run->arguments + 1;

  for (const GwAction *action = actions; action->name; action++)
    if (g_str_equal (run->arguments[0], action->name))
      return check_words (action, run->command->name, words, error)
                 ? action->run (run, words, error)
                 : GW_EXIT_USAGE;
  refuse (actions, run->arguments[0], error);
  return GW_EXIT_USAGE;
}
