#!/bin/sh
# Budgets on one page, from a results file alone: against closed forms, and refusals.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOF'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="1 USD/Mtok"/>
  </model>
</prices>
EOF

# A month costs 1000 x, x uniform from 1 to 2, and next to nothing for calls; there are four.
scenario() { # BUDGETS
    cat >s.xml <<EOF
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="4"/>
  <prices href="book.xml"/>
  <unknowns><unknown name="x"><uniform min="1" max="2"/></unknown><unknown name="y"><uniform min="1" max="2"/></unknown></unknowns>
  <workload name="w"><arrivals rate="1/day"><growth per-month="{\$y}"/></arrivals>
    <job><prompt><constant value="10"/></prompt><answer><constant value="10"/></answer></job></workload>
  <architecture name="a"><endpoint name="e" model="round/m"/>
    <standing-cost name="people" hours="{\$x}" rate="1000 USD/h" per="month"/></architecture>
  $1
</scenario>
EOF
}

# All: 4 x > 6.8 has probability 0.3, and is always told in May; by 4 x 0.15 in the mean; 7.8 is enough in
# 95 %. Each month: x > 1.9 has 0.1, first in February; 1.95 is enough in 95 %.
scenario '<budgets><budget name="all" amount="6800 USD" per="horizon"/><budget name="month" amount="1900 USD" per="month"/></budgets>'
expect "a run" 0 "$OUTLAY" run s.xml -n 2000 -q -o s.h5
expect "budgets" 0 "$OUTLAY" report s.h5 --overrun --json
cp stdout all.json
near "all breaks" "$(value architectures.0.breaches.0.probability)" 0.3 0.15
near "or is enough" "$(value architectures.0.budgets.0.enough_in)" 0.7 0.07
get "in the last month" architectures.0.breaches.0.first.2.probability 0
get "by its end" architectures.0.breaches.0.first.3.by_end "$(value architectures.0.breaches.0.probability)"
near "so deep" "$(value architectures.0.breaches.0.depth)" 600 0.15
near "this is enough" "$(value architectures.0.budgets.0.needed)" 7800 0.01
get "x tells" architectures.0.breaches.0.marks.0.unknown x
near "a month breaks" "$(value architectures.0.breaches.1.probability)" 0.1 0.3
get "the first one" architectures.0.breaches.1.first.1.probability 0
near "this is enough for each" "$(value architectures.0.budgets.1.needed)" 1950 0.01
get "periods are told" architectures.0.overruns.5.period any

expect "one of them, surer" 0 "$OUTLAY" report s.h5 --overrun=month --confidence 80% --json
get "it" architectures.0.budgets.0.budget month
near "0.8" "$(value architectures.0.budgets.0.needed)" 1800 0.02
expect "its own amount" 0 "$OUTLAY" report s.h5 --overrun --amount "6.8 kUSD" --json
chance=$(value architectures.0.breaches.0.probability)
cp all.json stdout
get "is as likely to break as the scenario's" architectures.0.breaches.0.probability "$chance"
expect "each quarter" 0 "$OUTLAY" report s.h5 --overrun --amount 3800 --per quarter --json
get "has two periods and any" architectures.0.overruns.2.period any
get "named" architectures.0.overruns.1.period 2027-Q2
# February and March are 2 x, April and May too: 2 x > 3.8.
near "both break with 0.1" "$(value architectures.0.breaches.0.probability)" 0.1 0.3

expect "for people" 0 "$OUTLAY" report s.h5 --overrun
says "Budget all of 6,800 USD breaks in"
says "in at least one of its 4 periods"
says "Of the unknowns x sets such futures apart most clearly: it is higher"
says "The money is gone first in 2027-05 most often"
says "would be enough in 95 % of the futures."
expect "in millions" 0 "$OUTLAY" report s.h5 --overrun --amount "3 MUSD"
says "Budget 3 MUSD of 3,000,000 USD breaks in 0.000 %"
expect "for spreadsheets" 0 "$OUTLAY" report s.h5 --overrun --csv
says "architecture,budget,amount,of,meter,figure,value,low,high,unit"
says "a,all,6800,2027-05,,by_end,"

refuse() { # NAME SENTENCE ARGUMENTS
    name=$1 sentence=$2
    shift 2
    expect "$name" 2 "$OUTLAY" report s.h5 "$@"
    complains "$sentence"
}
refuse "no such budget" 'there is no budget "mont"; did you mean "month"?' --overrun=mont
refuse "too sure" "above 0 and below 1, such as 95%" --overrun --confidence 100%
refuse "no number" 'not "much"' --overrun --amount much
refuse "less than nothing" 'not "-3"' --overrun --amount=-3
refuse "other money" "the results are in USD; state it in USD" --overrun --amount "3 MEUR"
refuse "no money" '"USDX" is no unit of money here' --overrun --amount "3 kUSDX"
refuse "no period" "takes month, quarter, year or horizon" --overrun --amount 3 --per week
refuse "a period of nothing" "--per is of --amount" --overrun --per month
refuse "two budgets" "ask one at a time" --overrun=all --amount 3
refuse "alone" "are of --overrun" --confidence 95%
refuse "two questions" "answer different questions" --overrun --spike
refuse "a page" "cannot be combined with --html" --overrun --html
refuse "a file" "cannot be combined with -o" --overrun -o x
scenario ""
expect "a run" 0 "$OUTLAY" run s.xml -n 10 -q -o s.h5
refuse "no budget" 'say what is much, such as --amount "250 kUSD"' --overrun

done_testing
