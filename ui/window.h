/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: a header bar and the pages of the journey, one after the other. The only file that
 * knows their order. */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_WINDOW (gangway_window_get_type ())
G_DECLARE_FINAL_TYPE (GangwayWindow, gangway_window, GANGWAY, WINDOW, AdwApplicationWindow)

/* Actions: "win.go" (s: "welcome", "invitation" or "providers"; lets go of the chosen
 * provider), "win.choose" (s:
 * a domain), "win.back", "win.again" (for the next person). */
GangwayWindow *gangway_window_new (GtkApplication *application, const GwProfile *profile);

/* Shows where a link leads, or why it leads nowhere. Nobody is contacted. Nothing happens while an
 * address is being asked for. */
void gangway_window_take_invitation (GangwayWindow *self, const char *text);

G_END_DECLS
