/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GwStream meets a scripted server. */
#include "meeting.h"

#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ALL_AT_ONCE = 1024 * 1024, ROUNDS_MAX = 200000, ROUNDS_IDLE = 3 };

static Certificate *authority;
static char *authority_file;

void
meeting_world_new (void)
{
  CertificateWish wish = {.common = "Practice CA", .is_authority = TRUE};

  authority = certificate_new (&wish, NULL);
  authority_file = certificate_to_file (authority);
}

void
meeting_world_free (void)
{
  g_unlink (authority_file);
  g_free (authority_file);
  certificate_free (authority);
}

GwTls *
meeting_tls_new (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;
  GwTls *tls;

  g_free (profile->ca_file);
  profile->ca_file = g_strdup (authority_file);
  tls = gw_tls_new (profile, &error);
  g_assert_no_error (error);
  return tls;
}

static int
select_xmpp (SSL *session, const guint8 **out, guint8 *length, const guint8 *in, guint in_length,
             void *data)
{
  static const guint8 ours[] = "\x0bxmpp-client";

  return SSL_select_next_proto ((guint8 **)out, length, ours, sizeof ours - 1, in, in_length) ==
                 OPENSSL_NPN_NEGOTIATED
             ? SSL_TLSEXT_ERR_OK
             : SSL_TLSEXT_ERR_NOACK;
}

static SSL_CTX *
server_context_new (const Certificate *certificate, int newest)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_max_proto_version (context, newest);
  SSL_CTX_use_certificate (context, certificate->x509);
  SSL_CTX_use_PrivateKey (context, certificate->key);
  SSL_CTX_set_alpn_select_cb (context, select_xmpp, NULL);
  SSL_CTX_set_mode (context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

Met
meet (const Meeting *meeting)
{
  CertificateWish wish = meeting->certificate;
  g_autoptr (Certificate) certificate = NULL;
  const char *domain = meeting->domain != NULL ? meeting->domain : MEETING_DOMAIN;
  int fds[2];
  Met met;

  if (wish.names == NULL)
    wish.names = "DNS:" MEETING_DOMAIN;
  certificate = certificate_new (&wish, meeting->is_self_signed ? NULL : authority);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), ==, 0);
  met.tls = meeting_tls_new ();
  met.context = server_context_new (certificate, meeting->newest);
  met.stream = gw_stream_new (fds[0], gw_tls_session_new (met.tls, domain, GW_ALPN_CLIENT),
                              &(GwStreamPlan){.domain = domain,
                                              .direct_tls = meeting->direct_tls,
                                              .is_server = meeting->is_server,
                                              .want_form = meeting->want_form});
  met.peer = peer_new (fds[1], met.context, meeting->script,
                       meeting->piece != 0 ? meeting->piece : ALL_AT_ONCE);
  met.report = gw_stream_report (met.stream);
  g_assert_cmpint (gw_stream_fd (met.stream), ==, fds[0]);
  return met;
}

void
met_clear (Met *met)
{
  gw_stream_free (met->stream);
  peer_free (met->peer);
  SSL_CTX_free (met->context);
  gw_tls_free (met->tls);
}

GwStep
met_run (Met *met)
{
  GwStep step = GW_STEP_WANT_WRITE;
  guint n_idle = 0;

  for (guint round = 0; round < ROUNDS_MAX && n_idle < ROUNDS_IDLE; round++) {
    step = gw_stream_step (met->stream);
    n_idle = peer_step (met->peer) ? 0 : n_idle + 1;
  }
  g_assert_cmpuint (n_idle, ==, ROUNDS_IDLE);
  return step;
}
