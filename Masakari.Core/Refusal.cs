namespace Masakari.Core;

/// <summary>Why a request that could be read was not carried out. The HTTP edge alone gives it a status code.</summary>
/// <param name="Kind">What sort of refusal it is.</param>
/// <param name="Message">The text for the client; names the id or name it is about.</param>
public sealed record Refusal(RefusalKind Kind, string Message)
{
    /// <summary>The request itself is wrong: an unknown host in a notification, a bad marker or sort key.</summary>
    public static Refusal Invalid(string message) => new(RefusalKind.Invalid, message);

    /// <summary>The thing named in the path does not exist.</summary>
    public static Refusal NotFound(string message) => new(RefusalKind.NotFound, message);

    /// <summary>The request contradicts the present state: a taken name, a segment in use, a duplicate.</summary>
    public static Refusal Conflict(string message) => new(RefusalKind.Conflict, message);

    /// <summary>Nova forbade what the request needs.</summary>
    public static Refusal Forbidden(string message) => new(RefusalKind.Forbidden, message);
}

/// <summary>The sorts of <see cref="Refusal"/>.</summary>
public enum RefusalKind
{
    /// <summary>The request is wrong in itself.</summary>
    Invalid,

    /// <summary>What it names does not exist.</summary>
    NotFound,

    /// <summary>It contradicts the present state.</summary>
    Conflict,

    /// <summary>Nova forbade it.</summary>
    Forbidden,
}
