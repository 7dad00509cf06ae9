/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of everything that can go wrong, and how a sentence is made of it.
 *
 * For translators and for new rows: %s may stand for "this server", so it follows a preposition
 * that takes the same case everywhere (at, of, from, by, with: in German always the dative) and
 * never opens a sentence. */
#include "base/error.h"

#include <gio/gio.h>

#include "base/clean.h"
#include "base/i18n.h"

#define SUBJECT_MAX 200 /* characters of a subject or detail; both may come from a server */

typedef struct {
  const char *name;
  GwExit exit;
  GwNext next;
  const char *sentence;
} ErrorRow;

typedef struct {
  const char *name;
  const char *sentence;
} NextRow;

static const ErrorRow error_rows[] = {
    [GW_ERROR_FAILED] = {"failed", GW_EXIT_GENERAL, GW_NEXT_RETRY,
                         N_ ("Something went wrong that should not have.")},
    [GW_ERROR_USAGE] = {"usage", GW_EXIT_USAGE, GW_NEXT_READ_HELP,
                        N_ ("The command was not understood.")},
    [GW_ERROR_CANCELLED] = {"cancelled", GW_EXIT_CANCELLED, GW_NEXT_NONE,
                            N_ ("Cancelled, as you asked.")},
    [GW_ERROR_PROXY_UNSUPPORTED] =
        {"proxy-unsupported", GW_EXIT_GENERAL, GW_NEXT_READ_HELP,
         N_ ("This computer is set to reach the internet through a proxy that cannot be used for "
             "everything, so nothing was contacted. Use --proxy socks5h://ADDRESS:PORT, or write "
             "it into a profile file.")},

    [GW_ERROR_DNS_UNKNOWN] = {"dns-unknown", GW_EXIT_NETWORK, GW_NEXT_CHECK_SPELLING,
                              N_ ("There is no server with the name %s.")},
    [GW_ERROR_DNS_NO_ADDRESS] = {"dns-no-address", GW_EXIT_NETWORK, GW_NEXT_OTHER_PROVIDER,
                                 N_ ("The name exists, but there is no server behind %s.")},
    [GW_ERROR_DNS_NOT_OFFERED] = {"dns-not-offered", GW_EXIT_NETWORK, GW_NEXT_OTHER_PROVIDER,
                                  N_ ("There is no XMPP at %s. Its owner says so.")},
    [GW_ERROR_DNS_FAILED] = {"dns-failed", GW_EXIT_NETWORK, GW_NEXT_CHECK_CONNECTION,
                             N_ ("The address book of the internet (DNS) did not answer "
                                 "the question for %s.")},
    [GW_ERROR_ADDRESS_PRIVATE] = {"address-private", GW_EXIT_NETWORK, GW_NEXT_OTHER_PROVIDER,
                                  N_ ("No public server is behind %s, but a private network. "
                                      "It was not contacted.")},
    [GW_ERROR_CONNECT_REFUSED] = {"connect-refused", GW_EXIT_NETWORK, GW_NEXT_RETRY_LATER,
                                  N_ ("No connections are taken at %s at the moment.")},
    [GW_ERROR_CONNECT_FAILED] = {"connect-failed", GW_EXIT_NETWORK, GW_NEXT_CHECK_CONNECTION,
                                 N_ ("It was not possible to connect with %s.")},
    [GW_ERROR_TIMEOUT] = {"timeout", GW_EXIT_NETWORK, GW_NEXT_RETRY,
                          N_ ("No answer came from %s in time.")},
    [GW_ERROR_HANGUP] = {"hangup", GW_EXIT_NETWORK, GW_NEXT_RETRY,
                         N_ ("The connection was ended too early by %s.")},
    [GW_ERROR_PROXY_UNREACHABLE] = {"proxy-unreachable", GW_EXIT_NETWORK, GW_NEXT_CHECK_CONNECTION,
                                    N_ ("There is no connection with the proxy at %s, so nothing "
                                        "else was contacted.")},
    [GW_ERROR_PROXY_REFUSED] = {"proxy-refused", GW_EXIT_NETWORK, GW_NEXT_READ_HELP,
                                N_ ("The proxy at %s wants another name and password.")},
    [GW_ERROR_PROXY_FAILED] = {"proxy-failed", GW_EXIT_NETWORK, GW_NEXT_READ_HELP,
                               N_ ("The proxy at %s does not speak SOCKS5.")},
    [GW_ERROR_PROXY_HIDES] = {"proxy-hides", GW_EXIT_NETWORK, GW_NEXT_READ_HELP,
                              N_ ("Through a proxy this cannot be found out about %s.")},
    [GW_ERROR_HTTP_STATUS] = {"http-status", GW_EXIT_NETWORK, GW_NEXT_LAST_LIST,
                              N_ ("A web server answered, but without what was asked of %s.")},
    [GW_ERROR_HTTP_LOOP] = {"http-loop", GW_EXIT_NETWORK, GW_NEXT_LAST_LIST,
                            N_ ("One is sent from place to place without end by %s.")},

    [GW_ERROR_NO_TLS] = {"no-tls", GW_EXIT_SECURITY, GW_NEXT_OTHER_PROVIDER,
                         N_ ("A secure connection is not possible with %s, "
                             "so nothing private was sent.")},
    [GW_ERROR_TLS_FAILED] = {"tls-failed", GW_EXIT_SECURITY, GW_NEXT_OTHER_PROVIDER,
                             N_ ("A secure connection could not be made with %s, "
                                 "so nothing private was sent.")},
    [GW_ERROR_CERT_UNTRUSTED] = {"cert-untrusted", GW_EXIT_SECURITY, GW_NEXT_OTHER_PROVIDER,
                                 N_ ("The certificate of %s comes from somebody whom this computer "
                                     "does not trust, so nobody can be sure who answers there.")},
    [GW_ERROR_CERT_NAME] = {"cert-name", GW_EXIT_SECURITY, GW_NEXT_OTHER_PROVIDER,
                            N_ ("The certificate of %s was made for another name, "
                                "so nobody can be sure who answers there.")},
    [GW_ERROR_CERT_EXPIRED] = {"cert-expired", GW_EXIT_SECURITY, GW_NEXT_OTHER_PROVIDER,
                               N_ ("The certificate of %s has expired, "
                                   "so nobody can be sure who answers there.")},
    [GW_ERROR_CERT_NOT_YET] = {"cert-not-yet", GW_EXIT_SECURITY, GW_NEXT_OTHER_PROVIDER,
                               N_ ("The certificate of %s is not valid yet. "
                                   "Perhaps the clock of this computer is wrong.")},
    [GW_ERROR_CERT_WEAK] = {"cert-weak", GW_EXIT_SECURITY, GW_NEXT_OTHER_PROVIDER,
                            N_ ("The certificate of %s is too weak to protect you.")},

    [GW_ERROR_NOT_XMPP] = {"not-xmpp", GW_EXIT_DATA, GW_NEXT_OTHER_PROVIDER,
                           N_ ("An answer came from %s, but it is not XMPP.")},
    [GW_ERROR_BAD_XML] = {"bad-xml", GW_EXIT_DATA, GW_NEXT_OTHER_PROVIDER,
                          N_ ("The answer of %s is damaged and cannot be read.")},
    [GW_ERROR_TOO_LARGE] = {"too-large", GW_EXIT_DATA, GW_NEXT_OTHER_PROVIDER,
                            N_ ("Far too much data came from %s, "
                                "so it was not read to the end.")},
    [GW_ERROR_STREAM] = {"stream", GW_EXIT_DATA, GW_NEXT_RETRY_LATER,
                         N_ ("The connection was ended with an error by %s.")},
    [GW_ERROR_WRONG_HOST] = {"wrong-host", GW_EXIT_DATA, GW_NEXT_CHECK_SPELLING,
                             N_ ("A server answered, but it knows nothing of %s.")},
    [GW_ERROR_LIST_NOT_JSON] = {"list-not-json", GW_EXIT_DATA, GW_NEXT_OTHER_FILE,
                                N_ ("There is no provider list in %s, "
                                    "but something else, perhaps a web page.")},
    [GW_ERROR_LIST_SHAPE] = {"list-shape", GW_EXIT_DATA, GW_NEXT_OTHER_FILE,
                             N_ ("The provider list in %s is not written in the expected way.")},
    [GW_ERROR_LIST_EMPTY] = {"list-empty", GW_EXIT_DATA, GW_NEXT_OTHER_FILE,
                             N_ ("There is no provider in the list in %s.")},
    [GW_ERROR_LIST_TEXT] = {"list-text", GW_EXIT_DATA, GW_NEXT_OTHER_FILE,
                            N_ ("The letters in %s are written in a way that cannot be read here "
                                "(UTF-8 is expected).")},
    [GW_ERROR_LIST_SHRUNK] = {"list-shrunk", GW_EXIT_DATA, GW_NEXT_LAST_LIST,
                              N_ ("Far too few providers are left in the list in %s, so it was "
                                  "not believed.")},
    [GW_ERROR_LIST_OLDER] = {"list-older", GW_EXIT_DATA, GW_NEXT_LAST_LIST,
                             N_ ("The list in %s is older than the one that is here already, so "
                                 "it was not taken.")},
    [GW_ERROR_NOT_THERE] = {"not-there", GW_EXIT_USAGE, GW_NEXT_CHECK_SPELLING,
                            N_ ("Nothing is known here of “%s”.")},
    [GW_ERROR_BAD_URL] = {"bad-url", GW_EXIT_DATA, GW_NEXT_CHECK_SPELLING,
                          N_ ("This is not a web address that begins with https: “%s”.")},
    [GW_ERROR_BAD_ADDRESS] = {"bad-address", GW_EXIT_DATA, GW_NEXT_CHECK_SPELLING,
                              N_ ("This is not an XMPP address or provider: “%s”.")},
    [GW_ERROR_BAD_NAME] = {"bad-name", GW_EXIT_DATA, GW_NEXT_OTHER_NAME,
                           N_ ("This name cannot be used in an XMPP address: “%s”.")},
    [GW_ERROR_BAD_PASSWORD] = {"bad-password", GW_EXIT_DATA, GW_NEXT_OTHER_PASSWORD,
                               N_ ("This password cannot be used.")},
    [GW_ERROR_BAD_PROFILE] = {"bad-profile", GW_EXIT_DATA, GW_NEXT_READ_HELP,
                              N_ ("The settings in %s cannot be used.")},
    [GW_ERROR_BAD_RECORD] = {"bad-record", GW_EXIT_DATA, GW_NEXT_OTHER_FILE,
                             N_ ("There is no readable record of a probe in %s.")},
    [GW_ERROR_NO_CODE] = {"no-code", GW_EXIT_DATA, GW_NEXT_READ_HELP,
                          N_ ("There is no setup code for the app %s.")},
    [GW_ERROR_BAD_INVITATION] = {"bad-invitation", GW_EXIT_DATA, GW_NEXT_ASK_INVITATION,
                                 N_ ("This is not an invitation that can be used here.")},
    [GW_ERROR_NOTHING_SCANNED] = {"nothing-scanned", GW_EXIT_DATA, GW_NEXT_OTHER_FILE,
                                  N_ ("No code can be read in the picture %s.")},
    [GW_ERROR_PUZZLE_BROKEN] = {"puzzle-broken", GW_EXIT_DATA, GW_NEXT_NEW_PICTURE,
                                N_ ("The puzzle of %s cannot be shown here.")},

    [GW_ERROR_REFUSED_CLOSED] = {"refused-closed", GW_EXIT_REFUSED, GW_NEXT_OTHER_PROVIDER,
                                 N_ ("No new addresses are given out at %s.")},
    [GW_ERROR_REFUSED_WEB_ONLY] = {"refused-web-only", GW_EXIT_REFUSED, GW_NEXT_OPEN_WEBSITE,
                                   N_ ("A new address is given out only on the website of %s.")},
    [GW_ERROR_REFUSED_INVITATION] = {"refused-invitation", GW_EXIT_REFUSED, GW_NEXT_ASK_INVITATION,
                                     N_ ("For a new address you need an invitation at %s.")},
    [GW_ERROR_REFUSED_NAME_TAKEN] = {"refused-name-taken", GW_EXIT_REFUSED, GW_NEXT_OTHER_NAME,
                                     N_ ("The name is already taken at %s.")},
    [GW_ERROR_REFUSED_NAME] = {"refused-name", GW_EXIT_REFUSED, GW_NEXT_OTHER_NAME,
                               N_ ("The name is not allowed at %s.")},
    [GW_ERROR_REFUSED_PASSWORD] = {"refused-password", GW_EXIT_REFUSED, GW_NEXT_OTHER_PASSWORD,
                                   N_ ("The password is not accepted at %s.")},
    [GW_ERROR_REFUSED_PUZZLE] = {"refused-puzzle", GW_EXIT_REFUSED, GW_NEXT_NEW_PICTURE,
                                 N_ ("The answer to the picture puzzle was not accepted at %s.")},
    [GW_ERROR_REFUSED_PUZZLE_OLD] = {"refused-puzzle-old", GW_EXIT_REFUSED, GW_NEXT_NEW_PICTURE,
                                     N_ ("The puzzle is not valid any more at %s.")},
    [GW_ERROR_REFUSED_TOKEN] = {"refused-token", GW_EXIT_REFUSED, GW_NEXT_ASK_INVITATION,
                                N_ ("The invitation is not valid any more at %s: it was used "
                                    "before, or it has expired.")},
    [GW_ERROR_REFUSED_EMAIL] = {"refused-email", GW_EXIT_REFUSED, GW_NEXT_CORRECT_FORM,
                                N_ ("An e-mail address is needed, or another one, at %s.")},
    [GW_ERROR_REFUSED_FIELDS] = {"refused-fields", GW_EXIT_REFUSED, GW_NEXT_CORRECT_FORM,
                                 N_ ("Something in the form is missing or was not accepted "
                                     "at %s.")},
    [GW_ERROR_REFUSED_TOO_FAST] = {"refused-too-fast", GW_EXIT_REFUSED, GW_NEXT_RETRY_LATER,
                                   N_ ("There were too many attempts in a short time at %s.")},
    [GW_ERROR_REFUSED_ADDRESS] = {"refused-address", GW_EXIT_REFUSED, GW_NEXT_OTHER_PROVIDER,
                                  N_ ("Nobody gets a new address over your internet connection "
                                      "at %s.")},
    [GW_ERROR_REFUSED_FORM] = {"refused-form", GW_EXIT_REFUSED, GW_NEXT_OPEN_WEBSITE,
                               N_ ("The form of %s asks for something that cannot be shown "
                                   "here.")},
    [GW_ERROR_REFUSED_BROKEN] = {"refused-broken", GW_EXIT_REFUSED, GW_NEXT_RETRY_LATER,
                                 N_ ("The new address could not be made because of a fault "
                                     "inside the server of %s.")},
    [GW_ERROR_REFUSED_OTHER] = {"refused-other", GW_EXIT_REFUSED, GW_NEXT_OTHER_PROVIDER,
                                N_ ("The new address was refused by %s.")},
    [GW_ERROR_TESTING_REFUSED] =
        {"testing-refused", GW_EXIT_REFUSED, GW_NEXT_OTHER_PROVIDER,
         N_ ("Those who run the server ask not to be tested, so nobody was "
             "contacted at %s.")},
    [GW_ERROR_LOGIN_REFUSED] = {"login-refused", GW_EXIT_REFUSED, GW_NEXT_CHECK_SPELLING,
                                N_ ("The name and the password were not accepted together "
                                    "at %s.")},
    [GW_ERROR_NOT_YET] = {"not-yet", GW_EXIT_REFUSED, GW_NEXT_FINISH_WEBSITE,
                          N_ ("This name and password do not work yet at %s.")},
    [GW_ERROR_NO_ECHO] = {"no-echo", GW_EXIT_REFUSED, GW_NEXT_RETRY_LATER,
                          N_ ("The address works at %s, but a message to yourself did not "
                              "come back.")},

    [GW_ERROR_NO_KEYRING] = {"no-keyring", GW_EXIT_STORE, GW_NEXT_SAVE_FILE,
                             N_ ("This computer has no keyring that could keep the password "
                                 "safely.")},
    [GW_ERROR_KEYRING_LOCKED] = {"keyring-locked", GW_EXIT_STORE, GW_NEXT_UNLOCK_KEYRING,
                                 N_ ("The keyring of this computer is locked.")},
    [GW_ERROR_NOT_IN_KEYRING] = {"not-in-keyring", GW_EXIT_STORE, GW_NEXT_CHECK_SPELLING,
                                 N_ ("The keyring of this computer holds no password for "
                                     "the address %s.")},
    [GW_ERROR_STORE] = {"store", GW_EXIT_STORE, GW_NEXT_RETRY, N_ ("Saving did not work: %s.")},
    [GW_ERROR_FILE_EXISTS] = {"file-exists", GW_EXIT_STORE, GW_NEXT_OTHER_FILE,
                              N_ ("The file exists already and was left as it is: %s.")},
    [GW_ERROR_FILE_READ] = {"file-read", GW_EXIT_STORE, GW_NEXT_OTHER_FILE,
                            N_ ("The file cannot be read: %s.")},
    [GW_ERROR_FILE_WRITE] = {"file-write", GW_EXIT_STORE, GW_NEXT_OTHER_FILE,
                             N_ ("The file cannot be written: %s.")},
    [GW_ERROR_NOT_KEPT] = {"not-kept", GW_EXIT_STORE, GW_NEXT_SAVE_FILE,
                           N_ ("The password has no safe place yet, so nothing was asked "
                               "of %s.")},
    [GW_ERROR_HELD] = {"held", GW_EXIT_STORE, GW_NEXT_RETRY_LATER,
                       N_ ("Another window or command is busy with this right now: %s.")},

    [GW_ERROR_PENDING] = {"pending", GW_EXIT_PENDING, GW_NEXT_RECOVER,
                          N_ ("Whether the new address exists is not known yet: no answer "
                              "came from %s.")},
};

static const NextRow next_rows[] = {
    [GW_NEXT_NONE] = {"none", ""},
    [GW_NEXT_RETRY] = {"retry", N_ ("Try again.")},
    [GW_NEXT_RETRY_LATER] = {"retry-later",
                             N_ ("Wait a little and try again; what you typed is kept.")},
    [GW_NEXT_CHECK_CONNECTION] = {"check-connection",
                                  N_ ("Check that this computer is online, then try again.")},
    [GW_NEXT_CHECK_SPELLING] = {"check-spelling", N_ ("Check the spelling.")},
    [GW_NEXT_OTHER_PROVIDER] = {"other-provider",
                                N_ ("Choose another provider; what you typed is kept.")},
    [GW_NEXT_OTHER_NAME] = {"other-name", N_ ("Choose another name; what you typed is kept.")},
    [GW_NEXT_OTHER_PASSWORD] = {"other-password",
                                N_ ("Choose another password; what you typed is kept.")},
    [GW_NEXT_OPEN_WEBSITE] = {"open-website", N_ ("Open the provider's website and register there, "
                                                  "or choose another provider.")},
    [GW_NEXT_ASK_INVITATION] = {"ask-invitation",
                                N_ ("Ask somebody who is there already to invite you, "
                                    "or choose another provider.")},
    [GW_NEXT_NEW_PICTURE] = {"new-picture", N_ ("Try again with a new picture.")},
    [GW_NEXT_FINISH_WEBSITE] = {"finish-website",
                                N_ ("Finish the registration on the provider's website, then test "
                                    "it again.")},
    [GW_NEXT_CORRECT_FORM] = {"correct-form", N_ ("Correct the form and send it again.")},
    [GW_NEXT_UNLOCK_KEYRING] = {"unlock-keyring", N_ ("Unlock the keyring, then try again.")},
    [GW_NEXT_SAVE_FILE] = {"save-file",
                           N_ ("Save the account to a file, or write the password down, "
                               "then go on.")},
    [GW_NEXT_OTHER_FILE] = {"other-file", N_ ("Choose another file.")},
    [GW_NEXT_LAST_LIST] = {"last-list", N_ ("The last good list stays; try again later.")},
    [GW_NEXT_RECOVER] = {"recover",
                         N_ ("Start Gangway again when you are online: it then finds out "
                             "by itself.")},
    [GW_NEXT_TELL_OPERATOR] = {"tell-operator", N_ ("Tell the people who run the server.")},
    [GW_NEXT_READ_HELP] = {"read-help", N_ ("The help says more.")},
};

G_STATIC_ASSERT (G_N_ELEMENTS (error_rows) == GW_N_ERRORS);
G_STATIC_ASSERT (G_N_ELEMENTS (next_rows) == GW_N_NEXT);

GQuark
gw_error_quark (void)
{
  return g_quark_from_static_string ("gw-error");
}

static const ErrorRow *
error_row (GwErrorCode code)
{
  return &error_rows[(guint)code < GW_N_ERRORS ? code : GW_ERROR_FAILED];
}

static char *
clean (const char *text)
{
  return text != NULL ? gw_clean_text (text, SUBJECT_MAX, FALSE) : NULL;
}

/* Where "%s" stands, NULL for none. *sound is FALSE when there is any other or further '%'. */
static const char *
find_slot (const char *sentence, gboolean *sound)
{
  const char *percent = strchr (sentence, '%');

  *sound = percent == NULL || (percent[1] == 's' && strchr (percent + 2, '%') == NULL);
  return *sound ? percent : NULL;
}

/* The translated sentence, or the English one when a translation has lost or gained a slot. */
static const char *
choose_sentence (const char *english, const char **slot)
{
  const char *translated = _ (english);
  gboolean sound;
  const char *english_slot = find_slot (english, &sound);
  g_assert (sound);

  *slot = find_slot (translated, &sound);
  if (sound && (*slot == NULL) == (english_slot == NULL))
    return translated;
  *slot = english_slot;
  return english;
}

void
gw_error_set (GError **error, GwErrorCode code, const char *subject, const char *detail)
{
  if (error == NULL)
    return;

  const char *slot;
  const char *sentence = choose_sentence (error_row (code)->sentence, &slot);
  g_autofree char *clean_subject = clean (subject);
  g_autofree char *clean_detail = clean (detail);
  g_autoptr (GString) text = g_string_new (NULL);

  if (slot) {
    g_string_append_len (text, sentence, slot - sentence);
    g_string_append (text, clean_subject ? clean_subject : _ ("this server"));
    g_string_append (text, slot + strlen ("%s"));
  } else {
    g_string_append (text, sentence);
  }

  /* A subject that the sentence has no place for is part of the reason. */
  const char *reasons[] = {slot ? NULL : clean_subject, clean_detail};
  const char *opening = " (";
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (reasons[i] == NULL || *reasons[i] == '\0')
      continue;
    g_string_append (text, opening);
    g_string_append (text, reasons[i]);
    opening = ": ";
  }
  if (opening[0] == ':')
    g_string_append_c (text, ')');

  g_set_error_literal (error, GW_ERROR, (int)code, text->str);
}

gboolean
gw_error_blames_proxy (GwErrorCode code)
{
  return code == GW_ERROR_PROXY_UNREACHABLE || code == GW_ERROR_PROXY_REFUSED ||
         code == GW_ERROR_PROXY_FAILED || code == GW_ERROR_PROXY_HIDES;
}

const char *
gw_error_name (GwErrorCode code)
{
  return error_row (code)->name;
}

GwExit
gw_error_exit (GwErrorCode code)
{
  return error_row (code)->exit;
}

GwNext
gw_error_next (GwErrorCode code)
{
  return error_row (code)->next;
}

GwErrorCode
gw_error_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, GW_ERROR_FAILED);

  if (error->domain == GW_ERROR && error->code >= 0 && error->code < GW_N_ERRORS)
    return (GwErrorCode)error->code;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GW_ERROR_CANCELLED;
  return GW_ERROR_FAILED;
}

const char *
gw_next_name (GwNext next)
{
  return next_rows[(guint)next < GW_N_NEXT ? next : GW_NEXT_NONE].name;
}

const char *
gw_next_text (GwNext next)
{
  const char *sentence = next_rows[(guint)next < GW_N_NEXT ? next : GW_NEXT_NONE].sentence;

  /* gettext ("") is the catalogue's own header. */
  return *sentence ? _ (sentence) : "";
}
