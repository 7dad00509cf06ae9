/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring servers: the quick probe looks once (certificate, login methods, registration form),
 * the full one at everything that can be seen without an account. Both judge what they saw by the
 * table of checks, and leave the facts for the list. Servers are measured side by side, each
 * gently. */
#pragma once

#include "net/net.h"
#include "probe/feature.h"
#include "providers/provider.h"

G_BEGIN_DECLS

typedef struct {
  char *domain;
  gboolean reachable; /* a stream was opened: features came */
  GwSignup signup;
  GwErrorCode fault; /* what ended it or what is wrong with the certificate; only when `failed` */
  gboolean failed;
  char *fault_text; /* the sentence; NULL unless failed */
  GArray *checks;   /* GwCheckResult, in the table's order */
  GwFacts facts;    /* for the list, origin probe */
  GwFeatureSet features;
  GwForm *form;  /* as seen; NULL: none */
  GwSeen *seen;  /* what was judged, but for the form; NULL: nothing was looked at now */
  gboolean full; /* all checks were asked */
  gint64 when;   /* seconds since 1970 UTC */
  int duration_ms;
  gboolean reused; /* a result of the last 15 minutes, nobody was contacted */
} GwProbeResult;

/* `form` and `seen` are left out of the copy. */
GwProbeResult *gw_probe_result_copy (const GwProbeResult *result);
void gw_probe_result_free (GwProbeResult *result);

typedef struct _GwProbe GwProbe;

/* In the context of the caller of gw_probe_start(): one call per server as it finishes (`result`
 * borrowed), and at the end one with NULL. */
typedef void (*GwProbeFunc) (const GwProbeResult *result, gpointer data);

typedef struct {
  GwPurpose purpose; /* the consent is the caller's business; this says which it was */
  gboolean full;     /* all checks; FALSE: the quick ones */
  gboolean again;    /* measure even when there is a fresh result */
  /* Whose operator asks in it not to be tested is left alone by a full or a bulk probe
   * (GW_PURPOSE_CHECK). Borrowed until the free; NULL: nobody is known to. */
  const GwCatalogue *catalogue;
} GwProbePlan;

/* `domains`: as typed; one that is no domain name gives a failed result. Facts are saved to
 * providers/seen.h. */
GwProbe *gw_probe_start (GwEngine *engine, const char *const *domains, const GwProbePlan *plan,
                         GwProbeFunc func, gpointer data);

/* Any time before the free: questions asked so far at all servers, and how many are answered. */
void gw_probe_progress (const GwProbe *probe, guint *answered, guint *asked);

/* Frees it; running looks are cancelled, the function is not called any more. Needed after the end,
 * too. */
void gw_probe_free (GwProbe *probe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProbe, gw_probe_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProbeResult, gw_probe_result_free)

G_END_DECLS
