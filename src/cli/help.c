/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints help: usage, what it does, options in two columns, exit statuses. */
#include "cli/help.h"

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "export/wrap.h"

enum { INDENT = 2, GAP = 2, LEFT_MAX = 28 };

static const GwHelpStatus statuses[] = {
    {GW_EXIT_DONE, N_ ("done")},
    {GW_EXIT_GENERAL, N_ ("something went wrong that fits nowhere below")},
    {GW_EXIT_USAGE, N_ ("wrong use")},
    {GW_EXIT_NETWORK, N_ ("network, or no answer in time")},
    {GW_EXIT_REFUSED, N_ ("the server said no")},
    {GW_EXIT_SECURITY, N_ ("no secure connection, or a bad certificate")},
    {GW_EXIT_DATA, N_ ("data that cannot be used")},
    {GW_EXIT_CANCELLED, N_ ("cancelled")},
    {GW_EXIT_STORE, N_ ("keyring or file")},
    {GW_EXIT_PENDING, N_ ("the outcome is not known yet")},
    {0, NULL},
};

/* "  left    right, broken into lines\n" */
static void
print_row (const char *left, int left_width, const char *right)
{
  int column = INDENT + left_width + GAP;
  g_auto (GStrv) lines = gw_wrap (right, MAX (gw_output_width () - column, 20));

  gw_output_styled (GW_STYLE_BOLD, "%*s%s", INDENT, "", left);
  int used = INDENT + gw_wrap_columns (left);
  if (used + GAP > column) {
    gw_output_styled (GW_STYLE_PLAIN, "\n");
    used = 0;
  }
  for (char **line = lines; *line; line++) {
    gw_output_styled (GW_STYLE_PLAIN, "%*s%s\n", column - used, "", *line);
    used = 0;
  }
}

char *
gw_help_option (const GwOpt *option)
{
  return option->argument ? g_strdup_printf ("--%s %s", option->name, _ (option->argument))
                          : g_strdup_printf ("--%s", option->name);
}

static int
options_width (const GwOpt *options)
{
  int width = 0;

  for (const GwOpt *option = options; option->name; option++) {
    g_autofree char *text = gw_help_option (option);
    width = MAX (width, gw_wrap_columns (text));
  }
  return MIN (width, LEFT_MAX);
}

static void
print_options (const char *title, const GwOpt *options, int width)
{
  gw_output_styled (GW_STYLE_PLAIN, "\n%s\n", title);
  for (const GwOpt *option = options; option->name; option++) {
    g_autofree char *text = gw_help_option (option);
    print_row (text, width, _ (option->help));
  }
}

static void
print_more (const GwCommand *command)
{
  g_autofree char *more = command->more ? command->more () : NULL;

  if (more)
    gw_output_styled (GW_STYLE_PLAIN, "\n%s", more);
}

void
gw_help_command (const GwCommand *command)
{
  g_return_if_fail (command != NULL);

  gboolean has_options = command->options && command->options[0].name;
  int width = options_width (gw_common_options);

  if (has_options)
    width = MAX (width, options_width (command->options));
  gw_output_styled (GW_STYLE_PLAIN, _ ("Usage: gangway %s %s\n"), command->name,
                    _ (command->usage));
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (GW_STYLE_PLAIN, 0, _ (command->text));
  if (has_options)
    print_options (_ ("Options:"), command->options, width);
  print_more (command);
  print_options (_ ("Options of every command:"), gw_common_options, width);
}

const char *
gw_help_text (void)
{
  return _ ("Helps you get an XMPP address: choose a provider, register there, and "
            "hand the account to your phone. Nobody is contacted before you name "
            "them.");
}

const char *
gw_help_streams (void)
{
  return _ ("The result goes to standard output, everything else to standard error. "
            "gangway COMMAND --help says more about a command.");
}

const GwHelpStatus *
gw_help_statuses (void)
{
  return statuses;
}

static void
print_commands (void)
{
  int width = 0;

  gw_output_styled (GW_STYLE_PLAIN, "\n%s\n", _ ("Commands:"));
  for (const GwCommand *const *command = gw_commands; *command; command++)
    width = MAX (width, gw_wrap_columns ((*command)->name));
  for (const GwCommand *const *command = gw_commands; *command; command++)
    if (!(*command)->is_hidden)
      print_row ((*command)->name, width, _ ((*command)->summary));
}

void
gw_help_program (void)
{
  gw_output_styled (GW_STYLE_PLAIN, _ ("Usage: gangway COMMAND [options]\n"));
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (GW_STYLE_PLAIN, 0, gw_help_text ());
  print_commands ();
  print_options (_ ("Options of every command:"), gw_common_options,
                 options_width (gw_common_options));
  gw_output_styled (GW_STYLE_PLAIN, "\n%s\n", _ ("Exit status:"));
  for (const GwHelpStatus *row = statuses; row->text; row++) {
    g_autofree char *number = g_strdup_printf ("%d", row->status);
    print_row (number, 1, _ (row->text));
  }
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (GW_STYLE_PLAIN, 0, gw_help_streams ());
}
