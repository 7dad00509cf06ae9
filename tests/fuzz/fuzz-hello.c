/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "invariants.h"
#include "net/hello-reply.h"
#include "net/hello-suite.h"

/* In pieces of `piece` bytes, and to the end of the connection. */
static GwHelloReply
read_in_pieces (GwHelloKind kind, const guint8 *data, gsize size, gsize piece)
{
  g_autoptr (GwHelloReader) reader = gw_hello_reader_new (kind);
  gboolean is_decided = FALSE;
  gsize at = 0;

  for (; at < size && !is_decided; at += piece)
    is_decided = gw_hello_reader_feed (reader, data + at, MIN (piece, size - at));
  g_assert_true (is_decided || size < GW_LIMIT_HELLO_REPLY);
  gw_hello_reader_end (reader);
  return *gw_hello_reader_reply (reader);
}

static void
check (GwHelloKind kind, const GwHelloReply *reply)
{
  gboolean is_accepted = reply->answer == GW_HELLO_ACCEPTED;

  g_assert_cmpint (reply->answer, !=, GW_HELLO_NOT_ASKED);
  g_assert_cmpint (reply->fault != NULL, ==, reply->answer == GW_HELLO_NO_ANSWER);
  g_assert_cmpint (reply->alert, >=, -1);
  g_assert_cmpint (reply->alert, <, 256);
  g_assert_cmpint (gw_hello_offers_suite (kind, reply->suite), ==, is_accepted);
  g_assert_cmphex (reply->version, <=, gw_hello_version (kind));
  g_assert_cmpint (reply->version >= 0x0300, ==, is_accepted);
  g_assert_cmpint (reply->compression, <=, 1);
}

/* The first byte chooses the question and the size of the pieces, the others are the answer. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GwHelloReply whole, pieces;
  GwHelloKind kind;

  if (size == 0)
    return 0;
  kind = data[0] % GW_N_HELLOS;
  whole = read_in_pieces (kind, data + 1, size - 1, size);
  pieces = read_in_pieces (kind, data + 1, size - 1, 1 + data[0] / GW_N_HELLOS);
  check (kind, &whole);
  g_assert_cmpint (whole.answer, ==, pieces.answer);
  g_assert_cmpint (whole.alert, ==, pieces.alert);
  g_assert_cmphex (whole.version, ==, pieces.version);
  g_assert_cmphex (whole.suite, ==, pieces.suite);
  g_assert_cmpint (whole.compression, ==, pieces.compression);
  g_assert_cmpstr (whole.fault, ==, pieces.fault);
  return 0;
}
