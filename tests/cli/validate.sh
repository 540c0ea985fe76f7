#!/bin/sh
# validate: the program compares itself with theory.
. "$SOURCE/tests/cli/lib.sh"

expect "a few cases" 0 "$OUTLAY" validate --tier smoke "M/M/1, rho" "Erlang" shaper
says "M/M/1, rho 0.8"
says "Erlang's loss"
says "quantities agree with theory, 0 differ"
silent
expect "as JSON" 0 "$OUTLAY" validate --tier smoke "M/M/1, rho 0.5" --json
get "the suite" 0.suite "one station"
get "what theory says of the number present" 0.theory 1.0
get "the verdict" 0.verdict agrees
cp stdout one
expect "with one thread" 0 "$OUTLAY" validate --tier smoke "M/M/1, rho 0.5" --json --threads 1
ok "the same to the last digit" cmp stdout one
expect "another seed" 0 "$OUTLAY" validate --tier smoke "M/M/1, rho 0.5" --json --seed 2
ok "other numbers" sh -c '! cmp -s stdout one'
expect "the list" 0 "$OUTLAY" validate --list
says "M_t/M/infinity"
says "two ranks, exponential, preemptive"
expect "a case that is not there" 2 "$OUTLAY" validate --tier smoke nonsense
complains "no case has such a name"
expect "a tier that is not there" 2 "$OUTLAY" validate --tier huge
complains 'there is no tier "huge"'
done_testing
