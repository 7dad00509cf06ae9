/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three threads work on a refresh: the engine's makes the requests, a worker of its own reads and
 * writes the copies and judges, the caller's gets the results. */
#include "providers/refresh.h"

#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/store.h"
#include "providers/fetch.h"
#include "providers/own.h"
#include "providers/refresh-judge.h"
#include "providers/seen.h"
#include "providers/source.h"

#define PROVIDER_FILE "https://%s" GW_PROVIDER_FILE_PATH
#define LOCK_NAME     "lists/lock"

enum { STATUS_OK = 200, STATUS_NOT_MODIFIED = 304 };

struct _GwRefresh {
  GwEngine *engine;
  GwRefreshFunc func;
  gpointer data;
  GwMailbox *box; /* to the caller */
  GMainContext *context;
  GwMailbox *chores; /* to the worker */
  GThread *worker;
  int stop; /* atomic */
  GPtrArray *jobs;
  guint n_open; /* worker */
};

typedef struct {
  GwRefresh *refresh;
  char *url;
  char *domain; /* NULL: a list */
  GwFetch *fetch;
  GwListCopy *last; /* what is here; NULL: nothing */
} Job;

/* What the caller is told, with all that it refers to. */
typedef struct {
  GwRefresh *refresh;
  gboolean is_end;
  char *url, *domain;
  GwRefreshState state;
  GError *error;
  GwListCopy *copy;
  GwCatalogue *before, *said;
} Letter;

const char *
gw_refresh_state_name (GwRefreshState state)
{
  static const char *const names[] = {
      [GW_REFRESH_NEW] = "new", [GW_REFRESH_UNCHANGED] = "unchanged", [GW_REFRESH_KEPT] = "kept"};

  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

const char *
gw_refresh_public_url (const GwProfile *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);

  return profile->catalogue_url ? profile->catalogue_url : GW_CATALOGUE_URL;
}

char **
gw_refresh_urls (const GwProfile *profile, GError **error)
{
  g_return_val_if_fail (profile != NULL, NULL);

  g_autoptr (GwOwn) own = gw_own_load (error);
  if (own == NULL)
    return NULL;
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();
  g_strv_builder_add (urls, gw_refresh_public_url (profile));
  for (guint i = 0; i < own->lists->len; i++)
    if (!g_str_equal (own->lists->pdata[i], gw_refresh_public_url (profile)))
      g_strv_builder_add (urls, own->lists->pdata[i]);
  return g_strv_builder_end (urls);
}

/* --- caller's thread --- */

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  g_free (letter->url);
  g_free (letter->domain);
  g_clear_error (&letter->error);
  gw_list_copy_free (letter->copy);
  gw_catalogue_free (letter->before);
  gw_catalogue_free (letter->said);
  g_free (letter);
}

/* The refresh may be gone when its function returns. */
static void
deliver (gpointer data)
{
  const Letter *letter = data;
  const GwRefreshResult result = {
      .url = letter->url,
      .domain = letter->domain,
      .state = letter->state,
      .error = letter->error,
      .copy = letter->copy,
      .before = letter->before,
      .said = letter->said,
  };

  letter->refresh->func (letter->is_end ? NULL : &result, letter->refresh->data);
}

/* --- worker: writing --- */

static gboolean
save_editions (const Job *job, const GwListCopy *copy, gboolean is_counted, GError **error)
{
  return (job->last == NULL || gw_list_copy_save (job->last, GW_EDITION_BEFORE, error)) &&
         (!is_counted || gw_list_copy_save (copy, GW_EDITION_COUNTED, error)) &&
         gw_list_copy_save (copy, GW_EDITION_NEWEST, error);
}

static gboolean
save (const Job *job, const GwListCopy *copy, gboolean is_counted, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_CACHE, LOCK_NAME);
  int fd = gw_store_lock_soon (path, error);

  if (fd < 0)
    return FALSE;
  gboolean done = save_editions (job, copy, is_counted, error);
  close (fd);
  return done;
}

/* The server called the copy the newest: only its time changes. */
static gboolean
save_checked (Job *job, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_CACHE, LOCK_NAME);
  int fd = gw_store_lock_soon (path, error);

  if (fd < 0)
    return FALSE;
  job->last->checked_at = g_get_real_time () / G_USEC_PER_SEC;
  gboolean done = gw_list_copy_save (job->last, GW_EDITION_NEWEST, error);
  close (fd);
  return done;
}

/* --- worker: judging --- */

static void
settle_list (Job *job, const GwHttpResponse *response, Letter *letter)
{
  const char *public = gw_refresh_public_url (gw_engine_profile (job->refresh->engine));
  g_autoptr (GwListCopy) counted = gw_list_copy_load (job->url, GW_EDITION_COUNTED, NULL);
  /* What we ship is an edition of the public list: the first one to be compared with. */
  g_autoptr (GwCatalogue) shipped =
      g_str_equal (job->url, GW_CATALOGUE_URL) ? gw_source_builtin () : NULL;
  const GwListPast past = {
      .url = job->url,
      .is_public = g_str_equal (job->url, public),
      .before = job->last ? job->last->catalogue : shipped,
      .counted = counted ? counted->catalogue : shipped,
      .kind = job->last ? job->last->kind : NULL,
      .modified_at = job->last ? gw_http_date_parse (job->last->last_modified) : 0,
  };
  gboolean is_counted;
  g_autoptr (GwListCopy) copy = gw_refresh_judge (
      response, &past, g_get_real_time () / G_USEC_PER_SEC, &is_counted, &letter->error);

  if (copy == NULL || !save (job, copy, is_counted, &letter->error)) {
    letter->copy = g_steal_pointer (&job->last);
    return;
  }
  letter->state = GW_REFRESH_NEW;
  letter->before = job->last ? g_steal_pointer (&job->last->catalogue) : g_steal_pointer (&shipped);
  letter->copy = g_steal_pointer (&copy);
}

static void
settle_unchanged (Job *job, Letter *letter)
{
  if (save_checked (job, &letter->error))
    letter->state = GW_REFRESH_UNCHANGED;
  letter->copy = g_steal_pointer (&job->last);
}

static void
settle_file (Job *job, const GwHttpResponse *response, Letter *letter)
{
  gsize length = 0;

  if (response->status != STATUS_OK) {
    g_autofree char *detail = g_strdup_printf ("HTTP %d", response->status);
    gw_error_set (&letter->error, GW_ERROR_HTTP_STATUS, job->domain, detail);
    return;
  }
  const char *bytes = response->body ? g_bytes_get_data (response->body, &length) : "";
  g_autoptr (GwCatalogue) said =
      gw_source_provider_file_parse (bytes, length, job->domain, gw_date_today (), &letter->error);
  const GwProvider *provider = said ? gw_catalogue_find (said, job->domain) : NULL;
  if (provider == NULL || !gw_seen_save (job->domain, &provider->facts, &letter->error))
    return;
  letter->state = GW_REFRESH_NEW;
  letter->said = g_steal_pointer (&said);
}

static void
on_answer (const GwHttpResponse *response, const GError *error, gpointer data)
{
  Job *job = data;
  GwRefresh *refresh = job->refresh;
  Letter *letter = g_new0 (Letter, 1);

  letter->refresh = refresh;
  letter->url = g_strdup (job->url);
  letter->domain = g_strdup (job->domain);
  letter->state = GW_REFRESH_KEPT;
  if (error) {
    letter->error = g_error_copy (error);
    letter->copy = g_steal_pointer (&job->last);
  } else if (job->domain) {
    settle_file (job, response, letter);
  } else if (response->status == STATUS_NOT_MODIFIED && job->last) {
    settle_unchanged (job, letter);
  } else {
    settle_list (job, response, letter);
  }
  gw_mailbox_put (refresh->box, deliver, letter, letter_free);
  refresh->n_open--;
}

/* --- worker: asking --- */

static void
begin (Job *job)
{
  GwHttpRequest request = {.url = job->url, .accept = "application/json"};

  if (job->domain) {
    request.purpose = GW_PURPOSE_CHOSEN;
    request.max_bytes = GW_LIMIT_PROVIDER_FILE;
  } else {
    g_autoptr (GError) damage = NULL;
    job->last = gw_list_copy_load (job->url, GW_EDITION_NEWEST, &damage);
    if (damage)
      g_message ("%s", damage->message);
    request.purpose = GW_PURPOSE_LIST;
    request.max_bytes = GW_LIMIT_LIST_BYTES;
    request.etag = job->last ? job->last->etag : NULL;
    request.last_modified = job->last ? job->last->last_modified : NULL;
  }
  job->fetch =
      gw_fetch_start (job->refresh->engine, &request, job->refresh->chores, on_answer, job);
}

static void
say_end (GwRefresh *refresh)
{
  Letter *letter = g_new0 (Letter, 1);

  letter->refresh = refresh;
  letter->is_end = TRUE;
  gw_mailbox_put (refresh->box, deliver, letter, letter_free);
}

static gpointer
work (gpointer data)
{
  GwRefresh *refresh = data;

  g_main_context_push_thread_default (refresh->context);
  refresh->n_open = refresh->jobs->len;
  for (guint i = 0; i < refresh->jobs->len; i++)
    begin (refresh->jobs->pdata[i]);
  while (refresh->n_open > 0 && !g_atomic_int_get (&refresh->stop))
    g_main_context_iteration (refresh->context, TRUE);
  for (guint i = 0; i < refresh->jobs->len; i++)
    g_clear_pointer (&((Job *)refresh->jobs->pdata[i])->fetch, gw_fetch_free);
  gw_mailbox_close (refresh->chores);
  say_end (refresh);
  g_main_context_pop_thread_default (refresh->context);
  return NULL;
}

/* --- public --- */

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->url);
  g_free (job->domain);
  gw_list_copy_free (job->last);
  g_free (job);
}

/* Takes `url`. */
static void
add_job (GwRefresh *refresh, char *url, const char *domain)
{
  Job *job = g_new0 (Job, 1);

  job->refresh = refresh;
  job->url = url;
  job->domain = g_strdup (domain);
  g_ptr_array_add (refresh->jobs, job);
}

GwRefresh *
gw_refresh_start (GwEngine *engine, const char *const *urls, const char *const *domains,
                  GwRefreshFunc func, gpointer data)
{
  g_return_val_if_fail (engine != NULL && func != NULL, NULL);

  GwRefresh *refresh = g_new0 (GwRefresh, 1);
  refresh->engine = engine;
  refresh->func = func;
  refresh->data = data;
  refresh->box = gw_mailbox_new (NULL, 0);
  refresh->context = g_main_context_new ();
  refresh->chores = gw_mailbox_new (refresh->context, 0);
  refresh->jobs = g_ptr_array_new_with_free_func (job_free);
  for (guint i = 0; urls && urls[i]; i++)
    add_job (refresh, g_strdup (urls[i]), NULL);
  for (guint i = 0; domains && domains[i]; i++)
    add_job (refresh, g_strdup_printf (PROVIDER_FILE, domains[i]), domains[i]);
  refresh->worker = g_thread_new ("refresh", work, refresh);
  return refresh;
}

static void
wake (gpointer data)
{
  /* The wake-up is what counts. */
}

void
gw_refresh_free (GwRefresh *refresh)
{
  if (refresh == NULL)
    return;
  gw_mailbox_close (refresh->box);
  g_atomic_int_set (&refresh->stop, 1);
  gw_mailbox_put (refresh->chores, wake, NULL, NULL);
  g_thread_join (refresh->worker);
  gw_mailbox_unref (refresh->box);
  gw_mailbox_unref (refresh->chores);
  g_main_context_unref (refresh->context);
  g_ptr_array_unref (refresh->jobs);
  g_free (refresh);
}
