# The program that people run. All but main is an archive, so that tests can link it.

cli_sources = \
  %D%/budgets.c \
  %D%/budgets.h \
  %D%/ask.c \
  %D%/ask.h \
  %D%/break_even.c \
  %D%/charts.c \
  %D%/charts.h \
  %D%/check.c \
  %D%/command.c \
  %D%/command.h \
  %D%/compare.c \
  %D%/cross.c \
  %D%/cross.h \
  %D%/cross_map.c \
  %D%/cross_play.c \
  %D%/cross_play.h \
  %D%/explain.c \
  %D%/fidelity.c \
  %D%/fidelity.h \
  %D%/fleet_search.c \
  %D%/fleet_search.h \
  %D%/fleet_study.c \
  %D%/fleet_study.h \
  %D%/fleet_variants.c \
  %D%/focus.c \
  %D%/focus.h \
  %D%/futures.c \
  %D%/futures.h \
  %D%/grid.c \
  %D%/grid.h \
  %D%/machines.c \
  %D%/init.c \
  %D%/interrupt.c \
  %D%/interrupt.h \
  %D%/lint.c \
  %D%/options.c \
  %D%/options.h \
  %D%/output.c \
  %D%/output.h \
  %D%/paired.c \
  %D%/paired.h \
  %D%/periods.c \
  %D%/periods.h \
  %D%/plan.c \
  %D%/planning.c \
  %D%/planning.h \
  %D%/progress.c \
  %D%/progress.h \
  %D%/report.c \
  %D%/reprice.c \
  %D%/reprice.h \
  %D%/resume.c \
  %D%/resume.h \
  %D%/run.c \
  %D%/sensitivity.c \
  %D%/sensitivity_study.c \
  %D%/sensitivity_study.h \
  %D%/study.c \
  %D%/study.h \
  %D%/study_shape.c \
  %D%/study_shape.h \
  %D%/study_block.c \
  %D%/study_block.h \
  %D%/sweep.c \
  %D%/tail.c \
  %D%/tail_study.c \
  %D%/tail_study.h \
  %D%/temporary.c \
  %D%/temporary.h \
  %D%/validate.c

noinst_LIBRARIES += %D%/libcli.a
%C%_libcli_a_SOURCES  = $(cli_sources)
%C%_libcli_a_CPPFLAGS = $(AM_CPPFLAGS) $(DATA_CPPFLAGS) -DOUTLAY_VERSION=\"$(PACKAGE_VERSION)\"
EXTRA_DIST += %D%/README.md

bin_PROGRAMS += outlay
outlay_SOURCES  = %D%/main.c
outlay_CPPFLAGS = $(AM_CPPFLAGS) $(DATA_CPPFLAGS)
outlay_LDADD    = $(OUTLAY_LIBS)

OUTLAY_LIBS = \
  cli/libcli.a \
  validate/libvalidate.a \
  reports/libreports.a \
  scenarios/libscenarios.a \
  models/libmodels.a \
  sim/libsim.a \
  $(HDF5_LIBS) $(XLSX_LIBS) $(XML_LIBS) $(ZLIB_LIBS) $(JANSSON_LIBS) $(GSL_LIBS)
