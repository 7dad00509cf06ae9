/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scene says, put into bytes and heard. */
#include "scene-bytes.h"

#include "../net/make-certificate.h"
#include "../net/websocket-server.h"
#include "net/stream-hear.h"
#include "net/tls-evidence.h"

#define SRV_NAME  "otherName:1.3.6.1.5.5.7.8.7;IA5STRING:" /* RFC 4985 */
#define XMPP_ADDR "otherName:1.3.6.1.5.5.7.8.5;UTF8:"      /* RFC 6120 section 13.7.1.4 */
#define KEY       "dGhlIHNhbXBsZSBub25jZQ=="
#define PROCEED   "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
#define FRAMING   "urn:ietf:params:xml:ns:xmpp-framing"
#define STREAMS   "http://etherx.jabber.org/streams"

/* --- TLS --- */

static int
days_from_today (gint64 days)
{
  gint64 today = g_get_real_time () / G_USEC_PER_SEC / SCENE_DAY;

  return (int)(SCENE_NOW / SCENE_DAY - today + days);
}

static char *
names_of (const GwTlsEvidence *tls)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_string_printf (names, "DNS:%s", tls->dns_names[0]);
  if (tls->srv_names[0] != NULL)
    g_string_append_printf (names, "," SRV_NAME "%s", tls->srv_names[0]);
  if (tls->xmpp_addrs[0] != NULL)
    g_string_append_printf (names, "," XMPP_ADDR "%s", tls->xmpp_addrs[0]);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static GBytes *
der_of (const GwTlsEvidence *tls)
{
  static Certificate *authority;
  const GwCertificate *leaf = tls->chain->pdata[0];
  g_autofree char *names = names_of (tls);
  const CertificateWish wish = {
      .names = names,
      .rsa_bits = leaf->key_bits == 1024 ? 1024 : 0,
      .digest = g_str_has_suffix (leaf->signature, "SHA1") ? "SHA1" : "SHA256",
      .first_day = days_from_today ((leaf->not_before - SCENE_NOW) / SCENE_DAY),
      .last_day = days_from_today ((leaf->not_after - SCENE_NOW) / SCENE_DAY),
  };
  guint8 *der = NULL;

  if (authority == NULL)
    authority = certificate_new (&(CertificateWish){.is_authority = TRUE}, NULL);
  g_autoptr (Certificate) made = certificate_new (&wish, leaf->self_signed ? NULL : authority);
  int length = i2d_X509 (made->x509, &der);
  g_assert_cmpint (length, >, 0);
  GBytes *bytes = g_bytes_new (der, (gsize)length);
  OPENSSL_free (der);
  return bytes;
}

/* The same with real certificates. */
static void
make_real (GwTlsEvidence **tls)
{
  if (*tls == NULL)
    return;
  g_autoptr (GwTlsEvidence) scene = *tls;
  g_autoptr (GBytes) der = der_of (scene);
  GwTlsEvidence *real = gw_tls_evidence_new_from_chain (&der, 1);

  real->version = g_strdup (scene->version);
  real->cipher = g_strdup (scene->cipher);
  real->group = g_strdup (scene->group);
  real->alpn = g_strdup (scene->alpn);
  g_array_append_vals (real->verify_errors, scene->verify_errors->data, scene->verify_errors->len);
  *tls = real;
}

/* --- streams --- */

static char *
header_of (const GwStreamReport *report)
{
  return g_strdup_printf ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
                          "xmlns:stream='" STREAMS "' from='%s'%s%s%s version='1.0'>",
                          report->stream_from, report->stream_id ? " id='" : "",
                          report->stream_id ? report->stream_id : "", report->stream_id ? "'" : "");
}

static GBytes *
bytes_of (const char *header, const char *features, const char *rest)
{
  GString *text = g_string_new (header);

  if (features != NULL)
    g_string_append_printf (text, "<stream:features>%s</stream:features>", features);
  g_string_append (text, rest);
  return g_string_free_to_bytes (text);
}

static void
hear_leg (GwLookResult *look, const Setup *setup)
{
  GwStreamReport *scene = look != NULL ? look->report : NULL;

  if (scene == NULL)
    return;
  g_autofree char *header = header_of (scene);
  g_autoptr (GBytes) plain =
      scene->direct_tls ? NULL
                        : bytes_of (header, setup->plain ? setup->plain : SCENE_STARTTLS_TAG,
                                    scene->tls != NULL ? PROCEED : "");
  g_autoptr (GBytes) secure =
      scene->tls ? bytes_of (header, setup->features, setup->reply ? setup->reply : "") : NULL;
  GwStreamReport *heard = gw_stream_report_new ();

  heard->direct_tls = scene->direct_tls;
  heard->form_asked = setup->reply != NULL;
  gw_stream_report_hear (heard, SCENE_DOMAIN, plain, secure);
  heard->injected = scene->injected;
  heard->tls_us = scene->tls_us;
  heard->features_us = scene->features_us;
  heard->tls = g_steal_pointer (&scene->tls);
  make_real (&heard->tls);
  g_clear_error (&heard->error);
  heard->error = g_steal_pointer (&scene->error);
  gw_stream_report_free (scene);
  look->report = heard;
}

static void
hear_legs (GwSeen *seen, const Setup *setup)
{
  gboolean is_direct = setup->way == SCENE_DIRECT;

  hear_leg (seen->legs[is_direct ? GW_LEG_CLIENT_TLS : GW_LEG_CLIENT], setup);
  if (setup->other)
    hear_leg (seen->legs[is_direct ? GW_LEG_CLIENT : GW_LEG_CLIENT_TLS], setup->other);
  if (setup->server)
    hear_leg (seen->legs[GW_LEG_SERVER], setup->server);
  if (setup->server_tls)
    hear_leg (seen->legs[GW_LEG_SERVER_TLS], setup->server_tls);
}

/* --- hellos, RFC 5246 sections 7.2 and 7.4.1.3 --- */

static void
append_16 (GByteArray *to, guint value)
{
  const guint8 bytes[] = {(guint8)(value >> 8), (guint8)value};

  g_byte_array_append (to, bytes, sizeof bytes);
}

static GBytes *
hello_bytes (const GwHelloReply *reply)
{
  enum { ALERT = 21, HANDSHAKE = 22, SERVER_HELLO = 2, FATAL = 2, BODY = 38, HEAD = 4 };
  GByteArray *bytes = g_byte_array_new ();
  const guint8 refused[] = {ALERT, 3, 3, 0, 2, FATAL, (guint8)reply->alert};
  const guint8 head[] = {HANDSHAKE, 3, 3, 0, BODY + HEAD, SERVER_HELLO, 0, 0, BODY};
  const guint8 random[GW_HELLO_RANDOM_BYTES + 1] = {0}; /* and no session */

  if (reply->answer == GW_HELLO_REFUSED) {
    g_byte_array_append (bytes, refused, sizeof refused);
  } else {
    g_byte_array_append (bytes, head, sizeof head);
    append_16 (bytes, reply->version);
    g_byte_array_append (bytes, random, sizeof random);
    append_16 (bytes, reply->suite);
    g_byte_array_append (bytes, &reply->compression, 1);
  }
  return g_byte_array_free_to_bytes (bytes);
}

static void
hear_hello (GwHelloSeen *hello, GwHelloKind kind)
{
  gsize length;

  if (hello->reply.answer == GW_HELLO_NO_ANSWER)
    gw_error_set (&hello->error, GW_ERROR_TIMEOUT, SCENE_DOMAIN, NULL);
  if (hello->reply.answer != GW_HELLO_REFUSED && hello->reply.answer != GW_HELLO_ACCEPTED)
    return;
  hello->sent = g_bytes_new_static ("hello", 5);
  hello->received = hello_bytes (&hello->reply);
  const guint8 *bytes = g_bytes_get_data (hello->received, &length);
  hello->reply = gw_hello_reply_read (kind, bytes, length, FALSE);
}

/* --- WebSocket --- */

static void
hear_socket (GwSocketSeen *socket, const SceneSocket *setup)
{
  if (socket->url == NULL || setup->status == 0)
    return;
  g_autofree char *accept = websocket_server_accept ("\r\nSec-WebSocket-Key: " KEY "\r\n");
  g_autofree char *head = g_strdup_printf (
      "HTTP/1.1 %d Said\r\nUpgrade: %s\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s"
      "Content-Length: 0\r\n\r\n",
      setup->status, setup->upgraded ? "websocket" : "other", accept,
      setup->no_protocol ? "" : "Sec-WebSocket-Protocol: xmpp\r\n");
  static const char open[] = "<open xmlns='" FRAMING "' from='" SCENE_DOMAIN "'/>";
  static const char features[] = "<stream:features xmlns:stream='" STREAMS "'/>";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GwWebSocketSeen) heard = gw_websocket_seen_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  GwWebSocketHearing hearing = {
      .seen = heard, .host = SCENE_DOMAIN, .domain = SCENE_DOMAIN, .out = out};

  g_byte_array_append (bytes, (const guint8 *)head, (guint)strlen (head));
  if (setup->opened) {
    websocket_server_frame (bytes, WS_TEXT, open, strlen (open));
    websocket_server_frame (bytes, WS_TEXT, features, strlen (features));
  }
  heard->key = g_strdup (KEY);
  gw_websocket_hearing_take (&hearing, (const char *)bytes->data, bytes->len);
  gw_websocket_hearing_clear (&hearing);
  gw_socket_seen_fill (socket, heard);
}

GwSeen *
scene_new_heard (const Setup *setup)
{
  GwSeen *seen = scene_new (setup);

  hear_legs (seen, setup);
  for (GwHelloKind kind = 0; kind < GW_N_HELLOS; kind++)
    hear_hello (&seen->hellos[kind], kind);
  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    make_real (&seen->pages[id].tls);
  hear_socket (&seen->socket, &setup->socket);
  return seen;
}
