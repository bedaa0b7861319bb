using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masakari.Core.Notifications;

namespace Masakari.Tests.Notifications;

public sealed class NotificationEventsTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [TestCase("""{"event": "STOPPED"}""", """{"event":"STOPPED"}""")]
    [TestCase("""{"event":"STARTED","event":"STOPPED"}""", """{"event":"STARTED","event":"STOPPED"}""")]
    [TestCase("null", "null")]
    [TestCase("{'event': 'STOPPED'}", "\"{'event': 'STOPPED'}\"")]
    [TestCase("", "\"\"")]
    public void Shows_a_payload_that_is_not_JSON_as_a_string(string stored, string shown)
    {
        var notification = new Notification
        {
            Id = 1, Uuid = Guid.NewGuid(), GeneratedAt = DateTimeOffset.UnixEpoch, SourceHostUuid = Guid.NewGuid(),
            Type = NotificationType.ComputeHost, PayloadJson = stored, CreatedAt = DateTimeOffset.UnixEpoch,
        };

        var payload = NotificationEvents.Of(notification).ToPayload(fault: null);

        var data = (JsonObject)payload["masakari_object.data"]!;
        Assert.That(data["payload"]?.ToJsonString(Relaxed) ?? "null", Is.EqualTo(shown));
    }
}
