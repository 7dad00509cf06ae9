/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway recover: what became of registrations that were cut off. */
#include <glib-unix.h>

#include "cli/ask.h"
#include "cli/output.h"

typedef struct {
  const char *forget;
} RecoverOptions;

static const GwOpt options[] = {
    {"forget", GW_OPT_TEXT, offsetof (RecoverOptions, forget), N_ ("ADDRESS"),
     N_ ("you will not finish this registration on a website: ask for it no more")},
    {NULL},
};

typedef struct {
  const GwRun *run;
  GwEngine *engine;
  GCancellable *cancel;
  gboolean interrupted;
  json_t *attempts; /* for --json; NULL else */
} Session;

/* One entry, on its way through a thread. */
typedef struct {
  Session *session;
  const GwEntry *entry;
  GwSecret *password; /* NULL: from where it is kept */
  GwRecovered outcome;
  GError *error;
  GwMailbox *box;
  gboolean done;
} Case;

static const char *const sentences[] = {
    [GW_RECOVERED_VERIFIED] = N_ ("exists and works: a message to yourself came back."),
    [GW_RECOVERED_CREATED] = N_ ("exists. Trying it out did not work yet."),
    [GW_RECOVERED_NOT_CREATED] = N_ ("was not made. You can try again."),
    [GW_RECOVERED_REFUSED] = N_ ("was refused by the provider."),
    [GW_RECOVERED_AWAY] = N_ ("registers on the website of the provider and cannot log in yet."),
    [GW_RECOVERED_PENDING] = N_ ("is still open: nobody knows yet whether it exists."),
    [GW_RECOVERED_NO_PASSWORD] = N_ ("is still open: without the password nobody can find out."),
    [GW_RECOVERED_HELD] = N_ ("is being worked on right now by another window or command."),
};

static GwStyle
style_of (GwRecovered outcome)
{
  switch (outcome) {
  case GW_RECOVERED_VERIFIED:
    return GW_STYLE_GOOD;
  case GW_RECOVERED_NOT_CREATED:
  case GW_RECOVERED_REFUSED:
    return GW_STYLE_PLAIN;
  default:
    return GW_STYLE_WARN;
  }
}

/* --- one login in a thread, so that Ctrl-C can end it ------------------------------------------
 */

static void
on_done (gpointer data)
{
  ((Case *)data)->done = TRUE;
}

static gpointer
work (gpointer data)
{
  Case *item = data;

  item->outcome = gw_recover_one (item->session->engine, item->entry->id, item->password,
                                  item->session->cancel, &item->error);
  gw_mailbox_put (item->box, on_done, item, NULL);
  return NULL;
}

static void
settle (Case *item)
{
  item->box = gw_mailbox_new (NULL, 0);
  GThread *thread = g_thread_new ("recover", work, item);
  while (!item->done)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  gw_mailbox_close (item->box);
  g_clear_pointer (&item->box, gw_mailbox_unref);
}

static gboolean
on_interrupt (gpointer data)
{
  Session *session = data;

  session->interrupted = TRUE;
  g_cancellable_cancel (session->cancel);
  return G_SOURCE_CONTINUE;
}

/* --- what the journal itself knows -------------------------------------------------------------
 */

/* The sentence of a refusal that was written down by name. */
static GError *
refusal_of (const GwEntry *entry)
{
  GError *error = NULL;

  for (int code = 0; entry->reason && code < GW_N_ERRORS; code++)
    if (strcmp (gw_error_name ((GwErrorCode)code), entry->reason) == 0)
      gw_error_set (&error, (GwErrorCode)code, entry->jid->domain, NULL);
  return error;
}

/* Only the person has it, and a login is needed. */
static GwSecret *
ask_password (Session *session, const GwEntry *entry)
{
  gboolean needed = entry->stage == GW_STAGE_AWAY || entry->stage == GW_STAGE_SUBMITTING ||
                    entry->stage == GW_STAGE_CREATED;

  if (!needed || entry->keep == NULL || entry->keep->kind != GW_KEEP_PERSON ||
      !gw_ask_is_possible ())
    return NULL;
  g_autofree char *address = gw_jid_to_string (entry->jid);
  g_autofree char *prompt = g_strdup_printf (_ ("Password of %s (Enter: later): "), address);
  return gw_ask_secret (prompt, &session->interrupted);
}

/* --- printing ----------------------------------------------------------------------------------
 */

static void
add_text (json_t *object, const char *key, const char *text)
{
  json_object_set_new (object, key, text ? json_string (text) : json_null ());
}

static void
print_json (Session *session, const Case *item, const char *address)
{
  const GError *error = item->error;
  GwErrorCode code = error ? gw_error_code (error) : GW_ERROR_FAILED;
  json_t *object = json_object ();

  add_text (object, "address", address);
  add_text (object, "state", gw_recovered_name (item->outcome));
  add_text (object, "reason", error ? gw_error_name (code) : NULL);
  add_text (object, "reason_text", error ? error->message : NULL);
  add_text (object, "next", error ? gw_next_name (gw_error_next (code)) : NULL);
  add_text (object, "next_text", error ? gw_next_text (gw_error_next (code)) : NULL);
  add_text (object, "page", item->outcome == GW_RECOVERED_AWAY ? item->entry->page : NULL);
  json_array_append_new (session->attempts, object);
}

static void
print_text (const Case *item, const char *address)
{
  gw_output_styled (GW_STYLE_BOLD, "%s", address);
  gw_output_styled (style_of (item->outcome), " %s\n", _ (sentences[item->outcome]));
  if (item->outcome == GW_RECOVERED_AWAY) {
    if (item->entry->page)
      gw_output_styled (GW_STYLE_PLAIN, "  %s\n", item->entry->page);
    gw_output_styled (GW_STYLE_DIM, "  gangway recover --forget %s\n", address);
    return;
  }
  /* That nothing was made needs no reason: the login that was refused is the proof. */
  if (item->error && item->outcome != GW_RECOVERED_NOT_CREATED)
    gw_output_paragraph (GW_STYLE_DIM, 2, item->error->message);
}

static void
recover (Session *session, const GwEntry *entry)
{
  g_autofree char *address = gw_jid_to_string (entry->jid);
  Case item = {.session = session, .entry = entry};

  item.password = ask_password (session, entry);
  if (!session->interrupted) {
    g_autofree char *text = g_strdup_printf (_ ("Looking after %s …"), address);
    gw_output_progress (session->run->common, text);
    settle (&item);
    gw_output_progress (session->run->common, NULL);
    if (item.outcome == GW_RECOVERED_REFUSED && item.error == NULL)
      item.error = refusal_of (entry);
    if (session->attempts)
      print_json (session, &item, address);
    else
      print_text (&item, address);
  }
  g_clear_error (&item.error);
  gw_secret_unref (item.password);
}

static void
recover_all (Session *session, GPtrArray *entries)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, session);
  guint terminate = g_unix_signal_add (SIGTERM, on_interrupt, session);

  for (guint i = 0; i < entries->len && !session->interrupted; i++)
    recover (session, g_ptr_array_index (entries, i));
  g_source_remove (interrupt);
  g_source_remove (terminate);
}

/* NULL: there is none of that address. */
static const GwEntry *
find_entry (GPtrArray *entries, const GwJid *jid)
{
  for (guint i = 0; i < entries->len; i++) {
    const GwEntry *entry = g_ptr_array_index (entries, i);
    if (g_str_equal (entry->jid->local, jid->local) &&
        g_str_equal (entry->jid->domain, jid->domain))
      return entry;
  }
  return NULL;
}

static gboolean
forget (const char *address, GPtrArray *entries, GError **error)
{
  g_autoptr (GwJid) jid = gw_jid_parse (address, error);
  const GwEntry *entry = jid ? find_entry (entries, jid) : NULL;

  if (entry)
    return gw_recover_forget (entry->id, error);
  if (jid)
    gw_error_set (error, GW_ERROR_NOT_THERE, address, NULL);
  return FALSE;
}

static gboolean
look_after (Session *session, GPtrArray *entries, GError **error)
{
  session->engine = gw_engine_new (session->run->profile, error);
  if (session->engine == NULL)
    return FALSE;
  session->cancel = g_cancellable_new ();
  recover_all (session, entries);
  g_object_unref (session->cancel);
  gw_engine_free (session->engine);
  if (session->interrupted)
    gw_error_set (error, GW_ERROR_CANCELLED, NULL, NULL);
  return !session->interrupted;
}

/* Contacts nobody: the rest is for the next time. */
static GwExit
run_forget (const GwRun *run, const char *address, GError **error)
{
  g_autoptr (GPtrArray) entries = gw_recover_list ();

  if (!forget (address, entries, error))
    return GW_EXIT_GENERAL;
  if (run->common->json)
    gw_output_json (json_pack ("{s:i, s:[]}", "version", 1, "attempts"));
  return GW_EXIT_DONE;
}

static GwExit
run (GwRun *run, GError **error)
{
  const RecoverOptions *chosen = run->options;
  Session session = {.run = run};
  g_autoptr (GPtrArray) entries = gw_recover_list ();

  if (chosen->forget)
    return run_forget (run, chosen->forget, error);
  session.attempts = run->common->json ? json_array () : NULL;
  if (entries->len > 0 && !look_after (&session, entries, error)) {
    json_decref (session.attempts);
    return GW_EXIT_GENERAL;
  }
  if (session.attempts)
    gw_output_json (json_pack ("{s:i, s:o}", "version", 1, "attempts", session.attempts));
  else if (entries->len == 0 && !run->common->quiet)
    gw_output_styled (GW_STYLE_PLAIN, "%s\n", _ ("Nothing is open."));
  g_autoptr (GPtrArray) left = gw_recover_list ();
  return left->len > 0 ? GW_EXIT_PENDING : GW_EXIT_DONE;
}

const GwCommand gw_command_recover = {
    .name = "recover",
    .usage = N_ ("[options]"),
    .summary = N_ ("find out what became of registrations that were cut off"),
    .text = N_ ("Looks into the notes that a registration leaves when it is cut off, and logs in "
                "once for each of which nobody knows whether the address exists. Exits with 9 "
                "while something stays open. Example: gangway recover"),
    .options = options,
    .options_size = sizeof (RecoverOptions),
    .max_arguments = 0,
    .run = run,
};
