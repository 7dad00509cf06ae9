/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names in a certificate's subjectAltName: dNSName (RFC 5280 section 4.2.1.6), SRVName (RFC
 * 4985) and xmppAddr (RFC 6120 section 13.7.1.4). */
#include "net/tls-evidence.h"

#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "base/limits.h"

#define OID_SRV_NAME  "1.3.6.1.5.5.7.8.7"
#define OID_XMPP_ADDR "1.3.6.1.5.5.7.8.5"

/* NULL for a name with a NUL inside, the classic way to show one name and mean another. */
static char *
string_to_text (const ASN1_STRING *string)
{
  const char *bytes = (const char *)ASN1_STRING_get0_data (string);
  gsize length = (gsize)ASN1_STRING_length (string);

  if (length == 0 || memchr (bytes, '\0', length) != NULL)
    return NULL;
  return g_utf8_validate (bytes, (gssize)length, NULL) ? g_strndup (bytes, length) : NULL;
}

static void
add_string (GPtrArray *list, const ASN1_STRING *string)
{
  char *text = string_to_text (string);

  if (text != NULL)
    g_ptr_array_add (list, text);
}

static gboolean
has_oid (const OTHERNAME *other, const char *oid)
{
  char text[80];

  return OBJ_obj2txt (text, sizeof text, other->type_id, TRUE) > 0 && g_str_equal (text, oid);
}

static void
add_other (GPtrArray *srv_names, GPtrArray *xmpp_addrs, const OTHERNAME *other)
{
  const ASN1_TYPE *value = other->value;

  if (value->type == V_ASN1_IA5STRING && has_oid (other, OID_SRV_NAME))
    add_string (srv_names, value->value.ia5string);
  else if (value->type == V_ASN1_UTF8STRING && has_oid (other, OID_XMPP_ADDR))
    add_string (xmpp_addrs, value->value.utf8string);
}

static char **
end_list (GPtrArray *list)
{
  g_ptr_array_add (list, NULL);
  return (char **)g_ptr_array_free (list, FALSE);
}

void
gw_certificate_read_names (X509 *leaf, GwTlsEvidence *evidence)
{
  GENERAL_NAMES *names = X509_get_ext_d2i (leaf, NID_subject_alt_name, NULL, NULL);
  int n_names = names != NULL ? MIN (sk_GENERAL_NAME_num (names), GW_LIMIT_NAMES) : 0;
  GPtrArray *dns_names = g_ptr_array_new (), *srv_names = g_ptr_array_new (),
            *xmpp_addrs = g_ptr_array_new ();

  for (int i = 0; i < n_names; i++) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);

    if (name->type == GEN_DNS)
      add_string (dns_names, name->d.dNSName);
    else if (name->type == GEN_OTHERNAME)
      add_other (srv_names, xmpp_addrs, name->d.otherName);
  }
  GENERAL_NAMES_free (names);
  evidence->dns_names = end_list (dns_names);
  evidence->srv_names = end_list (srv_names);
  evidence->xmpp_addrs = end_list (xmpp_addrs);
}
