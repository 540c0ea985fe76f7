/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fast way to play a block of sessions: the same calls as one by one, in loops over
 * arrays, where nothing unusual happens in the block (no limit reached, no long-context tier,
 * one cell of the tariff, no cache that misses by chance).
 */
#ifndef MODELS_API_BLOCK_H
#define MODELS_API_BLOCK_H

#include "models/api.h"

/* Plays the block if it is a plain one; false, with nothing counted, if it is not. reasoning
   is NULL or the hidden tokens of every call, unrounded. */
bool model_api_block_play(model_api *api, const model_block *block, const double *reasoning);

#endif
