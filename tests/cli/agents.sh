#!/bin/sh
# Agents, their guards, and spend limits: what small ones cost, by hand, and what cannot be.
. "$SOURCE/tests/cli/lib.sh"

# A book with round prices: 1 USD a million input tokens, 0.1 from the cache, 10 of output.
cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="10 USD/Mtok"/>
  </model>
  <model id="round/s" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="0.1 USD/Mtok" output="1 USD/Mtok"/>
  </model>
</prices>
EOT

scenario() { # AGENT-CHILDREN ARCHITECTURE-CHILDREN [ENDPOINT-CHILDREN [AGENT-ATTRIBUTES]]
    cat >s.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="w" success="100%" value-per-success="2 USD">
    <arrivals rate="40/day"/>
    <agent ${4:-}><steps><constant value="4"/></steps><system-prompt tokens="1000"/>
      <task><constant value="500"/></task><observation><constant value="300"/></observation>
      <answer><constant value="100"/></answer><call-time><constant value="10 s"/></call-time>$1</agent>
  </workload>
  <architecture name="a"><pipeline for="w"><generate endpoint="e"/></pipeline>
    <endpoint name="e" model="round/m">${3:-}</endpoint><endpoint name="small" model="round/s"/>
    $2
  </architecture>
</scenario>
EOT
}

run() { # NAME
    expect "$1" 0 "$OUTLAY" run s.xml -n 4 --quiet --json -o s.h5
    sessions=$(value architectures.0.outcomes.sessions)
}

per_session() { # NAME EXPECTED
    near "$1" "$(awk "BEGIN{printf \"%.17g\", $(value architectures.0.cost.mean) / $sessions}")" "$2" 1e-12
}

# Prompts of 1500, 1900, 2300, 2700 tokens; 4 x 100 of output. 8400e-6 + 400e-5.
scenario "" ""
run "four steps"
per_session "every call sends all of it" 0.0124
get "all solved" architectures.0.agents.solved 1
get "all finished" architectures.0.agents.ended.finished 1

# With a cache the prompt before is read: 1500 + 400 + 400 + 400 fresh, 1500 + 1900 + 2300 read.
scenario "" "" '<prompt-cache ttl="5 min"/>'
run "with a cache"
per_session "the prompt before is read" 0.00727

# Two calls only: 1500 + 1900, 200 out. Every stop loses a success.
scenario "" '<guard for="w"><max-steps n="2"/></guard>'
run "a limit on steps"
per_session "two of four calls" 0.0054
get "all stopped" architectures.0.agents.ended.stopped_steps 1
get "all lost" architectures.0.agents.lost 1
near "nothing came of all of it" "$(value architectures.0.unit.wasted)" "$(value architectures.0.cost.mean)" 1e-12

mean=$(value architectures.0.cost.mean)
expect "costs by tag and outcome" 0 "$OUTLAY" report --csv-splits s.h5
says 'architecture,by,name,cost_mean,ci95_low,ci95_high,currency'
split() { awk -F, -v by="$1" -v name="$2" '$2 == by && $3 == name { print $4 }' stdout; }
near "all of the cost is of sessions that were stopped" "$(split outcome "stopped: calls")" "$mean" 1e-12
near "and of one endpoint" "$(split component e)" "$mean" 1e-12

# 0.0025 + 0.0029 + 0.0033 = 0.0087: the third call is let in at 0.0054 of 0.006.
scenario "" '<guard for="w"><max-spend per-session="0.006 USD"/></guard>'
run "a cap on spend"
per_session "the call that goes beyond is paid" 0.0087

# Steps at 0, 10, 20 s: with a lag of 15 s only the first is charged at 20 s and two at 30 s.
scenario "" '<guard for="w"><max-spend per-session="0.0025 USD" lag="15 s"/></guard>'
run "a cap that lags"
per_session "what is spent meanwhile" 0.0087

scenario "" '<guard for="w"><max-time per-session="15 s"/></guard>'
run "a limit on time"
per_session "calls at 0 and 10 s" 0.0054

# The sixth equal step would be the one after five.
scenario '<stuck probability="1" escape="0"/>' '<guard for="w"><loop-detector repeats="5"/></guard>'
run "a loop"
get "all stopped for it" architectures.0.agents.ended.stopped_loop 1
get "no success was on its way" architectures.0.agents.lost 0
get "all repeats" architectures.0.agents.repeated 1

# A tool at 0.01 USD and a human at 6 USD.
scenario '<tools failure="0" price="0.01 USD"/><hand-over price="6 USD"/>' \
    '<guard for="w"><max-steps n="2"/></guard>'
run "tools and people"
per_session "are lines of the bill" 6.0254
near "people who take over are a cost of the sessions that they take over" \
    "$(value architectures.0.by.outcome.0.mean)" "$(value architectures.0.cost.mean)" 1e-12
near "and of those without success" "$(value architectures.0.unit.wasted)" \
    "$(value architectures.0.cost.mean)" 1e-12
near "and of the dearest session" "$(value architectures.0.agents.dearest_session)" 6.0254 1e-12
near "and of sessions in the middle" "$(value architectures.0.session_cost.p50)" 6.0254 0.0078

# A limit of 1 USD a month: 81 of some 1,120 sessions of 0.0124 USD; the others would have been worth
# 2 USD each. 7.2 % of the calls fit.
scenario "" '<spend-limit name="l" amount="1 USD"/>'
run "a spend limit"
near "spend ends near it" "$(value architectures.0.cost.mean)" 1.004 0.004
near "value is lost" "$(value architectures.0.limits.lost_value)" 2078 0.1
scenario "" '<spend-limit name="l" amount="1 USD" action="downgrade" to="small"/>'
run "a downgrade"
get "nothing is lost" architectures.0.agents.solved 1
near "most goes elsewhere" "$(value architectures.0.limits.downgraded)" 0.928 0.03

refuse() { # NAME SENTENCE
    expect "$1" 2 "$OUTLAY" lint s.xml
    complains "$2"
}

scenario '<stuck probability="1%" escape="0"/>' ""
refuse "a loop without an end" 'may have no end: it never leaves a loop'
scenario '<stuck probability="1%" escape="0"/>' "" "" 'allow-endless="yes"'
expect "allowed" 0 "$OUTLAY" lint s.xml
scenario '<errors probability="60%"/><setbacks probability="50%"/>' ""
refuse "too likely" 'add up to 1.1'
scenario '<errors probability="110%"/>' ""
refuse "more than certain" 'probability'
scenario "" '<guard for="x"><max-steps n="2"/></guard>'
refuse "a guard on nobody" '<guard for>'
scenario "" '<guard for="w"/>'
refuse "a guard without guards" 'guards nothing'
scenario "" '<spend-limit name="l" amount="1 USD" action="downgrade"/>'
refuse "a downgrade to nowhere" 'go together'
scenario "" '<spend-limit name="l" amount="1 USD" team="nobody"/>'
refuse "a limit on nobody" 'covers no workload'
scenario "" '<spend-limit name="l" amount="1 USD" action="approve"/>'
refuse "nobody approves" 'needs the delay'
scenario "" '<spend-limit name="l" amount="1 USD" unlimited="5%"/>'
refuse "who escapes" 'only keys can escape'

done_testing
