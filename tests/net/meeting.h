/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GwStream meets a scripted server over a socketpair, in a small world with one certificate
 * authority. */
#pragma once

#include "make-certificate.h"
#include "net/stream.h"
#include "scripted-peer.h"

#define MEETING_DOMAIN "a.example"

/* Before the first and after the last meeting. */
void meeting_world_new (void);
void meeting_world_free (void);

/* Trusts the world's authority. */
GwTls *meeting_tls_new (void);

typedef struct {
  const PeerAct *script;
  gboolean direct_tls, is_server, want_form;
  gsize piece;                 /* most bytes that the server sends at once; 0: no limit */
  CertificateWish certificate; /* without names: for MEETING_DOMAIN */
  gboolean is_self_signed;     /* else signed by the authority */
  int newest;                  /* TLS version of the server; 0: any */
  const char *domain;          /* that the stream looks at; NULL: MEETING_DOMAIN */
} Meeting;

typedef struct {
  GwTls *tls;
  SSL_CTX *context;
  GwStream *stream;
  Peer *peer;
  const GwStreamReport *report;
} Met;

Met meet (const Meeting *meeting);
void met_clear (Met *met);

/* Lets both sides work in turn until neither has anything left to do. The stream's last word. */
GwStep met_run (Met *met);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Met, met_clear)
