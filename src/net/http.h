/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTPS request (RFC 9110), by libcurl as a source in the engine's loop. The way out is the
 * same as for everything else: net/dial looks the name up with our own resolver, asks
 * net/contacts for a slot and connects; libcurl is handed the connected socket and never resolves,
 * connects or reads a proxy variable by itself. Only https, on redirects too, each of which is
 * dialled anew. The certificate is judged by net/certificate before the request is sent. Engine
 * thread only. */
#pragma once

#include "net/contacts.h"
#include "net/engine.h"

G_BEGIN_DECLS

typedef struct {
  const char *url; /* https://host[:port]/path, no user name; anything else: GW_ERROR_BAD_URL */
  GwPurpose purpose;
  gsize max_bytes;    /* of the body after decompression; what is longer: GW_ERROR_TOO_LARGE */
  guint wait_ms;      /* from the first connect() to the last byte; 0: GW_LIMIT_HTTP_WAIT */
  const char *accept; /* media types; NULL: any */
  /* Validators of the copy that is here, as the server gave them (RFC 9110 section 13.1). NULL:
   * none. */
  const char *etag;
  const char *last_modified;
} GwHttpRequest;

/* What came, whatever the status. 304: there is no body. Header values are as the server sent them,
 * without control characters, but not always UTF-8. */
typedef struct {
  int status;
  const char *url;          /* where it came from, after redirects */
  const char *content_type; /* NULL: not stated */
  const char *etag;         /* NULL: none */
  const char *last_modified;
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

/* Copies what it needs of `request`. Redirects with 301, 302, 303, 307 and 308 are followed, and
 * the validators go along. */
GwHttp *gw_http_start (GwEngine *engine, const GwHttpRequest *request, GwHttpFunc func,
                       gpointer data);
void gw_http_cancel (GwHttp *http); /* only before the function was called */

/* The host of an https URL as an A-label; NULL for what gw_http_start() would not take. */
char *gw_http_url_host (const char *url);

G_END_DECLS
