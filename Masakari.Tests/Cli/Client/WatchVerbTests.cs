using Masakari.Host.Cli;
using Masakari.Host.Cli.Client;
using Masakari.Tests.OpenStack;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Cli.Client;

/// <summary>Following a notification, under a fake clock.</summary>
public sealed class WatchVerbTests
{
    private const string Show = $"GET /v1/notifications/{Uuid}";
    private const string Moves = $"GET /v1/notifications/{Uuid}/vmoves?sort_key=id&sort_dir=asc";
    private const string Uuid = "8d4a3a8e-6f0c-4b53-9c43-1b0f3f8f2a55";

    private readonly FakeClock clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter errors = new() { NewLine = "\n" };
    private ScriptedCloud cloud = null!;

    [SetUp]
    public void Begin()
    {
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
        cloud = new ScriptedCloud(clock).On("GET /v1/", (200, """{"version": {"version": "1.3"}}"""));
    }

    [TearDown]
    public void End() => cloud.Dispose();

    [TestCase("finished", 0)]
    [TestCase("ignored", 0)]
    [TestCase("failed", 1)]
    public async Task Ends_with_the_exit_code_of_the_recovery(string status, int code)
    {
        cloud.On(Show, (200, Notification("VM", "running")), (200, Notification("VM", status)));

        Assert.That(await WatchAsync(), Is.EqualTo(code));
        Assert.That(output.ToString(), Is.EqualTo($"  0.0 s  notification: running\n  1.0 s  notification: {status}\n"));
    }

    [Test]
    public async Task Shows_tasks_vmoves_and_what_is_waited_for()
    {
        cloud.On(Show,
            (200, Notification(
                "COMPUTE_HOST", "running", "\"Waiting.\"", """{"name": "DisableTask", "state": "RUNNING", "progress": 0.5}""")),
            (200, Notification("COMPUTE_HOST", "running", "null", """{"name": "DisableTask", "state": "SUCCESS", "progress": 1.0}""")),
            (200, Notification("COMPUTE_HOST", "finished")));
        cloud.On(Moves, (200, """{"vmoves": []}"""), (200, Move("ongoing", "null")), (200, Move("succeeded", "\"c2\"")));
        cloud.On($"{Moves}&marker=1", (200, """{"vmoves": []}"""));

        Assert.That(await WatchAsync(), Is.Zero);
        Assert.That(output.ToString(), Is.EqualTo("""
              0.0 s  DisableTask: running
              0.0 s  notification: running: Waiting.
              1.0 s  DisableTask: success
              1.0 s  vm-1: ongoing
              1.0 s  notification: running
              2.0 s  vm-1: succeeded, now on c2
              2.0 s  notification: finished
            +----------------------------------+
            | instance | from | to | vmove     |
            |----------+------+----+-----------|
            | vm-1     | c1   | c2 | succeeded |
            +----------------------------------+

            """));
    }

    [Test]
    public async Task An_outage_of_the_api_does_not_end_it()
    {
        cloud.On(Show, (200, Notification("VM", "running")), (503, ""), (-1, ""), (200, Notification("VM", "finished")));

        Assert.That(await WatchAsync(), Is.Zero);
        Assert.That(output.ToString(), Does.Contain("the API does not answer, and is asked again"));
    }

    [Test]
    public async Task Says_that_there_is_no_such_notification()
    {
        cloud.On(Show, (404, """{"itemNotFound": {"code": 404, "message": "No notification with id x."}}"""));

        Assert.That(await WatchAsync(), Is.EqualTo(1));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: show notification {Uuid}: 404 No notification with id x; "));
    }

    private async Task<int> WatchAsync()
    {
        var around = new Surroundings
        {
            Variable = name => name == "OS_ENDPOINT" ? "http://masakari" : null, Folder = Path.GetTempPath(), Clock = clock,
            Transport = _ => new Unowned(cloud),
        };
        var watch = CommandLine.RunAsync(["notification", "watch", Uuid], output, errors, around);
        await clock.RunUntilAsync(() => watch.IsCompleted, TimeSpan.FromMinutes(1));
        return await watch;
    }

    private static string Notification(string type, string status, string message = "null", string details = "") => $$"""
        {"notification": {"notification_uuid": "{{Uuid}}", "type": "{{type}}", "status": "{{status}}", "message": {{message}},
         "recovery_workflow_details": [{{details}}]} }
        """;

    private static string Move(string status, string destination) => $$"""
        {"vmoves": [{"id": 1, "instance_name": "vm-1", "source_host": "c1", "dest_host": {{destination}}, "status": "{{status}}",
         "message": null}]}
        """;

    /// <summary>The command ends its connections; the test's cloud stays.</summary>
    private sealed class Unowned(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker cloud = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            cloud.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            cloud.Dispose();
            base.Dispose(disposing);
        }
    }
}
