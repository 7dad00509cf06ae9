/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See register-result.h. */
#include "cli/register-result.h"

#include "cli/output.h"

static void
set_text (json_t *object, const char *key, const char *text)
{
  json_object_set_new (object, key, text ? json_string (text) : json_null ());
}

void
gw_register_result_print_json (const GwRegisterResult *result)
{
  g_return_if_fail (result != NULL);

  json_t *document = json_object ();
  GwErrorCode code = result->error ? gw_error_code (result->error) : GW_ERROR_FAILED;
  GwNext next = gw_error_next (code);
  g_autofree char *path =
      result->keep && result->keep->path ? g_filename_display_name (result->keep->path) : NULL;

  json_object_set_new (document, "version", json_integer (1));
  set_text (document, "address", result->address);
  set_text (document, "state", gw_outcome_name (result->outcome));
  set_text (document, "reason", result->error ? gw_error_name (code) : NULL);
  set_text (document, "reason_text", result->error ? result->error->message : NULL);
  set_text (document, "next", result->error ? gw_next_name (next) : NULL);
  set_text (document, "next_text", result->error ? gw_next_text (next) : NULL);
  set_text (document, "domain", result->domain);
  set_text (document, "kept", result->keep ? gw_keep_name (result->keep->kind) : NULL);
  set_text (document, "file", path);
  set_text (document, "web_page", result->web_page);
  gw_output_json (document);
}

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

void
gw_register_result_print (const GwRegisterResult *result)
{
  g_return_if_fail (result != NULL);

  if (result->web_page)
    gw_output_styled (GW_STYLE_BOLD, "%s\n", result->web_page);
  if (result->outcome == GW_OUTCOME_REFUSED && result->keep)
    print_left_over (result->keep);
  if (result->outcome == GW_OUTCOME_REFUSED || result->address == NULL)
    return;
  gw_output_styled (GW_STYLE_PLAIN, "%s ", _ ("Your XMPP address:"));
  gw_output_styled (GW_STYLE_BOLD, "%s\n", result->address);
  if (result->outcome == GW_OUTCOME_VERIFIED)
    gw_output_styled (GW_STYLE_GOOD, "%s\n", _ ("It works: a message to yourself came back."));
  else if (result->outcome == GW_OUTCOME_CREATED)
    gw_output_styled (GW_STYLE_WARN, "%s\n", _ ("It exists, but trying it out did not work yet."));
  else
    gw_output_styled (GW_STYLE_WARN, "%s\n", _ ("It is not known yet whether it exists."));
  print_place (result->keep);
  if (result->outcome != GW_OUTCOME_PENDING)
    print_next (result->address, result->keep);
}
