/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of countries: where the servers of the listed providers stand. */
#pragma once

#include <glib.h>

/* "DE" -> "Germany", in the person's language; a code that is not in the table is its own name. */
const char *gangway_country_name (const char *code);
