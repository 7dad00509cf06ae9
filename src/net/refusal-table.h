/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of refusals: condition, words, step and software of a "no", and what it means. Rows are
 * of two kinds: sentences that a known server says, and conditions for what nobody knows. Sources:
 * RFC 6120 section 8.3.3, XEP-0077 section 3.1.1, XEP-0158 section 3.4, XEP-0445 section 4, and the
 * sources of Prosody (0.11 to 13), ejabberd (to 26), Openfire, Tigase and MongooseIM. Pure. */
#pragma once

#include "base/error.h"

G_BEGIN_DECLS

typedef enum {
  GW_REFUSAL_OF_FORM,
  GW_REFUSAL_OF_SUBMIT,
  GW_REFUSAL_OF_TOKEN, /* the answer to <preauth/> (XEP-0445 section 4) */
} GwRefusalStep;

/* Who says a sentence, and so whose default wait counts. ANY: the standards, or several. Openfire
 * says conditions only. */
typedef enum {
  GW_REFUSAL_BY_ANY,
  GW_REFUSAL_BY_PROSODY,
  GW_REFUSAL_BY_EJABBERD, /* MongooseIM as well, which comes of it */
  GW_REFUSAL_BY_TIGASE,
} GwRefusalSoftware;

typedef struct {
  const char *conditions; /* one of these, "a|b"; NULL: whichever */
  const char *words;      /* one of these stands in the text, "a|b", lower case; NULL: whatever */
  guint when;             /* flags of refusal-table.c */
  GwRefusalSoftware software;
  GwErrorCode code;
  guint wait_s; /* what this software wants unless its owner changed it; 0: not known */
} GwRefusalRow;

/* What was said, and to what. */
typedef struct {
  const char *condition; /* NULL: none */
  const char *text;      /* NULL: none */
  gboolean says_wait;    /* the error's type is "wait" (RFC 6120 section 8.3.2) */
  GwRefusalStep step;
  gboolean had_puzzle; /* the form held a picture puzzle */
  gboolean had_token;  /* an invitation was accepted before */
} GwRefusalWords;

/* The first row that fits; NULL: none. It belongs to the table. */
const GwRefusalRow *gw_refusal_find (const GwRefusalWords *words);

/* The whole table, for tests and documentation. */
const GwRefusalRow *gw_refusal_rows (guint *n_rows);

G_END_DECLS
