/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of attempts, without secrets: one small file per attempt in
 * $XDG_STATE_HOME/gangway/attempts, replaced atomically at each step, and held by a lock as long as
 * its process lives. What a crash leaves behind is what account/recover reads. Any thread, one per
 * entry. */
#pragma once

#include "account/extras.h"
#include "account/keep.h"

G_BEGIN_DECLS

/* The order is the order of time. Each state is on disk before the next thing happens. */
typedef enum {
  GW_STAGE_STARTED, /* nothing was kept, nothing was sent */
  GW_STAGE_KEPT,    /* the password is in its place; nothing was sent: the account does not exist */
  GW_STAGE_AWAY, /* the person is on the provider's website and may have made the account there */
  GW_STAGE_SUBMITTING, /* the form may have reached the server: outcome unknown */
  GW_STAGE_CREATED,    /* the server said yes */
  GW_STAGE_VERIFIED,   /* logged in, and a message to oneself came back */
  GW_STAGE_REFUSED,    /* the server said no, or a login proved that nothing was made */
} GwStage;

typedef struct {
  char *id; /* file name without ending */
  GwJid *jid;
  GwStage stage;
  GwKeep *keep;            /* NULL before KEPT */
  GwExtras *extras;        /* without the token; NULL: none */
  char *page;              /* https page of AWAY; NULL else */
  char *reason;            /* error name of a refusal; NULL else */
  gint64 started, changed; /* seconds since 1970 UTC */
} GwEntry;

typedef struct _GwJournal GwJournal; /* an entry that this process holds */

/* Makes a new entry (STARTED) and holds it. `extras` NULL: none. GW_ERROR_STORE. */
GwJournal *gw_journal_begin (const GwJid *jid, const GwExtras *extras, GError **error);
/* Takes over an entry that nobody holds; GW_ERROR_HELD else. The content is re-read under the lock.
 */
GwJournal *gw_journal_take (const char *id, GError **error);
void gw_journal_free (GwJournal *journal); /* lets go; the file stays */

const GwEntry *gw_journal_entry (const GwJournal *journal);

/* Each on disk when it returns TRUE. */
gboolean gw_journal_kept (GwJournal *journal, const GwKeep *keep, GError **error);
gboolean gw_journal_away (GwJournal *journal, const char *page, GError **error);
gboolean gw_journal_advance (GwJournal *journal, GwStage stage, const char *reason, GError **error);

/* All entries, oldest first (GwEntry); damaged files are skipped and counted. */
GPtrArray *gw_journal_list (guint *damaged);
/* Removes a file whose outcome is known and told (VERIFIED, REFUSED, KEPT without a submit), or
 * that the person wants to forget (AWAY). Held by this process. */
gboolean gw_journal_close (GwJournal *journal, GError **error);

const char *gw_stage_name (GwStage stage);
void gw_entry_free (GwEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwJournal, gw_journal_free)

G_END_DECLS
