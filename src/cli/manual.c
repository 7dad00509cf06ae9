/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Section by section. */
#include "cli/manual.h"

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/opt.h"
#include "cli/roff.h"
#include "probe/explain.h"

typedef struct {
  const char *name;
  const char *text; /* N_() */
} Row;

static const Row files[] = {
    {"$XDG_STATE_HOME/gangway/ (~/.local/state/gangway/)",
     N_ ("What was seen of providers from here, whom Gangway contacted, registrations that are "
         "under way, lists of one's own. Never a password.")},
    {"$XDG_CACHE_HOME/gangway/ (~/.cache/gangway/)",
     N_ ("Copies of lists that were fetched. They may be deleted at any time.")},
    {NULL},
};

static const Row variables[] = {
    {"LANGUAGE, LC_ALL, LC_MESSAGES, LANG", N_ ("The language; --lang goes before them.")},
    {"NO_COLOR", N_ ("When it is set and not empty, nothing is coloured.")},
    {"COLUMNS", N_ ("The width of text that does not go to a terminal.")},
    {"XDG_STATE_HOME, XDG_CACHE_HOME", N_ ("See the files above.")},
    {NULL},
};

static void
add_rows (GString *page, const char *title, const Row *rows)
{
  gw_roff_heading (page, "SH", title);
  for (; rows->name; rows++) {
    gw_roff_item (page, rows->name);
    gw_roff_text (page, _ (rows->text));
  }
}

static void
add_options (GString *page, const GwOpt *options)
{
  for (const GwOpt *option = options; option && option->name; option++) {
    g_autofree char *tag = gw_help_option (option);
    gw_roff_item (page, tag);
    gw_roff_text (page, _ (option->help));
  }
}

static void
add_command (GString *page, const GwCommand *command)
{
  g_autofree char *usage = g_strdup_printf ("gangway %s %s", command->name, _ (command->usage));
  g_autofree char *more = command->more ? command->more () : NULL;

  gw_roff_heading (page, "SS", usage);
  gw_roff_text (page, _ (command->text));
  add_options (page, command->options);
  if (more) {
    g_string_append (page, ".PP\n");
    gw_roff_lines (page, more);
  }
}

static void
add_commands (GString *page)
{
  gw_roff_heading (page, "SH", _ ("COMMANDS"));
  for (const GwCommand *const *command = gw_commands; *command; command++)
    if (!(*command)->is_hidden)
      add_command (page, *command);
}

static void
add_statuses (GString *page)
{
  gw_roff_heading (page, "SH", _ ("EXIT STATUS"));
  for (const GwHelpStatus *row = gw_help_statuses (); row->text; row++) {
    g_autofree char *number = g_strdup_printf ("%d", row->status);
    gw_roff_item (page, number);
    gw_roff_text (page, _ (row->text));
  }
}

static void
add_check (GString *page, const GwCheck *check)
{
  g_autoptr (GArray) rows = gw_explain_rows (check);

  gw_roff_item (page, check->id);
  gw_roff_text (page, gw_explain_title (check));
  for (guint i = 0; i < rows->len; i++) {
    const GwExplainRow *row = &g_array_index (rows, GwExplainRow, i);
    gw_roff_labelled (page, row->label, row->is_lines ? "" : row->text);
    if (row->is_lines)
      gw_roff_lines (page, row->text);
  }
}

static void
add_checks (GString *page)
{
  gw_roff_heading (page, "SH", _ ("CHECKS"));
  gw_roff_text (page, _ ("What gangway probe looks at. The names are stable, for people and for "
                         "programs; gangway probe --explain NAME says the same as this page."));
  for (int group = 0; group < GW_N_GROUPS; group++) {
    gboolean has_title = FALSE;
    for (const GwCheck *check = gw_checks (); check->id; check++) {
      if (check->group != (GwCheckGroup)group)
        continue;
      if (!has_title)
        gw_roff_heading (page, "SS", gw_check_group_text (check->group));
      has_title = TRUE;
      add_check (page, check);
    }
  }
}

static void
add_head (GString *page)
{
  /* Ragged and unhyphenated: the patterns for hyphens are those of one language. */
  g_string_append (page, ".TH GANGWAY 1 \"\" \"Gangway " GANGWAY_VERSION "\"\n.nh\n.ad l\n");
  gw_roff_heading (page, "SH", _ ("NAME"));
  g_string_append (page, "gangway \\- ");
  gw_roff_text (page, _ ("get an XMPP address, and look at XMPP servers"));
  gw_roff_heading (page, "SH", _ ("SYNOPSIS"));
  gw_roff_text (page, _ ("gangway COMMAND [options]"));
  gw_roff_heading (page, "SH", _ ("DESCRIPTION"));
  gw_roff_text (page, gw_help_text ());
  gw_roff_paragraph (page, gw_help_streams ());
}

char *
gw_manual (void)
{
  GString *page = g_string_new (".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n");

  add_head (page);
  add_commands (page);
  gw_roff_heading (page, "SH", _ ("OPTIONS OF EVERY COMMAND"));
  add_options (page, gw_common_options);
  add_statuses (page);
  add_checks (page);
  add_rows (page, _ ("FILES"), files);
  add_rows (page, _ ("ENVIRONMENT"), variables);
  return g_string_free (page, FALSE);
}

/* Not by gw_output_styled(): nothing of it is for a terminal. */
static GwExit
run_manual (GwRun *run, GError **error)
{
  g_autofree char *page = gw_manual ();

  fputs (page, stdout);
  return GW_EXIT_DONE;
}

const GwCommand gw_command_manual = {
    .name = "manual",
    .usage = N_ ("[options]"),
    .summary = N_ ("print the manual"),
    .text = N_ ("Prints the manual for man(1)."),
    .run = run_manual,
    .is_hidden = TRUE,
};
