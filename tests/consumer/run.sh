#!/usr/bin/env bash
# Uses the library as an outside project would: run.sh [BUILD_DIR]
#
# BUILD_DIR (default build/consumer) keeps the library's builds; everything else happens in a
# temporary folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
build=${1:-$source_dir/build/consumer}
mkdir -p "$build"
build=$(cd "$build" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
launcher=()
if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
passed=0

say() { printf -- '-- consumer: %s\n' "$*"; }
ok() {
  passed=$((passed + 1))
  say "ok: $*"
}
die() {
  say "FAILED: $*"
  exit 1
}
# quiet COMMAND...: shows the output only if the command fails
quiet() {
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log"
    die "$*"
  }
}

# consume NAME PROJECT [CMAKE_ARGS...]: configures, builds and runs an outside project
consume() {
  local name=$1 project=$2
  shift 2
  rm -rf "$work/consumer"
  quiet cmake -S "$here/$project" -B "$work/consumer" -G Ninja \
    "${launcher[@]}" "$@"
  quiet cmake --build "$work/consumer"
  quiet ctest --test-dir "$work/consumer" --no-tests=error
  ok "$name"
}

# refuse NAME REGEX [CMAKE_ARGS...]: find_package must fail, saying why
refuse() {
  local name=$1 regex=$2
  shift 2
  rm -rf "$work/consumer"
  if cmake -S "$here/find_package" -B "$work/consumer" -G Ninja "$@" >"$work/log" 2>&1; then
    die "$name: was accepted"
  fi
  # CMake wraps its messages; a message is one line here.
  tr -s '\n ' '  ' <"$work/log" | grep -qE "$regex" || {
    cat "$work/log"
    die "$name: does not say: $regex"
  }
  ok "$name"
}

# library BUILD [CMAKE_ARGS...]: configures and builds the library; not optimised, since it is how it is used that is
# tested
library() {
  local dir=$1
  shift
  quiet cmake -S "$source_dir" -B "$dir" -G Ninja "${launcher[@]}" -DCMAKE_BUILD_TYPE=None \
    -DTRAILAUDIT_BUILD_TESTS=OFF -DTRAILAUDIT_BUILD_EXAMPLES=OFF "$@"
  quiet cmake --build "$dir"
}

# no_build_path PREFIX BUILD: no file that others read names where we were built
no_build_path() {
  local prefix=$1 path
  for path in "$source_dir" "$2" "$work"; do
    if grep -rIF "$path" "$prefix"; then die "an installed file names $path"; fi
  done
  ok "no build path in $(basename "$prefix")"
}

# schemas INCLUDE: the JSON Schemas lie beside the headers that name them
schemas() {
  local name
  for name in input/snapshot output/report; do
    cmp -s "$source_dir/include/trailaudit/$name.schema.json" "$1/trailaudit/$name.schema.json" ||
      die "$name.schema.json is not installed"
  done
  ok "JSON Schemas in ${1#"$work"/}"
}

for linkage in static shared; do
  shared=OFF
  if [ "$linkage" = shared ]; then shared=ON; fi

  prefix=$work/prefix-$linkage
  library "$build/$linkage" -DBUILD_SHARED_LIBS=$shared -DCMAKE_INSTALL_PREFIX="$prefix" \
    -DCMAKE_INSTALL_LIBDIR=lib
  quiet cmake --install "$build/$linkage"
  no_build_path "$prefix" "$build"
  schemas "$prefix/include"
  consume "$linkage: find_package(trailaudit), installed" find_package \
    -DCMAKE_PREFIX_PATH="$prefix" -DEXPECT=trailaudit

  moved=$work/moved-$linkage
  mv "$prefix" "$moved"
  consume "$linkage: COMPONENTS trailaudit, moved" find_package \
    -DCMAKE_PREFIX_PATH="$moved" -DCOMPONENTS=trailaudit -DEXPECT=trailaudit
  if [ "$linkage" = static ]; then
    consume "COMPONENTS header_only, moved" find_package \
      -DCMAKE_PREFIX_PATH="$moved" -DCOMPONENTS=header_only -DEXPECT=header_only
  fi
  quiet env PKG_CONFIG_PATH="$moved/lib/pkgconfig" "$here/pkg_config/build.sh" "$work/pc"
  quiet env LD_LIBRARY_PATH="$moved/lib" "$work/pc"
  ok "$linkage: pkg-config, moved"
  # What is header-only takes long to compile, and is the same however the compiled library is linked.
  expect=trailaudit
  if [ "$linkage" = static ]; then expect="header_only;trailaudit"; fi
  consume "$linkage: add_subdirectory" add_subdirectory -DBUILD_SHARED_LIBS=$shared \
    -DEXPECT="$expect"
  consume "$linkage: FetchContent" fetchcontent -DBUILD_SHARED_LIBS=$shared
done

# Compiled mode shows its users neither fmt nor Boost.JSON.
"${CXX:-g++}" -std=c++20 -M -DTRAILAUDIT_COMPILED -I "$work/moved-static/include" \
  "$here/main.cpp" >"$work/includes"
if grep -E '/(fmt|boost/json)/|boost/json\.hpp' "$work/includes"; then
  die "compiled mode includes fmt or Boost.JSON"
fi
ok "compiled mode includes neither fmt nor Boost.JSON"

refuse "a component that does not exist" 'has no component .nonesuch.' \
  -DCMAKE_PREFIX_PATH="$work/moved-static" -DCOMPONENTS=nonesuch
refuse "a version that is too new" 'version: 0\.1\.' \
  -DCMAKE_PREFIX_PATH="$work/moved-static" -DVERSION=0.2

# A tree with headers alone, in the place of the other one: ccache knows what is compiled there.
library "$build/headers" -DTRAILAUDIT_BUILD_COMPILED=OFF \
  -DCMAKE_INSTALL_PREFIX="$work/headers" -DCMAKE_INSTALL_LIBDIR=lib
quiet cmake --install "$build/headers"
rm -r "$work/moved-static"
mv "$work/headers" "$work/moved-static"
schemas "$work/moved-static/include"
consume "headers alone: find_package(trailaudit)" find_package \
  -DCMAKE_PREFIX_PATH="$work/moved-static" -DEXPECT=header_only
refuse "headers alone: COMPONENTS trailaudit" 'component .trailaudit. of trailaudit was not installed' \
  -DCMAKE_PREFIX_PATH="$work/moved-static" -DCOMPONENTS=trailaudit

# Staged as a distribution would: prefix /usr, multiarch folder, DESTDIR.
library "$build/staged" -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_LIBDIR=lib/x86_64-linux-gnu
quiet env DESTDIR="$work/stage" cmake --install "$build/staged"
no_build_path "$work/stage" "$build"
schemas "$work/stage/usr/include"
consume "staged under DESTDIR: find_package(trailaudit)" find_package \
  -DCMAKE_PREFIX_PATH="$work/stage/usr" -DCMAKE_LIBRARY_ARCHITECTURE=x86_64-linux-gnu \
  -DEXPECT=trailaudit
quiet env PKG_CONFIG_PATH="$work/stage/usr/lib/x86_64-linux-gnu/pkgconfig" \
  "$here/pkg_config/build.sh" "$work/pc"
quiet "$work/pc"
ok "staged under DESTDIR: pkg-config"

say "$passed checks passed"
