# LLM work and what it costs.

model_sources = \
  %D%/agent.c \
  %D%/agent.h \
  %D%/agent_play.c \
  %D%/agent_play.h \
  %D%/agent_terms.c \
  %D%/api.c \
  %D%/api.h \
  %D%/api_block.c \
  %D%/api_block.h \
  %D%/arrivals.c \
  %D%/arrivals.h \
  %D%/burst.c \
  %D%/burst.h \
  %D%/calendar.c \
  %D%/calendar.h \
  %D%/demand.h \
  %D%/future.h \
  %D%/gate.c \
  %D%/gate.h \
  %D%/guard.c \
  %D%/guard.h \
  %D%/hardware.c \
  %D%/hardware.h \
  %D%/hardware_estimate.c \
  %D%/hardware_memory.c \
  %D%/hardware_physics.c \
  %D%/hardware_rates.c \
  %D%/hosted.c \
  %D%/hosted.h \
  %D%/hosted_agent.c \
  %D%/hosted_day.c \
  %D%/hosted_day.h \
  %D%/hosted_limits.c \
  %D%/hosted_state.h \
  %D%/hosted_talk.c \
  %D%/hosted_talk.h \
  %D%/ledger.c \
  %D%/ledger.h \
  %D%/length.c \
  %D%/length.h \
  %D%/number.h \
  %D%/plan.c \
  %D%/plan.h \
  %D%/price.c \
  %D%/price.h \
  %D%/profile.c \
  %D%/profile.h \
  %D%/purse.c \
  %D%/purse.h \
  %D%/replay.c \
  %D%/retariff.c \
  %D%/retariff.h \
  %D%/replay.h \
  %D%/rows.c \
  %D%/rows.h \
  %D%/scenario.h \
  %D%/serving/fleet.c \
  %D%/serving/fleet.h \
  %D%/serving/fleet_policies.c \
  %D%/serving/fleet_state.h \
  %D%/serving/prefixes.c \
  %D%/serving/prefixes.h \
  %D%/serving/replica.c \
  %D%/serving/replica.h \
  %D%/serving/replica_lines.c \
  %D%/serving/replica_memory.c \
  %D%/serving/replica_state.h \
  %D%/serving/step.c \
  %D%/serving/step.h \
  %D%/session.c \
  %D%/session.h \
  %D%/standing.c \
  %D%/standing.h \
  %D%/tariff.c \
  %D%/tariff.h \
  %D%/trace.h \
  %D%/watch.c \
  %D%/watch.h \
  %D%/world.c \
  %D%/world.h

noinst_LIBRARIES += %D%/libmodels.a
%C%_libmodels_a_SOURCES = $(model_sources)
EXTRA_DIST += %D%/README.md
