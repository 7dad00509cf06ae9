/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: from what was typed to a domain, and from what was found there to clues, answer,
 * sentence and next step. Pure. */
#pragma once

#include "net/dns.h"
#include "probe/have.h"
#include "probe/host-meta.h"

G_BEGIN_DECLS

/* One well-known file. */
typedef struct {
  gboolean came;    /* an answer or an error; FALSE: not yet */
  GError *error;    /* of the request */
  int status;       /* of HTTP */
  GwHostMeta *meta; /* NULL: no host-meta */
} GwHavePage;

typedef enum { GW_HAVE_PAGE_XML, GW_HAVE_PAGE_JSON, GW_HAVE_N_PAGES } GwHavePageKind;

/* What was found so far. Zeroed: nothing. */
typedef struct {
  GwEndpoints *endpoints; /* either this or the error, once DNS has answered */
  GError *dns_error;
  GwHavePage pages[GW_HAVE_N_PAGES];
} GwHaveFound;

void gw_have_found_clear (GwHaveFound *found);

/* *address is set where there is one (see GwHaveResult). */
gboolean gw_have_read (const char *typed, char **domain, char **address, GError **error);

typedef enum {
  GW_HAVE_OPEN,    /* what is still to come may change the answer */
  GW_HAVE_CERTAIN, /* the answer is yes; further clues would only be nice to have */
  GW_HAVE_SETTLED, /* all is there, or the owner says no */
} GwHaveState;

GwHaveState gw_have_state (const GwHaveFound *found);

/* What has not come counts as not answered. `address` NULL: none. */
GwHaveResult *gw_have_judge (const char *domain, const char *address, const GwHaveFound *found);
void gw_have_result_free (GwHaveResult *result);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwHaveFound, gw_have_found_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHaveResult, gw_have_result_free)

G_END_DECLS
