/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gangway providers update`: asks, tells what came of it, and leaves the last good list in place
 * whatever came. */
#include "cli/contacts-text.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/providers.h"
#include "cli/when.h"
#include "probe/report.h"

enum { INDENT = 2 };

typedef struct {
  const GwRun *run;
  GMainLoop *loop;
  json_t *lists, *files; /* for --json */
  GError *first_fault;
} Session;

/* --- what came, as JSON --- */

static json_t *
notes_json (const GwCatalogue *catalogue)
{
  json_t *array = json_array ();

  for (guint i = 0; catalogue && i < catalogue->notes->len; i++)
    json_array_append_new (array, json_string (catalogue->notes->pdata[i]));
  return array;
}

/* Whatever is wrong with a list: nothing is lost, and that is the next step. */
static json_t *
error_json (const GError *error)
{
  if (error == NULL)
    return json_null ();
  json_t *object = gw_report_error (gw_error_code (error), error->message);
  json_object_set_new (object, "next", json_string (gw_next_name (GW_NEXT_LAST_LIST)));
  json_object_set_new (object, "next_text", json_string (gw_next_text (GW_NEXT_LAST_LIST)));
  return object;
}

static json_t *
changes_json (const GwRefreshResult *result)
{
  if (result->before == NULL)
    return json_array ();
  g_autoptr (GPtrArray) diffs = gw_diff (result->before, result->copy->catalogue);
  return gw_providers_changes_json (diffs, result->before, result->copy->catalogue);
}

static json_t *
list_json (const GwRefreshResult *result)
{
  const GwCatalogue *catalogue = result->copy ? result->copy->catalogue : NULL;
  gboolean is_new = result->state == GW_REFRESH_NEW;
  g_autofree char *date =
      catalogue && catalogue->date > 0 ? gw_date_format (catalogue->date) : NULL;

  return json_pack ("{s:s, s:s, s:s?, s:o, s:o, s:o, s:i, s:o}", "url", result->url, "state",
                    gw_refresh_state_name (result->state), "date", date, "providers",
                    catalogue ? json_integer (gw_catalogue_count (catalogue)) : json_null (),
                    "changes", is_new ? changes_json (result) : json_array (), "notes",
                    notes_json (is_new ? catalogue : NULL), "left_out",
                    is_new ? (int)catalogue->n_notes : 0, "error", error_json (result->error));
}

static json_t *
file_json (const GwRefreshResult *result)
{
  const GwProvider *said = result->said ? gw_catalogue_find (result->said, result->domain) : NULL;

  return json_pack ("{s:s, s:s, s:o, s:o, s:o}", "domain", result->domain, "state",
                    gw_refresh_state_name (result->state), "facts",
                    said ? gw_report_facts (&said->facts, FALSE) : json_object (), "notes",
                    notes_json (result->said), "error", error_json (result->error));
}

/* --- what came, in words --- */

static void
print_notes (const GwCommon *common, const GwCatalogue *catalogue)
{
  if (catalogue == NULL || catalogue->n_notes == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      ngettext_ ("%u value or entry was not taken; --verbose says which and why.",
                 "%u values or entries were not taken; --verbose says which and why.",
                 (gulong)catalogue->n_notes),
      catalogue->n_notes);
  if (!common->verbose)
    gw_output_paragraph (GW_STYLE_WARN, INDENT, text);
  for (guint i = 0; common->verbose && i < catalogue->notes->len; i++)
    gw_output_paragraph (GW_STYLE_WARN, INDENT, catalogue->notes->pdata[i]);
}

static void
print_list (const GwRefreshResult *result)
{
  const GwCatalogue *catalogue = result->copy ? result->copy->catalogue : NULL;
  guint count = catalogue ? gw_catalogue_count (catalogue) : 0;
  g_autofree char *day = catalogue ? gw_day_text (catalogue->date) : NULL;

  gw_output_styled (GW_STYLE_BOLD, "%s\n", result->url);
  if (result->state == GW_REFRESH_KEPT)
    return; /* told as an error, below */
  g_autofree char *text =
      result->state == GW_REFRESH_NEW
          ? g_strdup_printf (ngettext_ ("A new list of %s with %u provider.",
                                        "A new list of %s with %u providers.", (gulong)count),
                             day, count)
          : g_strdup_printf (ngettext_ ("The list of %s with %u provider is still the newest.",
                                        "The list of %s with %u providers is still the newest.",
                                        (gulong)count),
                             day, count);
  gw_output_paragraph (GW_STYLE_PLAIN, INDENT, text);
  if (result->state == GW_REFRESH_NEW && result->before) {
    g_autoptr (GPtrArray) diffs = gw_diff (result->before, catalogue);
    gw_providers_print_changes (diffs, result->before, catalogue);
  }
}

static void
print_file (const GwRefreshResult *result)
{
  g_autofree char *name = gw_domain_display (result->domain);
  const GwProvider *said = result->said ? gw_catalogue_find (result->said, result->domain) : NULL;

  gw_output_styled (GW_STYLE_BOLD, "%s\n", name);
  for (GwFactId id = 0; said && id < GW_N_FACTS; id++) {
    if (!said->facts.at[id].known)
      continue;
    g_autofree char *value = gw_fact_text (id, &said->facts.at[id]);
    g_autofree char *text = g_strdup_printf ("%s: %s", gw_fact_title (id), value);
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, text);
  }
}

/* The reason, and that nothing was lost. */
static void
print_kept (const GwRefreshResult *result)
{
  const GwCatalogue *catalogue = result->copy ? result->copy->catalogue : NULL;
  g_autofree char *day = catalogue ? gw_day_text (catalogue->date) : NULL;

  gw_output_paragraph (GW_STYLE_WARN, INDENT, result->error->message);
  if (catalogue) {
    g_autofree char *text = g_strdup_printf (_ ("The list of %s stays."), day);
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, text);
  } else if (result->domain == NULL) {
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, _ ("All goes on without it; it stays as it was."));
  }
}

/* --- the session --- */

static void
tell (Session *session, const GwRefreshResult *result)
{
  const GwCommon *common = session->run->common;

  if (common->json) {
    json_array_append_new (result->domain ? session->files : session->lists,
                           result->domain ? file_json (result) : list_json (result));
    return;
  }
  gw_output_progress (common, NULL);
  if (result->domain)
    print_file (result);
  else
    print_list (result);
  if (result->state == GW_REFRESH_KEPT)
    print_kept (result);
  else if (result->state == GW_REFRESH_NEW)
    print_notes (common, result->domain ? result->said : result->copy->catalogue);
}

static void
on_result (const GwRefreshResult *result, gpointer data)
{
  Session *session = data;

  if (result == NULL) {
    g_main_loop_quit (session->loop);
    return;
  }
  if (result->error && session->first_fault == NULL)
    session->first_fault = g_error_copy (result->error);
  tell (session, result);
}

static gboolean
ask (Session *session, char **urls, char **domains, GError **error)
{
  g_autoptr (GwEngine) engine = gw_engine_new (session->run->profile, error);
  GwInterrupt interrupt;

  if (engine == NULL)
    return FALSE;
  gw_interrupt_begin (&interrupt, session->loop);
  GwRefresh *refresh = gw_refresh_start (engine, (const char *const *)urls,
                                         (const char *const *)domains, on_result, session);
  gw_output_progress (session->run->common, _ ("Asking …"));
  g_main_loop_run (session->loop);
  gw_output_progress (session->run->common, NULL);
  gw_refresh_free (refresh);
  if (session->run->common->verbose)
    gw_contacts_text_print (engine);
  return gw_interrupt_end (&interrupt, error);
}

/* What did not work is part of the document, and the exit status. */
static GwExit
conclude (Session *session)
{
  GwExit status =
      session->first_fault ? gw_error_exit (gw_error_code (session->first_fault)) : GW_EXIT_DONE;

  if (session->run->common->json) {
    json_t *document = json_pack ("{s:i, s:O, s:O}", "version", 1, "lists", session->lists, "files",
                                  session->files);
    if (session->first_fault)
      json_object_set_new (document, "error", error_json (session->first_fault));
    gw_output_json (document);
  }
  return status;
}

/* Words that name lists must name known ones: an address typed wrong is not to be fetched. */
static gboolean
sort_words (char **words, char **known, GStrvBuilder *urls, GStrvBuilder *domains, GError **error)
{
  for (guint i = 0; words[i]; i++) {
    if (g_strv_contains ((const char *const *)known, words[i])) {
      g_strv_builder_add (urls, words[i]);
    } else if (strchr (words[i], '/')) {
      gw_error_set (error, GW_ERROR_NOT_THERE, words[i], NULL);
      return FALSE;
    } else {
      g_autofree char *domain = gw_domain_normalize (words[i], error);
      if (domain == NULL)
        return FALSE;
      g_strv_builder_add (domains, domain);
    }
  }
  return TRUE;
}

GwExit
gw_providers_update (const GwRun *run, char **words, GError **error)
{
  g_auto (GStrv) known = gw_refresh_urls (run->profile, error);
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) domains = g_strv_builder_new ();

  if (known == NULL || !sort_words (words, known, urls, domains, error))
    return GW_EXIT_GENERAL;
  if (words[0] == NULL)
    g_strv_builder_addv (urls, (const char **)known);
  g_auto (GStrv) lists = g_strv_builder_end (urls);
  g_auto (GStrv) providers = g_strv_builder_end (domains);
  Session session = {.run = run,
                     .loop = g_main_loop_new (NULL, FALSE),
                     .lists = json_array (),
                     .files = json_array ()};
  GwExit status = ask (&session, lists, providers, error) ? conclude (&session) : GW_EXIT_GENERAL;
  json_decref (session.lists);
  json_decref (session.files);
  g_main_loop_unref (session.loop);
  g_clear_error (&session.first_fault);
  return status;
}
