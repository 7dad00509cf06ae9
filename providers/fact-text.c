/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row a fact: its title, and how its value is said. */
#include "providers/fact-text.h"

#include "base/error.h"
#include "base/i18n.h"

typedef char *(*Say) (const GwFact *fact);

static char *
say_yes (const GwFact *fact)
{
  return g_strdup (fact->value.yes ? _ ("yes") : _ ("no"));
}

static char *
say_text (const GwFact *fact)
{
  return g_strdup (fact->value.text);
}

/* "2013-11-17", as the language writes it. */
static char *
say_day (const GwFact *fact)
{
  return gw_day_text (gw_date_parse (fact->value.text));
}

static char *
say_list (const GwFact *fact)
{
  return fact->value.list[0] ? g_strjoinv (", ", fact->value.list) : g_strdup (_ ("none"));
}

/* "e-mail xmpp@07f.de, chat room yaxim@chat.yax.im" */
static char *
say_support (const GwFact *fact)
{
  static const struct {
    const char *mark;
    const char *text;
  } ways[] = {{"email:", N_ ("e-mail")}, {"chat:", N_ ("chat")}, {"room:", N_ ("group chat")}};
  GString *text = g_string_new (NULL);

  for (char **item = fact->value.list; *item; item++)
    for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
      if (g_str_has_prefix (*item, ways[i].mark)) {
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", _ (ways[i].text),
                                *item + strlen (ways[i].mark));
      }
  return g_string_free (text, FALSE);
}

static char *
say_number (const GwFact *fact)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, fact->value.number);
}

static char *
say_days (const GwFact *fact)
{
  if (fact->value.number == GW_NO_LIMIT)
    return g_strdup (_ ("no limit stated"));
  return g_strdup_printf (ngettext_ ("%d day", "%d days", (gulong)fact->value.number),
                          (int)fact->value.number);
}

static char *
say_size (const GwFact *fact)
{
  if (fact->value.number == GW_NO_LIMIT)
    return g_strdup (_ ("no limit stated"));
  return g_strdup_printf (_ ("%d MB"), (int)fact->value.number);
}

static char *
say_signup (const GwFact *fact)
{
  return g_strdup (gw_signup_words (gw_signup_from_name (fact->value.text)));
}

static char *
say_organization (const GwFact *fact)
{
  static const struct {
    const char *word;
    const char *text;
  } kinds[] = {
      {"company", N_ ("a company")},
      {"commercial person", N_ ("one person as a business")},
      {"private person", N_ ("a private person")},
      {"governmental", N_ ("a public authority")},
      {"non-governmental", N_ ("an association")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].word, fact->value.text))
      return g_strdup (_ (kinds[i].text));
  return say_text (fact);
}

/* "ok", or the name of a fault. */
static char *
say_fault (const GwFact *fact)
{
  for (int code = 0; code < GW_N_ERRORS; code++) {
    if (!g_str_equal (gw_error_name ((GwErrorCode)code), fact->value.text))
      continue;
    g_autoptr (GError) error = NULL;
    gw_error_set (&error, (GwErrorCode)code, NULL, NULL);
    return g_strdup (error->message);
  }
  return g_strdup (g_str_equal (fact->value.text, "ok") ? _ ("good") : fact->value.text);
}

static const struct {
  const char *title;
  Say say;
  gboolean is_worth_telling;
} facts[GW_N_FACTS] = {
    [GW_FACT_SIGNUP] = {N_ ("New address"), say_signup, TRUE},
    [GW_FACT_FREE] = {N_ ("Free of charge"), say_yes, TRUE},
    [GW_FACT_COUNTRIES] = {N_ ("Servers stand in"), say_list, TRUE},
    [GW_FACT_SINCE] = {N_ ("Exists since"), say_day, FALSE},
    [GW_FACT_ORGANIZATION] = {N_ ("Run by"), say_organization, TRUE},
    [GW_FACT_BUS_FACTOR] = {N_ ("People who can keep it running"), say_number, TRUE},
    [GW_FACT_PROFESSIONAL_HOSTING] = {N_ ("In a data centre"), say_yes, FALSE},
    [GW_FACT_GREEN] = {N_ ("Green power"), say_yes, FALSE},
    [GW_FACT_ARCHIVE_DAYS] = {N_ ("Messages kept"), say_days, TRUE},
    [GW_FACT_UPLOAD_SIZE] = {N_ ("Largest file"), say_size, TRUE},
    [GW_FACT_UPLOAD_TOTAL] = {N_ ("All files of one person"), say_size, TRUE},
    [GW_FACT_UPLOAD_DAYS] = {N_ ("Files kept"), say_days, TRUE},
    [GW_FACT_LANGUAGES] = {N_ ("Languages"), say_list, FALSE},
    [GW_FACT_WEBSITE] = {N_ ("Website"), say_text, FALSE},
    [GW_FACT_REGISTER_PAGE] = {N_ ("Page to register"), say_text, TRUE},
    [GW_FACT_PASSWORD_RESET] = {N_ ("Lost password"), say_text, TRUE},
    [GW_FACT_LEGAL_NOTICE] = {N_ ("Legal notice"), say_text, FALSE},
    [GW_FACT_SUPPORT] = {N_ ("Help"), say_support, FALSE},
    [GW_FACT_ALIASES] = {N_ ("Its other domains"), say_list, TRUE},
    [GW_FACT_SOFTWARE] = {N_ ("Software"), say_text, FALSE},
    [GW_FACT_TESTING_ALLOWED] = {N_ ("Agrees to bulk tests"), say_yes, FALSE},
    [GW_FACT_CATEGORY] = {N_ ("Category of the list"), say_text, FALSE},
    [GW_FACT_LISTED] = {N_ ("On the list"), say_yes, TRUE},
    [GW_FACT_LISTED_TIMES] = {N_ ("Editions that name it"), say_number, FALSE},
    [GW_FACT_LISTED_OF] = {N_ ("Editions looked at"), say_number, FALSE},
    [GW_FACT_SIGNUP_CLOSED_TIMES] = {N_ ("Closings of its registration"), say_number, FALSE},
    [GW_FACT_DROPPED_TIMES] = {N_ ("Departures from the list"), say_number, FALSE},
    [GW_FACT_REACHABLE] = {N_ ("Reached from here"), say_yes, FALSE},
    [GW_FACT_CERTIFICATE] = {N_ ("Certificate"), say_fault, FALSE},
    [GW_FACT_DIRECT_TLS] = {N_ ("Encrypted from the first byte"), say_yes, FALSE},
    [GW_FACT_TLS_VERSION] = {N_ ("Encryption"), say_text, FALSE},
    [GW_FACT_LOGIN_METHODS] = {N_ ("Login methods"), say_list, FALSE},
    [GW_FACT_INVITATIONS] = {N_ ("Takes invitations"), say_yes, FALSE},
    [GW_FACT_REFUSED] = {N_ ("Last refusal here"), say_fault, FALSE},
};

const char *
gw_fact_title (GwFactId id)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS, NULL);

  return _ (facts[id].title);
}

char *
gw_fact_text (GwFactId id, const GwFact *fact)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS && fact != NULL, NULL);

  return fact->known ? facts[id].say (fact) : g_strdup (_ ("not stated"));
}

gboolean
gw_fact_is_worth_telling (GwFactId id)
{
  g_return_val_if_fail ((guint)id < GW_N_FACTS, FALSE);

  return facts[id].is_worth_telling;
}

const char *
gw_origin_text (GwOrigin origin)
{
  static const char *const texts[GW_N_ORIGINS] = {
      [GW_ORIGIN_NONE] = N_ ("nobody asked"),     [GW_ORIGIN_PROVIDER] = N_ ("says the provider"),
      [GW_ORIGIN_BUILTIN] = N_ ("built-in list"), [GW_ORIGIN_FETCHED] = N_ ("fetched list"),
      [GW_ORIGIN_PROBE] = N_ ("seen from here"),  [GW_ORIGIN_REFUSAL] = N_ ("refused here"),
      [GW_ORIGIN_USER] = N_ ("from you"),
  };

  g_return_val_if_fail ((guint)origin < GW_N_ORIGINS, NULL);

  return _ (texts[origin]);
}

const char *
gw_signup_text (GwSignup signup)
{
  static const char *const texts[] = {
      [GW_SIGNUP_UNCLEAR] = N_ ("Does not say how one registers"),
      [GW_SIGNUP_AT_ONCE] = N_ ("Asks for nothing but name and password"),
      [GW_SIGNUP_PUZZLE] = N_ ("Asks for a picture puzzle"),
      [GW_SIGNUP_EMAIL] = N_ ("Asks for an e-mail address"),
      [GW_SIGNUP_WEB] = N_ ("Registers on its website, not in this app"),
      [GW_SIGNUP_INVITATION] = N_ ("Asks for an invitation"),
      [GW_SIGNUP_CLOSED] = N_ ("Gives out no new addresses"),
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (texts) == GW_N_SIGNUPS);

  g_return_val_if_fail ((guint)signup < GW_N_SIGNUPS, NULL);

  return _ (texts[signup]);
}

const char *
gw_signup_words (GwSignup signup)
{
  static const char *const words[GW_N_SIGNUPS] = {
      [GW_SIGNUP_UNCLEAR] = N_ ("not known"),
      [GW_SIGNUP_AT_ONCE] = N_ ("at once"),
      [GW_SIGNUP_PUZZLE] = N_ ("with a picture puzzle"),
      [GW_SIGNUP_EMAIL] = N_ ("with an e-mail address"),
      [GW_SIGNUP_WEB] = N_ ("on its website"),
      [GW_SIGNUP_INVITATION] = N_ ("by invitation"),
      [GW_SIGNUP_CLOSED] = N_ ("not at present"),
  };

  g_return_val_if_fail ((guint)signup < GW_N_SIGNUPS, NULL);

  return _ (words[signup]);
}
