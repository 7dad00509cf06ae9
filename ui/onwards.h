/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that leads on when this provider does not: no dead end. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "Go On with NEXT" by "win.choose", or, without a next one (NULL), "Back to the List" by "win.go".
 */
void gangway_onwards_set (GtkButton *button, const char *next);

G_END_DECLS
