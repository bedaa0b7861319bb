using System.Globalization;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>What is waited for before a host is evacuated, and what the operator can do.</summary>
internal static class WaitWords
{
    public static string ForSilence(string host, DateTimeOffset? lastHeartbeat, EvidenceOptions options) =>
        Heard(host, lastHeartbeat) + (lastHeartbeat is not { } last ? ""
            : options.RequireProof ? "[host_failure] require_proof is set: its instances are evacuated only with proof. "
            : Invariant($"Its instances are evacuated at {last + options.WantedSilence:u} if it stays silent. ")) + Prove(host);

    public static string ForLooks(string host, DateTimeOffset? lastHeartbeat) =>
        Heard(host, lastHeartbeat) + $"Masakari looks at the heartbeats of all hosts for some seconds before it evacuates. {Prove(host)}";

    public static string ToSettle(string host, TimeSpan settle) =>
        Invariant($"Host {host} is forced down in Nova. Its instances are evacuated if no heartbeat arrives for {settle.TotalSeconds:0.#} s.");

    public static string ToBelieveFlag(string host) =>
        $"Host {host} was forced down in Nova before its report, and Nova receives no heartbeat from any nova-compute now. "
        + $"If the host is dead, run `masakari manage confirm-down {host}`.";

    public static string ForHeartbeats(string host) =>
        $"Host {host} is silent, but Nova receives no heartbeat from any other nova-compute either. {Prove(host)}";

    public static string ForDestination(string host) =>
        $"Host {host} is silent, but no other nova-compute is enabled and up to take its instances, and no reserved host that is up. "
        + "Enable or repair another compute host.";

    public static string ForProof(string host) =>
        $"Host {host} is silent, but [host_failure] require_proof is set, and nothing proves yet that the host is dead. {Prove(host)}";

    public static string SeenOff(string host) =>
        $"The fence command has seen host {host} off. Its instances are evacuated when Nova reports nova-compute down. "
        + "To evacuate at once, force its nova-compute down in Nova.";

    public static string StillOn(string host) =>
        $"The fence command says that host {host} is still on, so the host is not evacuated. Switch the host off: "
        + $"the command is called again each minute. {Prove(host)}";

    public static string ForFence(string host) =>
        $"Host {host} is silent, but the fence command has not said yet whether the host is off. {Prove(host)}";

    private static string Heard(string host, DateTimeOffset? lastHeartbeat) => lastHeartbeat is { } last
        ? Invariant($"Nova received the last heartbeat of host {host} at {last:u}. ") : $"Nova shows no heartbeat of host {host}. ";

    private static string Prove(string host) =>
        $"If the host is dead, run `masakari manage confirm-down {host}`, or force its nova-compute down in Nova.";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
