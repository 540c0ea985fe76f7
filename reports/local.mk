# Results on disk, their analysis, and what people read.

report_sources =

noinst_LIBRARIES += %D%/libreports.a
%C%_libreports_a_SOURCES  = $(report_sources)
%C%_libreports_a_CPPFLAGS = $(AM_CPPFLAGS) $(HDF5_CFLAGS) $(JANSSON_CFLAGS)
EXTRA_DIST += %D%/README.md
