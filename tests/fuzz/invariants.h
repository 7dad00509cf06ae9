/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds of every catalogue that a reader makes, whatever the bytes were. Aborts if it does
 * not.
 */
#pragma once

#include "providers/source.h"

G_BEGIN_DECLS

typedef GwCatalogue *(*FuzzReader) (const char *text, gsize length, const char *subject,
                                    gint32 date, GError **error);

/* Every fact is one that its row accepts, every page one that GLib can take apart, and our own
 * lines print and read it without loss. */
void fuzz_check_catalogue (const GwCatalogue *catalogue);
/* The same of what `read` makes of these bytes, if they are text; then of what the whole table of
 * sources makes of them. An error goes with no catalogue. */
void fuzz_check_list (const guint8 *data, gsize size, FuzzReader read);

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

G_END_DECLS
