using Masakari.Core.Monitoring.Reports;
using Masakari.Core.OpenStack;

namespace Masakari.Core.Monitoring.Hosts;

/// <summary>Whether Masakari knows a host. Reports about others would be rejected again and again.</summary>
/// <param name="list">Reads the registered hosts; throws <see cref="OpenStackException"/>.</param>
/// <param name="clock">The time.</param>
internal sealed class KnownHosts(Func<CancellationToken, Task<IReadOnlyList<RegisteredHost>>> list, TimeProvider clock)
{
    /// <summary>For so long an answer counts: somebody may register the host.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>An answer that takes longer is none: a report must not wait for it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Lock guard = new();
    private Task<IReadOnlyList<RegisteredHost>?>? reading;
    private DateTimeOffset readAt;

    /// <returns>
    /// What the operator can do about a host that Masakari does not know; <see langword="null"/> when it knows the host, or cannot be
    /// asked:
    /// then the report waits in the spool.
    /// </returns>
    public async Task<string?> WhyUnknownAsync(string hostName, CancellationToken ct)
    {
        var hosts = await ReadAsync(ct);
        return hosts is null || hosts.Any(host => host.Name == hostName) ? null : RegisteredHosts.Hint(hostName, hosts);
    }

    /// <summary>Hosts that fail at the same time are looked up once.</summary>
    private Task<IReadOnlyList<RegisteredHost>?> ReadAsync(CancellationToken ct)
    {
        lock (guard)
        {
            if (reading is { IsFaulted: false, IsCanceled: false } && clock.GetUtcNow() - readAt < Lifetime) return reading;
            readAt = clock.GetUtcNow();
            return reading = ListAsync(ct);
        }
    }

    private async Task<IReadOnlyList<RegisteredHost>?> ListAsync(CancellationToken ct)
    {
        await Task.Yield();
        using var over = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            return await list(either.Token);
        }
        catch (Exception e) when (e is OpenStackException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }
}
