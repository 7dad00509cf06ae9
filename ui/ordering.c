/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "How is this ordered?" */
#include "ordering.h"

#include <gangway.h>

#define WIDTH  280 /* fits beside the edges of a phone */
#define HEIGHT 420

static GtkWidget *
make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

/* What is looked at, and its points at most. */
static GtkWidget *
make_weights (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  int row = 0;
  for (const GwWeight *weight = gw_rank_weights (); weight->code; weight++, row++) {
    g_autofree char *points = g_strdup_printf ("%d", weight->points);
    GtkWidget *what = make_text (weight->text);
    GtkWidget *number = gtk_label_new (points);

    gtk_widget_set_hexpand (what, TRUE);
    gtk_label_set_xalign (GTK_LABEL (number), 1);
    gtk_widget_set_valign (number, GTK_ALIGN_START);
    gtk_widget_add_css_class (number, "numeric");
    gtk_grid_attach (GTK_GRID (grid), what, 0, row, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), number, 1, row, 1, 1);
  }
  return grid;
}

GtkWidget *
gangway_ordering_new (void)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = make_text (_ ("Points, at Most"));

  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_widget_add_css_class (box, "padded");
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (
      GTK_BOX (box),
      make_text (
          _ ("Each provider earns points by this table. What nobody states earns a low-middle "
             "value, what a provider says only of itself earns nothing more. Providers "
             "whose points are close stand in one group; inside a group each person sees "
             "an order of their own, so that nobody is always first.")));
  gtk_box_append (GTK_BOX (box),
                  make_text (_ ("Here, those that you can take in this window come first in "
                                "their group.")));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), make_weights ());

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  return popover;
}
