/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of apps that take an account by a code. Only apps whose source was read: forks that
 * should understand a code, but were not looked at, do not stand here. */
#include "export/app.h"

#include "base/i18n.h"

static const GwApp apps[] = {
    {
        .id = "conversations",
        .name = "Conversations",
        .platform = "Android",
        .where = N_ ("Start Conversations and, on its welcome screen, open the menu (⋮) to scan "
                     "a QR code."),
        .warning = N_ ("Conversations reads this code only as long as it has no account yet; "
                       "after that, add the address by typing."),
        .payload = gw_payload_json,
    },
    {
        .id = "snikket-android",
        .name = "Snikket",
        .platform = "Android",
        .where = N_ ("Start Snikket and, on its welcome screen, open the menu (⋮) to scan a QR "
                     "code."),
        .warning = N_ ("Snikket reads this code only on Android, and only as long as it has no "
                       "account yet."),
        .payload = gw_payload_json,
    },
    {
        .id = "monal",
        .name = "Monal",
        .platform = "iPhone, iPad, Mac",
        .where = N_ ("Start Monal, tap the QR symbol on its login page, scan the code, then tap "
                     "Login."),
        .payload = gw_payload_json,
    },
    {
        .id = "kaidan",
        .name = "Kaidan",
        .platform = "Linux",
        .where = N_ ("Start Kaidan and choose “Scan QR code” when it asks for your account."),
        .warning = N_ ("Kaidan protects messages in a newer way (OMEMO 2) than Conversations, "
                       "Monal, Dino and Gajim do: together with one of these, they are not "
                       "encrypted from end to end."),
        .payload = gw_payload_login_uri,
    },
    {.id = NULL},
};

const GwApp *
gw_apps (void)
{
  return apps;
}

const GwApp *
gw_app_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (const GwApp *app = apps; app->id; app++)
    if (g_str_equal (app->id, id))
      return app;
  return NULL;
}
