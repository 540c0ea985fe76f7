#!/bin/sh
# Sessions that are summed: what is said about it, the same bits, and the same figures as played.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="10 USD/Mtok"/>
    <price from="2027-02-15" as-of="2026-11-01" source="made up for a test" input="0.5 USD/Mtok" output="5 USD/Mtok"/>
  </model>
</prices>
EOT

# A job of 900 + 100 tokens and 100 of output costs 0.002 USD, from mid-February 0.001 USD. 59 days
# of 100,000: 45 at the first price, 14 at the second.
cat >jobs.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="jobs">
  <horizon start="2027-01-01" months="2"/>
  <prices href="book.xml"/>
  <unknowns><unknown name="u"><uniform min="0.9" max="1.1"/></unknown></unknowns>
  <workload name="w" success="60%">
    <arrivals rate="{100000*$u} /day"/>
    <job><system-prompt tokens="900"/><prompt><constant value="100"/></prompt>
      <answer><constant value="100"/></answer></job>
  </workload>
  <workload name="a"><arrivals rate="3/day"><gaps law="gamma" cv="1.5"/></arrivals>
    <agent><steps><constant value="2"/></steps><task><constant value="500"/></task>
      <observation><constant value="300"/></observation><answer><constant value="100"/></answer>
      <call-time><constant value="10 s"/></call-time></agent></workload>
  <architecture name="api"><endpoint name="e" model="round/m"/></architecture>
  <budgets><budget name="b" amount="6000 USD" per="month"/></budgets>
</scenario>
EOT

run() { "$OUTLAY" run jobs.xml -n 20 --quiet -o jobs.h5 "$@"; }

expect "summed where it can be" 0 run --fidelity fast --json
says 'sessions per replication were summed, not played'
says 'workload \"a\" was played, not summed: its arrivals are not Poisson'
silent
get "every session is one call" architectures.0.lines.0.component e
sed '/^  "timing"/,$d' stdout >one.json
calls=$(value architectures.0.outcomes.calls)
sessions=$(value architectures.0.outcomes.sessions)
# The agent's 177 sessions make 354 calls.
near "calls are sessions and the agent's second calls" "$calls" "$sessions" 0.0001
near "so many begin" "$sessions" 5900177 0.02
near "the mean cost" "$(value architectures.0.cost.mean)" 10400 0.03
near "January's" "$(value architectures.0.months.0.mean)" 6200 0.03
near "successes" "$(value architectures.0.outcomes.successes)" "$(echo "$sessions" | awk '{print 0.6 * $1}')" 0.001

ok "the dearest session of agents that are played is known" grep -q '"dearest_session": 0.0' one.json

expect "on two threads" 0 run --fidelity fast --json --threads 2
sed '/^  "timing"/,$d' stdout >two.json
ok "the same bits" cmp one.json two.json

# The agents are summed, too; and an expectation of what is not known is undecided.
sed 's|<gaps[^>]*/>||; s|"3/day"|"300/day"|; s|</scenario>|<questions><expect that="dearest-session" below="1 USD"/></questions>&|; s|<budgets>|<run fidelity="fast" limit="64"/>&|' jobs.xml >agents.xml
expect "agents that are summed" 0 "$OUTLAY" run agents.xml -n 20 --quiet -o agents.h5 --json
ok "the dearest of their sessions is not known" grep -q '"dearest_session": null' stdout
expect "what is expected of it" 4 "$OUTLAY" check agents.xml --quiet
says 'or it was not played'

# 10,000 chats a day of two calls an hour apart, 0.002 + 0.0022 USD, half of that from mid-February on; those
# that begin in the hour before count as they began.
sed '/<workload name="a">/,/<\/workload>/d; s|100000\*|10000*|; s|<job>|<chat><turns><constant value="2"/></turns><think-time><constant value="1 h"/></think-time>|; s|prompt><constant|question><constant|; s|/></prompt>|/></question>|; s|</job>|</chat>|; s|min="0.9" max="1.1"|min="0.9999" max="1.0001"|' jobs.xml >chats.xml
expect "chats that go on beyond a step of prices" 0 "$OUTLAY" run chats.xml -n 20 --quiet -o chats.h5 --json --fidelity fast
says 'sessions per replication were summed, not played'
near "the month before the step" "$(value architectures.0.months.0.mean)" 1302 0.004
near "the month of the step" "$(value architectures.0.months.1.mean)" 882 0.004

# ---- spend limits that sums walk up to ----

# 1,500,001 jobs of 0.002 USD pass 3,000.001 USD by 0.001 USD in January; February's last of 0.001 USD may
# end as near.
sed '/<workload name="a">/,/<\/workload>/d; s|</architecture>|&<architecture name="stopped"><endpoint name="e" model="round/m"/><spend-limit name="cap" amount="3000.001 USD"/></architecture>|' jobs.xml >stopped.xml
stopped() { "$OUTLAY" run stopped.xml -n 8 --quiet -o stopped.h5 --fidelity fast --json "$@"; }
expect "a spend limit" 0 stopped
says 'were summed, not played'
says '; those of hours in which a spend limit may be reached were played (--fidelity full plays them)'
sed '/^  "timing"/,$d' stdout >one.json
near "what it pays for in January" "$(value architectures.1.months.0.mean)" 3000.002 1e-9
near "what it pays for in February" "$(value architectures.1.months.1.mean)" 3000.002 1e-6
near "all sessions come" "$(value architectures.1.outcomes.sessions)" "$(value architectures.0.outcomes.sessions)" 1e-12
expect "a spend limit on two threads" 0 stopped --threads 2
sed '/^  "timing"/,$d' stdout >two.json
ok "the same bits" cmp one.json two.json
sed -i 's|<spend-limit|& each="key"|' stopped.xml
expect "a spend limit for each key" 0 "$OUTLAY" run stopped.xml -n 1 --quiet -o stopped.h5 --fidelity fast --json --set "//arrivals/@rate=100/day"
says 'played in full, not on windows: one of its spend limits holds for each key'

expect "a small scenario" 0 "$OUTLAY" run "$SOURCE/tests/cli/small.xml" -n 3 -q -o small.h5 --json
ok "says nothing of it" sh -c '! grep -q summed stdout'

# ---- machines and limits in representative hours ----

# 2 machines at 6.88 USD an hour: 59 days. A job of 1,000 + 100 tokens costs 0.002 USD at the first price.
cat >machines.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="machines">
  <horizon start="2027-01-01" months="2"/>
  <prices href="book.xml"/><hardware href="2026-11.xml"/>
  <unknowns><unknown name="u"><uniform min="0.9" max="1.1"/></unknown></unknowns>
  <workload name="w"><arrivals rate="{2400*$u}/day"/>
    <job><prompt><constant value="1000"/></prompt><answer><constant value="100"/></answer></job></workload>
  <architecture name="own"><endpoint name="gpu" hosting="dedicated" instances="2" model="meta/llama-3.1-8b" instance="aws/p5.4xlarge"/></architecture>
  <architecture name="scaled"><endpoint name="gpu" hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/p5.4xlarge"><autoscale min="1" max="3" target="1" boot="3 min"/></endpoint></architecture>
</scenario>
EOT

windows() { "$OUTLAY" run machines.xml -n 6 --quiet -o machines.h5 "$@"; }

expect "in windows where it can be" 0 windows --fidelity fast --json
says 'architecture \"own\": its machines and limits were played in 48 of the 1416 hours of each future'
says 'own: played on windows of 48 hours of each future, which leaves its cost exact'
says 'scaled: played on windows of 48 hours of each future, which makes its mean cost uncertain by'
ok "nothing is said of sums, which there are none of" sh -c '! grep -q "not summed" stdout'
near "fixed machines cost the same" "$(value architectures.0.cost.mean)" 19484.16 1e-12
near "calls" "$(value architectures.0.outcomes.calls)" "$(value architectures.1.outcomes.calls)" 0.02
sed '/^  "timing"/,$d' stdout >one.json
expect "with one thread" 0 windows --fidelity fast --json --threads 1
sed '/^  "timing"/,$d' stdout >two.json
ok "the same bits" cmp one.json two.json

sed 's|"dedicated" model|"serverless" model|; s|aws/p5.4xlarge"><auto|modal/h100"><auto|; s|min="1" max="3"|min="0" max="3"|; s|/day"/>|/day"><week profile="office-hours"/></arrivals>|; s|</arrivals></arrivals>|</arrivals>|' machines.xml >copies.xml
expect "serverless copies" 0 "$OUTLAY" run copies.xml -n 2 --quiet -o copies.h5 --fidelity fast --json
says 'hours of each future, after warm-ups of 30 min before a quiet hour, and all hours from that on, which its copies remember'
sed '/^  "timing"/,$d' stdout >one.json
expect "serverless copies with one thread" 0 "$OUTLAY" run copies.xml -n 2 --quiet -o copies.h5 --fidelity fast --json --threads 1
sed '/^  "timing"/,$d' stdout >two.json
ok "the same bits" cmp one.json two.json

expect "what fits is played in full" 0 windows --json
ok "and nothing is said" sh -c '! grep -q windows stdout'

sed '/<architecture/d; s|</scenario>|<architecture name="api"><endpoint name="e" model="round/m"><rate-limit requests="90/min"/></endpoint>WATCH</architecture></scenario>|' machines.xml >dated.xml
sed 's|WATCH|<anomaly-watch name="x" kind="threshold" amount="9 USD"/>|' dated.xml >watched.xml
sed -i 's/WATCH//' dated.xml
# 2,400 a day at 0.002 USD for 31 days, and for 14 and at 0.001 USD for 14; 48 hours of 100 in two futures
# are known within 5 / sqrt(9600).
expect "prices that fall in mid-February" 0 "$OUTLAY" run dated.xml -n 2 --quiet -o dated.h5 --json --fidelity fast \
    --set "//arrivals/@rate=2400/day"
says 'architecture \"api\": its machines and limits were played in 48 of the 1416 hours of each future'
near "January" "$(value architectures.0.months.0.mean)" 148.8 0.05
near "February" "$(value architectures.0.months.1.mean)" 100.8 0.05
ok "and no word of sums" sh -c '! grep -q "not summed" stdout'
expect "a watch" 0 "$OUTLAY" run watched.xml -n 2 --quiet -o watched.h5 --json --fidelity fast
says 'in full, not on windows: it watches what every hour spends'

# Half of the sessions fail at 0.0002 USD, are found to, and go on to the model whose price halves in
# mid-February: January 31 x 100,000 x (0.0002 + 0.002 / 2), February 14 days of that and 14 of 0.0007.
sed 's|</prices>|<model id="round/s" context="1000000"><price as-of="2026-11-01" source="made up for a test" input="0.1 USD/Mtok" output="1 USD/Mtok"/></model>&|' book.xml >two.xml
cat >cascade.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="cascade">
  <horizon start="2027-01-01" months="2"/>
  <prices href="two.xml"/>
  <workload name="w" success="50%">
    <arrivals rate="100000/day"/>
    <job><system-prompt tokens="900"/><prompt><constant value="100"/></prompt>
      <answer><constant value="100"/></answer></job>
  </workload>
  <architecture name="api">
    <pipeline for="w"><generate endpoint="s"/><verify detected="100%" false-alarms="0%"/>
      <escalate endpoint="e"/></pipeline>
    <endpoint name="s" model="round/s"/><endpoint name="e" model="round/m"/>
  </architecture>
</scenario>
EOT
expect "a cascade onto prices that change" 0 "$OUTLAY" run cascade.xml -n 10 --quiet -o cascade.h5 --json \
    --fidelity fast
says 'sessions per replication were summed, not played'
near "the month before" "$(value architectures.0.months.0.mean)" 3720 0.01
near "the month of the change" "$(value architectures.0.months.1.mean)" 2660 0.01

expect "no such way" 2 run --fidelity exact
complains '--fidelity takes auto, full or fast, not "exact"'

done_testing
