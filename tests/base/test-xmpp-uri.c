/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xmpp: links, as people and servers write them. */
#include "base/xmpp-uri.h"

#include "base/error.h"
#include "base/limits.h"

typedef struct {
  const char *text;
  const char *local, *domain, *resource, *action;
  const char *params; /* "key=value|key=value" */
} Row;

static char *
join_params (const GwXmppUri *uri)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < uri->params->len; i++) {
    const GwXmppUriParam *param = uri->params->pdata[i];
    g_string_append_printf (text, "%s%s=%s", i > 0 ? "|" : "", param->key, param->value);
  }
  return g_string_free (text, FALSE);
}

static void
assert_is (const GwXmppUri *uri, const Row *row)
{
  g_autofree char *params = join_params (uri);

  g_assert_cmpstr (uri->local, ==, row->local);
  g_assert_cmpstr (uri->domain, ==, row->domain);
  g_assert_cmpstr (uri->resource, ==, row->resource);
  g_assert_cmpstr (uri->action, ==, row->action);
  g_assert_cmpstr (params, ==, row->params != NULL ? row->params : "");
}

static void
test_good (void)
{
  static const Row rows[] = {
      {"xmpp:alice@example.org", "alice", "example.org"},
      {"XMPP:Alice@Example.ORG", "alice", "example.org"},
      {"xmpp:example.org", NULL, "example.org"},
      {"xmpp:alice@example.org/my%20phone", "alice", "example.org", "my phone"},
      {"xmpp:alice@example.org/a@b/c", "alice", "example.org", "a@b/c"},
      {"xmpp:j%C3%B6rg@b%C3%BCcher.example", "jörg", "xn--bcher-kva.example"},
      {"xmpp:jörg@bücher.example", "jörg", "xn--bcher-kva.example"},
      {"xmpp:alice%40example.org?roster;name=A", "alice", "example.org", NULL, "roster", "name=A"},
      {"xmpp:100%25@example.org", "100%", "example.org"},
      {"xmpp:a;b=c@example.org", "a;b=c", "example.org"},
      {"xmpp:example.org?register;preauth=T0k3n", NULL, "example.org", NULL, "register",
       "preauth=T0k3n"},
      {"xmpp:bob@example.org?roster;preauth=T;ibr=y#top", "bob", "example.org", NULL, "roster",
       "preauth=T|ibr=y"},
      {"xmpp:bob@example.org?message;body=a%20b%3Bc%3Dd?e", "bob", "example.org", NULL, "message",
       "body=a b;c=d?e"},
      {"xmpp:bob@example.org?roster;a=1;a=2;b;;=x;c==", "bob", "example.org", NULL, "roster",
       "a=1|b=|c=="},
      {"xmpp:bob@example.org?omemo-sid-1=ff;omemo-sid-2=ee", "bob", "example.org", NULL, NULL,
       "omemo-sid-1=ff|omemo-sid-2=ee"},
      {"xmpp:bob@example.org?", "bob", "example.org"},
      {"xmpp:bob@example.org?;a=1", "bob", "example.org", NULL, NULL, "a=1"},
      {"xmpp:bob@example.org#a?b", "bob", "example.org"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwXmppUri) uri = gw_xmpp_uri_parse (rows[i].text, &error);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_no_error (error);
    assert_is (uri, &rows[i]);

    g_autofree char *written = gw_xmpp_uri_to_string (uri);
    g_autoptr (GwXmppUri) again = gw_xmpp_uri_parse (written, &error);
    g_assert_no_error (error);
    g_assert_true (g_str_is_ascii (written));
    assert_is (again, &rows[i]);
  }
}

static void
test_bad (void)
{
  static const char *const rows[] = {
      "",
      "alice@example.org?secret",
      "http://example.org?secret",
      "xmpp",
      "xmpp:",
      "xmpp:?secret",
      "xmpp:@example.org",
      "xmpp:alice@",
      "xmpp:alice@localhost",
      "xmpp:alice@127.0.0.1",
      "xmpp:alice@example.org/",
      "xmpp:alice@bob@example.org",
      "xmpp:alice%40bob%40example.org",
      "xmpp:alice%40bob@example.org",
      "xmpp:al%2Fice@example.org",
      "xmpp:real.example%2F@example.org",
      "xmpp:alice@example.org%2Fphone",
      "xmpp://alice@example.org",
      "xmpp://me@example.org/alice@example.org?secret",
      "xmpp:al ice@example.org",
      " xmpp:alice@example.org",
      "xmpp:alice@example.org?message;body=secret secret",
      "xmpp:alice@example.org?message;body=secret\n",
      "xmpp:alice@example.org?message;body=secret%0A",
      "xmpp:alice@example.org?message;body=secret%00",
      "xmpp:alice@example.org?message;body=secret%C3",
      "xmpp:alice@example.org?message;body=secret%",
      "xmpp:alice@example.org?message;body=secret%4",
      "xmpp:alice@example.org?message;body=secret%zz",
      "xmpp:alice@example.org?message;secret%00=1",
      "xmpp:alice@example.org?secret%00",
      "xmpp:alice@example.org?secret\xff",
      "xmpp:%FF@example.org",
      "xmpp:al%E2%80%8Dice@example.org",
      "xmpp:alice@example.org/%07",
      "{\"protocol\":\"xmpp\",\"password\":\"secret\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    GwXmppUri *uri = gw_xmpp_uri_parse (rows[i], &error);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_null (uri);
    g_assert_error (error, GW_ERROR, GW_ERROR_BAD_ADDRESS);
    g_assert_null (strstr (error->message, "secret"));
  }
}

static void
test_limits (void)
{
  g_autofree char *much = g_strnfill (GW_LIMIT_URI - strlen ("xmpp:b.example?a;k="), 'x');
  g_autofree char *longest = g_strconcat ("xmpp:b.example?a;k=", much, NULL);
  g_autofree char *too_long = g_strconcat (longest, "x", NULL);
  g_autoptr (GString) many = g_string_new ("xmpp:b.example?a");
  g_autoptr (GwXmppUri) good = gw_xmpp_uri_parse (longest, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (good);
  g_assert_null (gw_xmpp_uri_parse (too_long, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_ADDRESS);

  for (int i = 0; i < GW_LIMIT_URI_PARAMS; i++)
    g_string_append_printf (many, ";k%d=v", i);
  g_autoptr (GwXmppUri) full = gw_xmpp_uri_parse (many->str, NULL);
  g_assert_cmpuint (full->params->len, ==, GW_LIMIT_URI_PARAMS);
  g_string_append (many, ";one=more");
  g_assert_null (gw_xmpp_uri_parse (many->str, NULL));
}

static void
test_written (void)
{
  g_autoptr (GwXmppUri) uri = gw_xmpp_uri_new ("a/b?c#d@e%ü", "example.org", "login");
  g_autoptr (GwXmppUri) plain = gw_xmpp_uri_new (NULL, "example.org", NULL);

  gw_xmpp_uri_add (uri, "password", "a;b=c&d e");
  gw_xmpp_uri_add (uri, "password", "another");
  gw_xmpp_uri_add (uri, "empty", "");
  g_autofree char *text = gw_xmpp_uri_to_string (uri);
  g_assert_cmpstr (text, ==,
                   "xmpp:a%2Fb%3Fc%23d%40e%25%C3%BC@example.org"
                   "?login;password=a%3Bb%3Dc%26d%20e;empty=");
  g_autofree char *short_text = gw_xmpp_uri_to_string (plain);
  g_assert_cmpstr (short_text, ==, "xmpp:example.org");
  g_assert_cmpstr (gw_xmpp_uri_param (uri, "password"), ==, "a;b=c&d e");
  g_assert_null (gw_xmpp_uri_param (uri, "Password"));
  gw_xmpp_uri_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xmpp-uri/says-what-stands-in-it", test_good);
  g_test_add_func ("/xmpp-uri/is-refused-without-its-secrets", test_bad);
  g_test_add_func ("/xmpp-uri/has-its-limits", test_limits);
  g_test_add_func ("/xmpp-uri/is-written", test_written);
  return g_test_run ();
}
