#!/usr/bin/env bash
# Builds the wheel, installs it in a fresh virtual environment and runs its tests, the examples of the documentation and the notebook; with
# Java, the tests on Spark too, but for SPARK=no. Nothing of this is needed to build, test or use the command line. Needs Python 3.10 or newer and a package index.
set -euo pipefail
cd "$(dirname "$0")"

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "error: $python is older than 3.10" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/build"
"$work/build/bin/pip" install --quiet 'maturin>=1.9,<2'
"$work/build/bin/maturin" build --release --locked --quiet --out "$work/wheels"
wheel=$(echo "$work"/wheels/*.whl)
echo "wheel: $(basename "$wheel"), $(($(stat -c %s "$wheel") / 1000000)) MB"

extras=test
if [ "${SPARK:-yes}" = no ]; then echo "SPARK=no: the tests on Spark are skipped"
elif command -v java >/dev/null; then extras=test,spark
else echo "no java: the tests on Spark are skipped"; fi
"$python" -m venv "$work/fresh"
"$work/fresh/bin/pip" install --quiet "$wheel[$extras]"

# From elsewhere, so that what is tested is what was installed.
cp -r tests "$work/tests"
SAYSO_ROOT=$(cd ../.. && pwd) "$work/fresh/bin/python" -m pytest -q -p no:cacheprovider "$@" "$work/tests"
