/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name server for tests: a handful of records over UDP on loopback, in a thread of its own. */
#pragma once

#include <glib.h>

typedef struct _NameServer NameServer;

enum { NAME_A = 1, NAME_AAAA = 28, NAME_SRV = 33 };

/* Names without any record do not exist (NXDOMAIN). */
NameServer *name_server_new (void);
void name_server_free (NameServer *server);

/* A and AAAA: "127.0.0.1", "::1"; SRV: "priority weight port target". "FAIL" answers SERVFAIL,
 * "SILENT" never. Only before the start. */
void name_server_add (NameServer *server, const char *name, guint16 type, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void name_server_start (NameServer *server);

/* From now on everything that said "FAIL" is answered by this address. Any thread. */
void name_server_heal (NameServer *server);

const char *name_server_resolver (const NameServer *server); /* "127.0.0.1@PORT" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NameServer, name_server_free)
