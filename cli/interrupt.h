/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ctrl-C and SIGTERM: the first asks to finish what is in hand, the second ends the program.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <stdatomic.h>

/* Nonzero once the program was asked to stop. */
extern atomic_int cli_interrupt_flag;

/* From now on signals set the flag. */
void cli_interrupt_catch(void);

#endif
