#!/bin/sh
# Who may know whom: the rooms include downwards only, every foreign library stays in its
# home, and no file is forgotten by the build.
set -u
cd "$SOURCE" || exit 99
tests=0

# One test: what grep found, less the exceptions, is nothing.
none() { # NAME FOUND
    tests=$((tests + 1))
    if [ -z "$2" ]; then
        echo "ok $tests - $1"
    else
        echo "not ok $tests - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

search() { # EXTENDED-REGEXP DIRECTORY...
    grep -rnE --include='*.[ch]' "$@"
}

rooms='sim models scenarios reports cli validate tests'

# ROOM ALLOWED...: the rooms whose headers ROOM may include.
while read -r room allowed; do
    allowed="$room${allowed:+ $allowed}"
    pattern=$(echo "$allowed" | tr ' ' '|')
    # cli/validate*.c is the one user of validate/.
    found=$(search '^ *# *include *"' "$room" | grep -vE ":#include \"($pattern)/" |
        grep -vE '^cli/main\.c:[0-9]+:#include "config\.h"' |
        grep -vE '^cli/validate[^/]*\.[ch]:[0-9]+:#include "validate/')
    none "$room includes only $allowed" "$found"
done <<EOT
sim
models sim
scenarios models sim
reports scenarios models sim
cli reports scenarios models sim
validate reports scenarios models sim
tests cli validate reports scenarios models sim
EOT

# HEADER HOME: a regular expression each; HEADER is included only by files that match HOME,
# which has room for the tests of what lives there.
while read -r header home; do
    # shellcheck disable=SC2086 # rooms are words
    none "$header is included only in $home" \
        "$(search "^ *# *include *[<\"]$header" $rooms | grep -vE "^$home")"
done <<EOT
libxml/ (scenarios|tests)/
zlib ((scenarios|tests|validate)/|reports/render/xlsx_check\.c:)
xlsxwriter reports/render/xlsx[^/]*\.[ch]:
jansson (scenarios|reports|tests|validate)/
hdf5 (reports/|tests/test_)store[^/]*\.[ch]:
Random123/ sim/philox\.h:
omp\.h sim/replicate\.c:
check\.h tests/suite\.h:
EOT

# Tests may play with threads.
# shellcheck disable=SC2086
none "only sim/replicate.c is parallel" \
    "$(search '^ *# *pragma +omp|pthread_create' $rooms | grep -vE '^(sim/replicate\.c|tests/)')"

# shellcheck disable=SC2086
none "every source file begins with its licence" \
    "$(find $rooms -name '*.[ch]' -exec awk 'FNR == 1 && !/SPDX-License-Identifier/ {
        print FILENAME }' {} +)"

# A file is named in its room's local.mk; a program of tests/ without its .c.
forgotten() {
    # shellcheck disable=SC2086
    find $rooms -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.xml' \) | sort |
        while read -r file; do
            room=${file%%/*}
            name=${file#"$room"/}
            case $room in tests) name=${name%.c} ;; esac
            grep -qE "%D%/$(echo "$name" | sed 's/[.]/\\./g')( |\$)" "$room/local.mk" ||
                echo "$file"
        done
}
none "every file is in its room's local.mk" "$(forgotten)"

echo "1..$tests"
