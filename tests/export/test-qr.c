/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes and their pictures; test-decode.py reads them with an independent decoder. */
#include "export/qr.h"

#include <glib/gstdio.h>
#include <png.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/secret.h"

#define PAYLOAD                                                                                    \
  "{\"protocol\":\"xmpp\",\"address\":\"alice@example.org\","                                      \
  "\"password\":\"abcdefghijklmnopqrstuvwx\"}"

static GwQr *
make (const char *payload)
{
  g_autoptr (GError) error = NULL;
  GwQr *qr = gw_qr_new (payload, &error);

  g_assert_no_error (error);
  return qr;
}

/* The version (size class) for so many bytes at level M and L: ISO 18004 table 7, byte mode. */
static void
test_size (void)
{
  static const struct {
    gsize bytes;
    int medium, low; /* versions */
  } rows[] = {{1, 1, 1},  {14, 1, 1},  {15, 2, 1},  {78, 5, 4},   {84, 5, 5},
              {85, 6, 5}, {106, 6, 5}, {116, 7, 6}, {213, 10, 9}, {2331, 40, 36}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *payload = g_strnfill (rows[i].bytes, '~');
    g_autoptr (GwQr) medium = make (payload);
    g_autoptr (GwQr) low = gw_qr_new_small (payload, NULL);
    g_assert_cmpint (medium->width, ==, 17 + 4 * rows[i].medium);
    g_assert_cmpint (low->width, ==, 17 + 4 * rows[i].low);
  }
}

static void
test_too_long (void)
{
  g_autofree char *medium = g_strnfill (2332, 'x');
  g_autofree char *low = g_strnfill (2954, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_qr_new (medium, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PASSWORD);
  /* The payload is a password: an error message is no place for it. */
  g_assert_null (strstr (error->message, "xx"));
  g_clear_error (&error);
  g_assert_null (gw_qr_new_small (low, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_PASSWORD);
}

/* A dark ring of 7, a light one inside, a dark heart of 3, and light all around. */
static void
assert_finder (const GwQr *qr, int left, int top)
{
  for (int y = -1; y <= 7; y++)
    for (int x = -1; x <= 7; x++) {
      int ring = MAX (ABS (x - 3), ABS (y - 3));
      g_assert_cmpint (gw_qr_at (qr, left + x, top + y), ==, ring == 3 || ring <= 1);
    }
}

static void
test_patterns (void)
{
  g_autoptr (GwQr) qr = make (PAYLOAD);

  assert_finder (qr, 0, 0);
  assert_finder (qr, qr->width - 7, 0);
  assert_finder (qr, 0, qr->width - 7);
  for (int i = 8; i < qr->width - 8; i++) {
    g_assert_cmpint (gw_qr_at (qr, i, 6), ==, i % 2 == 0);
    g_assert_cmpint (gw_qr_at (qr, 6, i), ==, i % 2 == 0);
  }
  for (int i = 0; i < qr->width * qr->width; i++)
    g_assert_cmpint (qr->modules[i], <=, 1);
}

static void
test_outside (void)
{
  g_autoptr (GwQr) qr = make (PAYLOAD);
  int far = qr->width + 100;

  for (int i = -100; i < far; i++)
    for (int band = 1; band <= GW_QR_QUIET; band++) {
      g_assert_false (gw_qr_at (qr, i, -band));
      g_assert_false (gw_qr_at (qr, -band, i));
      g_assert_false (gw_qr_at (qr, i, qr->width - 1 + band));
      g_assert_false (gw_qr_at (qr, qr->width - 1 + band, i));
    }
}

static guint8 *
read_png (const guint8 *bytes, gsize length, guint *side)
{
  png_image image = {.version = PNG_IMAGE_VERSION};

  g_assert_true (png_image_begin_read_from_memory (&image, bytes, length));
  g_assert_cmpint (image.width, ==, image.height);
  image.format = PNG_FORMAT_GRAY;
  guint8 *gray = g_malloc (PNG_IMAGE_SIZE (image));
  g_assert_true (png_image_finish_read (&image, NULL, gray, 0, NULL));
  *side = image.width;
  return gray;
}

static void
test_png (void)
{
  static const int sizes[] = {1, 3, 8};
  g_autoptr (GwQr) qr = make (PAYLOAD);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree guint8 *bytes = NULL;
    gsize length = 0;
    guint side;
    g_assert_true (gw_qr_png (qr, sizes[i], &bytes, &length, NULL));
    g_assert_cmpmem (bytes, 8, "\x89PNG\r\n\x1a\n", 8);
    g_autofree guint8 *gray = read_png (bytes, length, &side);
    g_assert_cmpint (side, ==, (qr->width + 2 * GW_QR_QUIET) * sizes[i]);
    for (int y = 0; y < (int)side; y++)
      for (int x = 0; x < (int)side; x++)
        g_assert_cmpint (
            gray[y * (int)side + x], ==,
            gw_qr_at (qr, x / sizes[i] - GW_QR_QUIET, y / sizes[i] - GW_QR_QUIET) ? 0 : 255);
  }
}

static void
test_terminal (void)
{
  g_autoptr (GwQr) qr = make (PAYLOAD);
  int side = qr->width + 2 * GW_QR_QUIET;
  g_autofree char *plain = gw_qr_terminal (qr, FALSE);
  g_autofree char *ansi = gw_qr_terminal (qr, TRUE);
  g_auto (GStrv) rows = g_strsplit (plain, "\n", -1);
  g_auto (GStrv) coloured = g_strsplit (ansi, "\n", -1);

  /* And an empty one after the last newline. */
  g_assert_cmpint (g_strv_length (rows), ==, (side + 1) / 2 + 1);
  g_assert_cmpint (g_strv_length (coloured), ==, g_strv_length (rows));
  g_assert_null (strchr (plain, '\033'));
  for (int i = 0; i < (side + 1) / 2; i++) {
    g_autofree char *expected = g_strdup_printf ("\033[38;5;16;48;5;231m%s\033[0m", rows[i]);
    g_assert_cmpint (g_utf8_strlen (rows[i], -1), ==, side);
    g_assert_cmpstr (coloured[i], ==, expected);
  }
}

static void
test_save (void)
{
  static const char *const names[] = {"code.png", "code.SVG"};
  g_autofree char *folder = g_dir_make_tmp ("gangway-qr-XXXXXX", NULL);
  g_autoptr (GwQr) qr = make (PAYLOAD);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_autofree char *first = NULL, *second = NULL;
    gsize length_first, length_second;
    g_autoptr (GError) error = NULL;
    GStatBuf info;

    g_assert_true (gw_qr_save (qr, path, NULL));
    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpint (info.st_mode & 07777, ==, 0600);
    g_assert_true (g_file_get_contents (path, &first, &length_first, NULL));
    g_autoptr (GwQr) other = make ("other");
    g_assert_false (gw_qr_save (other, path, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_FILE_EXISTS);
    g_assert_true (g_file_get_contents (path, &second, &length_second, NULL));
    g_assert_cmpmem (first, length_first, second, length_second);
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  /* Nothing else was left there. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_other_endings (void)
{
  static const char *const names[] = {"code.jpg", "code", "code.png.txt", "png", ""};
  g_autofree char *folder = g_dir_make_tmp ("gangway-qr-XXXXXX", NULL);
  g_autoptr (GwQr) qr = make (PAYLOAD);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_autoptr (GError) error = NULL;
    g_assert_false (gw_qr_save (qr, path, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_USAGE);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_missing_folder (void)
{
  g_autoptr (GwQr) qr = make (PAYLOAD);
  g_autoptr (GError) error = NULL;

  g_assert_false (gw_qr_save (qr, "/dev/null/code.png", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr/is-as-small-as-the-level-allows", test_size);
  g_test_add_func ("/qr/too-long-is-an-error", test_too_long);
  g_test_add_func ("/qr/has-its-finder-and-timing-patterns", test_patterns);
  g_test_add_func ("/qr/outside-is-light", test_outside);
  g_test_add_func ("/qr/png-has-whole-pixels-and-a-quiet-zone", test_png);
  g_test_add_func ("/qr/terminal-rows-hold-two-modules-each", test_terminal);
  g_test_add_func ("/qr/file-is-new-and-private", test_save);
  g_test_add_func ("/qr/file-needs-a-known-ending", test_other_endings);
  g_test_add_func ("/qr/file-in-an-impossible-place-is-an-error", test_missing_folder);
  return g_test_run ();
}
