/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The judgement over SRV and host-meta of one domain. */
#include "probe/have-judge.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"

enum { HTTP_OK = 200 };

static const char *const names[] = {"yes", "no", "unknown"};

const char *
gw_have_answer_name (GwHaveAnswer answer)
{
  return names[(guint)answer < G_N_ELEMENTS (names) ? answer : GW_HAVE_UNKNOWN];
}

/* --- what was typed ----------------------------------------------------------------------------
 */

/* E-mail allows more before the @ than XMPP does. */
static gboolean
is_mail_name (const char *text, const char *end)
{
  if (text == end)
    return FALSE;
  for (; text < end; text++)
    if (g_ascii_isspace (*text) || g_ascii_iscntrl (*text) || strchr ("@<>", *text))
      return FALSE;
  return TRUE;
}

gboolean
gw_have_read (const char *typed, char **domain, char **address, GError **error)
{
  g_return_val_if_fail (typed != NULL && domain != NULL && address != NULL, FALSE);

  g_autofree char *text = g_strstrip (g_strdup (typed));
  const char *at = strrchr (text, '@');

  *address = NULL;
  if (at == NULL) {
    *domain = gw_domain_normalize (text, error);
    return *domain != NULL;
  }
  g_autoptr (GwJid) jid = gw_jid_parse (text, error);
  *domain = jid ? g_strdup (jid->domain) : NULL;
  if (jid)
    *address = gw_jid_to_string (jid);
  else if (is_mail_name (text, at))
    *domain = gw_domain_normalize (at + 1, NULL);
  if (jid == NULL && *domain)
    g_clear_error (error);
  return *domain != NULL;
}

/* --- clues -------------------------------------------------------------------------------------
 */

static void
clue_free (gpointer data)
{
  GwHaveClue *clue = data;

  g_free (clue->evidence);
  g_free (clue);
}

/* Takes the evidence. */
static void
add_clue (GPtrArray *clues, const char *id, GwHaveAnswer answer, char *evidence)
{
  GwHaveClue *clue = g_new (GwHaveClue, 1);

  *clue = (GwHaveClue){.id = id, .answer = answer, .evidence = evidence};
  g_ptr_array_add (clues, clue);
}

/* The sentences of errors speak of chat servers; here it is about a question. */
static char *
describe_fault (const GError *error)
{
  return g_strdup_printf (_ ("could not be asked (%s)"), gw_error_name (gw_error_code (error)));
}

/* "a.example:5222, b.example:5222"; NULL: none. A name with several addresses stands once. */
static char *
list_targets (const GwEndpoints *endpoints, gboolean direct_tls)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; endpoints->srv_found && i < endpoints->endpoints->len; i++) {
    const GwEndpoint *endpoint = endpoints->endpoints->pdata[i];
    if (!endpoint->direct_tls != !direct_tls)
      continue;
    g_string_append_printf (text, "%s%s:%u", text->len ? ", " : "", endpoint->target,
                            endpoint->port);
  }
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
is_refused (const GwHaveFound *found)
{
  return found->dns_error && gw_error_code (found->dns_error) == GW_ERROR_DNS_NOT_OFFERED;
}

/* The domain's own addresses on the default port, without a record, say nothing. */
static void
add_srv (GPtrArray *clues, const char *id, const GwHaveFound *found, gboolean direct_tls)
{
  const GwEndpoints *endpoints = found->endpoints;
  char *targets = endpoints ? list_targets (endpoints, direct_tls) : NULL;

  if (targets)
    add_clue (clues, id, GW_HAVE_YES, targets);
  else if (is_refused (found))
    add_clue (clues, id, GW_HAVE_NO, g_strdup (_ ("the owner says: not offered")));
  else if (endpoints
               ? !endpoints->srv_failed
               : found->dns_error && gw_error_code (found->dns_error) == GW_ERROR_DNS_NO_ADDRESS)
    add_clue (clues, id, GW_HAVE_NO, g_strdup (_ ("no such record that leads to a server")));
  else
    add_clue (clues, id, GW_HAVE_UNKNOWN,
              found->dns_error ? describe_fault (found->dns_error) : g_strdup (_ ("no answer")));
}

static char *
list_links (const GPtrArray *links)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < links->len; i++) {
    const GwHostLink *link = links->pdata[i];
    g_string_append_printf (text, "%s%s", i ? ", " : "", link->url);
  }
  return g_string_free (text, FALSE);
}

/* What came, but was not what we asked for, is a no; what did not come is none. */
static gboolean
is_about_content (GwErrorCode code)
{
  return code == GW_ERROR_TOO_LARGE || code == GW_ERROR_BAD_URL || code == GW_ERROR_HTTP_LOOP ||
         code == GW_ERROR_HTTP_STATUS;
}

static void
add_page (GPtrArray *clues, const char *id, const GwHavePage *page)
{
  g_autoptr (GPtrArray) links = page->meta ? gw_host_meta_web_links (page->meta) : NULL;

  if (!page->came)
    add_clue (clues, id, GW_HAVE_UNKNOWN, g_strdup (_ ("no answer")));
  else if (page->error && !is_about_content (gw_error_code (page->error)))
    add_clue (clues, id, GW_HAVE_UNKNOWN, describe_fault (page->error));
  else if (page->error == NULL && page->status != HTTP_OK)
    add_clue (clues, id, GW_HAVE_NO,
              g_strdup_printf (_ ("no such file (status %d)"), page->status));
  else if (page->error || links == NULL)
    add_clue (clues, id, GW_HAVE_NO, g_strdup (_ ("something else came")));
  else if (links->len == 0)
    add_clue (clues, id, GW_HAVE_NO, g_strdup (_ ("no XMPP in it")));
  else
    add_clue (clues, id, GW_HAVE_YES, list_links (links));
}

static GPtrArray *
collect_clues (const GwHaveFound *found)
{
  GPtrArray *clues = g_ptr_array_new_with_free_func (clue_free);

  add_srv (clues, "srv", found, FALSE);
  add_srv (clues, "srv-direct-tls", found, TRUE);
  add_page (clues, "host-meta", &found->pages[GW_HAVE_PAGE_XML]);
  add_page (clues, "host-meta-json", &found->pages[GW_HAVE_PAGE_JSON]);
  return clues;
}

/* --- the answer --------------------------------------------------------------------------------
 */

void
gw_have_found_clear (GwHaveFound *found)
{
  g_clear_pointer (&found->endpoints, gw_endpoints_free);
  g_clear_error (&found->dns_error);
  for (int kind = 0; kind < GW_HAVE_N_PAGES; kind++) {
    g_clear_error (&found->pages[kind].error);
    g_clear_pointer (&found->pages[kind].meta, gw_host_meta_free);
  }
}

static gboolean
is_announced (const GwHaveFound *found)
{
  if (found->endpoints && found->endpoints->srv_found)
    return TRUE;
  for (int kind = 0; kind < GW_HAVE_N_PAGES; kind++) {
    const GwHavePage *page = &found->pages[kind];
    g_autoptr (GPtrArray) links = page->meta ? gw_host_meta_web_links (page->meta) : NULL;
    if (page->came && page->status == HTTP_OK && links && links->len > 0)
      return TRUE;
  }
  return FALSE;
}

GwHaveState
gw_have_state (const GwHaveFound *found)
{
  g_return_val_if_fail (found != NULL, GW_HAVE_SETTLED);

  gboolean dns_came = found->endpoints || found->dns_error;
  gboolean all = dns_came;

  for (int kind = 0; kind < GW_HAVE_N_PAGES; kind++)
    all = all && found->pages[kind].came;
  if (all || is_refused (found))
    return GW_HAVE_SETTLED;
  return dns_came && is_announced (found) ? GW_HAVE_CERTAIN : GW_HAVE_OPEN;
}

/* NULL: SRV was asked, and there is none. */
static GError *
find_hindrance (const char *domain, const GwHaveFound *found)
{
  GError *error = NULL;

  if (found->endpoints == NULL && found->dns_error == NULL)
    gw_error_set (&error, GW_ERROR_TIMEOUT, domain, NULL);
  else if (found->dns_error == NULL && found->endpoints->srv_failed)
    gw_error_set (&error, GW_ERROR_DNS_FAILED, domain, NULL);
  else if (found->dns_error && gw_error_code (found->dns_error) != GW_ERROR_DNS_NO_ADDRESS)
    error = g_error_copy (found->dns_error);
  return error;
}

static void
decide (GwHaveResult *result, const GwHaveFound *found)
{
  result->is_refused = is_refused (found);
  if (result->is_refused)
    result->answer = GW_HAVE_NO;
  else if (is_announced (found))
    result->answer = GW_HAVE_YES;
  else
    result->error = find_hindrance (result->domain, found);
  if (result->error)
    result->answer = GW_HAVE_UNKNOWN;
  else if (!is_announced (found))
    result->answer = GW_HAVE_NO;
}

/* "alice@bücher.example" */
static char *
show_address (const GwHaveResult *result)
{
  g_autofree char *domain = gw_domain_display (result->domain);
  const char *at = strchr (result->address, '@');

  return g_strdup_printf ("%.*s@%s", (int)(at - result->address), result->address, domain);
}

static void
say_yes (GwHaveResult *result)
{
  g_autofree char *domain = gw_domain_display (result->domain);

  if (result->address) {
    g_autofree char *address = show_address (result);
    result->text = g_strdup_printf (_ ("%s is very probably an XMPP address already."), address);
    result->next = g_strdup (_ ("Open a chat app, choose “I already have an account”, and type "
                                "this address with the password of your e-mail. If it is refused, "
                                "ask your provider whether the chat has to be switched on."));
    return;
  }
  result->text = g_strdup_printf (_ ("An e-mail address at %s is very probably an XMPP address "
                                     "already."),
                                  domain);
  result->next = g_strdup (_ ("Open a chat app, choose “I already have an account”, and type your "
                              "e-mail address with its password. If it is refused, ask your "
                              "provider whether the chat has to be switched on."));
}

static void
say_no (GwHaveResult *result)
{
  g_autofree char *domain = gw_domain_display (result->domain);

  result->text = g_strdup_printf (result->is_refused
                                      ? _ ("%s gives no XMPP addresses. Its owner says so.")
                                      : _ ("%s gives no XMPP addresses, as far as can be seen."),
                                  domain);
  result->next = g_strdup (_ ("Choose a provider and get a new address there."));
}

GwHaveResult *
gw_have_judge (const char *domain, const char *address, const GwHaveFound *found)
{
  g_return_val_if_fail (domain != NULL && found != NULL, NULL);

  GwHaveResult *result = g_new0 (GwHaveResult, 1);
  result->domain = g_strdup (domain);
  result->address = g_strdup (address);
  result->clues = collect_clues (found);
  decide (result, found);
  switch (result->answer) {
  case GW_HAVE_YES:
    say_yes (result);
    break;
  case GW_HAVE_NO:
    say_no (result);
    break;
  case GW_HAVE_UNKNOWN:
    result->text = gw_error_code (result->error) == GW_ERROR_DNS_UNKNOWN
                       ? g_strdup (result->error->message)
                       : g_strdup_printf (_ ("Nobody could be asked: %s"), result->error->message);
    result->next = g_strdup (gw_next_text (gw_error_next (gw_error_code (result->error))));
    break;
  }
  return result;
}

void
gw_have_result_free (GwHaveResult *result)
{
  if (result == NULL)
    return;
  g_free (result->domain);
  g_free (result->address);
  g_ptr_array_unref (result->clues);
  g_free (result->text);
  g_free (result->next);
  g_clear_error (&result->error);
  g_free (result);
}
