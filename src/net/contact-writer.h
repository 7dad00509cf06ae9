/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: brings contacts into the record of net/contacted.h from a thread of its own, so
 * that the engine never waits for the disk. Contacts that come within GW_LIMIT_CONTACTED_WAIT are
 * written together; a program that is killed loses no more than those. */
#pragma once

#include "net/contacts.h"

G_BEGIN_DECLS

typedef struct _GwContactWriter GwContactWriter;

/* The thread begins with the first contact. */
GwContactWriter *gw_contact_writer_new (void);

/* Any thread, does not wait. Copies. */
void gw_contact_writer_add (GwContactWriter *writer, const GwContactEntry *entry);

/* Writes what is left. When that fails, it says so (g_message) and nothing else: what the contacts
 * were made for must not suffer. */
void gw_contact_writer_free (GwContactWriter *writer);

G_END_DECLS
