/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person adds by hand is found again, in its one form, and nothing else gets in. */
#include "base/error.h"
#include "base/limits.h"
#include "base/store.h"
#include "providers/own.h"
#include "state-folder.h"

#define LIST "https://lists.example/mine.json"

static void
write_file (const char *text)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "own-sources");

  g_assert_true (gw_store_write (path, text, strlen (text), NULL));
}

static void
test_nothing_yet (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwOwn) own = gw_own_load (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (own->lists->len + own->domains->len, ==, 0);
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "own-sources");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_added_and_removed (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_own_add ("Bücher.example", NULL));
  g_assert_true (gw_own_add (LIST, NULL));
  g_assert_true (gw_own_add ("chat.example", NULL));
  g_assert_true (gw_own_add ("bücher.example.", NULL)); /* the same */
  g_autoptr (GwOwn) own = gw_own_load (NULL);
  g_assert_cmpuint (own->lists->len, ==, 1);
  g_assert_cmpstr (own->lists->pdata[0], ==, LIST);
  g_assert_cmpuint (own->domains->len, ==, 2);
  g_assert_cmpstr (own->domains->pdata[0], ==, "xn--bcher-kva.example");
  g_assert_cmpstr (own->domains->pdata[1], ==, "chat.example");

  g_assert_true (gw_own_remove ("BÜCHER.example", NULL));
  g_assert_true (gw_own_remove (LIST, NULL));
  g_assert_false (gw_own_remove (LIST, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_NOT_THERE);
  g_autoptr (GwOwn) left = gw_own_load (NULL);
  g_assert_cmpuint (left->lists->len, ==, 0);
  g_assert_cmpuint (left->domains->len, ==, 1);
}

static void
test_what_is_neither (void)
{
  static const struct {
    const char *text;
    GwErrorCode code;
  } cases[] = {
      {"", GW_ERROR_BAD_ADDRESS},
      {"not a name", GW_ERROR_BAD_ADDRESS},
      {"127.0.0.1", GW_ERROR_BAD_ADDRESS},
      {"http://lists.example/mine.json", GW_ERROR_BAD_URL},
      {"file:///etc/passwd", GW_ERROR_BAD_URL},
      {"javascript:alert(1)", GW_ERROR_BAD_URL},
      {"https://", GW_ERROR_BAD_URL},
      {"https://me@lists.example/", GW_ERROR_BAD_URL},
      {"https://lists.example/with blank", GW_ERROR_BAD_URL},
      {"https://lists.example/\nchat.example", GW_ERROR_BAD_URL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (gw_own_add (cases[i].text, &error));
    g_assert_error (error, GW_ERROR, (int)cases[i].code);
  }
  g_autoptr (GwOwn) own = gw_own_load (NULL);
  g_assert_cmpuint (own->lists->len + own->domains->len, ==, 0);
}

static void
test_not_without_end (void)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < GW_LIMIT_OWN_SOURCES; i++) {
    g_autofree char *domain = g_strdup_printf ("p%d.example", i);
    g_assert_true (gw_own_add (domain, NULL));
  }
  g_assert_false (gw_own_add ("one-more.example", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
}

static void
test_edited_by_hand (void)
{
  g_autoptr (GError) error = NULL;

  write_file ("# my lists\n\n  " LIST "  \r\nChat.example\nchat.example\n");
  g_autoptr (GwOwn) own = gw_own_load (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (own->lists->len, ==, 1);
  g_assert_cmpuint (own->domains->len, ==, 1);

  write_file ("chat.example\nnot a name\n");
  g_assert_null (gw_own_load (&error));
  g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
  g_assert_nonnull (strstr (error->message, "2"));
  /* And an addition does not throw the rest away. */
  g_clear_error (&error);
  g_assert_false (gw_own_add ("other.example", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
}

static gpointer
add_some (gpointer data)
{
  for (int i = 0; i < 4; i++) {
    g_autofree char *domain = g_strdup_printf ("p%d-%d.example", GPOINTER_TO_INT (data), i);
    g_assert_true (gw_own_add (domain, NULL));
  }
  return NULL;
}

static void
test_side_by_side (void)
{
  GThread *threads[3];

  for (int i = 0; i < 3; i++)
    threads[i] = g_thread_new ("adder", add_some, GINT_TO_POINTER (i));
  for (int i = 0; i < 3; i++)
    g_thread_join (threads[i]);
  g_autoptr (GwOwn) own = gw_own_load (NULL);
  g_assert_cmpuint (own->domains->len, ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  state_folder_init ();
  state_folder_add ("/own/nothing-yet", test_nothing_yet);
  state_folder_add ("/own/added-and-removed", test_added_and_removed);
  state_folder_add ("/own/what-is-neither", test_what_is_neither);
  state_folder_add ("/own/not-without-end", test_not_without_end);
  state_folder_add ("/own/edited-by-hand", test_edited_by_hand);
  state_folder_add ("/own/side-by-side", test_side_by_side);
  return state_folder_run ();
}
