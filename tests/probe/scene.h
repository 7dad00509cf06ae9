/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen of a server that never was, described in a few words: what tests judge. */
#pragma once

#include "probe/check.h"

#define SCENE_DOMAIN "shop.example"
#define SCENE_TARGET "xmpp.hoster.example"
#define SCENE_NOW    ((gint64)1795000000) /* 2026-11-18 */
#define SCENE_DAY    ((gint64)24 * 60 * 60)

typedef enum { SCENE_STARTTLS, SCENE_DIRECT, SCENE_DIRECT_BROKEN, SCENE_NOT_CONNECTED } SceneWay;

/* An answer by https; zeroed: not asked. */
typedef struct {
  int status;
  const char *body, *type, *cors;
  int error;           /* GwErrorCode; 0 (FAILED): none */
  gboolean other_name; /* of its certificate */
  gint64 days_left;
} ScenePage;

typedef struct {
  int status; /* 0 with `error`: no answer came; without: not asked */
  gboolean upgraded, no_protocol, opened;
  int error;
} SceneSocket;

/* Zeroed: STARTTLS, required, TLS 1.3, a good certificate, no features. */
typedef struct _Setup Setup;
struct _Setup {
  SceneWay way;
  const char *plain;    /* children of the features before TLS, XML; NULL: <starttls/> required */
  const char *features; /* children of the features after TLS; NULL: none came */
  const char *reply;    /* the whole <iq/>; NULL: no answer */
  gboolean not_required, not_offered, injected, no_id;
  const char *from;    /* NULL: the domain */
  const char *version; /* of TLS; NULL: "TLSv1.3"; "": no handshake */
  const char *cipher;  /* NULL: "TLS_AES_256_GCM_SHA384" */
  const char *group;   /* "": unknown; NULL: "X25519" */
  const char *alpn;
  gboolean self_signed, untrusted, other_name, target_name, weak, weak_signature;
  const char *srv_id, *xmpp_addr; /* one such name more; NULL: none */
  gint64 days_left;               /* of the certificate; 0: 60 */
  gint64 days_old;                /* 0: 30; negative: not valid yet */
  int error;                      /* GwErrorCode of the look; 0 (FAILED): none */
  const char *detail;             /* of the error */
  const char *end_condition;      /* of the stream error behind the features; NULL: none */

  /* The rest shows in a full probe only, and makes the scene one. */
  gboolean full;
  gboolean no_client; /* the way above was not looked at */
  const Setup *other; /* the other way of a client: its direct TLS, or its STARTTLS */
  const Setup *server, *server_tls;
  const char *dns;    /* see scene_add_dns() */
  const char *hellos; /* "old:refused tls12:0303/c02f broken:silence old+comp:0302/002f" */
  ScenePage pages[GW_N_PAGES];
  SceneSocket socket;
  int v6; /* 0: not tried; 1: connected; -1: not; -2: no way out from here */
};

/* A seen that was read. */
GwSeen *scene_new (const Setup *setup);

/* Answers of the DNS, one a line of the text: "TYPE NAME WORDS = VALUE, VALUE". A name without a
 * dot at its end is below the domain, "@" is the domain. Words: secure, insecure, bogus; failed,
 * none (no such name), alias. Without a value there is none of that type. Values: of SRV "0 5 5222
 * host", of TLSA "3 0 0 4c454146", of A and AAAA an address, of CAA "0 issue text", TXT as it is,
 * of anything "#0a0b". */
void scene_add_dns (GwSeen *seen, const char *text);

/* What `leaf.der` holds in the way of TLSA "0 0": the certificates of scenes are no real ones. */
#define SCENE_LEAF_HEX "4c454146"

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
