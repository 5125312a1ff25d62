#!/bin/sh
# Prints the newest Python that works here: 3.13, 3.12, those of pyenv, python3; never one older than 3.11.
# A pyenv shim may exist and still answer "command not found", so each is run before it is believed.
works() {
    "$1" -c 'import sys, venv, '"$2"'; sys.exit(not (3, 11) <= sys.version_info[:2])' >/dev/null 2>&1
}

candidates() {
    echo python3.13
    echo python3.12
    root="${PYENV_ROOT:-$(pyenv root 2>/dev/null || echo "$HOME/.pyenv")}"
    for minor in 13 12 11; do
        for python in "$root"/versions/3."$minor".*/bin/python; do
            [ -x "$python" ] && echo "$python"
        done
    done
    echo python3
}

[ -n "$PYTHON" ] && { echo "$PYTHON"; exit 0; }
for need in ensurepip pip; do # without ensurepip (plain Debian) pip itself can fill the environment
    for python in $(candidates); do
        works "$python" "$need" && { echo "$python"; exit 0; }
    done
done
echo "no Python of 3.11 or newer with venv and pip was found: install one, or name it with PYTHON=/path" >&2
exit 1
