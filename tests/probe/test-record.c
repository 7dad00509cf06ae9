/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: what was seen of each scene comes back whole and is judged the same; what is damaged is
 * refused, or read as far as it goes. */
#include "probe/record.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "base/limits.h"
#include "probe/report.h"
#include "probe/result.h"
#include "rows.h"
#include "scene-bytes.h"
#include "whole.h"

#define FILE_NAME "a.record"

static const CheckRows *const all_rows[] = {&rows_client, &rows_dns, &rows_tls,
                                            &rows_login,  &rows_web, &rows_server};

/* Everything that a record can hold. */
static const Setup everything = {
    WHOLE,
    .server_tls = &whole_server,
    .v6 = 1,
    .reply = SCENE_WEB,
    .injected = TRUE,
    .alpn = "xmpp-client",
    .srv_id = "_xmpp-client.shop.example",
    .xmpp_addr = "shop.example",
    .dns = ROWS_SRV ROWS_SRVS ROWS_SERVER ROWS_ADDRESS WHOLE_CAA
    "TXT _xmppconnect insecure = _xmpp-client-xbosh=https://shop.example/bosh\n"
    "TLSA _5222._tcp." SCENE_TARGET ". secure = 3 0 0 " SCENE_LEAF_HEX "\nAAAA @ bogus\n",
    .socket = {.status = 101, .upgraded = TRUE, .opened = TRUE},
    .pages = {[GW_PAGE_HOST_META] = {200, "<XRD/>", "application/xrd+xml", "*"},
              [GW_PAGE_HOST_META_JSON] = {404, "gone \xff \x01 away"},
              [GW_PAGE_PROVIDER] = {.error = GW_ERROR_CONNECT_REFUSED},
              [GW_PAGE_POSH_CLIENT] = {200, ROWS_POSH, "application/json"},
              [GW_PAGE_POSH_SERVER] = {200, "{}", .other_name = TRUE, .days_left = 3},
              [GW_PAGE_BOSH] = {200, "<body/>"},
              [GW_PAGE_BOSH_CORS] = {200, NULL, NULL, "*"}},
};

/* One of each kind. */
static const Setup one_of_each = {
    .full = TRUE,
    .features = WHOLE_FEATURES,
    .reply = SCENE_FORM,
    .v6 = -1,
    .hellos = "old:refused",
    .dns = ROWS_SRV,
    .socket = {.status = 101, .upgraded = TRUE, .opened = TRUE},
    .pages = {[GW_PAGE_HOST_META] = {200, "<XRD/>", "application/xrd+xml", "*"},
              [GW_PAGE_PROVIDER] = {.error = GW_ERROR_CONNECT_REFUSED}},
};

static json_t *
report (GwSeen *seen)
{
  g_autoptr (GwProbeResult) result = gw_probe_result_new (seen);

  return gw_report_result (result);
}

static void
assert_same (const json_t *one, const json_t *two)
{
  g_autofree char *left = json_dumps (one, JSON_COMPACT), *right = json_dumps (two, JSON_COMPACT);

  g_assert_cmpstr (left, ==, right);
}

static void
assert_round_trip (GwSeen *seen)
{
  g_autoptr (GError) error = NULL;
  json_t *record = gw_record_to_json (seen);
  GwSeen *read = gw_record_from_json (record, "record", &error);
  g_assert_no_error (error);
  json_t *again = gw_record_to_json (read);
  json_t *seen_report = report (seen), *read_report = report (read);

  assert_same (record, again);
  assert_same (seen_report, read_report);
  json_decref (record);
  json_decref (again);
  json_decref (seen_report);
  json_decref (read_report);
}

static void
test_scene (gconstpointer data)
{
  const CheckRow *row = data;

  assert_round_trip (scene_new_heard (&row->setup));
}

static void
test_everything_comes_back (void)
{
  GwSeen *seen = scene_new_heard (&everything);
  json_t *record = gw_record_to_json (seen);

  for (GwLegId id = 0; id < GW_N_LEGS; id++)
    g_assert_nonnull (json_object_get (json_object_get (record, "legs"), gw_leg_name (id)));
  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    g_assert_nonnull (json_object_get (json_object_get (record, "pages"), gw_page_name (id)));
  g_assert_nonnull (json_object_get (record, "v6"));
  g_assert_nonnull (json_object_get (json_object_get (record, "websocket"), "in-base64"));
  g_assert_cmpuint (json_object_size (json_object_get (record, "hellos")), ==, GW_N_HELLOS);
  json_decref (record);
  assert_round_trip (seen);
}

static void
test_nothing_seen (void)
{
  assert_round_trip (gw_seen_new (SCENE_DOMAIN, SCENE_NOW));
}

static void
test_a_proxy_is_remembered_but_not_which (void)
{
  static const GwErrorCode codes[] = {GW_ERROR_PROXY_UNREACHABLE, GW_ERROR_PROXY_REFUSED,
                                      GW_ERROR_PROXY_FAILED, GW_ERROR_FILE_READ, GW_ERROR_STORE};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = NULL;
    gw_error_set (&error, codes[i], "secret.example:9050", "/secret");
    GwSeen *seen = gw_seen_new (SCENE_DOMAIN, SCENE_NOW);
    seen->by_proxy = TRUE;
    seen->legs[GW_LEG_CLIENT] = gw_look_result_new_failed (SCENE_DOMAIN, error);
    json_t *record = gw_record_to_json (seen);
    g_autofree char *text = json_dumps (record, 0);
    g_autoptr (GwSeen) read = gw_record_from_json (record, "record", NULL);

    g_assert_null (strstr (text, "secret"));
    g_assert_true (read->by_proxy);
    g_assert_cmpuint (gw_error_code (read->legs[GW_LEG_CLIENT]->error), ==, codes[i]);
    json_decref (record);
    gw_seen_free (seen);
  }
}

/* --- damage --- */

/* Whatever is read can be judged, and written and read again. */
static void
try_to_read (const json_t *record)
{
  GwSeen *seen = gw_record_from_json (record, "record", NULL);

  if (seen != NULL)
    json_decref (report (seen));
}

static json_t *
replacement (int number)
{
  switch (number) {
  case 0:
    return json_null ();
  case 1:
    return json_integer (-1);
  case 2:
    return json_integer (G_MAXINT64);
  case 3:
    return json_real (1e300);
  case 4:
    return json_string ("");
  case 5:
    return json_string ("a.example");
  case 6:
    return json_true ();
  case 7:
    return json_array ();
  case 8:
    return json_pack ("[s, i, n, {}, []]", "AAAA", 1);
  case 9:
    return json_pack ("{s:s}", "code", "timeout");
  case 10:
    return json_stringn ("a\0b", 3);
  default:
    return NULL;
  }
}

static guint tried;

static void
damage_below (json_t *root, json_t *node)
{
  json_t *value, *other;
  const char *key;
  size_t at;
  void *next;

  json_object_foreach_safe (node, next, key, value)
  {
    g_autofree char *name = g_strdup (key);
    json_incref (value);
    for (int number = 0; (other = replacement (number)) != NULL; number++, tried++) {
      json_object_set_new (node, name, other);
      try_to_read (root);
    }
    json_object_set (node, name, value);
    damage_below (root, value);
    json_decref (value);
  }
  for (at = 0; at < json_array_size (node); at++) {
    value = json_incref (json_array_get (node, at));
    for (int number = 0; (other = replacement (number)) != NULL; number++, tried++) {
      json_array_set_new (node, at, other);
      try_to_read (root);
    }
    json_array_set (node, at, value);
    damage_below (root, value);
    json_decref (value);
  }
}

static void
test_every_value_may_be_of_another_type (void)
{
  g_autoptr (GwSeen) seen = scene_new_heard (&one_of_each);
  json_t *record = gw_record_to_json (seen), *before = json_deep_copy (record);

  damage_below (record, record);
  g_assert_cmpuint (tried, >, 500);
  assert_same (record, before);
  json_decref (record);
  json_decref (before);
}

/* --- files --- */

static void
assert_refused (const char *bytes, gsize length, GwErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (FILE_NAME, bytes, (gssize)length, NULL));
  g_assert_null (gw_record_read_file (FILE_NAME, &error));
  g_assert_error (error, GW_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, FILE_NAME));
}

#define MINIMUM "\"domain\":\"a.example\",\"measured\":\"2026-11-18T00:00:00Z\"}\n"
#define RECORD  "{\"gangway-record\":1," MINIMUM

static void
test_a_file_that_is_none (void)
{
  static const char *const texts[] = {
      "",
      "\n \t\n",
      "hello\n",
      "[]\n",
      "null\n",
      "{}\n",
      "{\"gangway-record\":2," MINIMUM,
      "{\"gangway-record\":\"1\"," MINIMUM,
      "{\"domain\":\"b.example\",\"gangway-record\":1," MINIMUM, /* twice */
      RECORD "{\"gangway-record\":1,",
      RECORD "hello",
      "{\"gangway-record\":1,\"domain\":\"..\",\"measured\":\"2026-11-18T00:00:00Z\"}",
      "{\"gangway-record\":1,\"domain\":\"a.example\",\"measured\":\"yesterday\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), GW_ERROR_BAD_RECORD);
  assert_refused (RECORD "\0\n", sizeof (RECORD "\0\n") - 1, GW_ERROR_BAD_RECORD);
  assert_refused ("\0" RECORD, sizeof ("\0" RECORD) - 1, GW_ERROR_BAD_RECORD);
}

static void
test_too_long_and_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("{\"x\":\"");

  for (gsize i = 0; i < GW_LIMIT_RECORD; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\",\"gangway-record\":1," MINIMUM);
  assert_refused (text->str, text->len, GW_ERROR_BAD_RECORD);

  g_string_truncate (text, 0);
  for (int i = 0; i < GW_LIMIT_RECORDS; i++)
    g_string_append (text, RECORD);
  g_assert_true (g_file_set_contents (FILE_NAME, text->str, (gssize)text->len, NULL));
  g_autoptr (GPtrArray) records = gw_record_read_file (FILE_NAME, NULL);
  g_assert_cmpuint (records->len, ==, GW_LIMIT_RECORDS);
  g_string_append (text, RECORD);
  assert_refused (text->str, text->len, GW_ERROR_TOO_LARGE);
}

/* Bodies full of what JSON writes long. */
static void
test_one_too_long_to_be_read_is_not_written (void)
{
  g_autoptr (GwSeen) seen = gw_seen_new (SCENE_DOMAIN, SCENE_NOW);
  g_autoptr (GError) error = NULL;
  g_autofree char *body = g_strnfill (GW_LIMIT_XML_STREAM, '\001');

  g_remove (FILE_NAME);
  for (GwPageId id = 0; id < GW_N_PAGES; id++) {
    seen->pages[id].url = g_strdup ("https://" SCENE_DOMAIN "/");
    seen->pages[id].body = g_bytes_new (body, GW_LIMIT_XML_STREAM);
  }
  g_assert_false (gw_record_append_file (FILE_NAME, seen, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
  g_assert_false (g_file_test (FILE_NAME, G_FILE_TEST_EXISTS));
}

static void
test_records_are_added_at_the_end (void)
{
  g_autoptr (GwSeen) one = scene_new_heard (&everything);
  g_autoptr (GwSeen) two = gw_seen_new ("other.example", SCENE_NOW);
  g_autoptr (GError) error = NULL;

  g_remove (FILE_NAME);
  gw_record_append_file (FILE_NAME, one, &error);
  g_assert_no_error (error);
  gw_record_append_file (FILE_NAME, two, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) records = gw_record_read_file (FILE_NAME, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_cmpstr (((GwSeen *)records->pdata[0])->domain, ==, SCENE_DOMAIN);
  g_assert_cmpstr (((GwSeen *)records->pdata[1])->domain, ==, "other.example");
  g_assert_false (gw_record_append_file ("missing/a.record", one, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_WRITE);
  g_clear_error (&error);
  g_assert_null (gw_record_read_file ("missing.record", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
}

static void
add_scenes (const CheckRows *rows)
{
  for (gsize i = 0; i < rows->n_rows; i++) {
    g_autofree char *path = g_strconcat ("/round-trip", rows->rows[i].path, NULL);
    g_test_add_data_func (path, &rows->rows[i], test_scene);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("gangway-record-XXXXXX", NULL);

  g_assert_cmpint (g_chdir (folder), ==, 0);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (all_rows); i++)
    add_scenes (all_rows[i]);
  g_test_add_func ("/round-trip/everything", test_everything_comes_back);
  g_test_add_func ("/round-trip/nothing", test_nothing_seen);
  g_test_add_func ("/record/a-proxy-is-remembered-but-not-which",
                   test_a_proxy_is_remembered_but_not_which);
  g_test_add_func ("/record/every-value-may-be-of-another-type",
                   test_every_value_may_be_of_another_type);
  g_test_add_func ("/file/one-that-is-none", test_a_file_that_is_none);
  g_test_add_func ("/file/too-long-and-too-many", test_too_long_and_too_many);
  g_test_add_func ("/file/one-too-long-to-be-read-is-not-written",
                   test_one_too_long_to_be_read_is_not_written);
  g_test_add_func ("/file/records-are-added-at-the-end", test_records_are_added_at_the_end);
  int status = g_test_run ();
  g_remove (FILE_NAME);
  g_assert_cmpint (g_chdir ("..") + g_rmdir (folder), ==, 0);
  return status;
}
