using System.Text;

namespace Masakari.Tests.Processes;

/// <summary>One connection of a controller to MariaDB: copies both ways and follows the transactions.</summary>
/// <param name="controller">The controller's end.</param>
/// <param name="server">MariaDB's end.</param>
/// <param name="armed">The trap that is set, if one is.</param>
/// <param name="asked">Called for each round trip: commands that the controller sends before the answer to the first are one.</param>
internal sealed class ProxiedConnection(Stream controller, Stream server, Func<ProxyTrap?> armed, Action asked)
{
    private const int Header = 4;
    private const byte Query = 3;

    /// <summary>The trap whose statement belongs to the open transaction.</summary>
    private ProxyTrap? touched;

    private bool inTransaction, isAsking;
    private volatile ProxyTrap? holding, losing;

    /// <summary>Ends when either side does.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] ways = [ForwardAsync(either.Token), ReturnAsync(either.Token)];
        var first = await Task.WhenAny(ways);
        await either.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private async Task ForwardAsync(CancellationToken ct)
    {
        var header = new byte[Header];
        while (await controller.ReadAtLeastAsync(header, Header, throwOnEndOfStream: false, ct) == Header)
        {
            var packet = new byte[Header + (header[0] | (header[1] << 8) | (header[2] << 16))];
            header.CopyTo(packet, 0);
            await controller.ReadExactlyAsync(packet.AsMemory(Header), ct);
            if (!Interlocked.Exchange(ref isAsking, true)) asked();
            if (packet.Length > Header && packet[3] == 0 && packet[Header] == Query)
                Follow(Encoding.UTF8.GetString(packet, Header + 1, packet.Length - Header - 1));
            await server.WriteAsync(packet, ct);
        }
    }

    private async Task ReturnAsync(CancellationToken ct)
    {
        var buffer = new byte[65536];
        while (await server.ReadAsync(buffer, ct) is > 0 and var count)
        {
            Volatile.Write(ref isAsking, false);
            if (losing is { } lost)
            {
                lost.Catch();
                return;
            }

            if (holding is { } held)
            {
                holding = null;
                held.Catch();
                await held.Released.WaitAsync(ct);
            }

            await controller.WriteAsync(buffer.AsMemory(0, count), ct);
        }
    }

    private void Follow(string sql)
    {
        if (sql.Contains("START TRANSACTION", StringComparison.OrdinalIgnoreCase)) inTransaction = true;
        var commits = sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase);
        if (commits || sql.StartsWith("ROLLBACK", StringComparison.OrdinalIgnoreCase))
        {
            if (commits && touched is { } trap && trap.TryTake()) losing = trap;
            (inTransaction, touched) = (false, null);
        }
        else if (inTransaction && armed() is { } wanted && wanted.Wants(sql))
        {
            if (wanted.LosesCommit) touched = wanted;
            else if (wanted.TryTake()) holding = wanted;
        }
    }
}
