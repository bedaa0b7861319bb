namespace Masakari.Core.Recovery.Sweeps;

/// <summary>One thing that the timer does.</summary>
internal interface ISweepPart
{
    /// <summary>As the log names it, such as <c>due retries</c>.</summary>
    string Name { get; }

    /// <summary>Whether there can be work for it in this round.</summary>
    bool HasWork(SweepLook look);

    /// <summary>Does it once.</summary>
    /// <param name="showLife">Called by a part that may take long for an honest reason: the sweep is not stuck.</param>
    /// <param name="ct">Ends it.</param>
    Task RunAsync(Action showLife, CancellationToken ct);
}
