using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

[NonParallelizable]
public sealed class FaultRuleTests
{
    private const string Services = "/compute/v2.1/os-services";
    private const string Lock = """{"lock": null}""";
    private FakeClock clock = null!;
    private SimulatedCloud cloud = null!;
    private CloudClient client = null!;
    private Guid server;

    [SetUp]
    public async Task StartCloud()
    {
        clock = new FakeClock();
        cloud = new SimulatedCloud(clock, new SimulatedCloudOptions());
        cloud.AddHost("c1");
        server = cloud.AddServer("c1", "vm-1");
        client = await CloudClient.LoginAsync(cloud);
    }

    [TearDown]
    public void Stop() => client.Dispose();

    [Test]
    public async Task Strikes_the_nth_matching_call_only()
    {
        var other = cloud.AddServer("c1", "vm-2");
        cloud.Fail(new FaultRule { Action = "lock", Server = "vm-1", LetThrough = 1, Times = 1, Effect = new FaultEffect.Status(500) });

        var statuses = new List<int> { (await client.ActAsync(other, Lock)).Status };
        foreach (var _ in Enumerable.Range(0, 3))
            statuses.Add((await client.ActAsync(server, Lock)).Status);

        Assert.That(statuses, Is.EqualTo((int[])[202, 202, 500, 202]));
    }

    [Test]
    public async Task Ends_after_its_time()
    {
        cloud.Fail(new FaultRule { Path = "/compute/*", For = TimeSpan.FromMinutes(1), Effect = new FaultEffect.Status(503) });

        var during = await client.StatusAsync(HttpMethod.Get, Services);
        clock.Advance(TimeSpan.FromMinutes(1));
        var after = await client.StatusAsync(HttpMethod.Get, Services);

        Assert.That((during, after), Is.EqualTo((503, 200)));
    }

    [Test]
    public void Closes_the_connection_before_anything_is_done()
    {
        cloud.Fail(new FaultRule { Action = "lock", Effect = new FaultEffect.Drop() });

        Assert.That(() => client.ActAsync(server, Lock), Throws.TypeOf<HttpRequestException>());
        Assert.That(cloud.Server("vm-1").IsLocked, Is.False);
    }

    [Test]
    public void Loses_the_answer_of_what_is_done()
    {
        cloud.Fail(new FaultRule { Action = "lock", Effect = new FaultEffect.LoseAnswer() });

        Assert.That(() => client.ActAsync(server, Lock), Throws.TypeOf<HttpRequestException>());
        Assert.That(cloud.Server("vm-1").IsLocked, Is.True);
    }

    [TestCase(false, "vm-1 locked: False")]
    [TestCase(true, "vm-1 locked: True")]
    public async Task Keeps_the_caller_waiting_before_or_after_the_deed(bool executesFirst, string whileWaiting)
    {
        var span = TimeSpan.FromSeconds(90);
        cloud.Fail(new FaultRule { Action = "lock", Effect = executesFirst ? new FaultEffect.AnswerLate(span) : new FaultEffect.Hang(span) });
        var began = clock.GetUtcNow();

        var locking = Task.Run(() => client.ActAsync(server, Lock));
        await clock.RunAsync(TimeSpan.FromSeconds(89));
        var seen = $"vm-1 locked: {cloud.Server("vm-1").IsLocked}";
        await clock.RunUntilAsync(() => locking.IsCompleted, TimeSpan.FromMinutes(2));

        Assert.That((seen, cloud.Server("vm-1").IsLocked, clock.GetUtcNow() - began), Is.EqualTo((whileWaiting, true, span)));
    }

    [Test]
    public async Task Leaves_no_trace_when_stopped()
    {
        cloud.Fail(new FaultRule { Effect = new FaultEffect.Drop() });

        cloud.StopFailing();

        Assert.That(await client.StatusAsync(HttpMethod.Get, Services), Is.EqualTo(200));
    }

    [Test]
    public async Task Failed_calls_are_in_the_log_as_well()
    {
        cloud.Fail(new FaultRule { Action = "lock", Effect = new FaultEffect.Status(500) });
        clock.Advance(TimeSpan.FromSeconds(3));

        await client.ActAsync(server, Lock);
        await client.GetAsync($"/compute/v2.1/servers/{server}");

        var noted = cloud.Calls[^2];
        Assert.Multiple(() =>
        {
            Assert.That((noted.Kind, noted.Server, noted.At), Is.EqualTo(("lock", "vm-1", clock.GetUtcNow())));
            Assert.That(cloud.CountCalls("GET servers/*"), Is.EqualTo(1));
            Assert.That(cloud.CountCalls("POST auth/tokens"), Is.EqualTo(1));
        });
    }
}
