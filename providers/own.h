/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person added by hand: further lists by address, and providers by name. One a line in
 * $XDG_STATE_HOME/gangway/own-sources, in the order in which they were added; whoever likes may
 * edit it. Any thread; writers wait for each other. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GPtrArray *lists;   /* char*: https addresses */
  GPtrArray *domains; /* char*: A-labels */
} GwOwn;

/* Never NULL without an error; empty when nothing was added. A line that is neither is
 * GW_ERROR_LIST_SHAPE with its number. */
GwOwn *gw_own_load (GError **error);
void gw_own_free (GwOwn *own);

/* `text`: an https address or a domain, as typed. GW_ERROR_BAD_URL, GW_ERROR_BAD_ADDRESS, and
 * GW_ERROR_TOO_LARGE beyond GW_LIMIT_OWN_SOURCES. Adding twice changes nothing. */
gboolean gw_own_add (const char *text, GError **error);
/* GW_ERROR_NOT_THERE when it was not among them. */
gboolean gw_own_remove (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwOwn, gw_own_free)

G_END_DECLS
