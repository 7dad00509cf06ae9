/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file for a moment: what a person looks at or listens to, readable for nobody else. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwScratch GwScratch;

/* `ending`: "png". NULL when it cannot be written. */
GwScratch *gw_scratch_new (GBytes *bytes, const char *ending);
const char *gw_scratch_path (const GwScratch *scratch);
void gw_scratch_free (GwScratch *scratch); /* removes it; NULL allowed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwScratch, gw_scratch_free)

G_END_DECLS
