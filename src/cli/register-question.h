/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question of a form, as a copy: the form itself may be replaced while the person types. */
#pragma once

#include "gangway.h"

G_BEGIN_DECLS

typedef struct {
  char *var;
  char *label;
  char *desc; /* NULL: none */
  GwFieldKind kind;
  GwFieldRole role;
  char **values, **labels; /* of the options, side by side; NULL: none */
} GwQuestion;

GwQuestion *gw_question_new (const GwField *field);
void gw_question_free (GwQuestion *question);

/* The answer as a form takes it, several values with a line each; NULL at the end of the input or
 * once `*stop`. Free with gw_wipe_free(). */
char *gw_question_ask (const GwQuestion *question, const gboolean *stop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwQuestion, gw_question_free)

G_END_DECLS
