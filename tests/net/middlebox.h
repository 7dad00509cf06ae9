/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A resolver that passes questions on to a real name server, and spoils what comes back. UDP on
 * loopback, in a thread of its own; its port refuses TCP. */
#pragma once

#include <glib.h>

typedef enum {
  MIDDLEBOX_PASSES,
  MIDDLEBOX_STRIPS,       /* asks without EDNS, so no signature comes back */
  MIDDLEBOX_REFUSES_EDNS, /* FORMERR */
  MIDDLEBOX_REWRITES,     /* an address in place of NXDOMAIN */
  MIDDLEBOX_LOSES_KEYS,   /* SERVFAIL for the DNSKEY of signed.example */
  MIDDLEBOX_CUTS_KEYS,    /* "ask by TCP" for it */
  MIDDLEBOX_LOSES_DS,     /* SERVFAIL for its DS */
} MiddleboxManner;

typedef struct _Middlebox Middlebox;

Middlebox *middlebox_new (guint16 port, MiddleboxManner manner);
void middlebox_free (Middlebox *box);
const char *middlebox_resolver (const Middlebox *box); /* "127.0.0.1@PORT" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Middlebox, middlebox_free)
