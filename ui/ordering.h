/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "How is this ordered?": the groups, the fair order inside them, and the table of weights. */
#pragma once

#include <gtk/gtk.h>

/* A popover; floating. */
GtkWidget *gangway_ordering_new (void);
