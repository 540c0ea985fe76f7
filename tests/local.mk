# Unit and statistical tests are libcheck programs, whole-program tests are scripts; all
# report in TAP, so that every test counts, not every program.

# One name, without .c, is one unit test program: test_X.c tests X.c. One that includes a
# foreign header says so below the list: %C%_test_X_CPPFLAGS = $(AM_CPPFLAGS) $(HDF5_CFLAGS)
unit_tests = \
  %D%/test_agent \
  %D%/test_answer \
  %D%/test_answers \
  %D%/test_arrivals \
  %D%/test_association \
  %D%/test_batches \
  %D%/test_books \
  %D%/test_break_even \
  %D%/test_break_even_map \
  %D%/test_burst \
  %D%/test_chat_trace \
  %D%/test_clock \
  %D%/test_clones \
  %D%/test_dates \
  %D%/test_differences \
  %D%/test_document \
  %D%/test_draws \
  %D%/test_empirical \
  %D%/test_engine \
  %D%/test_explain \
  %D%/test_exponential \
  %D%/test_expression \
  %D%/test_fleet \
  %D%/test_frontier \
  %D%/test_gate \
  %D%/test_grid \
  %D%/test_grouped \
  %D%/test_guard \
  %D%/test_hardware \
  %D%/test_hosted \
  %D%/test_html_page \
  %D%/test_incomplete \
  %D%/test_indices \
  %D%/test_influences \
  %D%/test_law \
  %D%/test_law_tables \
  %D%/test_load \
  %D%/test_logarithm \
  %D%/test_looks \
  %D%/test_memory \
  %D%/test_moment \
  %D%/test_naive_engine \
  %D%/test_naive_replica \
  %D%/test_points \
  %D%/test_policy \
  %D%/test_price_future \
  %D%/test_process \
  %D%/test_profile \
  %D%/test_purse \
  %D%/test_render \
  %D%/test_ranged \
  %D%/test_recall \
  %D%/test_replay \
  %D%/test_retrieval \
  %D%/test_service \
  %D%/test_vectors \
  %D%/test_replica \
  %D%/test_replicate \
  %D%/test_reprice \
  %D%/test_scale \
  %D%/test_schema \
  %D%/test_plan \
  %D%/test_select \
  %D%/test_sensitivity \
  %D%/test_set \
  %D%/test_sketch \
  %D%/test_spool \
  %D%/test_station \
  %D%/test_store \
  %D%/test_store_sensitivity \
  %D%/test_stream \
  %D%/test_stream_block \
  %D%/test_suggest \
  %D%/test_svg \
  %D%/test_tariff \
  %D%/test_theory \
  %D%/test_theory_agents \
  %D%/test_theory_kept \
  %D%/test_theory_tables \
  %D%/test_trace \
  %D%/test_trace_column \
  %D%/test_trace_decimal \
  %D%/test_trace_lines \
  %D%/test_trace_names \
  %D%/test_trace_utc \
  %D%/test_units \
  %D%/test_verdict \
  %D%/test_watch \
  %D%/test_weeks \
  %D%/test_windows \
  %D%/test_world
%C%_test_html_page_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS)
%C%_test_render_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_test_reprice_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_test_schema_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS)
%C%_test_store_CPPFLAGS = $(AM_CPPFLAGS) $(HDF5_CFLAGS)
%C%_test_store_sensitivity_CPPFLAGS = $(AM_CPPFLAGS) $(HDF5_CFLAGS)
%C%_test_trace_column_CPPFLAGS = $(AM_CPPFLAGS) $(ZLIB_CFLAGS)
%C%_test_trace_lines_CPPFLAGS = $(AM_CPPFLAGS) $(ZLIB_CFLAGS)
%C%_test_verdict_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)

# The same for tests of distributions, which take seconds.
stat_tests = \
  %D%/stat_azure \
  %D%/stat_hardware \
  %D%/stat_measured \
  %D%/stat_speeds \
  %D%/test_copula \
  %D%/test_controls \
  %D%/test_count \
  %D%/test_summed_law \
  %D%/test_summed_walk \
  %D%/test_sums \
  %D%/test_interval \
  %D%/test_interval_reference \
  %D%/test_pieces \
  %D%/test_sampler \
  %D%/test_segments
%C%_stat_azure_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)

# Guards over the source tree, and tests of the whole program.
scripts = \
  %D%/architecture.sh \
  %D%/chat_trace.sh \
  %D%/names.sh \
  %D%/cli/agents.sh \
  %D%/cli/answers.sh \
  %D%/cli/azure.sh \
  %D%/cli/bill.sh \
  %D%/cli/break_even.sh \
  %D%/cli/break_even_map.sh \
  %D%/cli/cache.sh \
  %D%/cli/browser.sh \
  %D%/cli/check.sh \
  %D%/cli/compare.sh \
  %D%/cli/compound.sh \
  %D%/cli/exchange.sh \
  %D%/cli/explain.sh \
  %D%/cli/focus.sh \
  %D%/cli/hardware.sh \
  %D%/cli/fallback.sh \
  %D%/cli/fidelity.sh \
  %D%/cli/hosted.sh \
  %D%/cli/html.sh \
  %D%/cli/init.sh \
  %D%/cli/lint.sh \
  %D%/cli/metamorphic.sh \
  %D%/cli/overrun.sh \
  %D%/cli/price_futures.sh \
  %D%/cli/rag.sh \
  %D%/cli/routing.sh \
  %D%/cli/training.sh \
  %D%/cli/resume.sh \
  %D%/cli/run_interrupted.sh \
  %D%/cli/run_refuses.sh \
  %D%/cli/run_repeats.sh \
  %D%/cli/services.sh \
  %D%/cli/sensitivity.sh \
  %D%/cli/spike.sh \
  %D%/cli/plan.sh \
  %D%/cli/sweep.sh \
  %D%/cli/tail.sh \
  %D%/cli/validate.sh \
  %D%/cli/version.sh \
  %D%/cli/watch.sh \
  %D%/cli/worked.sh \
  %D%/cli/xlsx.sh

# What the scripts read JSON with.
check_PROGRAMS += %D%/json_get
%C%_json_get_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_json_get_LDADD    = $(JANSSON_LIBS)

# Fuzz targets: fuzz_X.c, without .c.
fuzzers = \
  %D%/fuzz_hardware \
  %D%/fuzz_prices \
  %D%/fuzz_scenario \
  %D%/fuzz_trace_azure \
  %D%/fuzz_trace_bailian \
  %D%/fuzz_trace_burstgpt \
  %D%/fuzz_trace_mooncake \
  %D%/fuzz_trace_outlay \
  %D%/fuzz_trace_servegen \
  %D%/fuzz_trace_vidur \
  %D%/fuzz_units
%C%_fuzz_hardware_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS)
%C%_fuzz_prices_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS)

# Headers and files that tests read.
test_data = \
  %D%/browser.js \
  %D%/cli/lib.sh \
  %D%/cli/small.xml \
  %D%/fuzz_trace.h \
  %D%/load_case.h \
  %D%/golden/full.txt \
  %D%/golden/page.txt \
  %D%/laws.h \
  %D%/oracle.h \
  %D%/price-cases.csv \
  %D%/price-cases.xml \
  %D%/sample.h \
  %D%/scratch.h \
  %D%/suite.h

TEST_EXTENSIONS = .sh
LOG_DRIVER      = env AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER   = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)

# Reference data that tests may compare with is optional: OUTLAY_REFERENCE names its
# directory and is unset where there is none.
AM_TESTS_ENVIRONMENT = \
  LC_ALL=C; CK_TAP_LOG_FILE_NAME=-; CK_VERBOSITY=silent; \
  OUTLAY='$(abs_top_builddir)/outlay'; SOURCE='$(abs_top_srcdir)'; \
  OUTLAY_DATA='$(abs_top_srcdir)/scenarios'; \
  : "$${OUTLAY_REFERENCE=$$SOURCE/../shared}"; \
  export LC_ALL CK_TAP_LOG_FILE_NAME CK_VERBOSITY OUTLAY SOURCE OUTLAY_DATA OUTLAY_REFERENCE; \
  test -d "$$OUTLAY_REFERENCE" || unset OUTLAY_REFERENCE;

if FUZZERS
noinst_PROGRAMS += $(fuzzers)
LDADD = $(OUTLAY_LIBS) $(FUZZER)
else
LDADD = $(OUTLAY_LIBS) $(CHECK_LIBS)
if HAVE_CHECK
check_PROGRAMS += $(unit_tests) $(stat_tests)
TESTS += $(unit_tests) $(stat_tests)
endif
endif
TESTS += $(scripts)
dist_check_SCRIPTS += $(scripts)
EXTRA_DIST += %D%/README.md $(test_data)

if COVERAGE
PHONY += coverage
coverage: check
	gcovr -r $(top_srcdir) --object-directory $(top_builddir) -e '.*tests/' \
	  --print-summary --fail-under-line 90

clean-local:
	find . -name '*.gcda' -delete
	find . -name '*.gcno' -delete
endif
