/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that follows a script. */
#include "scripted-peer.h"

#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

Peer *
peer_new (int fd, SSL_CTX *context, const PeerAct *script, gsize piece)
{
  Peer *peer = g_new0 (Peer, 1);

  peer->fd = fd;
  peer->act = script;
  peer->piece = piece;
  peer->heard = g_string_new (NULL);
  peer->chunks = g_ptr_array_new_with_free_func (g_free);
  if (context != NULL) {
    peer->session = SSL_new (context);
    SSL_set_accept_state (peer->session);
    SSL_set_fd (peer->session, fd);
  }
  return peer;
}

static void
hang_up (Peer *peer)
{
  if (peer->fd >= 0)
    close (peer->fd);
  peer->fd = -1;
}

void
peer_free (Peer *peer)
{
  SSL_free (peer->session);
  hang_up (peer);
  g_string_free (peer->heard, TRUE);
  g_ptr_array_unref (peer->chunks);
  g_free (peer);
}

static gboolean
listen_once (Peer *peer)
{
  char chunk[16 * 1024];
  gssize n;

  ERR_clear_error ();
  n = peer->is_secure ? SSL_read (peer->session, chunk, sizeof chunk)
                      : recv (peer->fd, chunk, sizeof chunk, MSG_DONTWAIT);
  if (n <= 0)
    return FALSE;
  g_string_append_len (peer->heard, chunk, n);
  g_ptr_array_add (peer->chunks, g_strndup (chunk, (gsize)n));
  return TRUE;
}

static gboolean
hear (Peer *peer)
{
  const char *found = strstr (peer->heard->str, peer->act->text);

  if (found == NULL)
    return listen_once (peer);
  g_string_erase (peer->heard, 0, found - peer->heard->str + (gssize)strlen (peer->act->text));
  peer->act++;
  return TRUE;
}

static gboolean
say (Peer *peer)
{
  gsize length = peer->act->length != 0 ? peer->act->length : strlen (peer->act->text);
  gsize left = length - peer->said;
  const char *from = peer->act->text + peer->said;
  gssize n;

  if (left == 0) {
    peer->said = 0;
    peer->act++;
    return TRUE;
  }
  ERR_clear_error ();
  n = peer->is_secure ? SSL_write (peer->session, from, (int)MIN (left, peer->piece))
                      : send (peer->fd, from, MIN (left, peer->piece), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (n <= 0)
    return FALSE;
  peer->said += (gsize)n;
  return TRUE;
}

/* A step of the handshake may have sent something without an end in sight: the driver looks at both
 * sides in turn. */
static gboolean
shake (Peer *peer)
{
  guint64 before = BIO_number_read (SSL_get_rbio (peer->session));

  ERR_clear_error ();
  if (SSL_do_handshake (peer->session) == 1) {
    peer->is_secure = TRUE;
    peer->act++;
    return TRUE;
  }
  return BIO_number_read (SSL_get_rbio (peer->session)) > before;
}

gboolean
peer_step (Peer *peer)
{
  if (peer->fd < 0)
    return FALSE;
  switch (peer->act->verb) {
  case PEER_END:
    return listen_once (peer);
  case PEER_HEAR:
    return hear (peer);
  case PEER_SAY:
    return say (peer);
  case PEER_TLS:
    return shake (peer);
  case PEER_CLOSE:
    hang_up (peer);
    return TRUE;
  }
  return FALSE;
}

gboolean
peer_was_left_politely (const Peer *peer)
{
  return peer->session != NULL && (SSL_get_shutdown (peer->session) & SSL_RECEIVED_SHUTDOWN) != 0;
}
