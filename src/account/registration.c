/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XEP-0077 section 3.1: one question for the form, one with the form. */
#include "account/registration.h"

#include "base/error.h"
#include "net/refusal.h"

GwStrophe *
gw_registration_open (GwEngine *engine, const char *domain, GCancellable *cancel, GError **error)
{
  return gw_strophe_open (engine, domain, "<query xmlns='jabber:iq:register'/>", cancel, error);
}

GwForm *
gw_registration_fetch (GwStrophe *strophe, const char *domain, GError **error)
{
  g_return_val_if_fail (strophe != NULL && domain != NULL, NULL);

  g_autoptr (GwXml) answer = gw_strophe_await (strophe, error);

  return answer ? gw_form_parse (answer, domain, error) : NULL;
}

char *
gw_registration_fill (const GwForm *form, const GwJid *jid, GwSecret *password, GHashTable *answers,
                      GError **error)
{
  g_return_val_if_fail (form != NULL && jid != NULL && password != NULL, NULL);

  const GwField *name_field = gw_form_field (form, GW_ROLE_USERNAME);
  const GwField *password_field = gw_form_field (form, GW_ROLE_PASSWORD);
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer var, text;

  if (name_field == NULL || password_field == NULL) {
    gw_error_set (error, GW_ERROR_REFUSED_FORM, jid->domain, NULL);
    return NULL;
  }
  if (answers) {
    g_hash_table_iter_init (&iter, answers);
    while (g_hash_table_iter_next (&iter, &var, &text))
      g_hash_table_insert (all, var, text);
  }
  /* Borrowed, and last: no answer may stand in for them. */
  g_hash_table_insert (all, name_field->var, jid->local);
  g_hash_table_insert (all, password_field->var, (char *)gw_secret_peek (password));
  return gw_form_fill (form, all, error);
}

GwSubmit
gw_registration_submit (GwStrophe *strophe, const char *domain, const char *filled,
                        gboolean had_puzzle, guint *wait_s, GError **error)
{
  g_return_val_if_fail (strophe != NULL && filled != NULL && wait_s != NULL, GW_SUBMIT_UNKNOWN);

  g_autoptr (GwXml) answer = gw_strophe_ask (strophe, "set", filled, error);

  *wait_s = 0;
  if (answer == NULL)
    return GW_SUBMIT_UNKNOWN;
  if (g_strcmp0 (gw_xml_attribute (answer, "type"), "result") == 0)
    return GW_SUBMIT_ACCEPTED;
  gw_refusal_set (error, answer, domain, GW_REFUSAL_OF_SUBMIT, had_puzzle);
  const GwXml *refusal = gw_xml_child (answer, "error", NULL);
  const GwXml *words = refusal ? gw_xml_child (refusal, "text", NULL) : NULL;
  *wait_s = words ? gw_refusal_wait (gw_xml_text (words)) : 0;
  return GW_SUBMIT_REFUSED;
}
