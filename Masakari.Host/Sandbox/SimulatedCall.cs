namespace Masakari.Host.Sandbox;

/// <summary>A call that reached the cloud.</summary>
internal sealed record SimulatedCall
{
    public required DateTimeOffset At { get; init; }
    public required string Method { get; init; }

    /// <summary>Without the query.</summary>
    public required string Path { get; init; }

    public required string Query { get; init; }

    /// <summary>The server action, or add_host; null for other calls.</summary>
    public required string? Action { get; init; }

    /// <summary>Name of the server in the path; null: none, or an unknown server.</summary>
    public required string? Server { get; init; }

    /// <summary>The action if there is one, else method and path with `*` for ids, such as `GET servers/*` or `POST auth/tokens`.</summary>
    public required string Kind { get; init; }

    /// <summary>The address that the caller used: callers with different addresses of the cloud can be told apart.</summary>
    public required int Port { get; init; }

    public bool IsKeystone => Path.StartsWith("/identity", StringComparison.Ordinal);
}
