using System.Text.Json.Nodes;
using Masakari.Core.Configuration;
using Masakari.Core.Events;
using Masakari.Host.Api;
using Masakari.Host.Lifetime;
using Masakari.Host.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace Masakari.Tests.Service;

internal sealed class LogSetupTests
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
        var text = Logged(loggers => loggers.CreateLogger("test").AtStart(LogLevel.Warning, "a\r\n2026 forged \u001b[31m\u0085\u2028b"));

        Assert.That(text, Does.EndWith("WRN test a\\u000D\\u000A2026 forged \\u001B[31m\\u0085\\u2028b\n"));
    }

    [Test]
    public void Writes_an_event_as_one_line_of_json([Values] bool asJson)
    {
        var told = new ServiceEvent
        {
            MessageId = Guid.NewGuid(), PublisherId = "masakari-api:c", EventType = "segment.create.end", IsError = false,
            Payload = new JsonObject { ["name"] = "Zürich \"1\"\n\u2028" }, Timestamp = DateTimeOffset.UnixEpoch,
        };

        var line = Logged(loggers => new LogEventSink(loggers).Send(told), asJson).TrimEnd('\n');

        var json = asJson ? JsonNode.Parse(line)!["RenderedMessage"]!.GetValue<string>() : line[line.IndexOf('{', StringComparison.Ordinal)..];
        Assert.That(line, Does.Contain("oslo.messaging.notification.segment.create.end").And.Not.Contain("\n"));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(told.ToJson())), json);
    }

    [TestCase("Masakari.Core.Recovery.Evacuation.InstanceMove", "recovery")]
    [TestCase("Masakari.Core.OpenStack.Nova.NovaClient", "openstack.nova")]
    [TestCase("Masakari.Host.Api.AnswerSender", "api")]
    [TestCase("Masakari", "masakari")]
    [TestCase("oslo.messaging.notification.segment.create.end", "oslo.messaging.notification.segment.create.end")]
    public void Names_the_part_of_the_service_instead_of_the_class(string category, string room)
    {
        var text = Logged(loggers => loggers.CreateLogger(category).AtStart(LogLevel.Information, "text"));

        Assert.That(text, Does.EndWith($" INF {room} text\n"));
    }

    [Test]
    public void Shows_our_request_id_though_the_web_server_has_one_of_its_own()
    {
        var text = Logged(loggers =>
        {
            var logger = loggers.CreateLogger("Masakari.Host.Api.AnswerSender");
            using (logger.BeginScope(new Dictionary<string, object> { ["RequestId"] = "0HN:1" }))
                logger.Answered(LogLevel.Information, "GET", "/v1/segments", 404, 1, "192.0.2.7", "req-1", "");
        });

        Assert.That(text, Does.EndWith("from 192.0.2.7 (req-1)\n"));
    }

    [TestCase("masakari=DEBUG", "Masakari.Core.Recovery.Engine", LogLevel.Debug, true)]
    [TestCase("masakari=WARN", "Masakari.Core.Recovery.Engine", LogLevel.Information, false)]
    [TestCase("masakari=WARN, masakari.engine.manager=INFO", "Masakari.Core.Recovery.Engine", LogLevel.Information, true)]
    [TestCase("keystonemiddleware.auth_token=ERROR", "Masakari.Host.Auth.TokenCache", LogLevel.Warning, false)]
    [TestCase("sqlalchemy.engine=DEBUG", "Masakari.Core.Persistence.Database", LogLevel.Debug, true)]
    [TestCase("Microsoft.AspNetCore=info", "Microsoft.AspNetCore.Server.Kestrel", LogLevel.Information, true)]
    [TestCase("oslo.messaging=WARNING", "oslo.messaging.notification.segment.create.end", LogLevel.Information, false)]
    [TestCase("amqp=WARN", "Masakari.Core.Recovery.Engine", LogLevel.Information, true)]
    [TestCase("amqp=WARN", "Masakari.Core.Recovery.Engine", LogLevel.Debug, false)]
    public void Logs_of_a_part_what_default_log_levels_says(string levels, string category, LogLevel level, bool expected)
    {
        var conf = Conf.Parse($"[DEFAULT]\ndefault_log_levels = {levels}");

        var text = Logged(loggers => loggers.CreateLogger(category).AtStart(level, "hello"), LogOptions.Read(conf));

        Assert.That(conf.Warnings, Is.Empty);
        Assert.That(text.Contains("hello", StringComparison.Ordinal), Is.EqualTo(expected));
    }

    [TestCase("masakari=LOUD")]
    [TestCase("masakari")]
    [TestCase("=INFO")]
    public void Warns_of_log_levels_that_cannot_be_read(string pair)
    {
        var conf = Conf.Parse($"[DEFAULT]\ndefault_log_levels = {pair}");

        LogOptions.Read(conf);

        Assert.That(conf.Warnings.Single().ToString(), Does.Contain($"default_log_levels: '{pair}' has no effect: it is not NAME=LEVEL"));
    }

    [Test]
    public void Counts_lines_that_the_file_does_not_take_and_tells_twice()
    {
        var (file, errors) = (new FullDisk(), new StringWriter());
        using var guard = new LogFileGuard(file, "masakari.log", errors);
        foreach (var isFull in new[] { false, true, true, true, false, false })
        {
            file.IsFull = isFull;
            guard.Emit(Line());
        }

        Assert.That(errors.ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "masakari: log: lines are lost: the disk is full. Make room for the log file.",
            "masakari: log: masakari.log is written again; up to 3 lines are missing.", "",
        }));
    }

    [Test]
    public void Says_why_the_file_cannot_be_opened()
    {
        var folder = Directory.CreateTempSubdirectory("masakari-log-").FullName;
        var errors = new StringWriter();

        using (var guard = (IDisposable)LogSetup.LogFile(new MessageTemplateTextFormatter("{Message}"), folder, errors))
            ((ILogEventSink)guard).Emit(Line());

        Assert.That(errors.ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            $"masakari: log: lines are lost: Access to the path '{folder}' is denied. "
            + "Correct the path or its permissions, then send SIGHUP or restart.",
            $"masakari: log: {folder} is closed; up to 1 lines are missing.", "",
        }));
        Directory.Delete(folder);
    }

    private static LogEvent Line() => new(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, MessageTemplate.Empty, []);

    private static string Logged(Action<ILoggerFactory> log, bool asJson = false) => Logged(log, new LogOptions { Json = asJson });

    private static string Logged(Action<ILoggerFactory> log, LogOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("masakari-log-");
        var file = Path.Combine(folder.FullName, "masakari.log");
        using (var services = new ServiceCollection()
            .AddLogging(logging => logging.AddMasakariLog(options with { File = file })).BuildServiceProvider())
            log(services.GetRequiredService<ILoggerFactory>());
        var text = File.ReadAllText(file);
        folder.Delete(recursive: true);
        return text;
    }

    private sealed class FullDisk : ILogEventSink
    {
        public bool IsFull { get; set; }

        public void Emit(LogEvent logEvent)
        {
            if (IsFull)
                throw new IOException("the disk is full");
        }
    }
}
