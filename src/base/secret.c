/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords in memory that is wiped. */
#include "base/secret.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

#define GENERATED_LENGTH 24

struct _GwSecret {
  int refs; /* atomic; not a gatomicrefcount, which the thread sanitizer cannot see into */
  gsize length;
  char text[]; /* NUL-terminated */
};

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz"
                               "0123456789";
#define ALPHABET_LENGTH (sizeof alphabet - 1)

void
gw_wipe (void *memory, gsize length)
{
  explicit_bzero (memory, length);
}

void
gw_wipe_free (char *text)
{
  if (text)
    gw_wipe (text, strlen (text));
  g_free (text);
}

static GwSecret *
secret_alloc (gsize length)
{
  GwSecret *secret = g_malloc0 (sizeof *secret + length + 1);

  secret->refs = 1;
  secret->length = length;
  return secret;
}

/* NULL, or why servers would not take it (RFC 8265 section 4.2: no control characters, not empty).
 */
static const char *
find_fault (const char *text, gsize length)
{
  if (length == 0)
    return _ ("it is empty");
  if (length > GW_LIMIT_PASSWORD)
    return _ ("it is too long");
  if (!g_utf8_validate_len (text, length, NULL))
    return _ ("it is not written in UTF-8");
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return _ ("it holds a line break or another control character");
  return NULL;
}

static GwSecret *
secret_new_len (const char *text, gsize length, GError **error)
{
  const char *fault = find_fault (text, length);

  if (fault) {
    gw_error_set (error, GW_ERROR_BAD_PASSWORD, NULL, fault);
    return NULL;
  }
  GwSecret *secret = secret_alloc (length);
  memcpy (secret->text, text, length);
  return secret;
}

GwSecret *
gw_secret_new (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return secret_new_len (text, strlen (text), error);
}

static guint8
random_byte (void)
{
  guint8 byte;
  gssize got;

  do
    got = getrandom (&byte, 1, 0);
  while (got < 0 && errno == EINTR);
  /* Cannot fail on a kernel that we run on; a guessable password would be worse than an end. */
  if (got != 1)
    g_error ("no random numbers: %s", g_strerror (errno));
  return byte;
}

GwSecret *
gw_secret_generate (void)
{
  /* Bytes from here on would make the first letters likelier than the others. */
  const guint fair_end = 256 - 256 % ALPHABET_LENGTH;
  GwSecret *secret = secret_alloc (GENERATED_LENGTH);

  for (gsize i = 0; i < GENERATED_LENGTH;) {
    guint8 byte = random_byte ();
    if (byte < fair_end)
      secret->text[i++] = alphabet[byte % ALPHABET_LENGTH];
  }
  return secret;
}

/* 1, 0 at the end, -1 with errno. */
static int
read_byte (int fd, char *byte)
{
  gssize got;

  do
    got = read (fd, byte, 1);
  while (got < 0 && errno == EINTR);
  return (int)got;
}

GwSecret *
gw_secret_read_fd (int fd, GError **error)
{
  /* One more than allowed, so that a longer line is noticed. Byte by byte: what follows the line is
   * not ours. */
  char line[GW_LIMIT_PASSWORD + 1];
  gsize length = 0;
  int got = 0;
  GwSecret *secret = NULL;

  while (length < sizeof line && (got = read_byte (fd, &line[length])) == 1 && line[length] != '\n')
    length++;
  if (got < 0)
    gw_error_set (error, GW_ERROR_FILE_READ, _ ("the password"), g_strerror (errno));
  else
    secret = secret_new_len (line, length, error);
  gw_wipe (line, sizeof line);
  return secret;
}

GwSecret *
gw_secret_ref (GwSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  g_atomic_int_inc (&secret->refs);
  return secret;
}

void
gw_secret_unref (GwSecret *secret)
{
  if (secret == NULL || !g_atomic_int_dec_and_test (&secret->refs))
    return;
  gw_wipe (secret->text, secret->length);
  g_free (secret);
}

const char *
gw_secret_peek (const GwSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return secret->text;
}

gboolean
gw_secret_equal (const GwSecret *a, const GwSecret *b)
{
  guint8 difference = 0;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->length != b->length)
    return FALSE;
  for (gsize i = 0; i < a->length; i++)
    difference |= (guint8)(a->text[i] ^ b->text[i]);
  return difference == 0;
}

void
gw_secret_harden_process (void)
{
  const struct rlimit none = {0, 0};

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
