using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>Requests with one unknown token that come at the same time, over real HTTP.</summary>
internal sealed class SharedLookUpTests(string kind) : OnEveryDatabase(kind)
{
    private const string Show = "GET auth/tokens";

    [Test]
    public async Task Ask_Keystone_once()
    {
        await using var api = await GuardedApi.StartAsync(Database);
        var token = await api.LoginAsync("admin", "admin");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.StatusAsync("/v1/segments", token)));

        Assert.That(statuses, Has.All.EqualTo(200));
        Assert.That(api.Cloud.CountCalls(Show), Is.EqualTo(1));
    }
}
