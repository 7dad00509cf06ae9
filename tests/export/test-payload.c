/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both payloads, read back by other parsers: jansson for the JSON, GLib's unescaping for the URI.
 */
#include "export/app.h"

#include <jansson.h>

#define SIXTY_FOUR "0123456789abcdef0123456789abcdef0123456789ABCDEF0123456789ABCDEF"

static const char *const passwords[] = {
    "p;a=s&s \"w%40<>'\\ü#",
    "😀 emoji 🏴‍☠️ end",
    SIXTY_FOUR,
    "x",
    "\\",
    "\"",
    "\\u0041",
    " leading and trailing ",
    "%25%3B%00",
    "+plus+and?question=mark",
    "Straße Ωμέγα 漢字",
    "\xef\xbf\xbd\xf4\x8f\xbf\xbd\xf0\x90\x80\x80\xef\xbf\xbc", /* at the edges of the pairs */
};

static const char *const addresses[] = {
    "alice@example.org",
    "alice@xn--bcher-kva.example",
    "a;b=c+d%e@example.org",
    "ünal.漢@example.org",
};

typedef char *(*Payload) (const GwJid *jid, GwSecret *password);
typedef void (*Check) (const char *payload, const char *address, const char *password);

static void
assert_pure_ascii (const char *payload)
{
  for (const char *p = payload; *p; p++)
    g_assert_true (g_ascii_isprint (*p));
}

static void
for_each_pair (Payload payload, Check check)
{
  for (gsize a = 0; a < G_N_ELEMENTS (addresses); a++)
    for (gsize p = 0; p < G_N_ELEMENTS (passwords); p++) {
      g_auto (GStrv) parts = g_strsplit (addresses[a], "@", 2);
      g_autoptr (GwJid) jid = gw_jid_new (parts[0], parts[1]);
      g_autoptr (GwSecret) secret = gw_secret_new (passwords[p], NULL);
      g_assert_nonnull (secret);
      char *text = payload (jid, secret);
      assert_pure_ascii (text);
      check (text, addresses[a], passwords[p]);
      gw_wipe_free (text);
    }
}

static void
check_json (const char *payload, const char *address, const char *password)
{
  json_t *root = json_loads (payload, JSON_REJECT_DUPLICATES, NULL);

  g_assert_true (json_is_object (root));
  g_assert_cmpint (json_object_size (root), ==, 3);
  g_assert_cmpstr (json_string_value (json_object_get (root, "protocol")), ==, "xmpp");
  g_assert_cmpstr (json_string_value (json_object_get (root, "address")), ==, address);
  g_assert_cmpstr (json_string_value (json_object_get (root, "password")), ==, password);
  json_decref (root);
}

static void
check_uri (const char *payload, const char *address, const char *password)
{
  static const char query[] = "?login;password=";
  const char *start = strstr (payload, query);

  g_assert_true (g_str_has_prefix (payload, "xmpp:"));
  g_assert_nonnull (start);
  g_autofree char *node_and_domain = g_strndup (payload + 5, (gsize)(start - payload - 5));
  g_autofree char *read_address = g_uri_unescape_string (node_and_domain, NULL);
  g_autofree char *read_password = g_uri_unescape_string (start + strlen (query), NULL);
  g_assert_cmpstr (read_address, ==, address);
  g_assert_cmpstr (read_password, ==, password);
  /* Nothing in the value may look like the next parameter or a fragment. */
  g_assert_null (strpbrk (start + strlen (query), ";=&+#?/@ "));
}

static void
test_json_survives (void)
{
  for_each_pair (gw_payload_json, check_json);
}

static void
test_uri_survives (void)
{
  for_each_pair (gw_payload_login_uri, check_uri);
}

static void
test_exact_bytes (void)
{
  static const struct {
    Payload payload;
    const char *password;
    const char *expected;
  } rows[] = {
      {gw_payload_json, "secretPW123",
       "{\"protocol\":\"xmpp\",\"address\":\"alice@example.org\",\"password\":\"secretPW123\"}"},
      {gw_payload_json, "a\"\\/ü😀<>&'",
       "{\"protocol\":\"xmpp\",\"address\":\"alice@example.org\",\"password\":"
       "\"a\\\"\\\\/\\u00fc\\ud83d\\ude00<>&'\"}"},
      {gw_payload_login_uri, "secretPW123", "xmpp:alice@example.org?login;password=secretPW123"},
      {gw_payload_login_uri, "a;b=c%d ü-._~",
       "xmpp:alice@example.org?login;password=a%3Bb%3Dc%25d%20%C3%BC-._~"},
  };
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "example.org");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GwSecret) secret = gw_secret_new (rows[i].password, NULL);
    g_autofree char *payload = rows[i].payload (jid, secret);
    g_assert_cmpstr (payload, ==, rows[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payload/json-is-read-back-unchanged", test_json_survives);
  g_test_add_func ("/payload/login-uri-is-read-back-unchanged", test_uri_survives);
  g_test_add_func ("/payload/bytes-are-as-the-apps-expect", test_exact_bytes);
  return g_test_run ();
}
