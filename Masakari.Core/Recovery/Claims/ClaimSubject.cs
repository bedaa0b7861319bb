using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// What a recovery works on alone: a host or an instance. Subjects have one order, a host before every instance: whoever needs several
/// takes them in this order, so that two recoveries never wait for each other.
/// </summary>
/// <param name="Kind">Host or instance.</param>
/// <param name="Uuid">The registered host's uuid, or Nova's id of the instance.</param>
internal readonly record struct ClaimSubject(ClaimKind Kind, Guid Uuid) : IComparable<ClaimSubject>
{
    public static ClaimSubject Host(Guid uuid) => new(ClaimKind.Host, uuid);

    public static ClaimSubject Instance(Guid uuid) => new(ClaimKind.Instance, uuid);

    public int CompareTo(ClaimSubject other) =>
        Kind == other.Kind ? string.CompareOrdinal(ToString(), other.ToString()) : Kind == ClaimKind.Host ? -1 : 1;

    /// <summary>As stored in <c>recovery_claims.subject</c>: <c>host:UUID</c> or <c>instance:UUID</c>.</summary>
    public override string ToString() => $"{(Kind == ClaimKind.Host ? "host" : "instance")}:{Uuid.ToText()}";

    /// <summary>The subject that a text of the table names.</summary>
    public static ClaimSubject Parse(string text) => text.Split(':') switch
    {
        ["host", var uuid] => Host(Guid.Parse(uuid)),
        ["instance", var uuid] => Instance(Guid.Parse(uuid)),
        _ => throw new FormatException($"recovery_claims: the subject '{text}' is neither a host nor an instance."),
    };
}

/// <summary>The kinds of <see cref="ClaimSubject"/>.</summary>
internal enum ClaimKind
{
    Host,
    Instance,
}
