/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Consent, pacing and the log of contacts: no connection is made without a slot from here. A slot
 * names whom, where and why; at most GW_LIMIT_IN_FLIGHT at once overall and GW_LIMIT_IN_FLIGHT_SAME
 * to one address and port. Engine thread, except the log, which any thread may read. */
#pragma once

#include "net/address.h"
#include <glib.h>

G_BEGIN_DECLS

/* Why: what the person agreed to. There is no purpose for "just so". */
typedef enum {
  GW_PURPOSE_LIST,       /* asked for a fresh provider list */
  GW_PURPOSE_CHECK,      /* agreed to the check of servers that were named before */
  GW_PURPOSE_CHOSEN,     /* chose this provider, or typed its name */
  GW_PURPOSE_ACCOUNT,    /* registers or logs in there */
  GW_PURPOSE_NAMES,      /* named this server as the one to ask for names (DNS over HTTPS) */
  GW_PURPOSE_INVITATION, /* agreed to look at the page that an invitation leads to */
  GW_N_PURPOSES,
} GwPurpose;

/* What for: a word of a table, like "web" for "web page", so that records stay readable for
 * programs. NULL stands for "other". */
const char *gw_contact_what_text (const char *what); /* translated; a word of no table: itself */

typedef struct _GwContacts GwContacts;
typedef struct _GwSlot GwSlot;

/* Called once when the connection may be made; never inside gw_contacts_request(). */
typedef void (*GwSlotFunc) (GwSlot *slot, gpointer data);

GwContacts *gw_contacts_new (GMainContext *context);
void gw_contacts_free (GwContacts *contacts);

/* Asks for a slot; served in order, slots to other addresses overtake a full one. `is_paced`: at
 * least GW_LIMIT_PACE after the last such slot to the same machine, whatever the port: for
 * questions that a server may take for an attack when they come at once. `what`: see
 * gw_contact_what_text(). The slot must be
 * released in any case, before (that cancels the request) or after the function was called. */
GwSlot *gw_contacts_request (GwContacts *contacts, const char *domain, const GwAddress *address,
                             GwPurpose purpose, const char *what, gboolean is_paced,
                             GwSlotFunc func, gpointer data);
/* The same through a proxy, which alone knows the address: counted by name and port, and in the log
 * as "open.example:5222/via-proxy". */
GwSlot *gw_contacts_request_by_name (GwContacts *contacts, const char *domain, const char *host,
                                     guint16 port, GwPurpose purpose, const char *what,
                                     gboolean is_paced, GwSlotFunc func, gpointer data);
void gw_slot_release (GwSlot *slot);
/* "192.0.2.1:5222", or as in the log. Borrowed. */
const char *gw_slot_address (const GwSlot *slot);

/* --- the log: everything that was contacted, oldest first. Across runs: net/contacted.h.
 * ------------------------------------------------------ */

typedef struct {
  gint64 when; /* seconds since 1970 UTC */
  char *domain;
  char *address; /* with port; behind a proxy a name, and said so */
  GwPurpose purpose;
  char *what; /* "client", "web", ... */
} GwContactEntry;

GwContactEntry *gw_contact_entry_new (gint64 when, const char *domain, const char *address,
                                      GwPurpose purpose, const char *what);
GwContactEntry *gw_contact_entry_copy (const GwContactEntry *entry);
void gw_contact_entry_free (GwContactEntry *entry);

/* Any thread: a copy (GwContactEntry) for the caller to unref. */
GPtrArray *gw_contacts_log (GwContacts *contacts);

/* From now on `func` is told of each entry as it comes, in the engine's thread. */
typedef void (*GwContactFunc) (const GwContactEntry *entry, gpointer data);
void gw_contacts_watch (GwContacts *contacts, GwContactFunc func, gpointer data);

const char *gw_purpose_name (GwPurpose purpose); /* "list", "check", "chosen", ... */
const char *gw_purpose_text (GwPurpose purpose); /* translated, for a column */
gboolean gw_purpose_from_name (const char *name, GwPurpose *purpose);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwContactEntry, gw_contact_entry_free)

G_END_DECLS
