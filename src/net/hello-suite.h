/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The suites that the questions of net/hello offer, by number and by their names in the registry of
 * IANA. A table of our own, since OpenSSL knows the broken ones no longer. */
#pragma once

#include "net/hello.h"

G_BEGIN_DECLS

/* Those of one question, in the order in which they are offered: a server that follows its client's
 * order picks the most telling one. Ended by 0. Free by g_free(). */
guint16 *gw_hello_suites (GwHelloKind kind);

gboolean gw_hello_offers_suite (GwHelloKind kind, guint16 suite);

/* "TLS_RSA_WITH_AES_256_GCM_SHA384"; "0x1301" for one that no question offers. Caller frees. */
char *gw_hello_suite_name (guint16 suite);

G_END_DECLS
