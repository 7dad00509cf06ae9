/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name server for tests: a handful of records over UDP on loopback, in a thread of its own. */
#pragma once

#include <glib.h>

typedef struct _NameServer NameServer;

enum { NAME_A = 1, NAME_CNAME = 5, NAME_AAAA = 28, NAME_SRV = 33 };

/* What resolvers do to others. A question that comes from somebody who validates is known by CD,
 * "checking disabled"; libunbound asks for signatures in any case. */
typedef enum {
  NAME_OWN,           /* knows nothing of EDNS and DNSSEC, and leaves both out */
  NAME_STRIPS,        /* takes EDNS, and leaves the signatures out */
  NAME_REFUSES_EDNS,  /* FORMERR */
  NAME_REWRITES,      /* has an address for every name */
  NAME_FAILS_CHECKED, /* SERVFAIL to who validates */
  NAME_DROPS_CHECKED, /* says nothing to who validates */
  NAME_CUTS_CHECKED,  /* says "ask by TCP" to who validates, and refuses TCP */
  NAME_FAILS,         /* SERVFAIL to everybody */
  NAME_DEAD,          /* says nothing to anybody */
} NameManner;

/* Names without any record do not exist (NXDOMAIN). */
NameServer *name_server_new (void);
void name_server_free (NameServer *server);

/* A and AAAA: "127.0.0.1", "::1"; SRV: "priority weight port target"; CNAME: "target"; other types:
 * what stands in the record, in hexadecimal. "FAIL" answers SERVFAIL, "SILENT" never; "LIE" is a
 * record that says it is longer than the answer. Only before the start. */
void name_server_add (NameServer *server, const char *name, guint16 type, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void name_server_behave (NameServer *server, NameManner manner);
void name_server_start (NameServer *server);

/* From now on everything that said "FAIL" is answered by this address. Any thread. */
void name_server_heal (NameServer *server);

const char *name_server_resolver (const NameServer *server); /* "127.0.0.1@PORT" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NameServer, name_server_free)
