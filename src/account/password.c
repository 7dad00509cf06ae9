/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account/password.h"
GwSecret *
gw_password_prepare (GwSecret *typed, GError **error)
{
  return gw_secret_ref (typed);
}
GwStrength
gw_password_strength (GwSecret *password, const char *const *known)
{
  return GW_STRENGTH_FAIR;
}
const char *
gw_strength_text (GwStrength strength)
{
  return "";
}
