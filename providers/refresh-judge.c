/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The judgement over a fetched list. */
#include "providers/refresh-judge.h"

#include <gio/gio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "providers/source.h"
#include "providers/survival.h"

enum { STATUS_OK = 200, SECONDS_OF_DAY = 24 * 60 * 60 };

/* "Sun, 06 Nov 1994 08:49:37 GMT". By hand: strptime() goes by the locale. */
gint64
gw_http_date_parse (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  int day, year, hour, minute, second;
  char month[4];

  if (text == NULL || sscanf (text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT", &day, month,
                              &year, &hour, &minute, &second) != 6)
    return 0;
  const char *found = strstr (months, month);
  if (found == NULL || (found - months) % 3 != 0)
    return 0;
  g_autoptr (GDateTime) time =
      g_date_time_new_utc (year, (int)(found - months) / 3 + 1, day, hour, minute, second);
  return time ? MAX (g_date_time_to_unix (time), 0) : 0;
}

static gboolean
check_size (const GwCatalogue *edition, const GwListPast *past, GError **error)
{
  guint now = gw_catalogue_count (edition);
  guint before = past->before ? gw_catalogue_count (past->before) : 0;
  gboolean is_tiny = past->is_public && now < GW_PUBLIC_LIST_LEAST;

  if (!is_tiny && now * 100 >= before * (100 - GW_LIST_SHRINK_MOST))
    return TRUE;
  g_autofree char *detail = g_strdup_printf (_ ("%u, before %u"), now, before);
  gw_error_set (error, GW_ERROR_LIST_SHRUNK, past->url, detail);
  return FALSE;
}

/* A list of bare names in the place of one with facts would make us forget what we know. */
static gboolean
check_kind (const char *kind, const GwListPast *past, GError **error)
{
  gboolean had_facts = past->kind ? !g_str_equal (past->kind, "domains") : past->is_public;

  if (!had_facts || !g_str_equal (kind, "domains"))
    return TRUE;
  gw_error_set (error, GW_ERROR_LIST_SHAPE, past->url, _ ("it holds nothing but names"));
  return FALSE;
}

static gboolean
check_age (gint64 modified_at, const GwListPast *past, GError **error)
{
  if (modified_at == 0 || past->modified_at == 0 || modified_at >= past->modified_at)
    return TRUE;
  gw_error_set (error, GW_ERROR_LIST_OLDER, past->url, NULL);
  return FALSE;
}

static gboolean
check_status (int status, const GwListPast *past, GError **error)
{
  if (status == STATUS_OK)
    return TRUE;
  g_autofree char *detail = g_strdup_printf ("HTTP %d", status);
  gw_error_set (error, GW_ERROR_HTTP_STATUS, past->url, detail);
  return FALSE;
}

GwListCopy *
gw_refresh_judge (const GwHttpResponse *response, const GwListPast *past, gint64 now,
                  gboolean *is_counted, GError **error)
{
  g_return_val_if_fail (response != NULL && past != NULL && is_counted != NULL, NULL);

  gint64 modified_at = gw_http_date_parse (response->last_modified);
  const char *kind = NULL;
  gsize length = 0;

  if (!check_status (response->status, past, error) || !check_age (modified_at, past, error))
    return NULL;
  const char *bytes = response->body ? g_bytes_get_data (response->body, &length) : "";
  gint32 date = (gint32)(MIN (modified_at, now) / SECONDS_OF_DAY);
  g_autoptr (GwCatalogue) edition = gw_source_parse (bytes, length, past->url, date, &kind, error);
  if (edition == NULL || !check_kind (kind, past, error) || !check_size (edition, past, error))
    return NULL;

  *is_counted = past->is_public && gw_survival_is_due (past->counted, edition);
  if (past->is_public)
    gw_survival_count (edition, past->counted, *is_counted);
  GwListCopy *copy = gw_list_copy_new (past->url);
  copy->kind = g_strdup (kind);
  copy->etag = g_strdup (response->etag);
  copy->last_modified = g_strdup (response->last_modified);
  copy->fetched_at = copy->checked_at = now;
  copy->catalogue = g_steal_pointer (&edition);
  return copy;
}
