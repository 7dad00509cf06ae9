/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The about window. */
#include "about.h"

#include "application.h"

#include <gangway.h>

void
gangway_about_present (GtkWindow *parent)
{
  adw_show_about_window (
      parent, "application-name", "Gangway", "application-icon", GANGWAY_APPLICATION_ID, "version",
      GANGWAY_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
      _ ("The way aboard for XMPP: choose a provider, register an address, hand it to your phone."),
      NULL);
}
