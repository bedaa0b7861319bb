using Masakari.Core.Notifications;
using Masakari.Host.Api.Wire;

namespace Masakari.Tests.Notifications;

public sealed class FailureTests
{
    private static readonly Guid Instance = Guid.Parse("5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55");

    private static readonly string[] Spellings =
    [
        "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "5A8A2A0B9A0B4F6E93A50B2A6F6A7D55", "{5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55}",
        "urn:uuid:5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55",
    ];

    [TestCase("""{"event": "STOPPED", "cluster_status": "OFFLINE", "host_status": "NORMAL"}""", "STOPPED", "NORMAL")]
    [TestCase("""{"event": "STARTED", "event": "STOPPED"}""", "STOPPED", null)]
    [TestCase("""{"event": 1, "host_status": ["NORMAL"]}""", null, null)]
    [TestCase("{}", null, null)]
    public void Reads_a_host_failure(string payload, string? word, string? status)
    {
        Assert.That(Failure.Read(NotificationType.ComputeHost, payload), Is.EqualTo(new HostFailure(word, status)));
    }

    [TestCase("STOPPED", true)]
    [TestCase("STARTED", false)]
    [TestCase("stopped", false)]
    [TestCase(null, false)]
    public void Only_the_exact_word_is_a_stop(string? word, bool isStop)
    {
        Assert.That(new HostFailure(word, HostStatus: null).IsStop, Is.EqualTo(isStop));
    }

    [TestCase("""{"event": "STOPPED", "process_name": "nova-compute"}""", "STOPPED", "nova-compute")]
    [TestCase("""{"process_name": null}""", null, null)]
    public void Reads_a_process_failure(string payload, string? word, string? name)
    {
        Assert.That(Failure.Read(NotificationType.Process, payload), Is.EqualTo(new ProcessFailure(word, name)));
    }

    [TestCase("""{"event": "LIFECYCLE", "instance_uuid": "ID", "vir_domain_event": "STOPPED_FAILED"}""", "LIFECYCLE", "STOPPED_FAILED")]
    [TestCase("""{"instance_uuid": "ID"}""", null, null)]
    public void Reads_an_instance_failure(string payload, string? word, string? domainEvent)
    {
        var failure = Failure.Read(NotificationType.Vm, payload.Replace("ID", Instance.ToString(), StringComparison.Ordinal));

        Assert.That(failure, Is.EqualTo(new InstanceFailure(Instance, word, domainEvent)));
    }

    [TestCaseSource(nameof(Spellings))]
    public void Reads_every_spelling_of_a_uuid_that_the_API_accepts(string spelling)
    {
        var failure = Failure.Read(NotificationType.Vm, $$"""{"instance_uuid": "{{spelling}}"}""");

        Assert.That(UuidText.IsLike(spelling), Is.True);
        Assert.That(failure, Is.EqualTo(new InstanceFailure(Instance, Event: null, DomainEvent: null)));
    }

    [TestCase("", "it is not valid JSON")]
    [TestCase("{'event': u'STOPPED'}", "it is not valid JSON")]
    [TestCase("""{"event": "STOP""", "it is not valid JSON")]
    [TestCase("""{"instance_uuid": "\ud83d"}""", "it is not valid JSON")]
    [TestCase("null", "it is not a JSON object")]
    [TestCase("""["STOPPED"]""", "it is not a JSON object")]
    [TestCase("{}", "its instance_uuid is missing")]
    [TestCase("""{"instance_uuid": 7}""", "its instance_uuid is missing")]
    [TestCase("""{"instance_uuid": "vm-7"}""", "its instance_uuid 'vm-7' is not a UUID")]
    public void Says_why_a_payload_cannot_be_read(string payload, string why)
    {
        var failure = Failure.Read(NotificationType.Vm, payload);

        Assert.That(failure, Is.EqualTo(new UnreadableFailure($"The stored payload cannot be read: {why}.")));
    }

    [Test]
    public void A_payload_with_half_a_character_cannot_be_read()
    {
        var payload = """{"event": "🔥"}""".Replace("\udd25", "", StringComparison.Ordinal);

        Assert.That(Failure.Read(NotificationType.ComputeHost, payload), Is.TypeOf<UnreadableFailure>());
    }

    [Test]
    public void A_payload_nested_too_deeply_cannot_be_read([Values] NotificationType type)
    {
        var payload = new string('[', 1000) + new string(']', 1000);

        Assert.That(Failure.Read(type, payload), Is.TypeOf<UnreadableFailure>());
    }
}
