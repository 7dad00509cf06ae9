/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listening to a server: the bytes of its streams in, the report out. Pure, so that what was
 * recorded is heard again just as it was the first time. GwStream moves the bytes. */
#pragma once

#include "net/stream.h"

/* Zeroed, then the first three set. */
typedef struct {
  GwStreamReport *report; /* borrowed; filled; its `form_asked` tells whether to
                             wait for a form */
  const char *domain;     /* borrowed; for the words of errors */
  gint64 started;         /* monotonic, for the times in the report */

  gboolean secure;      /* the stream under way is the one after TLS */
  gboolean may_proceed; /* the server said <proceed/>: nothing more in the clear counts ... */
  gsize clear_end;      /* ... and this many bytes did */
  gsize fed;            /* bytes of this stream */
  gboolean ended;       /* all was seen, or `report->error` says what went wrong */
  gboolean is_markup;
  GwXmlParser *parser;
} GwHearing;

/* A new stream begins: RFC 6120 section 5.4.3.3 wants everything forgotten. */
void gw_hearing_open (GwHearing *hearing, gboolean secure);
void gw_hearing_take (GwHearing *hearing, const char *bytes, gsize length);
/* What the server does is an error. Nothing when it has ended already. */
void gw_hearing_end (GwHearing *hearing, GwErrorCode code, const char *detail);
void gw_hearing_clear (GwHearing *hearing);
