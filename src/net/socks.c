/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message out, one answer of known length in, and again; the answer to CONNECT comes in two
 * parts, since its length stands in it. */
#include "net/socks.h"

#include <errno.h>
#include <gio/gio.h>
#include <sys/socket.h>

/* RFC 1928 sections 3 to 6, RFC 1929 section 2. */
enum { VERSION = 5, PASSWORD_VERSION = 1, COMMAND_CONNECT = 1 };
enum { METHOD_NONE = 0, METHOD_PASSWORD = 2, METHOD_REFUSED = 0xff };
enum { TYPE_V4 = 1, TYPE_NAME = 3, TYPE_V6 = 4 };
enum { CHOICE_SIZE = 2, VERDICT_SIZE = 2, HEAD_SIZE = 5, PORT_SIZE = 2, WORD_MAX = 255 };
enum { OUT_MAX = 3 + 2 * WORD_MAX, IN_MAX = HEAD_SIZE + WORD_MAX + PORT_SIZE };

typedef enum { GREETING, PASSWORD, CONNECT, ADDRESS, OVER } Stage;

struct _GwSocks {
  int fd;
  char *host, *user;
  guint16 port;
  GwSecret *password;
  Stage stage; /* whose answer is awaited */
  guint8 out[OUT_MAX], in[IN_MAX];
  gsize out_length, out_sent, in_length, in_wanted;
  const GwSocksFault *fault;
};

/* By REP, RFC 1928 section 6. */
static const GwSocksFault replies[] = {
    {GW_ERROR_CONNECT_FAILED, "no reason given"}, /* 0 is success, and not asked for here */
    {GW_ERROR_CONNECT_FAILED, "general failure"},
    {GW_ERROR_CONNECT_FAILED, "not allowed by the rules of the proxy"},
    {GW_ERROR_CONNECT_FAILED, "network unreachable"},
    {GW_ERROR_CONNECT_FAILED, "host unreachable"},
    {GW_ERROR_CONNECT_REFUSED, "connection refused"},
    {GW_ERROR_TIMEOUT, "time to live expired"},
    {GW_ERROR_PROXY_FAILED, "command not supported"},
    {GW_ERROR_PROXY_FAILED, "address type not supported"},
};

static const GwSocksFault hung_up = {GW_ERROR_PROXY_FAILED, "it hung up"};
static const GwSocksFault not_socks = {GW_ERROR_PROXY_FAILED, "not SOCKS version 5"};
static const GwSocksFault wants_password = {GW_ERROR_PROXY_REFUSED, "it wants another login"};
static const GwSocksFault wrong_password = {GW_ERROR_PROXY_REFUSED, "name or password refused"};
static const GwSocksFault unknown_reply = {GW_ERROR_PROXY_FAILED, "unknown answer"};

static void
put (GwSocks *socks, const void *bytes, gsize length)
{
  g_assert (length <= OUT_MAX - socks->out_length);
  memcpy (socks->out + socks->out_length, bytes, length);
  socks->out_length += length;
}

static void
put_byte (GwSocks *socks, gsize byte)
{
  guint8 one = (guint8)byte;

  put (socks, &one, sizeof one);
}

static void
put_word (GwSocks *socks, const char *word)
{
  gsize length = strlen (word);

  put_byte (socks, length);
  put (socks, word, length);
}

/* Begins a message; its answer is that long. */
static void
turn_to (GwSocks *socks, Stage stage, gsize wanted)
{
  gw_wipe (socks->out, sizeof socks->out);
  socks->stage = stage;
  socks->out_length = socks->out_sent = socks->in_length = 0;
  socks->in_wanted = wanted;
}

static void
greet (GwSocks *socks)
{
  turn_to (socks, GREETING, CHOICE_SIZE);
  put_byte (socks, VERSION);
  put_byte (socks, socks->password != NULL ? 2 : 1);
  put_byte (socks, METHOD_NONE);
  if (socks->password != NULL)
    put_byte (socks, METHOD_PASSWORD);
}

static void
send_password (GwSocks *socks)
{
  turn_to (socks, PASSWORD, VERDICT_SIZE);
  put_byte (socks, PASSWORD_VERSION);
  put_word (socks, socks->user);
  put_word (socks, gw_secret_peek (socks->password));
}

static void
ask_to_connect (GwSocks *socks)
{
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (socks->host);

  turn_to (socks, CONNECT, HEAD_SIZE);
  put_byte (socks, VERSION);
  put_byte (socks, COMMAND_CONNECT);
  put_byte (socks, 0);
  if (literal == NULL) {
    put_byte (socks, TYPE_NAME);
    put_word (socks, socks->host);
  } else {
    gsize size = g_inet_address_get_native_size (literal);

    put_byte (socks, size == 4 ? TYPE_V4 : TYPE_V6);
    put (socks, g_inet_address_to_bytes (literal), size);
  }
  put_byte (socks, socks->port >> 8);
  put_byte (socks, socks->port & 0xff);
}

static void
end (GwSocks *socks, const GwSocksFault *fault)
{
  turn_to (socks, OVER, 0);
  socks->fault = fault;
}

static void
take_choice (GwSocks *socks)
{
  if (socks->in[0] != VERSION)
    end (socks, &not_socks);
  else if (socks->in[1] == METHOD_NONE)
    ask_to_connect (socks);
  else if (socks->in[1] == METHOD_PASSWORD && socks->password != NULL)
    send_password (socks);
  else
    end (socks, &wants_password);
}

/* What remains is the address from which the proxy connects, and is of no use: a first byte of it
 * (or its length) came already. */
static void
take_head (GwSocks *socks)
{
  guint8 reply = socks->in[1], type = socks->in[3];
  gsize rest = type == TYPE_V4 ? 3 : type == TYPE_V6 ? 15 : socks->in[4];

  if (socks->in[0] != VERSION)
    end (socks, &not_socks);
  else if (reply != 0)
    end (socks, reply < G_N_ELEMENTS (replies) ? &replies[reply] : &unknown_reply);
  else if (type != TYPE_V4 && type != TYPE_NAME && type != TYPE_V6)
    end (socks, &unknown_reply);
  else
    turn_to (socks, ADDRESS, rest + PORT_SIZE);
}

static void
take_answer (GwSocks *socks)
{
  switch (socks->stage) {
  case GREETING:
    take_choice (socks);
    break;
  case PASSWORD:
    if (socks->in[1] == 0)
      ask_to_connect (socks);
    else
      end (socks, &wrong_password);
    break;
  case CONNECT:
    take_head (socks);
    break;
  case ADDRESS:
    end (socks, NULL);
    break;
  case OVER:
    break;
  }
}

GwSocks *
gw_socks_new (int fd, const GwProxy *proxy, const char *host, guint16 port)
{
  GwSocks *socks;

  g_return_val_if_fail (proxy != NULL && host != NULL && port != 0, NULL);
  g_return_val_if_fail (*host != '\0' && strlen (host) <= WORD_MAX, NULL);

  socks = g_new0 (GwSocks, 1);
  socks->fd = fd;
  socks->host = g_strdup (host);
  socks->port = port;
  socks->user = g_strdup (proxy->user);
  socks->password = proxy->password ? gw_secret_ref (proxy->password) : NULL;
  greet (socks);
  return socks;
}

void
gw_socks_free (GwSocks *socks)
{
  gw_wipe (socks->out, sizeof socks->out);
  gw_secret_unref (socks->password);
  g_free (socks->user);
  g_free (socks->host);
  g_free (socks);
}

/* TRUE when it has to wait. An end of the proxy, too, is an end. */
static gboolean
must_wait (GwSocks *socks, gssize moved, gsize *count)
{
  if (moved > 0)
    *count += (gsize)moved;
  else if (moved < 0 && errno == EAGAIN)
    return TRUE;
  else if (moved == 0 || errno != EINTR)
    end (socks, &hung_up);
  return FALSE;
}

GwStep
gw_socks_step (GwSocks *socks)
{
  while (socks->stage != OVER) {
    gsize to_send = socks->out_length - socks->out_sent;
    gsize to_read = socks->in_wanted - socks->in_length;

    if (to_send > 0) {
      if (must_wait (socks, send (socks->fd, socks->out + socks->out_sent, to_send, MSG_NOSIGNAL),
                     &socks->out_sent))
        return GW_STEP_WANT_WRITE;
    } else if (to_read > 0) {
      if (must_wait (socks, recv (socks->fd, socks->in + socks->in_length, to_read, 0),
                     &socks->in_length))
        return GW_STEP_WANT_READ;
    } else {
      take_answer (socks);
    }
  }
  return GW_STEP_DONE;
}

const GwSocksFault *
gw_socks_fault (const GwSocks *socks)
{
  return socks->fault;
}
