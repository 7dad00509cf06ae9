/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Login, registration, and what the stream says of itself. */
#include "rows.h"

#define BINDING(kinds)                                                                             \
  "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>" kinds "</sasl-channel-binding>"
#define KIND(name)    "<channel-binding type='" name "'/>"
#define SASL2(inner)  "<authentication xmlns='urn:xmpp:sasl:2'>" inner "</authentication>"
#define INLINE(inner) "<inline>" inner "</inline>"
#define EXPORTER      KIND ("tls-exporter")
#define END_POINT     KIND ("tls-server-end-point")

static const CheckRow rows[] = {
    {"/login/both-kinds-of-binding",
     {.features = SCENE_LOGIN BINDING (EXPORTER END_POINT)},
     "sasl.plus=pass sasl.cb=pass"},
    {"/login/binding-of-an-unknown-kind", {.features = SCENE_LOGIN}, "sasl.plus=pass sasl.cb=warn"},
    {"/login/binding-that-1-3-does-not-have",
     {.features = SCENE_LOGIN BINDING (KIND ("tls-unique"))},
     "sasl.cb=warn"},
    {"/login/binding-without-end-point",
     {.features = SCENE_LOGIN BINDING (EXPORTER)},
     "sasl.cb=warn"},
    {"/login/binding-without-exporter",
     {.features = SCENE_LOGIN BINDING (END_POINT)},
     "sasl.cb=warn"},
    {"/login/1-2-needs-no-exporter",
     {.features = SCENE_LOGIN BINDING (END_POINT), .version = "TLSv1.2"},
     "sasl.cb=pass"},
    {"/login/no-binding",
     {.features = SCENE_SASL (SCENE_METHOD ("SCRAM-SHA-256"))},
     "sasl.plus=info sasl.cb=info"},
    {"/login/no-features",
     {.error = GW_ERROR_TIMEOUT},
     "sasl.scram=unknown sasl.plus=unknown sasl.cb=unknown sasl.legacy=unknown "
     "sasl.anonymous=unknown sasl2=unknown bind2=unknown fast=unknown upgrade=unknown iap=unknown "
     "c2s.limits=unknown reg.redirect=unknown"},
    {"/login/all-that-is-new",
     {.features = SCENE_LOGIN SASL2 (INLINE (
          "<bind xmlns='urn:xmpp:bind:0'/><fast xmlns='urn:xmpp:fast:0'/>") "<upgrade "
                                                                            "xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-256</upgrade>") "<config-version "
                                                                                                                                            "xmlns='urn:xmpp:iap:0' value='x'/>"},
     "sasl2=info bind2=info fast=info upgrade=info iap=info"},
    {"/login/guests", {.features = SCENE_SASL (SCENE_METHOD ("ANONYMOUS"))}, "sasl.anonymous=info"},
    {"/stream/limits",
     {.features = SCENE_LOGIN "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>65536"
                              "</max-bytes></limits>"},
     "c2s.limits=info"},
    {"/stream/no-limits", {.features = SCENE_LOGIN}, "c2s.limits=info"},
    {"/stream/a-protocol-that-is-refused",
     {.way = SCENE_DIRECT,
      .version = "",
      .error = GW_ERROR_TLS_FAILED,
      .detail = "tlsv1 alert no application protocol"},
     "c2s.alpn=fail c2s.directtls=fail"},
    {"/stream/a-fault-of-tls-is-not-one-of-alpn",
     {.way = SCENE_DIRECT,
      .version = "",
      .error = GW_ERROR_TLS_FAILED,
      .detail = "handshake failure"},
     "c2s.alpn=unknown"},
    {"/signup/a-page",
     {.features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_WEB},
     "reg.redirect=info reg.form=info"},
    {"/signup/no-page",
     {.features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_FORM},
     "reg.redirect=info"},
    {"/signup/not-handed-out",
     {.features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_REFUSAL ("resource-constraint")},
     "reg.redirect=unknown"},
    {"/time/of-a-look",
     {.features = SCENE_LOGIN},
     "perf.dns=info perf.connect=info perf.tls=info perf.features=info"},
    {"/time/of-no-connection",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_CONNECT_REFUSED},
     "perf.dns=unknown perf.connect=unknown perf.tls=unknown perf.features=unknown"},
};

const CheckRows rows_login = {rows, G_N_ELEMENTS (rows)};
