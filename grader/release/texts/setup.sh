#!/usr/bin/env bash
# Gradescope runs this once, as root, when it makes the image: a Python, the packages that the grader
# needs, and the reference solutions through the grader. After it nothing is downloaded.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}
kit=$root/source/kit

is_enough() {
  command -v "$1" >/dev/null &&
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python=
for each in python3 python3.14 python3.13 python3.12 python3.11; do
  if is_enough "$each"; then python=$each && break; fi
done
if [ -z "$python" ]; then
  apt-get update
  for each in python3.13 python3.12 python3.11; do
    if apt-get install -y "$each" "$each-venv" && is_enough "$each"; then python=$each && break; fi
  done
fi
if [ -z "$python" ]; then
  echo "setup.sh: there is no Python 3.11 or later. Choose a newer base image." >&2
  exit 1
fi

"$python" -m venv "$root/venv"
"$root/venv/bin/pip" install -q --disable-pip-version-check -r "$kit/requirements.txt"
# Nobody but the grader reads these, whatever else this machine lacks.
chmod 600 "$kit/secret.key"
chmod -R go= "$kit/grader/hidden" "$kit/solutions"
if [ -d "$kit/course" ]; then chmod -R go= "$kit/course"; fi
# The first use of Matplotlib looks for all fonts: better now than with the first submission.
mkdir -p "$root/cache"
export MPLCONFIGDIR=$root/cache
cd "$kit"
"$root/venv/bin/python" -m grader.release.autograder --root "$root" --try
