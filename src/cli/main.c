/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program gangway: finds the command, reads its options, runs it, tells what went wrong. */
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/opt.h"
#include "cli/output.h"

static const char *const languages[] = {"de", "en", NULL};

static gboolean
is_resolver (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "@", 2);

  return parts[0] && g_hostname_is_ip_address (parts[0]) &&
         (parts[1] == NULL ||
          g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT16, NULL, NULL));
}

/* Everybody on this machine can read the words of a command. */
static const char *
find_proxy_fault (const char *text)
{
  const char *fault;
  g_autoptr (GwProxy) proxy = gw_proxy_parse (text, &fault);

  if (proxy && proxy->password)
    return _ ("--proxy takes no password, put it into the profile file: proxy=...");
  return fault;
}

/* What can be said about the common options without touching anything. */
static gboolean
check_common (const GwCommon *common, GError **error)
{
  const char *detail = NULL;

  if (common->lang && !g_strv_contains (languages, common->lang))
    detail = _ ("--lang is de or en");
  else if (common->resolver && !is_resolver (common->resolver))
    detail = _ ("--resolver is an IP address, with @ and a port if needed");
  else if (common->catalogue_url && !g_str_has_prefix (common->catalogue_url, "https://"))
    detail = _ ("--catalogue-url is an address that begins with https://");
  else if (common->doh && !g_str_has_prefix (common->doh, "https://"))
    detail = _ ("--doh is an address that begins with https://");
  else if (common->proxy)
    detail = find_proxy_fault (common->proxy);
  if (detail)
    gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return detail == NULL;
}

static void
override (char **setting, const char *given)
{
  if (given == NULL)
    return;
  g_free (*setting);
  *setting = g_strdup (given);
}

static GwProfile *
load_profile (const GwCommon *common, GError **error)
{
  GwProfile *profile =
      common->profile ? gw_profile_load (common->profile, error) : gw_profile_new ();

  if (profile == NULL)
    return NULL;
  override (&profile->resolver, common->resolver);
  override (&profile->trust_anchor, common->trust_anchor);
  override (&profile->ca_file, common->ca_file);
  override (&profile->catalogue_url, common->catalogue_url);
  override (&profile->doh_url, common->doh);
  if (common->proxy) {
    const char *fault;
    gw_proxy_free (profile->proxy);
    profile->proxy = gw_proxy_parse (common->proxy, &fault);
  }
  return profile;
}

static gboolean
check_count (const GwCommand *command, guint count, GError **error)
{
  const char *detail = NULL;

  if (count < (guint)command->min_arguments)
    detail = _ ("something is missing");
  else if (command->max_arguments >= 0 && count > (guint)command->max_arguments)
    detail = _ ("there is a word too many");
  if (detail == NULL)
    return TRUE;
  g_autofree char *usage =
      g_strdup_printf ("%s: gangway %s %s", detail, command->name, _ (command->usage));
  gw_error_set (error, GW_ERROR_USAGE, NULL, usage);
  return FALSE;
}

static void
print_version (const GwCommon *common)
{
  if (common->json)
    gw_output_json (json_pack ("{s:i, s:s}", "version", 1, "program", GANGWAY_VERSION));
  else
    gw_output_styled (GW_STYLE_PLAIN, "gangway %s\n", GANGWAY_VERSION);
}

static GwExit
run_command (const GwCommand *command, GwCommon *common, char **words, GError **error)
{
  static const GwOpt none[] = {{NULL}};
  g_autofree gpointer values = g_malloc0 (MAX (command->options_size, 1));
  const GwOptSet sets[] = {
      {command->options ? command->options : none, values}, {gw_common_options, common}, {NULL}};
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  gw_opt_init (&sets[0]);
  if (!gw_opt_parse (sets, &words, arguments, error))
    return GW_EXIT_USAGE;
  if (common->help) {
    gw_help_command (command);
    return GW_EXIT_DONE;
  }
  if (common->version) {
    print_version (common);
    return GW_EXIT_DONE;
  }
  if (!check_common (common, error) || !check_count (command, arguments->len, error))
    return GW_EXIT_USAGE;
  g_ptr_array_add (arguments, NULL);

  g_autoptr (GwProfile) profile = load_profile (common, error);
  if (profile == NULL)
    return GW_EXIT_GENERAL;
  GwRun run = {.command = command,
               .common = common,
               .profile = profile,
               .options = values,
               .arguments = (char **)arguments->pdata};
  return command->run (&run, error);
}

/* Options may stand before the command, too. */
static GwExit
run_words (char **words, GError **error)
{
  GwCommon common = {0};
  const GwOptSet sets[] = {{gw_common_options, &common}, {NULL}};

  if (!gw_opt_parse (sets, &words, NULL, error))
    return GW_EXIT_USAGE;
  if (*words) {
    const GwCommand *command = gw_command_find (*words, error);
    return command ? run_command (command, &common, words + 1, error) : GW_EXIT_USAGE;
  }
  if (common.version) {
    print_version (&common);
  } else if (common.help) {
    gw_help_program ();
  } else {
    gw_error_set (error, GW_ERROR_USAGE, NULL,
                  _ ("a command is missing; gangway --help lists them"));
    return GW_EXIT_USAGE;
  }
  return GW_EXIT_DONE;
}

/* A reader that had enough (head) is no failure; a full disk is one. */
static gboolean
is_reader_gone (void)
{
  struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

  return poll (&out, 1, 0) == 1 && (out.revents & POLLERR);
}

static gboolean
flush_output (GError **error)
{
  if ((fflush (stdout) == 0 && !ferror (stdout)) || is_reader_gone ())
    return TRUE;
  gw_error_set (error, GW_ERROR_FILE_WRITE, _ ("standard output"), NULL);
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  char **words = argc > 0 ? argv + 1 : argv;
  const char *language = gw_opt_peek_text (words, "lang");

  g_log_set_writer_func (gw_output_log, NULL, NULL);
  gw_secret_harden_process ();
  signal (SIGPIPE, SIG_IGN);
  gw_i18n_init (language && g_strv_contains (languages, language) ? language : NULL);

  GwExit status = run_words (words, &error);
  if (error) {
    status = gw_error_exit (gw_error_code (error));
    if (gw_opt_peek_flag (words, "json") || gw_opt_peek_flag (words, "ndjson"))
      gw_output_json (gw_output_error_json (error));
    else
      gw_output_error (error);
  }
  g_clear_error (&error);
  if (!flush_output (&error)) {
    gw_output_error (error);
    status = gw_error_exit (gw_error_code (error));
  }
  return status;
}
