/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that leads on. */
#include "onwards.h"

#include "button.h"

#include <gangway.h>

void
gangway_onwards_set (GtkButton *button, const char *next)
{
  g_return_if_fail (GTK_IS_BUTTON (button));

  GtkActionable *actionable = GTK_ACTIONABLE (button);
  g_autofree char *shown = next ? gw_domain_display (next) : NULL;
  g_autofree char *label =
      next ? g_strdup_printf (_ ("Go On with %s"), shown) : g_strdup (_ ("Back to the List"));

  gangway_button_set_label (button, label);
  gtk_actionable_set_action_target (actionable, "s", next ? next : "providers");
  gtk_actionable_set_action_name (actionable, next ? "win.choose" : "win.go");
}
