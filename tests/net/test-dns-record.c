/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/dns-record.h"
int
main (void)
{
  return 0;
}
