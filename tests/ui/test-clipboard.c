/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/clipboard. That it is emptied after a minute is not waited for. */
#include "clipboard.h"
#include "harness.h"

static void
done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object ((GAsyncResult **)data, result);
}

static char *
read_text (GdkClipboard *clipboard)
{
  g_autoptr (GAsyncResult) result = NULL;

  gdk_clipboard_read_text_async (clipboard, NULL, done, &result);
  harness_wait (result != NULL);
  return gdk_clipboard_read_text_finish (clipboard, result, NULL);
}

static void
test_secret (void)
{
  g_autoptr (GwSecret) secret = gw_secret_new ("pässword", NULL);
  GtkWindow *window = harness_present (gtk_label_new ("x"), 200, 100);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  gangway_clipboard_put_secret (GTK_WIDGET (window), secret);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "x-kde-passwordManagerHint"));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8"));
  g_autofree char *text = read_text (clipboard);
  g_assert_cmpstr (text, ==, "pässword");
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  g_test_add_func ("/clipboard/a-secret-says-that-it-is-one", test_secret);
  return harness_run ();
}
