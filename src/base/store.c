/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that survive a crash, and locks that do not. */
#include "base/store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define FOLDER          "gangway"
#define FOLDER_MODE     0700
#define FILE_MODE       0600
#define PUBLIC_MODE     0644
#define SECRET_LENGTH   32
#define LOCK_ROUNDS_MAX 8
#define SOON_ROUNDS     100
#define SOON_PAUSE_US   (10 * 1000)

char *
gw_store_path (GwStoreKind kind, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_build_filename (kind == GW_STORE_CACHE ? g_get_user_cache_dir ()
                                                  : g_get_user_state_dir (),
                           FOLDER, name, NULL);
}

static gboolean
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0) {
    gssize written = write (fd, bytes, length);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return FALSE;
    bytes += written;
    length -= (gsize)written;
  }
  return TRUE;
}

/* The folder's entry is on disk only after this. Some file systems cannot, and say so. */
static gboolean
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return FALSE;
  gboolean done = fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP;
  int fault = errno;
  close (fd);
  errno = fault;
  return done;
}

/* Makes what is missing of `folder`, and each new folder's entry is on disk afterwards. FALSE with
 * errno. */
static gboolean
make_folder (const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  if (g_mkdir (folder, FOLDER_MODE) == 0)
    return sync_folder (parent);
  if (errno != ENOENT)
    return errno == EEXIST;
  /* Once more, not for ever: there are places where nothing can be made, and they say ENOENT too.
   */
  return make_folder (parent) &&
         (g_mkdir (folder, FOLDER_MODE) == 0 ? sync_folder (parent) : errno == EEXIST);
}

/* A written and synced file beside `path`; its name, or NULL with errno. */
static char *
write_temporary (const char *folder, const char *bytes, gsize length)
{
  g_autofree char *name = g_build_filename (folder, ".gangway-XXXXXX", NULL);

  if (!make_folder (folder))
    return NULL;
  int fd = g_mkstemp_full (name, O_WRONLY | O_CLOEXEC, FILE_MODE);
  if (fd < 0)
    return NULL;
  gboolean done = write_all (fd, bytes, length) && fsync (fd) == 0;
  int fault = errno;
  if (close (fd) != 0 && done) {
    done = FALSE;
    fault = errno;
  }
  if (done)
    return g_steal_pointer (&name);
  g_unlink (name);
  errno = fault;
  return NULL;
}

static gboolean
rename_new (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  /* A file system without that flag: a second name can be given only to what has none yet. */
  if (link (from, to) != 0)
    return FALSE;
  g_unlink (from);
  return TRUE;
}

static gboolean
rename_over (const char *from, const char *to)
{
  return g_rename (from, to) == 0;
}

/* By errno. */
static gboolean
fail (const char *path, GError **error)
{
  gboolean exists = errno == EEXIST;

  gw_error_set (error, exists ? GW_ERROR_FILE_EXISTS : GW_ERROR_STORE, path,
                exists ? NULL : g_strerror (errno));
  return FALSE;
}

static gboolean
write_and_rename (const char *path, const char *bytes, gsize length,
                  gboolean (*move) (const char *from, const char *to), GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = write_temporary (folder, bytes, length);
  gboolean moved = temporary && move (temporary, path);

  if (moved && sync_folder (folder))
    return TRUE;
  int fault = errno;
  if (temporary && !moved)
    g_unlink (temporary);
  errno = fault;
  return fail (path, error);
}

typedef enum { WRITTEN, FAILED, NOT_POSSIBLE } Attempt;

/* A file that has no name until it is whole: new files may hold a password, and a crash must not
 * leave a piece of one behind. Not every file system can. FAILED with errno. */
static Attempt
write_nameless (const char *folder, const char *path, const char *bytes, gsize length)
{
  int fd = open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, FILE_MODE);

  if (fd < 0)
    return NOT_POSSIBLE;
  g_autofree char *handle = g_strdup_printf ("/proc/self/fd/%d", fd);
  gboolean whole = write_all (fd, bytes, length) && fsync (fd) == 0;
  gboolean named = whole && linkat (AT_FDCWD, handle, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
  int fault = errno;
  close (fd);
  errno = fault;
  if (named)
    return WRITTEN;
  return whole && fault != EEXIST ? NOT_POSSIBLE : FAILED;
}

gboolean
gw_store_write (const char *path, const char *bytes, gsize length, GError **error)
{
  g_return_val_if_fail (path != NULL && (bytes != NULL || length == 0), FALSE);

  return write_and_rename (path, bytes, length, rename_over, error);
}

gboolean
gw_store_write_new (const char *path, const char *bytes, gsize length, GError **error)
{
  g_return_val_if_fail (path != NULL && (bytes != NULL || length == 0), FALSE);

  g_autofree char *folder = g_path_get_dirname (path);
  Attempt attempt = make_folder (folder) ? write_nameless (folder, path, bytes, length) : FAILED;

  if (attempt == NOT_POSSIBLE)
    return write_and_rename (path, bytes, length, rename_new, error);
  if (attempt == WRITTEN && sync_folder (folder))
    return TRUE;
  return fail (path, error);
}

gboolean
gw_store_publish (const char *path, const char *bytes, gsize length, GError **error)
{
  g_return_val_if_fail (path != NULL && (bytes != NULL || length == 0), FALSE);

  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, PUBLIC_MODE);
  gboolean whole = fd >= 0 && write_all (fd, bytes, length);
  int fault = errno;
  if (fd >= 0 && close (fd) != 0 && whole) {
    whole = FALSE;
    fault = errno;
  }
  if (whole)
    return TRUE;
  if (fd >= 0)
    g_unlink (path); /* half of it is none */
  gw_error_set (error, fault == EEXIST ? GW_ERROR_FILE_EXISTS : GW_ERROR_FILE_WRITE, path,
                fault == EEXIST ? NULL : g_strerror (fault));
  return FALSE;
}

/* Up to `max` + 1 bytes, so that the caller sees an excess; FALSE with errno. */
static gboolean
read_all (int fd, gsize max, GByteArray *bytes)
{
  guint8 piece[16 * 1024];

  while (bytes->len <= max) {
    gssize got = read (fd, piece, MIN (sizeof piece, max + 1 - bytes->len));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return got == 0;
    g_byte_array_append (bytes, piece, (guint)got);
  }
  return TRUE;
}

gboolean
gw_store_read (const char *path, gsize max, char **bytes, gsize *length, GError **error)
{
  g_return_val_if_fail (path != NULL && bytes != NULL && length != NULL, FALSE);
  g_return_val_if_fail (max < G_MAXUINT / 2, FALSE);

  *bytes = NULL;
  *length = 0;
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return TRUE;

  g_autoptr (GByteArray) content = g_byte_array_new ();
  gboolean done = fd >= 0 && read_all (fd, max, content);
  int fault = errno;
  if (fd >= 0)
    close (fd);
  if (!done || content->len > max) {
    gw_error_set (error, done ? GW_ERROR_TOO_LARGE : GW_ERROR_FILE_READ, path,
                  done ? NULL : g_strerror (fault));
    return FALSE;
  }
  *length = content->len;
  /* Ends with a NUL that is not counted: most content is text. */
  g_byte_array_append (content, (const guint8 *)"", 1);
  *bytes = (char *)g_byte_array_free (g_steal_pointer (&content), FALSE);
  return TRUE;
}

/* Whether `path` still names the file behind `fd`: its holder may have removed it before we got the
 * lock. */
static gboolean
is_same_file (int fd, const char *path)
{
  struct stat ours, theirs;

  return fstat (fd, &ours) == 0 && lstat (path, &theirs) == 0 && ours.st_dev == theirs.st_dev &&
         ours.st_ino == theirs.st_ino;
}

/* A locked descriptor, or -1 with errno; EAGAIN: the file was replaced meanwhile. */
static int
try_lock (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);

  if (fd < 0)
    return -1;
  int fault = 0;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    fault = errno == EWOULDBLOCK ? EBUSY : errno;
  else if (!is_same_file (fd, path))
    fault = EAGAIN;
  if (fault == 0)
    return fd;
  close (fd);
  errno = fault;
  return -1;
}

int
gw_store_lock (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, -1);

  g_autofree char *folder = g_path_get_dirname (path);
  int fd = -1;
  if (make_folder (folder))
    for (int round = 0; round < LOCK_ROUNDS_MAX; round++)
      if ((fd = try_lock (path)) >= 0 || (errno != EAGAIN && errno != EINTR))
        break;
  if (fd < 0) {
    gboolean held = errno == EBUSY || errno == EAGAIN;
    gw_error_set (error, held ? GW_ERROR_HELD : GW_ERROR_STORE, path,
                  held ? NULL : g_strerror (errno));
  }
  return fd;
}

int
gw_store_lock_soon (const char *path, GError **error)
{
  for (int round = 1;; round++) {
    g_autoptr (GError) fault = NULL;
    int fd = gw_store_lock (path, &fault);
    if (fd >= 0)
      return fd;
    if (round == SOON_ROUNDS || !g_error_matches (fault, GW_ERROR, GW_ERROR_HELD)) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return -1;
    }
    g_usleep (SOON_PAUSE_US);
  }
}

static gboolean
load_secret (const char *path, guint8 *secret)
{
  g_autofree char *bytes = NULL;
  gsize length;

  if (!gw_store_read (path, SECRET_LENGTH, &bytes, &length, NULL) || length != SECRET_LENGTH)
    return FALSE;
  memcpy (secret, bytes, SECRET_LENGTH);
  return TRUE;
}

static void
make_secret (const char *path, guint8 *secret)
{
  g_autoptr (GError) error = NULL;

  /* Never short for so few bytes; were it refused, the order would be the same for everyone, and no
   * worse. */
  if (getrandom (secret, SECRET_LENGTH, 0) != SECRET_LENGTH)
    g_debug ("no random numbers for the order");
  if (gw_store_write_new (path, (const char *)secret, SECRET_LENGTH, &error))
    return;
  if (!g_error_matches (error, GW_ERROR, GW_ERROR_FILE_EXISTS))
    return;
  /* Another process was faster, or the file is damaged. */
  if (!load_secret (path, secret))
    gw_store_write (path, (const char *)secret, SECRET_LENGTH, NULL);
}

const guint8 *
gw_store_install_secret (void)
{
  static guint8 secret[SECRET_LENGTH];
  static gsize ready;

  if (g_once_init_enter (&ready)) {
    g_autofree char *path = gw_store_path (GW_STORE_STATE, "install-secret");
    if (!load_secret (path, secret))
      make_secret (path, secret);
    g_once_init_leave (&ready, 1);
  }
  return secret;
}
