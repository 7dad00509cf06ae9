/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, in plain words, and the next step as a button: no dead end. A card.
 *
 * Its buttons use the window's actions: "win.choose" (again, or the next provider) and "win.go". */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_TROUBLE (gangway_trouble_get_type ())
G_DECLARE_FINAL_TYPE (GangwayTrouble, gangway_trouble, GANGWAY, TROUBLE, AdwBin)

typedef struct {
  GwErrorCode code;
  const char *text;    /* the sentence */
  const char *words;   /* the server's own; NULL: none */
  gboolean is_mending; /* it is mended on the page itself: no way onwards is offered */
  const char *domain;  /* of the provider in question */
  const char *next;    /* domain to go on with; NULL: the list */
  const char *website; /* https; opened where that is the next step */
  guint wait_seconds;  /* before it makes sense to try again; 0: at once */
} GangwayTroubleInfo;

/* Copies what it needs. Shows itself. */
void gangway_trouble_show (GangwayTrouble *self, const GangwayTroubleInfo *info);

G_END_DECLS
