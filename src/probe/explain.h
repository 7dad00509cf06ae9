/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check put into words: what it looks at, when it passes, what to do when it does not. One order
 * and one set of labels for the command line, the manual and the page. Pure. */
#pragma once

#include "probe/check.h"
#include <jansson.h>

G_BEGIN_DECLS

/* One thing to say of a check. */
typedef struct {
  const char *label; /* translated: "good", "info", "cure", "Prosody" */
  const char *text;  /* translated; lines of a configuration as they are */
  gboolean is_lines;
} GwExplainRow;

/* What there is to say besides id and title, in order; borrows from the table. */
GArray *gw_explain_rows (const GwCheck *check);

/* The rows that say how to put it right, a part of the above: cure, Prosody, ejabberd. */
GArray *gw_explain_cures (const GwCheck *check);

/* What it looks at, translated; the id where there is no title. */
const char *gw_explain_title (const GwCheck *check);

/* {"id", "group", "quick", "title", "passes", "warns", "fails", "reference", "cure", "prosody",
 * "ejabberd"}; null for what it never says. */
json_t *gw_explain_json (const GwCheck *check);

G_END_DECLS
