/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a ClientHello: RFC 5246 section 7.4.1.2. */
#include "net/hello-suite.h"

#include <string.h>

#include "net/hello-wire.h"

enum { DOMAIN_MAX = 255, EMPTY_RENEGOTIATION_INFO = 0x00ff /* RFC 5746 section 3.3 */ };

/* What each question offers beside its suites. Curves only where a suite has some use for them (RFC
 * 8422 section 4), signature algorithms not before TLS 1.2 (RFC 5246 section 7.4.1.4.1). */
static const struct {
  const char *name;
  guint16 version;
  gboolean has_curves, has_signatures;
} questions[GW_N_HELLOS] = {
    /* Not 1.0, since a server that still takes that takes 1.1 as well, or answers with it. */
    [GW_HELLO_OLD] = {"old", GW_TLS_1_1, TRUE, FALSE},
    /* A refusal from a server that has TLS 1.3 is fine: it may take nothing else. */
    [GW_HELLO_TLS12] = {"tls12", GW_TLS_1_2, TRUE, TRUE},
    /* Nothing else is offered, so whoever accepts has it switched on. */
    [GW_HELLO_STATIC_RSA] = {"static-rsa", GW_TLS_1_2, FALSE, TRUE},
    /* One question for all of them, which is kinder than five: the suite that comes back is the
     * one that the server likes best, and there may be worse. */
    [GW_HELLO_BROKEN] = {"broken", GW_TLS_1_2, TRUE, TRUE},
};

/* x25519, secp256r1, secp384r1, secp521r1: RFC 8422 section 5.1.1 */
static const guint16 curves[] = {29, 23, 24, 25};

/* All that a server may want, the old ones too (RFC 8446 section 4.2.3): what is asked is not
 * this. */
static const guint16 signatures[] = {
    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, /* ECDSA, Ed25519, Ed448 */
    0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, /* RSA */
    0x0303, 0x0301, 0x0203, 0x0201, 0x0402, 0x0302, 0x0202, /* SHA-224, SHA-1, DSA */
};

/* A vector of one, two or three bytes of length is opened, filled and closed. */

static guint
open_vector (GByteArray *out, guint width)
{
  g_byte_array_set_size (out, out->len + width);
  return out->len;
}

static void
close_vector (GByteArray *out, guint start, guint width)
{
  guint length = out->len - start;

  for (guint i = 1; i <= width; i++, length >>= 8)
    out->data[start - i] = length & 0xff;
}

static void
put_8 (GByteArray *out, guint8 number)
{
  g_byte_array_append (out, &number, 1);
}

static void
put_16 (GByteArray *out, guint16 number)
{
  put_8 (out, number >> 8);
  put_8 (out, number & 0xff);
}

static void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *)text, (guint)strlen (text));
}

static void
put_numbers (GByteArray *out, const guint16 *numbers, gsize n_numbers)
{
  guint list = open_vector (out, 2);

  for (gsize i = 0; i < n_numbers; i++)
    put_16 (out, numbers[i]);
  close_vector (out, list, 2);
}

static guint
open_extension (GByteArray *out, guint16 type)
{
  put_16 (out, type);
  return open_vector (out, 2);
}

static void
put_server_name (GByteArray *out, const char *domain)
{
  guint extension = open_extension (out, GW_EXT_SERVER_NAME), list = open_vector (out, 2), name;

  put_8 (out, 0); /* host_name */
  name = open_vector (out, 2);
  put_text (out, domain);
  close_vector (out, name, 2);
  close_vector (out, list, 2);
  close_vector (out, extension, 2);
}

static void
put_curves (GByteArray *out)
{
  guint extension = open_extension (out, GW_EXT_SUPPORTED_GROUPS);

  put_numbers (out, curves, G_N_ELEMENTS (curves));
  close_vector (out, extension, 2);
  extension = open_extension (out, GW_EXT_POINT_FORMATS);
  put_8 (out, 1);
  put_8 (out, 0); /* uncompressed */
  close_vector (out, extension, 2);
}

static void
put_signatures (GByteArray *out)
{
  guint extension = open_extension (out, GW_EXT_SIGNATURE_ALGORITHMS);

  put_numbers (out, signatures, G_N_ELEMENTS (signatures));
  close_vector (out, extension, 2);
}

static void
put_alpn (GByteArray *out, const char *alpn)
{
  guint extension = open_extension (out, GW_EXT_ALPN), list = open_vector (out, 2),
        name = open_vector (out, 1);

  put_text (out, alpn);
  close_vector (out, name, 1);
  close_vector (out, list, 2);
  close_vector (out, extension, 2);
}

static void
put_extensions (GByteArray *out, GwHelloKind kind, const char *domain, const char *alpn)
{
  guint list = open_vector (out, 2);

  put_server_name (out, domain);
  /* Some servers refuse TLS 1.2 without it. */
  close_vector (out, open_extension (out, GW_EXT_EXTENDED_MASTER_SECRET), 2);
  if (questions[kind].has_curves)
    put_curves (out);
  if (questions[kind].has_signatures)
    put_signatures (out);
  if (alpn != NULL)
    put_alpn (out, alpn);
  close_vector (out, list, 2);
}

static void
put_suites (GByteArray *out, GwHelloKind kind)
{
  g_autofree guint16 *suites = gw_hello_suites (kind);
  gsize length = 0;

  while (suites[length] != 0)
    length++;
  suites[length++] = EMPTY_RENEGOTIATION_INFO; /* in the place of the end */
  put_numbers (out, suites, length);
}

GBytes *
gw_hello_new (GwHelloKind kind, const char *domain, const char *alpn, const guint8 *random)
{
  GByteArray *out;
  guint record, message;

  g_return_val_if_fail (kind < GW_N_HELLOS && domain != NULL && random != NULL, NULL);
  g_return_val_if_fail (*domain != '\0' && strlen (domain) <= DOMAIN_MAX, NULL);
  g_return_val_if_fail (alpn == NULL || (*alpn != '\0' && strlen (alpn) <= DOMAIN_MAX), NULL);

  out = g_byte_array_new ();
  put_8 (out, GW_RECORD_HANDSHAKE);
  put_16 (out, GW_TLS_1_0); /* what every server reads: RFC 8446 section 5.1 */
  record = open_vector (out, 2);
  put_8 (out, GW_HANDSHAKE_CLIENT_HELLO);
  message = open_vector (out, 3);
  put_16 (out, questions[kind].version);
  g_byte_array_append (out, random, GW_HELLO_RANDOM_BYTES);
  put_8 (out, 0); /* no session to resume */
  put_suites (out, kind);
  put_8 (out, 2); /* two ways to compress, the forbidden one first */
  put_8 (out, GW_COMPRESSION_DEFLATE);
  put_8 (out, GW_COMPRESSION_NONE);
  put_extensions (out, kind, domain, alpn);
  close_vector (out, message, 3);
  close_vector (out, record, 2);
  return g_byte_array_free_to_bytes (out);
}

guint16
gw_hello_version (GwHelloKind kind)
{
  g_return_val_if_fail (kind < GW_N_HELLOS, 0);

  return questions[kind].version;
}

const char *
gw_hello_name (GwHelloKind kind)
{
  g_return_val_if_fail (kind < GW_N_HELLOS, NULL);

  return questions[kind].name;
}

char *
gw_hello_version_name (guint16 version)
{
  static const char *const names[] = {"SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
  guint minor = version & 0xff;

  if (version >> 8 == 3 && minor < G_N_ELEMENTS (names))
    return g_strdup (names[minor]);
  return g_strdup_printf ("0x%04x", version);
}
