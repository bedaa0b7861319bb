namespace Masakari.Core.Hosts;

/// <summary>What a PUT wants changed: a function from the stored host to the wanted one, which keeps identity and segment.</summary>
/// <param name="Apply">Gives the host as it shall be; what the client left out stays as it was.</param>
/// <param name="NamesTheHost">Whether the client sent <c>name</c>. Nova is then asked even about the old name.</param>
/// <param name="SetsMaintenance">Whether the client sent <c>on_maintenance</c>. No recovery clears the flag from then on.</param>
public sealed record HostChange(Func<ComputeHost, ComputeHost> Apply, bool NamesTheHost, bool SetsMaintenance);
