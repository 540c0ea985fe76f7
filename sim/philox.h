/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One block of Philox4x32-10, the function behind every stream; for stream*.c alone. The
 * counter is (index, entity), two words each, low word first.
 */
#ifndef SIM_PHILOX_H
#define SIM_PHILOX_H

#include "sim/stream.h"

#include <Random123/philox.h>

static inline philox4x32_ctr_t sim_philox(sim_stream stream, uint64_t index, uint64_t entity)
{
    philox4x32_ctr_t counter = {
        {(uint32_t)index, (uint32_t)(index >> 32), (uint32_t)entity, (uint32_t)(entity >> 32)}};
    philox4x32_key_t key = {{stream.key[0], stream.key[1]}};
    philox4x32_ctr_t block = philox4x32_R(10, counter, key);
    for (int i = 0; i < 4; i++)
        block.v[i] ^= stream.mirror;
    return block;
}

#endif
