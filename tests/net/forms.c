/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forms.h"

GwForm *
forms_parse (const char *text, GError **error)
{
  g_autoptr (GwXml) iq = gw_xml_parse (text, -1, error);

  return iq != NULL ? gw_form_parse (iq, DOMAIN, error) : NULL;
}

GwForm *
forms_expect (const char *text)
{
  g_autoptr (GError) error = NULL;
  GwForm *form = forms_parse (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (form);
  return form;
}

char *
forms_describe (const GwForm *form)
{
  static const char *const kinds[] = {"text",   "secret",  "lines",  "bool",
                                      "choice", "choices", "hidden", "note"};
  static const char *const roles[] = {"", "name", "password", "email", "puzzle", "nick"};
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    g_assert_nonnull (field->label);
    g_string_append_printf (out, "%s%s:%s%s%s", i > 0 ? " " : "", field->var, kinds[field->kind],
                            field->required ? "!" : "", roles[field->role]);
  }
  return g_string_free (out, FALSE);
}
