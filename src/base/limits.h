/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of maxima: nothing that a remote side sends may make us hold, nest or wait more
 * than this. Sizes are bytes, waits milliseconds unless the name says otherwise. */
#pragma once

/* xmpp: links (base/xmpp-uri) */
#define GW_LIMIT_URI        2048
#define GW_LIMIT_URI_PARAMS 16

/* XML streams (net/xml) */
#define GW_LIMIT_XML_STREAM   (512 * 1024) /* all that one stream may send us */
#define GW_LIMIT_XML_ELEMENT  (384 * 1024) /* one stanza, its text and attributes together */
#define GW_LIMIT_XML_DEPTH    32
#define GW_LIMIT_XML_CHILDREN 2048        /* elements in one stanza */
#define GW_LIMIT_KEPT_STREAM  (64 * 1024) /* of what one stream said, kept for the record */

/* Registration forms (net/form) */
#define GW_LIMIT_FORM_FIELDS    64
#define GW_LIMIT_FORM_OPTIONS   512  /* of one field: more than there are countries */
#define GW_LIMIT_FORM_TEXT      4096 /* bytes of a value, characters of what is to be read */
#define GW_LIMIT_FORM_LINKS     8
#define GW_LIMIT_FORM_URIS      8 /* of the media of one field; the rest is ignored */
#define GW_LIMIT_EMAIL          254 /* RFC 5321 section 4.5.3.1.3, without its brackets */
#define GW_LIMIT_PICTURE        (256 * 1024)
#define GW_LIMIT_PICTURE_PIXELS (1024 * 1024)
#define GW_LIMIT_SOUND          (1024 * 1024)
#define GW_LIMIT_MEDIUM_TYPE    100
#define GW_LIMIT_CID            255

/* DNS (net/dns) */
#define GW_LIMIT_DNS_WAIT       5000
#define GW_LIMIT_DNS_HEAD_START 2500        /* of the validating context before the other one */
#define GW_LIMIT_SRV_RECORDS    16          /* per service; the rest is ignored */
#define GW_LIMIT_ADDRESSES      8           /* per target */
#define GW_LIMIT_DNS_NAME       1024        /* as text: 253 characters, each escaped, fit */
#define GW_LIMIT_DNS_RECORDS    32          /* of one answer */
#define GW_LIMIT_DNS_RDATA      (4 * 1024)  /* of one record */
#define GW_LIMIT_DNS_ANSWER     (16 * 1024) /* of all records of one answer */
#define GW_LIMIT_DNS_REASON     512         /* what libunbound says of a bogus one */
#define GW_LIMIT_DNS_CHAIN      24          /* names asked about, down from a trust anchor */
#define GW_LIMIT_TRUST_FILE     (64 * 1024)
#define GW_LIMIT_TRUST_ANCHORS  16
#define GW_LIMIT_DOH_WAIT       10000 /* by https: one question, and one look-up */
#define GW_LIMIT_DOH_MESSAGE    65535 /* RFC 8484 section 6 */
#define GW_LIMIT_ALIASES        12    /* one leading to the next */

/* Connections (net/contacts, net/dial) */
#define GW_LIMIT_CONNECT_WAIT      5000  /* one address */
#define GW_LIMIT_DIAL_WAIT         15000 /* all addresses of one service */
#define GW_LIMIT_HAPPY_EYEBALLS    250   /* head start of the address before, RFC 8305 section 5 */
#define GW_LIMIT_IN_FLIGHT         256
#define GW_LIMIT_IN_FLIGHT_SAME    2     /* to one address and port */
#define GW_LIMIT_PACE              250   /* between questions of a kind that look like an attack */
#define GW_LIMIT_STEP_WAIT         8000  /* a server that says nothing */
#define GW_LIMIT_PROBE_WAIT        15000 /* one server, whole quick probe */
#define GW_LIMIT_FULL_WAIT         20000 /* one server, whole full probe */
#define GW_LIMIT_QUICK_CONNECTIONS 3     /* to one server, those that fail included */
#define GW_LIMIT_FULL_CONNECTIONS  16
#define GW_LIMIT_FULL_AT_ONCE      64 /* servers in a full probe */
#define GW_LIMIT_DNS_QUESTIONS     64 /* about one domain in a full probe */
#define GW_LIMIT_PROBE_FRESH_S     (15 * 60)

/* Whom we contacted (net/contacted) */
#define GW_LIMIT_CONTACTED_LINES 5000
#define GW_LIMIT_CONTACTED_DAYS  90
#define GW_LIMIT_CONTACTED_BYTES (2 * 1024 * 1024)
#define GW_LIMIT_CONTACTED_WAIT  250 /* how much may lie between a contact and its line */

/* Raw TLS hellos (net/hello-reply) */
#define GW_LIMIT_HELLO_REPLY (20 * 1024) /* of one answer: more than a whole record */

/* Web (net/http) */
#define GW_LIMIT_HTTP_WAIT      20000 /* one request with its redirects */
#define GW_LIMIT_HTTP_REDIRECTS 5
#define GW_LIMIT_HTTP_HEADER    (16 * 1024) /* all header lines of one answer */
#define GW_LIMIT_URL            2048

/* Certificates (net/certificate) */
#define GW_LIMIT_CHAIN 10
#define GW_LIMIT_NAMES 200 /* subjectAltName entries looked at */

/* Do you already have an address? (probe/have) */
#define GW_LIMIT_HOST_META       (64 * 1024) /* bytes of either form */
#define GW_LIMIT_HOST_META_LINKS 8           /* ways in of one kind; the rest is ignored */
#define GW_LIMIT_HAVE_CLUES      3000        /* for further clues, once the answer is yes */

/* Certificates told by https (probe/posh) */
#define GW_LIMIT_POSH        (64 * 1024)
#define GW_LIMIT_POSH_PRINTS 64 /* certificates; the rest is ignored */

/* Records of probes (probe/record) */
#define GW_LIMIT_RECORD  (2 * 1024 * 1024) /* bytes of one */
#define GW_LIMIT_RECORDS 1000              /* in one file */

/* Accounts (account/) */
#define GW_LIMIT_ACCOUNT_WAIT 20000 /* one answer of the server; thinking time never counts */
#define GW_LIMIT_PASSWORD     1024
#define GW_LIMIT_STRENGTH     100 /* bytes that are judged: under 10 ms; zxcvbn looks no further */
#define GW_LIMIT_LOCALPART    1023 /* RFC 7622 section 3.1, in bytes */
#define GW_LIMIT_JOURNAL      (64 * 1024)
#define GW_LIMIT_ACCOUNTS     (1024 * 1024) /* bytes of the list of accounts made here */
#define GW_LIMIT_RENEWALS     3 /* puzzles that replace an expired one, before somebody asks for more \
                                 */
#define GW_LIMIT_MEDIA 4        /* pictures and sounds of a form that are asked for */

/* Invitations (account/invitation, account/invitation-page) */
#define GW_LIMIT_INVITATION_TEXT  (16 * 1024)  /* what is pasted */
#define GW_LIMIT_INVITATION_PAGE  (256 * 1024) /* the page that a link leads to */
#define GW_LIMIT_INVITATION_LINKS 64           /* xmpp: links on it that are looked at */
#define GW_LIMIT_TOKEN            512

/* Pictures with a code in them (account/picture, account/scan) */
#define GW_LIMIT_SCAN_FILE     (16 * 1024 * 1024)
#define GW_LIMIT_SCAN_PIXELS   (40 * 1000 * 1000)
#define GW_LIMIT_PICTURE_SCANS 64 /* of one progressive JPEG; usual ones have about ten */

/* Provider lists (providers/) */
#define GW_LIMIT_LIST_BYTES    (4 * 1024 * 1024)
#define GW_LIMIT_LIST_ENTRIES  20000
#define GW_LIMIT_LIST_DEPTH    16
#define GW_LIMIT_CACHE_BYTES   (16 * 1024 * 1024) /* our own copy of a list */
#define GW_LIMIT_LIST_NOTES    50                 /* entries and values that were not taken, told */
#define GW_LIMIT_OWN_SOURCES   16                 /* lists and providers that a person adds */
#define GW_LIMIT_PROVIDER_FILE (64 * 1024)        /* /.well-known/xmpp-provider-v2.json */
#define GW_LIMIT_FACT_TEXT     2048
#define GW_LIMIT_FACT_LIST     64
