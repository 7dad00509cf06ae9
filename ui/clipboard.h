/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets in the clipboard: programs that keep a history of it are asked not to keep this, and it
 * is emptied after a while, unless something else is in it by then. */
#pragma once

#include <gangway.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GANGWAY_CLIPBOARD_SECONDS 60

void gangway_clipboard_put_secret (GtkWidget *widget, GwSecret *secret);

G_END_DECLS
