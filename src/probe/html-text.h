/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: text for a page, whoever wrote it. Well-formed as HTML and as XML. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends `text` so that it is nothing but text. What cannot be seen (control characters, those
 * that turn the direction of writing, bytes that are no UTF-8) becomes visible: "‹U+202E›". */
void gw_html_text (GString *page, const char *text);

/* The same for a reference of a check, "RFC 6120 section 5, XEP-0368": each document becomes a link
 * to it. Nothing is loaded by it. */
void gw_html_reference (GString *page, const char *reference);

/* <name class="class">text</name>; `class` NULL: none. */
void gw_html_element (GString *page, const char *name, const char *class, const char *text);

G_END_DECLS
