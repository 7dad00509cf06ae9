/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First come the sentences, since Prosody and ejabberd say several things with one condition,
 * "not-acceptable" and "not-allowed" most of all; then the conditions alone.
 *
 * Our streams name English (xml:lang, RFC 6120 section 4.7.4), all of them and always: naming the
 * person's language would tell it to every server that is looked at. ejabberd heeds that; what
 * answers in its owner's language all the same is judged by its condition. The German sentences of
 * ejabberd (priv/msgs/de.msg) have words here where the condition would tell less than they. */
#include "net/refusal-table.h"

enum {
  FORM = 1 << GW_REFUSAL_OF_FORM,
  SUBMIT = 1 << GW_REFUSAL_OF_SUBMIT,
  TOKEN = 1 << GW_REFUSAL_OF_TOKEN,
  ALWAYS = FORM | SUBMIT | TOKEN,
  /* and only if */
  PUZZLED = 1 << 8,
  INVITED = 1 << 9,
  SAYS_WAIT = 1 << 10,
};

#define ANY      GW_REFUSAL_BY_ANY
#define PROSODY  GW_REFUSAL_BY_PROSODY
#define EJABBERD GW_REFUSAL_BY_EJABBERD
#define TIGASE   GW_REFUSAL_BY_TIGASE

/* ejabberd: the default of registration_timeout, and the period of captcha_limit. */
enum { REGISTRATION_TIMEOUT_S = 600, CAPTCHA_PERIOD_S = 60 };

static const GwRefusalRow rows[] = {
    /* --- sentences --- */
    {NULL, "not valid with this invitation", SUBMIT, PROSODY, GW_ERROR_REFUSED_NAME, 0},
    {NULL, "invitation|invite", SUBMIT | INVITED, PROSODY, GW_ERROR_REFUSED_TOKEN, 0},
    {NULL, "invite token|invitation token", FORM | SUBMIT, ANY, GW_ERROR_REFUSED_TOKEN, 0},
    {NULL, "invitation|invite", FORM | SUBMIT, PROSODY, GW_ERROR_REFUSED_INVITATION, 0},
    {NULL, "so quickly|nicht so schnell", ALWAYS, EJABBERD, GW_ERROR_REFUSED_TOO_FAST,
     REGISTRATION_TIMEOUT_S},
    {NULL, "too many captcha|zu viele captcha", ALWAYS, EJABBERD, GW_ERROR_REFUSED_TOO_FAST,
     CAPTCHA_PERIOD_S},
    /* For how long is not known: registration_throttle_period has no default. */
    {NULL, "too many registrations", ALWAYS, PROSODY, GW_ERROR_REFUSED_TOO_FAST, 0},
    {NULL, "too many|recently|rate limit|slow down|zu viele", ALWAYS, ANY,
     GW_ERROR_REFUSED_TOO_FAST, 0},
    {NULL, "blocklist|blacklist|allowlist|whitelist|dnsbl|your ip", ALWAYS, PROSODY,
     GW_ERROR_REFUSED_ADDRESS, 0},
    {NULL, "for this connection", ALWAYS, TIGASE, GW_ERROR_REFUSED_ADDRESS, 0},
    {NULL, "open proxy|tor exit|ip address|ip-adresse", ALWAYS, ANY, GW_ERROR_REFUSED_ADDRESS, 0},
    {NULL, "for this domain", ALWAYS, TIGASE, GW_ERROR_REFUSED_CLOSED, 0},
    {NULL,
     "registration is closed|registration is disabled|registrations are|currently disabled|"
     "registration is currently|registrierung ist",
     ALWAYS, ANY, GW_ERROR_REFUSED_CLOSED, 0},
    {"internal-server-error", NULL, ALWAYS, ANY, GW_ERROR_REFUSED_BROKEN, 0},
    {NULL, "captcha", SUBMIT, EJABBERD, GW_ERROR_REFUSED_PUZZLE, 0},
    {"not-acceptable|bad-request|conflict|policy-violation", "email|e-mail", SUBMIT, PROSODY,
     GW_ERROR_REFUSED_EMAIL, 0},
    {"not-acceptable|bad-request|policy-violation",
     "missing|terms|agree|nutzungsbedingungen|datenschutz", SUBMIT, PROSODY,
     GW_ERROR_REFUSED_FIELDS, 0},
    /* Prosody says this of a password that SASLprep refuses with "feature-not-implemented". */
    {"not-acceptable|not-allowed|bad-request|policy-violation|feature-not-implemented",
     "password|passphrase|passwort", SUBMIT, EJABBERD, GW_ERROR_REFUSED_PASSWORD, 0},
    {NULL, "already exists|already taken|existiert bereits", SUBMIT, ANY,
     GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {"not-acceptable|not-allowed|bad-request|policy-violation",
     "username|user name|benutzername|account name", SUBMIT, PROSODY, GW_ERROR_REFUSED_NAME, 0},
    {"not-acceptable", "weak|length|too short", SUBMIT, ANY, GW_ERROR_REFUSED_PASSWORD, 0},

    /* --- conditions --- */
    /* mod_invites_register of ejabberd: somebody else uses the same one at this moment. */
    {"conflict", "not allowed|nicht erlaubt", SUBMIT | INVITED, EJABBERD, GW_ERROR_REFUSED_TOKEN,
     0},
    {"conflict", NULL, SUBMIT, ANY, GW_ERROR_REFUSED_NAME_TAKEN, 0},
    {"jid-malformed", NULL, SUBMIT, ANY, GW_ERROR_REFUSED_NAME, 0},
    {"remote-server-timeout|remote-server-not-found", NULL, ALWAYS, ANY, GW_ERROR_REFUSED_BROKEN,
     0},
    {"undefined-condition", NULL, ALWAYS | SAYS_WAIT, ANY, GW_ERROR_REFUSED_BROKEN, 0},
    {"resource-constraint", NULL, ALWAYS, ANY, GW_ERROR_REFUSED_TOO_FAST, 0},
    /* A server that asks to wait is not closed, whatever its condition. */
    {NULL, NULL, ALWAYS | SAYS_WAIT, ANY, GW_ERROR_REFUSED_TOO_FAST, 0},
    /* It knows no <preauth/>. */
    {"service-unavailable|feature-not-implemented", NULL, TOKEN, PROSODY, GW_ERROR_BAD_INVITATION,
     0},
    /* XEP-0445 section 4 in whatever language. */
    {NULL, NULL, TOKEN, ANY, GW_ERROR_REFUSED_TOKEN, 0},
    /* mod_invites_register of ejabberd: the name is kept for somebody with another invitation. */
    {"not-allowed", NULL, SUBMIT | INVITED, EJABBERD, GW_ERROR_REFUSED_NAME, 0},
    /* XEP-0158 section 3.4. ejabberd says of an old puzzle what it says of a wrong answer. */
    {"service-unavailable|item-not-found|gone", NULL, SUBMIT | PUZZLED, ANY,
     GW_ERROR_REFUSED_PUZZLE_OLD, 0},
    {"not-allowed", NULL, SUBMIT | PUZZLED, EJABBERD, GW_ERROR_REFUSED_PUZZLE, 0},
    {"redirect", NULL, FORM | SUBMIT, ANY, GW_ERROR_REFUSED_WEB_ONLY, 0},
    {NULL, "https://", FORM | SUBMIT, ANY, GW_ERROR_REFUSED_WEB_ONLY, 0},
    /* Also what mod_tombstones and mod_mimicking of Prosody say of a name, without a word;
     * XEP-0077 says it of any field. */
    {"not-acceptable|bad-request", NULL, SUBMIT, ANY, GW_ERROR_REFUSED_FIELDS, 0},
    {"forbidden|not-allowed|not-authorized|service-unavailable|feature-not-implemented|"
     "registration-required|subscription-required|payment-required|item-not-found|gone",
     NULL, FORM | SUBMIT, ANY, GW_ERROR_REFUSED_CLOSED, 0},
};

/* As a whole: "gone" is none of "bygone|x". */
static gboolean
lists (const char *list, const char *condition)
{
  gsize length = condition ? strlen (condition) : 0;

  for (const char *at = list; length > 0 && (at = strstr (at, condition)) != NULL; at += length)
    if ((at == list || at[-1] == '|') && (at[length] == '|' || at[length] == '\0'))
      return TRUE;
  return FALSE;
}

static gboolean
holds_a_word (const char *text, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  for (char **word = list; *word != NULL; word++)
    if (strstr (text, *word) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_time_for (guint when, const GwRefusalWords *said)
{
  return (when & 1u << said->step) && (!(when & PUZZLED) || said->had_puzzle) &&
         (!(when & INVITED) || said->had_token) && (!(when & SAYS_WAIT) || said->says_wait);
}

const GwRefusalRow *
gw_refusal_find (const GwRefusalWords *words)
{
  g_return_val_if_fail (words != NULL, NULL);

  g_autofree char *folded = g_ascii_strdown (words->text ? words->text : "", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const GwRefusalRow *row = &rows[i];

    if (is_time_for (row->when, words) &&
        (row->conditions == NULL || lists (row->conditions, words->condition)) &&
        (row->words == NULL || holds_a_word (folded, row->words)))
      return row;
  }
  return NULL;
}

const GwRefusalRow *
gw_refusal_rows (guint *n_rows)
{
  g_return_val_if_fail (n_rows != NULL, NULL);

  *n_rows = G_N_ELEMENTS (rows);
  return rows;
}
