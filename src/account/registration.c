/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XEP-0077 section 3.1: one question for the form, one with the form; before both, where somebody
 * was invited, the token (XEP-0445 section 4.2). */
#include "account/registration.h"

#include "base/error.h"

#define ASK_FORM "<query xmlns='jabber:iq:register'/>"

static char *
compose_token (const char *token)
{
  g_autofree char *escaped = gw_xml_escape (token);

  return g_strdup_printf ("<preauth xmlns='urn:xmpp:pars:0' token='%s'/>", escaped);
}

GwStrophe *
gw_registration_open (GwEngine *engine, const char *domain, const char *token, GCancellable *cancel,
                      GError **error)
{
  g_autofree char *redeem = token ? compose_token (token) : NULL;

  return gw_strophe_open (engine, domain, redeem ? "set" : "get", redeem ? redeem : ASK_FORM,
                          cancel, error);
}

static gboolean
is_error (const GwXml *answer)
{
  return g_strcmp0 (gw_xml_attribute (answer, "type"), "result") != 0;
}

/* The answer to the token. */
static gboolean
redeem (GwStrophe *strophe, const char *domain, GwRefusal *refusal, GError **error)
{
  g_autoptr (GwXml) answer = gw_strophe_await (strophe, error);

  if (answer == NULL)
    return FALSE;
  if (!is_error (answer))
    return TRUE;
  gw_refusal_read (answer, GW_REFUSAL_OF_TOKEN, FALSE, TRUE, refusal);
  g_propagate_error (error, gw_refusal_to_error (refusal, domain));
  return FALSE;
}

GwForm *
gw_registration_fetch (GwStrophe *strophe, const char *domain, const char *token,
                       GwRefusal *refusal, GError **error)
{
  g_return_val_if_fail (strophe != NULL && domain != NULL && refusal != NULL, NULL);

  if (token && !redeem (strophe, domain, refusal, error))
    return NULL;
  g_autoptr (GwXml) answer =
      token ? gw_strophe_ask (strophe, "get", ASK_FORM, error) : gw_strophe_await (strophe, error);

  if (answer == NULL || !is_error (answer))
    return answer ? gw_form_parse (answer, domain, error) : NULL;
  gw_refusal_read (answer, GW_REFUSAL_OF_FORM, FALSE, token != NULL, refusal);
  g_propagate_error (error, gw_refusal_to_error (refusal, domain));
  return NULL;
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
                        gboolean had_puzzle, gboolean had_token, GwRefusal *refusal, GError **error)
{
  g_return_val_if_fail (strophe != NULL && filled != NULL && refusal != NULL, GW_SUBMIT_UNKNOWN);

  g_autoptr (GwXml) answer = gw_strophe_ask (strophe, "set", filled, error);

  if (answer == NULL)
    return GW_SUBMIT_UNKNOWN;
  if (!is_error (answer))
    return GW_SUBMIT_ACCEPTED;
  gw_refusal_read (answer, GW_REFUSAL_OF_SUBMIT, had_puzzle, had_token, refusal);
  g_propagate_error (error, gw_refusal_to_error (refusal, domain));
  return GW_SUBMIT_REFUSED;
}
