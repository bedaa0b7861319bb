using System.Globalization;
using System.Text.Json.Nodes;

namespace Masakari.Core.Events;

/// <summary>The payload object of an event, in the format of the original. Each room builds its own.</summary>
/// <param name="Name">The payload's class name in the original, such as <c>SegmentApiPayload</c>.</param>
/// <param name="Version">The version of the set of fields.</param>
/// <param name="Data">The fields; a field without a known value is left out.</param>
public sealed record EventObject(string Name, string Version, JsonObject Data)
{
    /// <summary>A time in the format of events: UTC, whole seconds.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The object in its envelope, which names the object and its version.</summary>
    public JsonObject ToJson() => Wrapped((JsonObject)Data.DeepClone());

    /// <summary>The object as an event's payload: the fault, or null, comes before the fields.</summary>
    internal JsonObject ToPayload(EventFault? fault)
    {
        var data = new JsonObject { ["fault"] = fault?.ToJson() };
        foreach (var (name, value) in Data)
            data[name] = value?.DeepClone();
        return Wrapped(data);
    }

    private JsonObject Wrapped(JsonObject data) => new()
    {
        ["masakari_object.name"] = Name,
        ["masakari_object.namespace"] = "masakari",
        ["masakari_object.version"] = Version,
        ["masakari_object.data"] = data,
    };
}
