/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records in files, one a line. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "probe/record.h"

static GwSeen *
read_line (const char *line, gsize length, const char *path, GError **error)
{
  json_error_t fault;
  json_t *record = json_loadb (line, length, JSON_REJECT_DUPLICATES, &fault);

  if (record == NULL) {
    gw_error_set (error, GW_ERROR_BAD_RECORD, path, fault.text);
    return NULL;
  }
  GwSeen *seen = gw_record_from_json (record, path, error);
  json_decref (record);
  return seen;
}

static gboolean
is_blank (const char *line, gsize length)
{
  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;
  return length == 0;
}

static GwSeen *
refuse_more (const char *path, GError **error)
{
  gw_error_set (error, GW_ERROR_TOO_LARGE, path, NULL);
  return NULL;
}

/* Its length with the end of the line; at most GW_LIMIT_RECORD bytes, the rest then comes as
 * another line, and neither is a record. Zeros are part of it. */
static gsize
take_line (FILE *file, char *line)
{
  gsize length = 0;
  int byte = 0;

  while (length < GW_LIMIT_RECORD && byte != '\n' && (byte = getc_unlocked (file)) != EOF)
    line[length++] = (char)byte;
  return length;
}

static GPtrArray *
read_lines (FILE *file, const char *path, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_seen_free);
  g_autofree char *line = g_malloc (GW_LIMIT_RECORD);

  gsize length;

  while ((length = take_line (file, line)) > 0) {
    if (is_blank (line, length))
      continue;
    GwSeen *seen = records->len < GW_LIMIT_RECORDS ? read_line (line, length, path, error)
                                                   : refuse_more (path, error);
    if (seen == NULL)
      return NULL;
    g_ptr_array_add (records, seen);
  }
  if (ferror (file)) {
    gw_error_set (error, GW_ERROR_FILE_READ, path, g_strerror (errno));
    return NULL;
  }
  if (records->len == 0) {
    gw_error_set (error, GW_ERROR_BAD_RECORD, path, NULL);
    return NULL;
  }
  return g_steal_pointer (&records);
}

GPtrArray *
gw_record_read_file (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  FILE *file = fopen (path, "re");
  if (file == NULL) {
    gw_error_set (error, GW_ERROR_FILE_READ, path, g_strerror (errno));
    return NULL;
  }
  GPtrArray *records = read_lines (file, path, error);
  fclose (file);
  return records;
}

gboolean
gw_record_append_file (const char *path, const GwSeen *seen, GError **error)
{
  g_return_val_if_fail (path != NULL && seen != NULL, FALSE);

  json_t *record = gw_record_to_json (seen);
  g_autofree char *line = json_dumps (record, JSON_COMPACT);
  json_decref (record);
  if (strlen (line) >= GW_LIMIT_RECORD) {
    gw_error_set (error, GW_ERROR_TOO_LARGE, seen->domain, NULL);
    return FALSE;
  }
  FILE *file = fopen (path, "ae");
  gboolean written = file != NULL && fprintf (file, "%s\n", line) > 0 && fflush (file) == 0;
  int number = errno;
  if (file != NULL && fclose (file) != 0)
    written = FALSE;
  if (!written)
    gw_error_set (error, GW_ERROR_FILE_WRITE, path, g_strerror (number));
  return written;
}
