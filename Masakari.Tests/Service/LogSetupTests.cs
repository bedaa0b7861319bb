using Masakari.Host.Lifetime;
using Masakari.Host.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace Masakari.Tests.Service;

public sealed class LogSetupTests
{
    [TestCase(LogEventLevel.Warning, "<4>one\n<4>two\n")]
    [TestCase(LogEventLevel.Debug, "<7>one\n<7>two\n")]
    [TestCase(LogEventLevel.Error, "<3>one\n<3>two\n")]
    public void Tells_the_journal_the_priority_of_every_line(LogEventLevel level, string text)
    {
        var output = new StringWriter();
        var entry = new LogEvent(DateTimeOffset.UnixEpoch, level, null, new MessageTemplateParser().Parse("one\ntwo"), []);

        new JournalFormatter(new MessageTemplateTextFormatter("{Message:l}{NewLine}")).Format(entry, output);

        Assert.That(output.ToString(), Is.EqualTo(text));
    }

    [Test]
    public void Lets_nothing_that_is_logged_begin_a_line_or_command_a_terminal()
    {
        var folder = Directory.CreateTempSubdirectory("masakari-log-");
        var file = Path.Combine(folder.FullName, "masakari.log");
        using (var services = new ServiceCollection().AddLogging(logging => logging.AddMasakariLog(new LogOptions { File = file })).BuildServiceProvider())
            services.GetRequiredService<ILoggerFactory>().CreateLogger("test").AtStart(LogLevel.Warning, "a\r\n2026 forged \u001b[31m\u0085\u2028b");

        Assert.That(File.ReadAllText(file), Does.EndWith("WRN test a\\u000D\\u000A2026 forged \\u001B[31m\\u0085\\u2028b\n"));

        folder.Delete(recursive: true);
    }
}
