/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "net/xml.h"
GBytes *gw_bob_parse (const GwXml *iq, const char *cid, GError **error);
char *gw_bob_question (const char *cid);
