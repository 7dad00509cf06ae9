/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Force-included into every file: calls that have bitten others become compile errors. The reason
 * stands in the name that the compiler then prints. */
#pragma once

/* The system headers that declare them come first, so that the poison hits our code only. */
#include <glib.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define GW_BANNED(name, instead) banned_##name##_use_##instead

#undef strcpy
#define strcpy(...) GW_BANNED (strcpy, g_strlcpy)
#undef strcat
#define strcat(...) GW_BANNED (strcat, g_strlcat)
#undef strncpy
#define strncpy(...) GW_BANNED (strncpy, g_strlcpy)
#undef strncat
#define strncat(...) GW_BANNED (strncat, g_strlcat)
#undef sprintf
#define sprintf(...) GW_BANNED (sprintf, g_snprintf)
#undef vsprintf
#define vsprintf(...) GW_BANNED (vsprintf, g_vsnprintf)
#undef strtok
#define strtok(...) GW_BANNED (strtok, g_strsplit)
#undef atoi
#define atoi(...) GW_BANNED (atoi, g_ascii_string_to_signed)
#undef atol
#define atol(...) GW_BANNED (atol, g_ascii_string_to_signed)
#undef gmtime
#define gmtime(...) GW_BANNED (gmtime, GDateTime)
#undef localtime
#define localtime(...) GW_BANNED (localtime, GDateTime)
#undef ctime
#define ctime(...) GW_BANNED (ctime, GDateTime)
#undef asctime
#define asctime(...) GW_BANNED (asctime, GDateTime)
#undef system
#define system(...) GW_BANNED (system, GSubprocess)
#undef popen
#define popen(...) GW_BANNED (popen, GSubprocess)
#undef tmpnam
#define tmpnam(...) GW_BANNED (tmpnam, g_file_open_tmp)
#undef mktemp
#define mktemp(...) GW_BANNED (mktemp, g_mkstemp)
#undef gets
#define gets(...) GW_BANNED (gets, getline)

/* May run the callback in the calling thread: results go through base/mailbox.h instead. */
#define g_main_context_invoke(...)      GW_BANNED (g_main_context_invoke, gw_mailbox)
#define g_main_context_invoke_full(...) GW_BANNED (g_main_context_invoke_full, gw_mailbox)
/* The thread's own resolver and socket client would be a second way out. */
#define getaddrinfo(...)   GW_BANNED (getaddrinfo, gw_dns)
#define gethostbyname(...) GW_BANNED (gethostbyname, gw_dns)
