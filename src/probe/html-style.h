/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: what the page looks like, in light and dark and on paper. */
#pragma once

/* CSS that loads nothing and holds none of the characters that mean something in XML. */
extern const char gw_html_style[];
