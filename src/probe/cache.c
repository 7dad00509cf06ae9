/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of the last quarter of an hour. A pthread mutex, so that the thread sanitizer sees it. */
#include "probe/cache.h"

#include <pthread.h>

#include "base/limits.h"

enum { CACHE_MAX = 1000 };

struct _GwKept {
  int refs; /* atomic; by macros, so that the thread sanitizer sees it */
  GwProbeResult *result;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static GHashTable *fresh; /* domain, borrowed from the value -> GwKept */

GwKept *
gw_kept_new (GwProbeResult *result)
{
  g_return_val_if_fail (result != NULL, NULL);

  GwKept *kept = g_new0 (GwKept, 1);
  kept->refs = 1;
  kept->result = result;
  return kept;
}

GwKept *
gw_kept_ref (GwKept *kept)
{
  g_return_val_if_fail (kept != NULL, NULL);

  g_atomic_int_inc (&kept->refs);
  return kept;
}

void
gw_kept_unref (GwKept *kept)
{
  if (kept == NULL || !g_atomic_int_dec_and_test (&kept->refs))
    return;
  gw_probe_result_free (kept->result);
  g_free (kept);
}

const GwProbeResult *
gw_kept_result (const GwKept *kept)
{
  g_return_val_if_fail (kept != NULL, NULL);

  return kept->result;
}

static gboolean
is_fresh (const GwKept *kept, gint64 now)
{
  gint64 age = now - kept->result->when;

  return age >= 0 && age < GW_LIMIT_PROBE_FRESH_S;
}

static gboolean
is_stale_entry (gpointer domain, gpointer kept, gpointer now)
{
  return !is_fresh (kept, *(const gint64 *)now);
}

/* Under the mutex. */
static void
make_room (gint64 now)
{
  if (g_hash_table_size (fresh) >= CACHE_MAX)
    g_hash_table_foreach_remove (fresh, is_stale_entry, &now);
  if (g_hash_table_size (fresh) >= CACHE_MAX)
    g_hash_table_remove_all (fresh);
}

/* A full result that is fresh tells more than a quick one that is a little fresher. Under the
 * mutex.
 */
static gboolean
knows_more (const char *domain, const GwProbeResult *than)
{
  const GwKept *kept = g_hash_table_lookup (fresh, domain);

  return kept && kept->result->full && !than->full && is_fresh (kept, than->when);
}

void
gw_probe_cache_put (GwKept *kept)
{
  g_return_if_fail (kept != NULL);

  if (!kept->result->reachable)
    return;
  pthread_mutex_lock (&mutex);
  if (fresh == NULL)
    fresh = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)gw_kept_unref);
  make_room (kept->result->when);
  if (!knows_more (kept->result->domain, kept->result))
    g_hash_table_replace (fresh, kept->result->domain, gw_kept_ref (kept));
  pthread_mutex_unlock (&mutex);
}

GwKept *
gw_probe_cache_get (const char *domain, gboolean full, gint64 now)
{
  g_return_val_if_fail (domain != NULL, NULL);

  pthread_mutex_lock (&mutex);
  GwKept *kept = fresh ? g_hash_table_lookup (fresh, domain) : NULL;
  if (kept)
    kept = is_fresh (kept, now) && (kept->result->full || !full) ? gw_kept_ref (kept) : NULL;
  pthread_mutex_unlock (&mutex);
  return kept;
}
