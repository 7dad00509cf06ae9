/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Getting an address on the provider's website, step by step: name and password are kept and the
 * page opens, they are entered there, and a login shows that it worked. A card that shows the
 * attempt of the journey in GW_ATTEMPT_WEB; what is typed stands elsewhere on the page.
 *
 * Signal "changed": another step, or the attempt was made to go on. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_WEB_CARD (gangway_web_card_get_type ())
G_DECLARE_FINAL_TYPE (GangwayWebCard, gangway_web_card, GANGWAY, WEB_CARD, AdwBin)

typedef enum {
  GANGWAY_WEB_FIRST, /* nothing is kept: name and password are on the page */
  GANGWAY_WEB_AWAY,  /* kept; the person is on the website */
  GANGWAY_WEB_EDIT,  /* kept, and to be replaced by what the person used there */
} GangwayWebStep;

void gangway_web_card_set_journey (GangwayWebCard *self, GangwayJourney *journey);

/* For another attempt. */
void gangway_web_card_reset (GangwayWebCard *self);
/* Name and password were submitted: once they are kept, the website opens, or, after another name,
 * the test begins. */
void gangway_web_card_sent (GangwayWebCard *self);
/* Shows the attempt as it is now, and goes on by itself where that was promised. */
void gangway_web_card_update (GangwayWebCard *self);

/* Both ask for an attempt in GW_ATTEMPT_WEB. */
GangwayWebStep gangway_web_card_get_step (GangwayWebCard *self);
/* What the button for the name and the password says; NULL in AWAY; to free. */
char *gangway_web_card_get_label (GangwayWebCard *self);

G_END_DECLS
