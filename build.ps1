# Builds, tests and shows Masakari for .NET on Windows; the twin of build.sh.
param([string]$Command = '', [Parameter(ValueFromRemainingArguments = $true)][string[]]$Rest = @())
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Resolve-Driver {
    if ($env:MySqlProvider -or (Test-Path .mysql-provider)) { return }
    $log = dotnet restore Masakari.Core -p:MySqlProvider=MySqlConnector 2>&1 | Out-String
    if ($LASTEXITCODE -eq 0) { return }
    if ($log -match 'NU110[0-3].*MySqlConnector') {
        Write-Output 'MySqlConnector cannot be restored from the configured package sources: this checkout builds with MySql.Data (.mysql-provider).'
        Set-Content .mysql-provider 'MySqlData'
    } else { Write-Error $log; exit 1 }
}
function Invoke-Build([string]$Configuration) {
    dotnet build Masakari.sln -c $Configuration -v quiet --nologo -clp:NoSummary
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
function Invoke-Masakari { dotnet run --project Masakari.Host --no-build -c Release -- @args }

switch ($Command) {
    'sandbox' { Resolve-Driver; Invoke-Build Release; Invoke-Masakari sandbox @Rest }
    'test'    { Resolve-Driver; Invoke-Build Debug; dotnet test Masakari.sln --no-build --nologo --filter 'TestCategory!=RealCloud&TestCategory!=RealHost&TestCategory!=Processes' @Rest }
    'long'    { Resolve-Driver; Invoke-Build Debug; dotnet test Masakari.sln --no-build --nologo --filter 'TestCategory=Long' --logger 'console;verbosity=normal' @Rest }
    'bench'   { Resolve-Driver; Invoke-Build Release; dotnet test Masakari.sln -c Release --no-build --nologo --filter 'TestCategory=Benchmark' --logger 'console;verbosity=detailed' @Rest }
    'run'     { Resolve-Driver; Invoke-Build Release; Invoke-Masakari run @Rest }
    'build'   { Resolve-Driver; Invoke-Build ($Rest[0] ?? 'Debug') }
    default   { Write-Output 'usage: ./build.ps1 sandbox | test | long | bench | run | build [ARGUMENTS]'; if ($Command) { exit 2 } }
}
exit $LASTEXITCODE
