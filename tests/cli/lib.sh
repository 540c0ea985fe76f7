# Tests of the whole program, in TAP. A script sources this file, then:
#
#   expect NAME STATUS COMMAND...   runs the command; one test: its exit status is STATUS
#   says TEXT                       one test: TEXT stands in the last command's stdout
#   complains TEXT                  one test: TEXT stands in the last command's stderr
#   silent                          one test: the last command wrote nothing to stderr
#   ok NAME COMMAND...              one test: the command succeeds; its output is a remark
#   get NAME PATH WANTED            one test: the value at PATH (see json_get.c) of the JSON
#                                   that the last command wrote to stdout is WANTED
#   near NAME VALUE WANTED SHARE    one test: VALUE is WANTED but for a SHARE of it
#   value PATH                      prints the value at PATH of the JSON in stdout
#   reference FILE                  true if the optional reference data have FILE, whose
#                                   path is then in $found; else one skipped test
#   done_testing                    last line: prints the plan
#
# $OUTLAY is the program, $SOURCE the source tree; the working directory is a temporary one,
# removed at the end. What the last command wrote is in the files stdout and stderr.
# shellcheck shell=sh

: "${OUTLAY:?}" "${SOURCE:?}"
set -u
tests=0
name=
work=$(mktemp -d) || exit 99
trap 'cd / && rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
cd "$work" || exit 99

pass() {
    tests=$((tests + 1))
    echo "ok $tests - $1"
}

fail() { # NAME FILE...: the files become remarks
    tests=$((tests + 1))
    echo "not ok $tests - $1"
    shift
    for file; do
        echo "# $file:"
        sed 's/^/#   /' "$file"
    done
}

expect() {
    name=$1
    wanted=$2
    shift 2
    status=0
    "$@" >stdout 2>stderr </dev/null || status=$?
    if [ "$status" -eq "$wanted" ]; then
        pass "$name: exit status $wanted"
    else
        fail "$name: exit status $wanted, was $status" stdout stderr
    fi
}

contains() { # FILE TEXT
    if grep -qF -e "$2" "$1"; then
        pass "$name: $1 has \"$2\""
    else
        fail "$name: $1 has \"$2\"" "$1"
    fi
}

says() { contains stdout "$1"; }

complains() { contains stderr "$1"; }

silent() {
    if [ -s stderr ]; then
        fail "$name: nothing on stderr" stderr
    else
        pass "$name: nothing on stderr"
    fi
}

ok() {
    name=$1
    shift
    if "$@" >remarks 2>&1; then pass "$name"; else fail "$name" remarks; fi
}

value() { "${OUTLAY%/*}/tests/json_get" stdout "$1"; }

get() {
    actual=$(value "$2" 2>&1)
    echo "$2 is $actual, wanted $3" >remarks
    if [ "$actual" = "$3" ]; then pass "$1"; else fail "$1" remarks; fi
}

near() {
    echo "$2, wanted $3 but for $4 of it" >remarks
    if awk -v x="$2" -v y="$3" -v share="$4" 'BEGIN {
        number = "^-?[0-9.]+(e[-+]?[0-9]+)?$"
        d = x - y; d = d < 0 ? -d : d; y = y < 0 ? -y : y
        exit !(x ~ number && y ~ number && d <= share * y)
    }'; then pass "$1"; else fail "$1" remarks; fi
}

reference() {
    found=${OUTLAY_REFERENCE:-}/$1
    [ -n "${OUTLAY_REFERENCE:-}" ] && [ -e "$found" ] && return 0
    tests=$((tests + 1))
    echo "ok $tests # SKIP no reference data $1"
    return 1
}

done_testing() {
    echo "1..$tests"
}
