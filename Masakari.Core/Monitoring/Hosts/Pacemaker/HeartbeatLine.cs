using System.Globalization;
using Masakari.Core.Commands;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>Looks for packets of corosync. When there are none, this host may be the one that is cut off.</summary>
internal sealed class HeartbeatLine(ClusterTools tools, PacemakerOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>What <c>timeout</c> says when it had to end tcpdump: no packet came.</summary>
    private const int NothingCame = 124;

    private string? said;

    /// <summary>Waits <c>stonith_wait</c> when no line has a packet. A line that cannot be watched is logged, and says nothing.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        if (options.Lines.Count == 0) return;
        var silent = false;
        foreach (var (name, port) in options.Lines)
        {
            switch (await HasPacketAsync(name, port, ct))
            {
                case true: logger.HeartbeatSeen(name, port); return;
                case false: silent = true; break;
            }
        }

        if (!silent) return;
        logger.NoHeartbeat(options.PacketLimit, options.StonithWait);
        await Task.Delay(options.StonithWait, clock, ct);
    }

    private async Task<bool?> HasPacketAsync(string name, int port, CancellationToken ct)
    {
        var seconds = options.PacketLimit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        string[] words = ["timeout", seconds, "tcpdump", "-n", "-c", "1", "-p", "-i", name, "port", $"{port}"];
        var answer = await tools.RunAsync(
            [.. Programs.AsRoot, .. words], new Dictionary<string, string>(), options.PacketLimit + options.ToolLimit, ct);
        if (answer.ExitCode is 0 or NothingCame) return answer.ExitCode == 0;
        if (answer.Trouble != said) logger.HeartbeatNotWatched(answer.Trouble!);
        said = answer.Trouble;
        return null;
    }
}
