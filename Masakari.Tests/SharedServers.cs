using Masakari.Tests.Persistence;

namespace Masakari.Tests;

/// <summary>Stops the servers that the fixtures shared, after the last test.</summary>
[SetUpFixture]
internal sealed class SharedServers
{
    [OneTimeTearDown]
    public Task StopAsync() => MariaDbServer.StopSharedAsync();
}
