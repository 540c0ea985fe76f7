# Is it right? Theory, invariants, measured data, slow twins, benchmarks.

validate_sources =

noinst_LIBRARIES += %D%/libvalidate.a
%C%_libvalidate_a_SOURCES = $(validate_sources)
EXTRA_DIST += %D%/README.md
