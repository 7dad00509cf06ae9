/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form, question by question. */
#include "cli/register-form.h"

#include "cli/output.h"
#include "cli/register-question.h"

static const char *const kind_names[] = {
    [GW_FIELD_TEXT] = "text",     [GW_FIELD_SECRET] = "secret", [GW_FIELD_LINES] = "lines",
    [GW_FIELD_BOOL] = "bool",     [GW_FIELD_CHOICE] = "choice", [GW_FIELD_CHOICES] = "choices",
    [GW_FIELD_HIDDEN] = "hidden", [GW_FIELD_NOTE] = "note",
};

static const char *const role_names[] = {
    [GW_ROLE_OTHER] = "other", [GW_ROLE_USERNAME] = "name", [GW_ROLE_PASSWORD] = "password",
    [GW_ROLE_EMAIL] = "email", [GW_ROLE_NICK] = "nick",     [GW_ROLE_PUZZLE] = "puzzle",
};

gboolean
gw_register_form_takes (const GwField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return field->kind != GW_FIELD_HIDDEN && field->kind != GW_FIELD_NOTE &&
         field->role != GW_ROLE_USERNAME && field->role != GW_ROLE_PASSWORD &&
         field->role != GW_ROLE_PUZZLE;
}

gboolean
gw_register_form_asks (const GwField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  if (!gw_register_form_takes (field) || !field->required || field->role == GW_ROLE_NICK)
    return FALSE;
  if (field->kind == GW_FIELD_BOOL)
    return g_strcmp0 (field->value, "1") != 0 && g_strcmp0 (field->value, "true") != 0;
  return field->value == NULL || *field->value == '\0';
}

static gboolean
is_open (const GwRegister *self, const GwField *field)
{
  if (!gw_register_form_takes (field) || g_hash_table_contains (self->answers, field->var))
    return FALSE;
  return g_strcmp0 (self->reopened, field->var) == 0 || gw_register_form_asks (field);
}

static const GwField *
find_open (const GwRegister *self)
{
  const GwForm *form = gw_attempt_form (self->attempt);

  for (guint i = 0; i < form->fields->len; i++)
    if (is_open (self, g_ptr_array_index (form->fields, i)))
      return g_ptr_array_index (form->fields, i);
  return NULL;
}

void
gw_register_form_reopen (GwRegister *self, const GwField *field)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->reopened, g_free);
  if (field == NULL) {
    g_hash_table_remove_all (self->answers);
    return;
  }
  g_hash_table_remove (self->answers, field->var);
  self->reopened = g_strdup (field->var);
}

/* The name that others see goes where the form has a place for it. */
static void
fill_display_name (GwRegister *self)
{
  const GwField *field = gw_form_field (gw_attempt_form (self->attempt), GW_ROLE_NICK);

  if (field && self->extras && self->extras->display_name)
    g_hash_table_insert (self->answers, g_strdup (field->var),
                         g_strdup (self->extras->display_name));
}

/* --- at the terminal ---------------------------------------------------------------------------
 */

static void
show_pages (const GwForm *form)
{
  g_autoptr (GPtrArray) links = gw_form_links (form);

  if (links->len == 0)
    return;
  gw_output_say (
      GW_STYLE_DIM, "%s\n",
      ngettext_ ("The provider names this page:", "The provider names these pages:", links->len));
  for (guint i = 0; i < links->len; i++)
    gw_output_say (GW_STYLE_DIM, "  %s\n", (const char *)g_ptr_array_index (links, i));
}

static void
show_notes (const GwForm *form)
{
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (field->kind == GW_FIELD_NOTE && field->value)
      gw_output_say_paragraph (GW_STYLE_DIM, 0, field->value);
  }
}

/* What the provider itself says, once. */
static void
introduce (GwRegister *self)
{
  const GwForm *form = gw_attempt_form (self->attempt);

  if (self->is_introduced || self->run->common->quiet)
    return;
  self->is_introduced = TRUE;
  if (form->instructions && gw_form_needs_person (form))
    gw_output_say_paragraph (GW_STYLE_DIM, 0, form->instructions);
  show_notes (form);
  show_pages (form);
}

static gboolean
refuse (const GwRegister *self, const GwField *field, GError **error)
{
  g_autofree char *detail =
      g_strdup_printf (_ ("“%s” needs a person at a terminal, or --answers"), field->label);

  gw_error_set (error, GW_ERROR_REFUSED_FORM, self->domain, detail);
  return FALSE;
}

gboolean
gw_register_form_ask (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  const GwField *field;

  fill_display_name (self);
  if (self->is_talk)
    introduce (self);
  while (gw_register_await (self) == GW_ATTEMPT_FORM && (field = find_open (self)) != NULL) {
    if (!self->is_talk)
      return refuse (self, field, error);
    g_autoptr (GwQuestion) question = gw_question_new (field);
    char *answer = gw_question_ask (question, &self->stopped);
    if (answer == NULL)
      return gw_register_end (self, error);
    g_hash_table_insert (self->answers, g_strdup (question->var), answer);
  }
  return TRUE;
}

/* --- what would be asked -----------------------------------------------------------------------
 */

static gboolean
would_be_asked (const GwField *field)
{
  return field->role == GW_ROLE_PUZZLE || gw_register_form_asks (field);
}

void
gw_register_form_print (const GwForm *form)
{
  g_return_if_fail (form != NULL);

  guint count = 0;

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (!would_be_asked (field))
      continue;
    if (count++ == 0)
      gw_output_styled (GW_STYLE_PLAIN, "%s\n", _ ("You would be asked for:"));
    gw_output_paragraph (GW_STYLE_PLAIN, 2, field->label);
  }
  if (count == 0)
    gw_output_styled (GW_STYLE_PLAIN, "%s\n",
                      _ ("You would be asked for nothing: a name and a password are enough."));
}

static json_t *
options_json (const GwField *field)
{
  json_t *options = json_array ();

  for (guint i = 0; field->options && i < field->options->len; i++) {
    const GwFieldOption *option = g_ptr_array_index (field->options, i);
    json_array_append_new (
        options, json_pack ("{s:s, s:s?}", "value", option->value, "label", option->label));
  }
  return options;
}

json_t *
gw_register_form_json (const GwForm *form)
{
  g_return_val_if_fail (form != NULL, NULL);

  json_t *fields = json_array ();

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_NOTE)
      continue;
    json_array_append_new (
        fields, json_pack ("{s:s, s:s, s:s, s:s, s:b, s:b, s:o}", "var", field->var, "label",
                           field->label, "kind", kind_names[field->kind], "role",
                           role_names[field->role], "required", field->required, "asked",
                           would_be_asked (field), "options", options_json (field)));
  }
  return fields;
}
