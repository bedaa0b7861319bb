using System.Globalization;
using System.Text.Json.Nodes;

namespace Masakari.Core.Events;

/// <summary>A thing as consumers of events know it. The rooms build them.</summary>
/// <param name="Name">The name of its kind, such as <c>SegmentApiPayload</c>.</param>
/// <param name="Version">Which fields it has.</param>
/// <param name="Data">The fields; what is not known yet is left out.</param>
public sealed record EventObject(string Name, string Version, JsonObject Data)
{
    /// <summary>A moment as events tell it: UTC, whole seconds.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The object in the wrapper that says what it is.</summary>
    public JsonObject ToJson() => Wrapped((JsonObject)Data.DeepClone());

    /// <summary>As the payload of an event: what went wrong, or null, comes before the fields.</summary>
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
