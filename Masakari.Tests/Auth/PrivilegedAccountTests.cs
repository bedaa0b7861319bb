using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>The account of [DEFAULT], by which Nova is asked about a host that is to be registered.</summary>
internal sealed class PrivilegedAccountTests(string kind) : OnEveryDatabase(kind)
{
    [Test]
    public async Task Is_blamed_in_words_with_503_when_its_password_is_wrong()
    {
        await using var api = await GuardedApi.StartAsync(Database, asksNova: true, defaultOptions: "os_privileged_user_password = wrong");

        var answer = await RegisterAsync(api);

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Json["serviceUnavailable"]?["code"]?.GetValue<int>(), Is.EqualTo(503));
        Assert.That(answer.Message, Does.Contain("Keystone: log in as masakari: 401")
            .And.Contain("os_privileged_user").And.Not.Contain("wrong"));
        AssertOneLine(api, "Keystone: log in as masakari: 401");
    }

    [Test]
    public async Task Finds_no_Nova_in_a_wrong_region_and_the_500_says_so()
    {
        await using var api = await GuardedApi.StartAsync(
            Database, asksNova: true, defaultOptions: "os_privileged_user_password = secret\nos_region_name = Nowhere");

        var answer = await RegisterAsync(api);

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(answer.Message, Does.Contain("Nova: the catalogue has no ")
            .And.Contain("region Nowhere").And.Not.Contain("OpenStackException"));
        AssertOneLine(api, "region Nowhere");
    }

    private static async Task<Api.Answer> RegisterAsync(GuardedApi api)
    {
        (string, string) token = ("X-Auth-Token", await api.LoginAsync("admin", "admin"));
        var segment = await api.SendAsync(
            "POST", "/v1/segments", """{"segment": {"name": "s", "recovery_method": "auto", "service_type": "C"}}""", token);
        var uuid = segment.Json["segment"]!["uuid"]!.GetValue<string>();
        return await api.SendAsync(
            "POST", $"/v1/segments/{uuid}/hosts", """{"host": {"name": "c1", "type": "C", "control_attributes": "S"}}""", token);
    }

    private static void AssertOneLine(GuardedApi api, string cause)
    {
        Assert.That(api.Log.Lines, Has.None.Contains("OpenStackException"), "no stack trace");
        Assert.That(api.Log.Lines.Where(line => line.StartsWith("6102 ", StringComparison.Ordinal)), Has.Exactly(1).Contains(cause));
    }
}
