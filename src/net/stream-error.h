/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server means by a stream error (RFC 6120 section 4.9), over whichever transport. Pure. */
#pragma once

#include "base/error.h"
#include "net/xml.h"

G_BEGIN_DECLS

/* `error`: the element that holds the condition: <stream:error/>, or BOSH's <body/> (XEP-0206
 * section 6). GW_ERROR_WRONG_HOST when the server does not know the domain, else GW_ERROR_STREAM.
 * *condition: its name, borrowed from `error`; NULL: none. */
GwErrorCode gw_stream_error_read (const GwXml *error, const char **condition);

/* The same for a condition alone; BOSH has some of the same names (XEP-0124 section 17.2). */
GwErrorCode gw_stream_error_code (const char *condition);

G_END_DECLS
