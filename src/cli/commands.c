/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table, and the way into it. */
#include "cli/commands.h"

#include "cli/opt.h"

const GwCommand *const gw_commands[] = {
    &gw_command_have,      &gw_command_list,
    &gw_command_providers, &gw_command_probe,
    &gw_command_replay,    &gw_command_operator,
    &gw_command_register,  &gw_command_recover,
    &gw_command_accounts,  &gw_command_qr,
    &gw_command_export,    &gw_command_contacted,
    &gw_command_manual,    NULL,
};

const GwCommand *
gw_command_find (const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (name != NULL, NULL);

  for (const GwCommand *const *command = gw_commands; *command; command++) {
    if (g_str_equal ((*command)->name, name))
      return *command;
    if (!(*command)->is_hidden)
      g_ptr_array_add (names, (gpointer)(*command)->name);
  }
  g_ptr_array_add (names, NULL);
  const char *nearest = gw_opt_nearest (name, (const char *const *)names->pdata);
  if (nearest)
    gw_opt_refuse (error, _ ("there is no command %s; did you mean %s?"), name, nearest);
  else
    gw_opt_refuse (error, _ ("there is no command %s; gangway --help lists them"), name);
  return NULL;
}
