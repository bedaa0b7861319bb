using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>A controller whose clock differs from Keystone's. Tokens in these tests live for one hour.</summary>
internal sealed class ClockSkewTests(string kind) : OnEveryDatabase(kind)
{
    [TestCase(-3600)]
    [TestCase(3600)]
    public async Task A_token_lives_as_long_as_Keystone_says(int cloudAhead)
    {
        await using var api = await GuardedApi.StartAsync(Database);
        api.CloudAhead = TimeSpan.FromSeconds(cloudAhead);
        var token = await api.LoginAsync("admin", "admin");

        var first = await api.StatusAsync("/v1/segments", token);
        var cached = await api.StatusAsync("/v1/segments", token);
        api.Clock.Now += TimeSpan.FromMinutes(59);
        var late = await api.StatusAsync("/v1/segments", token);
        api.Clock.Now += TimeSpan.FromMinutes(2);
        var tooLate = await api.StatusAsync("/v1/segments", token);

        Assert.That((first, cached, late, tooLate), Is.EqualTo((200, 200, 200, 401)));
        var warnings = api.Log.Lines.Where(line => line.StartsWith("4110 ", StringComparison.Ordinal));
        Assert.That(warnings, Has.Exactly(1).Matches(" (3599|3600) s "));
    }

    [TestCase(-3600)]
    [TestCase(3600)]
    public async Task A_cached_token_ends_when_Keystone_says(int cloudAhead)
    {
        await using var api = await GuardedApi.StartAsync(Database, "token_cache_time = 7200");
        api.CloudAhead = TimeSpan.FromSeconds(cloudAhead);
        var token = await api.LoginAsync("admin", "admin");

        var first = await api.StatusAsync("/v1/segments", token);
        api.Clock.Now += TimeSpan.FromMinutes(59);
        var cached = await api.StatusAsync("/v1/segments", token);
        api.Clock.Now += TimeSpan.FromMinutes(2);
        var ended = await api.StatusAsync("/v1/segments", token);

        Assert.That((first, cached, ended), Is.EqualTo((200, 200, 401)));
    }
}
