/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway qr: an account as a setup code, on the terminal or in a picture. */
#include "cli/handover.h"
#include "cli/output.h"
#include "cli/reveal.h"

typedef struct {
  const char *app;
  const char *account;
  int password_fd;
  const char *output;
} QrOptions;

static const GwOpt options[] = {
    {"for", GW_OPT_TEXT, offsetof (QrOptions, app), N_ ("APP"), N_ ("the app that will scan it")},
    {"account", GW_OPT_TEXT, offsetof (QrOptions, account), N_ ("ADDRESS"),
     N_ ("your XMPP address, or its label")},
    {"password-fd", GW_OPT_NUMBER, offsetof (QrOptions, password_fd), N_ ("FD"),
     N_ ("read the password from this descriptor, not from the keyring")},
    {"output", GW_OPT_TEXT, offsetof (QrOptions, output), N_ ("FILE"),
     N_ ("write a picture, FILE.png or FILE.svg, instead of showing the code")},
    {NULL},
};

static const char *const camera_note =
    N_ ("Scan it with the app itself, not with the camera: the code holds your password.");

/* "conversations, monal, ..." */
static char *
list_app_ids (void)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (const GwApp *app = gw_apps (); app->id; app++)
    g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", app->id);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static const GwApp *
choose_app (const char *id, GError **error)
{
  const GwApp *app = id ? gw_app_find (id) : NULL;

  if (app)
    return app;
  g_autofree char *ids = list_app_ids ();
  g_autofree char *known =
      g_strdup_printf (id ? _ ("known are %s") : _ ("--for APP is missing; known are %s"), ids);
  gw_error_set (error, id ? GW_ERROR_NO_CODE : GW_ERROR_USAGE, id, known);
  return NULL;
}

static gboolean
print_file (const GwQr *qr, const char *path, const GwCommon *common, GError **error)
{
  if (!gw_qr_save (qr, path, error))
    return FALSE;
  if (!common->json)
    gw_output_styled (GW_STYLE_PLAIN, "%s\n", path);
  return TRUE;
}

static gboolean
print_plain (const GwQr *qr, GError **error)
{
  char *text = gw_qr_terminal (qr, FALSE);
  gboolean done = gw_handover_write (text, error);

  gw_wipe_free (text);
  return done;
}

/* A terminal that says it can do nothing gets what a pipe gets. */
static gboolean
can_reveal (void)
{
  return gw_output_is_terminal () && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

static gboolean
reveal (const char *payload, const GwApp *app, const char *address, GError **error)
{
  g_autofree char *title =
      g_strdup_printf (_ ("Setup code of %s for %s (%s)"), address, app->name, app->platform);
  const char *notes[] = {title, _ (app->where), _ (camera_note),
                         app->warning ? _ (app->warning) : NULL, NULL};

  return gw_reveal_code (payload, notes, error);
}

static void
print_json (const GwApp *app, const char *address, const char *path)
{
  /* JSON is UTF-8; file names need not be. */
  g_autofree char *file = path ? g_filename_display_name (path) : NULL;

  gw_output_json (json_pack ("{s:i, s:s, s:s, s:s?, s:s}", "version", 1, "app", app->id, "address",
                             address, "file", file, "where", _ (app->where)));
}

static gboolean
hand_over (const GwRun *run, const GwApp *app, const char *address, const char *payload,
           GError **error)
{
  const QrOptions *chosen = run->options;
  g_autoptr (GwQr) qr = gw_qr_new (payload, error);

  if (qr == NULL)
    return FALSE;
  if (chosen->output == NULL && !run->common->json && can_reveal ())
    return reveal (payload, app, address, error);
  if (chosen->output && !print_file (qr, chosen->output, run->common, error))
    return FALSE;
  if (run->common->json) {
    print_json (app, address, chosen->output);
    return TRUE;
  }
  if (chosen->output == NULL && !print_plain (qr, error))
    return FALSE;
  gw_handover_advise (run->common, _ (app->where));
  gw_handover_advise (run->common, _ (camera_note));
  if (app->warning)
    gw_handover_advise (run->common, _ (app->warning));
  return TRUE;
}

static GwExit
run_qr (GwRun *run, GError **error)
{
  const QrOptions *chosen = run->options;
  const GwApp *app = choose_app (chosen->app, error);
  g_autoptr (GwJid) jid = app ? gw_handover_account (chosen->account, error) : NULL;
  g_autoptr (GwSecret) password =
      jid ? gw_handover_password (jid, chosen->password_fd, error) : NULL;

  if (password == NULL)
    return GW_EXIT_GENERAL;
  g_autofree char *address = gw_jid_to_string (jid);
  char *payload = app->payload (jid, password);
  gboolean done = hand_over (run, app, address, payload, error);
  gw_wipe_free (payload);
  return done ? GW_EXIT_DONE : GW_EXIT_GENERAL;
}

static char *
describe_apps (void)
{
  GString *text = g_string_new (_ ("Apps that read such a code:\n"));

  for (const GwApp *app = gw_apps (); app->id; app++)
    g_string_append_printf (text, "  %-16s %s (%s)\n", app->id, app->name, app->platform);
  return g_string_free (text, FALSE);
}

const GwCommand gw_command_qr = {
    .name = "qr",
    .usage = N_ ("--for APP --account ADDRESS [options]"),
    .summary = N_ ("show your account as a code that a phone app scans"),
    .text = N_ ("The code holds your address and your password, in the form that the app "
                "understands. On a terminal it is shown for 60 seconds at most. Example: gangway "
                "qr --for conversations --account alice@example.org"),
    .options = options,
    .options_size = sizeof (QrOptions),
    .run = run_qr,
    .more = describe_apps,
};
