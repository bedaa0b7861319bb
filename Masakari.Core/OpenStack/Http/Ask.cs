namespace Masakari.Core.OpenStack.Http;

/// <summary>One HTTP request to an OpenStack service.</summary>
internal sealed record Ask
{
    public required HttpMethod Method { get; init; }

    public required Uri Url { get; init; }

    /// <summary>What it is for, as logs and error texts say it: "evacuate 3f2a…".</summary>
    public required string What { get; init; }

    /// <summary>How long the whole call may take, a renewed token included.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>The JSON body, or <see langword="null"/>.</summary>
    public string? Body { get; init; }

    /// <summary>Headers whose values are no secret.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers whose values must not appear in any text.</summary>
    public IReadOnlyDictionary<string, string> SecretHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Asked immediately before the request goes out, with or without a body; when it says no, nothing is sent. <see langword="null"/> =
    /// the request always goes, as a read does.
    /// </summary>
    public Func<CancellationToken, Task<bool>>? MayGo { get; init; }

    // A record would print the body and the tokens.
    public override string ToString() => $"{Method} {Url.AbsolutePath} ({What})";
}
