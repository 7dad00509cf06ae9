/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranking 10,000 providers: median, best and worst of 50 runs in ms of processor time, which a
 * loaded machine shifts less than the clock. Prints; judges nothing. Build it as the product is
 * built (-O2). */
#include <stdlib.h>
#include <time.h>

#include "../providers/rank-cases.h"

#define PROVIDERS 10000
#define RUNS      50
#define BAR_MS    10.0

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, two = *(const double *)b;

  return (one > two) - (one < two);
}

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1000000;
}

static void
measure (const char *title, const GwCatalogue *catalogue)
{
  double times[RUNS];

  for (int i = 0; i < RUNS; i++) {
    double started = now_ms ();
    GwRanking *ranking = rank_now (catalogue, NULL);
    times[i] = now_ms () - started;
    gw_ranking_free (ranking);
  }
  qsort (times, RUNS, sizeof *times, compare);
  g_print ("%s: median %.2f ms, best %.2f, worst %.2f   bar %.0f ms   ratio %.2f\n", title,
           times[RUNS / 2], times[0], times[RUNS - 1], BAR_MS, times[RUNS / 2] / BAR_MS);
}

int
main (void)
{
  g_autoptr (GwCatalogue) any = rank_catalogue_random (1, PROVIDERS);
  g_autoptr (GwCatalogue) good = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);

  for (int i = 0; i < PROVIDERS; i++) {
    g_autofree char *domain = g_strdup_printf ("provider-%d.example", i);
    rank_add (good, domain, RANK_BEST RANK_PASSED);
  }
  measure ("10,000 of any kind", any);
  measure ("10,000 good ones with all facts", good);
  return 0;
}
