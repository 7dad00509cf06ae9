/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: options, actions, one window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_APPLICATION_ID "org.gangway.Gangway"

#define GANGWAY_TYPE_APPLICATION (gangway_application_get_type ())
G_DECLARE_FINAL_TYPE (GangwayApplication, gangway_application, GANGWAY, APPLICATION, AdwApplication)

GangwayApplication *gangway_application_new (void);

G_END_DECLS
