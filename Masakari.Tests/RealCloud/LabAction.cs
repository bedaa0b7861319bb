using System.Globalization;
using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>One row of Nova's <c>os-instance-actions</c>: who did what to a server, and when (whole seconds).</summary>
internal sealed record LabAction
{
    public required string Action { get; init; }
    public required string UserId { get; init; }
    public required DateTimeOffset At { get; init; }

    public static LabAction From(JsonElement action) => new()
    {
        Action = action.GetProperty("action").GetString()!,
        UserId = action.GetProperty("user_id").GetString()!,
        At = DateTimeOffset.Parse(action.GetProperty("start_time").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
    };
}
