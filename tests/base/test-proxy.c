/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the proxy is: what may be written, and what the environment may ask for. */
#include "base/error.h"
#include "base/proxy.h"

static const char *const variables[] = {"ALL_PROXY",   "all_proxy",  "HTTPS_PROXY",
                                        "https_proxy", "HTTP_PROXY", "http_proxy"};

static void
test_good (void)
{
  static const struct {
    const char *text, *address;
    guint16 port;
    const char *user, *password;
  } rows[] = {
      {"socks5h://127.0.0.1:1080", "127.0.0.1", 1080, NULL, NULL},
      {"socks5h://127.0.0.1:1080/", "127.0.0.1", 1080, NULL, NULL},
      {"SOCKS5H://localhost:65535", "127.0.0.1", 65535, NULL, NULL},
      {"socks5h://[2001:db8::1]:9050", "2001:db8::1", 9050, NULL, NULL},
      {"socks5h://u:p@10.0.0.1:1", "10.0.0.1", 1, "u", "p"},
      {"socks5h://a%40b:p%3aq%2f@10.0.0.1:1", "10.0.0.1", 1, "a@b", "p:q/"},
      {"tor", "127.0.0.1", 9050, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *fault = "";
    g_autoptr (GwProxy) proxy = gw_proxy_parse (rows[i].text, &fault);

    g_test_message ("%s", rows[i].text);
    g_assert_null (fault);
    g_autoptr (GwProxy) copy = gw_proxy_copy (proxy);
    g_assert_cmpstr (copy->address, ==, rows[i].address);
    g_assert_cmpuint (copy->port, ==, rows[i].port);
    g_assert_cmpstr (copy->user, ==, rows[i].user);
    g_assert_cmpstr (copy->password ? gw_secret_peek (copy->password) : NULL, ==, rows[i].password);
  }
}

static void
test_bad (void)
{
  static const char *const rows[] = {
      "",
      "none",
      "127.0.0.1:1080",
      "socks5://127.0.0.1:1080", /* would look names up here */
      "socks4a://127.0.0.1:1080",
      "http://127.0.0.1:3128",
      "socks5h://proxy.example:1080", /* would have to be looked up */
      "socks5h://127.0.0.1",
      "socks5h://127.0.0.1:0",
      "socks5h://127.0.0.1:65536",
      "socks5h://127.0.0.1:x",
      "socks5h://:1080",
      "socks5h://[fe80::1%25lo]:1080",
      "socks5h://2130706433:1080",
      "socks5h://127.0.0.1:1080/x",
      "socks5h://127.0.0.1:1080?x",
      "socks5h://127.0.0.1:1080#x",
      "socks5h://u@127.0.0.1:1080",
      "socks5h://:p@127.0.0.1:1080",
      "socks5h://u:@127.0.0.1:1080",
      "socks5h://u:p%0a@127.0.0.1:1080",
      "socks5h://u:p%00@127.0.0.1:1080",
      "socks5h://u:%ff@127.0.0.1:1080",
  };
  g_autofree char *word = g_strnfill (256, 'x');
  g_autofree char *long_word = g_strdup_printf ("socks5h://u:%s@127.0.0.1:1080", word);

  for (gsize i = 0; i <= G_N_ELEMENTS (rows); i++) {
    const char *text = i < G_N_ELEMENTS (rows) ? rows[i] : long_word;
    const char *fault = NULL;

    g_test_message ("%s", text);
    g_assert_null (gw_proxy_parse (text, &fault));
    g_assert_nonnull (fault);
    g_assert_null (strstr (fault, "u:"));
  }
}

static void
clear_environment (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
}

/* A line: variables that are set; what comes of them. */
static void
test_environment (void)
{
  static const struct {
    const char *names[3], *values[3];
    gboolean is_good;
    guint16 port; /* 0: no proxy */
  } rows[] = {
      {{NULL}, {NULL}, TRUE, 0},
      {{"ALL_PROXY"}, {""}, TRUE, 0},
      {{"ALL_PROXY"}, {"socks5h://127.0.0.1:1"}, TRUE, 1},
      {{"all_proxy"}, {"socks5h://127.0.0.1:2"}, TRUE, 2},
      {{"all_proxy", "https_proxy"}, {"socks5h://[::1]:3", "socks5h://[::1]:3"}, TRUE, 3},
      {{"all_proxy", "https_proxy"}, {"socks5h://[::1]:3", "socks5h://[::1]:4"}, FALSE, 0},
      {{"ALL_PROXY", "all_proxy"}, {"socks5h://[::1]:3", "socks5h://[::1]:4"}, FALSE, 0},
      {{"ALL_PROXY"}, {"socks5://127.0.0.1:1"}, FALSE, 0},
      {{"ALL_PROXY"}, {"http://127.0.0.1:1"}, FALSE, 0},
      {{"ALL_PROXY"}, {"socks5h://u:p@127.0.0.1:1"}, FALSE, 0},
      {{"HTTPS_PROXY"}, {"socks5h://127.0.0.1:1"}, FALSE, 0},
      {{"http_proxy"}, {"http://127.0.0.1:1"}, FALSE, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwProxy) proxy = NULL;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    clear_environment ();
    for (gsize n = 0; rows[i].names[n] != NULL; n++)
      g_setenv (rows[i].names[n], rows[i].values[n], TRUE);
    g_assert_true (gw_proxy_from_environment (&proxy, &error) == rows[i].is_good);
    if (!rows[i].is_good) {
      g_assert_error (error, GW_ERROR, GW_ERROR_PROXY_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "--proxy socks5h://"));
    }
    g_assert_cmpuint (proxy ? proxy->port : 0, ==, rows[i].port);
  }
  clear_environment ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy/reads-what-may-be-written", test_good);
  g_test_add_func ("/proxy/says-what-is-wrong", test_bad);
  g_test_add_func ("/proxy/environment-for-all-or-nothing", test_environment);
  return g_test_run ();
}
