namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>How a tool of the cluster ended.</summary>
/// <param name="Text">What it wrote on standard output.</param>
/// <param name="Trouble">Why it failed, as a sentence; <see langword="null"/> = it worked.</param>
internal sealed record ToolAnswer(string Text, string? Trouble)
{
    /// <summary>Its exit code; <see langword="null"/> = it was not started, or took too long.</summary>
    public int? ExitCode { get; init; }
}
