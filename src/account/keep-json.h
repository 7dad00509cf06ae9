/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place of a password in the files of the state folder: "keep" and, for a file, "path". Pure. */
#pragma once

#include "account/keep.h"
#include <jansson.h>

G_BEGIN_DECLS

void gw_keep_to_json (const GwKeep *keep, json_t *object);
/* NULL: none, or one that makes no sense. */
GwKeep *gw_keep_from_json (const json_t *object);

G_END_DECLS
