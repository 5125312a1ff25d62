#!/bin/sh
# Makes the virtual environment $1 with the newest Python that works, and pip inside.
set -eu
target="$1"
python="$("$(dirname "$0")/newest_python.sh")"
echo "Making $target with $("$python" --version) ($python)"
rm -rf "$target"
if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv "$target"
else
    "$python" -m venv --without-pip "$target"
    "$python" -m pip --python "$target/bin/python" install --quiet pip
fi
