/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which program a server probably is, so that an operator reads the right lines of configuration.
 * A guess, and said as one: nothing else depends on it. Pure. */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

typedef enum {
  GW_SOFTWARE_UNKNOWN,
  GW_SOFTWARE_PROSODY,
  GW_SOFTWARE_EJABBERD,
} GwSoftware;

const char *gw_software_name (GwSoftware software); /* "prosody", "ejabberd"; NULL for UNKNOWN */
const char *gw_software_text (GwSoftware software); /* as it calls itself; NULL for UNKNOWN */
gboolean gw_software_from_name (const char *name, GwSoftware *software);

/* By the form of the stream's id, which either makes in a way of its own: decimal digits are
 * ejabberd's, a UUID or base64url is Prosody's. NULL: UNKNOWN. */
GwSoftware gw_software_of_stream (const char *stream_id);

/* By all that was seen: what a list says (a fact), else the streams of the result as long as it
 * holds them. `why`: translated, static; NULL with UNKNOWN. */
GwSoftware gw_software_guess (const GwProbeResult *result, const GwFacts *listed, const char **why);

/* The lines for it; NULL: none are needed, or it is UNKNOWN. */
const char *gw_software_lines (GwSoftware software, const GwCheck *check);

G_END_DECLS
