/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What benchmarks share: a clock, a place for results, and the list of them (bench.c). Each
 * is a function that records lines; a line keeps its name, so that runs can be compared.
 */
#ifndef VALIDATE_BENCH_H
#define VALIDATE_BENCH_H

/* Seconds since some time in the past; and those this process spent computing. */
double validate_bench_now_s(void);
double validate_bench_cpu_s(void);

/* Prints a line and keeps it for bench.json. */
void validate_bench_record(const char *name, double value, const char *unit, int cores);

/* Says why there is no result, and ends the program. */
_Noreturn void validate_bench_stop(const char *what);

void validate_bench_agents(void);
void validate_bench_rag(void);
void validate_bench_chat(void);
void validate_bench_draws(void);
void validate_bench_engine(void);
void validate_bench_serving(void);
void validate_bench_trace(void);
void validate_bench_year(void);

#endif
