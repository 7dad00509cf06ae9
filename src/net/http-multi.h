/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libcurl's multi handle as a source in the engine's loop: its sockets and its timer are ours, so
 * that no call of it ever waits. One for the whole engine. Engine thread. */
#pragma once

#include <curl/curl.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwHttpMulti GwHttpMulti;

/* Called once, outside of libcurl, so that handles may be removed and freed in it. */
typedef void (*GwHttpMultiFunc) (CURLcode result, gpointer data);

GwHttpMulti *gw_http_multi_new (GMainContext *context);
void gw_http_multi_free (GwHttpMulti *multi); /* all handles must have been removed */

/* Starts the transfer of `easy`. */
void gw_http_multi_add (GwHttpMulti *multi, CURL *easy, GwHttpMultiFunc func, gpointer data);
/* In any case before the handle is freed, also after its end. */
void gw_http_multi_remove (GwHttpMulti *multi, CURL *easy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHttpMulti, gw_http_multi_free)

G_END_DECLS
