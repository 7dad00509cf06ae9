/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of apps. */
#include "export/app.h"

static void
test_known_apps (void)
{
  static const struct {
    const char *id;
    char *(*payload) (const GwJid *jid, GwSecret *password);
  } rows[] = {
      {"conversations", gw_payload_json},
      {"snikket-android", gw_payload_json},
      {"monal", gw_payload_json},
      {"kaidan", gw_payload_login_uri},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const GwApp *app = gw_app_find (rows[i].id);
    g_assert_nonnull (app);
    g_assert_cmpstr (app->id, ==, rows[i].id);
    g_assert_true (app->payload == rows[i].payload);
    g_assert_true (app == &gw_apps ()[i]);
  }
  g_assert_null (gw_apps ()[G_N_ELEMENTS (rows)].id);
}

static void
test_unknown_apps (void)
{
  static const char *const ids[] = {"", "Monal", "siskin", "conversations ", "snikket"};

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_null (gw_app_find (ids[i]));
}

static void
test_rows_are_complete (void)
{
  for (const GwApp *app = gw_apps (); app->id; app++) {
    g_assert_nonnull (app->platform);
    /* The sentence stands alone on a page: it has to say which app is meant. */
    g_assert_nonnull (strstr (app->where, app->name));
    g_assert_true (g_str_has_suffix (app->where, "."));
    if (app->warning) {
      g_assert_nonnull (strstr (app->warning, app->name));
      g_assert_true (g_str_has_suffix (app->warning, "."));
    }
  }
}

static void
test_kaidan_warns_of_the_pair (void)
{
  g_assert_nonnull (strstr (gw_app_find ("kaidan")->warning, "OMEMO 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/those-that-take-a-code-are-found", test_known_apps);
  g_test_add_func ("/app/others-are-not", test_unknown_apps);
  g_test_add_func ("/app/each-says-where-its-scanner-is", test_rows_are_complete);
  g_test_add_func ("/app/kaidan-warns-of-the-pair", test_kaidan_warns_of_the_pair);
  return g_test_run ();
}
