/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way in for other servers. */
#include "rows.h"

#define GOOD     .full = TRUE, .features = SCENE_LOGIN
#define DIALBACK "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"

static const Setup dialback = {.features = DIALBACK};
static const Setup external = {.features = SCENE_SASL (SCENE_METHOD ("EXTERNAL")) DIALBACK
                               "<bidi xmlns='urn:xmpp:features:bidi'/>"};
static const Setup reserved = {.features = ""};
static const Setup direct = {.way = SCENE_DIRECT, .features = DIALBACK};
static const Setup direct_silent = {.way = SCENE_DIRECT, .version = "", .error = GW_ERROR_TIMEOUT};
static const Setup nameless = {.features = DIALBACK, .from = ""};
static const Setup unnumbered = {.features = DIALBACK, .no_id = TRUE};
static const Setup optional = {.features = DIALBACK, .not_required = TRUE};
static const Setup clear = {.plain = DIALBACK, .not_offered = TRUE, .version = ""};
static const Setup refused = {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_CONNECT_REFUSED};
static const Setup ours = {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_FAILED};
static const Setup untrusted = {.features = DIALBACK, .untrusted = TRUE};
static const Setup other = {.features = DIALBACK, .other_name = TRUE};
static const Setup machine = {.features = DIALBACK, .target_name = TRUE};
static const Setup service = {
    .features = DIALBACK, .other_name = TRUE, .srv_id = "_xmpp-server." SCENE_DOMAIN};
static const Setup wrong_service = {
    .features = DIALBACK, .other_name = TRUE, .srv_id = "_xmpp-client." SCENE_DOMAIN};
static const Setup expired = {.features = DIALBACK, .days_left = -1};
static const Setup ending = {.features = DIALBACK, .days_left = 3};
static const Setup old = {.features = DIALBACK, .version = "TLSv1.2"};
static const Setup older = {.features = DIALBACK, .version = "TLSv1"};
static const Setup weak = {.features = DIALBACK, .group = "DH 768"};

static const CheckRow rows[] = {
    {"/server/without-fault",
     {GOOD, .server = &dialback},
     "s2s.stream=pass s2s.starttls=pass s2s.cert.chain=pass s2s.cert.name=pass "
     "s2s.cert.expiry=pass s2s.tls=pass s2s.auth=info s2s.bidi=info"},
    {"/server/proof-by-certificate", {GOOD, .server = &external}, "s2s.auth=info s2s.bidi=info"},
    {"/server/that-shows-strangers-nothing", {GOOD, .server = &reserved}, "s2s.auth=unknown"},
    {"/server/need-not-say-for-whom-it-speaks", {GOOD, .server = &nameless}, "s2s.stream=pass"},
    {"/server/stream-without-an-id", {GOOD, .server = &unnumbered}, "s2s.stream=warn"},
    {"/server/optional-encryption", {GOOD, .server = &optional}, "s2s.starttls=warn"},
    {"/server/no-encryption",
     {GOOD, .server = &clear},
     "s2s.starttls=fail s2s.stream=pass s2s.cert.chain=unknown s2s.tls=unknown"},
    {"/server/that-does-not-answer",
     {GOOD, .server = &refused},
     "s2s.stream=fail s2s.starttls=unknown s2s.cert.name=unknown s2s.cert.expiry=unknown "
     "s2s.auth=unknown s2s.bidi=unknown"},
    {"/server/our-own-trouble", {GOOD, .server = &ours}, "s2s.stream=unknown"},
    {"/server/direct-tls",
     {GOOD, .server = &dialback, .server_tls = &direct},
     "s2s.directtls=pass"},
    {"/server/direct-tls-that-is-silent",
     {GOOD, .server = &dialback, .server_tls = &direct_silent},
     "s2s.directtls=fail s2s.stream=pass"},
    {"/server/direct-tls-of-which-nothing-is-known",
     {GOOD, .server = &dialback},
     "s2s.directtls=unknown"},
    {"/server/untrusted", {GOOD, .server = &untrusted}, "s2s.cert.chain=fail s2s.cert.name=pass"},
    {"/server/untrusted-but-named-by-the-signed-dns",
     {GOOD, .server = &untrusted,
      .dns = "SRV _xmpp-server._tcp secure = 0 5 5222 " SCENE_TARGET
             "\nTLSA _5222._tcp." SCENE_TARGET ". secure = 3 0 0 " SCENE_LEAF_HEX},
     "s2s.cert.chain=pass dns.tlsa=pass"},
    {"/server/of-another-name", {GOOD, .server = &other}, "s2s.cert.name=fail web.posh=unknown"},
    {"/server/of-the-machine-that-the-signed-dns-names",
     {GOOD, .server = &machine, .dns = "SRV _xmpp-server._tcp secure = 0 5 5222 " SCENE_TARGET},
     "s2s.cert.name=warn"},
    {"/server/of-a-machine-that-anybody-could-name",
     {GOOD, .server = &machine, .dns = "SRV _xmpp-server._tcp = 0 5 5222 " SCENE_TARGET},
     "s2s.cert.name=fail"},
    {"/server/of-the-service", {GOOD, .server = &service}, "s2s.cert.name=pass"},
    {"/server/of-the-service-for-clients", {GOOD, .server = &wrong_service}, "s2s.cert.name=fail"},
    {"/server/expired", {GOOD, .server = &expired}, "s2s.cert.expiry=fail"},
    {"/server/that-ends-soon", {GOOD, .server = &ending}, "s2s.cert.expiry=warn"},
    {"/server/tls-1-2", {GOOD, .server = &old}, "s2s.tls=warn"},
    {"/server/tls-1-0", {GOOD, .server = &older}, "s2s.tls=fail"},
    {"/server/too-few-bits", {GOOD, .server = &weak}, "s2s.tls=fail"},
    {"/posh/vouches",
     {GOOD, .server = &other, .pages[GW_PAGE_POSH_SERVER] = {200, ROWS_POSH, "application/json"}},
     "web.posh=pass s2s.cert.name=pass"},
    {"/posh/vouches-for-another",
     {GOOD, .server = &other,
      .pages[GW_PAGE_POSH_SERVER] = {200, "{\"fingerprints\":[{\"sha-256\":"
                                          "\"A1IGwgyhp0E4Qk5JEIXqJXFoJOhCgv7hA1XmLg0aZ7I=\"}],"
                                          "\"expires\":86400}"}},
     "web.posh=warn s2s.cert.name=fail"},
    {"/posh/does-not-vouch",
     {GOOD, .server = &other, .pages[GW_PAGE_POSH_SERVER] = {404}},
     "web.posh=info s2s.cert.name=fail"},
    {"/posh/sends-elsewhere",
     {GOOD, .server = &other,
      .pages[GW_PAGE_POSH_SERVER] = {200, "{\"url\":\"https://hoster.example/posh.json\","
                                          "\"expires\":86400}"}},
     "web.posh=unknown s2s.cert.name=fail"},
    {"/posh/needed-by-nobody", {GOOD, .server = &dialback}, "web.posh=info"},
};

const CheckRows rows_server = {rows, G_N_ELEMENTS (rows)};
