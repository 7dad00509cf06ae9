/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses, and which of them are public: the special-purpose registries of RFC 6890 and
 * its updates, as two tables. What is not known to be public is not. */
#include "net/address.h"

#include <arpa/inet.h>

typedef struct {
  guint8 bytes[12];
  guint bits;
} Prefix;

static const Prefix refused_v4[] = {
    {{0}, 8},             /* "this network" */
    {{10}, 8},            /* private, RFC 1918 */
    {{100, 64}, 10},      /* shared by customers of one operator, RFC 6598 */
    {{127}, 8},           /* loopback */
    {{169, 254}, 16},     /* link-local */
    {{172, 16}, 12},      /* private */
    {{192, 0, 0}, 24},    /* protocol assignments */
    {{192, 0, 2}, 24},    /* documentation, RFC 5737 */
    {{192, 88, 99}, 24},  /* 6to4 relays, RFC 7526 */
    {{192, 168}, 16},     /* private */
    {{198, 18}, 15},      /* benchmarking, RFC 2544 */
    {{198, 51, 100}, 24}, /* documentation */
    {{203, 0, 113}, 24},  /* documentation */
    {{224}, 4},           /* multicast */
    {{240}, 4},           /* reserved, and broadcast */
};

/* Global unicast; all other space is loopback, link-local, unique local, multicast or not assigned
 * (RFC 4291). */
static const Prefix global_v6 = {{0x20}, 3};

static const Prefix refused_v6[] = {
    {{0x20, 0x01}, 23},             /* protocol assignments: Teredo, benchmarking, ORCHID */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation, RFC 3849 */
    {{0x3f, 0xff}, 20},             /* documentation, RFC 9637 */
};

/* Forms that carry a v4 address, which then decides. */
static const struct {
  Prefix prefix;
  guint at;
} embedded_v4[] = {
    {{{[10] = 0xff, [11] = 0xff}, 96}, 12}, /* v4-mapped */
    {{{0}, 96}, 12}, /* v4-compatible; holds "::" and "::1", whose v4 is in 0/8 */
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12}, /* NAT64, RFC 6052 */
    {{{0x20, 0x02}, 16}, 2},              /* 6to4, RFC 3056 */
};

void
gw_address_init (GwAddress *address, const guint8 *raw, gsize length, guint16 port)
{
  g_return_if_fail (length == 4 || length == 16);

  *address = (GwAddress){0};
  if (length == 4) {
    address->v4.sin_family = AF_INET;
    address->v4.sin_port = htons (port);
    memcpy (&address->v4.sin_addr, raw, length);
  } else {
    address->v6.sin6_family = AF_INET6;
    address->v6.sin6_port = htons (port);
    memcpy (&address->v6.sin6_addr, raw, length);
  }
}

gboolean
gw_address_parse (GwAddress *address, const char *text, guint16 port)
{
  guint8 raw[sizeof (struct in6_addr)];
  gsize length = strchr (text, ':') != NULL ? sizeof (struct in6_addr) : sizeof (struct in_addr);

  if (inet_pton (length == sizeof (struct in_addr) ? AF_INET : AF_INET6, text, raw) != 1)
    return FALSE;
  gw_address_init (address, raw, length, port);
  return TRUE;
}

void
gw_address_set_port (GwAddress *address, guint16 port)
{
  if (address->any.sa_family == AF_INET)
    address->v4.sin_port = g_htons (port);
  else
    address->v6.sin6_port = g_htons (port);
}

socklen_t
gw_address_size (const GwAddress *address)
{
  return address->any.sa_family == AF_INET ? sizeof address->v4 : sizeof address->v6;
}

char *
gw_address_to_string (const GwAddress *address)
{
  char text[INET6_ADDRSTRLEN] = "";

  if (address->any.sa_family == AF_INET) {
    inet_ntop (AF_INET, &address->v4.sin_addr, text, sizeof text);
    return g_strdup_printf ("%s:%u", text, ntohs (address->v4.sin_port));
  }
  inet_ntop (AF_INET6, &address->v6.sin6_addr, text, sizeof text);
  return g_strdup_printf ("[%s]:%u", text, ntohs (address->v6.sin6_port));
}

static gboolean
is_inside (const guint8 *raw, const Prefix *prefix)
{
  guint whole = prefix->bits / 8, rest = prefix->bits % 8;
  guint8 mask = (guint8)(0xff00 >> rest);

  if (memcmp (raw, prefix->bytes, whole) != 0)
    return FALSE;
  return rest == 0 || (raw[whole] & mask) == (prefix->bytes[whole] & mask);
}

static gboolean
v4_is_public (const guint8 *raw)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_v4); i++)
    if (is_inside (raw, &refused_v4[i]))
      return FALSE;
  return TRUE;
}

static gboolean
v6_is_public (const guint8 *raw)
{
  for (gsize i = 0; i < G_N_ELEMENTS (embedded_v4); i++)
    if (is_inside (raw, &embedded_v4[i].prefix))
      return v4_is_public (raw + embedded_v4[i].at);

  if (!is_inside (raw, &global_v6))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (refused_v6); i++)
    if (is_inside (raw, &refused_v6[i]))
      return FALSE;
  return TRUE;
}

gboolean
gw_address_is_public (const GwAddress *address)
{
  if (address->any.sa_family == AF_INET)
    return v4_is_public ((const guint8 *)&address->v4.sin_addr);
  return address->any.sa_family == AF_INET6 && v6_is_public (address->v6.sin6_addr.s6_addr);
}

/* No top-level domain is a number (RFC 3696 section 2). */
static gboolean
ends_in_number (const char *host)
{
  const char *dot = strrchr (host, '.');
  const char *label = dot != NULL ? dot + 1 : host;

  return g_ascii_isdigit (*label) &&
         (g_ascii_strncasecmp (label, "0x", 2) == 0 || label[strspn (label, "0123456789")] == '\0');
}

static gboolean
is_here (const char *host)
{
  gsize length = strlen (host), name = strlen ("localhost");

  return length >= name && g_ascii_strcasecmp (host + length - name, "localhost") == 0 &&
         (length == name || host[length - name - 1] == '.');
}

gboolean
gw_host_is_public (const char *host)
{
  GwAddress address;

  if (gw_address_parse (&address, host, 0))
    return gw_address_is_public (&address);
  return !ends_in_number (host) && !is_here (host);
}
