#!/bin/sh
# Services whose prices change with amounts and dates: bills by hand, and bad input.
. "$SOURCE/tests/cli/lib.sh"

book() { # SERVICE-ATTRIBUTES SERVICE-CHILDREN
    cat >book.xml <<EOF
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="0 USD/Mtok" output="0 USD/Mtok"/>
  </model>
  <service id="round/rank" search="0.002 USD" $1 as-of="2026-11-01" source="made up for a test">
    $2
  </service>
  <service id="round/kept" gb-month="0.30 USD" minimum="20 USD" as-of="2026-11-01" source="made up for a test">
    <free gb-month="1.44"/><service-price above="40" gb-month="0.15 USD"/>
  </service>
</prices>
EOF
}
# Two workloads rank at one service: their searches are one bill.
workload() { # NAME RATE
    echo "<workload name=\"$1\"><arrivals rate=\"$2\"/><job><prompt><constant value=\"9\"/></prompt><answer><constant value=\"9\"/></answer></job></workload>"
}
pipeline() { # NAME
    echo "<pipeline for=\"$1\"><retrieve store=\"kb\" documents=\"10\" recall=\"100%\"><document-tokens><constant value=\"500\"/></document-tokens></retrieve><rerank model=\"round/rank\" keep=\"3\"/><generate endpoint=\"llm\"/></pipeline>"
}
scenario() { # PRICES-ATTRIBUTE IN-PRICES
    cat >s.xml <<EOF
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="2"/>
  <prices href="book.xml"${1-/}>${2-}
  $(workload p 100/day) $(workload q 200/day)
  <architecture name="a">$(pipeline p) $(pipeline q)
    <store name="kb" vectors="10000000" dimensions="1536" service="round/kept"/>
    <endpoint name="llm" model="round/m"/></architecture>
</scenario>
EOF
}
scenario
book '' '<service-price above="1000" search="0.001 USD"/><service-price from="2027-03-01" search="0.004 USD"/>'
expect "by amounts and dates" 0 "$OUTLAY" run s.xml -n 1 --quiet --json -o s.h5
n=$(value architectures.0.outcomes.calls)
# 61.44 GB are 60 beyond what is free: 40 at 0.30 and 20 at 0.15 are 15, topped up to 20, each month.
# Of n searches in both months 1,000 in February cost 2, and 1,000 in March 4; others 0.001.
near "a bill of two workloads, two months" "$(value architectures.0.cost.mean)" \
    "$(awk "BEGIN { printf \"%.9f\", 40 + 6 + ($n - 2000) * 0.001 }")" 1e-9
get "that prices were to come was known" architectures.0.prices_ahead null
expect "another book" 2 "$OUTLAY" report --reprice book.xml s.h5
complains 'prices of service "round/kept" change with dates or amounts'

book 'volume="whole"' '<service-price above="1000" search="0.001 USD"/>'
expect "as a whole" 0 "$OUTLAY" run s.xml -n 1 --quiet --json -o s.h5
near "all searches are cheap" "$(value architectures.0.cost.mean)" \
    "$(awk "BEGIN { printf \"%.9f\", 40 + $n * 0.001 }")" 1e-9

# In euros: 0.9 for each dollar; 5,000 free, in steps of 1,000: 28 x 300 - 5,000 = 3,400 in
# February are 4,000, 31 x 300 - 5,000 = 4,300 in March are 5,000 (chance moves them by less).
book '' '<free search="5000"/><increment search="1000"/>'
scenario ' currency="EUR"' '<exchange from="USD" to="EUR" rate="0.9"/></prices>'
expect "in another currency" 0 "$OUTLAY" run s.xml -n 1 --quiet --json -o s.h5
near "free and rounded up" "$(value architectures.0.cost.mean)" 52.2 1e-9

wrong() { # NAME ATTRIBUTES CHILDREN SENTENCE
    book "$2" "$3"
    expect "$1" 2 "$OUTLAY" lint s.xml
    complains "$4"
}
wrong "a price of nothing" '' '<service-price above="5"/>' 'states no price'
wrong "a price that holds always" '' '<service-price search="0.001 USD"/>' 'needs from, above or both'
wrong "a price that begins in the middle" '' '<service-price above="5" token="1 USD/Mtok"/>' 'has a price that <service> lacks'
wrong "an unknown way" 'volume="steps"' '' 'must be one of graduated, whole'
wrong "below nothing" '' '<service-price above="-5" search="0.001 USD"/>' 'above="-5"'
wrong "steps of nothing" '' '<increment search="0"/>' 'search="0"'

done_testing
