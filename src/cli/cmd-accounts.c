/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway accounts: the addresses that were made on this computer. Contacts nobody. */
#include "cli/account-named.h"
#include "cli/actions.h"
#include "cli/output.h"

/* --- the list ----------------------------------------------------------------------------------
 */

static json_t *
account_json (const GwAccount *account)
{
  g_autofree char *address = gw_jid_to_string (account->jid);
  g_autofree char *path =
      account->keep && account->keep->path ? g_filename_display_name (account->keep->path) : NULL;
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (account->since);
  g_autofree char *time = since ? g_date_time_format_iso8601 (since) : NULL;

  return json_pack ("{s:s, s:s?, s:s?, s:s?, s:s?, s:b}", "address", address, "label",
                    account->label, "kept",
                    account->keep ? gw_keep_name (account->keep->kind) : NULL, "file", path,
                    "since", time, "verified", account->verified);
}

static char *
place_text (const GwKeep *keep)
{
  g_autofree char *path = keep && keep->path ? g_filename_display_name (keep->path) : NULL;

  if (keep == NULL)
    return g_strdup (_ ("nobody knows where the password is"));
  switch (keep->kind) {
  case GW_KEEP_KEYRING:
    return g_strdup (_ ("password in the keyring"));
  case GW_KEEP_FILE:
    return g_strdup_printf (_ ("password in the file %s"), path);
  case GW_KEEP_PERSON:
  default:
    return g_strdup (_ ("password with you alone"));
  }
}

static void
print_account (const GwAccount *account)
{
  g_autofree char *address = gw_jid_to_string (account->jid);
  g_autofree char *place = place_text (account->keep);
  g_autofree char *day = gw_day_text ((gint32)(account->since / (24 * 60 * 60)));
  g_autofree char *since = g_strdup_printf (_ ("since %s"), day);

  gw_output_styled (GW_STYLE_BOLD, "%s", address);
  if (account->label)
    gw_output_styled (GW_STYLE_PLAIN, "  %s", account->label);
  gw_output_styled (GW_STYLE_PLAIN, "\n  %s · %s · ", since, place);
  gw_output_styled (account->verified ? GW_STYLE_GOOD : GW_STYLE_WARN, "%s\n",
                    account->verified ? _ ("it works") : _ ("not tried out yet"));
}

static GwExit
list (const GwRun *run, char **words, GError **error)
{
  g_autoptr (GPtrArray) accounts = gw_accounts_list (error);
  json_t *array = json_array ();

  if (accounts == NULL) {
    json_decref (array);
    return GW_EXIT_STORE;
  }
  for (guint i = 0; i < accounts->len; i++) {
    if (run->common->json)
      json_array_append_new (array, account_json (g_ptr_array_index (accounts, i)));
    else
      print_account (g_ptr_array_index (accounts, i));
  }
  if (accounts->len == 0 && !run->common->json && !run->common->quiet)
    gw_output_paragraph (GW_STYLE_PLAIN, 0,
                         _ ("No address was made here yet. gangway list shows providers."));
  if (run->common->json)
    gw_output_json (json_pack ("{s:i, s:o}", "version", 1, "accounts", array));
  else
    json_decref (array);
  return GW_EXIT_DONE;
}

/* --- what can be done to one -------------------------------------------------------------------
 */

static GwExit
label (const GwRun *run, char **words, GError **error)
{
  g_autoptr (GwJid) jid = gw_account_named (words[0], error);

  if (jid == NULL || !gw_accounts_label (jid, words[1], error))
    return GW_EXIT_GENERAL;
  return list (run, words, error);
}

static GwExit
forget (const GwRun *run, char **words, GError **error)
{
  g_autoptr (GwJid) jid = gw_account_named (words[0], error);

  if (jid == NULL || !gw_accounts_forget (jid, error))
    return GW_EXIT_GENERAL;
  return list (run, words, error);
}

static const GwAction actions[] = {
    {"list", "", N_ ("all of them, the oldest first; the same as no action"), 0, 0, list},
    {"label", N_ ("ACCOUNT [TEXT]"), N_ ("call it TEXT, on this computer only; none: no more"), 1,
     2, label},
    {"forget", N_ ("ACCOUNT"), N_ ("take it off this list; account and password stay"), 1, 1,
     forget},
    {NULL},
};

static char *
list_actions (void)
{
  return gw_actions_help (actions);
}

static GwExit
run_accounts (GwRun *run, GError **error)
{
  return run->arguments[0] ? gw_actions_run (actions, run, error)
                           : list (run, run->arguments, error);
}

const GwCommand gw_command_accounts = {
    .name = "accounts",
    .usage = N_ ("[ACTION] [options]"),
    .summary = N_ ("show the addresses that were made on this computer"),
    .text = N_ ("Lists each address with its label, where its password is, and whether it was seen "
                "to work. No secret is in that list, and nobody is contacted. ACCOUNT is an "
                "address or its label. Example: gangway accounts label alice@open.example work"),
    .min_arguments = 0,
    .max_arguments = -1,
    .run = run_accounts,
    .more = list_actions,
};
