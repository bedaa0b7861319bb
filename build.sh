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
  sample    rewrite masakari.conf.sample
TEXT
}

# MySqlConnector is the driver. Where the package source lacks it, MySql.Data is compiled in instead: for trying and
# testing only, never for a release. The choice is made once per checkout and kept in .mysql-provider.
settle_driver() {
    [ -n "${MySqlProvider:-}" ] && return
    [ -f .mysql-provider ] && return
    local log
    log=$(dotnet restore Masakari.Core -p:MySqlProvider=MySqlConnector 2>&1) && return
    if grep -qE 'NU110[0-3].*MySqlConnector' <<<"$log"; then
        echo "MySqlConnector cannot be restored from the configured package sources: this checkout builds with MySql.Data (.mysql-provider)."
        echo MySqlData > .mysql-provider
    else
        echo "$log" >&2
        exit 1
    fi
}

host() { dotnet run --project Masakari.Host --no-build -c Release -- "$@"; }
build() { dotnet build Masakari.sln -c "$1" -v quiet --nologo -clp:NoSummary; }

command=${1:-}
[ $# -gt 0 ] && shift
case "$command" in
    sandbox) settle_driver; build Release; host sandbox "$@" ;;
    test)    settle_driver; build Debug; dotnet test Masakari.sln --no-build --nologo --filter "TestCategory!=RealCloud&TestCategory!=RealHost&TestCategory!=Processes" "$@" ;;
    long)    settle_driver; build Debug; dotnet test Masakari.sln --no-build --nologo --filter "TestCategory=Long" --logger "console;verbosity=normal" "$@" ;;
    bench)   settle_driver; build Release; dotnet test Masakari.sln -c Release --no-build --nologo --filter "TestCategory=Benchmark" --logger "console;verbosity=detailed" "$@" ;;
    run)     settle_driver; build Release; host run "$@" ;;
    build)   settle_driver; build "${1:-Debug}" ;;
    sample)  settle_driver; build Release; host conf sample > masakari.conf.sample ;;
    ''|-h|--help|help) usage ;;
    *) usage >&2; exit 2 ;;
esac
