/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures become pixels, or an error: from good files, damaged ones, and ones that are a trap. */
#include "account/picture.h"

#include "base/error.h"
#include "base/limits.h"

#include <fcntl.h>
#include <jpeglib.h>
#include <png.h>
#include <unistd.h>

enum { SIDE = 32, MANY = 1000 * 1000 };

static GBytes *
make_png (guint width, guint height, guint32 format, const void *pixels)
{
  png_image image = {
      .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = format};
  png_alloc_size_t size = 0;
  guint8 *bytes;

  g_assert_true (png_image_write_to_memory (&image, NULL, &size, 0, pixels, 0, NULL));
  bytes = g_malloc (size);
  g_assert_true (png_image_write_to_memory (&image, bytes, &size, 0, pixels, 0, NULL));
  return g_bytes_new_take (bytes, size);
}

/* One scan for each of the coefficients of each colour. */
static void
set_many_scans (struct jpeg_compress_struct *jpeg, jpeg_scan_info *scans)
{
  int n = 0;

  scans[n++] = (jpeg_scan_info){.comps_in_scan = 3, .component_index = {0, 1, 2}};
  for (int colour = 0; colour < 3; colour++)
    for (int i = 1; i < DCTSIZE2; i++)
      scans[n++] =
          (jpeg_scan_info){.comps_in_scan = 1, .component_index = {colour}, .Ss = i, .Se = i};
  jpeg->scan_info = scans;
  jpeg->num_scans = n;
}

typedef enum { PLAIN, PROGRESSIVE, MANY_SCANS, GREY } JpegKind;

/* SIDE pixels a side, all of one orange. */
static GBytes *
make_jpeg (JpegKind kind)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  jpeg_scan_info scans[3 * DCTSIZE2];
  guint8 row[3 * SIDE];
  JSAMPROW rows = row;
  unsigned char *bytes = NULL;
  unsigned long size = 0;

  for (int i = 0; i < SIDE; i++)
    memcpy (row + 3 * i, (guint8[]){250, 130, 10}, 3);
  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &bytes, &size);
  jpeg.image_width = jpeg.image_height = SIDE;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults (&jpeg);
  if (kind == GREY)
    jpeg_set_colorspace (&jpeg, JCS_GRAYSCALE);
  if (kind == PROGRESSIVE)
    jpeg_simple_progression (&jpeg);
  if (kind == MANY_SCANS)
    set_many_scans (&jpeg, scans);
  jpeg_start_compress (&jpeg, TRUE);
  for (int i = 0; i < SIDE; i++)
    jpeg_write_scanlines (&jpeg, &rows, 1);
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  GBytes *copy = g_bytes_new (bytes, size);
  free (bytes);
  return copy;
}

static void
assert_colour (const guint8 *pixel, int red, int green, int blue, int most)
{
  g_assert_cmpint (ABS (pixel[0] - red), <=, most);
  g_assert_cmpint (ABS (pixel[1] - green), <=, most);
  g_assert_cmpint (ABS (pixel[2] - blue), <=, most);
}

static void
assert_refused (GBytes *bytes, guint max_pixels, const char *fault)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *ending = g_strdup_printf ("(%s)", fault);

  g_assert_null (gw_picture_decode (bytes, max_pixels, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
  g_assert_nonnull (strstr (error->message, ending));
}

static void
test_png (void)
{
  static const guint8 rgba[] = {255, 0, 0, 255, 0, 0,   255, 0, /* red, and nothing at all */
                                1,   2, 3, 255, 0, 255, 0,   255};
  static const guint16 grey[] = {0, 0xffff, 0x8000, 0xffff};
  g_autoptr (GBytes) colours = make_png (2, 2, PNG_FORMAT_RGBA, rgba);
  g_autoptr (GBytes) deep = make_png (4, 1, PNG_FORMAT_LINEAR_Y, grey);
  g_autoptr (GwPicture) picture = gw_picture_decode (colours, 4, NULL);
  g_autoptr (GwPicture) linear = gw_picture_decode (deep, 4, NULL);

  g_assert_cmpuint (picture->width, ==, 2);
  g_assert_cmpuint (picture->height, ==, 2);
  assert_colour (picture->rgb, 255, 0, 0, 0);
  assert_colour (picture->rgb + 3, 255, 255, 255, 0);
  assert_colour (picture->rgb + 6, 1, 2, 3, 0);
  assert_colour (picture->rgb + 9, 0, 255, 0, 0);
  g_assert_cmpuint (linear->width, ==, 4);
  assert_colour (linear->rgb, 0, 0, 0, 0);
  assert_colour (linear->rgb + 3, 255, 255, 255, 0);
  assert_colour (linear->rgb + 6, 188, 188, 188, 3);
  assert_refused (colours, 3, "it is too large");
}

static void
test_jpeg (void)
{
  for (JpegKind kind = PLAIN; kind <= GREY; kind++) {
    g_autoptr (GBytes) bytes = make_jpeg (kind);
    if (kind == MANY_SCANS) {
      assert_refused (bytes, MANY, "it is damaged");
      continue;
    }
    g_autoptr (GwPicture) picture = gw_picture_decode (bytes, SIDE * SIDE, NULL);
    g_assert_cmpuint (picture->width, ==, SIDE);
    g_assert_cmpuint (picture->height, ==, SIDE);
    for (gsize i = 0; i < SIDE * SIDE; i += 7)
      if (kind == GREY)
        assert_colour (picture->rgb + 3 * i, 152, 152, 152, 4);
      else
        assert_colour (picture->rgb + 3 * i, 250, 130, 10, 6);
    assert_refused (bytes, SIDE * SIDE - 1, "it is too large");
  }
}

static GBytes *
cut (GBytes *bytes, gsize length)
{
  return g_bytes_new_from_bytes (bytes, 0, MIN (length, g_bytes_get_size (bytes)));
}

/* Bytes are changed one after the other, so that the libraries complain in all their ways. */
static void
try_damaged (GBytes *bytes, guint *n_refused)
{
  gsize length = g_bytes_get_size (bytes);

  for (gsize at = 0; at < length; at++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
    copy[at] ^= 0x55;
    g_autoptr (GBytes) damaged = g_bytes_new_static (copy, length);
    g_autoptr (GBytes) shortened = cut (bytes, at);
    g_autoptr (GwPicture) one = gw_picture_decode (damaged, MANY, NULL);
    g_autoptr (GwPicture) other = gw_picture_decode (shortened, MANY, NULL);
    *n_refused += (one == NULL) + (other == NULL);
  }
}

static void
test_damaged (void)
{
  static const guint8 white[SIDE * SIDE] = {255};
  g_autoptr (GBytes) png = make_png (SIDE, SIDE, PNG_FORMAT_GRAY, white);
  g_autoptr (GBytes) jpeg = make_jpeg (PLAIN), progressive = make_jpeg (PROGRESSIVE);
  g_autofree char *path = NULL;
  int said = g_file_open_tmp (NULL, &path, NULL), kept = dup (STDERR_FILENO);
  guint n_refused = 0;

  g_assert_cmpint (said, >=, 0);
  g_assert_cmpint (dup2 (said, STDERR_FILENO), ==, STDERR_FILENO);
  try_damaged (png, &n_refused);
  try_damaged (jpeg, &n_refused);
  try_damaged (progressive, &n_refused);
  dup2 (kept, STDERR_FILENO);
  close (kept);
  g_assert_cmpint (lseek (said, 0, SEEK_END), ==, 0);
  g_assert_cmpuint (n_refused, >, 100);
  close (said);
  unlink (path);
}

static void
test_not_pictures (void)
{
  static const char *const texts[] = {"", "GIF89a", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "<svg/>"};
  /* 100,000 pixels a side, and nothing behind that. */
  static const guint8 vast[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0,    13,
                                'I',  'H', 'D', 'R', 0,    1,    0x86, 0xa0, 0, 1, 0x86, 0xa0};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
    assert_refused (bytes, MANY, "it is not a PNG or JPEG picture");
  }
  g_autoptr (GBytes) bytes = g_bytes_new_static (vast, sizeof vast);
  assert_refused (bytes, MANY, "it is too large");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/png", test_png);
  g_test_add_func ("/picture/jpeg", test_jpeg);
  g_test_add_func ("/picture/damaged-ones-in-silence", test_damaged);
  g_test_add_func ("/picture/what-is-none", test_not_pictures);
  return g_test_run ();
}
