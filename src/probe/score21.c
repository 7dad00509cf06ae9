/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the scored tests, each of equal weight. */
#include "probe/score21.h"

static const GwFeatureId tests[] = {
    GW_FEATURE_CAPS,
    GW_FEATURE_ROSTER_VERSIONING,
    GW_FEATURE_STREAM_MANAGEMENT,
    GW_FEATURE_CLIENT_STATE,
    GW_FEATURE_BLOCKING,
    GW_FEATURE_CARBONS,
    GW_FEATURE_OFFLINE,
    GW_FEATURE_ARCHIVE,
    GW_FEATURE_PUSH,
    GW_FEATURE_AVATAR_CONVERSION,
    GW_FEATURE_BOOKMARK_CONVERSION,
    GW_FEATURE_PEP,
    GW_FEATURE_OMEMO,
    GW_FEATURE_UPLOAD,
    GW_FEATURE_PROXY,
    GW_FEATURE_MUC,
    GW_FEATURE_MUC_ARCHIVE,
    GW_FEATURE_MUC_VCARD,
    GW_FEATURE_STUN,
    GW_FEATURE_TURN,
    GW_FEATURE_DIRECT_TLS,
};
G_STATIC_ASSERT (G_N_ELEMENTS (tests) == GW_SCORE21_TESTS);

GwScore21
gw_score21 (const GwFeatureSet *set)
{
  g_return_val_if_fail (set != NULL, (GwScore21){.percent = -1});

  GwScore21 score = {.percent = -1};

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    score.known += set->at[tests[i]] != GW_HAS_UNKNOWN;
    score.passed += set->at[tests[i]] == GW_HAS;
  }
  if (score.known >= GW_SCORE21_ENOUGH)
    score.percent = (int)(score.passed * 100 / score.known);
  return score;
}
