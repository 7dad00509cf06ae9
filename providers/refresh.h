/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetching lists, and what providers say of themselves, so that it can only get better: an answer
 * replaces what is here when it is whole, readable, not older and not suddenly small; else the last
 * good list stays and the reason is told. */
#pragma once

#include "base/profile.h"
#include "net/http.h"
#include "providers/list-copy.h"

G_BEGIN_DECLS

/* Where the public list is: the profile's address, or GW_CATALOGUE_URL. Borrowed. */
const char *gw_refresh_public_url (const GwProfile *profile);

/* The addresses of all lists of this person, the public one first, then those added by
 * hand (providers/own.h). Free with g_strfreev(). */
char **gw_refresh_urls (const GwProfile *profile, GError **error);

typedef enum {
  GW_REFRESH_NEW,       /* replaced by what came */
  GW_REFRESH_UNCHANGED, /* what is here is still the newest */
  GW_REFRESH_KEPT,      /* what came was no use */
} GwRefreshState;

const char *gw_refresh_state_name (GwRefreshState state); /* "new", "unchanged", "kept" */

typedef struct {
  const char *url;
  const char *domain; /* the provider that was asked for its file; NULL: it was a list */
  GwRefreshState state;
  const GError *error;       /* KEPT: why */
  const GwListCopy *copy;    /* of a list, what stands now; NULL: nothing was ever kept */
  const GwCatalogue *before; /* NEW list: what stood before it; NULL: nothing */
  const GwCatalogue *said;   /* NEW file: what the provider says, one entry */
} GwRefreshResult;

/* In the context of the caller of gw_refresh_start(): one call for each as it ends (`result`
 * borrowed), and at the end one with NULL. */
typedef void (*GwRefreshFunc) (const GwRefreshResult *result, gpointer data);

typedef struct _GwRefresh GwRefresh;

/* `urls`: lists. `domains`: A-labels of providers. Either may be NULL. The consent is the caller's
 * business. Writes the copies, and what providers say to providers/seen.h. */
GwRefresh *gw_refresh_start (GwEngine *engine, const char *const *urls, const char *const *domains,
                             GwRefreshFunc func, gpointer data);

/* Frees it; what runs is cancelled, the function is not called any more. Needed after the end,
 * too. */
void gw_refresh_free (GwRefresh *refresh);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRefresh, gw_refresh_free)

G_END_DECLS
