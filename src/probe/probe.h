/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring servers: the quick probe looks once (certificate, login methods, registration form),
 * judges what it saw by the table of checks, and leaves the facts for the list. Servers are
 * measured side by side, each gently. */
#pragma once

#include "net/net.h"
#include "probe/feature.h"

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
  GwForm *form; /* as seen; NULL: none */
  gint64 when;  /* seconds since 1970 UTC */
  int duration_ms;
  gboolean reused; /* a result of the last 15 minutes, nobody was contacted */
} GwProbeResult;

/* `form` is left out of the copy. */
GwProbeResult *gw_probe_result_copy (const GwProbeResult *result);
void gw_probe_result_free (GwProbeResult *result);

typedef struct _GwProbe GwProbe;

/* In the context of the caller of gw_probe_start(): one call per server as it finishes (`result`
 * borrowed), and at the end one with NULL. */
typedef void (*GwProbeFunc) (const GwProbeResult *result, gpointer data);

/* `domains`: as typed; one that is no domain name gives a failed result. `again`: measure even when
 * there is a fresh result. Facts are saved to providers/seen.h. The consent is the caller's
 * business: `purpose` says which it was. */
GwProbe *gw_probe_start (GwEngine *engine, const char *const *domains, gboolean again,
                         GwPurpose purpose, GwProbeFunc func, gpointer data);

/* Frees it; running looks are cancelled, the function is not called any more. Needed after the end,
 * too. */
void gw_probe_free (GwProbe *probe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProbe, gw_probe_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProbeResult, gw_probe_result_free)

G_END_DECLS
