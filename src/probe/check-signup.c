/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of how one gets an address there (XEP-0077, XEP-0445). They inform, they never blame: a
 * provider may choose whom it takes. */
#include "base/i18n.h"
#include "probe/judges.h"

#define NS_REGISTER "http://jabber.org/features/iq-register"
#define NS_TOKEN    "urn:xmpp:ibr-token:0"
#define NS_INVITE   "urn:xmpp:invite"

gboolean
gw_features_offer_registration (const GwXml *features)
{
  return features && gw_xml_child (features, "register", NS_REGISTER) != NULL;
}

gboolean
gw_features_take_invitations (const GwXml *features)
{
  return features &&
         (gw_xml_child (features, NULL, NS_TOKEN) || gw_xml_child (features, NULL, NS_INVITE));
}

static GwSignup
signup_of_refusal (GwErrorCode code, gboolean offered)
{
  switch (code) {
  case GW_ERROR_REFUSED_CLOSED:
    return GW_SIGNUP_CLOSED;
  case GW_ERROR_REFUSED_WEB_ONLY:
    return GW_SIGNUP_WEB;
  case GW_ERROR_REFUSED_INVITATION:
    return GW_SIGNUP_INVITATION;
  case GW_ERROR_REFUSED_BROKEN:
  case GW_ERROR_REFUSED_OTHER:
    return offered ? GW_SIGNUP_UNCLEAR : GW_SIGNUP_CLOSED;
  default: /* too many questions, a form that we cannot read: says nothing about tomorrow */
    return GW_SIGNUP_UNCLEAR;
  }
}

/* ejabberd without registration ends the stream instead of answering. */
static gboolean
was_refused_by_hanging_up (const GwSeen *seen)
{
  const GwStreamReport *report = seen->look->report;

  return report->form_asked && report->form_reply == NULL &&
         g_strcmp0 (report->end_condition, "not-authorized") == 0;
}

GwSignup
gw_seen_signup (const GwSeen *seen)
{
  const GwXml *features = gw_seen_features (seen);
  gboolean offered = gw_features_offer_registration (features);

  if (seen->form)
    return gw_form_signup (seen->form);
  if (features == NULL)
    return GW_SIGNUP_UNCLEAR;
  if (seen->form_error)
    return signup_of_refusal (gw_error_code (seen->form_error), offered);
  if (!offered && was_refused_by_hanging_up (seen))
    return GW_SIGNUP_CLOSED;
  return GW_SIGNUP_UNCLEAR;
}

void
gw_judge_ibr (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);

  if (features == NULL)
    return;
  if (gw_features_offer_registration (features))
    gw_check_say (result, GW_CHECK_INFO, _ ("Registration from an app is announced."),
                  g_strdup ("<register xmlns='" NS_REGISTER "'/>"));
  else
    gw_check_say (result, GW_CHECK_INFO, _ ("Registration from an app is not announced."), NULL);
}

/* "username password email" */
static char *
describe_fields (const GwForm *form)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; form->fields && i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];
    if (g_strcmp0 (field->var, "FORM_TYPE") != 0) /* nobody is asked for that */
      g_string_append_printf (text, "%s%s", text->len ? " " : "", field->var ? field->var : "");
  }
  return g_string_free (text, FALSE);
}

static const char *
signup_sentence (GwSignup signup)
{
  switch (signup) {
  case GW_SIGNUP_AT_ONCE:
    return _ ("The form asks for nothing but name and password.");
  case GW_SIGNUP_PUZZLE:
    return _ ("The form asks for the answer to a picture puzzle.");
  case GW_SIGNUP_EMAIL:
    return _ ("The form asks for an e-mail address.");
  case GW_SIGNUP_WEB:
    return _ ("New addresses are given out on the website.");
  case GW_SIGNUP_INVITATION:
    return _ ("New addresses are given out by invitation.");
  case GW_SIGNUP_CLOSED:
    return _ ("No new addresses are given out.");
  case GW_SIGNUP_UNCLEAR:
  case GW_N_SIGNUPS:
    break;
  }
  return _ ("The form asks for something out of the ordinary.");
}

void
gw_judge_form (const GwSeen *seen, GwCheckResult *result)
{
  GwSignup signup = gw_seen_signup (seen);

  if (seen->form)
    gw_check_say (result, GW_CHECK_INFO, signup_sentence (signup),
                  seen->form->web_page ? g_strdup (seen->form->web_page)
                                       : describe_fields (seen->form));
  else if (signup != GW_SIGNUP_UNCLEAR)
    gw_check_say (result, GW_CHECK_INFO, signup_sentence (signup),
                  g_strdup (seen->form_error ? seen->form_error->message
                                             : seen->look->report->end_condition));
  else if (seen->form_error)
    gw_check_say (result, GW_CHECK_WARN, _ ("The registration form was not handed out this time."),
                  g_strdup (seen->form_error->message));
}

void
gw_judge_token (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);

  if (features == NULL)
    return;
  if (!gw_features_take_invitations (features))
    gw_check_say (result, GW_CHECK_INFO, _ ("Invitations are not announced."), NULL);
  else if (gw_features_offer_registration (features))
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("Invitations are taken; whether an address can be had without one is known "
                     "only after asking for it."),
                  NULL);
  else
    gw_check_say (result, GW_CHECK_INFO, _ ("Invitations are taken."), NULL);
}

void
gw_judge_redirect (const GwSeen *seen, GwCheckResult *result)
{
  GwSignup signup = gw_seen_signup (seen);

  if (seen->form && seen->form->web_page)
    gw_check_say (result, GW_CHECK_INFO, _ ("The form names a web page."),
                  g_strdup (seen->form->web_page));
  else if (seen->form_error && signup == GW_SIGNUP_WEB)
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The server sends newcomers to its website, without naming the page."),
                  g_strdup (seen->form_error->message));
  else if (seen->form || signup != GW_SIGNUP_UNCLEAR)
    gw_check_say (result, GW_CHECK_INFO, _ ("No web page is named."), NULL);
}
