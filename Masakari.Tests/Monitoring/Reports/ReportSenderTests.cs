using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Reports;

/// <summary>What the sender makes of each answer.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReportSenderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SenderLife life = new();

    [TearDown]
    public async Task End() => await life.DisposeAsync();

    [Test]
    public async Task Sends_what_the_original_sends()
    {
        life.Cloud.On(SenderLife.Post, (202, SenderLife.Stored));
        await life.AddAsync(SomeReports.Crash("i1") with { GeneratedAt = SomeReports.Noon.AddTicks(-123_4567) });

        await DoneAsync();

        var sent = life.Cloud.Requests.Single(seen => seen.Line == SenderLife.Post);
        Assert.That(sent.Body, Is.EqualTo(
            """{"notification":{"type":"VM","hostname":"c1","generated_time":"2026-11-22T11:59:59.876543","payload":"""
            + """{"event":"LIFECYCLE","instance_uuid":"i1","vir_domain_event":"STOPPED_FAILED"}}}"""));
        Assert.That(sent.Headers.Keys, Has.None.EqualTo("OpenStack-API-Version").IgnoreCase);
        Assert.That(life.Log.Lines, Has.Some.StartWith("7001 Instance report about host c1 accepted"));
    }

    [Test]
    public async Task Stamps_a_lasting_trouble_anew_and_a_crash_not()
    {
        life.Cloud.Unplug(SenderLife.Post);
        await life.AddAsync(SomeReports.Crash("i1"));
        await life.AddAsync(SomeReports.Hang("i2"));
        await life.Clock.RunAsync(10 * Minute);
        life.Cloud.On(SenderLife.Post, (202, SenderLife.Stored));

        await DoneAsync();

        var times = life.Posted.TakeLast(2).Select(body => $"{body["generated_time"]}").ToList();
        Assert.That(times[0], Is.EqualTo("2026-11-22T12:00:00.000000"));
        Assert.That(times[1], Does.StartWith("2026-11-22T12:1"));
    }

    [Test]
    public async Task Retries_with_longer_pauses_says_so_and_never_gives_up()
    {
        life.Cloud.Unplug(SenderLife.Post);
        await life.AddAsync(SomeReports.Crash("i1"));

        await life.Clock.RunAsync(TimeSpan.FromSeconds(75));
        Assert.That(life.Posted, Has.Count.EqualTo(4), "at 0, 10, 30 and 70 s");
        await life.Clock.RunAsync(60 * Minute);

        Assert.That(life.Log.Lines, Has.One.StartWith("7104 "));
        life.Cloud.On(SenderLife.Post, (202, SenderLife.Stored));
        await DoneAsync();
        Assert.That(life.Log.Lines, Has.One.StartWith("7005 "));
    }

    [TestCase(401)]
    [TestCase(403)]
    [TestCase(500)]
    [TestCase(503)]
    public async Task Keeps_a_report_while_the_api_answers_with_an_error(int status)
    {
        life.Cloud.On(SenderLife.Post, (status, """{"error": {"message": "No."}}"""), (status, ""), (status, ""), (202, SenderLife.Stored));
        await life.AddAsync(SomeReports.Crash("i1"));

        await DoneAsync();

        Assert.That(life.Log.Lines, Has.Some.StartWith("7001 "));
    }

    [Test]
    public async Task A_duplicate_is_done()
    {
        life.Cloud.On(SenderLife.Post, (409, Fault("conflictingRequest", 409, "Notification received from host c1 of type VM is duplicate.")));
        await life.AddAsync(SomeReports.Crash("i1"));

        await DoneAsync();

        Assert.That(life.Log.Lines, Has.One.StartWith("7002 "));
    }

    [Test]
    public async Task A_report_about_a_host_on_maintenance_is_dropped_with_a_warning()
    {
        life.Cloud.On(SenderLife.Post, (409, Fault("conflictingRequest", 409,
            "Notification received from host c1 of type 'VM' is ignored as the host is already under maintenance.")));
        await life.AddAsync(SomeReports.Crash("i1"));

        await DoneAsync();

        Assert.That(life.Log.Lines, Has.One.StartWith("7105 Instance report about host c1 dropped: the host is on maintenance"));
    }

    [Test]
    public async Task A_malformed_report_is_dropped_with_an_error()
    {
        life.Cloud.On(SenderLife.Post, (400, Fault("badRequest", 400, "Invalid input for field/attribute payload.")));
        await life.AddAsync(SomeReports.Crash("i1"));

        await DoneAsync();

        Assert.That(life.Log.Lines, Has.One.StartWith("7106 "));
    }

    [Test]
    public async Task An_unknown_host_is_said_with_the_names_that_look_alike_and_tried_again()
    {
        life.Cloud.On(SenderLife.Post,
            (400, Fault("badRequest", 400, "Host with name c1 could not be found.")), (202, SenderLife.Stored));
        Register("C1.example.org", "c11");
        await life.AddAsync(SomeReports.Crash("i1"));

        await life.Clock.RunAsync(4 * Minute);
        Assert.That(life.Posted, Has.Count.EqualTo(1));
        await DoneAsync();

        Assert.That(life.Log.Lines, Has.One.Contain(
            "7107 Host c1 is not registered in Masakari, which rejects reports about it. The name looks like 'C1.example.org' (segment s1): "
            + "set [DEFAULT] hostname to the registered name"));
    }

    [Test]
    public async Task What_no_longer_holds_is_dropped_before_the_send()
    {
        life.Monitor.Recovered["i1"] = true;
        life.Cloud.On(SenderLife.Post, (202, SenderLife.Stored));

        await life.AddAsync(SomeReports.Crash("i1"));
        await life.AddAsync(SomeReports.Crash("i2"));
        await DoneAsync();

        Assert.That(life.PostedSubjects, Is.EqualTo(["i2"]));
        Assert.That(life.Log.Lines, Has.One.StartWith("7003 "));
    }

    [Test]
    public async Task Its_monitor_hears_how_each_report_ended()
    {
        life.Monitor.Recovered["i1"] = true;
        life.Cloud.On(SenderLife.Post, (500, "{}"), (202, SenderLife.Stored));

        await life.AddAsync(SomeReports.Crash("i1"));
        await life.AddAsync(SomeReports.Crash("i2"));
        await DoneAsync();

        Assert.That(life.Monitor.Ends, Is.EqualTo([("i1", ReportEnd.Dropped), ("i2", ReportEnd.Answered)]));
    }

    [Test]
    public async Task A_monitor_that_cannot_tell_keeps_nothing_back()
    {
        life.Monitor.Holds = (_, ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ContinueWith(_ => true, TaskScheduler.Default);
        life.Cloud.On(SenderLife.Post, (202, SenderLife.Stored));
        await life.AddAsync(SomeReports.Crash("i1"));
        await DoneAsync();
        life.Monitor.Holds = (_, _) => throw new InvalidOperationException("libvirt is away");
        await life.AddAsync(SomeReports.Crash("i2"));
        await DoneAsync();

        Assert.That(life.PostedSubjects, Is.EqualTo(["i1", "i2"]));
        Assert.That(life.Log.Lines, Has.One.EndWith("so the report is sent: libvirt is away "));
    }

    [Test]
    public async Task What_is_older_than_a_day_is_dropped()
    {
        await life.AddAsync(SomeReports.Crash("i1") with { GeneratedAt = SomeReports.Noon.AddHours(-25) });

        await DoneAsync();

        Assert.That(life.Posted, Is.Empty);
        Assert.That(life.Log.Lines, Has.One.StartWith("7108 "));
    }

    [Test]
    public async Task A_report_that_the_api_fails_on_for_long_holds_up_no_other()
    {
        life.Cloud.On(SenderLife.Post, [.. Enumerable.Repeat(((int?)500, ""), 13), (202, SenderLife.Stored)]);
        await life.AddAsync(SomeReports.Crash("i1"));
        await life.AddAsync(SomeReports.Crash("i2"));

        await life.Clock.RunUntilAsync(() => life.Spool.Count == 0, 60 * Minute);

        Assert.That(life.PostedSubjects.TakeLast(2), Is.EqualTo(["i2", "i1"]));
        Assert.That(life.PostedSubjects.Take(13), Is.All.EqualTo("i1"));
    }

    [Test]
    public async Task A_storm_is_sent_in_its_order()
    {
        life.Cloud.On(SenderLife.Post, (202, SenderLife.Stored));
        var names = Enumerable.Range(0, 500).Select(number => $"i{number}").ToList();
        foreach (var name in names) await life.AddAsync(SomeReports.Crash(name));

        await DoneAsync();

        Assert.That(life.PostedSubjects, Is.EqualTo(names));
    }

    private Task DoneAsync() => life.Clock.RunUntilAsync(() => life.Spool.Count == 0, 10 * Minute);

    private void Register(params string[] names)
    {
        life.Cloud.On("GET /ha/v1/segments", (200, """{"segments": [{"id": 1, "uuid": "u1", "name": "s1"}]}"""));
        life.Cloud.On("GET /ha/v1/segments?marker=1", (200, """{"segments": []}"""));
        var hosts = string.Join(", ", names.Select((name, at) => $$"""{"id": {{at + 1}}, "name": "{{name}}"}"""));
        life.Cloud.On("GET /ha/v1/segments/u1/hosts", (200, $$"""{"hosts": [{{hosts}}]}"""));
        life.Cloud.On($"GET /ha/v1/segments/u1/hosts?marker={names.Length}", (200, """{"hosts": []}"""));
    }

    private static string Fault(string name, int code, string message) => $$$"""{"{{{name}}}": {"code": {{{code}}}, "message": "{{{message}}}"}}""";
}
