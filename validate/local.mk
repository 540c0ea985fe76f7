# Is it right? Theory, invariants, measured data, slow twins, benchmarks.

validate_sources = \
  %D%/agree.c \
  %D%/agree.h \
  %D%/cases/agent_scenario.c \
  %D%/cases/agents.c \
  %D%/cases/agents.h \
  %D%/cases/arrival_laws.c \
  %D%/cases/bills.c \
  %D%/cases/capacity.c \
  %D%/cases/case.c \
  %D%/cases/case.h \
  %D%/cases/closed_network.c \
  %D%/cases/coverage.c \
  %D%/cases/fidelity.c \
  %D%/cases/coverage.h \
  %D%/cases/coverage_answers.c \
  %D%/cases/coverage_summed.c \
  %D%/cases/crossings.c \
  %D%/cases/documents.c \
  %D%/cases/kept_answers.c \
  %D%/cases/markov.c \
  %D%/cases/measured.c \
  %D%/cases/measured.h \
  %D%/cases/measured_agents.c \
  %D%/cases/measured_agents.h \
  %D%/cases/measured_compiled.c \
  %D%/cases/measured_episodes.c \
  %D%/cases/measured_profile.c \
  %D%/cases/measured_profile.h \
  %D%/cases/measured_roofline.c \
  %D%/cases/measured_runs.c \
  %D%/cases/measured_silicon.c \
  %D%/cases/measured_silicon.h \
  %D%/cases/measured_speeds.c \
  %D%/cases/measured_tables.c \
  %D%/cases/measured_tables.h \
  %D%/cases/measured_tasks.c \
  %D%/cases/one_station.c \
  %D%/cases/one_station.h \
  %D%/cases/open_network.c \
  %D%/cases/parallel.c \
  %D%/cases/ranks.c \
  %D%/cases/rare.c \
  %D%/cases/selection.c \
  %D%/cases/service_laws.c \
  %D%/cases/setup.c \
  %D%/cases/sobol_indices.c \
  %D%/cases/sobol_indices.h \
  %D%/cases/summed.c \
  %D%/cases/token_buckets.c \
  %D%/cases/transient.c \
  %D%/cases/twins.c \
  %D%/cases/windows.c \
  %D%/cases/verdicts.c \
  %D%/examine.c \
  %D%/examine.h \
  %D%/made.h \
  %D%/made_agent.h \
  %D%/made_pipeline.h \
  %D%/made_world.h \
  %D%/naive.c \
  %D%/naive.h \
  %D%/naive_agent.c \
  %D%/naive_documents.c \
  %D%/naive_documents.h \
  %D%/naive_engine.c \
  %D%/naive_engine.h \
  %D%/naive_guard.c \
  %D%/naive_guard.h \
  %D%/naive_memory.c \
  %D%/naive_memory.h \
  %D%/naive_parts.c \
  %D%/naive_parts.h \
  %D%/naive_policy.c \
  %D%/naive_prices.c \
  %D%/naive_prices.h \
  %D%/naive_replay.c \
  %D%/naive_replica.c \
  %D%/naive_replica.h \
  %D%/naive_session.c \
  %D%/naive_session.h \
  %D%/naive_station.c \
  %D%/naive_station.h \
  %D%/naive_training.c \
  %D%/naive_training.h \
  %D%/served.c \
  %D%/served.h \
  %D%/theory/agents.c \
  %D%/theory/agents.h \
  %D%/theory/birth_death.c \
  %D%/theory/birth_death.h \
  %D%/theory/compound.c \
  %D%/theory/compound.h \
  %D%/theory/constant_service.c \
  %D%/theory/constant_service.h \
  %D%/theory/kept_answers.c \
  %D%/theory/kept_answers.h \
  %D%/theory/levels.c \
  %D%/theory/levels.h \
  %D%/theory/networks.c \
  %D%/theory/networks.h \
  %D%/theory/one_server.c \
  %D%/theory/one_server.h \
  %D%/theory/phase_service.c \
  %D%/theory/phase_service.h \
  %D%/theory/relaxation.c \
  %D%/theory/relaxation.h \
  %D%/theory/renewal.c \
  %D%/theory/renewal.h \
  %D%/theory/root.c \
  %D%/theory/root.h \
  %D%/theory/unlimited.c \
  %D%/theory/unlimited.h \
  %D%/verdict.c \
  %D%/verdict.h

noinst_LIBRARIES += %D%/libvalidate.a
%C%_libvalidate_a_SOURCES  = $(validate_sources)
%C%_libvalidate_a_CPPFLAGS = $(AM_CPPFLAGS) $(ZLIB_CFLAGS) $(JANSSON_CFLAGS)
EXTRA_DIST += %D%/README.md

# Speed and memory: prints one line a benchmark and writes bench.json; "bench NAME" for one.
noinst_PROGRAMS += %D%/bench
%C%_bench_SOURCES  = \
  %D%/bench.c \
  %D%/bench.h \
  %D%/bench_chat.c \
  %D%/bench_draws.c \
  %D%/bench_engine.c \
  %D%/bench_serving.c \
  %D%/bench_trace.c \
  %D%/bench_year.c
%C%_bench_CPPFLAGS = $(AM_CPPFLAGS) $(ZLIB_CFLAGS) $(JANSSON_CFLAGS)
%C%_bench_LDADD    = $(OUTLAY_LIBS)
CLEANFILES += bench.json
PHONY += bench
bench: %D%/bench$(EXEEXT) outlay$(EXEEXT)
	$(AM_V_GEN)OUTLAY_DATA='$(abs_top_srcdir)/scenarios' %D%/bench

# The simulation against theory, as "outlay validate" plays it; TIER=full for minutes.
TIER = quick
PHONY += validate
validate: outlay$(EXEEXT)
	./outlay validate --tier $(TIER)
