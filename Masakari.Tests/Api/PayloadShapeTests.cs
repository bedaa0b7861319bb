using System.Text.Json.Nodes;
using Masakari.Core.Notifications;
using Masakari.Host.Api.Notifications;

namespace Masakari.Tests.Api;

public sealed class PayloadShapeTests
{
    [TestCase(NotificationType.ComputeHost, """{"event": "STOPPED"}""")]
    [TestCase(NotificationType.ComputeHost, """{"event": "STARTED", "cluster_status": "OFFLINE", "host_status": "UNKNOWN"}""")]
    [TestCase(NotificationType.Process, """{"event": "STOPPED", "process_name": "nova-compute"}""")]
    [TestCase(NotificationType.Vm, """{"event": "any", "instance_uuid": "{5A8A2A0B9A0B4F6E93A50B2A6F6A7D55}", "vir_domain_event": "any"}""")]
    public void Takes_a_good_payload(NotificationType type, string payload) => Assert.That(PayloadShape.Check(type, JsonNode.Parse(payload)!.AsObject()), Is.Null);

    [TestCase(NotificationType.ComputeHost, "{}", "'event' is a required property")]
    [TestCase(NotificationType.ComputeHost, """{"event": "STOPPED", "x": "y"}""", "Additional properties are not allowed ('x' was unexpected)")]
    [TestCase(NotificationType.ComputeHost, """{"event": "stopped"}""",
        "Invalid input for field/attribute event. Value: stopped. 'stopped' is not one of ('STARTED', 'STOPPED')")]
    [TestCase(NotificationType.ComputeHost, """{"host_status": "x", "event": "y"}""",
        "Invalid input for field/attribute host_status. Value: x. 'x' is not one of ('NORMAL', 'UNKNOWN')")]
    [TestCase(NotificationType.Process, """{"process_name": "", "event": "STOPPED"}""",
        "Invalid input for field/attribute process_name. Value: . '' should be non-empty")]
    [TestCase(NotificationType.Vm, """{"event": "e", "instance_uuid": "1", "vir_domain_event": "v"}""",
        "Invalid input for field/attribute instance_uuid. Value: 1. '1' is not a 'uuid'")]
    [TestCase(NotificationType.Vm, """{"event": "e"}""", "'instance_uuid' is a required property")]
    public void Refuses_a_bad_payload(NotificationType type, string payload, string message) =>
        Assert.That(PayloadShape.Check(type, JsonNode.Parse(payload)!.AsObject())?.Message, Is.EqualTo(message));
}
