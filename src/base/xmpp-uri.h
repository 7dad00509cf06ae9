/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xmpp: links (RFC 5122; queries by XEP-0147): what one says, and how one is written. Nothing is
 * done because of a link here, and none is believed. Pure, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *key;   /* never "" */
  char *value; /* "" where there is none */
} GwXmppUriParam;

typedef struct {
  char *local;       /* as gw_localpart_normalize() gives it; NULL: none */
  char *domain;      /* A-label */
  char *resource;    /* NULL: none */
  char *action;      /* "register", "roster", ..., as it was written; NULL: none */
  GPtrArray *params; /* GwXmppUriParam, in order, each key once (the first one counts) */
} GwXmppUri;

/* "XMPP:j%C3%B6rg@Example.org?roster;name=J". The scheme in any case; letters beyond ASCII may
 * stand as they are (RFC 5122 section 2.5); an @ may be written as %40, as some web pages do. What
 * comes behind a # is dropped.
 *
 * NULL and GW_ERROR_BAD_ADDRESS else: another scheme, a blank, a wrong or hidden character (all
 * that is percent-encoded must be UTF-8 without control characters), over GW_LIMIT_URI bytes or
 * GW_LIMIT_URI_PARAMS params. The form with an account in front ("xmpp://me@here/you@there") is
 * refused: who follows a link decides by himself who he is. The message repeats at most the address
 * between the scheme and the query: a password or a token may stand in the rest. */
GwXmppUri *gw_xmpp_uri_parse (const char *text, GError **error);
gboolean gw_xmpp_uri_is (const char *text); /* Has it the scheme? */
void gw_xmpp_uri_free (GwXmppUri *uri);     /* wipes the values; NULL allowed */

/* Borrowed; NULL: there is no such key. */
const char *gw_xmpp_uri_param (const GwXmppUri *uri, const char *key);

/* For writing one: without an action there are no params. Copies all; `local`, `resource` and
 * `action` may be NULL. */
GwXmppUri *gw_xmpp_uri_new (const char *local, const char *domain, const char *action);
void gw_xmpp_uri_add (GwXmppUri *uri, const char *key, const char *value);

/* ASCII only, percent-encoded as RFC 5122 section 2 asks; gw_xmpp_uri_parse() reads the same out of
 * it. Free with gw_wipe_free() where a secret is inside. */
char *gw_xmpp_uri_to_string (const GwXmppUri *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwXmppUri, gw_xmpp_uri_free)

G_END_DECLS
