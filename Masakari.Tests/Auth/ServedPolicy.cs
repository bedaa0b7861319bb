using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>A service with policy files that the test writes, and the tokens of a member and an administrator.</summary>
internal abstract class ServedPolicy(string kind) : OnEveryDatabase(kind)
{
    protected const string List = "\"os_masakari_api:segments:index\"";

    protected GuardedApi Api { get; private set; } = null!;

    /// <summary>The member's token.</summary>
    protected string Member { get; private set; } = "";

    /// <summary>The administrator's token.</summary>
    protected string Admin { get; private set; } = "";

    [TearDown]
    public async Task StopAsync() => await Api.DisposeAsync();

    protected async Task StartAsync(Action<GuardedApi>? before = null, string policyOptions = "")
    {
        Api = await GuardedApi.StartAsync(Database, policyOptions: policyOptions, before: before);
        (Member, Admin) = (await Api.LoginAsync("demo", "demo"), await Api.LoginAsync("admin", "admin"));
    }

    protected Task<int> MemberAsync() => Api.StatusAsync("/v1/segments", Member);

    protected Task<int> NotificationsAsync() => Api.StatusAsync("/v1/notifications", Member);

    protected Task<int> AdminAsync() => Api.StatusAsync("/v1/segments", Admin);
}
