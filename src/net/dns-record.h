/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer of the DNS as plain data: it can travel between threads, be recorded, and be judged
 * later. And the readers of what stands in its records, which come from anybody. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  GW_REPLY_FAILED, /* no answer, or none yet: what never came counts as failed */
  GW_REPLY_DATA,
  GW_REPLY_EMPTY,       /* the name exists, but has no such record */
  GW_REPLY_NO_NAME,     /* NXDOMAIN */
  GW_REPLY_NOT_OFFERED, /* SRV target "."; in a GwServiceAnswer only */
} GwReply;

/* The number on the wire (RFC 1035, 3596, 2782, 6698, 8659). */
typedef enum {
  GW_DNS_TYPE_A = 1,
  GW_DNS_TYPE_SOA = 6,
  GW_DNS_TYPE_TXT = 16,
  GW_DNS_TYPE_AAAA = 28,
  GW_DNS_TYPE_SRV = 33,
  GW_DNS_TYPE_TLSA = 52,
  GW_DNS_TYPE_CAA = 257,
} GwDnsType;

/* RFC 4033 section 5. Holds for "there is none" as well as for data. */
typedef enum {
  GW_DNS_UNKNOWN,  /* could not be validated from here: nothing about the domain follows */
  GW_DNS_INSECURE, /* proved to be unsigned */
  GW_DNS_SECURE,
  GW_DNS_BOGUS, /* signed, and the signatures do not hold */
} GwDnsSecurity;

typedef struct {
  char *name; /* as asked for */
  GwDnsType type;
  GwReply reply;
  GwDnsSecurity security;
  char *why_bogus;  /* in English, from libunbound; NULL unless BOGUS */
  char *canonical;  /* where a CNAME led; NULL when the name is no alias */
  GPtrArray *rdata; /* GBytes, wire form, names not compressed; see GW_LIMIT_DNS_RECORDS; data of a
                       BOGUS answer stands here, too */
  gboolean cut;     /* more came than is kept */
} GwDnsRecords;

/* FAILED, UNKNOWN, without records. */
GwDnsRecords *gw_dns_records_new (const char *name, GwDnsType type);
void gw_dns_records_free (GwDnsRecords *records);

/* Adds one record while the limits allow it, else sets `cut`. */
void gw_dns_records_add (GwDnsRecords *records, const guint8 *rdata, gsize length);

/* "data", "secure", for records; what is no such name is FAILED, UNKNOWN. */
const char *gw_reply_name (GwReply reply);
GwReply gw_reply_from_name (const char *name);
const char *gw_dns_security_name (GwDnsSecurity security);
GwDnsSecurity gw_dns_security_from_name (const char *name);

/* "TLSA"; NULL for a number that stands not above. */
const char *gw_dns_type_name (GwDnsType type);
gboolean gw_dns_type_from_name (const char *name, GwDnsType *type);

/* --- readers ------------------------------------------------------------------------------------
 * FALSE or NULL for anything but a well-formed record; GwSrv is read by net/dns-srv. Text that they
 * make is UTF-8 without control characters: other bytes stand as \DDD, and \ as \\. */

typedef struct {
  guint8 usage, selector, matching; /* RFC 6698 section 2.1, any number */
  GBytes *data;                     /* not empty */
} GwTlsa;

gboolean gw_tlsa_parse (GBytes *rdata, GwTlsa *tlsa);
void gw_tlsa_clear (GwTlsa *tlsa);

typedef struct {
  guint8 flags; /* GW_CAA_CRITICAL */
  char *tag;    /* letters and digits, in lower case */
  char *value;  /* "ca.example; accounturi=..." */
} GwCaa;

enum { GW_CAA_CRITICAL = 0x80 };

gboolean gw_caa_parse (GBytes *rdata, GwCaa *caa);
void gw_caa_clear (GwCaa *caa);

/* The character-strings of one TXT record, joined. */
char *gw_txt_parse (GBytes *rdata);

/* The presentation form: "5 1 5223 xmpp.example", "3 1 1 ab12...", "192.0.2.1". What is malformed,
 * or of a type not known here, is shown as RFC 3597 has it: "\# 2 0a00". Never NULL. */
char *gw_dns_rdata_to_text (GwDnsType type, GBytes *rdata);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwDnsRecords, gw_dns_records_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwTlsa, gw_tlsa_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwCaa, gw_caa_clear)

G_END_DECLS
