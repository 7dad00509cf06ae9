/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of contacts: what was written is read again, nothing grows without end, and nobody
 * waits for it. */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "../providers/state-folder.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/store.h"
#include "net/contact-writer.h"
#include "net/contacted.h"

enum {
  THREADS = 4,
  ROUNDS = 25,
  DAY = 24 * 60 * 60,
  WAIT_STEPS = 500, /* of 20 ms */
};

static guint messages; /* in the log */

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static char *
record_path (void)
{
  return gw_store_path (GW_STORE_STATE, "contacted.list");
}

static void
write_record (const char *bytes, gsize length)
{
  g_autofree char *path = record_path ();
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_store_write (path, bytes, length, &error));
  g_assert_no_error (error);
}

static GPtrArray *
load (void)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = gw_contacted_load (&error);

  g_assert_no_error (error);
  return entries;
}

static void
free_entry (gpointer entry)
{
  gw_contact_entry_free (entry);
}

static GPtrArray *
batch_new (void)
{
  return g_ptr_array_new_with_free_func (free_entry);
}

static void
batch_add (GPtrArray *batch, gint64 when, const char *domain)
{
  g_ptr_array_add (
      batch, gw_contact_entry_new (when, domain, "192.0.2.1:5222", GW_PURPOSE_CHECK, "client"));
}

static void
add (const GPtrArray *batch)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_contacted_add (batch, &error));
  g_assert_no_error (error);
}

static void
assert_same (const GwContactEntry *one, const GwContactEntry *two)
{
  g_assert_cmpint (one->when, ==, two->when);
  g_assert_cmpstr (one->domain, ==, two->domain);
  g_assert_cmpstr (one->address, ==, two->address);
  g_assert_cmpint (one->purpose, ==, two->purpose);
  g_assert_cmpstr (one->what, ==, two->what);
}

static void
test_round_trip (void)
{
  static const char *const whats[GW_N_PURPOSES] = {"client", "server", "web"};
  g_autoptr (GPtrArray) batch = batch_new (), empty = load ();
  g_autofree char *path = record_path ();
  struct stat state;

  g_assert_cmpuint (empty->len, ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS)); /* reading leaves no trace */
  for (int i = 0; i < GW_N_PURPOSES; i++)
    g_ptr_array_add (batch, gw_contact_entry_new (now () - i, "xn--bcher-kva.example",
                                                  "[2001:db8::1]:443", (GwPurpose)i, whats[i]));
  add (batch);
  add (batch);

  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, 2 * batch->len);
  for (guint i = 0; i < entries->len; i++)
    assert_same (entries->pdata[i], batch->pdata[i % batch->len]);
  g_assert_cmpint (g_stat (path, &state), ==, 0);
  g_assert_cmpint (state.st_mode & 0777, ==, 0600);
}

/* Whatever stands in an entry, it stays one line, and the lines around it stay as they are. */
static void
test_hostile_words (void)
{
  static const char *const words[] = {"a b", "a\nb", "", "\x1b[31m", "\xff\xfe", "a\tb\r"};
  g_autoptr (GPtrArray) batch = batch_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_ptr_array_add (batch,
                     gw_contact_entry_new (now (), words[i], words[i], GW_PURPOSE_LIST, words[i]));
    batch_add (batch, now (), "between.example");
  }
  add (batch);

  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, batch->len);
  for (guint i = 0; i < entries->len; i++) {
    const GwContactEntry *entry = entries->pdata[i];
    for (const char *p = entry->domain; *p; p++)
      g_assert_true (g_ascii_isgraph (*p));
    if (i % 2 == 1)
      assert_same (entry, batch->pdata[i]);
  }
}

static void
test_bounds (void)
{
  g_autoptr (GPtrArray) batch = batch_new (), one = batch_new ();

  batch_add (batch, now () - (gint64)(GW_LIMIT_CONTACTED_DAYS + 1) * DAY, "old.example");
  batch_add (batch, now () - (gint64)(GW_LIMIT_CONTACTED_DAYS - 1) * DAY, "kept.example");
  add (batch);
  g_autoptr (GPtrArray) young = load ();
  g_assert_cmpuint (young->len, ==, 1);
  g_assert_cmpstr (((GwContactEntry *)young->pdata[0])->domain, ==, "kept.example");

  for (guint i = 0; i < GW_LIMIT_CONTACTED_LINES; i++)
    batch_add (batch, now (), "many.example");
  add (batch);
  batch_add (one, now (), "last.example");
  add (one);
  g_autoptr (GPtrArray) most = load ();
  g_assert_cmpuint (most->len, ==, GW_LIMIT_CONTACTED_LINES);
  g_assert_cmpstr (((GwContactEntry *)most->pdata[0])->domain, ==, "many.example");
  g_assert_cmpstr (((GwContactEntry *)most->pdata[most->len - 1])->domain, ==, "last.example");
}

/* The widest lines that there can be fit into the file. */
static void
test_widest (void)
{
  g_autoptr (GPtrArray) batch = batch_new ();
  g_autofree char *domain = g_strnfill (253, 'x');

  for (guint i = 0; i < GW_LIMIT_CONTACTED_LINES; i++)
    g_ptr_array_add (batch, gw_contact_entry_new (now (), domain,
                                                  "[2001:db8:1234:5678:9abc:def0:1234:5678]:65535",
                                                  GW_PURPOSE_ACCOUNT, "websocket"));
  add (batch);
  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, GW_LIMIT_CONTACTED_LINES);
}

static void
test_damaged (void)
{
  static const char damaged[] =
      "2026-11-27T19:56:46Z one.example 192.0.2.1:5222 chosen\n"
      "2026-11-27T19:56:46Z two.example 192.0.2.1:5222 chosen client more\n"
      "yesterday three.example 192.0.2.1:5222 chosen client\n"
      "2026-11-27T19:56:46Z four.example 192.0.2.1:5222 whim client\n"
      "2026-11-27T19:56:46Z  192.0.2.1:5222 chosen client\n"
      "\0 hidden\n\xff\xfe\n"
      "9999-11-27T19:56:46Z good.example 192.0.2.1:5222 chosen client\n"
      "9999-11-27T19:56:46Z torn.example 192.0.2.1:52";
  g_autoptr (GPtrArray) batch = batch_new ();

  write_record (damaged, sizeof damaged - 1);
  batch_add (batch, now (), "new.example");
  add (batch);
  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (((GwContactEntry *)entries->pdata[0])->domain, ==, "good.example");
  g_assert_cmpstr (((GwContactEntry *)entries->pdata[1])->domain, ==, "new.example");
}

/* What is far too long was never ours: readers say so, a writer begins anew. */
static void
test_too_large (void)
{
  g_autofree char *blanks = g_strnfill (GW_LIMIT_CONTACTED_BYTES + 1, ' ');
  g_autoptr (GPtrArray) batch = batch_new ();
  g_autoptr (GError) error = NULL;
  guint count;

  write_record (blanks, GW_LIMIT_CONTACTED_BYTES + 1);
  g_assert_null (gw_contacted_load (&error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_false (gw_contacted_forget ("one.example", &count, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
  batch_add (batch, now (), "new.example");
  add (batch);
  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, 1);
}

static void
test_forget (void)
{
  g_autoptr (GPtrArray) batch = batch_new ();
  g_autoptr (GError) error = NULL;
  guint count;

  batch_add (batch, now (), "one.example");
  batch_add (batch, now (), "two.example");
  batch_add (batch, now (), "one.example");
  add (batch);
  g_assert_true (gw_contacted_forget ("one.example", &count, &error));
  g_assert_cmpuint (count, ==, 2);
  g_autoptr (GPtrArray) left = load ();
  g_assert_cmpuint (left->len, ==, 1);
  assert_same (left->pdata[0], batch->pdata[1]);
  g_assert_true (gw_contacted_forget (NULL, &count, &error));
  g_assert_cmpuint (count, ==, 1);
  g_autoptr (GPtrArray) nothing = load ();
  g_assert_cmpuint (nothing->len, ==, 0);
}

static gpointer
write_many (gpointer data)
{
  g_autofree char *domain = g_strdup_printf ("%d.example", GPOINTER_TO_INT (data));

  for (int i = 0; i < ROUNDS; i++) {
    GwContactWriter *writer = gw_contact_writer_new ();
    g_autoptr (GwContactEntry) entry =
        gw_contact_entry_new (now (), domain, "192.0.2.1:5222", GW_PURPOSE_CHECK, "client");
    gw_contact_writer_add (writer, entry);
    gw_contact_writer_free (writer);
  }
  return NULL;
}

/* The lock does not care whether two descriptors are those of one process. */
static void
test_side_by_side (void)
{
  GThread *threads[THREADS];

  for (int i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("writer", write_many, GINT_TO_POINTER (i));
  for (int i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);
  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, THREADS * ROUNDS);
  g_assert_cmpuint (messages, ==, 0);
}

/* A program that is killed had its contacts written before. */
static void
test_written_meanwhile (void)
{
  GwContactWriter *writer = gw_contact_writer_new ();
  g_autoptr (GwContactEntry) entry =
      gw_contact_entry_new (now (), "one.example", "192.0.2.1:5222", GW_PURPOSE_CHECK, "client");
  guint found = 0;

  for (guint round = 1; round <= 2; round++) {
    gw_contact_writer_add (writer, entry);
    for (int i = 0; i < WAIT_STEPS && found < round; i++) {
      g_usleep (20 * 1000);
      g_autoptr (GPtrArray) entries = load ();
      found = entries->len;
    }
    g_assert_cmpuint (found, ==, round);
  }
  gw_contact_writer_free (writer);
  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, 2);
}

/* Where nothing can be written it is said once, and what had to wait is written when it can be. */
static void
test_no_place (void)
{
  g_autofree char *path = record_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  GwContactWriter *writer = gw_contact_writer_new ();
  g_autoptr (GwContactEntry) entry =
      gw_contact_entry_new (now (), "one.example", "192.0.2.1:5222", GW_PURPOSE_CHECK, "client");

  g_autofree char *above = g_path_get_dirname (folder);
  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  gw_contact_writer_add (writer, entry);
  g_usleep (3 * GW_LIMIT_CONTACTED_WAIT * 1000);
  gw_contact_writer_add (writer, entry);
  gw_contact_writer_free (writer);
  g_assert_cmpuint (messages, ==, 1);

  writer = gw_contact_writer_new ();
  gw_contact_writer_add (writer, entry);
  g_usleep (3 * GW_LIMIT_CONTACTED_WAIT * 1000);
  g_remove (folder);
  gw_contact_writer_add (writer, entry);
  gw_contact_writer_free (writer);
  g_assert_cmpuint (messages, ==, 1);
  g_autoptr (GPtrArray) entries = load ();
  g_assert_cmpuint (entries->len, ==, 2);
  messages = 0;
}

static void
test_nothing_to_write (void)
{
  g_autofree char *path = record_path ();

  gw_contact_writer_free (gw_contact_writer_new ());
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static GLogWriterOutput
count_messages (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if (level & G_LOG_LEVEL_MESSAGE) {
    messages++;
    return G_LOG_WRITER_HANDLED;
  }
  return g_log_writer_default (level, fields, n_fields, data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (count_messages, NULL, NULL);
  state_folder_init ();
  state_folder_add ("/contacted/round-trip", test_round_trip);
  state_folder_add ("/contacted/hostile-words", test_hostile_words);
  state_folder_add ("/contacted/bounds", test_bounds);
  state_folder_add ("/contacted/widest", test_widest);
  state_folder_add ("/contacted/damaged", test_damaged);
  state_folder_add ("/contacted/too-large", test_too_large);
  state_folder_add ("/contacted/forget", test_forget);
  state_folder_add ("/contacted/side-by-side", test_side_by_side);
  state_folder_add ("/contacted/written-meanwhile", test_written_meanwhile);
  state_folder_add ("/contacted/no-place", test_no_place);
  state_folder_add ("/contacted/nothing-to-write", test_nothing_to_write);
  return state_folder_run ();
}
