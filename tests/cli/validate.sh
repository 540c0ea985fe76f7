#!/bin/sh
# validate: the program compares itself with theory.
. "$SOURCE/tests/cli/lib.sh"

expect "a few cases" 0 "$OUTLAY" validate "M/M/1, rho 0.3" "Erlang's loss, M/D" "policer, depth 1,"
says "M/M/1, rho 0.3"
says "P(stay > "
says "Erlang's loss, M/D/5/5"
says "quantities agree with theory, 0 differ"
silent
expect "as JSON" 0 "$OUTLAY" validate "policer, depth 1," --json
get "the suite" 0.suite "token buckets"
get "what theory says of the rejections: Erlang's loss of one server" 0.theory 0.444444444444
near "what is seen of them" "$(value 0.simulated)" 0.444444 0.01
get "the verdict" 0.verdict agrees
cp stdout one
expect "with one thread" 0 "$OUTLAY" validate "policer, depth 1," --json --threads 1
ok "the same to the last digit" cmp stdout one
expect "another seed" 0 "$OUTLAY" validate "policer, depth 1," --json --seed 2
ok "other numbers" sh -c '! cmp -s stdout one'
expect "only what differs" 0 "$OUTLAY" validate "policer, depth 1," --brief
ok "no row at all" sh -c '! grep -q agrees\$ stdout'
expect "a replica at low load" 0 "$OUTLAY" validate "at low load" --json
near "is a queue with service by state" "$(value 0.simulated)" "$(value 0.reference)" 0.03
get "and agrees" 0.verdict agrees
expect "measured data that are not named" 0 env -u OUTLAY_REFERENCE "$OUTLAY" validate measured
says "skipped: no directory of measured data is named by OUTLAY_REFERENCE."
silent
expect "measured data that are not there" 0 env OUTLAY_REFERENCE=. "$OUTLAY" validate measured
says "skipped: their measured data are not in ."
expect "as JSON" 0 env -u OUTLAY_REFERENCE "$OUTLAY" validate measured --json
get "with the published figure" 0.reference 2.13565
near "its tolerance" "$(value 0.tolerance)" 0.005 1e-9
get "and no other" 0.verdict skipped
if reference data/perf/README.md; then
    expect "measured data" 0 "$OUTLAY" validate measured
    says "figures are within their tolerance, 0 differ"
    ok "nothing is skipped" sh -c '! grep -q skipped stdout'
fi
expect "the list" 0 "$OUTLAY" validate --list
says "M_t/M/infinity"
says "two ranks, exponential, preemptive"
says "vLLM on an RTX 4090"
ok "without the longest" sh -c '! grep -q M/M/1032 stdout'
expect "the list of the full tier" 0 "$OUTLAY" validate --tier full --list
says "M/M/1032"
expect "the help" 0 "$OUTLAY" validate --help
says "standard deviations"
expect "a case that is not there" 2 "$OUTLAY" validate ranks nonsense
complains 'no case has "nonsense" in its name'
expect "a case that is too long for the tier" 2 "$OUTLAY" validate M/M/1032
complains "is played in the full tier only"
expect "a tier that is not there" 2 "$OUTLAY" validate --tier huge
complains 'there is no tier "huge": quick or full'
done_testing
