/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes visitors until it is closed. */
#include "socks-server.h"

#include "engine-room.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum { N_PORTS = 65536, HEAD = 5, BLOCK = 4096 };

struct _SocksServer {
  SocksManner manner;
  int listener;
  guint16 port;
  guint8 codes[N_PORTS];
  GThread *thread;
  GPtrArray *visitors; /* GThread; only the accepting thread adds */
  pthread_mutex_t lock;
  GString *asked;
};

typedef struct {
  SocksServer *server;
  int fd;
} Visitor;

static gboolean
hear (int fd, void *bytes, gsize length)
{
  return length == 0 || recv (fd, bytes, length, MSG_WAITALL) == (gssize)length;
}

static void
say (int fd, const void *bytes, gsize length)
{
  if (send (fd, bytes, length, MSG_NOSIGNAL) != (gssize)length)
    g_test_message ("the visitor is gone");
}

/* FALSE: it left, or asked for what is not a name. */
static gboolean
hear_request (int fd, char name[256], guint16 *port)
{
  guint8 head[2], methods[255], request[HEAD], number[2];

  if (!hear (fd, head, sizeof head) || !hear (fd, methods, head[1]))
    return FALSE;
  say (fd, "\x05\x00", 2);
  if (!hear (fd, request, sizeof request) || request[3] != 3 || !hear (fd, name, request[4]) ||
      !hear (fd, number, sizeof number))
    return FALSE;
  name[request[4]] = '\0';
  *port = (guint16)(number[0] << 8 | number[1]);
  return TRUE;
}

static void
note (SocksServer *server, const char *name, guint16 port)
{
  pthread_mutex_lock (&server->lock);
  g_string_append_printf (server->asked, "%s%s:%u", server->asked->len > 0 ? " " : "", name, port);
  pthread_mutex_unlock (&server->lock);
}

static void
serve (SocksServer *server, int fd)
{
  guint8 answer[10] = {5, 0, 0, 1}, block[BLOCK];
  char name[256];
  guint16 port;
  gssize length;

  if (!hear_request (fd, name, &port))
    return;
  note (server, name, port);
  answer[1] = server->codes[port];
  say (fd, answer, sizeof answer);
  while (answer[1] == 0 && (length = recv (fd, block, sizeof block, 0)) > 0)
    say (fd, block, (gsize)length);
}

static gpointer
run_visitor (gpointer data)
{
  Visitor *visitor = data;
  guint8 block[BLOCK];

  switch (visitor->server->manner) {
  case SOCKS_ANSWERS:
    serve (visitor->server, visitor->fd);
    break;
  case SOCKS_SPEAKS_HTTP:
    say (visitor->fd, "HTTP/1.0 400 Bad Request\r\n\r\n", 28);
    break;
  case SOCKS_IS_SILENT:
    while (recv (visitor->fd, block, sizeof block, 0) > 0)
      ;
    break;
  case SOCKS_HANGS_UP:
    break;
  }
  close (visitor->fd);
  g_free (visitor);
  return NULL;
}

static gpointer
run (gpointer data)
{
  SocksServer *server = data;
  int fd;

  while ((fd = accept4 (server->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
    Visitor *visitor = g_new (Visitor, 1);

    *visitor = (Visitor){server, fd};
    g_ptr_array_add (server->visitors, g_thread_new ("visitor", run_visitor, visitor));
  }
  return NULL;
}

SocksServer *
socks_server_new (SocksManner manner)
{
  SocksServer *server = g_new0 (SocksServer, 1);

  server->manner = manner;
  server->listener = engine_room_listen (8, &server->port);
  server->visitors = g_ptr_array_new ();
  server->asked = g_string_new (NULL);
  pthread_mutex_init (&server->lock, NULL);
  server->thread = g_thread_new ("socks", run, server);
  return server;
}

void
socks_server_free (SocksServer *server)
{
  shutdown (server->listener, SHUT_RDWR);
  g_thread_join (server->thread);
  for (guint i = 0; i < server->visitors->len; i++)
    g_thread_join (server->visitors->pdata[i]);
  close (server->listener);
  g_ptr_array_unref (server->visitors);
  g_string_free (server->asked, TRUE);
  pthread_mutex_destroy (&server->lock);
  g_free (server);
}

guint16
socks_server_port (const SocksServer *server)
{
  return server->port;
}

void
socks_server_refuse (SocksServer *server, guint16 port, guint8 code)
{
  server->codes[port] = code;
}

char *
socks_server_asked (SocksServer *server)
{
  char *asked;

  pthread_mutex_lock (&server->lock);
  asked = g_strdup (server->asked->str);
  pthread_mutex_unlock (&server->lock);
  return asked;
}
