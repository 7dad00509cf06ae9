/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look through a WebSocket in the loop, at a web server on loopback. What servers say is looked
 * at by test-websocket-talk. */
#include "base/error.h"
#include "net/websocket.h"
#include "web-world.h"
#include "websocket-server.h"

#define SWITCH                                                                                     \
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"              \
  "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n"
#define OPEN "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0'/>"
#define FEATURES                                                                                   \
  "<stream:features xmlns:stream='http://etherx.jabber.org/streams'></stream:features>"

typedef struct {
  World world;
  char *url;
  guint budget;
  GwWebSocket *websocket;
  GwWebSocketSeen *seen;
  GError *error;
} Scene;

static void
on_seen (GwWebSocketSeen *seen, const GError *error, gpointer data)
{
  Scene *scene = data;

  g_assert_true (gw_engine_in_thread (scene->world.room.engine));
  g_assert_true (seen == NULL || error == seen->error);
  scene->websocket = NULL;
  scene->seen = seen;
  scene->error = error != NULL ? g_error_copy (error) : NULL;
  engine_room_report (&scene->world.room);
}

static void
start (gpointer data)
{
  Scene *scene = data;
  const GwWebSocketPlan plan = {
      .url = scene->url,
      .domain = "a.example",
      .dial = {.purpose = GW_PURPOSE_CHECK, .budget = &scene->budget},
  };

  scene->websocket = gw_websocket_start (scene->world.room.engine, &plan, on_seen, scene);
  g_assert_nonnull (scene->websocket);
  g_assert_cmpuint (scene->world.room.reports, ==, 0);
}

static void
cancel (gpointer data)
{
  Scene *scene = data;

  gw_websocket_cancel (g_steal_pointer (&scene->websocket));
}

static void
scene_init (Scene *scene, const Certificate *shown, const WebAnswer *answer, const char *host,
            gboolean allow_local)
{
  *scene = (Scene){.budget = 3};
  world_init (&scene->world, shown, answer, 1, allow_local);
  scene->url = g_strdup_printf ("wss://%s:%u/ws", host, web_peer_port (scene->world.peer));
}

static void
scene_run (Scene *scene)
{
  engine_room_do (&scene->world.room, start, scene);
  engine_room_wait (&scene->world.room, 1);
}

static void
scene_clear (Scene *scene)
{
  world_clear (&scene->world);
  gw_websocket_seen_free (scene->seen);
  g_clear_error (&scene->error);
  g_free (scene->url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
test_good (void)
{
  g_autoptr (GByteArray) frames = g_byte_array_new ();
  g_autoptr (GPtrArray) log = NULL;
  g_auto (Scene) scene;
  const GwContactEntry *entry;
  WebAnswer answer = {.manner = WEB_HOLDS, .text = SWITCH};
  GPtrArray *requests;

  websocket_server_frame (frames, WS_TEXT, OPEN, strlen (OPEN));
  websocket_server_frame (frames, WS_TEXT, FEATURES, strlen (FEATURES));
  answer.bytes = frames->data;
  answer.length = frames->len;
  scene_init (&scene, web_world_certificate, &answer, HOST, TRUE);
  scene_run (&scene);
  g_assert_no_error (scene.error);
  g_assert_true (scene.seen->opened);
  g_assert_nonnull (scene.seen->features);
  g_assert_nonnull (scene.seen->tls);
  g_assert_cmpuint (scene.budget, ==, 2);

  log = gw_engine_contact_log (scene.world.room.engine);
  g_assert_cmpuint (log->len, ==, 1);
  entry = log->pdata[0];
  g_assert_cmpstr (entry->domain, ==, HOST);
  g_assert_cmpint (entry->purpose, ==, GW_PURPOSE_CHECK);
  requests = web_peer_stop (scene.world.peer);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_true (g_str_has_prefix (requests->pdata[0], "GET /ws HTTP/1.1\r\nHost: " HOST ":"));
}

static void
test_bad_certificate (void)
{
  static const WebAnswer answer = {WEB_CLOSES, SWITCH};
  CertificateWish wish = {.names = "DNS:a.example"};
  g_autoptr (Certificate) other = certificate_new (&wish, web_world_authority);
  g_auto (Scene) scene;

  scene_init (&scene, other, &answer, HOST, TRUE);
  scene_run (&scene);
  g_assert_error (scene.error, GW_ERROR, GW_ERROR_CERT_NAME);
  g_assert_nonnull (scene.seen->tls);
  g_assert_cmpstr (web_peer_stop (scene.world.peer)->pdata[0], ==, "");
}

/* No connection comes about. */
static void
test_no_connection (void)
{
  static const struct {
    const char *url; /* NULL: of the server that is there */
    const char *host;
    gboolean allow_local;
    guint budget;
    GwErrorCode code;
  } rows[] = {
      {"ws://" HOST "/", HOST, TRUE, 3, GW_ERROR_BAD_URL},
      {"https://" HOST "/", HOST, TRUE, 3, GW_ERROR_BAD_URL},
      {"wss://127.0.0.1/", HOST, TRUE, 3, GW_ERROR_BAD_URL},
      {NULL, "nobody.example", TRUE, 3, GW_ERROR_DNS_UNKNOWN},
      {NULL, HOST, FALSE, 3, GW_ERROR_ADDRESS_PRIVATE},
      {NULL, HOST, TRUE, 0, GW_ERROR_FAILED},
  };
  static const WebAnswer answer = {WEB_CLOSES, SWITCH};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Scene) scene;

    scene_init (&scene, web_world_certificate, &answer, rows[i].host, rows[i].allow_local);
    scene.budget = rows[i].budget;
    if (rows[i].url != NULL) {
      g_free (scene.url);
      scene.url = g_strdup (rows[i].url);
    }
    scene_run (&scene);
    g_assert_error (scene.error, GW_ERROR, (int)rows[i].code);
    g_assert_null (scene.seen);
    g_assert_cmpuint (web_peer_stop (scene.world.peer)->len, ==, 0);
  }
}

/* Left at each point: while the name is looked up, and in the middle of the talk. */
static void
test_cancel (void)
{
  static const WebAnswer answers[] = {{WEB_IS_SILENT, ""}, {WEB_HOLDS, SWITCH}};

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_auto (Scene) scene;

    scene_init (&scene, web_world_certificate, &answers[i], HOST, TRUE);
    engine_room_do (&scene.world.room, start, &scene);
    web_peer_wait (scene.world.peer, 1);
    engine_room_do (&scene.world.room, cancel, &scene);
    g_assert_cmpuint (scene.world.room.reports, ==, 0);
  }
  g_auto (Scene) scene;
  scene_init (&scene, web_world_certificate, &answers[0], "slow.example", TRUE);
  engine_room_do (&scene.world.room, start, &scene);
  engine_room_do (&scene.world.room, cancel, &scene);
  g_assert_cmpuint (scene.world.room.reports, ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  web_world_begin ();
  g_test_add_func ("/websocket/good", test_good);
  g_test_add_func ("/websocket/bad-certificate", test_bad_certificate);
  g_test_add_func ("/websocket/no-connection", test_no_connection);
  g_test_add_func ("/websocket/cancel", test_cancel);
  result = g_test_run ();
  web_world_end ();
  return result;
}
