using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>Nova or Keystone is away, overloaded or sends unusable answers for a while.</summary>
public sealed class NovaTroubleTests
{
    private static readonly string[] Servers = SmallCloud.Names(8);

    /// <summary>One failed read must not fail the instance: the evacuation goes on in Nova.</summary>
    [Test]
    public async Task Shrugs_off_a_503_while_it_waits_for_an_evacuation()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);

        masakari.Cloud.Fail(new FaultRule { Method = "GET", Times = 1, Effect = new FaultEffect.Status(503) });
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        Assert.That(masakari.Log, Has.None.Contains("-> Error"));
    }

    [Test]
    public async Task Slows_down_when_nova_has_too_much_to_do()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 6, Effect = new FaultEffect.Status(429) });

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        var calls = masakari.Cloud.CallsOf("evacuate");
        Assert.That(calls.Count(call => call.At - calls[0].At < TimeSpan.FromSeconds(1)), Is.LessThanOrEqualTo(3), "a refused call is not repeated at once");
    }

    [TestCase("reported")]
    [TestCase("waiting for silence")]
    [TestCase("down")]
    [TestCase("locking")]
    [TestCase("evacuating")]
    [TestCase("landing")]
    public async Task Goes_on_when_nova_is_back_after_a_minute_of_500(string phase)
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await ReachAsync(masakari, phase);

        masakari.Cloud.Fail(new FaultRule { Path = "/compute/*", For = TimeSpan.FromMinutes(1), Effect = new FaultEffect.Status(500) });
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(10));   // the sweep unlocks instances that are still locked

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    /// <summary>Connections are accepted, and nobody answers.</summary>
    [TestCase("reported")]
    [TestCase("locking")]
    [TestCase("evacuating")]
    public async Task Goes_on_when_nova_answers_again_after_ten_minutes_of_silence(string phase)
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await ReachAsync(masakari, phase);

        masakari.Cloud.Fail(new FaultRule
        {
            Path = "/compute/*", For = TimeSpan.FromMinutes(10), Effect = new FaultEffect.Hang(TimeSpan.FromHours(5)),
        });
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(10));

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    [TestCase("reported")]
    [TestCase("evacuating")]
    public async Task Goes_on_when_keystone_is_back_after_two_minutes(string phase)
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick, new() { TokenLifetime = TimeSpan.FromSeconds(50) }, Servers);
        var notification = await ReachAsync(masakari, phase);

        masakari.Cloud.Fail(new FaultRule { Path = "/identity*", For = TimeSpan.FromMinutes(2), Effect = new FaultEffect.Drop() });
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(10));

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    [TestCase("waiting for silence")]
    [TestCase("locking")]
    [TestCase("evacuating")]
    public async Task Logs_in_anew_when_its_token_is_revoked(string phase)
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await ReachAsync(masakari, phase);
        var before = masakari.Cloud.TokensGiven;

        masakari.Cloud.RevokeTokens();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        Assert.That(masakari.Cloud.TokensGiven - before, Is.EqualTo(1));
        Assert.That(masakari.Log, Has.None.Contains("-> Error"));
    }

    /// <summary>Nova returns at most max_limit servers per page; the rest of a host must not be left behind.</summary>
    [Test]
    public async Task Moves_the_servers_of_all_pages()
    {
        var servers = SmallCloud.Names(10);
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick, new() { PageLimit = 3 }, servers);

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(servers);
    }

    /// <summary>An unforeseen error must not leave the notification running.</summary>
    [TestCase("GET", "/compute/v2.1/servers/detail")]
    [TestCase("GET", "/compute/v2.1/os-migrations")]
    [TestCase("GET", "/compute/v2.1/os-services")]
    public async Task Ends_in_error_and_tries_again_when_nova_talks_nonsense(string method, string path)
    {
        const string TrustAtOnce = SmallCloud.Quick + "[recovery]\nforced_down_settle_seconds = 0\n";
        await using var masakari = await SmallCloud.StartWithAsync(TrustAtOnce, options: null, Servers);
        masakari.Cloud.KillHost("c1");
        masakari.Cloud.ForceDown("c1");
        masakari.Cloud.Fail(new FaultRule { Method = method, Path = path, For = TimeSpan.FromSeconds(10), Effect = new FaultEffect.Status(200) });
        var notification = await masakari.NotifyAsync("c1");
        await masakari.UntilAsync(notification, NotificationStatus.Error);

        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    private static async Task<Guid> ReachAsync(MasakariScenario masakari, string phase)
    {
        var cloud = masakari.Cloud;
        var notification = await masakari.KillAndReportAsync("c1");
        if (phase == "reported") return notification;
        if (phase == "waiting for silence") await masakari.Clock.RunAsync(TimeSpan.FromSeconds(20));
        else if (phase == "down") await masakari.UntilAsync(() => !cloud.Host("c1").IsUp);
        else if (phase == "locking") await masakari.UntilAsync(() => cloud.CountCalls("lock") > 0);
        else if (phase == "evacuating") await masakari.UntilAsync(() => cloud.CountCalls("evacuate") > 0);
        else await masakari.UntilAsync(() => cloud.InstancesOn("c1").Count <= 5);
        return notification;
    }
}
