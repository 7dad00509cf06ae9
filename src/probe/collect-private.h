/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a collection: each asks its questions and fills its corner of what was seen. They
 * tell each other what another part has to wait for, and nothing else. */
#pragma once

#include "probe/collect.h"

typedef struct _GwCollectDns GwCollectDns;
typedef struct _GwCollectLegs GwCollectLegs;
typedef struct _GwCollectWeb GwCollectWeb;

struct _GwCollect {
  GwEngine *engine;
  GwPurpose purpose;
  gboolean want_form;
  GwSeen *seen;
  guint budget;                /* connections that may still be made */
  guint asked, answered;       /* it is over when they are equal */
  GwCollectProgress *progress; /* of several together; NULL: not wanted */
  GSource *finish, *overall;
  gint64 started_at; /* monotonic */
  GwCollectFunc func;
  gpointer data;

  GwCollectDns *dns; /* NULL in a quick one */
  GwCollectLegs *legs;
  GwCollectWeb *web; /* NULL in a quick one */
};

/* Around each question of a part: the first before it is asked, the second when its answer has been
 * written down and what it leads to has been asked. The collection may end in a later turn. */
void gw_collect_asked (GwCollect *collect);
void gw_collect_answered (GwCollect *collect);

/* Each part begins with its start and is freed with all that is still under way. */
GwCollectDns *gw_collect_dns_start (GwCollect *collect);
void gw_collect_dns_free (GwCollectDns *dns);

GwCollectLegs *gw_collect_legs_start (GwCollect *collect);
void gw_collect_legs_free (GwCollectLegs *legs);

GwCollectWeb *gw_collect_web_start (GwCollect *collect);
void gw_collect_web_free (GwCollectWeb *web);
/* The leg has ended and shown its certificate: when that is made for another name, the domain may
 * say by https that it is the right one (RFC 7711). */
void gw_collect_web_leg_ended (GwCollectWeb *web, GwLegId leg);
