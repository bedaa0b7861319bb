using Serilog.Core;
using Serilog.Events;

namespace Masakari.Host.Lifetime;

/// <summary>
/// Names in <c>Room</c> the part of the service that speaks, such as <c>recovery</c>, <c>api</c> or <c>openstack.nova</c>, instead of the
/// class. The source contexts of others stay as they are.
/// </summary>
internal sealed class LogRoom : ILogEventEnricher
{
    private const string Everywhere = "masakari";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var context);
        var source = (context as ScalarValue)?.Value as string ?? "";
        logEvent.AddOrUpdateProperty(new LogEventProperty("Room", new ScalarValue(Of(source))));
    }

    /// <param name="source">The full name of a class, such as <c>Masakari.Core.OpenStack.Nova.NovaClient</c>.</param>
    internal static string Of(string source) => source.Split('.') switch
    {
        ["Masakari", "Core", "OpenStack", var part, _, ..] => $"openstack.{Lower(part)}",
        ["Masakari", "Core" or "Host", var room, ..] => Lower(room),
        ["Masakari", ..] => Everywhere,
        _ => source,
    };

    private static string Lower(string name) => name.ToLowerInvariant();
}
