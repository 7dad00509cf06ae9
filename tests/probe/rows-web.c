/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The well-known files, and the ways in for apps inside a browser. */
#include "rows.h"

#define GOOD .full = TRUE, .features = SCENE_LOGIN

#define XRD(links)        "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>" links "</XRD>"
#define LINK(kind, url)   "<Link rel='urn:xmpp:alt-connections:" kind "' href='" url "'/>"
#define WS_XML            LINK ("websocket", "wss://shop.example/ws")
#define BOSH_XML          LINK ("xbosh", "https://shop.example/bosh")
#define JSON(links, more) "{" more "\"links\":[" links "]}"
#define WS_JSON                                                                                    \
  "{\"rel\":\"urn:xmpp:alt-connections:websocket\",\"href\":\"wss://shop.example/ws\"}"
#define TLS_JSON(port)                                                                             \
  "{\"rel\":\"urn:xmpp:alt-connections:tls\",\"port\":" port ",\"sni\":\"shop.example\","          \
  "\"ips\":[\"192.0.2.7\"],\"priority\":1,\"weight\":1}"
#define TTL "\"xmpp\":{\"ttl\":3600},"

#define HOST_META(...)      .pages[GW_PAGE_HOST_META] = {__VA_ARGS__}
#define HOST_META_JSON(...) .pages[GW_PAGE_HOST_META_JSON] = {__VA_ARGS__}
#define BOSH(...)           .pages[GW_PAGE_BOSH] = {__VA_ARGS__}
#define CORS(...)           .pages[GW_PAGE_BOSH_CORS] = {__VA_ARGS__}
#define SESSION                                                                                    \
  "<body xmlns='http://jabber.org/protocol/httpbind' sid='s1' "                                    \
  "xmlns:stream='http://etherx.jabber.org/streams'><stream:features/></body>"
#define EMPTY_SESSION "<body xmlns='http://jabber.org/protocol/httpbind' sid='s1'/>"
#define ENDED                                                                                      \
  "<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' condition='host-unknown'/>"

static const CheckRow rows[] = {
    {"/web/both-files",
     {GOOD, HOST_META (200, XRD (WS_XML), "application/xrd+xml", "*"),
      HOST_META_JSON (200, JSON (WS_JSON, ""), "application/json", "*")},
     "web.hostmeta=pass web.hostmeta.json=pass web.hostmeta2=info web.bosh=info web.ws=unknown"},
    {"/web/one-file",
     {GOOD, HOST_META (200, XRD (WS_XML), NULL, "*"), HOST_META_JSON (404)},
     "web.hostmeta=pass web.hostmeta.json=warn web.hostmeta2=info"},
    {"/web/the-other-file",
     {GOOD, HOST_META (404), HOST_META_JSON (200, JSON (WS_JSON, ""), NULL, "*")},
     "web.hostmeta=warn web.hostmeta.json=pass"},
    {"/web/no-file",
     {GOOD, HOST_META (404), HOST_META_JSON (404)},
     "web.hostmeta=info web.hostmeta.json=info web.ws=info web.bosh=info"},
    {"/web/no-website",
     {GOOD, HOST_META (.error = GW_ERROR_CONNECT_REFUSED)},
     "web.hostmeta=info web.hostmeta.json=unknown"},
    {"/web/a-website-that-did-not-answer-this-time",
     {GOOD, HOST_META (.error = GW_ERROR_TIMEOUT), HOST_META_JSON (503)},
     "web.hostmeta=unknown web.hostmeta.json=unknown web.hostmeta2=unknown web.ws=unknown "
     "web.bosh=unknown"},
    {"/web/a-website-with-a-bad-certificate",
     {GOOD, HOST_META (.error = GW_ERROR_CERT_EXPIRED)},
     "web.hostmeta=warn"},
    {"/web/a-website-for-others-is-none",
     {GOOD, HOST_META (.error = GW_ERROR_CERT_NAME), HOST_META_JSON (.error = GW_ERROR_TLS_FAILED)},
     "web.hostmeta=info web.hostmeta.json=info web.ws=info web.bosh=info"},
    {"/web/a-front-page-for-all-addresses-is-no-file",
     {GOOD, HOST_META (200, "<html>Welcome</html>", "text/html; charset=utf-8", NULL)},
     "web.hostmeta=info"},
    {"/web/a-file-that-cannot-be-read",
     {GOOD, HOST_META (200, "<XRD", "application/xrd+xml", "*"),
      HOST_META_JSON (200, "{", "application/json", "*")},
     "web.hostmeta=warn web.hostmeta.json=warn"},
    {"/web/a-file-that-not-all-apps-may-read",
     {GOOD, HOST_META (200, XRD (WS_XML), NULL, NULL),
      HOST_META_JSON (200, JSON (WS_JSON, ""), NULL, "https://shop.example")},
     "web.hostmeta=warn web.hostmeta.json=warn"},
    {"/web/a-way-in-that-is-not-encrypted",
     {GOOD, HOST_META (200, XRD (WS_XML LINK ("xbosh", "http://shop.example/bosh")), NULL, "*")},
     "web.hostmeta=warn web.bosh=unknown"},
    {"/web/a-file-of-others",
     {GOOD,
      HOST_META (200, XRD ("<Link rel='lrdd' template='https://shop.example/{uri}'/>"), NULL, "*")},
     "web.hostmeta=info"},
    {"/web/all-ways-in",
     {GOOD, .dns = ROWS_SRVS,
      HOST_META_JSON (200, JSON (WS_JSON "," TLS_JSON ("5223"), TTL), NULL, "*")},
     "web.hostmeta2=info web.hostmeta.json=pass"},
    {"/web/ways-in-that-the-dns-does-not-know",
     {GOOD, .dns = ROWS_SRVS,
      HOST_META_JSON (200, JSON (WS_JSON "," TLS_JSON ("443"), TTL), NULL, "*")},
     "web.hostmeta2=info"},
    {"/web/socket",
     {GOOD, .socket = {.status = 101, .upgraded = TRUE, .opened = TRUE}},
     "web.ws=pass"},
    {"/web/socket-without-xmpp",
     {GOOD, .socket = {.status = 101, .upgraded = TRUE}},
     "web.ws=warn"},
    {"/web/socket-that-does-not-say-so",
     {GOOD, .socket = {.status = 101, .upgraded = TRUE, .no_protocol = TRUE, .opened = TRUE}},
     "web.ws=warn"},
    {"/web/a-page-that-says-it-works-is-no-socket",
     {GOOD, .socket = {.status = 200}},
     "web.ws=fail"},
    {"/web/socket-that-nobody-answers",
     {GOOD, .socket = {.error = GW_ERROR_CONNECT_REFUSED}},
     "web.ws=fail"},
    {"/web/socket-without-a-way-from-here",
     {GOOD, .socket = {.error = GW_ERROR_CONNECT_FAILED}},
     "web.ws=unknown"},
    {"/web/bosh", {GOOD, BOSH (200, SESSION), CORS (200, .cors = "*")}, "web.bosh=pass"},
    {"/web/bosh-that-lets-in-whoever-asks",
     {GOOD, BOSH (200, SESSION), CORS (200, .cors = "https://client.invalid")},
     "web.bosh=pass"},
    {"/web/bosh-for-another-site-alone",
     {GOOD, BOSH (200, SESSION), CORS (200, .cors = "https://shop.example")},
     "web.bosh=warn"},
    {"/web/bosh-that-not-all-apps-may-use",
     {GOOD, BOSH (200, SESSION), CORS (200)},
     "web.bosh=warn"},
    {"/web/bosh-whose-openness-is-not-known",
     {GOOD, BOSH (200, SESSION), CORS (.error = GW_ERROR_TIMEOUT)},
     "web.bosh=pass"},
    {"/web/bosh-that-has-not-said-all", {GOOD, BOSH (200, EMPTY_SESSION)}, "web.bosh=unknown"},
    {"/web/bosh-that-ends-at-once", {GOOD, BOSH (200, ENDED)}, "web.bosh=fail"},
    {"/web/a-page-that-says-it-works-is-no-bosh",
     {GOOD, BOSH (200, "<html>It works</html>")},
     "web.bosh=fail"},
    {"/web/bosh-not-found", {GOOD, BOSH (404)}, "web.bosh=fail"},
    {"/web/bosh-that-nobody-answers", {GOOD, BOSH (.error = GW_ERROR_TIMEOUT)}, "web.bosh=fail"},
    {"/web/a-provider-that-speaks-of-itself",
     {GOOD, .pages[GW_PAGE_PROVIDER] = {200, "{\"website\":{\"en\":\"https://shop.example\"}}"}},
     "web.provider=info"},
    {"/web/a-provider-that-cannot-be-read",
     {GOOD, .pages[GW_PAGE_PROVIDER] = {200, "{", "application/json"}},
     "web.provider=warn"},
    {"/web/a-provider-that-does-not",
     {GOOD, .pages[GW_PAGE_PROVIDER] = {404}},
     "web.provider=info"},
    {"/web/a-provider-that-was-not-asked", {GOOD}, "web.provider=unknown web.hostmeta2=unknown"},
};

const CheckRows rows_web = {rows, G_N_ELEMENTS (rows)};
