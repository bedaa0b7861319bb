namespace Masakari.Core.Recovery.Operator;

/// <summary>What the operator wants of all engines at present.</summary>
/// <param name="Pause">Who paused them, why and until when, as one text; <see langword="null"/> = they may act.</param>
/// <param name="ResumedBy">Who ended the last pause; <see langword="null"/> when it lapsed by itself, or there was none.</param>
/// <param name="Aborts">The unfinished notifications that are to end, each with who wants it and why.</param>
internal sealed record EngineOrders(string? Pause, string? ResumedBy, IReadOnlyDictionary<Guid, string> Aborts)
{
    public static EngineOrders None { get; } = new(null, null, new Dictionary<Guid, string>());

    /// <summary>The order to end the notification, as a sentence; <see langword="null"/> = there is none.</summary>
    public string? AbortOf(Guid notification) => Aborts.TryGetValue(notification, out var order) ? $"Aborted {order}." : null;
}
