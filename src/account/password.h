/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "base/secret.h"
GwSecret *gw_password_prepare (GwSecret *typed, GError **error);
typedef enum {
  GW_STRENGTH_WEAK,
  GW_STRENGTH_FAIR,
  GW_STRENGTH_GOOD,
  GW_STRENGTH_STRONG
} GwStrength;
GwStrength gw_password_strength (GwSecret *password, const char *const *known);
const char *gw_strength_text (GwStrength strength);
