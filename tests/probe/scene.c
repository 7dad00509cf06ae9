/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the structs that net/ would have filled. */
#include "scene.h"

#include <openssl/x509_vfy.h>

#include "net/tls-evidence.h"

#define NS_STREAM "http://etherx.jabber.org/streams"

static GwXml *
features_new (const char *children)
{
  g_autofree char *text = g_strdup_printf ("<stream:features xmlns:stream='" NS_STREAM
                                           "' xmlns='jabber:client'>%s</stream:features>",
                                           children);
  g_autoptr (GError) error = NULL;
  GwXml *features = gw_xml_parse (text, -1, &error);

  g_assert_no_error (error);
  return features;
}

static GwCertificate *
leaf_new (const Setup *setup)
{
  GwCertificate *leaf = g_new (GwCertificate, 1);

  *leaf = (GwCertificate){
      .subject = g_strdup ("CN=" SCENE_DOMAIN),
      .issuer = g_strdup (setup->self_signed ? "CN=" SCENE_DOMAIN : "CN=Authority"),
      .not_before = SCENE_NOW - (setup->days_old ? setup->days_old : 30) * SCENE_DAY,
      .not_after = SCENE_NOW + (setup->days_left ? setup->days_left : 60) * SCENE_DAY,
      .sha256 = g_strdup_printf ("%s%" G_GINT64_FORMAT, setup->other_name ? "01" : "00",
                                 setup->days_left),
      .key = g_strdup (setup->weak ? "RSA 1024" : "EC P-256"),
      .key_bits = setup->weak ? 1024 : 256,
      .signature = g_strdup (setup->weak_signature ? "ecdsa-with-SHA1" : "ecdsa-with-SHA256"),
      .der = g_bytes_new_static ("LEAF", 4),
      .self_signed = setup->self_signed,
  };
  return leaf;
}

static char **
names_new (const char *name)
{
  char **names = g_new0 (char *, 2);

  names[0] = g_strdup (name);
  return names;
}

static GwTlsEvidence *
tls_new (const Setup *setup)
{
  GwTlsEvidence *tls = g_new (GwTlsEvidence, 1);
  int fault = setup->self_signed ? X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
                                 : X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
  const char *group = setup->group ? setup->group : "X25519";

  *tls = (GwTlsEvidence){
      .version = g_strdup (setup->version ? setup->version : "TLSv1.3"),
      .cipher = g_strdup (setup->cipher ? setup->cipher : "TLS_AES_256_GCM_SHA384"),
      .group = *group ? g_strdup (group) : NULL,
      .alpn = g_strdup (setup->alpn),
      .chain = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_certificate_free),
      .dns_names = names_new (setup->target_name  ? SCENE_TARGET
                              : setup->other_name ? "other.example"
                                                  : SCENE_DOMAIN),
      .srv_names = names_new (setup->srv_id),
      .xmpp_addrs = names_new (setup->xmpp_addr),
      .verify_errors = g_array_new (FALSE, FALSE, sizeof (int)),
  };
  g_ptr_array_add (tls->chain, leaf_new (setup));
  if (setup->self_signed || setup->untrusted)
    g_array_append_val (tls->verify_errors, fault);
  return tls;
}

static GwStreamReport *
report_new (const Setup *setup)
{
  GwStreamReport *report = gw_stream_report_new ();

  report->direct_tls = setup->way == SCENE_DIRECT;
  report->stream_from = g_strdup (setup->from ? setup->from : SCENE_DOMAIN);
  report->stream_id = setup->no_id ? NULL : g_strdup ("id1");
  report->stream_version = g_strdup ("1.0");
  report->injected = setup->injected;
  if (!report->direct_tls) {
    report->starttls_offered = !setup->not_offered;
    report->starttls_required = !setup->not_offered && !setup->not_required;
    report->plain_features = features_new (setup->plain ? setup->plain : SCENE_STARTTLS_TAG);
  }
  if (setup->version == NULL || *setup->version) {
    report->tls = tls_new (setup);
    report->tls_us = 40000;
  }
  if (setup->features) {
    report->features = features_new (setup->features);
    report->features_us = 60000;
  }
  report->form_asked = setup->reply || setup->end_condition;
  report->end_condition = g_strdup (setup->end_condition);
  if (setup->reply)
    report->form_reply = gw_xml_parse (setup->reply, -1, NULL);
  if (setup->error)
    gw_error_set (&report->error, (GwErrorCode)setup->error, SCENE_DOMAIN, setup->detail);
  return report;
}

static GwLookResult *
look_new (const Setup *setup)
{
  gboolean connected = setup->way != SCENE_NOT_CONNECTED;
  GwLookResult *look = g_new (GwLookResult, 1);

  *look = (GwLookResult){
      .domain = g_strdup (SCENE_DOMAIN),
      .target = connected ? g_strdup (SCENE_TARGET) : NULL,
      .address = connected
                     ? g_strdup (setup->way == SCENE_DIRECT ? "192.0.2.7:5223" : "192.0.2.7:5222")
                     : NULL,
      .direct_announced = setup->way == SCENE_DIRECT || setup->way == SCENE_DIRECT_BROKEN,
      .direct_failed = setup->way == SCENE_DIRECT_BROKEN,
      .used_direct_tls = setup->way == SCENE_DIRECT,
      .report = connected ? report_new (setup) : NULL,
      .dns_us = connected ? 12000 : 0,
      .connect_us = connected ? 20000 : 0,
      .total_us = 123456,
      .connections = 1,
  };
  if (look->report && look->report->error)
    look->error = g_error_copy (look->report->error);
  else if (setup->error)
    gw_error_set (&look->error, (GwErrorCode)setup->error, SCENE_DOMAIN, setup->detail);
  return look;
}

static void
fill_page (GwPage *page, GwPageId id, const ScenePage *setup)
{
  if (setup->status == 0 && setup->error == 0)
    return;
  page->url = g_strdup_printf ("https://" SCENE_DOMAIN "/%s", gw_page_name (id));
  page->status = setup->status;
  page->content_type = g_strdup (setup->type);
  page->allow_origin = g_strdup (setup->cors);
  page->body = setup->body ? g_bytes_new (setup->body, strlen (setup->body)) : NULL;
  page->total_us = 30000;
  if (setup->error)
    gw_error_set (&page->error, (GwErrorCode)setup->error, SCENE_DOMAIN, NULL);
  if (setup->status)
    page->tls = tls_new (&(Setup){.other_name = setup->other_name, .days_left = setup->days_left});
}

static void
fill_socket (GwSocketSeen *socket, const SceneSocket *setup)
{
  if (setup->status == 0 && setup->error == 0)
    return;
  socket->url = g_strdup ("wss://" SCENE_DOMAIN "/ws");
  socket->status = setup->status;
  socket->upgraded = setup->upgraded;
  socket->has_protocol = setup->upgraded && !setup->no_protocol;
  socket->opened = socket->has_features = setup->opened;
  if (setup->error)
    gw_error_set (&socket->error, (GwErrorCode)setup->error, SCENE_DOMAIN, NULL);
}

static void
read_reply (GwHelloReply *reply, const char *word)
{
  guint version, suite;

  reply->alert = -1;
  if (g_str_equal (word, "refused")) {
    reply->answer = GW_HELLO_REFUSED;
    reply->alert = 40;
  } else if (g_str_equal (word, "no-alpn")) {
    reply->answer = GW_HELLO_REFUSED;
    reply->alert = 120;
  } else if (sscanf (word, "%x/%x", &version, &suite) == 2) {
    reply->answer = GW_HELLO_ACCEPTED;
    reply->version = (guint16)version;
    reply->suite = (guint16)suite;
  } else {
    g_assert_cmpstr (word, ==, "silence");
    reply->answer = GW_HELLO_NO_ANSWER;
  }
}

static void
fill_hellos (GwSeen *seen, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text ? text : "", " ", -1);

  for (char **word = words; *word && **word; word++) {
    char *answer = strchr (*word, ':');
    *answer++ = '\0';
    char *with = strstr (*word, "+comp");
    if (with)
      *with = '\0';
    for (GwHelloKind kind = 0; kind < GW_N_HELLOS; kind++) {
      GwHelloSeen *hello = &seen->hellos[kind];
      if (!g_str_equal (gw_hello_name (kind), *word))
        continue;
      hello->asked = TRUE;
      hello->address = g_strdup ("192.0.2.7:5222");
      read_reply (&hello->reply, answer);
      hello->reply.compression = with != NULL;
    }
  }
}

static void
fill_v6 (GwV6Seen *v6, int how)
{
  v6->asked = how != 0;
  v6->address = how > 0 ? g_strdup ("[2001:db8::7]:5222") : NULL;
  if (how < 0)
    gw_error_set (&v6->error, how == -1 ? GW_ERROR_TIMEOUT : GW_ERROR_CONNECT_FAILED, SCENE_DOMAIN,
                  NULL);
}

static GwLegId
leg_of (const Setup *setup)
{
  return setup->way == SCENE_DIRECT ? GW_LEG_CLIENT_TLS : GW_LEG_CLIENT;
}

static void
fill_legs (GwSeen *seen, const Setup *setup)
{
  GwLegId leg = leg_of (setup);

  if (!setup->no_client)
    seen->legs[leg] = look_new (setup);
  if (setup->other)
    seen->legs[leg == GW_LEG_CLIENT ? GW_LEG_CLIENT_TLS : GW_LEG_CLIENT] = look_new (setup->other);
  if (setup->server)
    seen->legs[GW_LEG_SERVER] = look_new (setup->server);
  if (setup->server_tls)
    seen->legs[GW_LEG_SERVER_TLS] = look_new (setup->server_tls);
}

GwSeen *
scene_new (const Setup *setup)
{
  GwSeen *seen = gw_seen_new (SCENE_DOMAIN, SCENE_NOW);

  seen->full = setup->full;
  seen->total_us = 123456;
  seen->connections = 1;
  fill_legs (seen, setup);
  fill_hellos (seen, setup->hellos);
  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    fill_page (&seen->pages[id], id, &setup->pages[id]);
  fill_socket (&seen->socket, &setup->socket);
  fill_v6 (&seen->v6, setup->v6);
  scene_add_dns (seen, setup->dns);
  gw_seen_read (seen);
  return seen;
}
