/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a text to a domain that the person has agreed to. */
#include "cli/register-invitation.h"

#include <errno.h>
#include <unistd.h>

#include "cli/ask.h"
#include "cli/opt.h"
#include "cli/output.h"

#define TEXT_MAX 8192 /* bytes on standard input: a link with a sentence around it */

gboolean
gw_register_invitation_is_one (const char *word)
{
  g_return_val_if_fail (word != NULL, FALSE);

  return g_str_equal (word, "-") || strchr (word, ':') != NULL;
}

/* --- where the text comes from -----------------------------------------------------------------
 */

static char *
read_input (GwRegister *self, GError **error)
{
  g_autofree char *buffer = g_malloc0 (TEXT_MAX);
  gsize length = 0;
  gssize got;

  if (self->is_talk) {
    char *line = gw_ask_line (_ ("Paste the invitation: "), &self->stopped);
    if (line == NULL)
      gw_error_set (error, GW_ERROR_CANCELLED, NULL, NULL);
    return line;
  }
  while (length < TEXT_MAX - 1 &&
         (got = read (STDIN_FILENO, buffer + length, TEXT_MAX - 1 - length)) != 0) {
    if (got > 0) {
      length += (gsize)got;
    } else if (errno != EINTR) {
      gw_error_set (error, GW_ERROR_FILE_READ, _ ("standard input"), g_strerror (errno));
      return NULL;
    }
  }
  return g_steal_pointer (&buffer);
}

static char *
read_text (GwRegister *self, const char *word, GError **error)
{
  if (word == NULL)
    return gw_scan_file (self->chosen->scan, error);
  return g_str_equal (word, "-") ? read_input (self, error) : g_strdup (word);
}

/* --- the page that must be asked ---------------------------------------------------------------
 */

typedef struct {
  GwInvitation *invitation;
  GError *error;
} Answer; /* neither: not there yet */

static void
on_answer (GwInvitation *invitation, GError *error, gpointer data)
{
  *(Answer *)data = (Answer){invitation, error};
}

static GwInvitation *
ask_page (GwRegister *self, const char *url, GError **error)
{
  Answer answer = {NULL, NULL};
  g_autoptr (GwInvitationAsk) ask = gw_invitation_ask_new (self->engine, url, on_answer, &answer);

  gw_output_progress (self->run->common, _ ("Asking for the invitation …"));
  while (answer.invitation == NULL && answer.error == NULL && !self->stopped)
    g_main_context_iteration (NULL, TRUE);
  gw_output_progress (self->run->common, NULL);
  if (answer.invitation == NULL && answer.error == NULL)
    gw_error_set (&answer.error, GW_ERROR_CANCELLED, NULL, NULL);
  if (answer.error)
    g_propagate_error (error, answer.error);
  return answer.invitation;
}

static char *
host_of (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri && g_uri_get_host (uri) ? g_uri_get_host (uri) : "?");
}

static gboolean
agree_to_page (GwRegister *self, const char *url, GError **error)
{
  g_autofree char *host = host_of (url);
  g_autofree char *prompt =
      g_strdup_printf (_ ("This invitation lies on a page of %s. Ask there? [Y/n] "), host);

  if (!self->is_talk || gw_ask_yes (prompt, TRUE, &self->stopped))
    return TRUE;
  gw_error_set (error, GW_ERROR_CANCELLED, NULL, NULL);
  return FALSE;
}

/* --- whom it leads to --------------------------------------------------------------------------
 */

/* A page may send people anywhere; what a script has agreed to is its own provider. */
static gboolean
check_page (const GwRegister *self, const char *page, GError **error)
{
  if (page == NULL || self->is_talk || gw_web_page_is_of (page, self->invitation->domain))
    return TRUE;
  gw_error_set (error, GW_ERROR_BAD_INVITATION, NULL,
                _ ("its page leads to another provider; a person at a terminal can agree to that"));
  return FALSE;
}

static gboolean
agree (GwRegister *self, GError **error)
{
  const GwInvitation *invitation = self->invitation;
  g_autofree char *domain = gw_domain_display (invitation->domain);
  g_autofree char *inviter = invitation->inviter ? gw_jid_to_string (invitation->inviter) : NULL;
  g_autofree char *prompt =
      inviter ? g_strdup_printf (_ ("This invitation leads to %s (from %s). Go on? [Y/n] "), domain,
                                 inviter)
              : g_strdup_printf (_ ("This invitation leads to %s. Go on? [Y/n] "), domain);

  if (!self->is_talk || gw_ask_yes (prompt, TRUE, &self->stopped))
    return TRUE;
  gw_error_set (error, GW_ERROR_CANCELLED, NULL, NULL);
  return FALSE;
}

static gboolean
take_name (GwRegister *self, GError **error)
{
  const char *local = self->invitation->local;

  if (local == NULL)
    return TRUE;
  if (self->chosen->name && !g_str_equal (self->chosen->name, local))
    return gw_opt_refuse (error, _ ("the invitation is for the name %s: leave --name out"), local);
  self->name = g_strdup (local);
  return TRUE;
}

gboolean
gw_register_invitation_take (GwRegister *self, const char *word, GError **error)
{
  g_return_val_if_fail (self != NULL && (word != NULL || self->chosen->scan != NULL), FALSE);

  g_autofree char *page = NULL;
  char *text = read_text (self, word, error);

  if (text == NULL)
    return FALSE;
  self->invitation = gw_invitation_parse (text, &page, error);
  gw_wipe_free (text);
  if (self->invitation == NULL && page && agree_to_page (self, page, error))
    self->invitation = ask_page (self, page, error);
  if (self->invitation == NULL || !check_page (self, page, error) || !agree (self, error))
    return FALSE;
  self->domain = g_strdup (self->invitation->domain);
  return take_name (self, error);
}
