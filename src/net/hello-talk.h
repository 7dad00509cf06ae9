/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question of net/hello over a connection: STARTTLS first where that is needed, the hello, the
 * answer, and good-bye. A state machine like net/stream: step it, wait for what it says, step
 * again. Header and <starttls/> travel in one write, so it takes two round trips, or one over
 * direct TLS.
 *
 * A server that hangs up after the hello has refused it; some do so without an alert. Whoever
 * judges that must know from elsewhere that the server can be reached at all. */
#pragma once

#include "net/hello-reply.h"
#include "net/stream.h"

G_BEGIN_DECLS

typedef struct _GwHelloTalk GwHelloTalk;

/* What was heard; complete once the step says DONE. */
typedef struct {
  GwHelloKind kind;
  GwHelloReply reply;
  GBytes *sent; /* the hello; NULL: it never came to that */
  GBytes
      *received;   /* what came after it, as far as it was read, at most GW_LIMIT_HELLO_REPLY; with
                      `closed` it makes the same reply again (gw_hello_reply_read); NULL as above */
  gboolean closed; /* the other side ended the connection after the hello */
  gboolean injected; /* bytes came between <proceed/> and the hello: dropped */
  GError *error;     /* why there is no answer; NULL: there is one */
} GwHelloReport;

void gw_hello_report_free (GwHelloReport *report);

/* Takes over `fd` (connected, non-blocking; closed by free). `plan`: the domain, and which stream
 * comes first; it is copied. */
GwHelloTalk *gw_hello_talk_new (int fd, GwHelloKind kind, const GwStreamPlan *plan);
void gw_hello_talk_free (GwHelloTalk *talk);

GwStep gw_hello_talk_step (GwHelloTalk *talk);

/* Ends it from outside (deadline, cancel): the report's error becomes `code`. Nothing when it has
 * ended already. */
void gw_hello_talk_fail (GwHelloTalk *talk, GwErrorCode code);

/* Borrowed, alive until the free. */
const GwHelloReport *gw_hello_talk_report (const GwHelloTalk *talk);
/* The caller's; only after DONE or gw_hello_talk_fail(), and the talk may only be freed then. */
GwHelloReport *gw_hello_talk_take_report (GwHelloTalk *talk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHelloTalk, gw_hello_talk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHelloReport, gw_hello_report_free)

G_END_DECLS
