/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/sound: played by a program of our own, which copies what it is given. */
#include "harness.h"
#include "sound.h"

#include <gangway.h>
#include <glib/gstdio.h>

static const char wav[] = "RIFF\x24\0\0\0WAVEfmt ";

/* The desktop's player. To be called before GIO looks for one. */
static void
install_player (void)
{
  const char *folder = g_getenv ("XDG_DATA_HOME");
  g_autofree char *applications = g_build_filename (folder, "applications", NULL);
  g_autofree char *player =
      g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Player\nExec=cp %%f %s/played\n"
                       "MimeType=audio/x-wav;audio/vnd.wave;audio/wav;application/octet-stream;\n",
                       folder);

  g_assert_cmpint (g_mkdir (applications, 0700), ==, 0);
  g_free (harness_write ("applications/player.desktop", player));
  g_free (harness_write ("mimeapps.list", "[Default Applications]\n"
                                          "audio/x-wav=player.desktop\n"
                                          "audio/vnd.wave=player.desktop\n"
                                          "audio/wav=player.desktop\n"
                                          "application/octet-stream=player.desktop\n"));
}

/* The file of the sound in the runtime folder; NULL: none. */
static char *
find_file (void)
{
  g_autoptr (GDir) dir = g_dir_open (g_get_user_runtime_dir (), 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, "gangway-") && g_str_has_suffix (name, ".wav"))
      return g_build_filename (g_get_user_runtime_dir (), name, NULL);
  return NULL;
}

static void
test_plays (void)
{
  g_autofree char *played = g_build_filename (g_getenv ("XDG_DATA_HOME"), "played", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (wav, sizeof wav);
  GangwaySound *sound = g_object_new (GANGWAY_TYPE_SOUND, NULL);
  GStatBuf status;

  gangway_sound_set (sound, bytes, "audio/wav");
  GtkWindow *window = harness_present (GTK_WIDGET (sound), 360, 200);
  g_assert_null (find_file ()); /* nothing before somebody wants to hear it */

  g_signal_emit_by_name (harness_find (GTK_WIDGET (sound), "play"), "clicked");
  g_autofree char *path = find_file ();
  g_assert_nonnull (path);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 0777, ==, 0600);
  harness_wait (g_file_test (played, G_FILE_TEST_EXISTS) &&
                (g_stat (played, &status), status.st_size == sizeof wav));

  gangway_sound_set (sound, NULL, NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (sound)));
  gtk_window_destroy (window);
}

static void
test_goes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (wav, sizeof wav);
  GangwaySound *sound = g_object_new (GANGWAY_TYPE_SOUND, NULL);

  gangway_sound_set (sound, bytes, "audio/wav");
  GtkWindow *window = harness_present (GTK_WIDGET (sound), 360, 200);
  g_signal_emit_by_name (harness_find (GTK_WIDGET (sound), "play"), "clicked");
  g_autofree char *path = find_file ();
  g_assert_nonnull (path);
  gtk_window_destroy (window);
  harness_wait (!g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  install_player ();
  g_test_add_func ("/sound/is-played-by-the-desktop-only-when-asked-for", test_plays);
  g_test_add_func ("/sound/leaves-no-file-behind", test_goes);
  return harness_run ();
}
