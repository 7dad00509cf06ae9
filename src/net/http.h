/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTPS requests (RFC 9110), by libcurl as a source in the engine's loop. The way out is the
 * same as for everything else: net/dial looks the name up with our own resolver, asks
 * net/contacts for a slot and connects; libcurl is handed the connected socket and never resolves,
 * connects or reads a proxy variable by itself. Only https, on redirects too. The certificate is
 * judged by net/certificate before anything is sent. A redirect and gw_http_again() to the same
 * host and port go by the connection that is there, if the server left it open, and by a new one if
 * not. A server may end it just then: what it gave no word of an answer to is asked once more on a
 * new one, a POST too. Engine thread only. */
#pragma once

#include "net/contacts.h"
#include "net/engine.h"
#include "net/tls.h"

G_BEGIN_DECLS

/* How every request of ours names its sender (RFC 9110 section 10.1.5). */
#define GW_HTTP_USER_AGENT "Gangway/" GANGWAY_VERSION

typedef enum { GW_HTTP_GET, GW_HTTP_POST, GW_HTTP_OPTIONS } GwHttpMethod;

typedef struct {
  const char *url; /* https://host[:port]/path, no user name; anything else: GW_ERROR_BAD_URL */
  GwHttpMethod method;
  GwPurpose purpose;
  guint *budget;      /* as in a GwDialPlan; spent: GW_ERROR_FAILED */
  gsize max_bytes;    /* of the body after decompression; what is longer: GW_ERROR_TOO_LARGE */
  guint wait_ms;      /* from the first connect() to the last byte; 0: GW_LIMIT_HTTP_WAIT */
  const char *accept; /* media types; NULL: any */
  /* Validators of the copy that is here, as the server gave them (RFC 9110 section 13.1). NULL:
   * none. */
  const char *etag;
  const char *last_modified;
  /* Of a POST. */
  GBytes *body;             /* NULL: empty */
  const char *content_type; /* NULL: not stated */
  /* As a browser asks whether a page from elsewhere may ask (CORS, the Fetch standard
   * sections 3.2.2 and 3.2.5). NULL: not sent. */
  const char *origin;
  const char *want_method, *want_headers; /* Access-Control-Request-* of an OPTIONS */
} GwHttpRequest;

/* What came, whatever the status. 304: there is no body. Header values are as the server sent them,
 * without control characters, but not always UTF-8. */
typedef struct {
  int status;
  const char *url;          /* where it came from, after redirects */
  const char *content_type; /* NULL: not stated */
  const char *etag;         /* NULL: none */
  const char *last_modified;
  const char *link;         /* all Link headers (RFC 8288), joined by ", "; NULL: none */
  const char *allow_origin; /* Access-Control-Allow-Origin; NULL: none, or several */
  const char *allow_methods, *allow_headers; /* Access-Control-Allow-*, joined by ", " */
  GBytes *body;
} GwHttpResponse;

typedef struct _GwHttp GwHttp;

/* Called once, never inside gw_http_start(). `response` is borrowed; NULL: `error` says why nothing
 * whole came: GW_ERROR_DNS_*, _ADDRESS_PRIVATE, _CONNECT_*, _TIMEOUT, _HANGUP (also a body that was
 * cut, however its end is marked), _TLS_FAILED, _CERT_* (nothing was asked then), _TOO_LARGE (body
 * or header), _BAD_URL (also a redirect to what is not https), _HTTP_STATUS (what came is not HTTP,
 * or packed in a way that was not asked for), _HTTP_LOOP after GW_LIMIT_HTTP_REDIRECTS, or
 * _FILE_READ when there is no certificate store. */
typedef void (*GwHttpFunc) (const GwHttpResponse *response, const GError *error, gpointer data);

/* Copies what it needs of `request`. Redirects of a GET with 301, 302, 303, 307 and 308 are
 * followed, and its headers go along; to other methods a redirect is an answer like any other. */
GwHttp *gw_http_start (GwEngine *engine, const GwHttpRequest *request, GwHttpFunc func,
                       gpointer data);
void gw_http_cancel (GwHttp *http); /* only while a function is still to be called */

/* Inside the function only, after an answer, and once: asks the next question of the same host and
 * port for the same purpose, and calls this `func` about it later, as if it was begun by
 * gw_http_start(); time and maxima count anew. The slot of net/contacts is held on. FALSE: that is
 * another place or purpose, no URL, or there was no answer; nothing is asked then. After TRUE the
 * request may be cancelled, also inside the function that it was begun in. */
gboolean gw_http_again (GwHttp *http, const GwHttpRequest *request, GwHttpFunc func, gpointer data);

/* Inside the function only, also when the certificate was refused: what TLS showed on the last
 * connection. NULL: no handshake finished there. */
const GwTlsEvidence *gw_http_evidence (const GwHttp *http);

/* The host of an https URL as an A-label; NULL for what gw_http_start() would not take. */
char *gw_http_url_host (const char *url);

G_END_DECLS
