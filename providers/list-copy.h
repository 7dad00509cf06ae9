/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kept copies of fetched lists: one file per address in $XDG_CACHE_HOME/gangway/lists, our own
 * lines behind a few comment lines that say where and when they came from. A file is replaced as a
 * whole, so what is there is always a good list. Of each list three editions are kept: the newest,
 * the one before it (for what changed) and the last one that counted for survival. Any thread;
 * writers of one list must not meet (see providers/refresh.h). */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

typedef enum {
  GW_EDITION_NEWEST,
  GW_EDITION_BEFORE,
  GW_EDITION_COUNTED,
  GW_N_EDITIONS,
} GwEdition;

typedef struct {
  char *url;
  char *kind; /* name of the source row that read it */
  char *etag; /* validators for the next request; NULL: none */
  char *last_modified;
  gint64 fetched_at;      /* seconds since 1970 UTC: when this content came */
  gint64 checked_at;      /* when the server last called it the newest */
  GwCatalogue *catalogue; /* origin fetched */
} GwListCopy;

GwListCopy *gw_list_copy_new (const char *url);
void gw_list_copy_free (GwListCopy *copy);

/* NULL without an error: there is none. GW_ERROR_LIST_SHAPE or _TOO_LARGE for a damaged one, which
 * is best ignored: the next fetch replaces it. */
GwListCopy *gw_list_copy_load (const char *url, GwEdition edition, GError **error);

/* The same from bytes that end with a NUL which `length` does not count. `subject`: for sentences.
 */
GwListCopy *gw_list_copy_parse (const char *bytes, gsize length, const char *url,
                                const char *subject, GError **error);

gboolean gw_list_copy_save (const GwListCopy *copy, GwEdition edition, GError **error);

/* Forgets all editions of a list. */
void gw_list_copy_remove (const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwListCopy, gw_list_copy_free)

G_END_DECLS
