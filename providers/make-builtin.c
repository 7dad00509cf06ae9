/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-builtin [--date YYYY-MM-DD] LIST.json [SURVIVAL.csv] > builtin.list
 *
 * Writes the built-in list from an XMPP Providers v2 list and from our own counts over its dated
 * editions. Of the providers in LIST.json, those that the counts know to have left the list are
 * not taken. A tool of the project, not installed. */
#include <locale.h>

#include "base/error.h"
#include "providers/source.h"

/* Columns of SURVIVAL.csv, by their names in its first line. */
typedef enum { DOMAIN, LISTED, OF, LAST, CLOSED, DROPPED, ON_NEWEST, N_COLUMNS } Column;

static const struct {
  const char *name;
  int fact; /* a number; -1: none */
} columns[N_COLUMNS] = {
    [DOMAIN] = {"domain", -1},
    [LISTED] = {"times_listed_AB", GW_FACT_LISTED_TIMES},
    [OF] = {"of_lists", GW_FACT_LISTED_OF},
    [LAST] = {"last_listed", -1},
    [CLOSED] = {"closed_in_app_sign_up", GW_FACT_SIGNUP_CLOSED_TIMES},
    [DROPPED] = {"times_dropped", GW_FACT_DROPPED_TIMES},
    [ON_NEWEST] = {"on_newest_list", -1},
};

/* Neither shown nor scored, or out of date before it is read. */
static const GwFactId left_out[] = {GW_FACT_SOFTWARE, GW_FACT_PROFESSIONAL_HOSTING};

static const char heading[] =
    "# The providers that Gangway knows without asking anybody: facts only, each with its origin\n"
    "# and its date, which are those of the line \"list\" where a fact does not say otherwise.\n"
    "#\n"
    "# The figures of the providers were taken from the XMPP Providers list (providers.xmpp.net, v2,\n"
    "# categories A and B; CC0-1.0 as published with Kaidan). listed-times, listed-of,\n"
    "# signup-closed-times and dropped-times are our own counts over the dated editions of that list.\n"
    "# Providers that have left the list since are not in here.\n"
    "#\n"
    "# Made by a tool, not by hand:\n"
    "#   make-builtin --date DATE providers-B.json survival.csv > builtin.list\n"
    "# DATE is the day of the list file. The form of the lines: source.h, src/base/fact.h.\n"
    "\n";

static gboolean
find_columns (char **names, guint *place)
{
  for (int i = 0; i < N_COLUMNS; i++) {
    place[i] = 0;
    while (names[place[i]] && !g_str_equal (names[place[i]], columns[i].name))
      place[i]++;
    if (names[place[i]] == NULL) {
      g_printerr ("make-builtin: no column %s\n", columns[i].name);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
offer_counts (GwProvider *provider, char **cells, const guint *place, gint32 date)
{
  for (int i = 0; i < N_COLUMNS; i++) {
    gint64 number;
    if (columns[i].fact < 0)
      continue;
    if (!g_ascii_string_to_signed (cells[place[i]], 10, 0, G_MAXINT64, &number, NULL) ||
        !gw_facts_offer_number (&provider->facts, (GwFactId)columns[i].fact, number,
                                GW_ORIGIN_BUILTIN, date))
      return FALSE;
  }
  return TRUE;
}

/* The day of the newest edition that was counted. */
static gint32
find_newest_edition (char **lines, guint place)
{
  gint32 newest = 0;

  for (guint i = 1; lines[i]; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
    if (place < g_strv_length (cells))
      newest = MAX (newest, gw_date_parse (cells[place]));
  }
  return newest;
}

static gboolean
read_survival (GwCatalogue *catalogue, const char *path, GHashTable *gone)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint place[N_COLUMNS];

  if (!g_file_get_contents (path, &text, NULL, &error)) {
    g_printerr ("make-builtin: %s\n", error->message);
    return FALSE;
  }
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i]; i++)
    g_strchomp (lines[i]); /* RFC 4180 ends lines with CR LF */
  g_auto (GStrv) names = g_strsplit (lines[0] ? lines[0] : "", ",", -1);
  if (!find_columns (names, place))
    return FALSE;
  gint32 date = find_newest_edition (lines, place[LAST]);
  for (guint i = 1; lines[i]; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
    gboolean whole = g_strv_length (cells) == g_strv_length (names);
    GwProvider *provider = whole ? gw_catalogue_find (catalogue, cells[place[DOMAIN]]) : NULL;
    if (!whole || (provider && !offer_counts (provider, cells, place, date))) {
      g_printerr ("make-builtin: %s, line %u is damaged\n", path, i + 1);
      return FALSE;
    }
    if (provider && !g_str_equal (cells[place[ON_NEWEST]], "yes"))
      g_hash_table_add (gone, provider);
  }
  return TRUE;
}

/* From now on it is we who say so. */
static void
adopt (GwProvider *provider)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++) {
    GwFacts only = {0};
    only.at[left_out[i]] = provider->facts.at[left_out[i]];
    provider->facts.at[left_out[i]] = (GwFact){0};
    gw_facts_clear (&only);
  }
  for (int i = 0; i < GW_N_FACTS; i++)
    if (provider->facts.at[i].known)
      provider->facts.at[i].origin = GW_ORIGIN_BUILTIN;
}

static void
adopt_all (GwCatalogue *catalogue, GHashTable *gone)
{
  catalogue->origin = GW_ORIGIN_BUILTIN;
  for (guint i = catalogue->providers->len; i-- > 0;) {
    GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    adopt (provider);
    if (g_hash_table_contains (gone, provider))
      gw_catalogue_remove (catalogue, i);
  }
}

static GwCatalogue *
read_list (const char *path, gint32 date)
{
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  GwCatalogue *catalogue = NULL;

  if (g_file_get_contents (path, &bytes, &length, &error))
    catalogue = gw_source_parse (bytes, length, path, date, NULL, &error);
  if (catalogue == NULL)
    g_printerr ("make-builtin: %s\n", error->message);
  for (guint i = 0; catalogue && i < catalogue->notes->len; i++)
    g_printerr ("make-builtin: %s\n", (char *)g_ptr_array_index (catalogue->notes, i));
  return catalogue;
}

int
main (int argc, char **argv)
{
  gint32 date = 0;
  int next = 1;

  setlocale (LC_ALL, "");
  if (argc > 2 && g_str_equal (argv[1], "--date")) {
    date = gw_date_parse (argv[2]);
    next = 3;
  }
  if ((next == 3 && date == 0) || argc - next < 1 || argc - next > 2) {
    g_printerr ("usage: make-builtin [--date YYYY-MM-DD] LIST.json [SURVIVAL.csv]\n");
    return GW_EXIT_USAGE;
  }
  g_autoptr (GwCatalogue) catalogue = read_list (argv[next], date);
  g_autoptr (GHashTable) gone = g_hash_table_new (NULL, NULL);
  if (catalogue == NULL)
    return GW_EXIT_DATA;
  if (argc - next == 2 && !read_survival (catalogue, argv[next + 1], gone))
    return GW_EXIT_DATA;
  adopt_all (catalogue, gone);
  g_autofree char *lines = gw_source_lines_print (catalogue);
  g_print ("%s%s", heading, lines);
  return GW_EXIT_DONE;
}
