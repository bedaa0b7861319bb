using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Reports;

/// <summary>Reports outlive the process. A kill is a spool that is only closed: nothing is written at its end.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReportSpoolTests
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-spool-");
    private readonly FakeLogCollector log = new();
    private int most = 10_000;
    private ReportSpool spool = null!;

    private string FilePath => Path.Combine(folder.FullName, "reports.jsonl");

    [SetUp]
    public void Begin() => spool = Open();

    [TearDown]
    public void Clear()
    {
        spool.Dispose();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Keeps_reports_and_their_order_across_a_kill()
    {
        foreach (var name in new[] { "a", "b", "c" }) await spool.AddAsync(SomeReports.Crash(name), default);
        var first = spool.Waiting[0];
        await spool.RemoveAsync(first);

        Reopen();

        Assert.That(Subjects(), Is.EqualTo(["b", "c"]));
        var (before, after) = (SomeReports.Crash("b"), spool.Waiting[0]);
        Assert.That(
            (after.Type, after.HostName, after.GeneratedAt, after.Monitor, after.Payload.ToJsonString()),
            Is.EqualTo((before.Type, before.HostName, before.GeneratedAt, before.Monitor, before.Payload.ToJsonString())));
    }

    [Test]
    public async Task Leaves_out_a_line_that_a_kill_has_cut()
    {
        await spool.AddAsync(SomeReports.Crash("a"), default);
        await spool.AddAsync(SomeReports.Crash("b"), default);
        spool.Dispose();
        await using (var file = new FileStream(FilePath, FileMode.Open)) file.SetLength(file.Length - 5);

        spool = Open();
        await spool.AddAsync(SomeReports.Crash("c"), default);
        Reopen();

        Assert.That(Subjects(), Is.EqualTo(["a", "c"]));
        Assert.That(log.Lines, Has.Some.StartWith("7100 1 lines in the spool"));
    }

    [Test]
    public async Task Writes_those_that_come_together_all_to_disk()
    {
        var names = Enumerable.Range(0, 500).Select(number => $"{number}").ToList();

        await Task.WhenAll(names.Select(name => Task.Run(() => spool.AddAsync(SomeReports.Crash(name), default))));
        Reopen();

        Assert.That(Subjects(), Is.EquivalentTo(names));
    }

    [Test]
    public async Task When_full_drops_the_oldest_instance_and_process_reports_before_those_of_hosts()
    {
        most = 10;
        Reopen();
        await spool.AddAsync(SomeReports.Loss("c8"), default);
        foreach (var name in Enumerable.Range(0, 11)) await spool.AddAsync(SomeReports.Crash($"{name}"), default);

        Assert.That(Subjects(), Is.EqualTo((string[])["c8", .. Enumerable.Range(2, 9).Select(name => $"{name}")]));
        Assert.That(log.Lines, Has.Some.Contain("Dropped since the start: 2"));

        foreach (var name in Enumerable.Range(0, 10)) await spool.AddAsync(SomeReports.Loss($"n{name}"), default);

        Assert.That(Subjects(), Is.EqualTo((string[])[.. Enumerable.Range(0, 10).Select(name => $"n{name}")]));
    }

    [Test]
    public async Task The_same_again_replaces_the_one_that_waits()
    {
        await spool.AddAsync(SomeReports.Crash("a"), default);
        await spool.AddAsync(SomeReports.Crash("b"), default);

        await spool.AddAsync(SomeReports.Crash("a") with { GeneratedAt = SomeReports.Noon.AddMinutes(1) }, default);

        Assert.That(Subjects(), Is.EqualTo(["b", "a"]));
        Assert.That(spool.Waiting[1].GeneratedAt, Is.EqualTo(SomeReports.Noon.AddMinutes(1)));
    }

    [Test]
    public async Task The_file_does_not_grow_with_what_is_done()
    {
        await spool.AddAsync(SomeReports.Crash("stays"), default);
        foreach (var name in Enumerable.Range(0, 2000))
        {
            await spool.AddAsync(SomeReports.Crash($"{name}"), default);
            await spool.RemoveAsync(spool.Waiting[^1]);
        }

        Assert.That(File.ReadLines(FilePath).Count(), Is.LessThan(1100));
        Reopen();
        Assert.That(Subjects(), Is.EqualTo(["stays"]));
    }

    [Test]
    public void A_second_process_is_kept_away() => Assert.That(() => Open(), Throws.InstanceOf<IOException>());

    private void Reopen()
    {
        spool.Dispose();
        spool = Open();
    }

    private ReportSpool Open() =>
        new(new SpoolOptions { Folder = folder.FullName, MaxReports = most }, new FakeLogger<ReportSpool>(log));

    private IEnumerable<string> Subjects() => spool.Waiting.Select(report => report.Subject());
}
