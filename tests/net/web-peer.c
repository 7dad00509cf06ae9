/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocking OpenSSL in a thread. */
#include "web-peer.h"

#include "engine-room.h"
#include "websocket-server.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#define LENGTH "\r\nContent-Length: "

enum { REQUEST_MAX = 16 * 1024, GUARD_MS = 20000 };

struct _WebPeer {
  int fd;
  guint16 port;
  SSL_CTX *context;
  const WebAnswer *answers;
  guint n_answers;
  GThread *thread;
  GPtrArray *requests; /* char*; the thread's until it ended */
  gint n_served;       /* atomic */
};

/* How much a request is: its head, and what that announces. 0: not known yet. */
static gsize
measure (const char *request)
{
  const char *end = strstr (request, "\r\n\r\n"), *length = strstr (request, LENGTH);
  gsize head = end != NULL ? (gsize)(end - request) + strlen ("\r\n\r\n") : 0;

  if (head > 0 && length != NULL && length < end)
    return head + (gsize)g_ascii_strtoull (length + strlen (LENGTH), NULL, 10);
  return head;
}

/* One request with its body; "" when the visitor leaves without a word. */
static char *
hear (SSL *session)
{
  GString *request = g_string_new (NULL);
  char chunk[4096];
  int n;

  while ((measure (request->str) == 0 || request->len < measure (request->str)) &&
         request->len < REQUEST_MAX && (n = SSL_read (session, chunk, sizeof chunk)) > 0)
    g_string_append_len (request, chunk, n);
  return g_string_free (request, FALSE);
}

/* A visitor who has seen enough may be gone. */
static void
say (SSL *session, const WebPeer *peer, const char *request, const WebAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (answer->text);
  g_autofree char *port = g_strdup_printf ("%u", peer->port);
  g_autofree char *accept = websocket_server_accept (request);

  g_string_replace (text, "{port}", port, 0);
  g_string_replace (text, "{accept}", accept != NULL ? accept : "", 0);
  if (text->len > 0 && SSL_write (session, text->str, (int)text->len) <= 0)
    return;
  if (answer->length > 0)
    SSL_write (session, answer->bytes, (int)answer->length);
}

static void
wait_for_leave (int fd)
{
  char chunk[4096];

  while (recv (fd, chunk, sizeof chunk, 0) > 0)
    ;
}

static const WebAnswer *
next_answer (const WebPeer *peer)
{
  return &peer->answers[MIN (peer->requests->len, peer->n_answers - 1)];
}

/* Returns how the connection is to end. */
static WebManner
talk (WebPeer *peer, SSL *session)
{
  const WebAnswer *answer;
  char *request = hear (session);

  do {
    answer = next_answer (peer);
    g_ptr_array_add (peer->requests, request);
    if (*request != '\0')
      say (session, peer, request, answer);
    g_atomic_int_inc (&peer->n_served);
    request = answer->manner == WEB_KEEPS ? hear (session) : NULL;
  } while (request != NULL && *request != '\0');
  g_free (request);
  return answer->manner;
}

static void
serve_by_tls (WebPeer *peer, int fd)
{
  SSL *session = SSL_new (peer->context);
  WebManner manner;

  ERR_clear_error ();
  SSL_set_fd (session, fd);
  SSL_accept (session);
  manner = talk (peer, session);
  if (manner == WEB_CLOSES)
    SSL_shutdown (session);
  if (manner == WEB_HOLDS)
    wait_for_leave (fd);
  SSL_free (session);
}

static void
serve_without (WebPeer *peer, int fd, const WebAnswer *answer)
{
  g_ptr_array_add (peer->requests, g_strdup (""));
  if (answer->manner == WEB_SPEAKS_PLAIN)
    send (fd, answer->text, strlen (answer->text), MSG_NOSIGNAL);
  g_atomic_int_inc (&peer->n_served);
  wait_for_leave (fd);
}

static gpointer
serve (gpointer data)
{
  WebPeer *peer = data;
  int fd;

  /* The end comes by shutdown(). */
  while ((fd = accept4 (peer->fd, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
    const WebAnswer *answer = next_answer (peer);

    if (answer->manner == WEB_IS_SILENT || answer->manner == WEB_SPEAKS_PLAIN)
      serve_without (peer, fd, answer);
    else
      serve_by_tls (peer, fd);
    close (fd);
  }
  return NULL;
}

WebPeer *
web_peer_new (const Certificate *certificate, const WebAnswer *answers, guint n_answers)
{
  WebPeer *peer = g_new0 (WebPeer, 1);

  peer->fd = engine_room_listen (16, &peer->port);
  peer->answers = answers;
  peer->n_answers = n_answers;
  peer->requests = g_ptr_array_new_with_free_func (g_free);
  peer->context = SSL_CTX_new (TLS_server_method ());
  SSL_CTX_set_security_level (peer->context, 0); /* weak certificates are shown as well */
  SSL_CTX_use_certificate (peer->context, certificate->x509);
  SSL_CTX_use_PrivateKey (peer->context, certificate->key);
  peer->thread = g_thread_new ("web-peer", serve, peer);
  return peer;
}

guint16
web_peer_port (const WebPeer *peer)
{
  return peer->port;
}

void
web_peer_wait (WebPeer *peer, guint questions)
{
  gint64 end = g_get_monotonic_time () + GUARD_MS * 1000;

  while ((guint)g_atomic_int_get (&peer->n_served) < questions) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_thread_yield ();
  }
}

GPtrArray *
web_peer_stop (WebPeer *peer)
{
  if (peer->thread != NULL) {
    shutdown (peer->fd, SHUT_RDWR);
    g_thread_join (g_steal_pointer (&peer->thread));
  }
  return peer->requests;
}

void
web_peer_free (WebPeer *peer)
{
  g_ptr_array_unref (peer->requests);
  SSL_CTX_free (peer->context);
  close (peer->fd);
  g_free (peer);
}
