/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings file: what it may say, and that mistakes are named. */
#include "base/profile.h"

#include <glib/gstdio.h>

#include "base/error.h"

static GwProfile *
load_text (const char *text, char **folder, GError **error)
{
  *folder = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_assert_nonnull (*folder);
  g_autofree char *path = g_build_filename (*folder, "profile", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  GwProfile *profile = gw_profile_load (path, error);
  g_unlink (path);
  g_rmdir (*folder);
  return profile;
}

static void
test_full (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwProfile) profile = load_text ("# comment\n[gangway]\nresolver=127.0.0.1@5353\n"
                                             "list=a/list.json\nca-file=/ca.pem\nallow-local=true\n"
                                             "trust-anchor=anchor\ndoh=https://a.example/q\n"
                                             "proxy=socks5h://127.0.0.1:9\n",
                                             &folder, &error);

  g_assert_no_error (error);
  g_autoptr (GwProfile) copy = gw_profile_copy (profile);
  g_autofree char *list = g_build_filename (folder, "a/list.json", NULL);
  g_assert_cmpstr (copy->resolver, ==, "127.0.0.1@5353");
  g_assert_cmpstr (copy->list_file, ==, list);
  g_autofree char *anchor = g_build_filename (folder, "anchor", NULL);
  g_assert_cmpstr (copy->trust_anchor, ==, anchor);
  g_assert_cmpstr (copy->ca_file, ==, "/ca.pem");
  g_assert_true (copy->allow_local);
  g_assert_cmpstr (copy->doh_url, ==, "https://a.example/q");
  g_assert_cmpuint (copy->proxy->port, ==, 9);
}

static void
test_empty (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwProfile) profile = load_text ("[gangway]\n", &folder, &error);

  g_assert_no_error (error);
  g_assert_null (profile->resolver);
  g_assert_null (profile->ca_file);
  g_assert_null (profile->trust_anchor);
  g_assert_null (profile->list_file);
  g_assert_false (profile->allow_local);
  gw_profile_free (NULL);
}

static void
test_resolvers (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } rows[] = {
      {"9.9.9.9", TRUE},
      {"9.9.9.9@53", TRUE},
      {"::1", TRUE},
      {"2001:db8::1@65535", TRUE},
      {"", FALSE},
      {"9.9.9.9:53", FALSE},
      {"9.9.9", FALSE},
      {"9.9.9.9@", FALSE},
      {"9.9.9.9@0", FALSE},
      {"1.1.1.1@x", FALSE},
      {"@53", FALSE},
      {"1.1.1.1@65536", FALSE},
      {"[::1]", FALSE},
      {"dns.example", FALSE},
      {"1.1.1.1@53@53", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folder = NULL;
    g_autofree char *text = g_strdup_printf ("[gangway]\nresolver=%s\n", rows[i].text);
    g_autoptr (GError) error = NULL;
    g_autoptr (GwProfile) profile = load_text (text, &folder, &error);
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_true ((profile != NULL) == rows[i].good);
    if (!rows[i].good)
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PROFILE);
  }
}

static void
test_mistakes (void)
{
  static const struct {
    const char *text, *named;
  } rows[] = {
      {"[gangway]\nallow_local=true\n", "allow_local"},
      {"[gangway]\nallow-local=yes\n", "allow-local"},
      {"[gangway]\nlist=\n", "list"},
      {"[gangway]\nca-file=\n", "ca-file"},
      {"[gangway]\nresolver=nonsense\n", "resolver"},
      {"[gangway]\nproxy=socks5://127.0.0.1:9\n", "proxy"},
      {"[gangway]\ndoh=http://a.example/\n", "doh"},
      {"[gangway]\nlist=a\\qb\n", "list"},
      {"[gangway]\n[other]\nx=y\n", "[gangway]"},
      {"[other]\nresolver=::1\n", "[gangway]"},
      {"", "[gangway]"},
      {"<html>", ""},
      {"\xff\xfe", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folder = NULL;
    g_autoptr (GError) error = NULL;
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_null (load_text (rows[i].text, &folder, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PROFILE);
    g_assert_nonnull (strstr (error->message, rows[i].named));
  }
}

static void
test_password (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "profile", NULL);

  g_assert_true (
      g_file_set_contents (path, "[gangway]\nproxy=socks5h://me:hush@127.0.0.1:9\n", -1, NULL));
  for (int mode = 0600; mode <= 0606; mode++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (g_chmod (path, mode), ==, 0);
    g_autoptr (GwProfile) profile = gw_profile_load (path, &error);
    if (mode == 0600) {
      g_assert_no_error (error);
      g_assert_cmpstr (gw_secret_peek (profile->proxy->password), ==, "hush");
    } else {
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PROFILE);
      g_assert_null (strstr (error->message, "hush"));
    }
  }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_profile_load ("/nonexistent/profile", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PROFILE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/reads-all-settings", test_full);
  g_test_add_func ("/profile/nothing-set-means-the-system", test_empty);
  g_test_add_func ("/profile/resolvers-are-addresses", test_resolvers);
  g_test_add_func ("/profile/mistakes-are-named", test_mistakes);
  g_test_add_func ("/profile/a-password-must-not-lie-open", test_password);
  g_test_add_func ("/profile/a-missing-file-is-an-error", test_missing_file);
  return g_test_run ();
}
