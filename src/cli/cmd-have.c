/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway have: do you have an XMPP address already? */
#include "cli/contacts-text.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "export/wrap.h"

#include "probe/report.h"

enum { INDENT = 2, WORD_WIDTH = 8, ID_WIDTH = 16 };

static const struct {
  const char *word;
  GwStyle style;
} answers[] = {
    [GW_HAVE_YES] = {N_ ("yes"), GW_STYLE_GOOD},
    [GW_HAVE_NO] = {N_ ("no"), GW_STYLE_PLAIN},
    [GW_HAVE_UNKNOWN] = {N_ ("?"), GW_STYLE_DIM},
};

typedef struct {
  const GwCommon *common;
  GMainLoop *loop;
  GwExit status;
} Session;

static void
print_clue (const GwHaveClue *clue)
{
  const char *word = _ (answers[clue->answer].word);
  int column = INDENT + WORD_WIDTH + ID_WIDTH;
  g_auto (GStrv) lines = gw_wrap (clue->evidence, MAX (gw_output_width () - column, 20));

  gw_output_styled (GW_STYLE_PLAIN, "%*s", INDENT, "");
  gw_output_styled (answers[clue->answer].style, "%s", word);
  gw_output_styled (GW_STYLE_PLAIN, "%*s", MAX (WORD_WIDTH - gw_wrap_columns (word), 1), "");
  gw_output_styled (GW_STYLE_DIM, "%-*s", ID_WIDTH, clue->id);
  for (char **line = lines; *line; line++)
    gw_output_styled (GW_STYLE_PLAIN, "%*s%s\n", line == lines ? 0 : column, "", *line);
}

static void
print_text (const GwHaveResult *result, gboolean all)
{
  gw_output_paragraph (result->answer == GW_HAVE_UNKNOWN ? GW_STYLE_BAD : GW_STYLE_BOLD, 0,
                       result->text);
  for (guint i = 0; i < result->clues->len; i++) {
    const GwHaveClue *clue = result->clues->pdata[i];
    if (all || clue->answer == GW_HAVE_YES)
      print_clue (clue);
  }
  gw_output_paragraph (GW_STYLE_PLAIN, 0, result->next);
  if (result->answer == GW_HAVE_NO)
    gw_output_paragraph (GW_STYLE_PLAIN, 0, _ ("To see providers: gangway list"));
}

static json_t *
clues_json (const GPtrArray *clues)
{
  json_t *array = json_array ();

  for (guint i = 0; i < clues->len; i++) {
    const GwHaveClue *clue = clues->pdata[i];
    json_array_append_new (array, json_pack ("{s:s, s:s, s:s}", "id", clue->id, "answer",
                                             gw_have_answer_name (clue->answer), "evidence",
                                             clue->evidence));
  }
  return array;
}

static void
print_json (const GwHaveResult *result)
{
  json_t *document =
      json_pack ("{s:i, s:s, s:s?, s:s, s:b, s:s, s:s, s:o}", "version", 1, "domain",
                 result->domain, "address", result->address, "answer",
                 gw_have_answer_name (result->answer), "refused", result->is_refused, "text",
                 result->text, "next_text", result->next, "clues", clues_json (result->clues));

  if (result->error)
    json_object_set_new (document, "error",
                         gw_report_error (gw_error_code (result->error), result->error->message));
  gw_output_json (document);
}

/* What was asked is answered, whatever the answer. */
static void
on_result (const GwHaveResult *result, gpointer data)
{
  Session *session = data;

  gw_output_progress (session->common, NULL);
  if (session->common->json)
    print_json (result);
  else
    print_text (result, session->common->verbose);
  session->status = result->error ? gw_error_exit (gw_error_code (result->error)) : GW_EXIT_DONE;
  g_main_loop_quit (session->loop);
}

/* Typing the address was the consent. */
static gboolean
ask (Session *session, GwEngine *engine, const char *typed, GError **error)
{
  g_autoptr (GwHave) have = gw_have_start (engine, typed, on_result, session, error);
  GwInterrupt interrupt;

  if (have == NULL)
    return FALSE;
  gw_interrupt_begin (&interrupt, session->loop);
  gw_output_progress (session->common, _ ("Asking …"));
  g_main_loop_run (session->loop);
  gw_output_progress (session->common, NULL);
  return gw_interrupt_end (&interrupt, error);
}

static GwExit
run_have (GwRun *run, GError **error)
{
  Session session = {.common = run->common, .status = GW_EXIT_GENERAL};
  g_autoptr (GwEngine) engine = gw_engine_new (run->profile, error);

  if (engine == NULL)
    return GW_EXIT_GENERAL;
  session.loop = g_main_loop_new (NULL, FALSE);
  gboolean asked = ask (&session, engine, run->arguments[0], error);
  if (run->common->verbose)
    gw_contacts_text_print (engine);
  g_main_loop_unref (session.loop);
  return asked ? session.status : GW_EXIT_GENERAL;
}

const GwCommand gw_command_have = {
    .name = "have",
    .usage = N_ ("ADDRESS [options]"),
    .summary = N_ ("find out whether your e-mail address is an XMPP address already"),
    .text = N_ ("Asks the provider of an e-mail address, or a domain, whether it has XMPP: many "
                "give an XMPP address with the e-mail. Only the part behind the @ is told to "
                "anybody. Example: gangway have alice@example.org"),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_have,
};
