#!/usr/bin/env bash
# Builds, tests and shows Masakari for .NET. `./build.sh` alone lists what it can do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
usage: ./build.sh COMMAND [ARGUMENTS]

  sandbox   show a host dying and its instances recovered (SQLite, simulated cloud)
  test      build, then run the test suite (arguments go to `dotnet test`)
  long      the tests that take long: kill series, soaks (Category=Long)
  bench     the benchmarks, Release build (Category=Benchmark)
  run       the service: ./build.sh run --config-file masakari.conf
  build     only build
  publish   the service as users install it, into artifacts/publish: ./build.sh publish [linux-x64 or win-x64]
  sample    rewrite masakari.conf.sample, and the samples in packaging/
TEXT
}

host() { dotnet run --project Masakari.Host --no-build -c Release -- "$@"; }
build() { dotnet build Masakari.sln -c "$1" -v quiet --nologo -clp:NoSummary; }

publish() {
    rm -rf artifacts/publish
    dotnet publish Masakari.Host -c Release -r "$1" -o artifacts/publish -v quiet --nologo
}

command=${1:-}
[ $# -gt 0 ] && shift
case "$command" in
    sandbox) build Release; host sandbox "$@" ;;
    test)    build Debug; dotnet test Masakari.sln --no-build --nologo --filter "TestCategory!=RealCloud&TestCategory!=RealHost&TestCategory!=Processes&TestCategory!=Long&TestCategory!=Benchmark" "$@" ;;
    long)    build Debug; dotnet test Masakari.sln --no-build --nologo --filter "TestCategory=Long" --logger "console;verbosity=normal" "$@" ;;
    bench)   build Release; publish linux-x64; dotnet test Masakari.sln -c Release --no-build --nologo --filter "TestCategory=Benchmark" --logger "console;verbosity=detailed" "$@" ;;
    run)     build Release; host run "$@" ;;
    publish) publish "${1:-linux-x64}" ;;
    build)   build "${1:-Debug}" ;;
    sample)  build Release; host conf sample > masakari.conf.sample; host conf sample --monitors > packaging/masakarimonitors.conf.sample
             host policy sample > packaging/masakari.policy.yaml.sample ;;
    ''|-h|--help|help) usage ;;
    *) usage >&2; exit 2 ;;
esac
