/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes from the DNS as text that can be shown and recorded. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Printable UTF-8 stays; every other byte becomes \DDD (RFC 1035 section 5.1), the backslash and
 * the characters in `special` (ASCII) get a backslash. */
char *gw_dns_escape (const char *bytes, gsize length, const char *special);

G_END_DECLS
