using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>One line of the spool's file: a report that waits, or the id of one that waits no longer.</summary>
internal sealed record SpoolLine
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private SpoolLine()
    {
    }

    public MonitorReport? Added { get; private init; }

    public Guid? Done { get; private init; }

    public static byte[] Of(MonitorReport report) => Bytes(new JsonObject
    {
        ["add"] = report.Id,
        ["type"] = report.Type.ToString(),
        ["host"] = report.HostName,
        ["at"] = report.GeneratedAt.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture),
        ["monitor"] = report.Monitor,
        ["payload"] = report.Payload.DeepClone(),
    });

    public static byte[] OfDone(Guid report) => Bytes(new JsonObject { ["done"] = report });

    /// <returns><see langword="null"/> for a line that was not written to its end.</returns>
    public static SpoolLine? Parse(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject read) return null;
            return read["done"] is { } done ? new SpoolLine { Done = done.GetValue<Guid>() } : new SpoolLine { Added = Report(read) };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static MonitorReport Report(JsonObject read) => new()
    {
        Id = Part(read, "add").GetValue<Guid>(),
        Type = Enum.Parse<ReportType>(Part(read, "type").GetValue<string>()),
        HostName = Part(read, "host").GetValue<string>(),
        GeneratedAt = DateTimeOffset.ParseExact(
            Part(read, "at").GetValue<string>(), Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Monitor = Part(read, "monitor").GetValue<string>(),
        Payload = Part(read, "payload").DeepClone().AsObject(),
    };

    private static JsonNode Part(JsonObject read, string name) => read[name] ?? throw new FormatException($"The line has no {name}.");

    private static byte[] Bytes(JsonObject line) => Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
}
