/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registration forms as plain structs: legacy fields (XEP-0077 section 3.1), data forms (XEP-0004),
 * puzzles (XEP-0158, XEP-0221 media, XEP-0231 data) and web pages (XEP-0066). Pure: an answer of
 * the server in, a struct out; and the filled form as XML. It stands in this room since the prober
 * reads forms as well as the registration.
 *
 * What a person reads (title, instructions, labels, descriptions, options, notes) has gone through
 * gw_clean_text() and is plain text, whatever it looks like. What goes back (names, values) is as
 * the server gave it. */
#pragma once

#include "base/fact.h"
#include "net/medium.h"
#include "net/xml.h"

G_BEGIN_DECLS

typedef enum {
  GW_FIELD_TEXT,
  GW_FIELD_SECRET,
  GW_FIELD_LINES,
  GW_FIELD_BOOL,
  GW_FIELD_CHOICE,
  GW_FIELD_CHOICES,
  GW_FIELD_HIDDEN,
  GW_FIELD_NOTE, /* "fixed": text to read */
} GwFieldKind;

/* What a field is for; the program fills USERNAME, PASSWORD and NICK itself and asks the person for
 * the rest. A form may have several puzzles, and of the other roles one field each. */
typedef enum {
  GW_ROLE_OTHER,
  GW_ROLE_USERNAME,
  GW_ROLE_PASSWORD,
  GW_ROLE_EMAIL,
  GW_ROLE_PUZZLE, /* its answer; see puzzles_wanted */
  GW_ROLE_NICK,   /* the display name */
} GwFieldRole;

typedef struct {
  char *value;
  char *label;
} GwFieldOption;

typedef struct {
  char *var;
  char *label; /* never NULL; a plain word of ours when the server gave none */
  char *desc;  /* NULL: none */
  GwFieldKind kind;
  GwFieldRole role;
  gboolean required;
  gboolean is_address;       /* LINES or TEXT of XMPP addresses */
  char *value;               /* default, several joined by newlines; NULL: none */
  guint n_values;            /* that many */
  GPtrArray *options;        /* GwFieldOption; NULL unless CHOICE or CHOICES */
  GwMedium *picture, *sound; /* NULL: none */
} GwField;

typedef struct {
  char *title;           /* NULL: none */
  char *instructions;    /* NULL: none */
  GPtrArray *fields;     /* GwField, in the server's order */
  gboolean is_data_form; /* submit as jabber:x:data, else as legacy children */
  char *form_type;
  char *key;            /* legacy <key/>, to be sent back; NULL: none */
  gboolean registered;  /* <registered/>: the server takes us for registered already */
  char *web_page;       /* https URL of jabber:x:oob or of the instructions; NULL: none */
  guint puzzles_wanted; /* so many of its puzzles must be answered, the required ones among them */
} GwForm;

/* `iq` is the answer to the form request: type='result' gives a form, type='error' gives NULL and
 * the refusal as an error (see gw_refusal_set). GW_ERROR_REFUSED_FORM: nothing in it that we
 * could fill in, more than base/limits.h allows, or a puzzle that needs what we cannot do (watch a
 * video, calculate a hash). */
GwForm *gw_form_parse (GwXml *iq, const char *domain, GError **error);
void gw_form_free (GwForm *form);

/* How one gets an address here, by the look of the form. A form that asks for nothing special is
 * AT_ONCE even where the stream announced invitation tokens: whether only invitations pass cannot
 * be known without asking. UNCLEAR: it requires something whose meaning we do not know. */
GwSignup gw_form_signup (const GwForm *form);

/* First field of that role, or NULL. */
const GwField *gw_form_field (const GwForm *form, GwFieldRole role);

/* True when a person has to type or choose something beyond names and password. */
gboolean gw_form_needs_person (const GwForm *form);

gboolean gw_form_has_puzzle (const GwForm *form);

/* FALSE and GW_ERROR_PUZZLE_BROKEN when too few of its puzzles could be answered, since the
 * pictures and sounds of the others are lost (see gw_medium_is_lost). */
gboolean gw_form_check_puzzles (const GwForm *form, const char *domain, GError **error);

/* The https pages that the form names in its words (terms of use, rules), char*, in their order,
 * each once, GW_LIMIT_FORM_LINKS at most. */
GPtrArray *gw_form_links (const GwForm *form);

/* Whether it looks like name@domain.tld: no blanks, at most GW_LIMIT_EMAIL bytes. */
gboolean gw_form_is_email (const char *text);

/* The <query xmlns='jabber:iq:register'> to submit. `answers`: var -> text (char*), several values
 * split by newlines; a field without an answer sends its default, a hidden one always, and the
 * display name is the name when nothing else is said.
 *
 * GW_ERROR_REFUSED_FIELDS names the first field that is empty and must not be, or whose answer is
 * none: not among the options, no "0" or "1", no e-mail address, no XMPP address, longer than
 * GW_LIMIT_FORM_TEXT, or not to be said in XML. The result holds the password: free it with
 * gw_wipe_free(). */
char *gw_form_fill (const GwForm *form, GHashTable *answers, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwForm, gw_form_free)

G_END_DECLS
