/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See register-result.h. */
#include "cli/register-result.h"

#include "cli/output.h"
#include "cli/register-mend.h"

static char *
address_of (const GwRegister *self)
{
  const GwJid *jid = self->attempt ? gw_attempt_jid (self->attempt) : NULL;

  return jid ? gw_jid_to_string (jid) : NULL;
}

/* Where the password is; NULL: nowhere. Of an address that was refused only a file is left: nothing
 * deletes what the person asked to be written. */
static const GwKeep *
place_of (const GwRegister *self, const GwRegisterResult *result)
{
  const GwKeep *keep = self->keep;

  if (keep == NULL || gw_attempt_jid (self->attempt) == NULL)
    return NULL;
  return result->outcome != GW_OUTCOME_REFUSED ||
                 (keep->kind == GW_KEEP_FILE && g_file_test (keep->path, G_FILE_TEST_EXISTS))
             ? keep
             : NULL;
}

static gboolean
is_code (const GwRegisterResult *result, GwErrorCode code)
{
  return result->error && gw_error_code (result->error) == code;
}

static const char *
page_of (const GwRegister *self, const GwRegisterResult *result)
{
  return is_code (result, GW_ERROR_REFUSED_WEB_ONLY) || is_code (result, GW_ERROR_NOT_YET)
             ? gw_attempt_page (self->attempt)
             : NULL;
}

/* --- as JSON -----------------------------------------------------------------------------------
 */

static void
set_text (json_t *object, const char *key, const char *text)
{
  json_object_set_new (object, key, text ? json_string (text) : json_null ());
}

static void
set_reason (json_t *document, const GError *error)
{
  GwErrorCode code = error ? gw_error_code (error) : GW_ERROR_FAILED;
  GwNext next = gw_error_next (code);

  set_text (document, "reason", error ? gw_error_name (code) : NULL);
  set_text (document, "reason_text", error ? error->message : NULL);
  set_text (document, "next", error ? gw_next_name (next) : NULL);
  set_text (document, "next_text", error ? gw_next_text (next) : NULL);
}

static json_t *
invitation_json (const GwInvitation *invitation)
{
  if (invitation == NULL)
    return json_null ();
  g_autofree char *inviter = invitation->inviter ? gw_jid_to_string (invitation->inviter) : NULL;
  return json_pack ("{s:s, s:s?}", "domain", invitation->domain, "inviter", inviter);
}

static json_t *
tried_json (const GPtrArray *list)
{
  json_t *array = json_array ();

  for (guint i = 0; i < list->len; i++) {
    const GwTried *tried = g_ptr_array_index (list, i);
    json_array_append_new (array, json_pack ("{s:s, s:s}", "domain", tried->domain, "reason",
                                             gw_error_name (tried->reason)));
  }
  return array;
}

static json_t *
names_json (const GwRegister *self, const GError *error)
{
  g_auto (GStrv) names = gw_register_mend_names (self, error);
  json_t *array = json_array ();

  for (char **name = names; name && *name; name++)
    json_array_append_new (array, json_string (*name));
  return array;
}

static void
set_more (json_t *document, const GwRegister *self, const GwRegisterResult *result)
{
  guint wait_s = gw_attempt_wait_seconds (self->attempt);

  set_text (document, "label", self->extras ? self->extras->label : NULL);
  set_text (document, "display_name", self->extras ? self->extras->display_name : NULL);
  set_text (document, "server_words",
            result->error ? gw_attempt_server_words (self->attempt) : NULL);
  json_object_set_new (document, "wait_s",
                       is_code (result, GW_ERROR_REFUSED_TOO_FAST) && wait_s > 0
                           ? json_integer (wait_s)
                           : json_null ());
  json_object_set_new (document, "names", names_json (self, result->error));
  json_object_set_new (document, "invitation", invitation_json (self->invitation));
  json_object_set_new (document, "tried", tried_json (self->tried));
}

void
gw_register_result_print_json (const GwRegister *self, const GwRegisterResult *result)
{
  g_return_if_fail (self != NULL && result != NULL);

  json_t *document = json_object ();
  const GwKeep *keep = place_of (self, result);
  g_autofree char *address = address_of (self);
  g_autofree char *path = keep && keep->path ? g_filename_display_name (keep->path) : NULL;

  json_object_set_new (document, "version", json_integer (1));
  set_text (document, "address", address);
  set_text (document, "state", gw_outcome_name (result->outcome));
  set_reason (document, result->error);
  set_text (document, "domain", self->domain);
  set_text (document, "kept", keep ? gw_keep_name (keep->kind) : NULL);
  set_text (document, "file", path);
  set_text (document, "web_page", page_of (self, result));
  set_more (document, self, result);
  gw_output_json (document);
}

/* --- as text -----------------------------------------------------------------------------------
 */

/* Where the password is. */
static void
print_place (const GwKeep *keep)
{
  g_autofree char *path = keep->path ? g_filename_display_name (keep->path) : NULL;

  switch (keep->kind) {
  case GW_KEEP_KEYRING:
    gw_output_styled (GW_STYLE_PLAIN, "%s\n",
                      _ ("The password is in the keyring of this computer."));
    break;
  case GW_KEEP_FILE:
    gw_output_styled (GW_STYLE_PLAIN, _ ("The password is in the file %s"), path);
    gw_output_styled (GW_STYLE_PLAIN, "\n");
    break;
  case GW_KEEP_PERSON:
  default:
    gw_output_styled (GW_STYLE_PLAIN, "%s\n", _ ("The password is with you alone."));
  }
}

/* After a refusal; the same --save would find the file there. */
static void
print_left_over (const GwKeep *keep)
{
  g_autofree char *path = g_filename_display_name (keep->path);
  g_autofree char *text = g_strdup_printf (
      _ ("%s holds the password of an address that was not made. You can delete it."), path);

  gw_output_paragraph (GW_STYLE_PLAIN, 0, text);
}

/* The next command, ready to be copied. */
static void
print_next (const char *address, const GwKeep *keep)
{
  g_autofree char *who = g_shell_quote (address);
  /* Without quotes around it when it needs none, which is nearly always. */
  const char *account = strpbrk (address, " '\"\\$`&;|<>()*?[]#~!{}") ? who : address;

  gw_output_styled (GW_STYLE_PLAIN, "%s\n", _ ("To bring it to your phone:"));
  if (keep->kind == GW_KEEP_FILE) {
    g_autofree char *file = g_shell_quote (keep->path);
    gw_output_styled (GW_STYLE_BOLD,
                      "  sed -n 's/^password=//p' %s |\n"
                      "    gangway qr --for conversations --account %s --password-fd 0\n",
                      file, account);
    return;
  }
  gw_output_styled (GW_STYLE_BOLD, "  gangway qr --for conversations --account %s%s\n", account,
                    keep->kind == GW_KEEP_PERSON ? " --password-fd 0" : "");
}

static void
print_outcome (GwOutcome outcome)
{
  if (outcome == GW_OUTCOME_VERIFIED)
    gw_output_styled (GW_STYLE_GOOD, "%s\n", _ ("It works: a message to yourself came back."));
  else if (outcome == GW_OUTCOME_CREATED)
    gw_output_styled (GW_STYLE_WARN, "%s\n", _ ("It exists, but trying it out did not work yet."));
  else
    gw_output_styled (GW_STYLE_WARN, "%s\n", _ ("It is not known yet whether it exists."));
}

static void
print_result (const GwRegister *self, const GwRegisterResult *result)
{
  const GwKeep *keep = place_of (self, result);
  const char *page = page_of (self, result);
  g_autofree char *address = address_of (self);

  if (page)
    gw_output_styled (GW_STYLE_BOLD, "%s\n", page);
  if (result->outcome == GW_OUTCOME_REFUSED && keep)
    print_left_over (keep);
  if (result->outcome == GW_OUTCOME_REFUSED || address == NULL)
    return;
  gw_output_styled (GW_STYLE_PLAIN, "%s ", _ ("Your XMPP address:"));
  gw_output_styled (GW_STYLE_BOLD, "%s\n", address);
  print_outcome (result->outcome);
  print_place (keep);
  if (result->outcome != GW_OUTCOME_PENDING) {
    print_next (address, keep);
    return;
  }
  gw_output_styled (GW_STYLE_PLAIN, "%s\n", _ ("To find out:"));
  gw_output_styled (GW_STYLE_BOLD, "  gangway recover\n");
}

void
gw_register_result_print (const GwRegister *self, const GwRegisterResult *result)
{
  g_return_if_fail (self != NULL && result != NULL);

  print_result (self, result);
  if (result->error && !self->is_told)
    gw_register_mend_tell (self, result->error);
}
