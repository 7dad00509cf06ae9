/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the parts of a look took; encryption and login count from the connection on. They
 * inform: a server far away is no worse. */
#include "base/i18n.h"
#include "probe/judges.h"

static void
say_time (GwCheckResult *result, const char *text, gint64 us)
{
  if (us > 0)
    gw_check_say (result, GW_CHECK_INFO, text,
                  g_strdup_printf ("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " ms", us / 1000,
                                   us % 1000 / 100));
}

/* Through a proxy it would be the proxy's time. */
void
gw_judge_time_dns (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->look && !seen->by_proxy)
    say_time (result, _ ("The name service took this long to answer."), seen->look->dns_us);
}

void
gw_judge_time_connect (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->look && !seen->by_proxy)
    say_time (result, _ ("It took this long to reach the server."), seen->look->connect_us);
}

void
gw_judge_time_tls (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->look && seen->look->report)
    say_time (result, _ ("It took this long after that until all was encrypted."),
              seen->look->report->tls_us);
}

void
gw_judge_time_features (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->look && seen->look->report)
    say_time (result, _ ("It took this long after that until one could log in."),
              seen->look->report->features_us);
}
