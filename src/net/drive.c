/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One GSource that waits for the descriptor, and by its ready time for silence. */
#include "net/drive.h"

#include "base/limits.h"

enum { MS = 1000 /* microseconds */ };

typedef struct {
  GSource source;
  GwDrive *drive;
} Wait;

struct _GwDrive {
  GSource *source; /* a Wait */
  gpointer tag;    /* of the descriptor in it */
  GwStepFunc step;
  gpointer machine;
  gboolean done;
  GwDriveFunc func;
  gpointer data;
};

static void
advance (GwDrive *drive)
{
  GwStep next = drive->step (drive->machine);
  gint64 now = g_get_monotonic_time ();

  drive->done = next == GW_STEP_DONE;
  g_source_modify_unix_fd (drive->source, drive->tag,
                           drive->done                 ? 0
                           : next == GW_STEP_WANT_READ ? G_IO_IN
                                                       : G_IO_OUT);
  g_source_set_ready_time (drive->source, drive->done ? now : now + GW_LIMIT_STEP_WAIT * MS);
}

static gboolean
dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  GwDrive *drive = ((Wait *)source)->drive;

  if (!drive->done && g_source_query_unix_fd (source, drive->tag) == 0) {
    drive->func (GW_DRIVE_SILENT, drive->data);
    return G_SOURCE_REMOVE;
  }
  if (!drive->done)
    advance (drive);
  if (!drive->done)
    return G_SOURCE_CONTINUE;
  drive->func (GW_DRIVE_DONE, drive->data);
  return G_SOURCE_REMOVE;
}

static GSourceFuncs wait_funcs = {.dispatch = dispatch};

GwDrive *
gw_drive_start (GMainContext *context, int fd, GwStepFunc step, gpointer machine, GwDriveFunc func,
                gpointer data)
{
  GwDrive *drive;

  g_return_val_if_fail (fd >= 0 && step != NULL && func != NULL, NULL);

  drive = g_new0 (GwDrive, 1);
  drive->step = step;
  drive->machine = machine;
  drive->func = func;
  drive->data = data;
  drive->source = g_source_new (&wait_funcs, sizeof (Wait));
  ((Wait *)drive->source)->drive = drive;
  drive->tag = g_source_add_unix_fd (drive->source, fd, G_IO_OUT);
  g_source_attach (drive->source, context);
  advance (drive);
  return drive;
}

void
gw_drive_stop (GwDrive *drive)
{
  if (drive == NULL)
    return;
  g_source_destroy (drive->source);
  g_source_unref (drive->source);
  g_free (drive);
}
