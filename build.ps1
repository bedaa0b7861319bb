# Builds, tests and shows Masakari for .NET on Windows; the twin of build.sh.
param([string]$Command = '', [Parameter(ValueFromRemainingArguments = $true)][string[]]$Rest = @())
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Invoke-Build([string]$Configuration) {
    dotnet build Masakari.sln -c $Configuration -v quiet --nologo -clp:NoSummary
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
function Publish-Masakari([string]$Runtime) {
    if (Test-Path artifacts/publish) { Remove-Item artifacts/publish -Recurse -Force }
    dotnet publish Masakari.Host -c Release -r $Runtime -o artifacts/publish -v quiet --nologo
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
function Invoke-Masakari { dotnet run --project Masakari.Host --no-build -c Release -- @args }

switch ($Command) {
    'sandbox' { Invoke-Build Release; Invoke-Masakari sandbox @Rest }
    'test'    { Invoke-Build Debug; dotnet test Masakari.sln --no-build --nologo --filter 'TestCategory!=RealCloud&TestCategory!=RealHost&TestCategory!=Processes&TestCategory!=Long&TestCategory!=Benchmark' @Rest }
    'long'    { Invoke-Build Debug; dotnet test Masakari.sln --no-build --nologo --filter 'TestCategory=Long' --logger 'console;verbosity=normal' @Rest }
    'bench'   { Invoke-Build Release; Publish-Masakari win-x64; dotnet test Masakari.sln -c Release --no-build --nologo --filter 'TestCategory=Benchmark' --logger 'console;verbosity=detailed' @Rest }
    'run'     { Invoke-Build Release; Invoke-Masakari run @Rest }
    'publish' { Publish-Masakari ($Rest[0] ?? 'win-x64') }
    'build'   { Invoke-Build ($Rest[0] ?? 'Debug') }
    default   { Write-Output 'usage: ./build.ps1 sandbox | test | long | bench | run | build | publish [ARGUMENTS]'; if ($Command) { exit 2 } }
}
exit $LASTEXITCODE
