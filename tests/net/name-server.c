/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 1035 as far as one question and its answers need it. */
#include "name-server.h"

#include "loopback.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <unistd.h>

enum { HEADER = 12, TYPE_OPT = 41, OPT_LENGTH = 11, TRUNCATED = 0x0200, CHECKING_DISABLED = 0x10 };
enum { OK = 0, FORMERR = 1, SERVFAIL = 2, NO_NAME = 3 };

typedef struct {
  char *name;
  guint16 type;
  char *value;
} Record;

struct _NameServer {
  int fd;
  int refusing; /* the same port of TCP */
  NameManner manner;
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

  server->resolver =
      g_strdup_printf ("127.0.0.1@%u", loopback_pair (&server->fd, &server->refusing));
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
name_server_behave (NameServer *server, NameManner manner)
{
  server->manner = manner;
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
append_hex (GByteArray *to, const char *value)
{
  for (const char *at = value; at[0] != '\0' && at[1] != '\0'; at += 2) {
    guint8 byte = (guint8)(g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));

    g_byte_array_append (to, &byte, 1);
  }
}

static void
append_address (GByteArray *to, int family, const char *value)
{
  guint8 raw[16];

  g_assert_cmpint (inet_pton (family, value, raw), ==, 1);
  g_byte_array_append (to, raw, family == AF_INET ? 4 : 16);
}

static void
append_srv (GByteArray *to, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, " ", 4);

  for (int i = 0; i < 3; i++)
    append_16 (to, (guint)g_ascii_strtoull (parts[i], NULL, 10));
  append_name (to, parts[3]);
}

static void
append_rdata (GByteArray *to, guint16 type, const char *value)
{
  switch (type) {
  case NAME_A:
    append_address (to, AF_INET, value);
    break;
  case NAME_AAAA:
    append_address (to, AF_INET6, value);
    break;
  case NAME_SRV:
    append_srv (to, value);
    break;
  case NAME_CNAME:
    append_name (to, value);
    break;
  default:
    append_hex (to, value);
  }
}

static void
append_answer (GByteArray *to, guint16 type, const char *value)
{
  g_autoptr (GByteArray) rdata = g_byte_array_new ();
  gboolean is_lie = g_str_equal (value, "LIE");

  if (!is_lie)
    append_rdata (rdata, type, value);
  append_16 (to, 0xc000 | HEADER); /* the name of the question */
  append_16 (to, type);
  append_16 (to, 1);
  append_16 (to, 0);
  append_16 (to, 60); /* seconds to live */
  append_16 (to, is_lie ? 60000 : rdata->len);
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

typedef struct {
  const guint8 *query;
  char *name;
  guint16 type;
  gsize end; /* of the question */
  gboolean is_checked, has_edns;
} Question;

typedef struct {
  GByteArray *records;
  guint count, code;
  gboolean is_silent, is_cut;
} Answer;

static void
add_record (Answer *answer, guint16 type, const char *value)
{
  append_answer (answer->records, type, value);
  answer->count++;
}

/* One record of the name asked for. */
static void
take_record (NameServer *server, const Question *question, const Record *record, Answer *answer)
{
  const char *value = record->value;

  if (answer->code == NO_NAME)
    answer->code = OK;
  if (record->type != question->type && record->type != NAME_CNAME)
    return;
  if (g_str_equal (value, "FAIL") && g_atomic_int_get (&server->healed))
    value = record->type == NAME_A ? "127.0.0.1" : "::1";
  if (g_str_equal (value, "SILENT"))
    answer->is_silent = TRUE;
  else if (g_str_equal (value, "FAIL"))
    answer->code = SERVFAIL;
  else
    add_record (answer, record->type, value);
}

static void
look_up (NameServer *server, const Question *question, Answer *answer)
{
  answer->code = NO_NAME;
  for (guint i = 0; i < server->records->len; i++) {
    const Record *record = &g_array_index (server->records, Record, i);

    if (g_ascii_strcasecmp (record->name, question->name) == 0)
      take_record (server, question, record, answer);
  }
}

static void
misbehave (NameManner manner, const Question *question, Answer *answer)
{
  gboolean checked = question->is_checked;

  if (manner == NAME_DEAD || (manner == NAME_DROPS_CHECKED && checked))
    answer->is_silent = TRUE;
  if (manner == NAME_FAILS || (manner == NAME_FAILS_CHECKED && checked))
    answer->code = SERVFAIL;
  if (manner == NAME_REFUSES_EDNS && question->has_edns)
    answer->code = FORMERR;
  if (manner == NAME_CUTS_CHECKED && checked)
    answer->is_cut = TRUE;
  if (manner == NAME_REWRITES && answer->code == NO_NAME) {
    answer->code = OK;
    if (question->type == NAME_A)
      add_record (answer, NAME_A, "127.0.0.66");
  }
}

static GByteArray *
make_reply (const Question *question, const Answer *answer, gboolean with_edns)
{
  static const guint8 opt[OPT_LENGTH] = {0, 0, TYPE_OPT, 0x04, 0xd0};
  GByteArray *reply = g_byte_array_new ();
  gboolean is_empty = answer->is_cut || answer->code == SERVFAIL || answer->code == FORMERR;

  g_byte_array_append (reply, question->query, 2);
  append_16 (reply, 0x8180 | answer->code | (answer->is_cut ? TRUNCATED : 0));
  append_16 (reply, 1);
  append_16 (reply, is_empty ? 0 : answer->count);
  append_16 (reply, 0);
  append_16 (reply, with_edns);
  g_byte_array_append (reply, question->query + HEADER, (guint)(question->end - HEADER));
  if (!is_empty)
    g_byte_array_append (reply, answer->records->data, answer->records->len);
  if (with_edns)
    g_byte_array_append (reply, opt, sizeof opt);
  return reply;
}

/* NULL: stay silent. */
static GByteArray *
answer (NameServer *server, const guint8 *query, gsize length)
{
  g_autoptr (GByteArray) records = g_byte_array_new ();
  Question question = {.query = query};
  Answer made = {.records = records};
  g_autofree char *name = read_question (query, length, &question.type, &question.end);

  question.name = name;
  question.is_checked = (query[3] & CHECKING_DISABLED) != 0;
  question.has_edns = length >= question.end + OPT_LENGTH;
  look_up (server, &question, &made);
  misbehave (server->manner, &question, &made);
  if (made.is_silent)
    return NULL;
  return make_reply (&question, &made, server->manner == NAME_STRIPS && question.has_edns);
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
    loopback_end (server->fd);
    g_thread_join (server->thread);
  }
  close (server->fd);
  close (server->refusing);
  g_array_unref (server->records);
  g_free (server->resolver);
  g_free (server);
}
