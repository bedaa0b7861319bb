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
    public string Json(string type) => RowNumber().Replace(Uuid().Replace(Published.Single(published => published.EventType == type).ToJson(), "U"), "\"id\":1");

    public void Send(ServiceEvent published) => Published.Add(published);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex("\"id\":[1-9][0-9]*")]
    private static partial Regex RowNumber();
}
