/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether an answer of a web server is a better list than the one that is here. Pure; internal to
 * the room. */
#pragma once

#include "net/http.h"
#include "providers/list-copy.h"

G_BEGIN_DECLS

/* What is here before the answer. */
typedef struct {
  const char *url;
  gboolean is_public; /* the public list: never small, never without facts, counted for survival */
  const GwCatalogue *before;  /* the last good edition, or the built-in list; NULL: none */
  const GwCatalogue *counted; /* the last that counted for survival; NULL: none */
  const char *kind;           /* of the last good edition; NULL: none */
  gint64 modified_at;         /* Last-Modified of the last good edition; 0: not stated */
} GwListPast;

#define GW_PUBLIC_LIST_LEAST                                                                       \
  5 /* providers; fewer are an accident, or somebody's choice for others */
#define GW_LIST_SHRINK_MOST 60 /* percent that may vanish from one edition to the next */

/* The new copy for a 200, with survival figures counted (*is_counted tells whether this edition
 * counts); `now`: seconds since 1970. NULL and an error for everything that must not replace what
 * is here: GW_ERROR_HTTP_STATUS, what the sources refuse, GW_ERROR_LIST_SHRUNK, _OLDER. */
GwListCopy *gw_refresh_judge (const GwHttpResponse *response, const GwListPast *past, gint64 now,
                              gboolean *is_counted, GError **error);

/* An HTTP date (RFC 9110 section 5.6.7, the preferred form) in seconds since 1970; 0: none. */
gint64 gw_http_date_parse (const char *text);

G_END_DECLS
