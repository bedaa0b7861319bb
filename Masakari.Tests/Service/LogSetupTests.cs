using Masakari.Host.Lifetime;
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
}
