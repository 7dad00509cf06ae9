/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real name server (knotd) on loopback with signed zones of its own, made for one test:
 *
 *   example          signed; the trust anchor
 *   signed.example   signed, DS in its parent
 *   bogus.example    signed, a wrong DS in its parent
 *   plain.example    delegated without DS
 *   elsewhere        under no anchor
 *
 * Each has an address, 127.0.0.1; signed.example also SRV, and aliases to the others. */
#pragma once

#include <glib.h>

typedef struct _Knot Knot;

/* NULL, and why, when knotd is not installed or does not run here. */
Knot *knot_new (char **why_not);
void knot_free (Knot *knot);

guint16 knot_port (const Knot *knot);
/* Files for a profile: the DS of "example", the same with another digest, and one of an algorithm
 * that nobody knows. */
const char *knot_anchor (const Knot *knot);
const char *knot_wrong_anchor (const Knot *knot);
const char *knot_strange_anchor (const Knot *knot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Knot, knot_free)
