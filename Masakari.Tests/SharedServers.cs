using Masakari.Tests.Persistence;

namespace Masakari.Tests;

/// <summary>Ends, after the last test, what the fixtures shared.</summary>
[SetUpFixture]
internal sealed class SharedServers
{
    [OneTimeTearDown]
    public Task StopAsync() => MariaDbServer.StopSharedAsync();
}
