using Masakari.Core.Configuration;
using Masakari.Core.Events;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Events;

public sealed class EventPublisherTests
{
    private readonly FakeLogCollector log = new();

    [SetUp]
    public void Begin() => log.Clear();

    [Test]
    public void Builds_no_payload_without_a_sink()
    {
        var built = false;

        Publisher().Publish(EventSource.Api, "segment.create", EventPhase.Start, () =>
        {
            built = true;
            return Something();
        });

        Assert.That(built, Is.False);
    }

    [Test]
    public void Logs_a_payload_that_cannot_be_built()
    {
        var sink = new RecordingSink();

        Publisher(sink).Publish(
            EventSource.Engine, "notification.process", EventPhase.Start, () => throw new InvalidOperationException("no JSON"));

        Assert.That(sink.Published, Is.Empty);
        Assert.That(log.TimedLines, Has.One.Contains("Warning 2100 The event notification.process.start could not be sent no JSON"));
    }

    [Test]
    public void Publishes_to_the_other_sinks_when_one_throws()
    {
        var sink = new RecordingSink();

        Publisher(new BrokenSink(), sink).Publish(EventSource.Engine, "notification.process", EventPhase.Error, Something);

        Assert.That(sink.Types, Is.EqualTo(new[] { "notification.process.error" }));
        Assert.That(sink.Published[0].PublisherId, Is.EqualTo("masakari-engine:controller-1"));
        Assert.That(log.TimedLines, Has.One.Contains("Warning 2100 The event notification.process.error could not be sent broken"));
    }

    [Test]
    public void Publishes_no_error_without_a_start()
    {
        var sink = new RecordingSink();

        Assert.That(
            async () => await Publisher(sink).AroundAsync<string>(
                "host.update", "", _ => Something(), _ => throw new InvalidOperationException("away")),
            Throws.InvalidOperationException);

        Assert.That(sink.Published, Is.Empty);
    }

    [Test]
    public async Task Publishes_one_start_when_a_transaction_runs_again()
    {
        var sink = new RecordingSink();

        await Publisher(sink).AroundAsync<string>("host.update", "", _ => Something(), scope =>
        {
            scope.PublishStart(Something);
            scope.PublishStart(Something);
            return Task.FromResult<Core.Result<string>>("done");
        });

        Assert.That(sink.Types, Is.EqualTo(new[] { "host.update.start", "host.update.end" }));
    }

    [Test]
    public void Publishes_the_exception_that_ended_the_operation()
    {
        var sink = new RecordingSink();

        Assert.That(async () => await Publisher(sink).AroundAsync<string>("host.update", "", _ => Something(), async scope =>
        {
            scope.PublishStart(Something);
            await Task.Yield();
            throw new TimeoutException("no answer");
        }), Throws.InstanceOf<TimeoutException>());

        var fault = sink.Published[1].Payload["masakari_object.data"]!["fault"]!;
        Assert.That((sink.Published[1].IsError, fault["masakari_object.name"]!.GetValue<string>()), Is.EqualTo((true, "ExceptionPayload")));
        Assert.That(fault["masakari_object.data"]!["exception"]!.GetValue<string>(), Is.EqualTo("TimeoutException"));
        Assert.That(fault["masakari_object.data"]!["exception_message"]!.GetValue<string>(), Is.EqualTo("no answer"));
        Assert.That(fault["masakari_object.data"]!["traceback"]!.GetValue<string>(), Does.Contain(nameof(EventPublisherTests)));
    }

    [TestCase("", false)]
    [TestCase("driver =", false)]
    [TestCase("driver = noop", false)]
    [TestCase("driver = noop\ndriver = log", true)]
    [TestCase("driver = messagingv2\ndriver = log", true)]
    public void Has_the_sinks_that_the_operator_wants(string lines, bool toLog)
    {
        var conf = Conf.Parse("[oslo_messaging_notifications]\n" + lines);
        using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddEvents(EventOptions.Read(conf)).BuildServiceProvider();

        Assert.That(services.GetServices<IEventSink>().Any(), Is.EqualTo(toLog));
        Assert.That(services.GetRequiredService<EventPublisher>(), Is.Not.Null);
        Assert.That(conf.Errors, Is.Empty);
    }

    [Test]
    public void Warns_that_there_is_no_message_bus_and_rejects_an_unknown_driver()
    {
        var conf = Conf.Parse("[oslo_messaging_notifications]\ndriver = messagingv2\ndriver = routing\ndriver = taskflow_driver");

        EventOptions.Read(conf);

        Assert.That(conf.Warnings.Single().ToString(), Does.Contain("messagingv2, routing: this service has no message bus"));
        Assert.That(conf.Errors.Single().ToString(), Does.Contain("'taskflow_driver' is not a known driver; use log or noop"));
    }

    [TestCase(EventPhase.End, "Information")]
    [TestCase(EventPhase.Error, "Error")]
    public void The_log_has_one_line_for_each_event(EventPhase phase, string level)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(new FakeLoggerProvider(log)));

        Publisher(new LogEventSink(loggers)).Publish(EventSource.Api, "segment.create", phase, Something);

        Assert.That(log.TimedLines.Single(), Does.Contain($" {level} 2000 {{\"message_id\":\"")
            .And.Contains("\"name\":\"ab\\nc\"").And.Not.Contains("\n"));
    }

    private static EventObject Something() => new("Thing", "1.0", new System.Text.Json.Nodes.JsonObject { ["name"] = "ab\nc" });

    private EventPublisher Publisher(params IEventSink[] sinks) =>
        new(sinks, new EventOptions { Host = "controller-1" }, new SettableClock(), new FakeLogger<EventPublisher>(log));

    private sealed class BrokenSink : IEventSink
    {
        public void Send(ServiceEvent published) => throw new InvalidOperationException("broken");
    }
}
