# Is it right? Theory, invariants, measured data, slow twins, benchmarks.

validate_sources = \
  %D%/naive.c \
  %D%/naive.h \
  %D%/naive_parts.c \
  %D%/naive_parts.h \
  %D%/naive_replay.c \
  %D%/naive_session.c

noinst_LIBRARIES += %D%/libvalidate.a
%C%_libvalidate_a_SOURCES = $(validate_sources)
EXTRA_DIST += %D%/README.md
