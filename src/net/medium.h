/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
typedef enum { GW_MEDIUM_PICTURE, GW_MEDIUM_SOUND } GwMediumKind;
typedef struct {
  GwMediumKind kind;
  char *type;
  GBytes *bytes;
  char *cid;
  char *url;
} GwMedium;
gboolean gw_medium_take (GwMedium *medium, GBytes *bytes, GError **error);
