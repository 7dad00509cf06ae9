/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The about window. */
#pragma once

#include <gtk/gtk.h>

void gangway_about_present (GtkWindow *parent);
