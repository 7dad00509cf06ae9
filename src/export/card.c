/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text card: what a person needs to get in again, from any device, years later. */
#include "export/card.h"

#include "base/i18n.h"
#include "export/wrap.h"

#define COLUMNS       76 /* fits a terminal, a mail, and paper in a large type */
#define MARGIN        "  "
#define BULLET        "  - "
#define HANGING       "    "
#define ITEMS_MAX     5
#define PASSWORD_LINE "________________________________________"

typedef struct {
  const char *title;
  const char *items[ITEMS_MAX + 1]; /* ends with NULL */
} CardSection;

static const CardSection sections[] = {
    {
        N_ ("On the phone"),
        {
            N_ ("Android: install Conversations, start it, say that you already have an account, "
                "and type the address and the password."),
            N_ ("iPhone: install Monal, start it, type the address and the password, and tap "
                "Login."),
        },
    },
    {
        N_ ("On the computer"),
        {
            N_ ("Dino (Linux): open Preferences, then Accounts, press + and type the address and "
                "the password."),
            N_ ("Gajim (Linux, Windows, Mac): choose Add Account, then Log In, and type the "
                "address and the password."),
        },
    },
    {
        N_ ("Keep in mind"),
        {
            N_ ("Nobody can give you a new password unless your provider offers that and you set "
                "it up there, for example with an e-mail address. Keep this sheet in a safe "
                "place."),
            N_ ("Whoever has the address and the password can read and write messages in your "
                "name."),
            N_ ("Some providers remove an address that nobody uses: log in today, and again from "
                "time to time."),
            N_ ("Apps encrypt messages for the devices that they know: a new device may not be "
                "able to show what was written before."),
            N_ ("The four apps above understand each other's encryption (OMEMO). Not every other "
                "app does."),
        },
    },
};

static void
append_rule (GString *card, const char *title, char rule)
{
  g_string_append_printf (card, "%s\n", title);
  for (int column = gw_wrap_columns (title); column > 0; column--)
    g_string_append_c (card, rule);
  g_string_append_c (card, '\n');
}

static void
append_paragraph (GString *card, const char *first, const char *other, const char *text)
{
  g_auto (GStrv) lines = gw_wrap (text, COLUMNS - gw_wrap_columns (first));

  for (int i = 0; lines[i]; i++)
    g_string_append_printf (card, "%s%s\n", i == 0 ? first : other, lines[i]);
}

static void
append_label (GString *card, const char *label, int width)
{
  g_string_append_printf (card, MARGIN "%s", label);
  for (int column = gw_wrap_columns (label); column < width + 2; column++)
    g_string_append_c (card, ' ');
}

static char *
describe_provider (const GwJid *jid)
{
  g_autofree char *display = gw_domain_display (jid->domain);

  if (g_str_equal (display, jid->domain))
    return g_steal_pointer (&display);
  return g_strdup_printf ("%s (%s)", display, jid->domain);
}

/* All before the password. */
static char *
card_head (const GwJid *jid)
{
  const char *address_label = _ ("Address:");
  const char *provider_label = _ ("Provider:");
  const char *password_label = _ ("Password:");
  int width = MAX (gw_wrap_columns (address_label),
                   MAX (gw_wrap_columns (provider_label), gw_wrap_columns (password_label)));
  g_autofree char *address = gw_jid_to_string (jid);
  g_autofree char *provider = describe_provider (jid);
  GString *card = g_string_new (NULL);

  append_rule (card, _ ("Your XMPP address"), '=');
  g_string_append_c (card, '\n');
  append_label (card, address_label, width);
  g_string_append_printf (card, "%s\n", address);
  append_label (card, provider_label, width);
  g_string_append_printf (card, "%s\n", provider);
  append_label (card, password_label, width);
  return g_string_free (card, FALSE);
}

/* All after it. */
static char *
card_tail (void)
{
  GString *card = g_string_new ("\n");
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: the date as your readers write it, by strftime(3), in figures only. */
  g_autofree char *date = g_date_time_format (now, _ ("%Y-%m-%d"));

  append_paragraph (card, "", "",
                    _ ("The same address works on all your devices, at the same time. Apps ask "
                       "for the address and the password; if one asks for a server as well, "
                       "leave that empty."));
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++) {
    g_string_append_c (card, '\n');
    append_rule (card, _ (sections[i].title), '-');
    for (const char *const *item = sections[i].items; *item; item++)
      append_paragraph (card, BULLET, HANGING, _ (*item));
  }
  g_string_append_c (card, '\n');
  g_string_append_printf (card, _ ("Written by Gangway on %s."), date);
  g_string_append_c (card, '\n');
  return g_string_free (card, FALSE);
}

char *
gw_card_text (const GwJid *jid, GwSecret *password)
{
  g_return_val_if_fail (jid != NULL, NULL);

  g_autofree char *head = card_head (jid);
  g_autofree char *tail = card_tail ();
  /* One piece of memory of the right size: joined in steps, it would leave copies behind. */
  return g_strconcat (head, password ? gw_secret_peek (password) : PASSWORD_LINE, "\n", tail, NULL);
}
