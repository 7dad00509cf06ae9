/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SRV records, RFC 2782: wire form and the draw by weight. */
#include "net/dns-srv.h"

#include "base/limits.h"

enum { HEAD = 6, NAME_MAX_BYTES = 255, LABEL_MAX_BYTES = 63 }; /* RFC 1035 section 2.3.4 */

static gboolean
is_host_character (guint8 c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* One uncompressed name that fills `wire` to its last byte. */
static char *
parse_name (const guint8 *wire, gsize length)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = 0;

  if (length > NAME_MAX_BYTES)
    return NULL;
  while (at < length && wire[at] != 0) {
    gsize label = wire[at++];

    if (label > LABEL_MAX_BYTES || label > length - at)
      return NULL;
    if (name->len > 0)
      g_string_append_c (name, '.');
    for (gsize end = at + label; at < end; at++) {
      if (!is_host_character (wire[at]))
        return NULL;
      g_string_append_c (name, g_ascii_tolower (wire[at]));
    }
  }
  if (at + 1 != length)
    return NULL;
  if (name->len == 0)
    g_string_append_c (name, '.');
  return g_string_free (g_steal_pointer (&name), FALSE);
}

gboolean
gw_srv_parse (const guint8 *rdata, gsize length, GwSrv *srv)
{
  *srv = (GwSrv){0};
  if (length <= HEAD)
    return FALSE;
  srv->target = parse_name (rdata + HEAD, length - HEAD);
  srv->priority = (guint16)(rdata[0] << 8 | rdata[1]);
  srv->weight = (guint16)(rdata[2] << 8 | rdata[3]);
  srv->port = (guint16)(rdata[4] << 8 | rdata[5]);
  return srv->target != NULL;
}

void
gw_srv_clear (GwSrv *srv)
{
  g_clear_pointer (&srv->target, g_free);
}

/* Weight 0 comes first, so that a draw of 0 can take it ("very small chance of being selected"). */
static int
compare (gconstpointer a, gconstpointer b)
{
  const GwSrv *left = a, *right = b;

  if (left->priority != right->priority)
    return left->priority < right->priority ? -1 : 1;
  return (left->weight != 0) - (right->weight != 0);
}

/* The draw of RFC 2782: a number up to the sum of the weights takes the first whose running sum
 * reaches it. */
static guint
draw (const GwSrv *records, guint count, GRand *chance)
{
  gint32 sum = 0, drawn;

  for (guint i = 0; i < count; i++)
    sum += records[i].weight;
  drawn = g_rand_int_range (chance, 0, sum + 1);
  for (guint i = 0; i < count; i++) {
    drawn -= records[i].weight;
    if (drawn <= 0)
      return i;
  }
  g_assert_not_reached ();
}

void
gw_srv_order (GArray *records, GRand *chance)
{
  g_array_sort (records, compare);
  for (guint first = 0; first < records->len; first++) {
    GwSrv *left = &g_array_index (records, GwSrv, first), taken;
    guint equals = 1, at;

    while (first + equals < records->len && left[equals].priority == left->priority)
      equals++;
    at = draw (left, equals, chance);
    taken = left[at];
    memmove (left + 1, left, at * sizeof *left); /* the others keep their order */
    *left = taken;
  }
}
