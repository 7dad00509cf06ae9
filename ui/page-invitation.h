/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An invitation: pasted, dropped, scanned from a picture, or given with the start of the program.
 * Says where it leads; nobody is contacted, and nothing is stored, before the person goes on. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PAGE_INVITATION (gangway_page_invitation_get_type ())
G_DECLARE_FINAL_TYPE (GangwayPageInvitation, gangway_page_invitation, GANGWAY, PAGE_INVITATION,
                      AdwBin)

void gangway_page_invitation_set_journey (GangwayPageInvitation *self, GangwayJourney *journey);

/* An empty page, for the next one. */
void gangway_page_invitation_clear (GangwayPageInvitation *self);
/* A link, or a text with one in it; wiped with the widget. */
void gangway_page_invitation_take_text (GangwayPageInvitation *self, const char *text);
/* A picture with a QR code. */
void gangway_page_invitation_take_picture (GangwayPageInvitation *self, const char *path);

G_END_DECLS
