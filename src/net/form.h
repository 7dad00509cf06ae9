/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registration forms as plain structs: legacy fields (XEP-0077 section 3.1), data forms (XEP-0004),
 * picture puzzles (XEP-0158, XEP-0221 media, XEP-0231 data) and web pages (XEP-0066). Pure: an
 * answer of the server in, a struct out; and the filled form as XML. It stands in this room since
 * the prober reads forms as well as the registration. */
#pragma once

#include "base/fact.h"
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

/* What a field is for; the program fills USERNAME and PASSWORD itself and asks the person for the
 * rest. */
typedef enum {
  GW_ROLE_OTHER,
  GW_ROLE_USERNAME,
  GW_ROLE_PASSWORD,
  GW_ROLE_EMAIL,
  GW_ROLE_PUZZLE, /* the answer to the picture */
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
  char *value;        /* default, several joined by newlines; NULL: none */
  GPtrArray *options; /* GwFieldOption; NULL unless CHOICE or CHOICES */
} GwField;

typedef struct {
  char *title;           /* NULL: none */
  char *instructions;    /* NULL: none */
  GPtrArray *fields;     /* GwField, in the server's order */
  gboolean is_data_form; /* submit as jabber:x:data, else as legacy children */
  char *form_type;
  char *key;           /* legacy <key/>, to be sent back; NULL: none */
  gboolean registered; /* <registered/>: the server takes us for registered already */
  char *web_page;      /* https URL of jabber:x:oob or of the instructions; NULL: none */
  /* picture puzzle */
  GBytes *picture;   /* PNG or JPEG by its first bytes, within base/limits.h; NULL: none */
  char *picture_url; /* https URL when the bytes did not come along; NULL: none */
} GwForm;

/* `iq` is the answer to the form request: type='result' gives a form, type='error' gives NULL and
 * the refusal as an error (see gw_refusal_set). GW_ERROR_REFUSED_FORM: nothing in it that we
 * could fill in. */
GwForm *gw_form_parse (GwXml *iq, const char *domain, GError **error);
void gw_form_free (GwForm *form);

/* How one gets an address here, by the look of the form. A form that asks for nothing special is
 * AT_ONCE even where the stream announced invitation tokens: whether only invitations pass cannot
 * be known without asking. UNCLEAR: it requires something whose meaning we do not know. */
GwSignup gw_form_signup (const GwForm *form);

/* First field of that role, or NULL. */
const GwField *gw_form_field (const GwForm *form, GwFieldRole role);

/* True when a person has to type or choose something beyond name and password. */
gboolean gw_form_needs_person (const GwForm *form);

/* The <query xmlns='jabber:iq:register'> to submit. `answers`: var -> text (char*), several values
 * split by newlines; a field without an answer sends its default, a hidden one always.
 * GW_ERROR_REFUSED_FIELDS names the first required field that is empty. The result holds the
 * password: free it with gw_wipe_free(). */
char *gw_form_fill (const GwForm *form, GHashTable *answers, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwForm, gw_form_free)

G_END_DECLS
