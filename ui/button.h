/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of buttons that may be long, such as those that name a domain, or in another language. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Like gtk_button_set_label(), but it takes a second line where the window is narrow. */
void gangway_button_set_label (GtkButton *button, const char *label);

/* All that stand in or below `root` by now, but for those in rows of a list, take a second line. */
void gangway_button_let_all_wrap (GtkWidget *root);

G_END_DECLS
