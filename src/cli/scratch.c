/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mkstemp() makes it 0600. */
#include "cli/scratch.h"

#include <glib/gstdio.h>
#include <unistd.h>

struct _GwScratch {
  char *path;
};

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize size, done = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  while (done < size) {
    gssize written = write (fd, data + done, size - done);
    if (written <= 0)
      return FALSE;
    done += (gsize)written;
  }
  return TRUE;
}

GwScratch *
gw_scratch_new (GBytes *bytes, const char *ending)
{
  g_return_val_if_fail (bytes != NULL && ending != NULL, NULL);

  g_autofree char *pattern = g_strdup_printf ("gangway-XXXXXX.%s", ending);
  GwScratch *scratch = g_new0 (GwScratch, 1);
  int fd = g_file_open_tmp (pattern, &scratch->path, NULL);
  gboolean done = fd >= 0 && write_all (fd, bytes);

  if (fd >= 0 && close (fd) == 0 && done)
    return scratch;
  gw_scratch_free (scratch);
  return NULL;
}

const char *
gw_scratch_path (const GwScratch *scratch)
{
  g_return_val_if_fail (scratch != NULL, NULL);

  return scratch->path;
}

void
gw_scratch_free (GwScratch *scratch)
{
  if (scratch == NULL)
    return;
  if (scratch->path)
    g_unlink (scratch->path);
  g_free (scratch->path);
  g_free (scratch);
}
