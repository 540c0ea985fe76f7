# The engine: time, chance, events, statistics, replication. The only room that is parallel.

sim_sources = \
  %D%/batches.c \
  %D%/batches.h \
  %D%/clones.h \
  %D%/controls.c \
  %D%/controls.h \
  %D%/copula.c \
  %D%/copula.h \
  %D%/count.c \
  %D%/count.h \
  %D%/draws.c \
  %D%/draws.h \
  %D%/engine.c \
  %D%/engine.h \
  %D%/exponential.h \
  %D%/failure.c \
  %D%/failure.h \
  %D%/generator.c \
  %D%/generator.h \
  %D%/heap.c \
  %D%/heap.h \
  %D%/histogram.c \
  %D%/histogram.h \
  %D%/interval.c \
  %D%/interval.h \
  %D%/law.c \
  %D%/law.h \
  %D%/laws/beta.c \
  %D%/laws/checks.c \
  %D%/laws/constant.c \
  %D%/laws/empirical.c \
  %D%/laws/families.h \
  %D%/laws/gamma.c \
  %D%/laws/geometric.c \
  %D%/laws/incomplete.c \
  %D%/laws/invert.c \
  %D%/laws/mixture.c \
  %D%/laws/moment.c \
  %D%/laws/normal.c \
  %D%/laws/pareto.c \
  %D%/laws/pareto_tail.c \
  %D%/laws/poisson.c \
  %D%/laws/uniform.c \
  %D%/laws/weibull.c \
  %D%/level.c \
  %D%/level.h \
  %D%/logarithm.h \
  %D%/memory.c \
  %D%/memory.h \
  %D%/philox.h \
  %D%/points.c \
  %D%/points.h \
  %D%/pool.c \
  %D%/pool.h \
  %D%/process.c \
  %D%/process.h \
  %D%/replicate.c \
  %D%/replicate.h \
  %D%/router.c \
  %D%/router.h \
  %D%/sampler.c \
  %D%/sampler.h \
  %D%/samplers/cubic.c \
  %D%/samplers/kinds.h \
  %D%/samplers/pieces.c \
  %D%/samplers/segments.c \
  %D%/samplers/source.c \
  %D%/sketch.c \
  %D%/sketch.h \
  %D%/station.c \
  %D%/station.h \
  %D%/stations/shared_clock.c \
  %D%/stations/lines.c \
  %D%/stations/parts.h \
  %D%/stations/servers.c \
  %D%/stations/service.c \
  %D%/stations/verify.c \
  %D%/stream.c \
  %D%/stream.h \
  %D%/stream_block.c \
  %D%/sums.c \
  %D%/sums.h \
  %D%/zipf.c \
  %D%/zipf.h \
  %D%/tally.c \
  %D%/tally.h \
  %D%/warmup.c \
  %D%/warmup.h

noinst_LIBRARIES += %D%/libsim.a
%C%_libsim_a_SOURCES = $(sim_sources)
%C%_libsim_a_CFLAGS  = $(AM_CFLAGS) $(OPENMP_CFLAGS)
EXTRA_DIST += %D%/README.md
