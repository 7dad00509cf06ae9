/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes in pictures: our own, as they are and as a camera or a screen would give them. */
#include "account/scan.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/secret.h"
#include "export/qr.h"

#include <glib/gstdio.h>

#define INVITATION "xmpp:bob@example.org?roster;preauth=Tok3n_abcdefghijklmnop;ibr=y"
#define LETTERS    "{\"address\":\"jörg@bücher.example\",\"password\":\"a;p=ß&s \\\"w\"}"

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* A code in code.png. */
static void
write_code (const char *payload, int pixels)
{
  g_autoptr (GwQr) qr = gw_qr_new (payload, NULL);
  g_autofree char *path = in_folder ("code.png");
  g_autofree guint8 *bytes = NULL;
  gsize length;

  g_assert_true (gw_qr_png (qr, pixels, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, (char *)bytes, (gssize)length, NULL));
}

static void
assert_scanned (const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_folder (name);
  char *text = gw_scan_file (path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
  gw_wipe_free (text);
}

static void
assert_refused (const char *name, GwErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_folder (name);

  g_assert_null (gw_scan_file (path, &error));
  g_assert_error (error, GW_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_own (void)
{
  static const char *const payloads[] = {INVITATION, LETTERS, "x", "漢字 und Emoji 😀"};

  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++)
    for (int pixels = 1; pixels <= 8; pixels++) {
      g_test_message ("%s, %d pixels", payloads[i], pixels);
      write_code (payloads[i], pixels);
      assert_scanned ("code.png", payloads[i]);
    }
}

/* The longest that fits into a code, and as large as a picture may be: 185 modules a side with
 * their edge. */
static void
test_largest (void)
{
  g_autofree char *payload = g_strnfill (2331, 'a');

  write_code (payload, 4);
  assert_scanned ("code.png", payload);
  write_code (payload, 34);
  assert_scanned ("code.png", payload);
  write_code (payload, 35);
  assert_refused ("code.png", GW_ERROR_FILE_READ);
}

/* --- by ImageMagick, as a camera sees it --- */

static const struct {
  const char *name, *file, *how;
} views[] = {
    {"saved-as-jpeg", "v.jpg", "-quality 60"},
    {"poor-jpeg", "v.jpg", "-quality 15"},
    {"progressive-jpeg", "v.jpg", "-interlace JPEG"},
    {"grey-jpeg", "v.jpg", "-colorspace Gray"},
    {"turned-by-7-degrees", "v.png", "-background white -rotate 7"},
    {"turned-by-90-degrees", "v.png", "-rotate 90"},
    {"turned-by-200-degrees", "v.jpg", "-background white -rotate 200"},
    {"light-on-dark", "v.png", "-negate"},
    {"blurred", "v.jpg", "-resize 400% -blur 0x8"},
    {"with-noise", "v.jpg", "-seed 1 -resize 200% -attenuate 0.6 +noise Gaussian"},
    {"pale", "v.jpg", "+level 45%,70%"},
    {"seen-from-the-side", "v.jpg",
     "-resize 600x600! -virtual-pixel white "
     "-distort Perspective 0,0,40,20,600,0,580,50,600,600,590,560,0,600,20,595"},
    {"in-a-photograph", "v.jpg",
     "-resize 900x900! -background #a08060 -gravity center -extent 3000x2000 -seed 1 "
     "-attenuate 0.3 +noise Gaussian -quality 85"},
    {"in-a-screenshot", "v.png",
     "-resize 250x250! -background #303030 -gravity southeast -extent 1920x1080"},
    {"transparent", "v.png", "-transparent white"},
    {"with-a-palette", "v.png", "-type Palette -colors 4"},
    {"sixteen-bits", "v.png", "-depth 16"},
    {"without-its-edge", "v.png", "-trim +repage"},
    {"lossless-scaled", "v.png", "-filter Lanczos -resize 137%"},
};

static void
make_view (const char *file, const char *how)
{
  g_autofree char *line = g_strdup_printf ("convert code.png %s %s", how, file);
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (g_spawn_sync (folder, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               &said, &status, &error));
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", line, said);
}

static gboolean
has_convert (void)
{
  g_autofree char *convert = g_find_program_in_path ("convert");

  if (convert == NULL)
    g_test_skip ("ImageMagick's convert is not here");
  return convert != NULL;
}

static void
test_view (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);

  if (!has_convert ())
    return;
  write_code (INVITATION, 6);
  make_view (views[i].file, views[i].how);
  assert_scanned (views[i].file, INVITATION);
}

static void
test_refused (void)
{
  g_autofree char *empty = in_folder ("empty.png"), *much = in_folder ("much.png");
  g_autofree char *nothing = g_malloc0 (GW_LIMIT_SCAN_FILE + 1);

  assert_refused ("missing.png", GW_ERROR_FILE_READ);
  assert_refused (".", GW_ERROR_FILE_READ);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  assert_refused ("empty.png", GW_ERROR_FILE_READ);
  g_assert_true (g_file_set_contents (much, nothing, GW_LIMIT_SCAN_FILE + 1, NULL));
  assert_refused ("much.png", GW_ERROR_FILE_READ);
  if (!has_convert ())
    return;
  write_code (INVITATION, 6);
  make_view ("flat.png", "-resize 15000x1!");
  assert_refused ("flat.png", GW_ERROR_NOTHING_SCANNED);
  make_view ("white.png", "-fill white -colorize 100");
  assert_refused ("white.png", GW_ERROR_NOTHING_SCANNED);
  make_view ("half.png", "-gravity west -chop 50%x0");
  assert_refused ("half.png", GW_ERROR_NOTHING_SCANNED);
  make_view ("print.jpg", "-colorspace CMYK");
  assert_refused ("print.jpg", GW_ERROR_FILE_READ);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = in_folder (name);
    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("gangway-pictures-XXXXXX", NULL);
  g_test_add_func ("/scan/our-own-codes", test_own);
  g_test_add_func ("/scan/the-largest-code", test_largest);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    g_autofree char *name = g_strconcat ("/scan/views/", views[i].name, NULL);
    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_view);
  }
  g_test_add_func ("/scan/what-cannot-be-read", test_refused);
  status = g_test_run ();
  remove_folder ();
  return status;
}
