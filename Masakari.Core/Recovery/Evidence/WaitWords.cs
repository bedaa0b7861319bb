namespace Masakari.Core.Recovery.Evidence;

/// <summary>Why the silence of a host does not count for the moment, and what the operator can do.</summary>
internal static class WaitWords
{
    public static string ForHeartbeats(string host) =>
        $"Host {host} is silent, but Nova receives no heartbeat from any other nova-compute either. {Prove(host)}";

    public static string ForDestination(string host) =>
        $"Host {host} is silent, but no other nova-compute is enabled and up to take its instances. Enable or repair another compute host.";

    public static string ForProof(string host) =>
        $"Host {host} is silent, but [host_failure] require_proof is set, and nothing proves yet that the host is dead. {Prove(host)}";

    private static string Prove(string host) =>
        $"If the host is dead, run `masakari manage confirm-down {host}`, or force its nova-compute down in Nova.";
}
