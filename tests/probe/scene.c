/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the structs that net/ would have filled. */
#include "scene.h"

#include <openssl/x509_vfy.h>

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

static void
fill_certificate (Scene *scene, const Setup *setup)
{
  int fault = setup->self_signed ? X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
                                 : X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;

  scene->leaf = (GwCertificate){
      .subject = g_strdup ("CN=" SCENE_DOMAIN),
      .issuer = g_strdup (setup->self_signed ? "CN=" SCENE_DOMAIN : "CN=Authority"),
      .not_before = SCENE_NOW - (setup->days_old ? setup->days_old : 30) * SCENE_DAY,
      .not_after = SCENE_NOW + (setup->days_left ? setup->days_left : 60) * SCENE_DAY,
      .sha256 = g_strdup ("00"),
      .key = g_strdup (setup->weak ? "RSA 1024" : "EC P-256"),
      .key_bits = setup->weak ? 1024 : 256,
      .signature = g_strdup ("ecdsa-with-SHA256"),
      .self_signed = setup->self_signed,
  };
  scene->names[0] = setup->target_name  ? (char *)SCENE_TARGET
                    : setup->other_name ? (char *)"other.example"
                                        : (char *)SCENE_DOMAIN;
  scene->tls = (GwTlsEvidence){
      .version = g_strdup (setup->version ? setup->version : "TLSv1.3"),
      .cipher = g_strdup ("TLS_AES_256_GCM_SHA384"),
      .alpn = g_strdup (setup->alpn),
      .chain = g_ptr_array_new (),
      .dns_names = scene->names,
      .verify_errors = g_array_new (FALSE, FALSE, sizeof (int)),
  };
  g_ptr_array_add (scene->tls.chain, &scene->leaf);
  if (setup->self_signed || setup->untrusted)
    g_array_append_val (scene->tls.verify_errors, fault);
  scene->report.tls = &scene->tls;
}

static void
fill_report (Scene *scene, const Setup *setup)
{
  GwStreamReport *report = &scene->report;

  report->direct_tls = setup->way == SCENE_DIRECT;
  report->stream_from = g_strdup (setup->from ? setup->from : SCENE_DOMAIN);
  report->stream_id = g_strdup ("id1");
  report->stream_version = g_strdup ("1.0");
  report->injected = setup->injected;
  if (!report->direct_tls) {
    report->starttls_offered = !setup->not_offered;
    report->starttls_required = !setup->not_offered && !setup->not_required;
    report->plain_features = features_new (setup->plain ? setup->plain : SCENE_STARTTLS_TAG);
  }
  if (setup->version == NULL || *setup->version)
    fill_certificate (scene, setup);
  if (setup->features)
    report->features = features_new (setup->features);
  if (setup->reply)
    report->form_reply = gw_xml_parse (setup->reply, -1, NULL);
  if (setup->error)
    gw_error_set (&report->error, (GwErrorCode)setup->error, SCENE_DOMAIN, NULL);
}

static void
fill_look (Scene *scene, const Setup *setup)
{
  gboolean connected = setup->way != SCENE_NOT_CONNECTED;

  if (!connected)
    gw_error_set (&scene->error, (GwErrorCode)setup->error, SCENE_DOMAIN, NULL);
  else
    fill_report (scene, setup);
  scene->look = (GwLookResult){
      .domain = (char *)SCENE_DOMAIN,
      .target = connected ? (char *)SCENE_TARGET : NULL,
      .address = connected ? (char *)"192.0.2.7:5222" : NULL,
      .direct_announced = setup->way == SCENE_DIRECT || setup->way == SCENE_DIRECT_BROKEN,
      .direct_failed = setup->way == SCENE_DIRECT_BROKEN,
      .used_direct_tls = setup->way == SCENE_DIRECT,
      .report = connected ? &scene->report : NULL,
      .error = connected ? scene->report.error : scene->error,
      .total_us = 123456,
      .connections = 1,
  };
}

void
scene_init (Scene *scene, const Setup *setup)
{
  *scene = (Scene){0};
  fill_look (scene, setup);
  if (scene->report.tls)
    gw_certificate_judge (scene->report.tls, SCENE_DOMAIN, "xmpp-client", SCENE_NOW,
                          &scene->verdict);
  if (scene->report.form_reply)
    scene->form = gw_form_parse (scene->report.form_reply, SCENE_DOMAIN, &scene->form_error);
  scene->seen = (GwSeen){
      .domain = SCENE_DOMAIN,
      .look = &scene->look,
      .certificate = scene->report.tls ? &scene->verdict : NULL,
      .form = scene->form,
      .form_error = scene->form_error,
      .now = SCENE_NOW,
  };
}

void
scene_clear (Scene *scene)
{
  g_clear_pointer (&scene->form, gw_form_free);
  g_clear_error (&scene->form_error);
  g_clear_error (&scene->error);
  gw_cert_verdict_clear (&scene->verdict);
  g_clear_pointer (&scene->tls.chain, g_ptr_array_unref);
  g_clear_pointer (&scene->tls.verify_errors, g_array_unref);
  g_free (scene->tls.version);
  g_free (scene->tls.cipher);
  g_free (scene->tls.alpn);
  g_free (scene->leaf.subject);
  g_free (scene->leaf.issuer);
  g_free (scene->leaf.sha256);
  g_free (scene->leaf.key);
  g_free (scene->leaf.signature);
  g_clear_pointer (&scene->report.plain_features, gw_xml_unref);
  g_clear_pointer (&scene->report.features, gw_xml_unref);
  g_clear_pointer (&scene->report.form_reply, gw_xml_unref);
  g_clear_error (&scene->report.error);
  g_free (scene->report.stream_from);
  g_free (scene->report.stream_id);
  g_free (scene->report.stream_version);
}
