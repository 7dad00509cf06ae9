/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts, secrets, several lines, boxes and choices. */
#include "cli/register-question.h"

#include "cli/ask.h"
#include "cli/output.h"

enum { TRIES = 5, LINES_MAX = 64 };

GwQuestion *
gw_question_new (const GwField *field)
{
  g_return_val_if_fail (field != NULL, NULL);

  GwQuestion *question = g_new0 (GwQuestion, 1);
  guint count = field->options ? field->options->len : 0;

  question->var = g_strdup (field->var);
  question->label = g_strdup (field->label);
  question->desc = g_strdup (field->desc);
  question->kind = field->kind;
  question->role = field->role;
  question->values = g_new0 (char *, count + 1);
  question->labels = g_new0 (char *, count + 1);
  for (guint i = 0; i < count; i++) {
    const GwFieldOption *option = g_ptr_array_index (field->options, i);
    question->values[i] = g_strdup (option->value);
    question->labels[i] = g_strdup (option->label ? option->label : option->value);
  }
  return question;
}

void
gw_question_free (GwQuestion *question)
{
  if (question == NULL)
    return;
  g_free (question->var);
  g_free (question->label);
  g_free (question->desc);
  g_strfreev (question->values);
  g_strfreev (question->labels);
  g_free (question);
}

static gboolean
is_good (const GwQuestion *question, const char *answer)
{
  if (question->role != GW_ROLE_EMAIL || gw_form_is_email (answer))
    return *answer != '\0';
  gw_output_say (GW_STYLE_WARN, "%s\n", _ ("An e-mail address looks like name@example.org."));
  return FALSE;
}

static char *
ask_text (const GwQuestion *question, const gboolean *stop)
{
  g_autofree char *prompt = g_strdup_printf ("%s: ", question->label);

  for (int i = 0; i < TRIES; i++) {
    g_autofree char *answer = gw_ask_line (prompt, stop);
    if (answer == NULL || is_good (question, answer))
      return g_steal_pointer (&answer);
  }
  return NULL;
}

static char *
ask_secret (const GwQuestion *question, const gboolean *stop)
{
  g_autofree char *prompt = g_strdup_printf (_ ("%s (not shown): "), question->label);
  g_autoptr (GwSecret) secret = gw_ask_secret (prompt, stop);

  return secret ? g_strdup (gw_secret_peek (secret)) : NULL;
}

static char *
ask_lines (const GwQuestion *question, const gboolean *stop)
{
  g_autoptr (GString) text = g_string_new (NULL);

  gw_output_say (GW_STYLE_PLAIN, _ ("%s (an empty line ends it)"), question->label);
  gw_output_say (GW_STYLE_PLAIN, "\n");
  for (int i = 0; i < LINES_MAX && text->len < GW_LIMIT_FORM_TEXT; i++) {
    g_autofree char *line = gw_ask_line ("  ", stop);
    if (line == NULL)
      return NULL;
    if (*line == '\0')
      break;
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Terms to agree with, most often. */
static char *
ask_box (const GwQuestion *question, const gboolean *stop)
{
  g_autofree char *prompt = g_strdup_printf (_ ("%s [y/N] "), question->label);
  gboolean is_ticked = gw_ask_yes (prompt, FALSE, stop);

  return *stop ? NULL : g_strdup (is_ticked ? "1" : "0");
}

/* The values of "2" or "1,3"; NULL: not understood. */
static char *
read_numbers (const GwQuestion *question, const char *answer, guint most)
{
  g_auto (GStrv) words = g_strsplit_set (answer, ", ", -1);
  g_autoptr (GString) values = g_string_new (NULL);
  guint count = g_strv_length (question->values), taken = 0;

  for (char **word = words; *word; word++) {
    guint64 number;
    if (**word == '\0')
      continue;
    if (!g_ascii_string_to_unsigned (*word, 10, 1, count, &number, NULL) || ++taken > most)
      return NULL;
    g_string_append_printf (values, "%s%s", taken > 1 ? "\n" : "", question->values[number - 1]);
  }
  return taken > 0 ? g_string_free (g_steal_pointer (&values), FALSE) : NULL;
}

static char *
ask_choice (const GwQuestion *question, const gboolean *stop)
{
  gboolean is_multi = question->kind == GW_FIELD_CHOICES;
  guint count = g_strv_length (question->values);

  gw_output_say (GW_STYLE_PLAIN, "%s\n", question->label);
  for (guint i = 0; i < count; i++)
    gw_output_say (GW_STYLE_PLAIN, "  %u  %s\n", i + 1, question->labels[i]);
  for (int i = 0; i < TRIES; i++) {
    g_autofree char *answer =
        gw_ask_line (is_multi ? _ ("Numbers, with commas between them: ") : _ ("Number: "), stop);
    char *values = answer ? read_numbers (question, answer, is_multi ? count : 1) : NULL;
    if (values || answer == NULL)
      return values;
  }
  return NULL;
}

char *
gw_question_ask (const GwQuestion *question, const gboolean *stop)
{
  g_return_val_if_fail (question != NULL && stop != NULL, NULL);

  if (question->desc)
    gw_output_say_paragraph (GW_STYLE_DIM, 0, question->desc);
  switch (question->kind) {
  case GW_FIELD_BOOL:
    return ask_box (question, stop);
  case GW_FIELD_CHOICE:
  case GW_FIELD_CHOICES:
    return ask_choice (question, stop);
  case GW_FIELD_LINES:
    return ask_lines (question, stop);
  case GW_FIELD_SECRET:
    return ask_secret (question, stop);
  default:
    return ask_text (question, stop);
  }
}
