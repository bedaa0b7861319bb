namespace Masakari.Host.Sandbox;

/// <summary>What happens to a faulty call.</summary>
internal abstract record FaultEffect
{
    /// <summary>Not executed; answered with this status.</summary>
    public sealed record Status(int Code, string Message = "The simulated cloud was told to fail.") : FaultEffect;

    /// <summary>Not executed; answered by something in front of the cloud, such as a gateway, in words of its own and without a request id.</summary>
    public sealed record Foreign(int Code, string Body) : FaultEffect;

    /// <summary>Executed and answered only after this time; a caller that disconnects earlier has changed nothing.</summary>
    public sealed record Hang(TimeSpan For) : FaultEffect;

    /// <summary>Not executed; the connection is closed.</summary>
    public sealed record Drop : FaultEffect;

    /// <summary>Executed, but the connection is closed instead of an answer.</summary>
    public sealed record LoseAnswer : FaultEffect;

    /// <summary>Executed at once, answered after this time.</summary>
    public sealed record AnswerLate(TimeSpan By) : FaultEffect;
}
