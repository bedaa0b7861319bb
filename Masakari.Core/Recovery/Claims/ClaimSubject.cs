using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// What a recovery works on alone: a host, an instance, or the processes of a host. Subjects have one order, a host before every instance: whoever needs several
/// takes them in this order, so that two recoveries never wait for each other.
/// </summary>
/// <param name="Kind">Host, instance or processes of a host.</param>
/// <param name="Uuid">The registered host's uuid, or Nova's id of the instance.</param>
internal readonly record struct ClaimSubject(ClaimKind Kind, Guid Uuid) : IComparable<ClaimSubject>
{
    public static ClaimSubject Host(Guid uuid) => new(ClaimKind.Host, uuid);

    public static ClaimSubject Instance(Guid uuid) => new(ClaimKind.Instance, uuid);

    /// <summary>
    /// The processes of a host: not the host itself, because the report that the host has died must not wait for that of its process.
    /// </summary>
    public static ClaimSubject Processes(Guid host) => new(ClaimKind.Processes, host);

    public int CompareTo(ClaimSubject other) =>
        Kind == other.Kind ? string.CompareOrdinal(ToString(), other.ToString()) : Kind.CompareTo(other.Kind);

    /// <summary>As stored in <c>recovery_claims.subject</c>: <c>host:UUID</c>, <c>instance:UUID</c> or <c>process:UUID</c>.</summary>
    public override string ToString() => $"{Word(Kind)}:{Uuid.ToText()}";

    /// <summary>The subject that a text of the table names.</summary>
    public static ClaimSubject Parse(string text) => text.Split(':') switch
    {
        ["host", var uuid] => Host(Guid.Parse(uuid)),
        ["instance", var uuid] => Instance(Guid.Parse(uuid)),
        ["process", var uuid] => Processes(Guid.Parse(uuid)),
        _ => throw new FormatException($"recovery_claims: the subject '{text}' is neither a host, an instance nor the processes of a host."),
    };

    private static string Word(ClaimKind kind) => kind switch
    {
        ClaimKind.Host => "host",
        ClaimKind.Instance => "instance",
        ClaimKind.Processes => "process",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>The kinds of <see cref="ClaimSubject"/>.</summary>
internal enum ClaimKind
{
    Host,
    Instance,
    Processes,
}
