/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway providers: where the list comes from. A small table of actions. */
#include "cli/actions.h"
#include "cli/providers.h"

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

static const GwAction actions[] = {
    {"update", N_ ("[URL|DOMAIN]..."), N_ ("fetch lists anew, or what a provider says of itself"),
     0, G_MAXUINT, gw_providers_update},
    {"show", N_ ("DOMAIN"), N_ ("all that is known of one provider, and from whom"), 1, 1,
     gw_providers_show},
    {"sources", "", N_ ("where the list comes from, and how old it is"), 0, 0,
     gw_providers_sources},
    {"diff", "", N_ ("what the last update changed"), 0, 0, gw_providers_diff},
    {"add", N_ ("URL|DOMAIN"), N_ ("add a list or a provider of your own"), 1, 1, add},
    {"remove", N_ ("URL|DOMAIN"), N_ ("take it away again"), 1, 1, remove_one},
    {NULL},
};

static char *
list_actions (void)
{
  return gw_actions_help (actions);
}

static GwExit
run_providers (GwRun *run, GError **error)
{
  return gw_actions_run (actions, run, error);
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
