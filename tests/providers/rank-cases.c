/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rank-cases.h"

const guint8 rank_secret[32] = "the order of this installation";

static void
offer (GwProvider *provider, const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, "|", 3);
  g_autofree char *line = g_strjoin (" ", parts[0], parts[1] ? parts[1] : "builtin",
                                     parts[1] && parts[2] ? parts[2] : RANK_LISTED, NULL);

  /* What a fact does not accept stays unknown. */
  if (gw_facts_offer_line (&provider->facts, line, strlen (line), GW_ORIGIN_NONE, 0) == GW_LINE_BAD)
    g_error ("no fact: %s", line);
  /* As loading marks them. */
  if (g_strcmp0 (parts[1] ? parts[1] : "builtin", "builtin") == 0)
    provider->is_builtin = TRUE;
}

void
rank_add (GwCatalogue *catalogue, const char *domain, const char *text)
{
  g_auto (GStrv) tokens = g_strsplit (text, " ", -1);
  GwProvider *provider = gw_catalogue_ensure (catalogue, domain);

  for (guint i = 0; tokens[i]; i++)
    if (*tokens[i])
      offer (provider, tokens[i]);
}

GwCatalogue *
rank_catalogue_with (const char *text)
{
  GwCatalogue *catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, gw_date_parse (RANK_LISTED));
  static const char *const others[] = {"a.example", "b.example", "c.example", "d.example"};

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    rank_add (catalogue, others[i], RANK_BEST);
  rank_add (catalogue, "one.example", text);
  return catalogue;
}

char *
rank_random_token (GRand *chance)
{
  static const char *const texts[] = {"signup=at-once",
                                      "signup=puzzle",
                                      "signup=email",
                                      "signup=web",
                                      "signup=invitation",
                                      "signup=closed",
                                      "signup=at-once|provider|" RANK_TODAY,
                                      "free=yes",
                                      "free=no",
                                      "countries=DE",
                                      "countries=FR,US",
                                      "organization=company",
                                      "organization=private%20person",
                                      "green=yes",
                                      "languages=en",
                                      "languages=de,en",
                                      "languages=fr",
                                      "password-reset=https://one.example/reset",
                                      "password-reset=mailto:a@one.example",
                                      "support=email:a@one.example",
                                      "support=chat:a@one.example,room:b@one.example",
                                      "category=A",
                                      "category=C",
                                      "listed=yes|fetched|" RANK_LISTED,
                                      "listed=no|fetched|" RANK_LISTED,
                                      RANK_PASSED,
                                      "reachable=no|probe|" RANK_TODAY,
                                      "certificate=cert-expired|probe|" RANK_TODAY,
                                      "invitations=yes|probe|" RANK_TODAY,
                                      "refused=refused-closed|refusal|" RANK_LISTED};
  static const struct {
    const char *name;
    int most;
  } numbers[] = {{"archive-days", 60},       {"upload-size", 300}, {"upload-days", 60},
                 {"bus-factor", 4},          {"listed-times", 19}, {"listed-of", 19},
                 {"signup-closed-times", 3}, {"dropped-times", 3}};
  gsize at = (gsize)g_rand_int_range (chance, 0, G_N_ELEMENTS (texts) + 2 * G_N_ELEMENTS (numbers));

  if (at < G_N_ELEMENTS (texts))
    return g_strdup (texts[at]);
  at = (at - G_N_ELEMENTS (texts)) / 2;
  if (g_rand_int_range (chance, 0, 8) == 0)
    return g_strdup_printf ("since=%d-03-01", g_rand_int_range (chance, 1998, 2027));
  return g_strdup_printf ("%s=%d", numbers[at].name,
                          g_rand_int_range (chance, 0, numbers[at].most + 1));
}

GwCatalogue *
rank_catalogue_random (guint32 seed, guint n)
{
  GwCatalogue *catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, gw_date_parse (RANK_LISTED));
  GRand *chance = g_rand_new_with_seed (seed);

  for (guint i = 0; i < n; i++) {
    g_autofree char *domain = g_strdup_printf ("p%u.example", i);
    int facts = g_rand_int_range (chance, 0, 20);
    rank_add (catalogue, domain, g_rand_boolean (chance) ? RANK_BEST : "");
    for (int j = 0; j < facts; j++) {
      g_autofree char *token = rank_random_token (chance);
      rank_add (catalogue, domain, token);
    }
  }
  g_rand_free (chance);
  return catalogue;
}

GwRanking *
rank_now (const GwCatalogue *catalogue, const GwWishes *wishes)
{
  return gw_rank (catalogue, wishes ? wishes : &(GwWishes){0}, rank_secret,
                  gw_date_parse (RANK_TODAY));
}

const GwRanked *
rank_row_of (const GwRanking *ranking, const char *domain)
{
  for (guint i = 0; i < ranking->rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (ranking->rows, i);
    if (g_str_equal (row->provider->domain, domain))
      return row;
  }
  return NULL;
}

GwTier
rank_tier_of (const char *text, const GwWishes *wishes)
{
  g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (text);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, wishes);

  return rank_row_of (ranking, "one.example")->tier;
}

char *
rank_reason (const GwRanking *ranking, const GwRanked *row, const char *code)
{
  g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, row);

  for (guint i = 0; i < reasons->len; i++) {
    const GwReason *reason = g_ptr_array_index (reasons, i);
    if (g_str_equal (reason->code, code))
      return g_strdup (reason->text);
  }
  return NULL;
}
