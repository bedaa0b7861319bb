namespace Masakari.Host.Sandbox;

/// <summary>The planned outcomes of future evacuations.</summary>
internal sealed class EvacuationPlans
{
    private const string UsualFailure = "Build of instance aborted: the simulated hypervisor cannot start the guest.";

    private readonly List<(string Server, EvacuationOutcome Outcome, string? Failure)> plans = [];

    /// <param name="server">By its name.</param>
    /// <param name="outcome">How its evacuations end.</param>
    /// <param name="times">How many of them.</param>
    /// <param name="failure">What the server's fault then says; null: the usual words.</param>
    public void Add(string server, EvacuationOutcome outcome, int times, string? failure) =>
        plans.AddRange(Enumerable.Repeat((server, outcome, failure), times));

    public void Clear() => plans.Clear();

    /// <summary>Takes the outcome of the server's next evacuation; a plan counts once.</summary>
    public (EvacuationOutcome Outcome, string Failure) Take(string server)
    {
        var next = plans.FindIndex(p => p.Server == server);
        if (next < 0) return (EvacuationOutcome.Succeeds, UsualFailure);
        var (_, outcome, failure) = plans[next];
        plans.RemoveAt(next);
        return (outcome, failure ?? UsualFailure);
    }
}
