#!/bin/sh
# The program says what it is, and refuses what it does not know.
. "$SOURCE/tests/cli/lib.sh"

expect "version" 0 "$OUTLAY" --version
says "outlay "
silent
expect "help" 0 "$OUTLAY" --help
says "usage: outlay"
expect "an unknown command" 2 "$OUTLAY" no-such-command
complains "outlay"
done_testing
