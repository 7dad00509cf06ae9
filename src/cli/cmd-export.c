/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway export: an account in one of the formats of a table. */
#include "cli/handover.h"
#include "cli/output.h"

#include "base/store.h"

typedef struct {
  const char *account;
  int password_fd;
  const char *password;
  const char *output;
} ExportOptions;

static const GwOpt options[] = {
    {"account", GW_OPT_TEXT, offsetof (ExportOptions, account), N_ ("ADDRESS"),
     N_ ("your XMPP address, or its label")},
    {"password", GW_OPT_TEXT, offsetof (ExportOptions, password), N_ ("none|plain"),
     N_ ("leave the password out (the default), or write it in clear letters")},
    {"password-fd", GW_OPT_NUMBER, offsetof (ExportOptions, password_fd), N_ ("FD"),
     N_ ("read the password from this descriptor, not from the keyring")},
    {"output", GW_OPT_TEXT, offsetof (ExportOptions, output), N_ ("FILE"),
     N_ ("write a new file that only you can read")},
    {NULL},
};

typedef struct {
  const char *id;
  const char *summary;
  /* `password` NULL: left out. Free the text with gw_wipe_free(). */
  char *(*text) (const GwJid *jid, GwSecret *password);
} Format;

static const Format formats[] = {
    {"card", N_ ("a sheet to read, print and keep"), gw_card_text},
};

static const Format *
choose_format (const char *id, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (g_str_equal (formats[i].id, id))
      return &formats[i];
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", formats[i].id);
  }
  g_autofree char *detail = g_strdup_printf (_ ("no such format; known are %s"), known->str);
  gw_error_set (error, GW_ERROR_USAGE, id, detail);
  return NULL;
}

/* Whether the password is to be written; FALSE with an error for anything but the two words. */
static gboolean
wants_password (const GwRun *run, gboolean *wanted, GError **error)
{
  const ExportOptions *chosen = run->options;
  const char *detail = NULL;

  *wanted = g_strcmp0 (chosen->password, "plain") == 0;
  if (chosen->password && !*wanted && !g_str_equal (chosen->password, "none"))
    detail = _ ("--password is none or plain");
  else if (*wanted && run->common->json && chosen->output == NULL)
    detail = _ ("with --json, a password is written only to a file: add --output FILE");
  if (detail)
    gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return detail == NULL;
}

static void
print_json (const Format *format, const GwJid *jid, const char *path, gboolean with_password,
            const char *text)
{
  g_autofree char *address = gw_jid_to_string (jid);
  /* JSON is UTF-8; file names need not be. */
  g_autofree char *file = path ? g_filename_display_name (path) : NULL;

  gw_output_json (json_pack ("{s:i, s:s, s:s, s:s?, s:s, s:s?}", "version", 1, "format", format->id,
                             "address", address, "file", file, "password",
                             with_password ? "plain" : "none", "text", path ? NULL : text));
}

static gboolean
hand_over (const GwRun *run, const Format *format, const GwJid *jid, GwSecret *password,
           const char *text, GError **error)
{
  const ExportOptions *chosen = run->options;

  if (chosen->output && !gw_store_write_new (chosen->output, text, strlen (text), error))
    return FALSE;
  if (run->common->json) {
    print_json (format, jid, chosen->output, password != NULL, text);
    return TRUE;
  }
  if (chosen->output)
    gw_output_styled (GW_STYLE_PLAIN, "%s\n", chosen->output);
  else if (!gw_handover_write (text, error))
    return FALSE;
  if (password == NULL && chosen->password_fd >= 0)
    gw_handover_advise (run->common, _ ("The password was left out. --password plain writes it."));
  return TRUE;
}

static GwExit
run_export (GwRun *run, GError **error)
{
  const ExportOptions *chosen = run->options;
  gboolean wanted;
  const Format *format = choose_format (run->arguments[0], error);
  g_autoptr (GwJid) jid = format && wants_password (run, &wanted, error)
                              ? gw_handover_account (chosen->account, error)
                              : NULL;

  if (jid == NULL)
    return GW_EXIT_GENERAL;
  g_autoptr (GwSecret) password =
      wanted ? gw_handover_password (jid, chosen->password_fd, error) : NULL;
  if (wanted && password == NULL)
    return GW_EXIT_GENERAL;
  char *text = format->text (jid, password);
  gboolean done = hand_over (run, format, jid, password, text, error);
  gw_wipe_free (text);
  return done ? GW_EXIT_DONE : GW_EXIT_GENERAL;
}

static char *
describe_formats (void)
{
  GString *text = g_string_new (_ ("Formats:\n"));

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    g_string_append_printf (text, "  %-16s %s\n", formats[i].id, _ (formats[i].summary));
  return g_string_free (text, FALSE);
}

const GwCommand gw_command_export = {
    .name = "export",
    .usage = N_ ("FORMAT --account ADDRESS [options]"),
    .summary = N_ ("write your account to a file for keeping or for another app"),
    .text = N_ ("Nothing secret is written unless you ask for it, and no file is ever replaced. "
                "Example: gangway export card --account alice@example.org --output card.txt"),
    .options = options,
    .options_size = sizeof (ExportOptions),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_export,
    .more = describe_formats,
};
