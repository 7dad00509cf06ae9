/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kept copies: found again with all that was said about them; damage is told, not taken. */
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/store.h"
#include "providers/list-copy.h"
#include "state-folder.h"

#define URL "https://list.example/providers-B.json"

static GwListCopy *
make_copy (const char *domain)
{
  GwListCopy *copy = gw_list_copy_new (URL);

  copy->kind = g_strdup ("providers-v2");
  copy->etag = g_strdup ("W/\"abc # 1\"");
  copy->last_modified = g_strdup ("Sun, 06 Nov 1994 08:49:37 GMT");
  copy->fetched_at = 1790000000;
  copy->checked_at = 1790000600;
  copy->catalogue = gw_catalogue_new (GW_ORIGIN_FETCHED, gw_date_parse ("2026-07-11"));
  GwProvider *provider = gw_catalogue_ensure (copy->catalogue, domain);
  gw_facts_offer_number (&provider->facts, GW_FACT_ARCHIVE_DAYS, 30, GW_ORIGIN_FETCHED,
                         copy->catalogue->date);
  return copy;
}

/* The folder's file whose name ends so. */
static char *
find_file (const char *ending)
{
  g_autofree char *folder = gw_store_path (GW_STORE_CACHE, "lists");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ending))
      return g_build_filename (folder, name, NULL);
  return NULL;
}

static void
test_found_again (void)
{
  g_autoptr (GwListCopy) copy = make_copy ("one.example");
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_list_copy_load (URL, GW_EDITION_NEWEST, &error));
  g_assert_no_error (error);
  g_assert_true (gw_list_copy_save (copy, GW_EDITION_NEWEST, &error));
  g_assert_no_error (error);
  g_autoptr (GwListCopy) found = gw_list_copy_load (URL, GW_EDITION_NEWEST, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->url, ==, copy->url);
  g_assert_cmpstr (found->kind, ==, copy->kind);
  g_assert_cmpstr (found->etag, ==, copy->etag);
  g_assert_cmpstr (found->last_modified, ==, copy->last_modified);
  g_assert_cmpint (found->fetched_at, ==, copy->fetched_at);
  g_assert_cmpint (found->checked_at, ==, copy->checked_at);
  g_assert_cmpint (found->catalogue->date, ==, copy->catalogue->date);
  g_assert_cmpint (found->catalogue->origin, ==, GW_ORIGIN_FETCHED);
  const GwProvider *provider = gw_catalogue_find (found->catalogue, "one.example");
  g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_ARCHIVE_DAYS, -1), ==, 30);
  g_assert_cmpint (provider->facts.at[GW_FACT_ARCHIVE_DAYS].origin, ==, GW_ORIGIN_FETCHED);
}

static void
test_editions_apart (void)
{
  static const char *const domains[] = {"newest.example", "before.example", "counted.example"};

  for (GwEdition edition = 0; edition < GW_N_EDITIONS; edition++) {
    g_autoptr (GwListCopy) copy = make_copy (domains[edition]);
    g_assert_true (gw_list_copy_save (copy, edition, NULL));
  }
  for (GwEdition edition = 0; edition < GW_N_EDITIONS; edition++) {
    g_autoptr (GwListCopy) copy = gw_list_copy_load (URL, edition, NULL);
    g_assert_nonnull (gw_catalogue_find (copy->catalogue, domains[edition]));
  }
  g_assert_null (gw_list_copy_load (URL "?other", GW_EDITION_NEWEST, NULL));
  gw_list_copy_remove (URL);
  for (GwEdition edition = 0; edition < GW_N_EDITIONS; edition++)
    g_assert_null (gw_list_copy_load (URL, edition, NULL));
}

/* What a web server says goes into a line of ours: it must not become two. */
static void
test_headers_stay_lines (void)
{
  g_autoptr (GwListCopy) copy = make_copy ("one.example");
  g_autoptr (GError) error = NULL;

  g_free (copy->etag);
  copy->etag = g_strdup ("\"x\"\nprovider evil.example");
  g_assert_true (gw_list_copy_save (copy, GW_EDITION_NEWEST, NULL));
  g_autoptr (GwListCopy) found = gw_list_copy_load (URL, GW_EDITION_NEWEST, &error);
  g_assert_no_error (error);
  g_assert_null (found->etag);
  g_assert_null (gw_catalogue_find (found->catalogue, "evil.example"));
}

static void
test_damage (void)
{
  static const char *const texts[] = {"",
                                      "\n",
                                      "nonsense\n",
                                      "list 2026-07-11\nprovider\n",
                                      "#: url",
                                      "# only a comment\n",
                                      "list 2026-07-11\nprovider a.ex"};
  g_autoptr (GwListCopy) copy = make_copy ("one.example");

  g_assert_true (gw_list_copy_save (copy, GW_EDITION_NEWEST, NULL));
  g_autofree char *path = find_file (".list");
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (gw_store_write (path, texts[i], strlen (texts[i]), NULL));
    g_assert_null (gw_list_copy_load (URL, GW_EDITION_NEWEST, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  state_folder_init ();
  state_folder_add ("/list-copy/found-again", test_found_again);
  state_folder_add ("/list-copy/editions-apart", test_editions_apart);
  state_folder_add ("/list-copy/headers-stay-lines", test_headers_stay_lines);
  state_folder_add ("/list-copy/damage", test_damage);
  return state_folder_run ();
}
