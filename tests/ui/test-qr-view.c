/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/qr-view: what an independent program reads in the picture. */
#include "harness.h"
#include "qr-view.h"

#define PAYLOAD                                                                                    \
  "{\"protocol\":\"xmpp\",\"address\":\"quiet-otter-27@open.example\",\"password\":\"Zo5 \\u00fc\\\"\"}"

static char *
decode (const char *path)
{
  char *out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *zbarimg = g_find_program_in_path ("zbarimg");
  const char *argv[] = {zbarimg, "-q", "--raw", path, NULL};

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, NULL,
                &error);
  g_assert_no_error (error);
  return g_strchomp (out);
}

static gboolean
can_decode (void)
{
  g_autofree char *zbarimg = g_find_program_in_path ("zbarimg");

  if (!zbarimg)
    g_test_skip ("zbarimg is not installed");
  return zbarimg != NULL;
}

static void
test_reads (gconstpointer data)
{
  int width = GPOINTER_TO_INT (data);
  GangwayQrView *view = g_object_new (GANGWAY_TYPE_QR_VIEW, NULL);
  GtkWindow *window = harness_present (GTK_WIDGET (view), width, width);
  g_autofree char *path = harness_write ("qr.png", "");

  if (can_decode ()) {
    gangway_qr_view_take (view, gw_qr_new (PAYLOAD, NULL));
    harness_wait (gtk_widget_get_height (GTK_WIDGET (view)) >= 100);
    harness_picture (GTK_WIDGET (view), path);
    g_autofree char *read = decode (path);
    g_assert_cmpstr (read, ==, PAYLOAD);
  }
  gtk_window_destroy (window);
}

static void
test_scrolled (void)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GangwayQrView *view = g_object_new (GANGWAY_TYPE_QR_VIEW, "halign", GTK_ALIGN_CENTER, NULL);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (view));
  GtkWindow *window = harness_present (scrolled, 400, 100);
  GwQr *qr = gw_qr_new (PAYLOAD, NULL);
  int modules = qr->width + 2 * GW_QR_QUIET;
  gangway_qr_view_take (view, qr);
  /* Whole pixels, and not shrunk to the height of the window. */
  harness_wait (gtk_widget_get_height (GTK_WIDGET (view)) >= 6 * modules);
  gtk_window_destroy (window);
}

static void
test_hides (void)
{
  GangwayQrView *view = g_object_new (GANGWAY_TYPE_QR_VIEW, "valign", GTK_ALIGN_START, NULL);
  GtkWindow *window = harness_present (GTK_WIDGET (view), 400, 400);

  gangway_qr_view_take (view, gw_qr_new (PAYLOAD, NULL));
  harness_wait (gtk_widget_get_height (GTK_WIDGET (view)) > 0);
  gangway_qr_view_take (view, NULL);
  harness_wait (gtk_widget_get_height (GTK_WIDGET (view)) == 0);
  gtk_window_destroy (window);
}

static void
test_accessible (void)
{
  GangwayQrView *view = g_object_new (GANGWAY_TYPE_QR_VIEW, NULL);
  GtkWindow *window = harness_present (GTK_WIDGET (view), 400, 400);

  gangway_qr_view_take (view, gw_qr_new (PAYLOAD, NULL));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (view),
                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  g_assert_null (gtk_widget_get_tooltip_text (GTK_WIDGET (view)));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  g_test_add_data_func ("/qr-view/can-be-read-large", GINT_TO_POINTER (500), test_reads);
  g_test_add_data_func ("/qr-view/can-be-read-on-a-phone-screen", GINT_TO_POINTER (312),
                        test_reads);
  g_test_add_func ("/qr-view/keeps-its-size-where-the-page-scrolls", test_scrolled);
  g_test_add_func ("/qr-view/nothing-is-left-when-hidden", test_hides);
  g_test_add_func ("/qr-view/accessible-texts-tell-no-payload", test_accessible);
  return harness_run ();
}
