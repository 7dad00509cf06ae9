/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is it them, or is it us: what several servers together say of the network here. */
#include "probe/own-network.h"

#include "base/error.h"
#include "scene.h"

#define AWAY(code)                                                                                 \
  {                                                                                                \
    .way = SCENE_NOT_CONNECTED, .error = GW_ERROR_##code                                           \
  }
#define WITH_WEB(...) .pages[GW_PAGE_HOST_META] = {__VA_ARGS__}

enum { MOST = 3 };

typedef struct {
  const char *path;
  Setup servers[MOST];
  guint n_servers;
  GwNetworkState state;
} Row;

static const Setup tls_silent = AWAY (TIMEOUT), tls_good = {.way = SCENE_DIRECT, .features = ""};

static const Row rows[] = {
    {"/nobody-was-asked", {}, 0, GW_NETWORK_FINE},
    {"/one-server-may-be-dead-itself", {AWAY (TIMEOUT)}, 1, GW_NETWORK_FINE},
    {"/one-name-may-be-lost-itself", {AWAY (DNS_FAILED)}, 1, GW_NETWORK_FINE},
    {"/all-silent", {AWAY (TIMEOUT), AWAY (CONNECT_FAILED)}, 2, GW_NETWORK_DEAD},
    {"/all-silent-but-one", {AWAY (TIMEOUT), AWAY (TIMEOUT), {.features = ""}}, 3, GW_NETWORK_FINE},
    {"/a-connection-without-features-came-about",
     {AWAY (TIMEOUT), {.error = GW_ERROR_HANGUP}},
     2,
     GW_NETWORK_FINE},
    {"/a-refusal-came-from-somebody", {AWAY (TIMEOUT), AWAY (CONNECT_REFUSED)}, 2, GW_NETWORK_FINE},
    {"/a-name-without-xmpp-came-from-the-dns",
     {AWAY (TIMEOUT), AWAY (DNS_NOT_OFFERED)},
     2,
     GW_NETWORK_FINE},
    {"/no-name-at-all", {AWAY (DNS_FAILED), AWAY (DNS_FAILED)}, 2, GW_NETWORK_NO_DNS},
    {"/some-names-only", {AWAY (DNS_FAILED), AWAY (TIMEOUT)}, 2, GW_NETWORK_DEAD},
    {"/the-web-answers",
     {{.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_TIMEOUT, .full = TRUE, WITH_WEB (404)},
      AWAY (TIMEOUT)},
     2,
     GW_NETWORK_BLOCKED},
    {"/the-web-does-not-either",
     {{.way = SCENE_NOT_CONNECTED,
       .error = GW_ERROR_TIMEOUT,
       .full = TRUE,
       WITH_WEB (.error = GW_ERROR_TIMEOUT)},
      AWAY (TIMEOUT)},
     2,
     GW_NETWORK_DEAD},
    {"/the-web-answers-and-a-server-too",
     {{.features = "", .full = TRUE, WITH_WEB (200)}, AWAY (TIMEOUT)},
     2,
     GW_NETWORK_FINE},
    {"/direct-tls-alone-got-there",
     {{.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_TIMEOUT, .other = &tls_good}, AWAY (TIMEOUT)},
     2,
     GW_NETWORK_FINE},
    {"/starttls-alone-got-there",
     {{.features = "", .other = &tls_silent}, AWAY (TIMEOUT)},
     2,
     GW_NETWORK_FINE},
    {"/neither-way-got-there",
     {{.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_TIMEOUT, .other = &tls_silent},
      AWAY (TIMEOUT)},
     2,
     GW_NETWORK_DEAD},
    {"/not-looked-at-as-a-client-counts-for-none",
     {{.no_client = TRUE, .full = TRUE}, AWAY (TIMEOUT)},
     2,
     GW_NETWORK_FINE},
    {"/a-proxy-says-nothing-about-servers",
     {AWAY (PROXY_UNREACHABLE), AWAY (PROXY_UNREACHABLE)},
     2,
     GW_NETWORK_FINE},
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  GwOwnNetwork network = {0};

  for (guint i = 0; i < row->n_servers; i++) {
    g_autoptr (GwSeen) seen = scene_new (&row->servers[i]);
    gw_own_network_add (&network, seen);
  }
  g_assert_cmpint (gw_own_network_judge (&network), ==, row->state);
}

static void
test_each_state_but_fine_has_a_sentence (void)
{
  g_assert_null (gw_network_text (GW_NETWORK_FINE));
  for (GwNetworkState state = GW_NETWORK_NO_DNS; state <= GW_NETWORK_BLOCKED; state++)
    g_assert_true (g_str_has_suffix (gw_network_text (state), "."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  g_test_add_func ("/each-state-but-fine-has-a-sentence", test_each_state_but_fine_has_a_sentence);
  return g_test_run ();
}
