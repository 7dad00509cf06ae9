/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries of the journal: ID.json is replaced at each step, ID.lock beside it is held as long as
 * somebody works on the entry. */
#include "account/journal.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <unistd.h>

#include "account/keep-json.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/store.h"

#define FOLDER      "attempts"
#define VERSION     1
#define SWEEP_AGE_S 60

struct _GwJournal {
  GwEntry *entry;
  char *path;
  char *lock_path;
  int lock;
};

static const char *const stage_names[] = {
    [GW_STAGE_STARTED] = "started", [GW_STAGE_KEPT] = "kept",
    [GW_STAGE_AWAY] = "away",       [GW_STAGE_SUBMITTING] = "submitting",
    [GW_STAGE_CREATED] = "created", [GW_STAGE_VERIFIED] = "verified",
    [GW_STAGE_REFUSED] = "refused",
};

const char *
gw_stage_name (GwStage stage)
{
  g_return_val_if_fail ((guint)stage < G_N_ELEMENTS (stage_names), NULL);

  return stage_names[stage];
}

void
gw_entry_free (GwEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->id);
  gw_jid_free (entry->jid);
  gw_keep_free (entry->keep);
  gw_extras_free (entry->extras);
  g_free (entry->page);
  g_free (entry->reason);
  g_free (entry);
}

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* "FOLDER/ID.ENDING". */
static char *
entry_path (const char *id, const char *ending)
{
  g_autofree char *folder = gw_store_path (GW_STORE_STATE, FOLDER);
  g_autofree char *name = g_strconcat (id, ending, NULL);

  return g_build_filename (folder, name, NULL);
}

/* --- file <-> entry ----------------------------------------------------------------------------
 */

static void
set_text (json_t *root, const char *key, const char *text)
{
  if (text)
    json_object_set_new (root, key, json_string (text));
}

/* Never the token: whoever reads it could take the invitation. */
static void
extras_compose (json_t *root, const GwExtras *extras)
{
  g_autofree char *inviter = extras->inviter ? gw_jid_to_string (extras->inviter) : NULL;

  set_text (root, "label", extras->label);
  set_text (root, "display_name", extras->display_name);
  set_text (root, "inviter", inviter);
}

static char *
entry_compose (const GwEntry *entry)
{
  g_autofree char *address = gw_jid_to_string (entry->jid);
  json_t *root = json_pack ("{si ss ss sI sI}", "version", VERSION, "address", address, "stage",
                            gw_stage_name (entry->stage), "started", (json_int_t)entry->started,
                            "changed", (json_int_t)entry->changed);

  if (entry->keep)
    gw_keep_to_json (entry->keep, root);
  if (entry->extras)
    extras_compose (root, entry->extras);
  set_text (root, "page", entry->page);
  set_text (root, "reason", entry->reason);
  char *text = json_dumps (root, JSON_INDENT (1));
  json_decref (root);
  return text;
}

static gboolean
stage_parse (const char *name, GwStage *stage)
{
  for (guint i = 0; i < G_N_ELEMENTS (stage_names); i++)
    if (g_strcmp0 (name, stage_names[i]) == 0) {
      *stage = (GwStage)i;
      return TRUE;
    }
  return FALSE;
}

/* FALSE for a place that makes no sense; none at all is fine before KEPT. */
static gboolean
keep_parse (const json_t *root, GwEntry *entry)
{
  entry->keep = gw_keep_from_json (root);
  if (entry->keep || json_object_get (root, "keep"))
    return entry->keep != NULL;
  return entry->stage == GW_STAGE_STARTED || entry->stage == GW_STAGE_REFUSED;
}

static GwExtras *
extras_parse (const json_t *root)
{
  const char *address = json_string_value (json_object_get (root, "inviter"));
  g_autoptr (GwJid) inviter = address ? gw_jid_parse (address, NULL) : NULL;

  return gw_extras_new (json_string_value (json_object_get (root, "label")),
                        json_string_value (json_object_get (root, "display_name")), inviter, NULL);
}

static gboolean
entry_fill (GwEntry *entry, const json_t *root)
{
  const char *address = json_string_value (json_object_get (root, "address"));

  if (json_integer_value (json_object_get (root, "version")) != VERSION || address == NULL ||
      !stage_parse (json_string_value (json_object_get (root, "stage")), &entry->stage))
    return FALSE;
  entry->jid = gw_jid_parse (address, NULL);
  entry->started = json_integer_value (json_object_get (root, "started"));
  entry->changed = json_integer_value (json_object_get (root, "changed"));
  entry->reason = g_strdup (json_string_value (json_object_get (root, "reason")));
  entry->page = g_strdup (json_string_value (json_object_get (root, "page")));
  entry->extras = extras_parse (root);
  return entry->jid != NULL && keep_parse (root, entry);
}

/* NULL: not there, damaged, or not ours. */
static GwEntry *
entry_load (const char *id)
{
  g_autofree char *path = entry_path (id, ".json");
  g_autofree char *bytes = NULL;
  gsize length;

  if (!gw_store_read (path, GW_LIMIT_JOURNAL, &bytes, &length, NULL) || bytes == NULL)
    return NULL;
  json_t *root = json_loadb (bytes, length, JSON_REJECT_DUPLICATES, NULL);
  GwEntry *entry = g_new0 (GwEntry, 1);
  entry->id = g_strdup (id);
  if (!json_is_object (root) || !entry_fill (entry, root))
    g_clear_pointer (&entry, gw_entry_free);
  json_decref (root);
  return entry;
}

/* --- held entries ------------------------------------------------------------------------------
 */

/* A new handle that holds the lock of `id`; NULL when another one does. */
static GwJournal *
journal_hold (const char *id, GError **error)
{
  g_autofree char *lock_path = entry_path (id, ".lock");
  int lock = gw_store_lock (lock_path, error);

  if (lock < 0)
    return NULL;
  GwJournal *journal = g_new0 (GwJournal, 1);
  journal->lock = lock;
  journal->lock_path = g_steal_pointer (&lock_path);
  journal->path = entry_path (id, ".json");
  return journal;
}

static gboolean
journal_write (GwJournal *journal, GError **error)
{
  char *text = entry_compose (journal->entry);
  gboolean written = gw_store_write (journal->path, text, strlen (text), error);

  free (text);
  return written;
}

GwJournal *
gw_journal_begin (const GwJid *jid, const GwExtras *extras, GError **error)
{
  g_return_val_if_fail (jid != NULL, NULL);

  gint64 now = g_get_real_time ();
  g_autofree char *id =
      g_strdup_printf ("%" G_GINT64_FORMAT "-%08x", now / G_USEC_PER_SEC, g_random_int ());
  g_autoptr (GwJournal) journal = journal_hold (id, error);
  if (journal == NULL)
    return NULL;

  journal->entry = g_new0 (GwEntry, 1);
  journal->entry->id = g_steal_pointer (&id);
  journal->entry->jid = gw_jid_copy (jid);
  journal->entry->extras = gw_extras_copy (extras);
  journal->entry->stage = GW_STAGE_STARTED;
  journal->entry->started = journal->entry->changed = now / G_USEC_PER_SEC;
  if (journal_write (journal, error))
    return g_steal_pointer (&journal);
  g_unlink (journal->lock_path);
  return NULL;
}

static gboolean
is_id (const char *id)
{
  return *id && strspn (id, "0123456789abcdef-") == strlen (id);
}

GwJournal *
gw_journal_take (const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  g_autoptr (GwJournal) journal = is_id (id) ? journal_hold (id, error) : NULL;
  if (journal == NULL && is_id (id))
    return NULL;
  if (journal)
    journal->entry = entry_load (id);
  if (journal && journal->entry)
    return g_steal_pointer (&journal);
  gw_error_set (error, GW_ERROR_STORE, id, _ ("there is no such entry, or it is damaged"));
  return NULL;
}

void
gw_journal_free (GwJournal *journal)
{
  if (journal == NULL)
    return;
  close (journal->lock);
  gw_entry_free (journal->entry);
  g_free (journal->path);
  g_free (journal->lock_path);
  g_free (journal);
}

const GwEntry *
gw_journal_entry (const GwJournal *journal)
{
  g_return_val_if_fail (journal != NULL, NULL);

  return journal->entry;
}

gboolean
gw_journal_kept (GwJournal *journal, const GwKeep *keep, GError **error)
{
  g_return_val_if_fail (journal != NULL && keep != NULL, FALSE);
  g_return_val_if_fail (journal->entry->stage == GW_STAGE_STARTED, FALSE);

  journal->entry->keep = gw_keep_copy (keep);
  return gw_journal_advance (journal, GW_STAGE_KEPT, NULL, error);
}

gboolean
gw_journal_away (GwJournal *journal, const char *page, GError **error)
{
  g_return_val_if_fail (journal != NULL && page != NULL, FALSE);
  g_return_val_if_fail (journal->entry->stage == GW_STAGE_KEPT, FALSE);

  journal->entry->page = g_strdup (page);
  return gw_journal_advance (journal, GW_STAGE_AWAY, NULL, error);
}

gboolean
gw_journal_advance (GwJournal *journal, GwStage stage, const char *reason, GError **error)
{
  g_return_val_if_fail (journal != NULL && stage > journal->entry->stage, FALSE);
  g_return_val_if_fail ((stage == GW_STAGE_REFUSED) == (reason != NULL), FALSE);

  GwStage before = journal->entry->stage;
  journal->entry->stage = stage;
  journal->entry->reason = g_strdup (reason);
  journal->entry->changed = now_seconds ();
  if (journal_write (journal, error))
    return TRUE;
  /* What is said here is what stands on disk. */
  journal->entry->stage = before;
  g_clear_pointer (&journal->entry->reason, g_free);
  return FALSE;
}

gboolean
gw_journal_close (GwJournal *journal, GError **error)
{
  g_return_val_if_fail (journal != NULL, FALSE);
  g_return_val_if_fail (journal->entry->stage != GW_STAGE_SUBMITTING, FALSE);

  if (g_unlink (journal->path) != 0) {
    gw_error_set (error, GW_ERROR_STORE, journal->path, g_strerror (errno));
    return FALSE;
  }
  g_unlink (journal->lock_path);
  return TRUE;
}

/* --- all of them -------------------------------------------------------------------------------
 */

/* A lock without an entry is what a crash between two steps leaves. A young one may be an entry
 * that is just being made. */
static void
sweep_lock (const char *id)
{
  g_autofree char *entry = entry_path (id, ".json");
  g_autofree char *path = entry_path (id, ".lock");
  GStatBuf info;

  if (g_file_test (entry, G_FILE_TEST_EXISTS) || g_stat (path, &info) != 0 ||
      info.st_mtime + SWEEP_AGE_S > now_seconds ())
    return;
  int lock = gw_store_lock (path, NULL);
  if (lock < 0)
    return;
  if (!g_file_test (entry, G_FILE_TEST_EXISTS))
    g_unlink (path);
  close (lock);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const GwEntry *first = *(GwEntry *const *)a, *second = *(GwEntry *const *)b;

  if (first->started != second->started)
    return first->started < second->started ? -1 : 1;
  return strcmp (first->id, second->id);
}

/* "ID" of "IDENDING"; NULL for another file. */
static char *
id_of (const char *name, const char *ending)
{
  if (!g_str_has_suffix (name, ending))
    return NULL;
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (ending));
  return is_id (id) ? g_steal_pointer (&id) : NULL;
}

GPtrArray *
gw_journal_list (guint *damaged)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_entry_free);
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FOLDER);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  if (damaged)
    *damaged = 0;
  while (folder && (name = g_dir_read_name (folder))) {
    g_autofree char *unlocked = id_of (name, ".lock");
    g_autofree char *id = id_of (name, ".json");
    if (unlocked)
      sweep_lock (unlocked);
    GwEntry *entry = id ? entry_load (id) : NULL;
    if (entry)
      g_ptr_array_add (entries, entry);
    else if (id && damaged)
      (*damaged)++;
  }
  g_ptr_array_sort (entries, compare_age);
  return entries;
}
