using Masakari.Core.OpenStack.Http;

namespace Masakari.Host.Cli.Client;

/// <summary>What the client verbs see of the process they run in.</summary>
internal sealed record Surroundings
{
    /// <summary>Reads an environment variable; an empty one counts as unset.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The working folder, where clouds.yaml is looked for first.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder of site-wide files.</summary>
    public string SiteFolder { get; init; } = "/etc/openstack";

    /// <summary>Opens the connections.</summary>
    public Transport Transport { get; init; } = SocketTransport.Create;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether a person reads the output: colours, and a picture that is redrawn.</summary>
    public bool IsTerminal { get; init; }

    public static Surroundings OfProcess(TextWriter output) => new()
    {
        Variable = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        Folder = Environment.CurrentDirectory,
        IsTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected
            && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null or ""),
    };

    /// <summary>Whether the output may have colours (NO_COLOR switches them off).</summary>
    public bool HasColours => IsTerminal && Variable("NO_COLOR") is null;
}
