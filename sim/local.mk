# The engine: time, chance, events, statistics, replication. The only room that is parallel.

sim_sources = \
  %D%/clones.h \
  %D%/failure.c \
  %D%/failure.h \
  %D%/memory.c \
  %D%/memory.h \
  %D%/stream.c \
  %D%/stream.h

noinst_LIBRARIES += %D%/libsim.a
%C%_libsim_a_SOURCES = $(sim_sources)
%C%_libsim_a_CFLAGS  = $(AM_CFLAGS) $(OPENMP_CFLAGS)
EXTRA_DIST += %D%/README.md
