/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: what is on disk is true at every moment, and belongs to one process at a time. */
#include "account/journal.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/store.h"
#include "home.h"

typedef struct {
  GwJid *jid;
  GwKeep *keep;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->jid = gw_jid_new ("alice", "open.example");
  fixture->keep = gw_keep_new (GW_KEEP_FILE, "/tmp/caf\xe9 \"quoted\".txt");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gw_jid_free (fixture->jid);
  gw_keep_free (fixture->keep);
}

static char *
attempts_folder (void)
{
  return gw_store_path (GW_STORE_STATE, "attempts");
}

static guint
count_files (void)
{
  g_autofree char *path = attempts_folder ();
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (folder && g_dir_read_name (folder))
    n++;
  return n;
}

/* The only entry. */
static GPtrArray *
list_one (void)
{
  guint damaged;
  GPtrArray *entries = gw_journal_list (&damaged);

  g_assert_cmpuint (damaged, ==, 0);
  g_assert_cmpuint (entries->len, ==, 1);
  return entries;
}

/* Goes on until `last` stands on disk. */
static GwJournal *
write_up_to (Fixture *fixture, GwStage last)
{
  g_autoptr (GError) error = NULL;
  GwJournal *journal = gw_journal_begin (fixture->jid, NULL, &error);

  g_assert_no_error (error);
  if (last >= GW_STAGE_KEPT)
    g_assert_true (gw_journal_kept (journal, fixture->keep, &error));
  if (last == GW_STAGE_AWAY)
    g_assert_true (gw_journal_away (journal, "https://open.example/register", &error));
  if (last >= GW_STAGE_SUBMITTING)
    g_assert_true (gw_journal_advance (journal, GW_STAGE_SUBMITTING, NULL, &error));
  if (last == GW_STAGE_REFUSED)
    g_assert_true (gw_journal_advance (journal, GW_STAGE_REFUSED, "refused-name-taken", &error));
  else if (last >= GW_STAGE_CREATED)
    g_assert_true (gw_journal_advance (journal, GW_STAGE_CREATED, NULL, &error));
  if (last == GW_STAGE_VERIFIED)
    g_assert_true (gw_journal_advance (journal, GW_STAGE_VERIFIED, NULL, &error));
  g_assert_no_error (error);
  return journal;
}

static void
remove_entry (const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = attempts_folder ();
  g_autofree char *json = g_strdup_printf ("%s/%s.json", folder, id);
  g_autofree char *lock = g_strdup_printf ("%s/%s.lock", folder, id);

  g_unlink (json);
  g_unlink (lock);
}

static void
test_everything_comes_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwJournal) journal = write_up_to (fixture, GW_STAGE_REFUSED);
  const GwEntry *entry = gw_journal_entry (journal);
  g_autoptr (GPtrArray) entries = list_one ();
  const GwEntry *found = g_ptr_array_index (entries, 0);

  g_assert_cmpstr (found->id, ==, entry->id);
  g_assert_cmpstr (found->jid->local, ==, "alice");
  g_assert_cmpstr (found->jid->domain, ==, "open.example");
  g_assert_cmpint (found->stage, ==, GW_STAGE_REFUSED);
  g_assert_cmpstr (found->reason, ==, "refused-name-taken");
  g_assert_cmpint (found->keep->kind, ==, GW_KEEP_FILE);
  g_assert_cmpstr (found->keep->path, ==, fixture->keep->path);
  g_assert_cmpint (found->started, ==, entry->started);
  g_assert_cmpint (found->changed, >=, found->started);
  g_assert_true (gw_journal_close (journal, NULL));
}

static void
test_extras_come_back_without_the_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwJid) inviter = gw_jid_new ("juliet", "open.example");
  g_autoptr (GwExtras) extras = gw_extras_new ("work", "Alice \"A.\" Ö", inviter, "t0ken");
  g_autoptr (GError) error = NULL;
  g_autoptr (GwJournal) journal = gw_journal_begin (fixture->jid, extras, &error);
  g_autoptr (GPtrArray) entries = list_one ();
  const GwEntry *found = g_ptr_array_index (entries, 0);
  g_autofree char *folder = attempts_folder ();
  g_autofree char *path = g_strdup_printf ("%s/%s.json", folder, found->id);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (found->extras->label, ==, "work");
  g_assert_cmpstr (found->extras->display_name, ==, "Alice \"A.\" Ö");
  g_assert_cmpstr (found->extras->inviter->local, ==, "juliet");
  g_assert_null (found->extras->token);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "t0ken"));
  g_assert_true (gw_journal_close (journal, NULL));
}

/* A process that reaches `stage`, says so, and is killed while it holds the entry. */
static void
child_killed_at (Fixture *fixture, GwStage stage)
{
  int said[2];
  char byte = 0;

  g_assert_cmpint (pipe (said), ==, 0);
  pid_t child = fork ();
  if (child == 0) {
    write_up_to (fixture, stage);
    if (write (said[1], &byte, 1) == 1)
      pause ();
    _exit (1);
  }
  close (said[1]);
  g_assert_cmpint (read (said[0], &byte, 1), ==, 1);
  close (said[0]);

  g_autoptr (GPtrArray) entries = list_one ();
  const GwEntry *entry = g_ptr_array_index (entries, 0);
  g_autoptr (GError) error = NULL;
  g_assert_null (gw_journal_take (entry->id, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_HELD);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
test_killed_at_each_stage (Fixture *fixture, gconstpointer data)
{
  for (int stage = GW_STAGE_STARTED; stage <= GW_STAGE_REFUSED; stage++) {
    g_autoptr (GError) error = NULL;
    child_killed_at (fixture, (GwStage)stage);

    g_autoptr (GPtrArray) entries = list_one ();
    const GwEntry *entry = g_ptr_array_index (entries, 0);
    g_assert_cmpint (entry->stage, ==, stage);
    g_autoptr (GwJournal) journal = gw_journal_take (entry->id, &error);
    g_assert_no_error (error);
    g_assert_cmpint (gw_journal_entry (journal)->stage, ==, stage);
    g_assert_cmpint (gw_journal_entry (journal)->keep != NULL, ==, stage != GW_STAGE_STARTED);
    g_assert_cmpint (gw_journal_entry (journal)->page != NULL, ==, stage == GW_STAGE_AWAY);
    remove_entry (entry->id);
  }
}

static void
test_held_in_the_same_process (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwJournal) journal = write_up_to (fixture, GW_STAGE_KEPT);
  g_autofree char *id = g_strdup (gw_journal_entry (journal)->id);
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_journal_take (id, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_HELD);
  g_clear_pointer (&journal, gw_journal_free);
  g_clear_error (&error);
  journal = gw_journal_take (id, &error);
  g_assert_no_error (error);
  g_assert_true (gw_journal_close (journal, NULL));
}

static void
test_close_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwJournal) journal = write_up_to (fixture, GW_STAGE_VERIFIED);

  g_assert_cmpuint (count_files (), ==, 2);
  g_assert_true (gw_journal_close (journal, NULL));
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  const char *const texts[] = {
      "",
      "{",
      "[]",
      "<html></html>",
      "{\"version\":2,\"address\":\"a@open.example\",\"stage\":\"started\"}",
      "{\"version\":1,\"address\":\"@\",\"stage\":\"started\"}",
      "{\"version\":1,\"address\":\"a@open.example\",\"stage\":\"finished\"}",
      "{\"version\":1,\"address\":\"a@open.example\",\"stage\":\"kept\"}",
      "{\"version\":1,\"address\":\"a@open.example\",\"stage\":\"kept\",\"keep\":\"file\"}",
      "{\"version\":1,\"address\":\"a@open.example\",\"stage\":\"kept\",\"keep\":\"cloud\"}",
      "{\"version\":1,\"address\":7,\"stage\":\"started\"}",
  };
  g_autoptr (GwJournal) journal = write_up_to (fixture, GW_STAGE_KEPT);
  g_autofree char *folder = attempts_folder ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *path = g_strdup_printf ("%s/%u-00.json", folder, (guint)i);
    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
  }
  guint damaged;
  g_autoptr (GPtrArray) entries = gw_journal_list (&damaged);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpuint (damaged, ==, G_N_ELEMENTS (texts));

  g_autoptr (GError) error = NULL;
  g_assert_null (gw_journal_take ("1-00", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *id = g_strdup_printf ("%u-00", (guint)i);
    remove_entry (id);
  }
  g_assert_true (gw_journal_close (journal, NULL));
}

static void
test_strange_ids (Fixture *fixture, gconstpointer data)
{
  const char *const ids[] = {"", "../../etc/passwd", "no-such", "1-2/3", "123-0000000f"};

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (gw_journal_take (ids[i], &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
  }
  remove_entry ("123-0000000f");
}

static void
test_oldest_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = attempts_folder ();
  const int started[] = {30, 10, 20};

  for (gsize i = 0; i < G_N_ELEMENTS (started); i++) {
    g_autofree char *path = g_strdup_printf ("%s/%d-0.json", folder, started[i]);
    g_autofree char *text = g_strdup_printf (
        "{\"version\":1,\"address\":\"a@open.example\",\"stage\":\"started\",\"started\":%d}",
        started[i]);
    g_assert_true (gw_store_write (path, text, strlen (text), NULL));
  }
  g_autoptr (GPtrArray) entries = gw_journal_list (NULL);
  g_assert_cmpuint (entries->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    const GwEntry *entry = g_ptr_array_index (entries, i);
    g_assert_cmpint (entry->started, ==, (i + 1) * 10);
    remove_entry (entry->id);
  }
}

static void
test_no_secret_on_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwJournal) journal = write_up_to (fixture, GW_STAGE_VERIFIED);
  g_autofree char *folder = attempts_folder ();
  g_autofree char *path = g_strdup_printf ("%s/%s.json", folder, gw_journal_entry (journal)->id);
  g_autofree char *text = NULL;
  GStatBuf info;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "password"));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_true (gw_journal_close (journal, NULL));
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"/journal/everything-comes-back", test_everything_comes_back},
      {"/journal/extras-without-the-token", test_extras_come_back_without_the_token},
      {"/journal/killed-at-each-stage-leaves-that-stage", test_killed_at_each_stage},
      {"/journal/held-in-the-same-process-too", test_held_in_the_same_process},
      {"/journal/close-leaves-nothing", test_close_leaves_nothing},
      {"/journal/damaged-files-are-counted-and-left", test_damaged},
      {"/journal/strange-ids-lead-nowhere", test_strange_ids},
      {"/journal/oldest-first", test_oldest_first},
      {"/journal/is-private-and-without-secret", test_no_secret_on_disk},
  };

  g_test_init (&argc, &argv, NULL);
  home_enter ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  int status = g_test_run ();
  home_leave ();
  return status;
}
