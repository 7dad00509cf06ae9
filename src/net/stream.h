/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One anonymous look at a server as a client sees it: stream, STARTTLS or direct TLS, features, and
 * (if asked) the registration form, then a clean close. A state machine over a non-blocking socket
 * that knows no loop: step it, wait for what it says, step again. Requests are written in one go
 * where the protocol allows (stream header with starttls; stream header with the form request),
 * which saves a round trip each.
 *
 * RFC 6120 sections 4 and 5, XEP-0368, XEP-0077. It never authenticates and never submits anything.
 */
#pragma once

#include "base/error.h"
#include "net/drive.h"
#include "net/form.h"
#include "net/stream-header.h"
#include "net/tls.h"

G_BEGIN_DECLS

typedef struct _GwStream GwStream;

/* What was seen; complete once the step says DONE, partial when the caller gave up before. */
typedef struct {
  gboolean tcp_only; /* nothing came after the connection */
  gboolean direct_tls;
  gboolean starttls_offered, starttls_required;
  gboolean injected; /* bytes came between <proceed/> and the handshake: dropped */
  char *stream_from, *stream_id, *stream_version; /* of the last header; NULL: absent */
  GwXml *plain_features;                          /* before TLS; NULL: none seen */
  GwXml *features;                                /* after TLS; NULL: none seen */
  GwTlsEvidence *tls;                             /* NULL: no handshake finished */
  gboolean form_asked;
  GwXml *form_reply;          /* <iq/> with or without an error; NULL: not asked or no answer */
  char *end_condition;        /* of the stream error that ended it, also behind the features; NULL:
                                 none */
  GError *error;              /* what ended it early; NULL: it went through */
  gint64 tls_us, features_us; /* microseconds after the first step; 0: not reached */
  gsize bytes_in;
  GString *plain_in, *secure_in; /* the XML as it came, before and after TLS, at most
                                    GW_LIMIT_KEPT_STREAM each; NULL: none */
} GwStreamReport;

GwStreamReport *gw_stream_report_new (void); /* zeroed */
/* Hears again what was kept of a stream (`plain`, `secure`: NULL for none), as if it came now:
 * fills what follows from the bytes and from `direct_tls` and `form_asked`. */
void gw_stream_report_hear (GwStreamReport *report, const char *domain, GBytes *plain,
                            GBytes *secure);
void gw_stream_report_free (GwStreamReport *report);

/* What is looked at. */
typedef struct {
  const char *domain;  /* A-label */
  gboolean direct_tls; /* TLS from the first byte */
  gboolean is_server;  /* as another server would (jabber:server), which names no "from" */
  gboolean want_form;  /* ask for the registration form as well */
} GwStreamPlan;

/* Takes over `fd` (connected or connecting, non-blocking; closed by free) and `session` (from
 * gw_tls_session_new). */
GwStream *gw_stream_new (int fd, SSL *session, const GwStreamPlan *plan);
void gw_stream_free (GwStream *stream);

GwStep gw_stream_step (GwStream *stream);
int gw_stream_fd (const GwStream *stream);

/* Ends it from outside (deadline, cancel): the report's error becomes `code` unless it had one. */
void gw_stream_fail (GwStream *stream, GwErrorCode code);

/* Borrowed, alive until the free. */
const GwStreamReport *gw_stream_report (const GwStream *stream);
/* The caller's; only after DONE or gw_stream_fail(), and the stream may only be freed then. */
GwStreamReport *gw_stream_take_report (GwStream *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwStream, gw_stream_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwStreamReport, gw_stream_report_free)

G_END_DECLS
