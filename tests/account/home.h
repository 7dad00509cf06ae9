/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A home of a test's own: state and data folders that are gone afterwards. (GLib's
 * G_TEST_OPTION_ISOLATE_DIRS leaks, which the sanitizer build does not bear.) */
#pragma once

#include <glib.h>

void home_enter (void); /* before anything asks GLib for a folder */
void home_leave (void);
