/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a form asks of a person. */
#include "base/error.h"
#include "base/limits.h"
#include "net/form-field.h"
#include "net/web-page.h"

const GwField *
gw_form_field (const GwForm *form, GwFieldRole role)
{
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (field->role == role)
      return field;
  }
  return NULL;
}

GwField *
gw_form_find (const GwForm *form, const char *var)
{
  for (guint i = 0; i < form->fields->len; i++) {
    GwField *field = form->fields->pdata[i];

    if (field->kind != GW_FIELD_NOTE && g_str_equal (field->var, var))
      return field;
  }
  return NULL;
}

/* A box that must be ticked is a question to the person, like every empty field that must not be.
 */
static gboolean
waits_for_person (const GwField *field)
{
  if (!gw_field_is_input (field) || field->role == GW_ROLE_USERNAME ||
      field->role == GW_ROLE_PASSWORD || field->role == GW_ROLE_NICK)
    return FALSE;
  if (field->role == GW_ROLE_PUZZLE)
    return TRUE;
  if (!field->required)
    return FALSE;
  if (field->kind == GW_FIELD_BOOL)
    return g_strcmp0 (field->value, "1") != 0 && g_strcmp0 (field->value, "true") != 0;
  return field->value == NULL || *field->value == '\0';
}

gboolean
gw_form_needs_person (const GwForm *form)
{
  for (guint i = 0; i < form->fields->len; i++)
    if (waits_for_person (form->fields->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
gw_form_has_puzzle (const GwForm *form)
{
  return gw_form_field (form, GW_ROLE_PUZZLE) != NULL;
}

GwSignup
gw_form_signup (const GwForm *form)
{
  const GwField *email = gw_form_field (form, GW_ROLE_EMAIL);
  gboolean has_username = gw_form_field (form, GW_ROLE_USERNAME) != NULL;
  gboolean has_password = gw_form_field (form, GW_ROLE_PASSWORD) != NULL;

  if (!has_username && !has_password && form->web_page != NULL)
    return GW_SIGNUP_WEB;
  if (!has_username || !has_password)
    return GW_SIGNUP_UNCLEAR;
  if (email != NULL && email->required)
    return GW_SIGNUP_EMAIL;
  if (gw_form_has_puzzle (form))
    return GW_SIGNUP_PUZZLE;
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    /* A box to tick is no riddle either: terms to agree with. */
    if (waits_for_person (field) && field->kind != GW_FIELD_BOOL && !gw_field_is_standard (field))
      return GW_SIGNUP_UNCLEAR;
  }
  return GW_SIGNUP_AT_ONCE;
}

/* A puzzle without media is a question in words. */
static gboolean
is_lost (const GwField *field)
{
  gboolean has_picture = field->picture != NULL && !gw_medium_is_lost (field->picture);
  gboolean has_sound = field->sound != NULL && !gw_medium_is_lost (field->sound);

  return (field->picture != NULL || field->sound != NULL) && !has_picture && !has_sound;
}

gboolean
gw_form_check_puzzles (const GwForm *form, const char *domain, GError **error)
{
  const GwField *lost = NULL;
  guint left = 0;

  g_return_val_if_fail (form != NULL, FALSE);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (field->role != GW_ROLE_PUZZLE)
      continue;
    if (!is_lost (field))
      left++;
    else if (lost == NULL || field->required)
      lost = field;
  }
  if (lost == NULL || (left >= form->puzzles_wanted && !lost->required))
    return TRUE;
  gw_error_set (error, GW_ERROR_PUZZLE_BROKEN, domain, lost->label);
  return FALSE;
}

GPtrArray *
gw_form_links (const GwForm *form)
{
  GPtrArray *links;

  g_return_val_if_fail (form != NULL, NULL);

  links = g_ptr_array_new_with_free_func (g_free);
  if (form->instructions != NULL)
    gw_web_page_find_all (form->instructions, links, GW_LIMIT_FORM_LINKS);
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];
    const char *words[] = {field->label, field->kind == GW_FIELD_NOTE ? field->value : NULL,
                           field->desc};

    for (gsize j = 0; field->kind != GW_FIELD_HIDDEN && j < G_N_ELEMENTS (words); j++)
      if (words[j] != NULL)
        gw_web_page_find_all (words[j], links, GW_LIMIT_FORM_LINKS);
  }
  return links;
}
