/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times of the catalogue inside one process; tests/bench/catalogue.py drives it.
 *
 *   bench-catalogue parse LIST.json      reads a list:           "parse MS, floor MS"
 *   bench-catalogue keep LIST.json...    merges and keeps them as the copy of the public list
 *   bench-catalogue load                 loads and ranks the kept copy: "load MS, floor MS,
 *                                        rank MS, floor MS, providers N"
 *
 * The floor of parsing is jansson alone on the same bytes, that of loading is reading the file and
 * finding its lines, that of ranking is drawing the lots of the fair order. Each figure is the best
 * of several runs, but for the load, of which a process has only one that counts. */
#include <jansson.h>

#include "base/store.h"
#include "providers/lottery.h"
#include "providers/providers.h"

#define RUNS 7
#define URL  "https://bench.example/list.json"

static double
ms_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

static double
parse_once (const char *bytes, gsize length)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GwCatalogue) catalogue = gw_source_parse (bytes, length, "bench", 0, NULL, NULL);

  g_assert (catalogue != NULL);
  return ms_since (start);
}

static double
parse_floor (const char *bytes, gsize length)
{
  gint64 start = g_get_monotonic_time ();
  json_t *root = json_loadb (bytes, length, 0, NULL);

  g_assert (root != NULL);
  json_decref (root);
  return ms_since (start);
}

static int
bench_parse (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;
  double best = G_MAXDOUBLE, floor = G_MAXDOUBLE;

  g_assert (g_file_get_contents (path, &bytes, &length, NULL));
  for (int i = 0; i < RUNS; i++) {
    best = MIN (best, parse_once (bytes, length));
    floor = MIN (floor, parse_floor (bytes, length));
  }
  g_print ("%.2f %.2f\n", best, floor);
  return 0;
}

static int
keep (char **paths)
{
  g_autoptr (GwListCopy) copy = gw_list_copy_new (URL);
  g_autoptr (GError) error = NULL;

  copy->kind = g_strdup ("providers-v2");
  copy->catalogue = gw_catalogue_new (GW_ORIGIN_FETCHED, 0);
  for (; *paths; paths++) {
    g_autofree char *bytes = NULL;
    gsize length;
    g_assert (g_file_get_contents (*paths, &bytes, &length, NULL));
    GwCatalogue *part = gw_source_parse (bytes, length, *paths, 0, NULL, &error);
    g_assert_no_error (error);
    gw_catalogue_absorb (copy->catalogue, part);
  }
  gw_list_copy_save (copy, GW_EDITION_NEWEST, &error);
  g_assert_no_error (error);
  return 0;
}

/* What no program can do without: read the file and find its lines. */
static double
load_floor (void)
{
  g_autofree char *folder = gw_store_path (GW_STORE_CACHE, "lists");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = dir ? g_dir_read_name (dir) : NULL;
  g_assert (name != NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length, lines = 0;

  gint64 start = g_get_monotonic_time ();
  g_assert (g_file_get_contents (path, &bytes, &length, NULL));
  for (const char *p = bytes; (p = memchr (p, '\n', length - (gsize)(p - bytes))); p++)
    lines++;
  g_assert (lines > 0);
  return ms_since (start);
}

/* What the fair order alone takes: one HMAC a name. */
static double
rank_floor (const GwCatalogue *catalogue, const guint8 *secret)
{
  g_autoptr (GwLottery) lottery = gw_lottery_new (secret);
  guint64 sum = 0;

  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < catalogue->providers->len; i++)
    sum ^= gw_lottery_draw (lottery, ((const GwProvider *)catalogue->providers->pdata[i])->domain);
  g_assert (sum != 0);
  return ms_since (start);
}

static int
bench_load (void)
{
  static const guint8 secret[32] = "bench";
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GwWishes) wishes = gw_wishes_new ();
  double rank = G_MAXDOUBLE, floor = G_MAXDOUBLE;

  profile->catalogue_url = g_strdup (URL);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (profile, NULL);
  double load = ms_since (start);
  for (int i = 0; i < RUNS; i++) {
    start = g_get_monotonic_time ();
    g_autoptr (GwRanking) ranking = gw_rank (catalogue, wishes, secret, gw_date_today ());
    rank = MIN (rank, ms_since (start));
    floor = MIN (floor, rank_floor (catalogue, secret));
  }
  g_print ("%.2f %.2f %.2f %.2f %u\n", load, load_floor (), rank, floor, catalogue->providers->len);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "parse"))
    return bench_parse (argv[2]);
  if (argc >= 3 && g_str_equal (argv[1], "keep"))
    return keep (argv + 2);
  if (argc == 2 && g_str_equal (argv[1], "load"))
    return bench_load ();
  g_printerr ("usage: bench-catalogue parse LIST | keep LIST... | load\n");
  return 2;
}
