namespace Masakari.Host.Sandbox;

/// <summary>The planned outcomes of future evacuations.</summary>
internal sealed class EvacuationPlans
{
    private readonly List<(string Server, EvacuationOutcome Outcome)> plans = [];

    public void Add(string server, EvacuationOutcome outcome, int times) => plans.AddRange(Enumerable.Repeat((server, outcome), times));

    /// <summary>Takes the outcome of the server's next evacuation; a plan counts once.</summary>
    public EvacuationOutcome Take(string server)
    {
        var next = plans.FindIndex(p => p.Server == server);
        if (next < 0) return EvacuationOutcome.Succeeds;
        var outcome = plans[next].Outcome;
        plans.RemoveAt(next);
        return outcome;
    }
}
