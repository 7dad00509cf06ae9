/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots in order of request, at most so many overall and to one address; each one granted is a line
 * in the log. */
#include "net/contacts.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "net/timer.h"

#include <pthread.h>

enum { MS = 1000 /* microseconds */ };

struct _GwSlot {
  GwContacts *contacts;
  char *domain, *address;
  char *machine; /* the address without its port, of one that is paced; else NULL */
  GwPurpose purpose;
  const char *what; /* interned */
  GwSlotFunc func;
  gpointer data;
  gboolean granted;
};

struct _GwContacts {
  GMainContext *context;
  GQueue waiting;         /* GwSlot, the oldest first */
  GHashTable *at_address; /* char* "address:port" -> number of slots granted */
  GHashTable *paced_at;   /* char* machine -> gint64*, monotonic: when its last paced slot was */
  guint n_granted;
  GSource *serve, *pace;
  GwContactFunc watch; /* NULL: nobody is told */
  gpointer watch_data;
  pthread_mutex_t lock; /* guards the log */
  GPtrArray *log;       /* GwContactEntry */
};

static const struct {
  const char *name, *text;
} purposes[GW_N_PURPOSES] = {
    [GW_PURPOSE_LIST] = {"list", N_ ("list")},
    [GW_PURPOSE_CHECK] = {"check", N_ ("check")},
    [GW_PURPOSE_CHOSEN] = {"chosen", N_ ("choice")},
    [GW_PURPOSE_ACCOUNT] = {"account", N_ ("account")},
    [GW_PURPOSE_NAMES] = {"names", N_ ("names")},
    [GW_PURPOSE_INVITATION] = {"invitation", N_ ("invitation")},
};

static const struct {
  const char *word, *text;
} whats[] = {
    {"client", N_ ("as an app")}, {"server", N_ ("as a server")},  {"web", N_ ("web page")},
    {"hello", N_ ("TLS hello")},  {"websocket", N_ ("WebSocket")}, {"ipv6", N_ ("IPv6")},
    {"account", N_ ("account")},  {"other", N_ ("other")},
};

GwContactEntry *
gw_contact_entry_new (gint64 when, const char *domain, const char *address, GwPurpose purpose,
                      const char *what)
{
  GwContactEntry *entry = g_new0 (GwContactEntry, 1);

  entry->when = when;
  entry->domain = g_strdup (domain);
  entry->address = g_strdup (address);
  entry->purpose = purpose;
  entry->what = g_strdup (what != NULL ? what : "other");
  return entry;
}

GwContactEntry *
gw_contact_entry_copy (const GwContactEntry *entry)
{
  return gw_contact_entry_new (entry->when, entry->domain, entry->address, entry->purpose,
                               entry->what);
}

void
gw_contact_entry_free (GwContactEntry *entry)
{
  g_free (entry->domain);
  g_free (entry->address);
  g_free (entry->what);
  g_free (entry);
}

static void
entry_free (gpointer data)
{
  gw_contact_entry_free (data);
}

GwContacts *
gw_contacts_new (GMainContext *context)
{
  GwContacts *contacts = g_new0 (GwContacts, 1);

  contacts->context = g_main_context_ref (context);
  contacts->at_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  contacts->paced_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  contacts->log = g_ptr_array_new_with_free_func (entry_free);
  pthread_mutex_init (&contacts->lock, NULL);
  return contacts;
}

void
gw_contacts_free (GwContacts *contacts)
{
  g_warn_if_fail (contacts->n_granted == 0 && contacts->waiting.length == 0);

  gw_timer_stop (&contacts->serve);
  gw_timer_stop (&contacts->pace);
  g_queue_clear (&contacts->waiting);
  g_hash_table_unref (contacts->at_address);
  g_hash_table_unref (contacts->paced_at);
  g_ptr_array_unref (contacts->log);
  pthread_mutex_destroy (&contacts->lock);
  g_main_context_unref (contacts->context);
  g_free (contacts);
}

static guint
count_at (const GwContacts *contacts, const char *address)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (contacts->at_address, address));
}

static void
set_count_at (GwContacts *contacts, const char *address, guint count)
{
  if (count == 0)
    g_hash_table_remove (contacts->at_address, address);
  else
    g_hash_table_insert (contacts->at_address, g_strdup (address), GUINT_TO_POINTER (count));
}

/* How long this slot has to wait for the one before it, in microseconds; 0: not at all. */
static gint64
pause_left (const GwContacts *contacts, const GwSlot *slot, gint64 now)
{
  const gint64 *last =
      slot->machine ? g_hash_table_lookup (contacts->paced_at, slot->machine) : NULL;

  return last ? MAX (*last + GW_LIMIT_PACE * MS - now, 0) : 0;
}

static gboolean
is_past (gpointer machine, gpointer last, gpointer now)
{
  return *(gint64 *)last + GW_LIMIT_PACE * MS <= *(gint64 *)now;
}

/* `machine` NULL: it is not paced. */
static void
note_pace (GwContacts *contacts, const char *machine)
{
  gint64 now = g_get_monotonic_time ();

  if (machine == NULL)
    return;
  g_hash_table_foreach_remove (contacts->paced_at, is_past, &now);
  g_hash_table_insert (contacts->paced_at, g_strdup (machine), g_memdup2 (&now, sizeof now));
}

static gboolean on_serve (gpointer data);

static void
serve_after (GwContacts *contacts, gint64 us)
{
  if (contacts->pace == NULL && us < G_MAXINT64)
    contacts->pace =
        gw_timer_start (contacts->context, (guint)((us + MS - 1) / MS), on_serve, contacts);
}

/* The oldest that may go now: those to a full address are overtaken, and so are those that pause.
 */
static GwSlot *
take_next (GwContacts *contacts)
{
  gint64 now = g_get_monotonic_time (), soonest = G_MAXINT64;

  if (contacts->n_granted >= GW_LIMIT_IN_FLIGHT)
    return NULL;
  for (GList *link = contacts->waiting.head; link != NULL; link = link->next) {
    GwSlot *slot = link->data;

    gint64 pause = pause_left (contacts, slot, now);

    if (pause == 0 && count_at (contacts, slot->address) < GW_LIMIT_IN_FLIGHT_SAME) {
      g_queue_delete_link (&contacts->waiting, link);
      return slot;
    }
    if (pause > 0)
      soonest = MIN (soonest, pause);
  }
  serve_after (contacts, soonest);
  return NULL;
}

static void
grant (GwContacts *contacts, GwSlot *slot)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  slot->granted = TRUE;
  contacts->n_granted++;
  set_count_at (contacts, slot->address, count_at (contacts, slot->address) + 1);

  GwContactEntry *entry =
      gw_contact_entry_new (now, slot->domain, slot->address, slot->purpose, slot->what);
  if (contacts->watch != NULL)
    contacts->watch (entry, contacts->watch_data);
  pthread_mutex_lock (&contacts->lock);
  g_ptr_array_add (contacts->log, entry);
  pthread_mutex_unlock (&contacts->lock);
}

static gboolean
on_serve (gpointer data)
{
  GwContacts *contacts = data;
  GwSlot *slot;

  gw_timer_stop (&contacts->serve);
  gw_timer_stop (&contacts->pace);
  while ((slot = take_next (contacts)) != NULL) {
    g_autofree char *machine = g_strdup (slot->machine);

    grant (contacts, slot);
    slot->func (slot, slot->data); /* may release this and other slots, and ask for more */
    /* Counted from the connection: a busy computer may take a while from the slot to it. */
    note_pace (contacts, machine);
  }
  return G_SOURCE_REMOVE;
}

static void
serve_soon (GwContacts *contacts)
{
  if (contacts->serve == NULL && contacts->waiting.length > 0)
    contacts->serve = gw_timer_start (contacts->context, 0, on_serve, contacts);
}

/* Takes `address` and `machine`. */
static GwSlot *
request (GwContacts *contacts, const char *domain, char *address, char *machine, GwPurpose purpose,
         const char *what, GwSlotFunc func, gpointer data)
{
  GwSlot *slot = g_new0 (GwSlot, 1);

  slot->contacts = contacts;
  slot->domain = g_strdup (domain);
  slot->address = address;
  slot->machine = machine;
  slot->purpose = purpose;
  slot->what = g_intern_string (what);
  slot->func = func;
  slot->data = data;
  g_queue_push_tail (&contacts->waiting, slot);
  serve_soon (contacts);
  return slot;
}

GwSlot *
gw_contacts_request (GwContacts *contacts, const char *domain, const GwAddress *address,
                     GwPurpose purpose, const char *what, gboolean is_paced, GwSlotFunc func,
                     gpointer data)
{
  GwAddress machine = *address;

  g_return_val_if_fail (domain != NULL && purpose < GW_N_PURPOSES && func != NULL, NULL);

  gw_address_set_port (&machine, 0);
  return request (contacts, domain, gw_address_to_string (address),
                  is_paced ? gw_address_to_string (&machine) : NULL, purpose, what, func, data);
}

GwSlot *
gw_contacts_request_by_name (GwContacts *contacts, const char *domain, const char *host,
                             guint16 port, GwPurpose purpose, const char *what, gboolean is_paced,
                             GwSlotFunc func, gpointer data)
{
  g_return_val_if_fail (domain != NULL && host != NULL && purpose < GW_N_PURPOSES && func != NULL,
                        NULL);

  return request (contacts, domain, g_strdup_printf ("%s:%u/via-proxy", host, port),
                  is_paced ? g_strdup (host) : NULL, purpose, what, func, data);
}

const char *
gw_slot_address (const GwSlot *slot)
{
  return slot->address;
}

void
gw_slot_release (GwSlot *slot)
{
  GwContacts *contacts = slot->contacts;

  if (slot->granted) {
    contacts->n_granted--;
    set_count_at (contacts, slot->address, count_at (contacts, slot->address) - 1);
    serve_soon (contacts);
  } else {
    g_queue_remove (&contacts->waiting, slot);
  }
  g_free (slot->domain);
  g_free (slot->address);
  g_free (slot->machine);
  g_free (slot);
}

GPtrArray *
gw_contacts_log (GwContacts *contacts)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (entry_free);

  pthread_mutex_lock (&contacts->lock);
  for (guint i = 0; i < contacts->log->len; i++)
    g_ptr_array_add (copy, gw_contact_entry_copy (contacts->log->pdata[i]));
  pthread_mutex_unlock (&contacts->lock);
  return copy;
}

void
gw_contacts_watch (GwContacts *contacts, GwContactFunc func, gpointer data)
{
  contacts->watch = func;
  contacts->watch_data = data;
}

const char *
gw_purpose_name (GwPurpose purpose)
{
  g_return_val_if_fail (purpose < GW_N_PURPOSES, NULL);

  return purposes[purpose].name;
}

const char *
gw_purpose_text (GwPurpose purpose)
{
  g_return_val_if_fail (purpose < GW_N_PURPOSES, NULL);

  return _ (purposes[purpose].text);
}

gboolean
gw_purpose_from_name (const char *name, GwPurpose *purpose)
{
  g_return_val_if_fail (name != NULL && purpose != NULL, FALSE);

  for (int i = 0; i < GW_N_PURPOSES; i++)
    if (g_str_equal (purposes[i].name, name)) {
      *purpose = (GwPurpose)i;
      return TRUE;
    }
  return FALSE;
}

const char *
gw_contact_what_text (const char *what)
{
  g_return_val_if_fail (what != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (whats); i++)
    if (g_str_equal (whats[i].word, what))
      return _ (whats[i].text);
  return what;
}
