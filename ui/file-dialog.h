/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Save as" and "open a picture": one helper, whichever dialog the GTK at hand wants. */
#pragma once

#include <gtk/gtk.h>

/* `path` NULL: the person changed their mind. Called once. */
typedef void (*GangwayFileFunc) (const char *path, gpointer user_data);

void gangway_file_dialog_save (GtkWidget *parent, const char *title, const char *name,
                               GangwayFileFunc func, gpointer user_data);
/* A PNG or JPEG file that is there. */
void gangway_file_dialog_open (GtkWidget *parent, const char *title, GangwayFileFunc func,
                               gpointer user_data);
