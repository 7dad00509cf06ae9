/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets in the clipboard. */
#include "clipboard.h"

/* What KDE's clipboard history and those that follow it look for. */
#define HINT_TYPE "x-kde-passwordManagerHint"
#define HINT      "secret"

typedef struct {
  GdkClipboard *clipboard;
  GdkContentProvider *content;
} Loan;

static void
loan_free (gpointer data)
{
  Loan *loan = data;

  g_object_unref (loan->clipboard);
  g_object_unref (loan->content);
  g_free (loan);
}

/* Another program, or the person, may have put something there since. */
static gboolean
take_back (gpointer data)
{
  const Loan *loan = data;

  if (gdk_clipboard_get_content (loan->clipboard) == loan->content)
    gdk_clipboard_set_content (loan->clipboard, NULL);
  return G_SOURCE_REMOVE;
}

static void
wipe_bytes (gpointer data)
{
  gw_wipe_free (data);
}

/* The bytes are wiped with the last reference; what GDK and the display copy of them is not ours.
 */
static GdkContentProvider *
new_content (GwSecret *secret)
{
  char *copy = g_strdup (gw_secret_peek (secret));
  g_autoptr (GBytes) text = g_bytes_new_with_free_func (copy, strlen (copy), wipe_bytes, copy);
  g_autoptr (GBytes) hint = g_bytes_new_static (HINT, strlen (HINT));
  GdkContentProvider *parts[] = {
      gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", text),
      gdk_content_provider_new_for_bytes ("text/plain", text),
      gdk_content_provider_new_for_bytes (HINT_TYPE, hint),
  };

  return gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts));
}

void
gangway_clipboard_put_secret (GtkWidget *widget, GwSecret *secret)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && secret != NULL);

  Loan *loan = g_new (Loan, 1);

  *loan = (Loan){g_object_ref (gtk_widget_get_clipboard (widget)), new_content (secret)};
  gdk_clipboard_set_content (loan->clipboard, loan->content);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, GANGWAY_CLIPBOARD_SECONDS, take_back, loan,
                              loan_free);
}
