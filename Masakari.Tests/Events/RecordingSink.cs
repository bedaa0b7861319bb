using System.Text.RegularExpressions;
using Masakari.Core.Events;

namespace Masakari.Tests.Events;

/// <summary>Keeps the events that it receives.</summary>
internal sealed partial class RecordingSink : IEventSink
{
    public List<ServiceEvent> Published { get; } = [];

    public IEnumerable<string> Types => Published.Select(published => published.EventType);

    /// <summary>
    /// The envelope of the only event of that type. Every uuid that the service made is written as U, every number of a row as 1.
    /// </summary>
    public string Json(string type)
    {
        var json = Published.Single(published => published.EventType == type).ToJson();
        json = RowNumber().Replace(Uuid().Replace(json, "U"), "\"id\":1");
        return Created().Replace(json, "\"created_at\":\"2026-11-22T08:00:00Z\"");   // by the database's clock
    }

    public void Send(ServiceEvent published) => Published.Add(published);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex("\"created_at\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\"")]
    private static partial Regex Created();

    [GeneratedRegex("\"id\":[1-9][0-9]*")]
    private static partial Regex RowNumber();
}
