/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting editions. */
#include "providers/survival.h"

static const GwFactId counts[] = {GW_FACT_LISTED_TIMES, GW_FACT_LISTED_OF,
                                  GW_FACT_SIGNUP_CLOSED_TIMES, GW_FACT_DROPPED_TIMES};

static gint64
count_of (const GwProvider *provider, GwFactId id)
{
  return provider ? MAX (gw_facts_number (&provider->facts, id, 0), 0) : 0;
}

static void
set_count (GwProvider *provider, GwFactId id, gint64 number, gint32 date)
{
  provider->facts.at[id] = (GwFact){0}; /* a number: nothing to free */
  gw_facts_offer_number (&provider->facts, id, number, GW_ORIGIN_FETCHED, date);
}

gint32
gw_survival_date (const GwCatalogue *counted)
{
  gint32 newest = counted->date;

  for (guint i = 0; i < counted->providers->len; i++) {
    const GwProvider *provider = counted->providers->pdata[i];
    const GwFact *of = &provider->facts.at[GW_FACT_LISTED_OF];
    if (of->known)
      newest = MAX (newest, of->date);
  }
  return newest;
}

gboolean
gw_survival_is_due (const GwCatalogue *counted, const GwCatalogue *edition)
{
  g_return_val_if_fail (edition != NULL, FALSE);

  return counted == NULL || edition->date >= gw_survival_date (counted) + GW_SURVIVAL_DAYS;
}

static gboolean
is_in_app (const GwProvider *provider)
{
  GwSignup signup = gw_facts_signup (&provider->facts);

  return signup == GW_SIGNUP_AT_ONCE || signup == GW_SIGNUP_PUZZLE || signup == GW_SIGNUP_EMAIL;
}

static gboolean
has_closed (const GwProvider *before, const GwProvider *now)
{
  return is_in_app (before) && !is_in_app (now) &&
         gw_facts_signup (&now->facts) != GW_SIGNUP_UNCLEAR;
}

/* Entries of those that have left: with nothing but what is said here. */
static void
add_absent (GwCatalogue *edition, const GwCatalogue *counted)
{
  for (guint i = 0; counted && i < counted->providers->len; i++) {
    const GwProvider *before = counted->providers->pdata[i];
    if (gw_catalogue_find (edition, before->domain))
      continue;
    GwProvider *gone = gw_catalogue_ensure (edition, before->domain);
    gw_facts_offer_bool (&gone->facts, GW_FACT_LISTED, FALSE, GW_ORIGIN_FETCHED, edition->date);
  }
}

void
gw_survival_count (GwCatalogue *edition, const GwCatalogue *counted, gboolean due)
{
  gint64 editions = 0; /* looked at so far: those who are new missed them all */

  g_return_if_fail (edition != NULL);

  add_absent (edition, counted);
  for (guint i = 0; counted && i < counted->providers->len; i++)
    editions = MAX (editions, count_of (counted->providers->pdata[i], GW_FACT_LISTED_OF));
  gint32 date = due || counted == NULL ? edition->date : gw_survival_date (counted);

  for (guint i = 0; i < edition->providers->len; i++) {
    GwProvider *now = edition->providers->pdata[i];
    const GwProvider *before = counted ? gw_catalogue_find (counted, now->domain) : NULL;
    gboolean on = !gw_provider_has_left (now);
    gboolean was_on = before && !gw_provider_has_left (before);
    if (before == NULL && !due)
      continue;
    set_count (now, GW_FACT_LISTED_OF, editions + due, date);
    set_count (now, GW_FACT_LISTED_TIMES, count_of (before, GW_FACT_LISTED_TIMES) + (due && on),
               date);
    set_count (now, GW_FACT_DROPPED_TIMES,
               count_of (before, GW_FACT_DROPPED_TIMES) + (due && was_on && !on), date);
    set_count (now, GW_FACT_SIGNUP_CLOSED_TIMES,
               count_of (before, GW_FACT_SIGNUP_CLOSED_TIMES) +
                   (due && was_on && on && has_closed (before, now)),
               date);
  }
}

static void
copy_counts (GwProvider *to, const GwProvider *from)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    to->facts.at[counts[i]] = from ? from->facts.at[counts[i]] : (GwFact){0};
}

void
gw_survival_strip (GwCatalogue *catalogue)
{
  g_return_if_fail (catalogue != NULL);

  for (guint i = 0; i < catalogue->providers->len; i++)
    copy_counts (catalogue->providers->pdata[i], NULL);
}

void
gw_survival_keep (GwCatalogue *catalogue, const GwCatalogue *ours)
{
  g_return_if_fail (catalogue != NULL && ours != NULL);

  for (guint i = 0; i < ours->providers->len; i++) {
    const GwProvider *from = ours->providers->pdata[i];
    GwProvider *to = gw_catalogue_find (catalogue, from->domain);
    if (to && count_of (from, GW_FACT_LISTED_OF) > count_of (to, GW_FACT_LISTED_OF))
      copy_counts (to, from);
  }
}
