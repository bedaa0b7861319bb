namespace Masakari.Core.OpenStack;

/// <summary>Keystone or Nova did not do what was asked. The text is for logs and vmove messages; it never holds a secret.</summary>
/// <param name="kind">What sort of failure it is; decides whether asking again makes sense.</param>
/// <param name="message">What was asked and what came back, with the HTTP code and the service's own text.</param>
/// <param name="status">The HTTP status, or <see langword="null"/> when none came back.</param>
/// <param name="requestId">The service's request id, for its logs.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class OpenStackException(FailureKind kind, string message, int? status = null, string? requestId = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What sort of failure it is.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>The HTTP status, or <see langword="null"/> when none came back.</summary>
    public int? Status { get; } = status;

    /// <summary>The service's request id, or <see langword="null"/>.</summary>
    public string? RequestId { get; } = requestId;

    /// <summary>The service's own words alone, or <see langword="null"/> when it gave none.</summary>
    public string? Said { get; init; }

    /// <summary>Whether the request certainly never reached the service: no connection, or no token to send with it.</summary>
    public bool NeverSent { get; init; }

    /// <summary>Whether our own account got no token from Keystone to send with the request.</summary>
    public bool NoToken { get; init; }

    /// <summary>
    /// Whether the service itself is away or overloaded: other requests fail in the same way, and a later one may work. An answer that
    /// came but cannot be read is no such case.
    /// </summary>
    public bool IsAway => Kind == FailureKind.Overloaded || (Kind == FailureKind.Unreachable && Status is null or >= 300);

    /// <summary>Whether the service may have carried the request out all the same: no answer, or a broken one.</summary>
    public bool MayHaveHappened => !NeverSent && (Kind is FailureKind.Unreachable or FailureKind.Overloaded) && Status != 429;
}

/// <summary>The sorts of <see cref="OpenStackException"/>.</summary>
public enum FailureKind
{
    /// <summary>400, 401 after a fresh token, 403 and other 4xx: asking again gives the same.</summary>
    Refused,

    /// <summary>409: the present state forbids it.</summary>
    Conflict,

    /// <summary>404: it does not exist.</summary>
    NotFound,

    /// <summary>No connection, no answer in time, a 5xx other than 503, an answer that can't be read.</summary>
    Unreachable,

    /// <summary>413, 429 or 503: asking later may do.</summary>
    Overloaded,
}
