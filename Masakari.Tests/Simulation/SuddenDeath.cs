namespace Masakari.Tests.Simulation;

/// <summary>
/// Kills a process at one of its moments. They are counted: before and after each change that it asks of the cloud, before and after each
/// of its transactions.
/// </summary>
internal sealed class SuddenDeath
{
    private readonly int moment;
    private readonly ScenarioLife life;
    private int seen;

    private SuddenDeath(ScenarioLife life, int moment) => (this.life, this.moment) = (life, moment);

    /// <summary>At what the process died; <see langword="null"/> = it lives.</summary>
    public string? At { get; private set; }

    /// <param name="life">The process.</param>
    /// <param name="moment">1 = the first moment from now on; 0 = it does not die.</param>
    public static SuddenDeath Await(ScenarioLife life, int moment)
    {
        var death = new SuddenDeath(life, moment);
        life.Network.Leaving = request => death.Pass("before", request);
        life.Network.Answered = request => death.Pass("after", request);
        life.Writes.Beginning = () => death.Pass("before a transaction");
        life.Writes.Ended = () => death.Pass("after a transaction");
        return death;
    }

    /// <summary>From now on the process does not die.</summary>
    public void Spare() => Interlocked.Exchange(ref seen, int.MinValue);

    private void Pass(string when, HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Get || path.StartsWith("/identity", StringComparison.Ordinal)) return;
        Pass($"{when} {request.Method} {path}");
    }

    private void Pass(string what)
    {
        if (Interlocked.Increment(ref seen) != moment) return;
        At = what;
        life.Network.Die();
        life.Writes.Die();
    }
}
