/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 21 scored tests of the Conversations compliance tester, which many people know as a
 * percentage. Nearly all of them need an account. Pure. */
#pragma once

#include "probe/feature.h"

G_BEGIN_DECLS

enum { GW_SCORE21_TESTS = 21, GW_SCORE21_ENOUGH = 18 };

typedef struct {
  guint known, passed;
  int percent; /* passed of the known ones, rounded down; -1: fewer than GW_SCORE21_ENOUGH are
                  known */
} GwScore21;

GwScore21 gw_score21 (const GwFeatureSet *set);

G_END_DECLS
