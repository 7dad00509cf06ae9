/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives a machine over one descriptor in the loop. A machine knows no loop: it is stepped, says
 * what it waits for, and is stepped again when that is there; so tests can step it by hand. Engine
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { GW_STEP_WANT_READ, GW_STEP_WANT_WRITE, GW_STEP_DONE } GwStep;
typedef GwStep (*GwStepFunc) (gpointer machine);

typedef enum {
  GW_DRIVE_DONE,   /* the machine said so */
  GW_DRIVE_SILENT, /* nothing came for GW_LIMIT_STEP_WAIT */
} GwDriveEnd;

typedef struct _GwDrive GwDrive;

/* Called once, never inside gw_drive_start(); the drive may be stopped in it. */
typedef void (*GwDriveFunc) (GwDriveEnd how, gpointer data);

/* The machine and its descriptor are the caller's and must outlive the drive. The first step is
 * taken at once. */
GwDrive *gw_drive_start (GMainContext *context, int fd, GwStepFunc step, gpointer machine,
                         GwDriveFunc func, gpointer data);
void gw_drive_stop (GwDrive *drive); /* in any case, also after the end */

G_END_DECLS
