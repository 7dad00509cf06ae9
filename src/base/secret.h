/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A password in memory: wiped on release, never printed, never copied by accident. Not thread-safe
 * by itself: hand a reference over, do not share. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwSecret GwSecret;

/* Copies `text` (UTF-8, at most GW_LIMIT_PASSWORD bytes, no newline and no NUL); NULL and
 * GW_ERROR_BAD_PASSWORD else. The caller's buffer stays the caller's to wipe. */
GwSecret *gw_secret_new (const char *text, GError **error);

/* 24 characters of [A-Za-z0-9] from the kernel's random source, about 142 bits: no format that we
 * export to needs escaping for it. */
GwSecret *gw_secret_generate (void);

/* Reads up to the end of the line or of the file. One trailing newline is dropped. `fd` stays open.
 */
GwSecret *gw_secret_read_fd (int fd, GError **error);

GwSecret *gw_secret_ref (GwSecret *secret);
void gw_secret_unref (GwSecret *secret); /* wipes with the last reference; NULL allowed */

/* Borrowed, NUL-terminated UTF-8. Use it in the narrowest scope. */
const char *gw_secret_peek (const GwSecret *secret);

gboolean gw_secret_equal (const GwSecret *a, const GwSecret *b);

/* Wipes `length` bytes in a way the compiler may not remove. */
void gw_wipe (void *memory, gsize length);

/* Wipes and frees a NUL-terminated copy of a secret (a serialised code, a form field). */
void gw_wipe_free (char *text);

/* Forbids core files and ptrace by others (RLIMIT_CORE 0, PR_SET_DUMPABLE 0). Once, at the start of
 * main. */
void gw_secret_harden_process (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSecret, gw_secret_unref)

G_END_DECLS
