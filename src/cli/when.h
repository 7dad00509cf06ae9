/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ages and times for the eye, translated. Days: base/i18n.h. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* "today", "1 day old", "139 days old". Free with g_free(). */
char *gw_when_age (gint32 date, gint32 today);

/* Seconds since 1970 in local time, "2026-07-11 10:12". "never" for 0. Free with g_free(). */
char *gw_when_time (gint64 seconds);

G_END_DECLS
