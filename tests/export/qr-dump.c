/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For test-decode.py: one form of one app's code on standard output; the password comes from
 * standard input.
 *
 *   qr-dump APP ADDRESS payload|png|svg|ansi|plain|small */
#include <stdio.h>

#include "export/export.h"

static int
dump (const char *form, const char *payload)
{
  g_autoptr (GwQr) qr =
      g_str_equal (form, "small") ? gw_qr_new_small (payload, NULL) : gw_qr_new (payload, NULL);
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;

  if (g_str_equal (form, "payload"))
    bytes = (guint8 *)g_strdup (payload);
  else if (qr && g_str_equal (form, "png"))
    gw_qr_png (qr, 4, &bytes, &length, NULL);
  else if (qr && g_str_equal (form, "svg"))
    bytes = (guint8 *)gw_qr_svg (qr);
  else if (qr)
    bytes = (guint8 *)gw_qr_terminal (qr, !g_str_equal (form, "plain"));
  if (bytes == NULL)
    return 1;
  if (length == 0)
    length = strlen ((const char *)bytes);
  return fwrite (bytes, 1, length, stdout) == length ? 0 : 1;
}

int
main (int argc, char **argv)
{
  if (argc != 4)
    return 2;

  const GwApp *app = gw_app_find (argv[1]);
  g_autoptr (GwJid) jid = gw_jid_parse (argv[2], NULL);
  g_autoptr (GwSecret) password = gw_secret_read_fd (0, NULL);

  if (app == NULL || jid == NULL || password == NULL)
    return 2;
  g_autofree char *payload = app->payload (jid, password);
  return dump (argv[3], payload);
}
