/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Choose for me". */
#include "providers/choose.h"

#include <sys/random.h>

#include "base/i18n.h"
#include "providers/rank-rules.h"

#define FEW 4 /* fewer recommended operators than these: the good ones join */

struct _GwChoice {
  GPtrArray *pot; /* GwRanked, borrowed; the drawn ones first */
  guint drawn;
  guint recommended, good; /* in the pot at first */
  GRand *seeded;           /* NULL: real chance */
};

static gboolean
may_be_drawn (const GwRanked *row)
{
  gboolean in_app = row->signup == GW_SIGNUP_AT_ONCE || row->signup == GW_SIGNUP_PUZZLE ||
                    row->signup == GW_SIGNUP_EMAIL;

  return in_app && !(row->broken & GW_RULE_BIT (GW_RULE_ONLY_FETCHED));
}

/* How many were added. */
static guint
fill (GPtrArray *pot, const GwRanking *ranking, GwTier tier)
{
  guint before = pot->len;

  for (guint i = 0; i < ranking->rows->len; i++) {
    GwRanked *row = g_ptr_array_index (ranking->rows, i);
    if (row->tier == tier && may_be_drawn (row))
      g_ptr_array_add (pot, row);
  }
  return pot->len - before;
}

static int
compare_domains (gconstpointer a, gconstpointer b)
{
  const GwRanked *one = *(const GwRanked *const *)a;
  const GwRanked *two = *(const GwRanked *const *)b;

  return strcmp (one->provider->domain, two->provider->domain);
}

GwChoice *
gw_choice_new (const GwRanking *ranking, const guint32 *seed)
{
  g_return_val_if_fail (ranking != NULL, NULL);

  GwChoice *choice = g_new0 (GwChoice, 1);
  choice->pot = g_ptr_array_new ();
  choice->recommended = fill (choice->pot, ranking, GW_TIER_RECOMMENDED);
  if (choice->recommended < FEW)
    choice->good = fill (choice->pot, ranking, GW_TIER_GOOD);
  /* A seed draws the same for everybody, whatever order each one sees. */
  g_ptr_array_sort (choice->pot, compare_domains);
  choice->seeded = seed ? g_rand_new_with_seed (*seed) : NULL;
  return choice;
}

void
gw_choice_free (GwChoice *choice)
{
  if (choice == NULL)
    return;
  g_ptr_array_unref (choice->pot);
  if (choice->seeded)
    g_rand_free (choice->seeded);
  g_free (choice);
}

guint
gw_choice_size (const GwChoice *choice)
{
  g_return_val_if_fail (choice != NULL, 0);

  return choice->pot->len;
}

static guint32
next_number (GwChoice *choice)
{
  guint32 number;

  if (choice->seeded)
    return g_rand_int (choice->seeded);
  if (getrandom (&number, sizeof number, 0) != sizeof number)
    g_error ("the kernel gives no random numbers");
  return number;
}

/* Evenly, 0 to n - 1: numbers behind the last whole round of n are drawn again. */
static guint
next_below (GwChoice *choice, guint n)
{
  guint32 beyond = (G_MAXUINT32 % n + 1) % n;
  guint32 number;

  do
    number = next_number (choice);
  while (number > G_MAXUINT32 - beyond);
  return number % n;
}

const GwRanked *
gw_choice_next (GwChoice *choice)
{
  g_return_val_if_fail (choice != NULL, NULL);

  guint left = choice->pot->len - choice->drawn;
  if (left == 0)
    return NULL;
  guint at = choice->drawn + next_below (choice, left);
  gpointer row = choice->pot->pdata[at];
  choice->pot->pdata[at] = choice->pot->pdata[choice->drawn];
  choice->pot->pdata[choice->drawn++] = row;
  return row;
}

static char *
explain_pot (const GwChoice *choice)
{
  guint n = choice->pot->len;

  if (choice->good == 0)
    return g_strdup_printf (
        ngettext_ ("Drawn by chance from the %u recommended provider that takes people in the app.",
                   "Drawn by chance from the %u recommended providers that take people in the app; "
                   "each had the same chance.",
                   (gulong)n),
        n);
  return g_strdup_printf (
      ngettext_ ("Drawn by chance from %u provider that takes people in the app, good ones "
                 "included: so few are recommended that one would get too many.",
                 "Drawn by chance from %u providers that take people in the app, good ones "
                 "included: with the few recommended ones alone, each would get too many. Each had "
                 "the same chance.",
                 (gulong)n),
      n);
}

char *
gw_choice_explain (const GwChoice *choice)
{
  g_return_val_if_fail (choice != NULL, NULL);

  guint n = choice->pot->len;
  if (n == 0)
    return g_strdup (_ ("There is nobody to choose: no recommended or good provider takes people "
                        "in the app with what you ask for."));
  if (choice->drawn < n)
    return explain_pot (choice);
  return g_strdup_printf (
      ngettext_ ("The only one that could be drawn was drawn; there are no more.",
                 "All %u that could be drawn were drawn; there are no more.", (gulong)n),
      n);
}
