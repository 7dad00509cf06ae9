/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A button that opens a web page in the browser. Its host is always to be seen before; where there
 * is no browser, the address appears, to be read and copied. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_LINK (gangway_link_get_type ())
G_DECLARE_FINAL_TYPE (GangwayLink, gangway_link, GANGWAY, LINK, AdwBin)

/* `url`: https. `label` NULL: "Open example.org/…". */
void gangway_link_set (GangwayLink *self, const char *url, const char *label);
/* As if it was pressed. */
void gangway_link_open (GangwayLink *self);

/* "example.org" of https://example.org/, "example.org/…" where there is more; to free. */
char *gangway_link_shorten (const char *url);

G_END_DECLS
