/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the parser of xml-parser.c builds the tree of xml.c: an element is changed only until its
 * stanza is complete. */
#pragma once

#include "net/xml.h"

/* Appended to `parent` and owned by its tree; a root of its own, with one reference, for NULL.
 * Takes `attributes` (name, value, ..., NULL). */
GwXml *gw_xml_new (GwXml *parent, const char *name, const char *ns, char **attributes);
void gw_xml_append_text (GwXml *element, const char *text, gsize length);
GwXml *gw_xml_parent (const GwXml *element); /* NULL for a root */
