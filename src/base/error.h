/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of everything that can go wrong. A row gives the code (stable, for JSON), the exit
 * status, the sentence that a newcomer reads, and the next step. Failures and the refusals of
 * servers stand side by side: to a person they are the same thing, something did not work, and what
 * now?
 *
 * Sentences take the subject (a domain, an address, a file) once as %s. All functions may be called
 * from any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  GW_EXIT_DONE = 0,
  GW_EXIT_GENERAL = 1,
  GW_EXIT_USAGE = 2,
  GW_EXIT_NETWORK = 3, /* also time-out */
  GW_EXIT_REFUSED = 4, /* by the server */
  GW_EXIT_SECURITY = 5,
  GW_EXIT_DATA = 6,
  GW_EXIT_CANCELLED = 7,
  GW_EXIT_STORE = 8,
  GW_EXIT_PENDING = 9, /* outcome not known */
} GwExit;

/* What to do now. In JSON the name without prefix: GW_NEXT_OTHER_PROVIDER is "other-provider". */
typedef enum {
  GW_NEXT_NONE,
  GW_NEXT_RETRY,
  GW_NEXT_RETRY_LATER,
  GW_NEXT_CHECK_CONNECTION,
  GW_NEXT_CHECK_SPELLING,
  GW_NEXT_OTHER_PROVIDER,
  GW_NEXT_OTHER_NAME,
  GW_NEXT_OTHER_PASSWORD,
  GW_NEXT_OPEN_WEBSITE,
  GW_NEXT_ASK_INVITATION,
  GW_NEXT_NEW_PICTURE,
  GW_NEXT_FINISH_WEBSITE,
  GW_NEXT_CORRECT_FORM,
  GW_NEXT_UNLOCK_KEYRING,
  GW_NEXT_SAVE_FILE,
  GW_NEXT_OTHER_FILE,
  GW_NEXT_LAST_LIST, /* go on with the last good list */
  GW_NEXT_RECOVER,
  GW_NEXT_TELL_OPERATOR,
  GW_NEXT_READ_HELP,
  GW_N_NEXT,
} GwNext;

typedef enum {
  /* general */
  GW_ERROR_FAILED,
  GW_ERROR_USAGE,
  GW_ERROR_CANCELLED,
  GW_ERROR_PROXY_UNSUPPORTED,
  /* network */
  GW_ERROR_DNS_UNKNOWN,     /* the name does not exist */
  GW_ERROR_DNS_NO_ADDRESS,  /* it exists, but nothing to connect to */
  GW_ERROR_DNS_NOT_OFFERED, /* SRV target "." : the service is decidedly not offered */
  GW_ERROR_DNS_FAILED,      /* resolver unreachable or broken */
  GW_ERROR_ADDRESS_PRIVATE, /* a public name that leads into a private network */
  GW_ERROR_CONNECT_REFUSED,
  GW_ERROR_CONNECT_FAILED,
  GW_ERROR_TIMEOUT,           /* connected, then silence; or no connection in time */
  GW_ERROR_HANGUP,            /* the server closed in the middle */
  GW_ERROR_PROXY_UNREACHABLE, /* nothing else was contacted */
  GW_ERROR_PROXY_REFUSED,     /* it wants a name and a password, or others */
  GW_ERROR_PROXY_FAILED,      /* it does not speak SOCKS5 as it should */
  GW_ERROR_PROXY_HIDES,       /* cannot be found out through a proxy */
  GW_ERROR_HTTP_STATUS, /* a web server answered, but not with what was asked for (404, 500) */
  GW_ERROR_HTTP_LOOP,   /* sent on from one place to the next without end */
  /* security */
  GW_ERROR_NO_TLS,
  GW_ERROR_TLS_FAILED, /* handshake failed */
  GW_ERROR_CERT_UNTRUSTED,
  GW_ERROR_CERT_NAME,
  GW_ERROR_CERT_EXPIRED,
  GW_ERROR_CERT_NOT_YET,
  GW_ERROR_CERT_WEAK,
  /* bad data */
  GW_ERROR_NOT_XMPP,
  GW_ERROR_BAD_XML,
  GW_ERROR_TOO_LARGE,
  GW_ERROR_STREAM, /* the server ended the stream with an error */
  GW_ERROR_WRONG_HOST,
  GW_ERROR_LIST_NOT_JSON,
  GW_ERROR_LIST_SHAPE,
  GW_ERROR_LIST_EMPTY,
  GW_ERROR_LIST_TEXT,   /* not UTF-8 */
  GW_ERROR_LIST_SHRUNK, /* far fewer providers than before, or next to none: not believed */
  GW_ERROR_LIST_OLDER,  /* older than the copy that is here */
  GW_ERROR_BAD_URL,     /* no https address */
  GW_ERROR_NOT_THERE,   /* named something that is not among those that are known */
  GW_ERROR_BAD_ADDRESS,
  GW_ERROR_BAD_NAME,
  GW_ERROR_BAD_PASSWORD,
  GW_ERROR_BAD_PROFILE,
  GW_ERROR_BAD_RECORD,      /* no record of a probe, or one that a later version wrote */
  GW_ERROR_NO_CODE,         /* this app takes no setup code */
  GW_ERROR_BAD_INVITATION,  /* a link, but no invitation that can be used here */
  GW_ERROR_NOTHING_SCANNED, /* no code in the picture */
  GW_ERROR_PUZZLE_BROKEN,   /* its picture or sound cannot be shown */
  /* refused by the server */
  GW_ERROR_REFUSED_CLOSED,
  GW_ERROR_REFUSED_WEB_ONLY,
  GW_ERROR_REFUSED_INVITATION,
  GW_ERROR_REFUSED_NAME_TAKEN,
  GW_ERROR_REFUSED_NAME,
  GW_ERROR_REFUSED_PASSWORD,
  GW_ERROR_REFUSED_PUZZLE,     /* the answer is wrong */
  GW_ERROR_REFUSED_PUZZLE_OLD, /* the puzzle has expired, or went with its stream */
  GW_ERROR_REFUSED_TOKEN,      /* the invitation was used before, or has expired */
  GW_ERROR_REFUSED_EMAIL,      /* an e-mail address is needed, or another one */
  GW_ERROR_REFUSED_FIELDS,     /* something in the form is missing or wrong */
  GW_ERROR_REFUSED_TOO_FAST,
  GW_ERROR_REFUSED_ADDRESS, /* this network address is blocked there */
  GW_ERROR_REFUSED_FORM,    /* a form that we cannot show */
  GW_ERROR_REFUSED_BROKEN,  /* the server failed by itself */
  GW_ERROR_REFUSED_OTHER,
  GW_ERROR_TESTING_REFUSED, /* its operator asks not to be tested */
  GW_ERROR_LOGIN_REFUSED,
  GW_ERROR_NOT_YET, /* registered by website, and cannot log in yet */
  GW_ERROR_NO_ECHO, /* logged in, but a message to oneself did not come back */
  /* keyring, store, file */
  GW_ERROR_NO_KEYRING,
  GW_ERROR_KEYRING_LOCKED,
  GW_ERROR_NOT_IN_KEYRING,
  GW_ERROR_STORE,
  GW_ERROR_FILE_EXISTS,
  GW_ERROR_FILE_READ,
  GW_ERROR_FILE_WRITE,
  GW_ERROR_NOT_KEPT, /* no confirmed place for the password: nothing was sent */
  GW_ERROR_HELD,     /* another process works on it */
  /* outcome unknown */
  GW_ERROR_PENDING,
  GW_N_ERRORS,
} GwErrorCode;

#define GW_ERROR (gw_error_quark ())
GQuark gw_error_quark (void);

/* Sets `error` to the row's sentence about `subject` (NULL: "this server"). `detail` (NULL allowed)
 * is a technical reason, appended in brackets (behind the subject when the sentence has no place
 * for that); it must not hold secrets. Control characters in both are replaced and each is cut to
 * 200 characters: they may come from a server. */
void gw_error_set (GError **error, GwErrorCode code, const char *subject, const char *detail);

/* TRUE: the proxy failed, which says nothing about the server behind it. */
gboolean gw_error_blames_proxy (GwErrorCode code);

/* Name for JSON, e.g. "refused-name-taken"; never NULL. */
const char *gw_error_name (GwErrorCode code);
GwExit gw_error_exit (GwErrorCode code);
GwNext gw_error_next (GwErrorCode code);

/* The code of a GError; GW_ERROR_FAILED for one of another domain, GW_ERROR_CANCELLED for
 * G_IO_ERROR_CANCELLED. */
GwErrorCode gw_error_code (const GError *error);

const char *gw_next_name (GwNext next);
/* Translated sentence; "" for GW_NEXT_NONE. */
const char *gw_next_text (GwNext next);

G_END_DECLS
