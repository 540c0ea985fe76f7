/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIM_HOT marks a loop worth compiling for several instruction sets; the fitting one is
 * chosen when the program starts, by what the processor can, not by its name. All give the same
 * bits: no operation is contracted. Such a function is static: clang exports no name for
 * others.
 */
#ifndef SIM_CLONES_H
#define SIM_CLONES_H

#if defined SIM_CLONES
#define SIM_HOT __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define SIM_HOT
#endif

#endif
