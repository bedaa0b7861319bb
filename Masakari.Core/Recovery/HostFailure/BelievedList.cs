using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Lists the instances of a host. When the database of a cell does not answer, Nova leaves the instances of that cell out and answers 200
/// all the same. So a list counts only between two readings that show the host's nova-compute, which is in the same cell; and that a host
/// has no instance must be seen twice. The reading before costs nothing: each attempt has read the service when it comes here, and the
/// reading after the first look is the one before the second.
/// </summary>
internal sealed class BelievedList(INova nova, WaitOptions waits, TimeProvider clock)
{
    private const int LooksAtMost = 6;

    /// <exception cref="OpenStackException">Nova did not answer, or did not show the host's nova-compute.</exception>
    public async Task<ServerList> ReadAsync(string host, CancellationToken ct)
    {
        for (var look = 1; ; look++)
        {
            if (await LookAsync(host, ct) is { } list) return list;
            if (look == LooksAtMost)
                throw new OpenStackException(
                    FailureKind.Unreachable,
                    $"Nova listed the instances of {host}, but did not show nova-compute of {host} after the list. "
                    + "The list may be incomplete: the database of a cell may be away.");
            await Task.Delay(waits.VerifyInterval * Math.Pow(2, look - 1), clock, ct);
        }
    }

    /// <returns><see langword="null"/> = the list is not to be believed.</returns>
    private async Task<ServerList?> LookAsync(string host, CancellationToken ct)
    {
        var list = await LookOnceAsync(host, ct);
        if (list is not { IsEmpty: true }) return list;
        await Task.Delay(waits.VerifyInterval, clock, ct);
        return await LookOnceAsync(host, ct);
    }

    private async Task<ServerList?> LookOnceAsync(string host, CancellationToken ct)
    {
        var list = await nova.ListServersAsync(host, ct);
        return (await nova.FindServiceAsync(host, ct)).Value is null ? null : list;
    }
}
