/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all targets share. */
#include "invariants.h"

#include "base/fact-check.h"
#include "base/jid.h"
#include "base/limits.h"
#include "providers/list-json.h"

#define DATE 20645 /* 2026-07-11 */

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
check_text (GwFactId id, const char *text)
{
  g_assert_true (gw_fact_accepts_text (id, text));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, GW_LIMIT_FACT_TEXT);
  if (gw_check_page (text)) {
    g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
    g_assert_nonnull (uri);
    g_assert_cmpstr (g_uri_get_scheme (uri), ==, "https");
    g_assert_null (g_uri_get_userinfo (uri));
    g_assert_cmpstr (g_uri_get_host (uri), !=, "");
  }
}

static void
check_fact (GwFactId id, const GwFact *fact)
{
  g_assert_true (fact->origin > GW_ORIGIN_NONE && fact->origin < GW_N_ORIGINS);
  g_assert_cmpint (fact->date, >=, 0);
  switch (gw_fact_kind (id)) {
  case GW_KIND_BOOL:
    g_assert_true (fact->value.yes == TRUE || fact->value.yes == FALSE);
    break;
  case GW_KIND_NUMBER:
    g_assert_true (gw_fact_accepts_number (id, fact->value.number));
    break;
  case GW_KIND_TEXT:
    check_text (id, fact->value.text);
    break;
  case GW_KIND_LIST:
    g_assert_cmpuint (g_strv_length (fact->value.list), <=, GW_LIMIT_FACT_LIST);
    for (guint i = 0; fact->value.list[i]; i++)
      check_text (id, fact->value.list[i]);
    break;
  }
}

void
fuzz_check_catalogue (const GwCatalogue *catalogue)
{
  g_assert_cmpuint (catalogue->providers->len, ==, g_hash_table_size (catalogue->by_domain));
  g_assert_cmpuint (catalogue->providers->len, <=, GW_LIMIT_LIST_ENTRIES);
  for (guint i = 0; i < catalogue->providers->len; i++) {
    const GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    g_autofree char *domain = gw_domain_normalize (provider->domain, NULL);
    g_assert_cmpstr (domain, ==, provider->domain);
    for (int id = 0; id < GW_N_FACTS; id++)
      if (provider->facts.at[id].known)
        check_fact ((GwFactId)id, &provider->facts.at[id]);
  }
  g_assert_cmpuint (catalogue->notes->len, <=, GW_LIMIT_LIST_NOTES);
  g_assert_cmpuint (catalogue->notes->len, <=, catalogue->n_notes);
  for (guint i = 0; i < catalogue->notes->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (catalogue->notes, i), -1, NULL));

  g_autofree char *lines = gw_source_lines_print (catalogue);
  g_autoptr (GwCatalogue) again =
      gw_source_lines_parse (lines, strlen (lines), G_MAXSIZE, NULL, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->n_notes, ==, 0);
  g_autofree char *lines_again = gw_source_lines_print (again);
  g_assert_cmpstr (lines_again, ==, lines);
}

static void
check_result (GwCatalogue *catalogue, const GError *error)
{
  g_assert_true ((catalogue == NULL) == (error != NULL));
  if (catalogue)
    fuzz_check_catalogue (catalogue);
}

void
fuzz_check_list (const guint8 *data, gsize size, FuzzReader read)
{
  const char *text = (const char *)data;
  gsize length = size;
  g_autoptr (GError) fault = NULL, error = NULL, any_error = NULL;

  if (gw_list_text (&text, &length, GW_LIMIT_LIST_BYTES, "fuzz", &fault)) {
    g_autoptr (GwCatalogue) catalogue = read (text, length, "fuzz", DATE, &error);
    check_result (catalogue, error);
  }
  g_autoptr (GwCatalogue) any =
      gw_source_parse ((const char *)data, size, "fuzz", 0, NULL, &any_error);
  check_result (any, any_error);
  for (guint i = 0; any && i < any->providers->len; i++) {
    const GwProvider *provider = g_ptr_array_index (any->providers, i);
    for (int id = 0; id < GW_N_FACTS; id++)
      g_assert_true (!provider->facts.at[id].known ||
                     (provider->facts.at[id].origin == GW_ORIGIN_FETCHED &&
                      provider->facts.at[id].date <= gw_date_today ()));
  }
}
