/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of the command line: one file and one option table per command, from which parsing,
 * --help and the manual are made. Results go to standard output, everything else to standard error.
 */
#pragma once

#include "gangway.h"
#include <jansson.h>

G_BEGIN_DECLS

typedef enum { GW_OPT_FLAG, GW_OPT_TEXT, GW_OPT_NUMBER } GwOptKind;

/* One option; a table ends with a NULL name. What is filled in: gboolean for FLAG, const char* for
 * TEXT (borrowed from argv, NULL when not given), int for NUMBER (0 or more, -1 when not given). */
typedef struct {
  const char *name; /* "save" for --save */
  GwOptKind kind;
  gsize offset;         /* into the command's options struct */
  const char *argument; /* N_("FILE"); NULL for a flag */
  const char *help;     /* N_(): one line */
} GwOpt;

/* Options that every command knows. */
typedef struct {
  const char *profile;
  const char *resolver;
  const char *trust_anchor;
  const char *ca_file;
  const char *catalogue_url;
  const char *proxy;
  const char *doh;
  const char *lang;
  gboolean json;
  gboolean quiet;
  gboolean verbose;
  gboolean help;
  gboolean version;
} GwCommon;

typedef struct _GwCommand GwCommand;

/* What a command is given to run. */
typedef struct {
  const GwCommand *command;
  const GwCommon *common;
  GwProfile *profile; /* common options already applied */
  void *options;      /* the command's struct, filled in */
  char **arguments;   /* positional, NULL-terminated */
} GwRun;

struct _GwCommand {
  const char *name;    /* "register" */
  const char *usage;   /* N_("DOMAIN [options]") */
  const char *summary; /* N_(): one line for `gangway --help` */
  const char *text;    /* N_(): a paragraph with an example for `gangway register --help` */
  const GwOpt *options;
  gsize options_size;
  int min_arguments, max_arguments; /* -1: any number */
  /* Returns the exit status. On failure it sets `error`, which main prints (sentence and next step,
   * or the one JSON document) and turns into the exit status. */
  GwExit (*run) (GwRun *run, GError **error);
  /* More for --help, made from a table so that it stays true: whole lines. NULL: nothing. Free the
   * text with g_free(). */
  char *(*more) (void);
  gboolean is_hidden; /* neither help nor manual tell of it */
};

extern const GwCommand gw_command_have;
extern const GwCommand gw_command_list;
extern const GwCommand gw_command_providers;
extern const GwCommand gw_command_probe;
extern const GwCommand gw_command_replay;
extern const GwCommand gw_command_register;
extern const GwCommand gw_command_recover;
extern const GwCommand gw_command_accounts;
extern const GwCommand gw_command_qr;
extern const GwCommand gw_command_export;
extern const GwCommand gw_command_contacted;
extern const GwCommand gw_command_operator;
extern const GwCommand gw_command_manual;

G_END_DECLS
