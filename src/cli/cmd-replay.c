/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway replay: judges again what a probe recorded, and contacts nobody. */
#include "cli/output.h"
#include "cli/probe-out.h"

#include "probe/record.h"
#include "probe/result.h"

typedef struct {
  GwProbeOutOptions out;
} ReplayOptions;

static const GwOpt options[] = {
    GW_PROBE_OUT_OPT_FAIL_ON (ReplayOptions),
    GW_PROBE_OUT_OPT_HTML (ReplayOptions),
    GW_PROBE_OUT_OPT_NDJSON (ReplayOptions),
    {NULL},
};

static GwExit
replay (GwRun *run, GPtrArray *records, GError **error)
{
  const ReplayOptions *chosen = run->options;
  GwProbeOut out;

  if (!gw_probe_out_init (&out, run, &chosen->out, records->len, error))
    return GW_EXIT_USAGE;
  g_ptr_array_set_free_func (records, NULL); /* each goes to its result */
  for (guint i = 0; i < records->len; i++) {
    g_autoptr (GwProbeResult) result = gw_probe_result_new (records->pdata[i]);
    gw_probe_out_add (&out, result);
  }
  GwExit status = gw_probe_out_end (&out, error);
  gw_probe_out_clear (&out);
  return status;
}

static GwExit
run_replay (GwRun *run, GError **error)
{
  g_autoptr (GPtrArray) records = gw_record_read_file (run->arguments[0], error);

  return records ? replay (run, records, error) : GW_EXIT_DATA;
}

const GwCommand gw_command_replay = {
    .name = "replay",
    .usage = N_ ("FILE [options]"),
    .summary = N_ ("judge again what a probe has recorded"),
    .text = N_ ("Reads what gangway probe --record FILE wrote down, and says what this version of "
                "the program makes of it. Nobody is contacted. Example: gangway replay "
                "example.record"),
    .options = options,
    .options_size = sizeof (ReplayOptions),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_replay,
};
