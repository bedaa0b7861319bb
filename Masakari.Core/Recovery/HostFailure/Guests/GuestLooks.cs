using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>Looks at a host that is back: one list of its instances, whatever their number, and whether its heartbeats go on.</summary>
internal sealed class GuestLooks(INova nova, SharedServices services, EvidenceOptions options)
{
    private const int IntervalsOfSilence = 3;

    /// <returns><see langword="null"/> = the list is not to be believed: Nova does not show the nova-compute of the host.</returns>
    /// <exception cref="OpenStackException">Nova did not answer.</exception>
    public async Task<GuestLook?> LookAsync(string host, CancellationToken ct)
    {
        var servers = (await nova.ListServersAsync(host, ct)).Readable.ToDictionary(server => server.Id);
        var evacuations = servers.Values.Any(server => server.VmState == "stopped") ? await nova.ListEvacuationsAsync(host, ct) : [];
        var (listed, at) = (await services.ReadAsync(TimeSpan.Zero, ct)).Value;
        return listed.FirstOrDefault(one => one.Host == host) is not { } service ? null : new GuestLook
        {
            IsSilent = IsSilent(service, at),
            Servers = servers,
            Evacuations = evacuations.ToLookup(one => one.InstanceId),
        };
    }

    private bool IsSilent(ComputeService service, DateTimeOffset at) =>
        service is { Up: false, ForcedDown: false } || at - service.UpdatedAt > options.NovaReportInterval * IntervalsOfSilence;
}
