/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request, and two small scanners for what comes. */
#include "account/invitation-page.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/xmpp-uri.h"
#include "net/http.h"

#define HREF "href"

struct _GwInvitationPage {
  GwHttp *http;
  char *host;
  GwInvitationPageFunc func;
  gpointer data;
};

/* --- scanners --- */

static gboolean
is_blank (char c)
{
  return g_ascii_isspace (c);
}

/* One link after the other, until one is an invitation or there were too many of them. */
typedef struct {
  guint n_links;
  GwInvitation *found;
  GError *error; /* of the last one */
} Search;

/* FALSE: it is over. */
static gboolean
search_try (Search *search, const char *link)
{
  if (!gw_xmpp_uri_is (link))
    return TRUE;
  g_clear_error (&search->error);
  search->found = gw_invitation_from_uri (link, &search->error);
  return search->found == NULL && ++search->n_links < GW_LIMIT_INVITATION_LINKS;
}

static GwInvitation *
search_end (Search *search, GError **error)
{
  if (search->found == NULL && search->error == NULL)
    gw_error_set (&search->error, GW_ERROR_BAD_INVITATION, NULL,
                  _ ("there is no invitation on the page"));
  if (search->error != NULL)
    g_propagate_error (error, search->error);
  return search->found;
}

/* Behind a quoted string with \ before what counts as itself (RFC 9110 section 5.6.4). */
static const char *
skip_quoted (const char *text)
{
  for (text++; *text && *text != '"'; text++)
    if (*text == '\\' && text[1] != '\0')
      text++;
  return *text ? text + 1 : text;
}

GwInvitation *
gw_invitation_from_link_header (const char *value, GError **error)
{
  Search search = {0};
  const char *p = value;

  g_return_val_if_fail (value != NULL, NULL);

  while (*p) {
    if (*p == '"') {
      p = skip_quoted (p);
    } else if (*p == '<') {
      gsize length = strcspn (++p, ">");
      g_autofree char *link = g_strndup (p, length);
      p += length;
      if (*p == '\0' || !search_try (&search, g_strstrip (link)))
        break;
    } else {
      p++;
    }
  }
  return search_end (&search, error);
}

/* "&#x3b;" and its like at `text`, as far as links hold them. 0: something else. */
static gunichar
read_entity (const char *text, const char **end)
{
  static const struct {
    const char *name;
    gunichar c;
  } names[] = {{"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'}};
  gboolean is_hex = g_ascii_strncasecmp (text, "&#x", 3) == 0;
  guint64 number;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (text, names[i].name)) {
      *end = text + strlen (names[i].name);
      return names[i].c;
    }
  if (!g_str_has_prefix (text, "&#") || !g_ascii_isxdigit (text[is_hex ? 3 : 2]))
    return 0;
  number = g_ascii_strtoull (text + (is_hex ? 3 : 2), (char **)end, is_hex ? 16 : 10);
  if (**end != ';' || number > 0x10ffff || !g_unichar_validate ((gunichar)number))
    return 0;
  ++*end;
  return (gunichar)number;
}

static char *
decode_entities (const char *text)
{
  GString *plain = g_string_new (NULL);

  while (*text) {
    const char *end = text + 1;
    gunichar c = *text == '&' ? read_entity (text, &end) : 0;
    if (c != 0)
      g_string_append_unichar (plain, c);
    else
      g_string_append_c (plain, *text);
    text = c != 0 ? end : text + 1;
  }
  return g_string_free (plain, FALSE);
}

/* The value of the attribute whose name ends at `text`; NULL: it has none. *after is behind it. */
static char *
read_value (const char *text, const char **after)
{
  const char *end;
  char quote;

  *after = text;
  while (is_blank (*text))
    text++;
  if (*text != '=')
    return NULL;
  do
    text++;
  while (is_blank (*text));
  quote = *text == '"' || *text == '\'' ? *text++ : '\0';
  end = text + (quote ? strcspn (text, (char[]){quote, '\0'}) : strcspn (text, " \t\r\n\f>"));
  if (quote && *end == '\0')
    return NULL;
  *after = end;
  return g_strndup (text, MIN ((gsize)(end - text), GW_LIMIT_INVITATION_TEXT));
}

GwInvitation *
gw_invitation_from_html (const char *html, gsize length, GError **error)
{
  g_autofree char *page = NULL;
  Search search = {0};
  gboolean goes_on = TRUE;

  g_return_val_if_fail (html != NULL || length == 0, NULL);

  page = g_strndup (html, MIN (length, GW_LIMIT_INVITATION_PAGE));
  for (const char *p = page; goes_on && *p;) {
    gboolean is_href = p > page && g_ascii_strncasecmp (p, HREF, strlen (HREF)) == 0 &&
                       (is_blank (p[-1]) || strchr ("\"'/", p[-1]) != NULL);
    g_autofree char *value = is_href ? read_value (p + strlen (HREF), &p) : NULL;
    g_autofree char *link = value != NULL ? decode_entities (g_strstrip (value)) : NULL;

    if (link != NULL)
      goes_on = search_try (&search, link);
    else if (!is_href)
      p++;
  }
  return search_end (&search, error);
}

/* --- the request --- */

static void
page_free (GwInvitationPage *page)
{
  g_free (page->host);
  g_free (page);
}

static GwInvitation *
read_page (GwInvitationPage *page, const GwHttpResponse *response, GError **error)
{
  GwInvitation *invitation = NULL;
  const char *html;
  gsize length;

  if (response->status == 404 || response->status == 410) {
    gw_error_set (error, GW_ERROR_REFUSED_TOKEN, page->host, NULL);
    return NULL;
  }
  if (response->status != 200) {
    gw_error_set (error, GW_ERROR_BAD_INVITATION, NULL, _ ("its page cannot be shown"));
    return NULL;
  }
  if (response->link != NULL)
    invitation = gw_invitation_from_link_header (response->link, NULL);
  if (invitation != NULL)
    return invitation;
  html = g_bytes_get_data (response->body, &length);
  return gw_invitation_from_html (html, length, error);
}

/* What net/http says of addresses repeats them, and its next steps are about lists. */
static GError *
fault_copy (const GError *fault)
{
  GError *error = NULL;

  switch (gw_error_code (fault)) {
  case GW_ERROR_BAD_URL:
  case GW_ERROR_HTTP_STATUS:
  case GW_ERROR_HTTP_LOOP:
    gw_error_set (&error, GW_ERROR_BAD_INVITATION, NULL, _ ("its page cannot be shown"));
    return error;
  default:
    return g_error_copy (fault);
  }
}

static void
on_response (const GwHttpResponse *response, const GError *fault, gpointer data)
{
  GwInvitationPage *page = data;
  g_autoptr (GwInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  if (response != NULL)
    invitation = read_page (page, response, &error);
  else
    error = fault_copy (fault);
  page->func (invitation, error, page->data);
  page_free (page);
}

GwInvitationPage *
gw_invitation_page_start (GwEngine *engine, const char *url, GwInvitationPageFunc func,
                          gpointer data)
{
  const GwHttpRequest request = {.url = url,
                                 .purpose = GW_PURPOSE_INVITATION,
                                 .max_bytes = GW_LIMIT_INVITATION_PAGE,
                                 .accept = "text/html"};
  GwInvitationPage *page;

  g_return_val_if_fail (gw_engine_in_thread (engine) && url != NULL && func != NULL, NULL);

  page = g_new0 (GwInvitationPage, 1);
  page->func = func;
  page->data = data;
  page->host = gw_http_url_host (url);
  page->http = gw_http_start (engine, &request, on_response, page);
  return page;
}

void
gw_invitation_page_cancel (GwInvitationPage *page)
{
  g_return_if_fail (page != NULL);

  gw_http_cancel (page->http);
  page_free (page);
}
