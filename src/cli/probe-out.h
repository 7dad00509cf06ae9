/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results on their way out, the same for a probe and for a replay: as text, as one JSON document,
 * or as one a line; into a record and a report; and what they mean for the exit status. */
#pragma once

#include "cli/cmd.h"
#include "probe/grade.h"
#include "probe/own-network.h"
#include <jansson.h>

G_BEGIN_DECLS

/* What of it the person asked for. */
typedef struct {
  gboolean ndjson;
  const char *fail_on, *record, *html;
} GwProbeOutOptions;

/* The rows for a command's table of options. */
#define GW_PROBE_OUT_OPT_FAIL_ON(type)                                                             \
  {                                                                                                \
    "fail-on", GW_OPT_TEXT, offsetof (type, out.fail_on), N_ ("cert|F|D|C"),                       \
        N_ ("exit with 5 when a certificate is bad, or when a security grade is this or worse")    \
  }
#define GW_PROBE_OUT_OPT_HTML(type)                                                                \
  {                                                                                                \
    "html", GW_OPT_TEXT, offsetof (type, out.html), N_ ("FILE"),                                   \
        N_ ("also write a page for people, to send or print; a new file")                          \
  }
#define GW_PROBE_OUT_OPT_NDJSON(type)                                                              \
  {                                                                                                \
    "ndjson", GW_OPT_FLAG, offsetof (type, out.ndjson), NULL,                                      \
        N_ ("print one JSON document a line, as servers answer")                                   \
  }

typedef struct {
  const GwRun *run;
  const GwProbeOutOptions *chosen;
  const GwGrade *threshold; /* NULL: no --fail-on */
  guint total;              /* servers asked about; may be set later */
  /* private */
  json_t *results; /* for --json */
  GPtrArray *kept; /* GwProbeResult, for --html */
  guint done, reached;
  GwOwnNetwork network;
  GError *first_fault; /* of a server that was not reached */
  GError *write_fault;
  gboolean over_threshold;
} GwProbeOut;

/* Before anybody is contacted: GW_ERROR_USAGE for a threshold that is none, _FILE_EXISTS. */
gboolean gw_probe_out_init (GwProbeOut *out, const GwRun *run, const GwProbeOutOptions *chosen,
                            guint total, GError **error);
void gw_probe_out_clear (GwProbeOut *out);

/* Into the record and the page alone; a part of gw_probe_out_add(). A file that cannot be written
 * is told at the end, as `write_fault`. */
void gw_probe_out_keep (GwProbeOut *out, const GwProbeResult *result);

void gw_probe_out_add (GwProbeOut *out, const GwProbeResult *result);

/* Ends the document. A server that was reached was measured, whatever was found; when none was,
 * that is the outcome. A record or a page that could not be written: GW_ERROR_FILE_WRITE, set here
 * for text only, as JSON it stands in the document. */
GwExit gw_probe_out_end (GwProbeOut *out, GError **error);

G_END_DECLS
