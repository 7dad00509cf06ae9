/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/refusal: what servers answer, and what it means. */
#include "net/refusal.h"

#define ERROR(type, inside)                                                                        \
  "<iq xmlns='jabber:client' type='error' id='f'>"                                                 \
  "<query xmlns='jabber:iq:register'><username>ann</username><password>s3cret-Word</password>"     \
  "</query><error type='" type "'>" inside "</error></iq>"
#define CONDITION(name) "<" name " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
#define TEXT(words)     "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>" words "</text>"
#define OOB(url)        "<x xmlns='jabber:x:oob'><url>" url "</url></x>"

typedef enum { FORM, SUBMIT, PUZZLE } Step;

static const struct {
  const char *condition, *text;
  Step step;
  GwErrorCode code;
} judgements[] = {
    /* Prosody */
    {"conflict", "The requested username already exists.", SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN},
    {"not-acceptable", "The requested username is invalid.", SUBMIT, GW_ERROR_REFUSED_NAME},
    {"not-acceptable", "Registration on this server is through invitation only", SUBMIT,
     GW_ERROR_REFUSED_INVITATION},
    {"forbidden", "The invite token is invalid or expired", SUBMIT, GW_ERROR_REFUSED_INVITATION},
    {"not-acceptable", "Username: Required value missing", SUBMIT, GW_ERROR_REFUSED_FIELDS},
    {"policy-violation", "Too many registrations from this IP address recently", SUBMIT,
     GW_ERROR_REFUSED_TOO_FAST},
    {"forbidden", "Your IP address is blocklisted", SUBMIT, GW_ERROR_REFUSED_ADDRESS},
    {"forbidden", "Your IP address is not allowlisted", SUBMIT, GW_ERROR_REFUSED_ADDRESS},
    {"not-acceptable", "Your IP address is blacklisted.", SUBMIT, GW_ERROR_REFUSED_ADDRESS},
    {"service-unavailable", NULL, FORM, GW_ERROR_REFUSED_CLOSED},
    {"registration-required", NULL, FORM, GW_ERROR_REFUSED_CLOSED},
    {"internal-server-error", "Failed to write data to disk.", SUBMIT, GW_ERROR_REFUSED_OTHER},
    /* ejabberd */
    {"conflict", "User already exists", SUBMIT, GW_ERROR_REFUSED_NAME_TAKEN},
    {"jid-malformed", "Malformed username", SUBMIT, GW_ERROR_REFUSED_NAME},
    {"not-acceptable", "The password is too weak", SUBMIT, GW_ERROR_REFUSED_PASSWORD},
    {"not-allowed", "The password contains unacceptable characters", PUZZLE,
     GW_ERROR_REFUSED_PASSWORD},
    {"resource-constraint", "Users are not allowed to register accounts so quickly", SUBMIT,
     GW_ERROR_REFUSED_TOO_FAST},
    {"resource-constraint", "Too many CAPTCHA requests", FORM, GW_ERROR_REFUSED_TOO_FAST},
    {"internal-server-error", "Unable to generate a CAPTCHA", FORM, GW_ERROR_REFUSED_OTHER},
    {"not-allowed", "The CAPTCHA verification has failed", PUZZLE, GW_ERROR_REFUSED_PUZZLE},
    {"bad-request", "Incorrect CAPTCHA submit", PUZZLE, GW_ERROR_REFUSED_PUZZLE},
    {"bad-request", "Incorrect data form", SUBMIT, GW_ERROR_REFUSED_FIELDS},
    {"forbidden", "Access denied by service policy", SUBMIT, GW_ERROR_REFUSED_CLOSED},
    /* conditions alone */
    {"not-acceptable", NULL, SUBMIT, GW_ERROR_REFUSED_FIELDS},
    {"not-allowed", NULL, PUZZLE, GW_ERROR_REFUSED_PUZZLE},
    {"not-allowed", NULL, SUBMIT, GW_ERROR_REFUSED_CLOSED},
    {"not-allowed", NULL, FORM, GW_ERROR_REFUSED_CLOSED},
    {"forbidden", NULL, FORM, GW_ERROR_REFUSED_CLOSED},
    {"feature-not-implemented", NULL, FORM, GW_ERROR_REFUSED_CLOSED},
    {"redirect", NULL, FORM, GW_ERROR_REFUSED_WEB_ONLY},
    {"resource-constraint", NULL, FORM, GW_ERROR_REFUSED_TOO_FAST},
    {"undefined-condition", "Nein.", SUBMIT, GW_ERROR_REFUSED_OTHER},
    {NULL, NULL, SUBMIT, GW_ERROR_REFUSED_OTHER},
    /* sentences of others */
    {"not-allowed", "Please register at https://join.example/", FORM, GW_ERROR_REFUSED_WEB_ONLY},
    {"not-acceptable", "Password length must be at least 10", SUBMIT, GW_ERROR_REFUSED_PASSWORD},
    {"not-acceptable", "A valid e-mail address is required", SUBMIT, GW_ERROR_REFUSED_FIELDS},
};

static void
test_judge (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (judgements); i++) {
    GwRefusalStep step = judgements[i].step == FORM ? GW_REFUSAL_OF_FORM : GW_REFUSAL_OF_SUBMIT;
    GwErrorCode code = gw_refusal_judge (judgements[i].condition, judgements[i].text, step,
                                         judgements[i].step == PUZZLE);

    g_test_message ("%s: %s", judgements[i].condition, judgements[i].text);
    g_assert_cmpstr (gw_error_name (code), ==, gw_error_name (judgements[i].code));
  }
}

static const struct {
  const char *iq;
  GwErrorCode code;
  const char *words; /* stand in the message; NULL: not looked at */
} stanzas[] = {
    {ERROR ("cancel", CONDITION ("conflict") TEXT ("Taken.")), GW_ERROR_REFUSED_NAME_TAKEN,
     "(Taken.)"},
    {ERROR ("cancel", TEXT ("Taken.") CONDITION ("conflict")), GW_ERROR_REFUSED_NAME_TAKEN, NULL},
    {ERROR ("cancel", "<own xmlns='urn:own'/>" CONDITION ("conflict")), GW_ERROR_REFUSED_NAME_TAKEN,
     "(conflict)"},
    {ERROR ("wait", CONDITION ("policy-violation")), GW_ERROR_REFUSED_TOO_FAST, NULL},
    {ERROR ("wait", CONDITION ("service-unavailable")), GW_ERROR_REFUSED_TOO_FAST, NULL},
    {ERROR ("wait", CONDITION ("internal-server-error")), GW_ERROR_REFUSED_OTHER, NULL},
    {ERROR ("cancel", CONDITION ("not-allowed") OOB ("https://join.example/")),
     GW_ERROR_REFUSED_WEB_ONLY, "(https://join.example/)"},
    {ERROR ("cancel", CONDITION ("not-allowed") OOB ("http://join.example/")),
     GW_ERROR_REFUSED_CLOSED, NULL},
    {ERROR ("cancel",
            "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>https://new.example</gone>"),
     GW_ERROR_REFUSED_WEB_ONLY, "(https://new.example)"},
    {ERROR ("cancel", CONDITION ("gone")), GW_ERROR_REFUSED_CLOSED, NULL},
    {"<iq xmlns='jabber:client' type='error'/>", GW_ERROR_REFUSED_OTHER, NULL},
    {ERROR ("cancel", ""), GW_ERROR_REFUSED_OTHER, NULL},
};

static void
test_set (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stanzas); i++) {
    g_autoptr (GwXml) iq = gw_xml_parse (stanzas[i].iq, -1, NULL);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", stanzas[i].iq);
    gw_refusal_set (&error, iq, "a.example", GW_REFUSAL_OF_SUBMIT, FALSE);
    g_assert_nonnull (error);
    g_assert_cmpstr (gw_error_name (gw_error_code (error)), ==, gw_error_name (stanzas[i].code));
    g_assert_nonnull (strstr (error->message, "a.example"));
    if (stanzas[i].words != NULL && strstr (error->message, stanzas[i].words) == NULL)
      g_error ("no \"%s\" in \"%s\"", stanzas[i].words, error->message);
    g_assert_null (strstr (error->message, "s3cret-Word"));
  }
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
  g_test_add_func ("/refusal/condition-and-sentence-tell-the-reason", test_judge);
  g_test_add_func ("/refusal/a-stanza-becomes-an-error-without-the-password", test_set);
  g_test_add_func ("/refusal/the-time-to-wait-is-read-from-the-sentence", test_wait);
  return g_test_run ();
}
