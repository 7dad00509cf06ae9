/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/page-invitation. Nobody is contacted: that is the point. */
#include "harness.h"
#include "page-invitation.h"

typedef struct {
  GangwayJourney *journey;
  GangwayPageInvitation *page;
  GtkWidget *root;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  profile->list_file = harness_write ("list", "list -\nprovider a.example\n");
  profile->resolver = g_strdup ("127.0.0.1@9"); /* where nobody listens */
  fixture->journey = gangway_journey_new (profile);
  fixture->page = g_object_new (GANGWAY_TYPE_PAGE_INVITATION, NULL);
  fixture->root = GTK_WIDGET (fixture->page);
  gangway_page_invitation_set_journey (fixture->page, fixture->journey);
  fixture->window = harness_present (fixture->root, 360, 500);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->journey);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  g_autofree char *texts = harness_texts (fixture->root);

  return strstr (texts, text) != NULL;
}

static void
test_texts (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text;
    const char *shown; /* all of it, by "|" */
  } rows[] = {
      {"xmpp:bob@xn--bcher-kva.example?roster;preauth=T0ken;ibr=y",
       "This invitation leads to bücher.example.|bob@bücher.example, who becomes your first contact|"
       "Go On with bücher.example"},
      {"Look here: xmpp:alice@a.example?register;preauth=T0ken !",
       "This invitation leads to a.example.|The name alice is reserved for you."},
      {"https://a.example/i/T0ken",
       "This invitation stands on a page of a.example/….|Ask a.example/… About This Invitation"},
      {"xmpp:alice@a.example?login;password=T0ken",
       "This is not an invitation that can be used here."},
      {"xmpp:a.example?message;body=T0ken", "This is not an invitation that can be used here."},
      {"T0ken", "This is not an invitation that can be used here."},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) parts = g_strsplit (rows[i].shown, "|", -1);
    gangway_page_invitation_take_text (fixture->page, rows[i].text);
    g_test_message ("%s", rows[i].text);
    for (char **part = parts; *part; part++)
      harness_wait (shows (fixture, *part));
    g_assert_false (shows (fixture, "T0ken"));
    g_assert_null (gangway_journey_get_chosen (fixture->journey));
  }
}

/* Pasting is enough; half a link is no fault yet. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  GtkEditable *text = GTK_EDITABLE (harness_find (fixture->root, "text"));

  gtk_editable_set_text (text, "xmpp:a.exam");
  g_assert_false (gtk_widget_get_visible (harness_find (fixture->root, "note")));
  gtk_editable_set_text (text, "xmpp:a.example?register;preauth=T0ken");
  harness_wait (shows (fixture, "This invitation leads to a.example."));
  gtk_editable_set_text (text, "");
  g_assert_false (gtk_widget_get_visible (harness_find (fixture->root, "found")));
}

/* Only now somebody is asked; here nobody answers, or the window goes away meanwhile. */
static void
test_ask (Fixture *fixture, gconstpointer data)
{
  GtkWidget *ask = harness_find (fixture->root, "ask");

  gangway_page_invitation_take_text (fixture->page, "https://a.example/i/T0ken");
  g_signal_emit_by_name (ask, "clicked");
  g_assert_false (gtk_widget_get_sensitive (ask));
  harness_wait (gtk_widget_get_visible (harness_find (fixture->root, "note")));
  g_assert_true (gtk_widget_get_sensitive (ask));
  g_assert_false (shows (fixture, "T0ken"));

  gangway_page_invitation_take_text (fixture->page, "https://a.example/i/T0ken");
  g_signal_emit_by_name (ask, "clicked");
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwQr) qr = gw_qr_new ("xmpp:bob@a.example?roster;preauth=T0ken;ibr=y", NULL);
  g_autofree char *path = harness_write ("code.png", "");
  guint8 *bytes;
  gsize length;

  g_assert_true (gw_qr_png (qr, 4, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, (char *)bytes, (gssize)length, NULL));
  g_free (bytes);
  gangway_page_invitation_take_picture (fixture->page, path);
  harness_wait (shows (fixture, "This invitation leads to a.example."));
  g_assert_true (shows (fixture, "It comes from bob@a.example"));
}

static void
test_no_picture (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = harness_write ("no.png", "no picture");

  gangway_page_invitation_take_picture (fixture->page, path);
  harness_wait (gtk_widget_get_visible (harness_find (fixture->root, "note")));
  g_assert_true (gtk_widget_get_sensitive (harness_find (fixture->root, "picture")));
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/page-invitation/says-where-it-leads", test_texts);
  ADD ("/page-invitation/what-is-pasted-needs-no-enter", test_typing);
  ADD ("/page-invitation/a-page-is-asked-when-the-person-says-so", test_ask);
  ADD ("/page-invitation/is-scanned-from-a-picture", test_picture);
  ADD ("/page-invitation/a-file-without-a-code-is-said", test_no_picture);
  return harness_run ();
}
