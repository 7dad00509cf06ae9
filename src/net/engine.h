/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine: one thread with its own GMainContext in which all connections live as event sources.
 * Faces hold it and post to it; what comes back comes through a mailbox of theirs. Parts are made
 * when first asked for, so a program that only lists providers never starts it. */
#pragma once

#include "base/mailbox.h"
#include "base/profile.h"
#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwEngine GwEngine;
struct _GwDns;
struct _GwTls;
struct _GwContacts;
struct _GwHttpMulti;

/* Starts the thread. Without a proxy in the profile the one of the environment is taken;
 * GW_ERROR_PROXY_UNSUPPORTED when it asks for one that cannot be used for everything, see
 * gw_proxy_from_environment(): connecting around it would betray the person who set it. */
GwEngine *gw_engine_new (const GwProfile *profile, GError **error);

/* Stops the loop, joins the thread, frees the parts. Operations must have ended or been cancelled.
 * Whom it contacted is then in the record (net/contacted.h). */
void gw_engine_free (GwEngine *engine);

/* Any thread: `func` runs in the engine's thread, in order. */
void gw_engine_post (GwEngine *engine, GwLetterFunc func, gpointer data, GDestroyNotify free_data);

/* Any thread, immutable; with the proxy of the environment. */
const GwProfile *gw_engine_profile (GwEngine *engine);
GPtrArray *gw_engine_contact_log (GwEngine *engine); /* any thread: see gw_contacts_log() */

/* --- engine thread only
 * ---------------------------------------------------------------------------------------- */
gboolean gw_engine_in_thread (GwEngine *engine);
GMainContext *gw_engine_context (GwEngine *engine);
struct _GwContacts *gw_engine_contacts (GwEngine *engine);
/* NULL and an error when they cannot be made (no resolver, no certificate store). */
struct _GwDns *gw_engine_dns (GwEngine *engine, GError **error);
struct _GwTls *gw_engine_tls (GwEngine *engine, GError **error);
struct _GwHttpMulti *gw_engine_http (GwEngine *engine);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwEngine, gw_engine_free)

G_END_DECLS
