#!/bin/sh
# init: what it writes can be run at once, and it never overwrites.
. "$SOURCE/tests/cli/lib.sh"

expect "init alone" 0 "$OUTLAY" init
says "chat"
says "replay"
expect "init chat" 0 "$OUTLAY" init chat
says "wrote chat.xml; next: outlay run chat.xml"
silent
expect "lint of the new scenario" 0 "$OUTLAY" lint chat.xml
says "no errors"
silent
expect "run of the new scenario" 0 "$OUTLAY" run chat.xml -n 5 --quiet --json
get "the new scenario's name" scenario my-assistant
get "the new scenario's replications" replications 5
ok "the results are named after the scenario" test -e my-assistant.h5

echo mine >chat.xml
expect "init chat where chat.xml exists" 2 "$OUTLAY" init chat
complains "cannot write chat.xml: File exists"
ok "the existing file is not overwritten" sh -c 'test "$(cat chat.xml)" = mine'
expect "init --output" 0 "$OUTLAY" init chat --output other.xml
expect "lint of the other name" 0 "$OUTLAY" lint other.xml
expect "init to standard output" 0 "$OUTLAY" init chat -o -
ok "standard output is the same scenario" cmp stdout other.xml

expect "init replay" 0 "$OUTLAY" init replay
ok "the replay is there" test -s replay.xml

expect "init of an unknown template" 2 "$OUTLAY" init chta
complains 'did you mean "chat"?'
ok "nothing is written" test ! -e chta.xml
expect "init below a file" 1 "$OUTLAY" init chat -o chat.xml/new.xml
complains "cannot write chat.xml/new.xml"
expect "init to a full standard output" 1 sh -c "'$OUTLAY' init chat -o - >/dev/full"
done_testing
