#!/bin/sh
# What must hold between two runs, whatever the right answer is.
. "$SOURCE/tests/cli/lib.sh"

book() { # INPUT OUTPUT CACHE-READ [LONG-CONTEXT]: USD/Mtok
    cat <<EOT
<prices xmlns="urn:outlay:prices:1" name="book" currency="USD">
  <model id="test/chat" cache-minimum="1024">
    <price input="$1 USD/Mtok" output="$2 USD/Mtok" cache-read="$3 USD/Mtok"
           as-of="2026-11-01" source="made up">${4:-}</price>
  </model>
</prices>
EOT
}

scenario() { # BOOK BUDGET [WORKLOAD]
    cat <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="metamorphic">
  <horizon start="2027-01-01" months="3"/>
  <prices href="$1"/>
  <unknowns>
    <unknown name="growth"><lognormal p5="1.01" p95="1.4"/></unknown>
    <unknown name="talk"><triangular min="0.8" mode="1" max="1.7"/></unknown>
  </unknowns>
  <workload name="support">
    <arrivals rate="37/day"><week profile="office-hours"/><growth per-month="{\$growth}"/></arrivals>
    <chat>
      <turns><geometric mean="3.1"/></turns>
      <think-time><lognormal median="40 s" p95="5 min"/></think-time>
      <system-prompt tokens="1400"/>
      <question><lognormal median="45" p95="220"/></question>
      <answer scale="{\$talk}"><lognormal median="190" p95="900"/></answer>
    </chat>
  </workload>
  ${3:-}
  <architecture name="api">
    <endpoint name="llm" model="test/chat"><prompt-cache ttl="5 min"/></endpoint>
  </architecture>
  <budgets><budget name="q1" amount="$2 USD" per="horizon"/></budgets>
</scenario>
EOT
}

# The costs of 300 replications, digit by digit, in FILE.
costs() { # NAME SCENARIO FILE
    expect "$1" 0 "$OUTLAY" run "$2" -n 300 --seed 20261 --quiet --json -o results.h5
    "$OUTLAY" report --csv-replications results.h5 >"$3"
}

answers='architectures.0.cost.mean architectures.0.cost.sd architectures.0.cost.p95
    architectures.0.months.2.mean architectures.0.unit.per_call'

book 1.7 9.1 0.19 >book.xml
book 3.4 18.2 0.38 >double.xml
scenario book.xml 60 >base.xml
costs "the base" base.xml base
for path in $answers; do
    value "$path"
done | awk '{ printf "%.17g\n", 2 * $1 }' >twice
probability=$(value architectures.0.overruns.0.probability)
ok "the base overruns sometimes" awk -v p="$probability" 'BEGIN { exit !(p > 0.02 && p < 0.98) }'

# Doubling a binary number changes no digit of it.
scenario double.xml 120 >case.xml
costs "all prices twice" case.xml doubled
for path in $answers; do
    value "$path"
done | awk '{ printf "%.17g\n", $1 }' >doubled-answers
ok "twice the prices are twice the cost, to the bit" diff twice doubled-answers
get "twice the prices and budgets overrun as often" architectures.0.overruns.0.probability \
    "$probability"

scenario book.xml 60 '<workload name="nobody"><arrivals rate="0/day"/>
    <job><prompt><constant value="10"/></prompt><answer><constant value="10"/></answer></job>
    </workload>' >case.xml
costs "a workload of nobody" case.xml nobody
ok "a workload of nobody changes no replication" diff base nobody

book 1.7 9.1 0.19 '<long-context threshold="2M" input="99 USD/Mtok" output="99 USD/Mtok"
    cache-read="99 USD/Mtok"/>' >book.xml
costs "a tier that no prompt reaches" base.xml tier
ok "a tier that no prompt reaches changes no replication" diff base tier
book 1.7 9.1 0.19 >book.xml

# An architecture beside it changes nothing in the one before.
sed 's|</architecture>|&<architecture name="plain"><endpoint name="llm" model="test/chat"/></architecture>|' \
    base.xml >case.xml
costs "another architecture" case.xml two
awk -F, '$2 != "plain"' two >one
ok "another architecture changes no replication of the first" diff base one
ok "a prompt cache that costs less to read never costs more" awk -F, '
    $2 == "api" { cached[$1] = $4 }
    $2 == "plain" { n++; bad += cached[$1] > $4 * (1 + 1e-12) }
    END { exit bad || n != 300 }' two

# The same costs against many budgets.
amounts='40 50 55 60 65 70 80 90 1000'
for amount in $amounts; do
    printf '<budget name="b%s" amount="%s USD" per="horizon"/>' "$amount" "$amount"
done >budgets
sed "s|<budgets>.*</budgets>|<budgets>$(cat budgets)</budgets>|" base.xml >case.xml
costs "many budgets" case.xml many
ok "budgets change no cost" diff base many
previous=1
i=0
for amount in $amounts; do
    probability=$(value architectures.0.overruns.$i.probability)
    ok "raising the budget to $amount never raises the probability of its overrun" \
        awk -v p="$probability" -v q="$previous" 'BEGIN { exit !(p != "" && p <= q) }'
    previous=$probability
    i=$((i + 1))
done
get "a budget far beyond the cost is never overrun" architectures.0.overruns.8.probability 0
done_testing
