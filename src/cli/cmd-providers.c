/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway providers: where the list comes from. A small table of actions. */
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/providers.h"

typedef GwExit (*Action) (const GwRun *run, char **words, GError **error);

static GwExit
add (const GwRun *run, char **words, GError **error)
{
  return gw_own_add (words[0], error) ? gw_providers_sources (run, words + 1, error)
                                      : GW_EXIT_GENERAL;
}

static GwExit
remove_one (const GwRun *run, char **words, GError **error)
{
  if (!gw_own_remove (words[0], error))
    return GW_EXIT_GENERAL;
  gw_list_copy_remove (words[0]);
  return gw_providers_sources (run, words + 1, error);
}

static const struct {
  const char *name;
  const char *usage;
  const char *summary;
  guint least, most; /* words behind it */
  Action run;
} actions[] = {
    {"update", N_ ("[URL|DOMAIN]..."), N_ ("fetch lists anew, or what a provider says of itself"),
     0, G_MAXUINT, gw_providers_update},
    {"show", N_ ("DOMAIN"), N_ ("all that is known of one provider, and from whom"), 1, 1,
     gw_providers_show},
    {"sources", "", N_ ("where the list comes from, and how old it is"), 0, 0,
     gw_providers_sources},
    {"diff", "", N_ ("what the last update changed"), 0, 0, gw_providers_diff},
    {"add", N_ ("URL|DOMAIN"), N_ ("add a list or a provider of your own"), 1, 1, add},
    {"remove", N_ ("URL|DOMAIN"), N_ ("take it away again"), 1, 1, remove_one},
};

static char *
list_actions (void)
{
  GString *text = g_string_new (_ ("Actions:"));

  g_string_append_c (text, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    const char *usage = *actions[i].usage ? _ (actions[i].usage) : "";
    g_autofree char *left = g_strdup_printf ("%s %s", actions[i].name, usage);
    g_string_append_printf (text, "  %-24s %s\n", left, _ (actions[i].summary));
  }
  return g_string_free (text, FALSE);
}

static gboolean
refuse_action (const char *word, GError **error)
{
  const char *names[G_N_ELEMENTS (actions) + 1] = {NULL};

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    names[i] = actions[i].name;
  const char *nearest = gw_opt_nearest (word, names);
  if (nearest)
    return gw_opt_refuse (error, _ ("there is no action %s; did you mean %s?"), word, nearest);
  g_autofree char *all = g_strjoinv (", ", (char **)names);
  return gw_opt_refuse (error, _ ("there is no action %s, only %s"), word, all);
}

static gboolean
check_words (gsize action, char **words, GError **error)
{
  const char *usage = *actions[action].usage ? _ (actions[action].usage) : "";
  guint count = g_strv_length (words);

  if (count < actions[action].least)
    return gw_opt_refuse (error, _ ("something is missing: gangway providers %s %s"),
                          actions[action].name, usage);
  if (count > actions[action].most)
    return gw_opt_refuse (error, _ ("there is a word too many: gangway providers %s %s"),
                          actions[action].name, usage);
  return TRUE;
}

static GwExit
run_providers (GwRun *run, GError **error)
{
  char **words = run->arguments + 1;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (run->arguments[0], actions[i].name))
      return check_words (i, words, error) ? actions[i].run (run, words, error) : GW_EXIT_USAGE;
  refuse_action (run->arguments[0], error);
  return GW_EXIT_USAGE;
}

const GwCommand gw_command_providers = {
    .name = "providers",
    .usage = N_ ("ACTION [options]"),
    .summary = N_ ("fetch, look into and extend the list of providers"),
    .text = N_ ("The list comes with this program. “update” asks for a newer one, and takes it "
                "only if it is whole and plausible; nobody else is contacted. Example: gangway "
                "providers update"),
    .min_arguments = 1,
    .max_arguments = -1,
    .run = run_providers,
    .more = list_actions,
};
