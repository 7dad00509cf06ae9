/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two questions a zone. */
#include "net/dns-canary.h"

#include "net/dns-trust.h"

typedef struct {
  GwCanary *canary;
  char *owner;
  GwQuestion exists, missing;
  GwCanaryState exists_state, missing_state;
} Zone;

struct _GwCanary {
  GPtrArray *zones; /* Zone */
  GwCanaryFunc func;
  gpointer data;
};

static void
zone_free (gpointer data)
{
  Zone *zone = data;

  gw_question_cancel (&zone->exists);
  gw_question_cancel (&zone->missing);
  g_free (zone->owner);
  g_free (zone);
}

static void
on_exists (GwReply reply, const struct ub_result *result, gpointer data)
{
  Zone *zone = data;
  gboolean holds = reply == GW_REPLY_DATA && result->secure;

  zone->exists_state = holds ? GW_CANARY_GOOD : GW_CANARY_BAD;
  zone->canary->func (zone->canary->data);
}

/* Where a zone signs only what is delegated (opt-out), that a name is missing has no proof. */
static void
on_missing (GwReply reply, const struct ub_result *result, gpointer data)
{
  Zone *zone = data;
  gboolean holds = reply != GW_REPLY_FAILED && !result->bogus;

  zone->missing_state = holds ? GW_CANARY_GOOD : GW_CANARY_BAD;
  zone->canary->func (zone->canary->data);
}

/* Two labels, since home routers answer for names of one label themselves. */
static void
ask (Zone *zone, GwUnbound *unbound)
{
  g_autofree char *missing = g_strdup_printf ("missing.gangway-canary.%s",
                                              g_str_equal (zone->owner, ".") ? "" : zone->owner);

  gw_unbound_ask (unbound, &zone->exists, zone->owner, GW_DNS_TYPE_SOA, on_exists, zone);
  gw_unbound_ask (unbound, &zone->missing, missing, GW_DNS_TYPE_A, on_missing, zone);
}

static const Zone *
find_zone (const GwCanary *canary, const char *name)
{
  const Zone *nearest = NULL;

  for (guint i = 0; i < canary->zones->len; i++) {
    const Zone *zone = canary->zones->pdata[i];

    if (gw_name_is_below (name, zone->owner) &&
        (nearest == NULL || gw_name_is_below (zone->owner, nearest->owner)))
      nearest = zone;
  }
  return nearest;
}

/* Several anchors may be keys of one zone. */
static void
add_zone (GwCanary *canary, const char *owner)
{
  const Zone *known = find_zone (canary, owner);
  Zone *zone;

  if (known != NULL && gw_name_is_below (known->owner, owner))
    return;
  zone = g_new0 (Zone, 1);
  zone->canary = canary;
  zone->owner = g_strdup (owner);
  g_ptr_array_add (canary->zones, zone);
}

GwCanary *
gw_canary_new (GwUnbound *unbound, const GPtrArray *anchors, GwCanaryFunc func, gpointer data)
{
  GwCanary *canary = g_new0 (GwCanary, 1);

  canary->zones = g_ptr_array_new_with_free_func (zone_free);
  canary->func = func;
  canary->data = data;
  for (guint i = 0; i < anchors->len; i++)
    add_zone (canary, ((const GwTrustAnchor *)anchors->pdata[i])->owner);
  for (guint i = 0; i < canary->zones->len; i++)
    ask (canary->zones->pdata[i], unbound);
  return canary;
}

void
gw_canary_free (GwCanary *canary)
{
  if (canary == NULL)
    return;
  g_ptr_array_unref (canary->zones);
  g_free (canary);
}

const char *
gw_canary_zone (const GwCanary *canary, const char *name)
{
  const Zone *zone = find_zone (canary, name);

  return zone ? zone->owner : NULL;
}

GwCanaryState
gw_canary_state (const GwCanary *canary, const char *name)
{
  const Zone *zone = find_zone (canary, name);

  if (zone == NULL || zone->exists_state == GW_CANARY_BAD || zone->missing_state == GW_CANARY_BAD)
    return GW_CANARY_BAD;
  return MIN (zone->exists_state, zone->missing_state); /* pending, if one is */
}
