/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A setup code on the alternate screen (xterm's control sequences, which all terminals of today
 * know). */
#include "cli/reveal.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "cli/handover.h"
#include "export/wrap.h"

#define ENTER_SCREEN "\033[?1049h\033[?25l"
#define CLEAR        "\033[2J\033[1;1H"
#define LEAVE_SCREEN CLEAR "\033[?25h\033[?1049l"

#define GAP      2
#define SIDE_MIN 24 /* columns beside the code that are worth writing in */

typedef struct {
  GwQr *normal;
  GwQr *small; /* for a window in which the normal one has no place */
  GPtrArray *notes;
  int terminal; /* -1: no keys to read */
  struct termios before;
} Reveal;

/* Signals wake poll() through this pipe: they may arrive in any thread. */
static int wakeup[2] = {-1, -1};
static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH};
static struct sigaction replaced[G_N_ELEMENTS (watched)];

static void
on_signal (int number)
{
  int kept = errno;
  guint8 byte = (guint8)number;

  if (write (wakeup[1], &byte, 1) < 0) {
    /* The pipe is full: it wakes anyway. */
  }
  errno = kept;
}

static gboolean
watch_signals (GError **error)
{
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

  if (!g_unix_open_pipe (wakeup, FD_CLOEXEC, NULL) ||
      !g_unix_set_fd_nonblocking (wakeup[1], TRUE, NULL)) {
    gw_error_set (error, GW_ERROR_FAILED, NULL, g_strerror (errno));
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    sigaction (watched[i], &action, &replaced[i]);
  return TRUE;
}

static void
unwatch_signals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    sigaction (watched[i], &replaced[i], NULL);
  close (wakeup[0]);
  close (wakeup[1]);
}

/* Keys come from the terminal itself: standard input may be the pipe that gave the password. */
static void
open_terminal (Reveal *reveal)
{
  reveal->terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  if (reveal->terminal < 0)
    return;
  if (tcgetattr (reveal->terminal, &reveal->before) == 0) {
    struct termios silent = reveal->before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
    tcsetattr (reveal->terminal, TCSAFLUSH, &silent);
    return;
  }
  close (reveal->terminal);
  reveal->terminal = -1;
}

static void
close_terminal (Reveal *reveal)
{
  if (reveal->terminal < 0)
    return;
  tcsetattr (reveal->terminal, TCSAFLUSH, &reveal->before);
  close (reveal->terminal);
}

static int
columns_of (const GwQr *qr)
{
  return qr->width + 2 * GW_QR_QUIET;
}

static int
rows_of (const GwQr *qr)
{
  return (columns_of (qr) + 1) / 2;
}

static gboolean
has_side (const GwQr *qr, const struct winsize *window)
{
  return window->ws_col >= columns_of (qr) + GAP + SIDE_MIN;
}

/* With at least one row for the notes when there is no room beside the code. */
static gboolean
fits (const GwQr *qr, const struct winsize *window)
{
  return columns_of (qr) <= window->ws_col &&
         rows_of (qr) + (has_side (qr, window) ? 0 : 1) <= window->ws_row;
}

static void
draw_notes (const Reveal *reveal, const GwQr *qr, const struct winsize *window)
{
  gboolean side = has_side (qr, window);
  int left = side ? columns_of (qr) + GAP : 0;
  int row = side ? 1 : rows_of (qr) + 1;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < reveal->notes->len; i++) {
    g_auto (GStrv) lines = gw_wrap (reveal->notes->pdata[i], window->ws_col - left);
    for (char **line = lines; *line && row <= window->ws_row; line++)
      g_string_append_printf (text, "\033[%d;%dH%s", row++, left + 1, *line);
    row++;
  }
  gw_handover_write (text->str, NULL);
}

/* In its two colours even with NO_COLOR: they are the code, not an ornament. */
static void
draw_code (const GwQr *qr)
{
  char *text = gw_qr_terminal (qr, TRUE);

  /* A newline in the last row of the window would push the first one out. */
  text[strlen (text) - 1] = '\0';
  gw_handover_write (text, NULL);
  gw_wipe_free (text);
}

static void
draw_excuse (const GwQr *qr, const struct winsize *window)
{
  g_autofree char *excuse = g_strdup_printf (
      _ ("This window is too small for the code, which needs %d columns and %d rows. Make the "
         "window larger or its letters smaller."),
      columns_of (qr), rows_of (qr) + 1);
  g_auto (GStrv) lines = gw_wrap (excuse, window->ws_col);
  g_autofree char *text = g_strjoinv ("\n", lines);

  gw_handover_write (text, NULL);
}

/* A failure to write shows in the end of the wait: a terminal that is gone sends SIGHUP. */
static void
draw (const Reveal *reveal)
{
  struct winsize window;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 || window.ws_row == 0)
    window = (struct winsize){.ws_col = 80, .ws_row = 24};
  gw_handover_write (CLEAR, NULL);
  const GwQr *qr = fits (reveal->normal, &window) ? reveal->normal : reveal->small;
  if (!fits (qr, &window)) {
    draw_excuse (qr, &window);
    return;
  }
  draw_code (qr);
  draw_notes (reveal, qr, &window);
}

/* TRUE when it was Enter; forgets a terminal that gives nothing any more. */
static gboolean
read_enter (Reveal *reveal, struct pollfd *key)
{
  char typed[64];
  gssize count = read (reveal->terminal, typed, sizeof typed);

  if (count <= 0)
    key->fd = -1;
  for (gssize i = 0; i < count; i++)
    if (typed[i] == '\n' || typed[i] == '\r')
      return TRUE;
  return FALSE;
}

/* FALSE when a signal ended it. */
static gboolean
wait_for_end (Reveal *reveal)
{
  gint64 end = g_get_monotonic_time () + GW_REVEAL_SECONDS * G_USEC_PER_SEC;
  struct pollfd fds[] = {{.fd = wakeup[0], .events = POLLIN},
                         {.fd = reveal->terminal, .events = POLLIN}};
  guint8 number;

  for (;;) {
    gint64 left = (end - g_get_monotonic_time () + 999) / 1000;
    if (left <= 0)
      return TRUE;
    if (poll (fds, G_N_ELEMENTS (fds), (int)left) <= 0)
      continue;
    if (fds[0].revents && read (wakeup[0], &number, 1) == 1) {
      if (number != SIGWINCH)
        return FALSE;
      draw (reveal);
    }
    if (fds[1].revents && read_enter (reveal, &fds[1]))
      return TRUE;
  }
}

static gboolean
show (Reveal *reveal, GError **error)
{
  if (!watch_signals (error))
    return FALSE;
  open_terminal (reveal);
  gw_handover_write (ENTER_SCREEN, NULL);
  draw (reveal);
  gboolean done = wait_for_end (reveal);
  gw_handover_write (LEAVE_SCREEN, NULL);
  close_terminal (reveal);
  unwatch_signals ();
  if (!done)
    gw_error_set (error, GW_ERROR_CANCELLED, NULL, NULL);
  return done;
}

gboolean
gw_reveal_code (const char *payload, const char *const *notes, GError **error)
{
  g_return_val_if_fail (payload != NULL && notes != NULL, FALSE);

  g_autoptr (GwQr) normal = gw_qr_new (payload, error);
  g_autoptr (GwQr) small = normal ? gw_qr_new_small (payload, error) : NULL;
  if (small == NULL)
    return FALSE;

  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  /* First, because below a code there may be room for one line only. */
  g_ptr_array_add (all, g_strdup_printf (_ ("Press Enter to hide this code. It hides by itself "
                                            "after %d seconds."),
                                         GW_REVEAL_SECONDS));
  for (; *notes; notes++)
    g_ptr_array_add (all, g_strdup (*notes));
  Reveal reveal = {.normal = normal, .small = small, .notes = all, .terminal = -1};
  return show (&reveal, error);
}
