/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A look at a server that never was, described in a few words: what tests judge. */
#pragma once

#include "probe/check.h"

#define SCENE_DOMAIN "shop.example"
#define SCENE_TARGET "xmpp.hoster.example"
#define SCENE_NOW    ((gint64)1795000000) /* 2026-11-18 */
#define SCENE_DAY    ((gint64)24 * 60 * 60)

typedef enum { SCENE_STARTTLS, SCENE_DIRECT, SCENE_DIRECT_BROKEN, SCENE_NOT_CONNECTED } SceneWay;

/* Zeroed: STARTTLS, required, TLS 1.3, a good certificate, no features. */
typedef struct {
  SceneWay way;
  const char *plain;    /* children of the features before TLS, XML; NULL: <starttls/> required */
  const char *features; /* children of the features after TLS; NULL: none came */
  const char *reply;    /* the whole <iq/>; NULL: no answer */
  gboolean not_required, not_offered, injected;
  const char *from;    /* NULL: the domain */
  const char *version; /* of TLS; NULL: "TLSv1.3"; "": no handshake */
  const char *alpn;
  gboolean self_signed, untrusted, other_name, target_name, weak;
  gint64 days_left; /* of the certificate; 0: 60 */
  gint64 days_old;  /* 0: 30; negative: not valid yet */
  int error;        /* GwErrorCode of the look; 0 (FAILED): none */
} Setup;

typedef struct {
  GwLookResult look;
  GwStreamReport report;
  GwTlsEvidence tls;
  GwCertificate leaf;
  char *names[2];
  GError *error;
  /* as net/ and the prober would have it */
  GwCertVerdict verdict;
  GwForm *form;
  GError *form_error;
  GwSeen seen;
} Scene;

void scene_init (Scene *scene, const Setup *setup);
void scene_clear (Scene *scene);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

/* Features as servers announce them. */
#define SCENE_SASL(methods)                                                                        \
  "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" methods "</mechanisms>"
#define SCENE_METHOD(name) "<mechanism>" name "</mechanism>"
#define SCENE_REGISTER     "<register xmlns='http://jabber.org/features/iq-register'/>"
#define SCENE_TOKEN        "<register xmlns='urn:xmpp:ibr-token:0'/>"
#define SCENE_STARTTLS_TAG                                                                         \
  "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
#define SCENE_LOGIN                                                                                \
  SCENE_SASL (SCENE_METHOD ("SCRAM-SHA-256-PLUS") SCENE_METHOD ("SCRAM-SHA-256")                   \
                  SCENE_METHOD ("SCRAM-SHA-1") SCENE_METHOD ("PLAIN"))

/* Answers to the question for the form. */
#define SCENE_FORM                                                                                 \
  "<iq type='result' id='reg'><query xmlns='jabber:iq:register'><username/><password/></query></iq>"
#define SCENE_REFUSAL(condition)                                                                   \
  "<iq type='error' id='reg'><query xmlns='jabber:iq:register'/><error type='cancel'><" condition  \
  " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
#define SCENE_PUZZLE                                                                               \
  "<iq type='result' id='reg'><query xmlns='jabber:iq:register'>"                                  \
  "<x xmlns='jabber:x:data' type='form'>"                                                          \
  "<field type='hidden' var='FORM_TYPE'><value>urn:xmpp:captcha</value></field>"                   \
  "<field type='text-single' var='username'><required/></field>"                                   \
  "<field type='text-private' var='password'><required/></field>"                                  \
  "<field type='text-single' var='ocr'><required/></field>"                                        \
  "</x></query></iq>"
#define SCENE_WEB                                                                                  \
  "<iq type='result' id='reg'><query xmlns='jabber:iq:register'>"                                  \
  "<instructions>Use the website</instructions>"                                                   \
  "<x xmlns='jabber:x:oob'><url>https://shop.example/join</url></x></query></iq>"
