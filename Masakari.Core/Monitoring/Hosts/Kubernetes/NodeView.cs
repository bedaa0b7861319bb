using k8s.Models;

namespace Masakari.Core.Monitoring.Hosts.Kubernetes;

/// <summary>A node as the API server has it.</summary>
/// <param name="Ready">The status of the condition Ready: True, False or Unknown; <see langword="null"/> = there is none.</param>
/// <param name="Reason">Why, in the words of the condition.</param>
internal sealed record NodeView(string? Ready, string Reason)
{
    /// <summary>An operator, or a program for him, keeps new pods away: <c>kubectl cordon</c>, <c>kubectl drain</c>.</summary>
    public bool IsCordoned { get; init; }

    /// <summary>It is being removed from the cluster.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Its kubelet has said that the host is shut down, and has not been ready since.</summary>
    public bool IsShutDown { get; init; }

    /// <param name="node">What the API server says now.</param>
    /// <param name="before">What it said before; <see langword="null"/> = nothing.</param>
    public static NodeView Of(V1Node node, NodeView? before)
    {
        var ready = node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
        var says = $"{ready?.Reason} {ready?.Message}".Trim();
        return new NodeView(ready?.Status, says)
        {
            IsCordoned = node.Spec?.Unschedulable == true,
            IsLeaving = node.Metadata.DeletionTimestamp is not null,
            IsShutDown = ready?.Status != "True"
                && (before?.IsShutDown == true || says.Contains("shutting down", StringComparison.OrdinalIgnoreCase)),
        };
    }
}
