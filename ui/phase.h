/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of the chosen provider is about right now, by the state of its journey. */
#pragma once

#include "journey.h"

G_BEGIN_DECLS

typedef enum {
  GANGWAY_PHASE_WAITING,  /* for the check, then for the form */
  GANGWAY_PHASE_TYPING,   /* the person's turn at the form */
  GANGWAY_PHASE_RENEWING, /* as well, while other puzzles are on their way */
  GANGWAY_PHASE_WEB,      /* the person's turn: an address by the website */
  GANGWAY_PHASE_WORKING,  /* what was typed is on its way */
  GANGWAY_PHASE_OVER, /* refused, failed, or nobody is chosen; after a success another page shows */
} GangwayPhase;

GangwayPhase gangway_phase_find (GangwayJourney *journey);

/* What is going on while it waits or works, translated; "" else. */
const char *gangway_phase_progress (GangwayJourney *journey);

G_END_DECLS
