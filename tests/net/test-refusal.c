/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/refusal: what servers answer, and what it means. Each row of the table is met by a reply that
 * hits this row before any other: one that a real server gave (refusals/, see
 * tests/practice/record-refusals), or one that the source or standard beside it says. */
#include "net/refusal.h"

#include "base/i18n.h"

#define QUERY                                                                                      \
  "<query xmlns='jabber:iq:register'><username>ann</username><password>s3cret-Word</password>"     \
  "</query>"
#define ERROR(type, inside)                                                                        \
  "<iq xmlns='jabber:client' type='error' id='f'>" QUERY "<error type='" type "'>" inside          \
  "</error></iq>"
#define CONDITION(name) "<" name " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
#define TEXT(words)     "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>" words "</text>"
#define LANG(lang, words)                                                                          \
  "<text xml:lang='" lang "' xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>" words "</text>"
#define OOB(url)               "<x xmlns='jabber:x:oob'><url>" url "</url></x>"
#define SAID(condition, words) ERROR ("cancel", CONDITION (condition) TEXT (words))
#define ALONE(condition)       ERROR ("cancel", CONDITION (condition))
#define WAIT(condition)        ERROR ("wait", CONDITION (condition))

typedef enum { FORM, SUBMIT, PUZZLE, INVITED, TOKEN } Step;

typedef struct {
  const char *reply; /* file in refusals/, or the stanza itself */
  Step step;
  GwErrorCode code;
  guint wait_s;
} Reply;

static const Reply replies[] = {
    /* Real ones. ejabberd says of a denied address what it says of a closed server, and of a puzzle
     * that is used or forgotten what it says of a wrong answer. */
    {"prosody-name-taken.xml", SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {"prosody-name-odd.xml", SUBMIT, GW_ERROR_REFUSED_NAME, 0},
    {"prosody-name-empty.xml", SUBMIT, GW_ERROR_REFUSED_FIELDS, 0},
    {"prosody-password-empty.xml", SUBMIT, GW_ERROR_REFUSED_FIELDS, 0},
    {"prosody-password-odd.xml", SUBMIT, GW_ERROR_REFUSED_PASSWORD, 0},
    {"prosody-no-invitation.xml", SUBMIT, GW_ERROR_REFUSED_INVITATION, 0},
    {"prosody-token-unknown.xml", TOKEN, GW_ERROR_REFUSED_TOKEN, 0},
    {"prosody-token-used.xml", TOKEN, GW_ERROR_REFUSED_TOKEN, 0},
    {"prosody-no-tokens.xml", TOKEN, GW_ERROR_BAD_INVITATION, 0},
    {"prosody-throttled.xml", SUBMIT, GW_ERROR_REFUSED_TOO_FAST, 0},
    {"prosody-blocked.xml", SUBMIT, GW_ERROR_REFUSED_ADDRESS, 0},
    {"prosody-closed-form.xml", FORM, GW_ERROR_REFUSED_CLOSED, 0},
    {"prosody-closed.xml", SUBMIT, GW_ERROR_REFUSED_CLOSED, 0},
    {"prosody-website.xml", SUBMIT, GW_ERROR_REFUSED_WEB_ONLY, 0},
    {"ejabberd-name-taken.xml", SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {"ejabberd-name-odd.xml", SUBMIT, GW_ERROR_REFUSED_NAME, 0},
    {"ejabberd-name-empty.xml", SUBMIT, GW_ERROR_REFUSED_NAME, 0},
    {"ejabberd-password-empty.xml", SUBMIT, GW_ERROR_REFUSED_PASSWORD, 0},
    {"ejabberd-password-weak.xml", SUBMIT, GW_ERROR_REFUSED_PASSWORD, 0},
    {"ejabberd-password-weak-de.xml", SUBMIT, GW_ERROR_REFUSED_PASSWORD, 0},
    {"ejabberd-password-odd.xml", SUBMIT, GW_ERROR_REFUSED_PASSWORD, 0},
    {"ejabberd-denied.xml", SUBMIT, GW_ERROR_REFUSED_CLOSED, 0},
    {"ejabberd-denied-de.xml", SUBMIT, GW_ERROR_REFUSED_CLOSED, 0},
    {"ejabberd-address.xml", SUBMIT, GW_ERROR_REFUSED_CLOSED, 0},
    {"ejabberd-puzzle-wrong.xml", PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {"ejabberd-puzzle-wrong-de.xml", PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {"ejabberd-puzzle-used.xml", PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {"ejabberd-puzzle-unknown.xml", PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {"ejabberd-puzzle-name-taken.xml", PUZZLE, GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {"ejabberd-puzzle-missing.xml", PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {"ejabberd-puzzle-no-name.xml", PUZZLE, GW_ERROR_REFUSED_FIELDS, 0},
    {"ejabberd-puzzle-legacy.xml", PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {"ejabberd-too-fast.xml", SUBMIT, GW_ERROR_REFUSED_TOO_FAST, 600},
    {"ejabberd-too-fast-de.xml", SUBMIT, GW_ERROR_REFUSED_TOO_FAST, 600},
    {"ejabberd-too-many-puzzles.xml", FORM, GW_ERROR_REFUSED_TOO_FAST, 60},
    {"ejabberd-too-many-puzzles-de.xml", FORM, GW_ERROR_REFUSED_TOO_FAST, 60},

    /* Prosody 13, mod_invites_register */
    {SAID ("not-acceptable", "The chosen username is not valid with this invitation"), INVITED,
     GW_ERROR_REFUSED_NAME, 0},
    {SAID ("forbidden", "The invite token is invalid or expired"), SUBMIT, GW_ERROR_REFUSED_TOKEN,
     0},
    /* A token that the server forgot between <preauth/> and the submit. */
    {SAID ("not-acceptable", "Registration on this server is through invitation only"), INVITED,
     GW_ERROR_REFUSED_TOKEN, 0},
    /* Prosody: mod_register_limits, mod_register_dnsbl */
    {SAID ("forbidden", "Your IP address is not allowlisted"), SUBMIT, GW_ERROR_REFUSED_ADDRESS, 0},
    {SAID ("not-acceptable", "Your IP address is blacklisted."), SUBMIT, GW_ERROR_REFUSED_ADDRESS,
     0},
    {SAID ("not-acceptable", "Blocked by DNSBL"), SUBMIT, GW_ERROR_REFUSED_ADDRESS, 0},
    /* Prosody: mod_register_ibr with additional_registration_fields = { "email+" } */
    {SAID ("not-acceptable", "Email: Required value missing"), SUBMIT, GW_ERROR_REFUSED_EMAIL, 0},
    {SAID ("feature-not-implemented", "Account creation not available with LDAP."), SUBMIT,
     GW_ERROR_REFUSED_CLOSED, 0},
    {SAID ("internal-server-error", "Failed to write data to disk."), SUBMIT,
     GW_ERROR_REFUSED_BROKEN, 0},

    /* ejabberd and MongooseIM: mod_register, mod_invites_register */
    {SAID ("not-acceptable", "The password contains unacceptable characters"), PUZZLE,
     GW_ERROR_REFUSED_PASSWORD, 0},
    {SAID ("internal-server-error", "Database failure"), SUBMIT, GW_ERROR_REFUSED_BROKEN, 0},
    {SAID ("internal-server-error", "Unable to generate a CAPTCHA"), FORM, GW_ERROR_REFUSED_BROKEN,
     0},
    {SAID ("forbidden", "Access denied by service policy"), PUZZLE, GW_ERROR_REFUSED_CLOSED, 0},
    {SAID ("item-not-found", "The token provided is either invalid or expired."), TOKEN,
     GW_ERROR_REFUSED_TOKEN, 0},
    {SAID ("conflict", "Not allowed"), INVITED, GW_ERROR_REFUSED_TOKEN, 0},
    {SAID ("conflict", "User already exists"), INVITED, GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {SAID ("not-allowed", "Not allowed"), INVITED, GW_ERROR_REFUSED_NAME, 0},
    {SAID ("not-allowed", "Not allowed"), SUBMIT, GW_ERROR_REFUSED_CLOSED, 0},
    /* priv/msgs/de.msg, and a language that the table does not know */
    {ERROR ("wait", CONDITION ("resource-constraint")
                        TEXT ("Benutzer dürfen Konten nicht so schnell registrieren")),
     SUBMIT, GW_ERROR_REFUSED_TOO_FAST, 600},
    {ERROR ("wait", CONDITION ("resource-constraint") TEXT ("Zu viele CAPTCHA-Anforderungen")),
     FORM, GW_ERROR_REFUSED_TOO_FAST, 60},
    {SAID ("not-allowed", "Die CAPTCHA-Verifizierung ist fehlgeschlagen"), PUZZLE,
     GW_ERROR_REFUSED_PUZZLE, 0},
    {SAID ("bad-request", "Falsche CAPTCHA-Eingabe"), PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {SAID ("not-acceptable", "Das Passwort ist zu schwach"), SUBMIT, GW_ERROR_REFUSED_PASSWORD, 0},
    {SAID ("jid-malformed", "Ungültiger Benutzername"), SUBMIT, GW_ERROR_REFUSED_NAME, 0},
    {SAID ("forbidden", "Zugriff aufgrund der Dienstrichtlinien verweigert"), SUBMIT,
     GW_ERROR_REFUSED_CLOSED, 0},
    {SAID ("not-allowed", "Проверка CAPTCHA не пройдена"), PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {SAID ("not-allowed", "La vérification a échoué"), PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {ERROR ("wait", CONDITION ("resource-constraint") TEXT ("Trop vite")), SUBMIT,
     GW_ERROR_REFUSED_TOO_FAST, 0},

    /* Tigase: JabberIqRegister. Openfire: IQRegisterHandler, which never says a word. */
    {SAID ("not-allowed", "Registration is not allowed for this connection."), SUBMIT,
     GW_ERROR_REFUSED_ADDRESS, 0},
    {SAID ("not-allowed", "Registration is not allowed for this domain."), FORM,
     GW_ERROR_REFUSED_CLOSED, 0},
    {SAID ("conflict", "Unsuccessful registration attempt"), SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN,
     0},
    {SAID ("jid-malformed", "Incorrect user name, stringprep processing failed."), SUBMIT,
     GW_ERROR_REFUSED_NAME, 0},
    {ALONE ("jid-malformed"), SUBMIT, GW_ERROR_REFUSED_NAME, 0},
    {ALONE ("service-unavailable"), FORM, GW_ERROR_REFUSED_CLOSED, 0},

    /* XEP-0077 section 3.1.1, XEP-0158 section 3.4, XEP-0445 section 4, RFC 6120 section 8.3.3 */
    {ALONE ("conflict"), SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {ALONE ("not-acceptable"), SUBMIT, GW_ERROR_REFUSED_FIELDS, 0},
    {ALONE ("service-unavailable"), PUZZLE, GW_ERROR_REFUSED_PUZZLE_OLD, 0},
    {ALONE ("not-allowed"), PUZZLE, GW_ERROR_REFUSED_PUZZLE, 0},
    {SAID ("item-not-found", "The provided token is invalid or expired"), TOKEN,
     GW_ERROR_REFUSED_TOKEN, 0},
    {ALONE ("not-allowed"), SUBMIT, GW_ERROR_REFUSED_CLOSED, 0},
    {ALONE ("not-allowed"), FORM, GW_ERROR_REFUSED_CLOSED, 0},
    {ALONE ("feature-not-implemented"), FORM, GW_ERROR_REFUSED_CLOSED, 0},
    {ALONE ("feature-not-implemented"), TOKEN, GW_ERROR_BAD_INVITATION, 0},
    {ALONE ("redirect"), FORM, GW_ERROR_REFUSED_WEB_ONLY, 0},
    {ALONE ("gone"), SUBMIT, GW_ERROR_REFUSED_CLOSED, 0},
    {ALONE ("remote-server-timeout"), SUBMIT, GW_ERROR_REFUSED_BROKEN, 0},
    {WAIT ("undefined-condition"), SUBMIT, GW_ERROR_REFUSED_BROKEN, 0},
    {WAIT ("resource-constraint"), FORM, GW_ERROR_REFUSED_TOO_FAST, 0},
    {WAIT ("policy-violation"), SUBMIT, GW_ERROR_REFUSED_TOO_FAST, 0},
    {WAIT ("service-unavailable"), PUZZLE, GW_ERROR_REFUSED_TOO_FAST, 0},
    {WAIT ("internal-server-error"), SUBMIT, GW_ERROR_REFUSED_BROKEN, 0},
    {ALONE ("policy-violation"), SUBMIT, GW_ERROR_REFUSED_OTHER, 0},
    {"<iq xmlns='jabber:client' type='error'/>", SUBMIT, GW_ERROR_REFUSED_OTHER, 0},
    {ERROR ("cancel", ""), FORM, GW_ERROR_REFUSED_OTHER, 0},

    /* sentences of owners */
    {SAID ("not-allowed", "Please register at https://join.example/"), FORM,
     GW_ERROR_REFUSED_WEB_ONLY, 0},
    {SAID ("not-acceptable", "Password length must be at least 10"), SUBMIT,
     GW_ERROR_REFUSED_PASSWORD, 0},
    {SAID ("not-acceptable", "Too short"), SUBMIT, GW_ERROR_REFUSED_PASSWORD, 0},
    {SAID ("not-acceptable", "A valid e-mail address is required"), SUBMIT, GW_ERROR_REFUSED_EMAIL,
     0},
    {SAID ("forbidden", "Closed. Write an e-mail to the owner."), SUBMIT, GW_ERROR_REFUSED_CLOSED,
     0},
    {SAID ("not-acceptable", "Bitte stimme den Nutzungsbedingungen zu"), SUBMIT,
     GW_ERROR_REFUSED_FIELDS, 0},
    {SAID ("not-acceptable", "Registration is currently disabled"), SUBMIT, GW_ERROR_REFUSED_CLOSED,
     0},
    {SAID ("undefined-condition", "That name is already taken"), SUBMIT,
     GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {SAID ("policy-violation", "Registration from Tor exit nodes is not possible"), SUBMIT,
     GW_ERROR_REFUSED_ADDRESS, 0},
    {ERROR ("wait", CONDITION ("policy-violation") TEXT ("Slow down, retry after 90 seconds.")),
     SUBMIT, GW_ERROR_REFUSED_TOO_FAST, 90},
    {SAID ("undefined-condition", "Nein."), SUBMIT, GW_ERROR_REFUSED_OTHER, 0},
};

static GwRefusalStep
step_of (const Reply *reply)
{
  return reply->step == FORM    ? GW_REFUSAL_OF_FORM
         : reply->step == TOKEN ? GW_REFUSAL_OF_TOKEN
                                : GW_REFUSAL_OF_SUBMIT;
}

static GwXml *
parse (const char *reply)
{
  g_autofree char *text = NULL;
  GError *error = NULL;
  GwXml *iq;

  if (*reply != '<') {
    g_autofree char *path = g_build_filename (REFUSALS, reply, NULL);
    g_file_get_contents (path, &text, NULL, &error);
    g_assert_no_error (error);
  }
  iq = gw_xml_parse (text ? text : reply, -1, &error);
  g_assert_no_error (error);
  return iq;
}

static const GwRefusalRow *
row_of (const Reply *reply)
{
  g_autoptr (GwXml) iq = parse (reply->reply);
  const GwXml *error = gw_xml_child (iq, "error", NULL);
  GwRefusalWords words = {.step = step_of (reply),
                          .had_puzzle = reply->step == PUZZLE,
                          .had_token = reply->step == INVITED};

  for (const GwXml *child = error ? gw_xml_first (error) : NULL; child; child = gw_xml_next (child))
    if (gw_xml_is (child, "text", NULL))
      words.text = gw_xml_text (child); /* ejabberd's English comes last */
    else
      words.condition = gw_xml_name (child);
  words.says_wait = error && g_strcmp0 (gw_xml_attribute (error, "type"), "wait") == 0;
  return gw_refusal_find (&words);
}

static void
test_every_reply (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    const Reply *reply = &replies[i];
    g_autoptr (GwXml) iq = parse (reply->reply);
    g_auto (GwRefusal) refusal = {0};

    g_test_message ("%s", reply->reply);
    g_assert_true (gw_refusal_read (iq, step_of (reply), reply->step == PUZZLE,
                                    reply->step == INVITED, &refusal));
    g_assert_cmpstr (gw_error_name (refusal.code), ==, gw_error_name (reply->code));
    g_assert_cmpuint (refusal.wait_s, ==, reply->wait_s);
  }
}

static gboolean
is_listed (const char *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    if (g_str_equal (replies[i].reply, file))
      return TRUE;
  return FALSE;
}

static void
test_every_recording (void)
{
  g_autoptr (GDir) folder = g_dir_open (REFUSALS, 0, NULL);
  const char *file;

  g_assert_nonnull (folder);
  while ((file = g_dir_read_name (folder)) != NULL)
    if (!is_listed (file))
      g_error ("%s is not read", file);
}

static void
test_every_row (void)
{
  guint n_rows;
  const GwRefusalRow *rows = gw_refusal_rows (&n_rows);
  g_autofree gboolean *met = g_new0 (gboolean, n_rows);

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    const GwRefusalRow *row = row_of (&replies[i]);
    if (row)
      met[row - rows] = TRUE;
  }
  for (guint i = 0; i < n_rows; i++)
    if (!met[i])
      g_error ("no reply hits row %u first: %s, \"%s\"", i, rows[i].conditions, rows[i].words);
}

/* --- what a person reads -----------------------------------------------------------------------
 */

/* Every code that the table gives: the sentence in both languages, and what to do next. */
static const struct {
  GwErrorCode code;
  const char *english, *german, *next;
} sentences[] = {
    {GW_ERROR_REFUSED_CLOSED, "No new addresses are given out at a.example.",
     "Bei a.example werden keine neuen Adressen vergeben.", "other-provider"},
    {GW_ERROR_REFUSED_WEB_ONLY, "A new address is given out only on the website of a.example.",
     "Eine neue Adresse gibt es nur auf der Webseite von a.example.", "open-website"},
    {GW_ERROR_REFUSED_INVITATION, "For a new address you need an invitation at a.example.",
     "Für eine neue Adresse brauchst du bei a.example eine Einladung.", "ask-invitation"},
    {GW_ERROR_REFUSED_TOKEN,
     "The invitation is not valid any more at a.example: it was used before, or it has expired.",
     "Die Einladung gilt bei a.example nicht mehr: Sie wurde schon benutzt oder ist abgelaufen.",
     "ask-invitation"},
    {GW_ERROR_REFUSED_NAME_TAKEN, "The name is already taken at a.example.",
     "Der Name ist bei a.example schon vergeben.", "other-name"},
    {GW_ERROR_REFUSED_NAME, "The name is not allowed at a.example.",
     "Der Name ist bei a.example nicht erlaubt.", "other-name"},
    {GW_ERROR_REFUSED_PASSWORD, "The password is not accepted at a.example.",
     "Das Passwort wird bei a.example nicht angenommen.", "other-password"},
    {GW_ERROR_REFUSED_PUZZLE, "The answer to the picture puzzle was not accepted at a.example.",
     "Die Antwort auf das Bilderrätsel wurde bei a.example nicht angenommen.", "new-picture"},
    {GW_ERROR_REFUSED_PUZZLE_OLD, "The puzzle is not valid any more at a.example.",
     "Das Rätsel gilt bei a.example nicht mehr.", "new-picture"},
    {GW_ERROR_REFUSED_EMAIL, "An e-mail address is needed, or another one, at a.example.",
     "Es wird eine E-Mail-Adresse gebraucht, oder eine andere, bei a.example.", "correct-form"},
    {GW_ERROR_REFUSED_FIELDS, "Something in the form is missing or was not accepted at a.example.",
     "Etwas im Formular fehlt oder wurde bei a.example nicht angenommen.", "correct-form"},
    {GW_ERROR_REFUSED_TOO_FAST, "There were too many attempts in a short time at a.example.",
     "Bei a.example gab es in kurzer Zeit zu viele Versuche.", "retry-later"},
    {GW_ERROR_REFUSED_ADDRESS,
     "Nobody gets a new address over your internet connection at a.example.",
     "Über deinen Internetanschluss bekommt bei a.example niemand eine neue Adresse.",
     "other-provider"},
    {GW_ERROR_REFUSED_BROKEN,
     "The new address could not be made because of a fault inside the server of a.example.",
     "Die neue Adresse konnte nicht angelegt werden, wegen eines Fehlers im Server von a.example.",
     "retry-later"},
    {GW_ERROR_REFUSED_OTHER, "The new address was refused by a.example.",
     "Die neue Adresse wurde von a.example abgelehnt.", "other-provider"},
    {GW_ERROR_BAD_INVITATION, "This is not an invitation that can be used here. (a.example)",
     "Das ist keine Einladung, die hier benutzt werden kann. (a.example)", "ask-invitation"},
};

static void
check_sentences (gboolean german)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    GwRefusal refusal = {.code = sentences[i].code, .words = (char *)"Nein.", .wait_s = 5};
    g_autoptr (GError) error = gw_refusal_to_error (&refusal, "a.example");

    g_assert_cmpstr (error->message, ==, german ? sentences[i].german : sentences[i].english);
    g_assert_cmpint (gw_error_code (error), ==, sentences[i].code);
    g_assert_cmpstr (gw_next_name (gw_error_next (gw_error_code (error))), ==, sentences[i].next);
  }
}

static void
test_english (void)
{
  check_sentences (FALSE);
}

/* The last one: there is no way back. */
static void
test_german (void)
{
  gw_i18n_init ("de");
  check_sentences (TRUE);
}

static void
test_every_code_has_a_sentence (void)
{
  guint n_rows;
  const GwRefusalRow *rows = gw_refusal_rows (&n_rows);

  for (guint row = 0; row < n_rows; row++) {
    gboolean found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
      found |= sentences[i].code == rows[row].code;
    if (!found)
      g_error ("no sentence of %s is looked at", gw_error_name (rows[row].code));
  }
}

/* --- words, pages, waits -----------------------------------------------------------------------
 */

static const struct {
  const char *iq;
  GwErrorCode code;
  const char *words, *page;
  const char *shown; /* in the brackets of the one sentence */
} parts[] = {
    {SAID ("conflict", "Taken."), GW_ERROR_REFUSED_NAME_TAKEN, "Taken.", NULL, "(Taken.)"},
    {ERROR ("cancel", TEXT ("Taken.") CONDITION ("conflict")), GW_ERROR_REFUSED_NAME_TAKEN,
     "Taken.", NULL, "(Taken.)"},
    {ERROR ("cancel", "<own xmlns='urn:own'/>" CONDITION ("conflict")), GW_ERROR_REFUSED_NAME_TAKEN,
     NULL, NULL, "(conflict)"},
    {ERROR ("cancel", CONDITION ("undefined-condition") LANG ("fr", "Déjà pris.")
                          LANG ("en", "This name is already taken.")),
     GW_ERROR_REFUSED_NAME_TAKEN, "Déjà pris.", NULL, "(Déjà pris.)"},
    {SAID ("conflict", " \n "), GW_ERROR_REFUSED_NAME_TAKEN, NULL, NULL, "(conflict)"},
    {SAID ("conflict", " one\ntwo\t"), GW_ERROR_REFUSED_NAME_TAKEN, "one two", NULL, "(one two)"},
    {SAID ("conflict", "a\xe2\x80\xae"
                       "b"),
     GW_ERROR_REFUSED_NAME_TAKEN, "a b", NULL, "(a b)"},
    {ERROR ("cancel", CONDITION ("not-allowed") OOB ("https://join.example/")),
     GW_ERROR_REFUSED_WEB_ONLY, NULL, "https://join.example/", "(https://join.example/)"},
    {ERROR ("cancel", CONDITION ("not-allowed") OOB ("http://join.example/")),
     GW_ERROR_REFUSED_CLOSED, NULL, NULL, "(not-allowed)"},
    {SAID ("not-allowed", "See https://join.example/new."), GW_ERROR_REFUSED_WEB_ONLY,
     "See https://join.example/new.", "https://join.example/new",
     "(See https://join.example/new.)"},
    {SAID ("conflict", "Taken, see https://help.example"), GW_ERROR_REFUSED_NAME_TAKEN,
     "Taken, see https://help.example", "https://help.example", NULL},
    {ERROR ("cancel",
            "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>https://new.example</gone>"),
     GW_ERROR_REFUSED_WEB_ONLY, NULL, "https://new.example", "(https://new.example)"},
    {"<iq xmlns='jabber:client' type='error'/>", GW_ERROR_REFUSED_OTHER, NULL, NULL, "a.example."},
};

static void
test_parts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GwXml) iq = gw_xml_parse (parts[i].iq, -1, NULL);
    g_auto (GwRefusal) refusal = {0};
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", parts[i].iq);
    g_assert_true (gw_refusal_read (iq, GW_REFUSAL_OF_SUBMIT, FALSE, FALSE, &refusal));
    g_assert_cmpstr (gw_error_name (refusal.code), ==, gw_error_name (parts[i].code));
    g_assert_cmpstr (refusal.words, ==, parts[i].words);
    g_assert_cmpstr (refusal.page, ==, parts[i].page);
    gw_refusal_set (&error, iq, "a.example", GW_REFUSAL_OF_SUBMIT, FALSE);
    g_assert_cmpint (gw_error_code (error), ==, parts[i].code);
    g_assert_nonnull (strstr (error->message, "a.example"));
    g_assert_null (strstr (error->message, "s3cret-Word"));
    if (parts[i].shown && strstr (error->message, parts[i].shown) == NULL)
      g_error ("no \"%s\" in \"%s\"", parts[i].shown, error->message);
  }
}

static void
test_long_words (void)
{
  g_autofree char *many = g_strnfill (100000, 'x');
  g_autofree char *stanza = g_strdup_printf (
      "<iq xmlns='jabber:client' type='error'><error type='cancel'>%s" TEXT ("%s") "</error></iq>",
      CONDITION ("conflict"), many);
  g_autoptr (GwXml) iq = gw_xml_parse (stanza, -1, NULL);
  g_auto (GwRefusal) refusal = {0};

  g_assert_nonnull (iq);
  g_assert_true (gw_refusal_read (iq, GW_REFUSAL_OF_SUBMIT, FALSE, FALSE, &refusal));
  g_assert_cmpint (g_utf8_strlen (refusal.words, -1), ==, GW_REFUSAL_WORDS_MAX);
  g_assert_true (g_str_has_suffix (refusal.words, "x…"));
}

static void
test_no_refusal (void)
{
  g_autoptr (GwXml) iq =
      gw_xml_parse ("<iq xmlns='jabber:client' type='result'>" QUERY "</iq>", -1, NULL);
  GwRefusal refusal;

  g_assert_false (gw_refusal_read (iq, GW_REFUSAL_OF_FORM, FALSE, FALSE, &refusal));
  g_assert_null (refusal.words);
  g_assert_null (refusal.page);
  g_assert_cmpuint (refusal.wait_s, ==, 0);
}

static const struct {
  const char *text;
  guint seconds;
} waits[] = {
    {NULL, 0},
    {"", 0},
    {"Users are not allowed to register accounts so quickly", 0},
    {"Retry after 600 seconds", 600},
    {"Retry after 600 SECONDS.", 600},
    {"Please wait 10 minutes, then try again.", 600},
    {"Bitte warte 10 Minuten.", 600},
    {"in 1 Stunde", 3600},
    {"Try 3 more times in 2 hours", 7200},
    {"wait 5min", 300},
    {"1 account per hour; wait 30 s", 30},
    {"at most 5 servers", 0},
    {"only 8", 0},
    {"wait 99999999999999999999 seconds", 86400},
    {"wait 5000 hours", 86400},
};

static void
test_wait (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++) {
    g_test_message ("%s", waits[i].text);
    g_assert_cmpuint (gw_refusal_wait (waits[i].text), ==, waits[i].seconds);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal/condition-and-sentence-tell-the-reason", test_every_reply);
  g_test_add_func ("/refusal/each-recording-is-read", test_every_recording);
  g_test_add_func ("/refusal/each-row-is-hit-by-a-reply", test_every_row);
  g_test_add_func ("/refusal/words-and-page-come-without-the-password", test_parts);
  g_test_add_func ("/refusal/long-words-are-cut", test_long_words);
  g_test_add_func ("/refusal/a-result-is-none", test_no_refusal);
  g_test_add_func ("/refusal/the-time-to-wait-is-read-from-the-sentence", test_wait);
  g_test_add_func ("/refusal/each-code-has-a-sentence", test_every_code_has_a_sentence);
  g_test_add_func ("/refusal/the-sentence-is-english", test_english);
  g_test_add_func ("/refusal/the-sentence-is-german", test_german);
  return g_test_run ();
}
