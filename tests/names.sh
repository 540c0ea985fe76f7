#!/bin/sh
# The naming law: what a room's archive exports begins with the room's prefix.
set -u
build=$(dirname "$OUTLAY")

foreign() { # ARCHIVE PREFIX: exported names, less those of compilers (_..., .gomp..., clones)
    nm -g --defined-only -P "$1" | awk -v prefix="$2" '
        $1 ~ /^[_.]/ || $1 ~ /[.](ifunc|resolver)$/ { next }
        NF >= 2 && index($1, prefix) != 1 { print $1 }'
}

echo 1..6
tests=0
while read -r room prefix; do
    tests=$((tests + 1))
    archive=$build/$room/lib$room.a
    if [ ! -f "$archive" ]; then
        echo "not ok $tests - $archive exists"
    elif found=$(foreign "$archive" "$prefix") && [ -z "$found" ]; then
        echo "ok $tests - $room exports only $prefix..."
    else
        echo "not ok $tests - $room exports only $prefix..."
        echo "$found" | sed 's/^/# /'
    fi
done <<EOT
sim sim_
models model_
scenarios scenario_
reports report_
cli cli_
validate validate_
EOT
