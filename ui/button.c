/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of buttons that may be long. */
#include "button.h"

static void
let_wrap (GtkButton *button)
{
  GtkWidget *child = gtk_button_get_child (button);

  if (!gtk_button_get_label (button) || !GTK_IS_LABEL (child))
    return;
  gtk_label_set_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (child), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
}

void
gangway_button_set_label (GtkButton *button, const char *label)
{
  g_return_if_fail (GTK_IS_BUTTON (button) && label != NULL);

  gtk_button_set_label (button, label);
  let_wrap (button);
}

void
gangway_button_let_all_wrap (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  /* Beside the text of a row the text gives way: a button that could would be broken into letters.
   */
  if (GTK_IS_LIST_BOX_ROW (root))
    return;
  if (GTK_IS_BUTTON (root))
    let_wrap (GTK_BUTTON (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    gangway_button_let_all_wrap (child);
}
