#!/usr/bin/env bash
# Makes the Conan package, static, shared and header-only, each with its test package, without any
# remote: create.sh [CONAN_ARGS...]
#
# Conan itself comes from PyPI into a virtual environment unless CONAN names one. Conan writes
# into the tree it works on, so it works on a copy, with a home of its own.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

conan=${CONAN:-}
if [ -z "$conan" ]; then
  "${PYTHON:-python3}" -m venv "$work/venv"
  "$work/venv/bin/python" -m pip install --quiet 'conan>=2.9,<3'
  conan=$work/venv/bin/conan
fi
"$conan" --version

mkdir "$work/tree"
(
  cd "$root"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    if [ -e "$file" ]; then printf '%s\0' "$file"; fi
  done | tar --null --files-from=- --create
) | tar --extract --directory "$work/tree"

export CONAN_HOME=$work/home
cd "$work/tree"
for options in "&:shared=False" "&:shared=True" "&:header_only=True"; do
  echo "-- conan create, $options"
  "$conan" create conan -pr:a conan/profiles/debian12 -nr -o "$options" "$@" >"$work/log" 2>&1 || {
    cat "$work/log"
    echo "-- conan: FAILED: $options"
    exit 1
  }
  grep -q 'an empty snapshot is audited' "$work/log" || {
    cat "$work/log"
    echo "-- conan: FAILED: $options: the test package did not run"
    exit 1
  }
done
echo "-- conan: 3 packages made and used"
