/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte says what the rest is: a pasted text, a Link header, or a page. */
#include "account/invitation-page.h"
#include "base/limits.h"
#include "invariants.h"

static void
check (const GwInvitation *invitation, const GError *error)
{
  g_assert_true ((invitation != NULL) != (error != NULL));
  if (invitation == NULL)
    return;
  g_assert_true (gw_domain_is_normal (invitation->domain));
  if (invitation->token != NULL) {
    g_assert_cmpuint (strlen (invitation->token), <=, GW_LIMIT_TOKEN);
    g_assert_true (*invitation->token && g_str_is_ascii (invitation->token));
    g_assert_null (strpbrk (invitation->token, " \t\r\n"));
  }
  if (invitation->inviter != NULL) {
    g_assert_cmpstr (invitation->inviter->domain, ==, invitation->domain);
    g_assert_nonnull (invitation->token);
    g_assert_null (invitation->local);
  }
}

static void
check_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *page = NULL;
  g_autoptr (GwInvitation) invitation = gw_invitation_parse (text, &page, &error);

  if (page == NULL) {
    check (invitation, error);
    return;
  }
  g_assert_true (invitation == NULL && error == NULL);
  g_assert_cmpint (g_ascii_strncasecmp (page, "https://", strlen ("https://")), ==, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *)data + 1, size - 1) : NULL;
  g_autoptr (GwInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  if (size == 0)
    return 0;
  switch (*data % 3) {
  case 0:
    check_text (text);
    return 0;
  case 1:
    invitation = gw_invitation_from_link_header (text, &error);
    break;
  default:
    invitation = gw_invitation_from_html ((const char *)data + 1, size - 1, &error);
    break;
  }
  check (invitation, error);
  return 0;
}
