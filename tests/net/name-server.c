/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 1035 as far as one question and its answers need it. */
#include "name-server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <unistd.h>

enum { HEADER = 12, OK = 0, SERVFAIL = 2, NO_NAME = 3 };

typedef struct {
  char *name;
  guint16 type;
  char *value;
} Record;

struct _NameServer {
  int fd;
  char *resolver;
  GArray *records; /* Record */
  GThread *thread;
  gint healed; /* atomic */
};

static void
record_clear (gpointer data)
{
  Record *record = data;

  g_free (record->name);
  g_free (record->value);
}

NameServer *
name_server_new (void)
{
  NameServer *server = g_new0 (NameServer, 1);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t size = sizeof here;

  server->fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (server->fd, (struct sockaddr *)&here, size), ==, 0);
  g_assert_cmpint (getsockname (server->fd, (struct sockaddr *)&here, &size), ==, 0);
  server->resolver = g_strdup_printf ("127.0.0.1@%u", ntohs (here.sin_port));
  server->records = g_array_new (FALSE, FALSE, sizeof (Record));
  g_array_set_clear_func (server->records, record_clear);
  return server;
}

const char *
name_server_resolver (const NameServer *server)
{
  return server->resolver;
}

void
name_server_add (NameServer *server, const char *name, guint16 type, const char *format, ...)
{
  Record record = {.name = g_strdup (name), .type = type};
  va_list arguments;

  va_start (arguments, format);
  record.value = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_array_append_val (server->records, record);
}

void
name_server_heal (NameServer *server)
{
  g_atomic_int_set (&server->healed, TRUE);
}

static void
append_16 (GByteArray *to, guint value)
{
  guint8 bytes[] = {(guint8)(value >> 8), (guint8)value};

  g_byte_array_append (to, bytes, sizeof bytes);
}

static void
append_name (GByteArray *to, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (char **label = labels; *label != NULL; label++) {
    guint8 length = (guint8)strlen (*label);

    if (length == 0)
      continue;
    g_byte_array_append (to, &length, 1);
    g_byte_array_append (to, (const guint8 *)*label, length);
  }
  g_byte_array_append (to, (const guint8 *)"", 1);
}

static void
append_rdata (GByteArray *to, const Record *record, const char *value)
{
  guint8 raw[16];

  if (record->type != NAME_A && record->type != NAME_AAAA && record->type != NAME_SRV)
    return; /* nobody asks for it; the name exists */
  if (record->type == NAME_SRV) {
    g_auto (GStrv) parts = g_strsplit (value, " ", 4);

    for (int i = 0; i < 3; i++)
      append_16 (to, (guint)g_ascii_strtoull (parts[i], NULL, 10));
    append_name (to, parts[3]);
    return;
  }
  g_assert_cmpint (inet_pton (record->type == NAME_A ? AF_INET : AF_INET6, value, raw), ==, 1);
  g_byte_array_append (to, raw, record->type == NAME_A ? 4 : 16);
}

static void
append_answer (GByteArray *to, const Record *record, const char *value)
{
  g_autoptr (GByteArray) rdata = g_byte_array_new ();

  append_rdata (rdata, record, value);
  append_16 (to, 0xc000 | HEADER); /* the name of the question */
  append_16 (to, record->type);
  append_16 (to, 1);
  append_16 (to, 0);
  append_16 (to, 60); /* seconds to live */
  append_16 (to, rdata->len);
  g_byte_array_append (to, rdata->data, rdata->len);
}

/* The name asked for; *end is the offset behind the question. */
static char *
read_question (const guint8 *query, gsize length, guint16 *type, gsize *end)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = HEADER;

  while (at < length && query[at] != 0) {
    if (name->len > 0)
      g_string_append_c (name, '.');
    g_string_append_len (name, (const char *)query + at + 1, query[at]);
    at += query[at] + 1u;
  }
  g_assert_cmpuint (at + 5, <=, length);
  *type = (guint16)(query[at + 1] << 8 | query[at + 2]);
  *end = at + 5;
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* NULL: stay silent. */
static GByteArray *
answer (NameServer *server, const guint8 *query, gsize length)
{
  g_autoptr (GByteArray) records = g_byte_array_new ();
  GByteArray *reply = g_byte_array_new ();
  guint16 type;
  gsize question_end;
  g_autofree char *name = read_question (query, length, &type, &question_end);
  guint code = NO_NAME, count = 0;

  for (guint i = 0; i < server->records->len; i++) {
    const Record *record = &g_array_index (server->records, Record, i);
    const char *value = record->value;

    if (g_ascii_strcasecmp (record->name, name) != 0)
      continue;
    if (code == NO_NAME)
      code = OK;
    if (record->type != type)
      continue;
    if (g_str_equal (value, "FAIL") && g_atomic_int_get (&server->healed))
      value = type == NAME_A ? "127.0.0.1" : "::1";
    if (g_str_equal (value, "SILENT")) {
      g_byte_array_unref (reply);
      return NULL;
    }
    if (g_str_equal (value, "FAIL")) {
      code = SERVFAIL;
      continue;
    }
    append_answer (records, record, value);
    count++;
  }
  g_byte_array_append (reply, query, 2);
  append_16 (reply, 0x8180 | code); /* response, recursion */
  append_16 (reply, 1);
  append_16 (reply, count);
  append_16 (reply, 0);
  append_16 (reply, 0);
  g_byte_array_append (reply, query + HEADER, (guint)(question_end - HEADER));
  g_byte_array_append (reply, records->data, records->len);
  return reply;
}

static gpointer
serve (gpointer data)
{
  NameServer *server = data;

  for (;;) {
    guint8 query[512];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    gssize length = recvfrom (server->fd, query, sizeof query, 0, (struct sockaddr *)&from, &size);
    GByteArray *reply;

    if (length < HEADER) /* the end, see name_server_free() */
      return NULL;
    reply = answer (server, query, (gsize)length);
    if (reply == NULL)
      continue;
    sendto (server->fd, reply->data, reply->len, 0, (struct sockaddr *)&from, size);
    g_byte_array_unref (reply);
  }
}

void
name_server_start (NameServer *server)
{
  server->thread = g_thread_new ("name-server", serve, server);
}

void
name_server_free (NameServer *server)
{
  if (server->thread != NULL) {
    struct sockaddr_in here;
    socklen_t size = sizeof here;

    getsockname (server->fd, (struct sockaddr *)&here, &size);
    sendto (server->fd, "", 0, 0, (struct sockaddr *)&here, size);
    g_thread_join (server->thread);
  }
  close (server->fd);
  g_array_unref (server->records);
  g_free (server->resolver);
  g_free (server);
}
