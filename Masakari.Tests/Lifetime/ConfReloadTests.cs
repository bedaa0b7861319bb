using Masakari.Core.Configuration;
using Masakari.Host.Lifetime;
using Masakari.Host.Service;
using Masakari.Tests.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Serilog.Events;

namespace Masakari.Tests.Lifetime;

public sealed class ConfReloadTests
{
    private static readonly string Written = LocalConf.In("/var/lib/masakari");


    private readonly FakeLogCollector log = new();
    private LogControl control = null!;
    private DirectoryInfo folder = null!;

    private string LogFile => Path.Combine(folder.FullName, "masakari.log");

    [SetUp]
    public void Begin()
    {
        log.Clear();
        folder = Directory.CreateTempSubdirectory("masakari-reload-");
        control = new LogControl(new LogOptions { File = LogFile });
    }

    [TearDown]
    public void Clear()
    {
        control.Logger.Dispose();
        folder.Delete(recursive: true);
    }

    [TestCase("true", LogEventLevel.Debug)]
    [TestCase("false", LogEventLevel.Information)]
    public async Task Puts_debug_in_force_at_once(string debug, LogEventLevel level)
    {
        await ReloadAsync(Written + $"[DEFAULT]\ndebug = {debug}\n");

        Assert.That(control.Level.MinimumLevel, Is.EqualTo(level));
        Assert.That(log.Lines.Select(line => line.Trim()), Is.EqualTo(new[] { $"6420 Configuration read again: debug = {debug}" }));
    }

    [Test]
    public async Task Names_what_takes_a_restart_without_its_value()
    {
        await ReloadAsync(Written.Replace("= secret", "= hidden", StringComparison.Ordinal) + "[recovery]\nsweep_seconds = 9\n");

        Assert.That(log.Lines[^1].Trim(), Is.EqualTo(
            "6522 These changed options need a restart to take effect: [DEFAULT] os_privileged_user_password, [recovery] sweep_seconds"));
    }

    [Test]
    public async Task Leaves_all_as_it_is_when_there_is_a_mistake()
    {
        await ReloadAsync(Written + "[DEFAULT]\ndebug = true\n[recovery]\nsweep_seconds = soon\n");

        Assert.That(control.Level.MinimumLevel, Is.EqualTo(LogEventLevel.Information));
        Assert.That(log.Lines.Single(), Does.StartWith("6523").And.Contain("sweep_seconds: 'soon' is not"));
    }

    [Test]
    public async Task Opens_the_log_file_anew()
    {
        control.Logger.Information("before");
        File.Move(LogFile, LogFile + ".1");
        control.Logger.Information("meanwhile");

        await ReloadAsync(Written);
        control.Logger.Information("after");

        control.Logger.Dispose();
        Assert.That(await WordsAsync(LogFile + ".1"), Is.EqualTo(new[] { "before", "meanwhile" }));
        Assert.That(await WordsAsync(LogFile), Is.EqualTo(new[] { "after" }));
    }

    private async Task ReloadAsync(string text)
    {
        var path = Path.Combine(folder.FullName, "masakari.conf");
        var sources = new ConfSources { Project = "masakari", SystemFolder = folder.FullName, Arguments = [new ConfArgument(path)] };
        await File.WriteAllTextAsync(path, Written);
        var (before, _) = ConfReview.Read(sources, MasakariService.ReadAll);
        await File.WriteAllTextAsync(path, text);
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(new FakeLoggerProvider(log)));
        new ConfReload(sources, MasakariService.ReadAll, before, control, new Logger<ConfReload>(logging)).Run();
    }

    private static async Task<IEnumerable<string>> WordsAsync(string file) =>
        (await File.ReadAllLinesAsync(file)).Select(line => line.Split(' ')[^1]);
}
