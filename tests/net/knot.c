/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the zones, makes the keys, starts knotd and waits until it answers. */
#include "knot.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { TRIES = 3, POLLS = 100, POLL_MS = 100 };

struct _Knot {
  char *folder, *config, *anchor, *wrong_anchor, *strange_anchor;
  guint16 port;
  GSubprocess *server;
};

static const char config_format[] = "server:\n"
                                    "  listen: 127.0.0.1@%1$u\n"
                                    "  rundir: %2$s\n"
                                    "  udp-workers: 1\n"
                                    "  tcp-workers: 1\n"
                                    "  background-workers: 1\n"
                                    "database:\n"
                                    "  storage: %2$s\n"
                                    "policy:\n"
                                    "  - id: own\n"
                                    "    algorithm: ecdsap256sha256\n"
                                    "    single-type-signing: on\n"
                                    "    nsec3: on\n"
                                    "template:\n"
                                    "  - id: default\n"
                                    "    storage: %2$s\n"
                                    "    file: \"%%s.zone\"\n"
                                    "    zonefile-sync: -1\n"
                                    "    journal-content: all\n"
                                    "    zonefile-load: difference-no-serial\n"
                                    "zone:\n";

static const char zone_head[] = "@ 60 SOA ns.elsewhere. host.elsewhere. 1 60 60 600 60\n"
                                "@ 60 NS ns.elsewhere.\n"
                                "@ 60 A 127.0.0.1\n";

/* Algorithm 253 is for private use, RFC 4034 appendix A.1.1. */
static const char strange_digest[] =
    "1 253 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

static const struct {
  const char *name;
  gboolean is_signed;
  const char *records;
} zones[] = {
    {"example", TRUE,
     "to-signed 60 CNAME deep.signed.example.\n"}, /* what it delegates comes later */
    {"signed.example", TRUE,
     "_xmpp-client._tcp 60 SRV 5 1 5223 signed.example.\n"
     "deep 60 A 127.0.0.1\n"
     "to-plain 60 CNAME plain.example.\n"
     "to-bogus 60 CNAME bogus.example.\n"},
    {"bogus.example", TRUE, ""},
    {"plain.example", FALSE, ""},
    {"elsewhere", FALSE, "ns 60 A 127.0.0.1\n"},
};

static void
write_file (const Knot *knot, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (knot->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static guint16
draw_port (void)
{
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *)&here, size), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&here, &size), ==, 0);
  close (fd);
  return ntohs (here.sin_port);
}

static void
write_config (Knot *knot)
{
  g_autoptr (GString) text = g_string_new (NULL);

  knot->port = draw_port ();
  g_string_printf (text, config_format, knot->port, knot->folder);
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_string_append_printf (text, "  - domain: %s\n", zones[i].name);
    if (zones[i].is_signed)
      g_string_append (text, "    dnssec-signing: on\n    dnssec-policy: own\n");
  }
  write_file (knot, "knot.conf", text->str);
}

/* What keymgr prints; NULL when it fails. */
static char *
keymgr (const Knot *knot, const char *zone, const char *const *words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GSubprocess) child = NULL;
  g_auto (GStrv) argv = NULL;
  char *output = NULL;

  g_strv_builder_add_many (builder, "keymgr", "-c", knot->config, zone, NULL);
  g_strv_builder_addv (builder, (const char **)words);
  argv = g_strv_builder_end (builder);
  child =
      g_subprocess_newv ((const char *const *)argv,
                         G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  if (child != NULL && g_subprocess_communicate_utf8 (child, NULL, NULL, &output, NULL, NULL) &&
      g_subprocess_get_successful (child))
    return output;
  g_free (output);
  return NULL;
}

/* "TAG 13 2 DIGEST" of a zone's key; NULL when there is none. */
static char *
key_digest (const Knot *knot, const char *zone)
{
  static const char *const ds[] = {"ds", NULL};
  g_autofree char *output = keymgr (knot, zone, ds);
  g_auto (GStrv) lines = g_strsplit (output ? output : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    const char *data = strstr (*line, "DS ");

    if (data != NULL && strstr (data, " 13 2 ") != NULL)
      return g_strdup (data + strlen ("DS "));
  }
  return NULL;
}

static char *
spoil (const char *digest)
{
  char *other = g_strdup (digest);
  gsize last = strlen (other) - 1;

  other[last] = other[last] == '0' ? '1' : '0';
  return other;
}

static char *
write_anchor (const Knot *knot, const char *name, const char *digest)
{
  g_autofree char *text = g_strdup_printf ("example. IN DS %s\n", digest);

  write_file (knot, name, text);
  return g_build_filename (knot->folder, name, NULL);
}

static gboolean
make_keys (const Knot *knot)
{
  static const char *const generate[] = {"generate", "algorithm=ecdsap256sha256", "ksk=yes",
                                         "zsk=yes", NULL};

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autofree char *output = zones[i].is_signed ? keymgr (knot, zones[i].name, generate) : NULL;

    if (zones[i].is_signed && output == NULL)
      return FALSE;
  }
  return TRUE;
}

static void
write_zones (const Knot *knot, const char *delegations)
{
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autofree char *name = g_strdup_printf ("%s.zone", zones[i].name);
    g_autofree char *text =
        g_strdup_printf ("%s%s%s", zone_head, zones[i].records,
                         g_str_equal (zones[i].name, "example") ? delegations : "");

    write_file (knot, name, text);
  }
}

static gboolean
sign (Knot *knot)
{
  g_autofree char *top = NULL, *good = NULL, *bogus = NULL, *wrong = NULL, *delegations = NULL,
                  *wrong_top = NULL;

  if (!make_keys (knot))
    return FALSE;
  top = key_digest (knot, "example");
  good = key_digest (knot, "signed.example");
  bogus = key_digest (knot, "bogus.example");
  if (top == NULL || good == NULL || bogus == NULL)
    return FALSE;
  wrong = spoil (bogus);
  wrong_top = spoil (top);
  delegations = g_strdup_printf ("signed 60 NS ns.elsewhere.\nsigned 60 DS %s\n"
                                 "bogus 60 NS ns.elsewhere.\nbogus 60 DS %s\n"
                                 "plain 60 NS ns.elsewhere.\n",
                                 good, wrong);
  write_zones (knot, delegations);
  knot->anchor = write_anchor (knot, "anchor", top);
  knot->wrong_anchor = write_anchor (knot, "wrong-anchor", wrong_top);
  knot->strange_anchor = write_anchor (knot, "strange-anchor", strange_digest);
  return TRUE;
}

/* It goes with the test. */
static void
in_child (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* Whether the last zone, and so each, is answered for. */
static gboolean
answers (const Knot *knot)
{
  static const guint8 query[] = {0,   1,   0,   0,   0,   1,   0,   0,   0, 0, 0, 0, 9, 'e',
                                 'l', 's', 'e', 'w', 'h', 'e', 'r', 'e', 0, 0, 6, 0, 1};
  struct sockaddr_in there = {.sin_family = AF_INET,
                              .sin_port = htons (knot->port),
                              .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  struct timeval wait = {.tv_usec = POLL_MS * 1000};
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  guint8 reply[512] = {0};
  gssize length;

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  sendto (fd, query, sizeof query, 0, (struct sockaddr *)&there, sizeof there);
  length = recv (fd, reply, sizeof reply, 0);
  close (fd);
  return length > 12 && (reply[3] & 0xf) == 0 && reply[7] > 0;
}

static gboolean
start (Knot *knot)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  g_subprocess_launcher_set_child_setup (launcher, in_child, NULL, NULL);
  knot->server = g_subprocess_launcher_spawn (launcher, NULL, "knotd", "-c", knot->config, NULL);
  for (int polls = 0; knot->server != NULL && polls < POLLS; polls++) {
    if (answers (knot))
      return TRUE;
    g_usleep (POLL_MS * 1000 / 4);
  }
  return FALSE;
}

static void
stop (Knot *knot)
{
  if (knot->server == NULL)
    return;
  g_subprocess_send_signal (knot->server, SIGTERM);
  g_subprocess_wait (knot->server, NULL, NULL);
  g_clear_object (&knot->server);
}

Knot *
knot_new (char **why_not)
{
  g_autoptr (Knot) knot = g_new0 (Knot, 1);
  g_autofree char *path = g_strdup_printf ("%s:/usr/sbin:/sbin", g_getenv ("PATH"));

  g_setenv ("PATH", path, TRUE);
  knot->folder = g_dir_make_tmp ("gangway-knot-XXXXXX", NULL);
  g_assert_nonnull (knot->folder);
  knot->config = g_build_filename (knot->folder, "knot.conf", NULL);
  write_config (knot);
  *why_not = NULL;
  if (!sign (knot))
    *why_not = g_strdup ("keymgr makes no keys; is knot installed?");
  for (int tries = 0; *why_not == NULL && tries < TRIES; tries++) {
    if (start (knot))
      return g_steal_pointer (&knot);
    stop (knot);
    write_config (knot);
  }
  if (*why_not == NULL)
    *why_not = g_strdup ("knotd does not answer");
  return NULL;
}

/* Files and folders of knotd, two levels. */
static void
remove_folder (const char *path)
{
  GDir *folder = g_dir_open (path, 0, NULL);

  for (const char *name; folder != NULL && (name = g_dir_read_name (folder)) != NULL;) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    if (g_file_test (inner, G_FILE_TEST_IS_DIR) && !g_file_test (inner, G_FILE_TEST_IS_SYMLINK))
      remove_folder (inner);
    else
      unlink (inner);
  }
  g_clear_pointer (&folder, g_dir_close);
  rmdir (path);
}

void
knot_free (Knot *knot)
{
  stop (knot);
  remove_folder (knot->folder);
  g_free (knot->folder);
  g_free (knot->config);
  g_free (knot->anchor);
  g_free (knot->wrong_anchor);
  g_free (knot->strange_anchor);
  g_free (knot);
}

guint16
knot_port (const Knot *knot)
{
  return knot->port;
}

const char *
knot_anchor (const Knot *knot)
{
  return knot->anchor;
}

const char *
knot_wrong_anchor (const Knot *knot)
{
  return knot->wrong_anchor;
}

const char *
knot_strange_anchor (const Knot *knot)
{
  return knot->strange_anchor;
}
