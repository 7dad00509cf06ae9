/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many XMPP servers in one cheap process, since Prosody would be what a bench of 200 servers
 * measures: any name at any address, a thread per connection, one certificate.
 *
 *   crowd CERTIFICATE KEY
 *
 *   5222 STARTTLS, 5223 direct TLS (RFC 6120, XEP-0368, XEP-0077), 5269 and 5270 the same for
 * servers, 443 host-meta in both forms (RFC 6415, XEP-0156); TLS 1.2 and 1.3
 *
 * Prints a line when it listens; ends with its standard input. */
#include <glib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IN_BYTES = 8 * 1024, STACK_BYTES = 256 * 1024, WAIT_S = 15, BACKLOG = 4096 };

#define NS_CLIENT "jabber:client"
#define NS_SERVER "jabber:server"
#define NS_TLS    "urn:ietf:params:xml:ns:xmpp-tls"
#define NS_SASL   "urn:ietf:params:xml:ns:xmpp-sasl"

typedef enum { WEB, CLIENTS, SERVERS } Speech;

typedef struct {
  guint16 port;
  Speech speech;
  gboolean direct_tls;
} Door;

static const Door doors[] = {{5222, CLIENTS, FALSE},
                             {5223, CLIENTS, TRUE},
                             {5269, SERVERS, FALSE},
                             {5270, SERVERS, TRUE},
                             {443, WEB, TRUE}};

typedef struct {
  int fd;
  const Door *door;
  SSL *session; /* NULL: in the clear */
  char in[IN_BYTES];
  gsize n_in; /* not taken yet; a zero byte follows */
} Visit;

static SSL_CTX *context;

static gboolean
say (Visit *visit, const char *text)
{
  int length = (int)strlen (text);

  if (visit->session != NULL)
    return SSL_write (visit->session, text, length) == length;
  return send (visit->fd, text, (gsize)length, MSG_NOSIGNAL) == length;
}

static gboolean
hear_more (Visit *visit)
{
  gsize room = sizeof visit->in - 1 - visit->n_in;
  char *at = visit->in + visit->n_in;
  gssize n;

  if (room == 0)
    return FALSE;
  n = visit->session != NULL ? SSL_read (visit->session, at, (int)room)
                             : recv (visit->fd, at, room, 0);
  if (n <= 0)
    return FALSE;
  visit->n_in += (gsize)n;
  visit->in[visit->n_in] = '\0';
  return TRUE;
}

/* Waits for `start` and the next `end` after it, and takes all up to there. NULL: they never came.
 */
static char *
hear (Visit *visit, const char *start, const char *end)
{
  const char *from, *to;

  do {
    from = strstr (visit->in, start);
    to = from != NULL ? strstr (from, end) : NULL;
    if (to != NULL) {
      char *heard = g_strndup (from, (gsize)(to - from));
      gsize taken = (gsize)(to - visit->in) + strlen (end);

      visit->n_in -= taken;
      memmove (visit->in, visit->in + taken, visit->n_in + 1);
      return heard;
    }
  } while (hear_more (visit));
  return NULL;
}

static char *
attribute (const char *tag, const char *name)
{
  for (const char *at = tag; (at = strstr (at, name)) != NULL; at++) {
    const char *quote = at + strlen (name), *close;

    if (at > tag && at[-1] == ' ' && quote[0] == '=' && quote[1] != '\0' &&
        (close = strchr (quote + 2, quote[1])) != NULL)
      return g_strndup (quote + 2, (gsize)(close - quote - 2));
  }
  return g_strdup ("");
}

static gboolean
shake (Visit *visit)
{
  visit->session = SSL_new (context);
  SSL_set_fd (visit->session, visit->fd);
  return SSL_accept (visit->session) == 1;
}

static gboolean
open_stream (Visit *visit, const char *features)
{
  gboolean is_server = visit->door->speech == SERVERS;
  g_autofree char *header = hear (visit, "<stream:stream", ">");
  g_autofree char *name = header != NULL ? attribute (header, "to") : NULL;
  g_autofree char *answer = g_strdup_printf (
      "<?xml version='1.0'?><stream:stream xmlns='%s'%s xmlns:stream='http://etherx.jabber.org/streams' id='crowd'"
      " from='%s' version='1.0' xml:lang='en'><stream:features>%s</stream:features>",
      is_server ? NS_SERVER : NS_CLIENT, is_server ? " xmlns:db='jabber:server:dialback'" : "",
      name, features);

  return header != NULL && say (visit, answer);
}

static gboolean
secure (Visit *visit)
{
  g_autofree char *request = NULL;

  if (!open_stream (visit, "<starttls xmlns='" NS_TLS "'><required/></starttls>"))
    return FALSE;
  request = hear (visit, "<starttls", ">");
  return request != NULL && say (visit, "<proceed xmlns='" NS_TLS "'/>") && shake (visit);
}

static gboolean
answer_form (Visit *visit)
{
  g_autofree char *request = hear (visit, "<iq", "</iq>");
  g_autofree char *id = request != NULL ? attribute (request, "id") : NULL;
  g_autofree char *form = g_strdup_printf (
      "<iq type='result' id='%s'><query xmlns='jabber:iq:register'><instructions>Choose a name and a password."
      "</instructions><username/><password/></query></iq>",
      id);

  return request != NULL && say (visit, form);
}

static void
speak_xmpp (Visit *visit)
{
  gboolean is_server = visit->door->speech == SERVERS;
  const char *features =
      is_server
          ? "<dialback xmlns='urn:xmpp:features:dialback'/>"
          : "<mechanisms xmlns='" NS_SASL
            "'><mechanism>SCRAM-SHA-256-PLUS</mechanism><mechanism>SCRAM-SHA-256"
            "</mechanism><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms>"
            "<register xmlns='http://jabber.org/features/iq-register'/>";

  if (!visit->door->direct_tls && !secure (visit))
    return;
  if (!open_stream (visit, features))
    return;
  while (answer_form (visit))
    ;
  if (strstr (visit->in, "</stream:stream>") != NULL)
    say (visit, "</stream:stream>");
}

static gboolean
answer_request (Visit *visit)
{
  g_autofree char *request = hear (visit, "GET ", "\r\n\r\n");
  const char *body = "", *kind = "text/plain", *status = "404 Not Found";
  g_autofree char *answer = NULL;

  if (request == NULL)
    return FALSE;
  if (g_str_has_prefix (request, "GET /.well-known/host-meta.json ")) {
    kind = "application/json";
    body = "{\"links\":[]}";
  } else if (g_str_has_prefix (request, "GET /.well-known/host-meta ")) {
    kind = "application/xrd+xml";
    body = "<?xml version='1.0'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'/>";
  }
  if (*body != '\0')
    status = "200 OK";
  answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: %s\r\nAccess-Control-Allow-Origin: *\r\n"
                            "Content-Length: %zu\r\n\r\n%s",
                            status, kind, strlen (body), body);
  return say (visit, answer);
}

static void *
receive (void *data)
{
  Visit *visit = data;

  if (!visit->door->direct_tls || shake (visit)) {
    if (visit->door->speech != WEB)
      speak_xmpp (visit);
    else
      while (answer_request (visit))
        ;
  }
  if (visit->session != NULL && SSL_is_init_finished (visit->session))
    SSL_shutdown (visit->session);
  ERR_clear_error ();
  SSL_free (visit->session);
  close (visit->fd);
  g_free (visit);
  return NULL;
}

static void
admit (int listener, const Door *door, const pthread_attr_t *kind)
{
  const struct timeval wait = {.tv_sec = WAIT_S};
  int fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC), yes = 1;
  pthread_t thread;
  Visit *visit;

  if (fd < 0)
    return;
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  visit = g_new0 (Visit, 1);
  visit->fd = fd;
  visit->door = door;
  if (pthread_create (&thread, kind, receive, visit) == 0)
    return;
  close (fd);
  g_free (visit);
}

static int
listen_at (guint16 port)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = g_htons (port)};
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;

  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind (fd, (struct sockaddr *)&address, sizeof address) == 0 && listen (fd, BACKLOG) == 0)
    return fd;
  perror ("listen");
  exit (1);
}

static int
select_protocol (SSL *session, const unsigned char **chosen, unsigned char *length,
                 const unsigned char *offered, unsigned int n_offered, void *data)
{
  static const unsigned char ours[] = "\x0bxmpp-client\x0bxmpp-server\x08http/1.1";

  return SSL_select_next_proto ((unsigned char **)chosen, length, ours, sizeof ours - 1, offered,
                                n_offered) == OPENSSL_NPN_NEGOTIATED
             ? SSL_TLSEXT_ERR_OK
             : SSL_TLSEXT_ERR_NOACK;
}

static void
prepare_tls (const char *certificate, const char *key)
{
  context = SSL_CTX_new (TLS_server_method ());
  SSL_CTX_set_min_proto_version (context, TLS1_2_VERSION);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb (context, select_protocol, NULL);
  if (SSL_CTX_use_certificate_chain_file (context, certificate) == 1 &&
      SSL_CTX_use_PrivateKey_file (context, key, SSL_FILETYPE_PEM) == 1)
    return;
  ERR_print_errors_fp (stderr);
  exit (1);
}

int
main (int argc, char **argv)
{
  struct pollfd polled[G_N_ELEMENTS (doors) + 1] = {{STDIN_FILENO, POLLIN, 0}};
  pthread_attr_t kind;

  if (argc != 3) {
    fprintf (stderr, "usage: crowd CERTIFICATE KEY\n");
    return 2;
  }
  signal (SIGPIPE, SIG_IGN);
  prepare_tls (argv[1], argv[2]);
  pthread_attr_init (&kind);
  pthread_attr_setstacksize (&kind, STACK_BYTES);
  pthread_attr_setdetachstate (&kind, PTHREAD_CREATE_DETACHED);
  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
    polled[i + 1] = (struct pollfd){listen_at (doors[i].port), POLLIN, 0};
  puts ("ready");
  fflush (stdout);
  while (poll (polled, G_N_ELEMENTS (polled), -1) > 0 && polled[0].revents == 0)
    for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
      if (polled[i + 1].revents & POLLIN)
        admit (polled[i + 1].fd, &doors[i], &kind);
  return 0;
}
