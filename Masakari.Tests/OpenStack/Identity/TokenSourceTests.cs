using Masakari.Core.OpenStack;

namespace Masakari.Tests.OpenStack.Identity;

public sealed class TokenSourceTests
{
    private const string List = "GET /compute/v2.1/os-services?binary=nova-compute";

    [Test]
    public async Task Logs_in_once_for_many_calls_at_the_same_time()
    {
        await using var room = Room();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => room.Nova.ListServicesAsync(default)));

        Assert.That(room.Cloud.Logins, Is.EqualTo(1));
    }

    [TestCase(57, 1)]
    [TestCase(58, 2)]
    public async Task Renews_a_token_of_an_hour_two_minutes_before_its_end(int minutes, int logins)
    {
        await using var room = Room();
        await room.Nova.ListServicesAsync(default);

        room.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await room.Nova.ListServicesAsync(default);

        Assert.That(room.Cloud.Logins, Is.EqualTo(logins));
    }

    [Test]
    public async Task Uses_the_old_token_on_while_Keystone_is_away()
    {
        await using var room = Room();
        room.Cloud.On(ScriptedCloud.Login, (ScriptedCloud.FreshToken, ""), (401, ""));
        await room.Nova.ListServicesAsync(default);

        room.Clock.Advance(TimeSpan.FromMinutes(59));
        await room.Nova.ListServicesAsync(default);
        await room.Nova.ListServicesAsync(default);

        Assert.That(room.Cloud.Count(ScriptedCloud.Login), Is.EqualTo(2));
    }

    [Test]
    public async Task Tells_all_who_wait_when_the_account_is_refused()
    {
        await using var room = Room();
        room.Cloud.On(ScriptedCloud.Login, (401, """{"error": {"message": "The request you have made requires authentication."}}"""));

        Assert.That(
            async () => await room.Nova.ListServicesAsync(default),
            Throws.InstanceOf<OpenStackException>().With.Message.Contains("Keystone: log in as masakari: 401").And.Property("NeverSent").True);
    }

    [Test]
    public async Task Cancelling_one_caller_leaves_the_login_to_the_others()
    {
        await using var room = Room();
        using var caller = new CancellationTokenSource();
        var first = room.Nova.ListServicesAsync(caller.Token);
        var second = room.Nova.ListServicesAsync(default);

        await caller.CancelAsync();
        await second;

        Assert.That(room.Cloud.Logins, Is.EqualTo(1));
        await first.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [TestCase("http://cloud/identity")]
    [TestCase("http://cloud/identity/")]
    [TestCase("http://cloud/identity/v3/")]
    public async Task Finds_version_3_below_the_address(string address)
    {
        await using var room = new OpenStackFixture(account => account with { AuthUrl = new Uri(address) });
        var root = (300, """{"versions": {"values": [{"id": "v3.14", "links": [{"rel": "self", "href": "https://inner:5000/identity/v3/"}]}]}}""");
        room.Cloud.On("GET /identity", root).On("GET /identity/", root).On(List, (200, """{"services": []}"""));

        await room.Nova.ListServicesAsync(default);

        Assert.That(room.Cloud.Logins, Is.EqualTo(1));
    }

    private static OpenStackFixture Room()
    {
        var room = new OpenStackFixture();
        room.Cloud.On(List, (200, """{"services": []}"""));
        return room;
    }
}
