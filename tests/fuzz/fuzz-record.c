/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record of a probe, as somebody may send it with a bug report: it is read or refused, and what
 * is read can be judged, and written and read again. */
#include "probe/record.h"
#include "probe/result.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  json_t *json = json_loadb ((const char *)bytes, length, JSON_REJECT_DUPLICATES, NULL);
  GwSeen *seen = json != NULL ? gw_record_from_json (json, "record", NULL) : NULL;

  json_decref (json);
  if (seen == NULL)
    return 0;
  json = gw_record_to_json (seen);
  gw_probe_result_free (gw_probe_result_new (seen));
  seen = gw_record_from_json (json, "record", NULL);
  json_decref (json);
  if (seen == NULL)
    abort ();
  gw_seen_free (seen);
  return 0;
}
