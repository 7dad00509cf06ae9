/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file in which a provider tells of itself, made from what is known: a beginning for its
 * operator. source.h reads such files. */
#pragma once

#include "base/fact.h"
#include <jansson.h>

G_BEGIN_DECLS

/* Those of the fourteen keys of a provider file (XMPP Providers, version 2) of which something is
 * known. */
json_t *gw_provider_file_make (const GwFacts *facts);

/* The facts that it has keys for and of which nothing is known (GwFactId). */
GArray *gw_provider_file_missing (const GwFacts *facts);

G_END_DECLS
