namespace Masakari.Tests.Lifetime;

/// <summary>How a process of its own ends at a signal, and what systemd hears of it.</summary>
[Platform("Linux")]
internal sealed class SignalTests
{
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("masakari-life-");

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Stop_the_service_gracefully_and_systemd_is_told(
        [Values("a path", "an abstract name")] string kind, [Values("TERM", "INT")] string signal)
    {
        using var systemd = new NotifySocket(kind == "a path" ? Path.Combine(folder.FullName, "notify") : $"@masakari-{Guid.NewGuid()}");
        using var service = new ServiceProcess(folder.FullName, systemd.Address);

        var first = await Task.Run(systemd.Hear);
        var code = await service.EndAsync(signal);

        Assert.That((first, code), Is.EqualTo(("READY=1", 0)), service.Said);
        Assert.That(systemd.HearAll(), Is.EqualTo(new[] { "STOPPING=1" }));
        Assert.That(service.Said, Does.Contain(" Stopped\n"));
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    public async Task Stop_the_service_gracefully_without_systemd(string signal)
    {
        using var service = new ServiceProcess(folder.FullName, notifySocket: null);

        await service.Started;
        var code = await service.EndAsync(signal);

        Assert.That(code, Is.Zero, service.Said);
        Assert.That(service.Said, Does.Contain(" Stopped\n"));
    }

    [Test]
    public async Task Stop_the_service_gracefully_when_systemd_does_not_listen()
    {
        using var service = new ServiceProcess(folder.FullName, Path.Combine(folder.FullName, "nobody"));

        await service.Started;
        var code = await service.EndAsync("TERM");

        Assert.That(code, Is.Zero, service.Said);
        Assert.That(service.Said, Does.Contain("The state READY=1 could not be sent to systemd: "));
        Assert.That(service.Said, Does.Contain("The state STOPPING=1 could not be sent to systemd: "));
    }

    [Test]
    public async Task Stop_the_service_gracefully_when_the_disk_of_its_log_is_full()
    {
        using var systemd = new NotifySocket(Path.Combine(folder.FullName, "notify"));
        using var service = new ServiceProcess(folder.FullName, systemd.Address, "log_file = /dev/full");

        await Task.Run(systemd.Hear);
        var code = await service.EndAsync("TERM");

        Assert.That(code, Is.Zero, service.Said);
        Assert.That(service.Said.Trim(), Does.Match(
            "^masakari: log: lines are lost: No space left on device : '/dev/full'. Make room for the log file.\n"
            + "masakari: log: /dev/full is closed; up to [0-9]+ lines are missing.$"));
    }
}
