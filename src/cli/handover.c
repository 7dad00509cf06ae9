/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Account, password and output of the commands that hand an account over. */
#include "cli/handover.h"

#include <errno.h>
#include <unistd.h>

#include "cli/account-named.h"
#include "cli/output.h"
#include "export/wrap.h"

GwJid *
gw_handover_account (const char *address, GError **error)
{
  if (address == NULL) {
    gw_error_set (error, GW_ERROR_USAGE, NULL, _ ("--account ADDRESS is missing"));
    return NULL;
  }
  return gw_account_named (address, error);
}

GwSecret *
gw_handover_password (const GwJid *jid, int fd, GError **error)
{
  g_return_val_if_fail (jid != NULL, NULL);

  if (fd >= 0)
    return gw_secret_read_fd (fd, error);

  g_autoptr (GError) fault = NULL;
  GwSecret *password = gw_keyring_lookup (jid, &fault);
  if (password)
    return password;
  GwErrorCode code = gw_error_code (fault);
  if (code == GW_ERROR_NO_KEYRING || code == GW_ERROR_NOT_IN_KEYRING) {
    g_autofree char *address = gw_jid_to_string (jid);
    gw_error_set (error, code, code == GW_ERROR_NO_KEYRING ? NULL : address,
                  _ ("--password-fd FD takes the password from elsewhere"));
  } else {
    g_propagate_error (error, g_steal_pointer (&fault));
  }
  return NULL;
}

gboolean
gw_handover_write (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  gsize left = strlen (text);

  fflush (stdout);
  while (left > 0) {
    gssize written = write (STDOUT_FILENO, text, left);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0 && errno == EPIPE)
      return TRUE;
    if (written < 0) {
      gw_error_set (error, GW_ERROR_FILE_WRITE, _ ("standard output"), g_strerror (errno));
      return FALSE;
    }
    text += written;
    left -= (gsize)written;
  }
  return TRUE;
}

void
gw_handover_advise (const GwCommon *common, const char *text)
{
  g_return_if_fail (common != NULL && text != NULL);

  if (common->quiet)
    return;
  g_auto (GStrv) lines = gw_wrap (text, gw_output_width ());
  for (char **line = lines; *line; line++)
    g_printerr ("%s\n", *line);
}
