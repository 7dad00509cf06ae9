/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory that libstrophe works with. Passwords pass through many of its buffers; each is wiped.
 * Nesting is limited through the number of blocks: libstrophe walks its trees by recursion. */
#include <malloc.h>

#include "account/strophe-private.h"
#include "base/limits.h"

/* A stream of the greatest size, held several times over: as text, as tree, as text again. */
#define BYTES_MAX (32 * (gint64)GW_LIMIT_XML_STREAM)
/* One element is a struct, a name and the table of its attributes. */
#define BLOCKS_MAX (8 * (gint64)GW_LIMIT_XML_CHILDREN)

/* One text. Nothing longer can come but from entities, which expat stops only at 8 MiB. */
#define TEXT_MAX (GW_LIMIT_XML_STREAM + 64 * 1024)

static _Thread_local gint64 bytes, blocks;
static _Thread_local gboolean text_refused; /* and so is all further text */

static void *
counted_alloc (size_t size, void *data)
{
  void *block = malloc (size);

  if (block) {
    bytes += (gint64)malloc_usable_size (block);
    blocks++;
  }
  return block;
}

static void
wiping_free (void *block, void *data)
{
  if (block == NULL)
    return;
  size_t size = malloc_usable_size (block);
  gw_wipe (block, size);
  bytes -= (gint64)size;
  blocks--;
  free (block);
}

/* Only texts grow. libstrophe appends to them by strncat(), whose work is the square of the length:
 * a short entity could keep us busy for minutes, out of reach of any deadline. It bears a NULL here
 * (and only here) by dropping the text. */
static void *
wiping_realloc (void *block, size_t size, void *data)
{
  size_t present = block ? malloc_usable_size (block) : 0;

  text_refused |= size > TEXT_MAX;
  if (text_refused)
    return NULL;
  if (block && size <= present)
    return block;
  void *moved = counted_alloc (MAX (size, 2 * present), data);
  if (moved && block) {
    memcpy (moved, block, present);
    wiping_free (block, data);
  }
  return moved;
}

const xmpp_mem_t gw_strophe_memory = {
    .alloc = counted_alloc,
    .free = wiping_free,
    .realloc = wiping_realloc,
};

gboolean
gw_strophe_memory_is_too_much (void)
{
  return text_refused || bytes > BYTES_MAX || blocks > BLOCKS_MAX;
}

void
gw_strophe_memory_begin (void)
{
  text_refused = FALSE;
}
