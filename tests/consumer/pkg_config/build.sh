#!/usr/bin/env bash
# A consumer without CMake: build.sh OUTPUT, with PKG_CONFIG_PATH set.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
read -ra flags < <(pkg-config --cflags --libs 'trailaudit >= 0.1')
"${CXX:-g++}" -std=c++20 "$here/../main.cpp" "${flags[@]}" -o "$1"
