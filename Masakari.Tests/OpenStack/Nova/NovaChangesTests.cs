using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.OpenStack.Nova;

/// <summary>
/// Calls that change something are sent once. A failure says whether Nova may have executed the call.
/// </summary>
public sealed class NovaChangesTests
{
    private static readonly Guid Vm = Guid.Parse("3f2a1f60-0000-4000-8000-000000000001");
    private static readonly string Show = $"GET /compute/v2.1/servers/{Vm}";
    private static readonly string Act = $"POST /compute/v2.1/servers/{Vm}/action";

    [TestCase(400, FailureKind.Refused, false)]
    [TestCase(403, FailureKind.Refused, false)]
    [TestCase(404, FailureKind.NotFound, false)]
    [TestCase(409, FailureKind.Conflict, false)]
    [TestCase(413, FailureKind.Overloaded, true)]
    [TestCase(429, FailureKind.Overloaded, false)]
    [TestCase(500, FailureKind.Unreachable, true)]
    [TestCase(503, FailureKind.Overloaded, true)]
    public async Task Tells_by_the_status_what_sort_of_failure_it_was(int status, FailureKind kind, bool mayHaveHappened)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (status, Fault("Cannot do it")));

        var failure = await Failures.OfAsync(room.Changes.EvacuateAsync(Vm, null, OpenPermit.Instance, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(kind));
            Assert.That(failure.MayHaveHappened, Is.EqualTo(mayHaveHappened));
            Assert.That(failure.Message, Is.EqualTo($"Nova: evacuate instance {Vm}: {status} Cannot do it"));
            Assert.That(failure.Said, Is.EqualTo("Cannot do it"));
        });
    }

    [Test]
    public async Task Gives_up_when_a_fresh_token_is_refused_too()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (401, Fault("no")));

        var failure = await Failures.OfAsync(room.Changes.LockAsync(Vm, OpenPermit.Instance, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(FailureKind.Refused));
            Assert.That(room.Cloud.Count(Act), Is.EqualTo(2));
            Assert.That(room.Cloud.Logins, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Never_repeats_a_change()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (503, ""));

        await Failures.OfAsync(room.Changes.StopAsync(Vm, OpenPermit.Instance, default));

        Assert.That(room.Cloud.Count(Act), Is.EqualTo(1));
    }

    [Test]
    public async Task Starts_an_instance()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (202, ""));

        var sent = await room.Changes.StartAsync(Vm, OpenPermit.Instance, default);

        Assert.That((sent, room.Cloud.Requests.Single(seen => seen.Line == Act).Body), Is.EqualTo((true, """{"os-start":null}""")));
    }

    [Test]
    public async Task Does_not_wait_for_a_silent_evacuate_beyond_its_limit()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (null, ""));

        var call = room.Changes.EvacuateAsync(Vm, null, OpenPermit.Instance, default);
        await room.Clock.RunAsync(NovaTimeouts.Evacuate);
        var failure = await Failures.OfAsync(call);

        Assert.Multiple(() =>
        {
            Assert.That(failure.MayHaveHappened, Is.True);
            Assert.That(failure.Message, Does.Contain("no answer within 60 s"));
        });
    }

    [Test]
    public async Task Knows_that_a_change_without_a_connection_never_happened()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.Unplug(Act);

        var failure = await Failures.OfAsync(room.Changes.EvacuateAsync(Vm, null, OpenPermit.Instance, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(FailureKind.Unreachable));
            Assert.That(failure.MayHaveHappened, Is.False);
        });
    }

    [Test]
    public async Task Knows_that_a_change_without_a_token_never_happened()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(ScriptedCloud.Login, (404, Fault("no such page")));

        var failure = await Failures.OfAsync(room.Changes.EvacuateAsync(Vm, null, OpenPermit.Instance, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(FailureKind.Refused));
            Assert.That(failure.MayHaveHappened, Is.False);
            Assert.That(room.Cloud.Count(Act), Is.Zero);
        });
    }

    [Test]
    public async Task Counts_an_unlock_of_a_gone_instance_as_done()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (404, Fault("Instance could not be found."))).On(Show, (404, Fault("Instance could not be found.")));

        var unlock = room.Changes.UnlockAsync(Vm, OpenPermit.Instance, default);
        await room.Clock.RunAsync(TimeSpan.FromSeconds(1));

        Assert.That(await unlock, Is.True);
        Assert.That((room.Cloud.Count(Act), room.Cloud.Count(Show)), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task Fails_to_unlock_an_instance_that_is_gone_for_one_answer_only()
    {
        await using var room = new OpenStackFixture();
        const string Server = """{"server": {"id": "3f2a1f60-0000-4000-8000-000000000001", "OS-EXT-STS:vm_state": "active"} }""";
        room.Cloud.On(Act, (404, Fault("Instance could not be found."))).On(Show, (200, Server));

        var failure = await Failures.OfAsync(room.Changes.UnlockAsync(Vm, OpenPermit.Instance, default));

        Assert.That(failure.Kind, Is.EqualTo(FailureKind.NotFound));
    }

    [TestCase(null, """{"evacuate":{}}""")]
    [TestCase("c2", """{"evacuate":{"host":"c2"}}""")]
    public async Task Names_the_target_of_an_evacuation_only_when_there_is_one(string? target, string body)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (200, ""));

        await room.Changes.EvacuateAsync(Vm, target, OpenPermit.Instance, default);

        Assert.That(room.Cloud.Requests.Last().Body, Is.EqualTo(body));
    }

    [Test]
    public async Task Sends_the_version_and_the_request_id_of_the_recovery()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (202, ""));

        using (RequestScope.Begin(Vm)) await room.Changes.LockAsync(Vm, OpenPermit.Instance, default);

        var headers = room.Cloud.Requests.Last().Headers;
        Assert.Multiple(() =>
        {
            Assert.That(headers["OpenStack-API-Version"], Is.EqualTo("compute 2.53"));
            Assert.That(headers["X-OpenStack-Nova-API-Version"], Is.EqualTo("2.53"));
            Assert.That(headers["X-OpenStack-Request-ID"], Is.EqualTo($"req-{Vm}"));
            Assert.That(RequestScope.Current, Is.Null);
        });
    }

    [Test]
    public async Task Keeps_secrets_out_of_logs_and_error_texts()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (400, Fault("bad token secret-token-1")));

        var failure = await Failures.OfAsync(room.Changes.LockAsync(Vm, OpenPermit.Instance, default));

        var texts = room.Log.Lines.Append(failure.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.Contain("bad token ***"));
            Assert.That(texts, Has.None.Contains("secret-token"));
            Assert.That(texts, Has.None.Contains("pass-word"));
        });
    }

    private static string Fault(string message) => $$"""{"itemNotFound": {"code": 1, "message": "{{message}}"} }""";
}
