#!/bin/sh
# Makes the environment from the hashed lock: uv when it can be had, pip otherwise.
set -eu
python=$1 venv=$2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Buyfair needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Name another: make run PYTHON=python3.12" >&2
  exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
lock=requirements/dev.lock
if grep -A99 '^uv==' "$lock" | awk 'NR==1 || /^ /{print; next} {exit}' > "$venv/uv.lock" \
   && "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$venv/uv.lock" \
   && "$venv/bin/uv" pip sync --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes "$lock"; then :; else
  echo "uv could not set up the environment; trying pip" >&2
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
