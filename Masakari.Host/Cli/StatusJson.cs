using System.Text.Json;
using Masakari.Core.Recovery.Status;

namespace Masakari.Host.Cli;

/// <summary>What <c>masakari manage status -f json</c> prints. Names and meanings stay; new ones may come.</summary>
internal static class StatusJson
{
    private static readonly JsonSerializerOptions Style = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static string Of(EngineStatus status) => JsonSerializer.Serialize(new
    {
        Ha = status.WhyOff is null ? "on" : "off",
        Why = status.WhyOff,
        status.At,
        status.Pause,
        Controllers = status.Controllers.Select(one => new
        {
            one.Name, one.Version, one.IsAlive, SeenSecondsAgo = one.SeenAgo?.TotalSeconds, one.StartedAt, one.Recoveries,
            LeaseSecondsLeft = one.LeaseLeft?.TotalSeconds,
        }),
        Recoveries = status.Recoveries.Select(one => new
        {
            Notification = one.Uuid, one.Type, one.Host, one.Status, one.Since, one.FailedAttempts, one.NextAttempt, one.Controller, one.Message,
        }),
        Held = status.Held.Select(one => new { Notification = one.Uuid, one.Type, one.Host, one.Since, one.IsInMassFailure }),
        status.ForgottenLocks,
    }, Style) + "\n";
}
