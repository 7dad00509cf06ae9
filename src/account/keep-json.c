/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file name is bytes, JSON is not: the escaped form brings any of them back. */
#include "account/keep-json.h"

void
gw_keep_to_json (const GwKeep *keep, json_t *object)
{
  g_autofree char *path = keep->path ? g_uri_escape_string (keep->path, "/", FALSE) : NULL;

  json_object_set_new (object, "keep", json_string (gw_keep_name (keep->kind)));
  json_object_del (object, "path");
  if (path)
    json_object_set_new (object, "path", json_string (path));
}

GwKeep *
gw_keep_from_json (const json_t *object)
{
  const char *name = json_string_value (json_object_get (object, "keep"));
  const char *escaped = json_string_value (json_object_get (object, "path"));
  g_autofree char *path = escaped ? g_uri_unescape_string (escaped, NULL) : NULL;
  GwKeepKind kind;

  if (name == NULL || !gw_keep_kind_from_name (name, &kind) ||
      (kind == GW_KEEP_FILE) != (path != NULL))
    return NULL;
  return gw_keep_new (kind, path);
}
