/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known about a provider, one value at a time: { value | unknown, origin, date }. Unknown
 * is a state of its own, never a zero, a false or an empty text. One table lists all facts with
 * their name, kind and unit; the built-in list, the readers, the ranking and the JSON all go by it.
 * Pure functions; not shared between threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ascending trust for what a server *does*; see gw_facts_offer(). */
typedef enum {
  GW_ORIGIN_NONE,
  GW_ORIGIN_PROVIDER, /* what the provider says of itself */
  GW_ORIGIN_BUILTIN,
  GW_ORIGIN_FETCHED, /* a list that was fetched, or given as a file */
  GW_ORIGIN_PROBE,   /* seen from here */
  GW_ORIGIN_REFUSAL, /* seen here, at an attempt to register */
  GW_ORIGIN_USER,
  GW_N_ORIGINS,
} GwOrigin;

typedef enum { GW_KIND_BOOL, GW_KIND_NUMBER, GW_KIND_TEXT, GW_KIND_LIST } GwFactKind;

/* The name in JSON and in the built-in list is the table's, e.g. "upload-size". */
typedef enum {
  GW_FACT_SIGNUP,       /* text: a GwSignup name; how one gets an address there */
  GW_FACT_FREE,         /* bool: free of charge */
  GW_FACT_COUNTRIES,    /* list: ISO 3166-1 alpha-2, upper case; servers and backups */
  GW_FACT_SINCE,        /* text: YYYY-MM-DD */
  GW_FACT_ORGANIZATION, /* text: company | commercial person | private person | governmental |
                           non-governmental */
  GW_FACT_BUS_FACTOR,   /* number: people who can keep it running */
  GW_FACT_PROFESSIONAL_HOSTING, /* bool */
  GW_FACT_GREEN,                /* bool */
  GW_FACT_ARCHIVE_DAYS,         /* number: messages kept; GW_NO_LIMIT */
  GW_FACT_UPLOAD_SIZE,          /* number: MB (10^6 bytes) per file; GW_NO_LIMIT */
  GW_FACT_UPLOAD_TOTAL,         /* number: MB per user; GW_NO_LIMIT */
  GW_FACT_UPLOAD_DAYS,          /* number; GW_NO_LIMIT */
  GW_FACT_LANGUAGES,            /* list: ISO 639-1 of its web pages */
  GW_FACT_WEBSITE,              /* text: https URL */
  GW_FACT_REGISTER_PAGE,        /* text: https URL where one registers on the web */
  GW_FACT_PASSWORD_RESET,       /* text: URL; mailto: is kept but earns nothing */
  GW_FACT_LEGAL_NOTICE,         /* text: URL */
  GW_FACT_SUPPORT,              /* list: bare addresses, "email:", "chat:" or "room:" before each */
  GW_FACT_ALIASES,              /* list: further domains of the same operator, as it says */
  GW_FACT_SOFTWARE,             /* text */
  GW_FACT_TESTING_ALLOWED,      /* bool: agrees to bulk tests */
  GW_FACT_CATEGORY,             /* text: A to D of the list it came from; shown, never scored */
  GW_FACT_LISTED,               /* bool: stands on the newest edition of the list it came from */
  GW_FACT_LISTED_TIMES,         /* number: editions of the public list it stood on ... */
  GW_FACT_LISTED_OF,            /* number: ... of so many looked at */
  GW_FACT_SIGNUP_CLOSED_TIMES,  /* number: closed its in-app registration in those editions */
  GW_FACT_DROPPED_TIMES,        /* number: vanished from the list in those editions */
  /* seen by a probe */
  GW_FACT_REACHABLE,     /* bool */
  GW_FACT_CERTIFICATE,   /* text: "ok" or the GwErrorCode name of its fault */
  GW_FACT_DIRECT_TLS,    /* bool */
  GW_FACT_TLS_VERSION,   /* text: "TLSv1.3" */
  GW_FACT_LOGIN_METHODS, /* list: SASL mechanisms after TLS */
  GW_FACT_INVITATIONS,   /* bool: takes invitation tokens; it may then be by invitation only */
  GW_FACT_REFUSED,       /* text: GwErrorCode name of the last refusal seen here */
  GW_N_FACTS,
} GwFactId;

#define GW_NO_LIMIT ((gint64)0) /* for the facts that say so above */

/* The sign-up forecast (design: at-once|puzzle|email|web|invitation|closed|unclear). */
typedef enum {
  GW_SIGNUP_UNCLEAR,
  GW_SIGNUP_AT_ONCE,
  GW_SIGNUP_PUZZLE,
  GW_SIGNUP_EMAIL,
  GW_SIGNUP_WEB,
  GW_SIGNUP_INVITATION,
  GW_SIGNUP_CLOSED,
  GW_N_SIGNUPS,
} GwSignup;

/* Sixteen bytes: a list of 10,000 providers holds a third of a million of them. */
typedef struct {
  guint8 known;  /* gboolean */
  guint8 origin; /* GwOrigin; NONE when unknown and nobody was asked */
  gint32 date;   /* days since 1970-01-01 UTC of the observation; 0: not known */
  union {
    gboolean yes;
    gint64 number;
    char *text;
    char **list;
  } value; /* which one: gw_fact_kind(id) */
} GwFact;

typedef struct {
  GwFact at[GW_N_FACTS];
} GwFacts;

const char *gw_fact_name (GwFactId id);
GwFactKind gw_fact_kind (GwFactId id);
gboolean gw_fact_from_name (const char *name, GwFactId *id);
const char *gw_origin_name (GwOrigin origin); /* "built-in list" is "builtin" here: for JSON */
gboolean gw_origin_from_name (const char *name, GwOrigin *origin);
/* The same two for a name that is not ended by a NUL. */
gboolean gw_fact_lookup (const char *name, gsize length, GwFactId *id);
gboolean gw_origin_lookup (const char *name, gsize length, GwOrigin *origin);
const char *gw_signup_name (GwSignup signup);
GwSignup gw_signup_from_name (const char *name); /* UNCLEAR for unknown words */

void gw_facts_clear (GwFacts *facts);

/* Whether it may be a value of this fact: a text, or one item of a list; a number. One table says
 * what each fact accepts, so that whatever the way in, no link to a script or a file, no number
 * that cannot be, and nothing unprintable becomes a fact. */
gboolean gw_fact_accepts_text (GwFactId id, const char *text);
gboolean gw_fact_accepts_number (GwFactId id, gint64 number);

/* Offer a value; it is taken if nothing was known, or if it is more trusted and not older than 60
 * days before the present one, or equally trusted and not older. What the provider says of itself
 * only fills gaps. The setters copy. FALSE for a value that the fact does not accept, for a list
 * with such an item or with more than GW_LIMIT_FACT_LIST: it is left out. */
void gw_facts_offer_bool (GwFacts *facts, GwFactId id, gboolean yes, GwOrigin origin, gint32 date);
gboolean gw_facts_offer_number (GwFacts *facts, GwFactId id, gint64 number, GwOrigin origin,
                                gint32 date);
gboolean gw_facts_offer_text (GwFacts *facts, GwFactId id, const char *text, GwOrigin origin,
                              gint32 date);
gboolean gw_facts_offer_list (GwFacts *facts, GwFactId id, const char *const *list, GwOrigin origin,
                              gint32 date);
/* All known values of `from`, by the same rule. */
void gw_facts_merge (GwFacts *facts, const GwFacts *from);
/* The same, but moves the values instead of copying them; `from` is empty afterwards. */
void gw_facts_take (GwFacts *facts, GwFacts *from);

/* Readers: FALSE / `otherwise` / NULL when unknown. Texts and lists are borrowed. */
gboolean gw_facts_is_known (const GwFacts *facts, GwFactId id);
gboolean gw_facts_is_true (const GwFacts *facts, GwFactId id);
gint64 gw_facts_number (const GwFacts *facts, GwFactId id, gint64 otherwise);
const char *gw_facts_text (const GwFacts *facts, GwFactId id);
const char *const *gw_facts_list (const GwFacts *facts, GwFactId id);
GwSignup gw_facts_signup (const GwFacts *facts);

/* The same value, or both unknown; whoever said it, and when. */
gboolean gw_fact_equal (GwFactId id, const GwFact *one, const GwFact *two);

/* One fact as one line, and back: "upload-size=104 builtin 2026-07-11", or "upload-size=104" alone
 * where origin and date are those of the list (`list_origin`; NONE: they must be there). Escapes
 * make each value a single token. The form of the built-in list, of kept lists and of what probes
 * leave behind. */
typedef enum {
  GW_LINE_BAD,      /* none of these lines */
  GW_LINE_LEFT_OUT, /* one with a value, or an item, that the fact does not accept */
  GW_LINE_READ,
} GwLine;
GwLine gw_facts_offer_line (GwFacts *facts, const char *line, gsize length, GwOrigin list_origin,
                            gint32 list_date);
/* Appends the line of a known fact, and its end. */
void gw_fact_append_line (GString *text, GwFactId id, const GwFact *fact, GwOrigin list_origin,
                          gint32 list_date);
/* In full and without an end; NULL for an unknown fact. */
char *gw_fact_to_line (GwFactId id, const GwFact *fact);

/* Dates. "2026-07-11" <-> days since 1970-01-01. What is no date is 0, and 0 is written "-". */
gint32 gw_date_parse (const char *text);
gint32 gw_date_parse_n (const char *text, gsize length); /* not ended by a NUL */
char *gw_date_format (gint32 date);
gint32 gw_date_today (void); /* UTC */

G_END_DECLS
